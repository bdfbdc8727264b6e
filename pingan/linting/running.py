"""Rules run over policies: findings become diagnostics."""

from __future__ import annotations

from attrs import evolve

from pingan.diagnostics.diagnostic import Diagnostic, sorted_diagnostics
from pingan.linting.configuration import DEFAULT, Configuration
from pingan.linting.lint import Lint
from pingan.linting.looked import Looked
from pingan.policy import Policy

UNUSED_ALLOW = "unused-allow"
"""The rule that looks at what all others have said: it runs after them."""


def lint(policy: Policy, configuration: Configuration = DEFAULT) -> tuple[Diagnostic, ...]:
    """What the rules that *configuration* selects say against the files that *policy* was asked for, by place.

    As they say it: allowances in the text are looked at by `pingan.linting.checked`.
    """
    looked = Looked(policy)
    found: dict[Diagnostic, None] = {}
    for rule in configuration.lints():
        if rule.code != UNUSED_ALLOW:
            found.update(dict.fromkeys(findings_of(rule, looked, configuration)))
    return sorted_diagnostics(found)


def findings_of(rule: Lint, looked: Looked, configuration: Configuration) -> list[Diagnostic]:
    """What *rule* says; only of files that are checked: those that they use are checked by themselves."""
    if not rule.is_of_vocabularies and not looked.has_policies:
        return []
    severity = configuration.severity_of(rule.code, rule.severity)
    return [
        Diagnostic(rule.code, f.message, f.annotations, f.help, severity, f.fixes)
        for f in rule.check(looked, configuration.options_of(rule))
        if not f.annotations or looked.is_of_own_text(f.annotations[0].span)
    ]


def as_configured(diagnostic: Diagnostic, configuration: Configuration) -> Diagnostic:
    """A warning of a pass, as grave as *configuration* has it."""
    severity = configuration.severity_of(diagnostic.code, diagnostic.severity)
    return diagnostic if severity is diagnostic.severity else evolve(diagnostic, severity=severity)
