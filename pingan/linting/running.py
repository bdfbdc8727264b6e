"""Rules run over policies: findings become diagnostics."""

from __future__ import annotations

from pingan.diagnostics.diagnostic import Diagnostic, sorted_diagnostics
from pingan.linting.configuration import DEFAULT, Configuration
from pingan.linting.lint import Lint
from pingan.linting.looked import Looked
from pingan.policy import Policy


def lint(policy: Policy, configuration: Configuration = DEFAULT) -> tuple[Diagnostic, ...]:
    """What the rules that *configuration* selects say against the files that *policy* was asked for, by place."""
    looked = Looked(policy)
    found: dict[Diagnostic, None] = {}
    for rule in configuration.rules():
        found.update(dict.fromkeys(findings_of(rule, looked, configuration)))
    return sorted_diagnostics(found)


def findings_of(rule: Lint, looked: Looked, configuration: Configuration) -> list[Diagnostic]:
    """What *rule* says; only of files that are checked: those that they use are checked by themselves."""
    if not rule.is_of_vocabularies and not looked.has_policies:
        return []
    severity = configuration.severities.get(rule.code) or rule.severity
    return [
        Diagnostic(rule.code, f.message, f.annotations, f.help, severity, f.fixes)
        for f in rule.check(looked, configuration.options_of(rule))
        if not f.annotations or looked.is_of_own_text(f.annotations[0].span)
    ]
