"""Everything that can be said against policies: errors and warnings of the passes, and lints, less what is allowed."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path

from attrs import evolve, field, frozen

from pingan import pipeline
from pingan.diagnostics.diagnostic import Diagnostic, Severity, sorted_diagnostics
from pingan.diagnostics.errors import PolicyError
from pingan.diagnostics.fix import Fix
from pingan.language.environment import Environment
from pingan.linting.allowing import Allowances, AllowedCode, allowances_of
from pingan.linting.configuration import DEFAULT, Configuration
from pingan.linting.elsewhere import mentioned_elsewhere
from pingan.linting.looked import Looked
from pingan.linting.mends import mended
from pingan.linting.mentions import Place, place_of
from pingan.linting.running import UNUSED_ALLOW, as_configured, findings_of, lint
from pingan.linting.table import LINTS
from pingan.model.loaded import LoadedModule
from pingan.policy import Policy
from pingan.source import Source

Target = str | Path | Source


@frozen(slots=False)
class Checked:
    """What was found, by place; what authors allow is told apart. *policy* is None where the text has errors."""

    diagnostics: tuple[Diagnostic, ...]
    allowed: tuple[Diagnostic, ...] = ()
    policy: Policy | None = None
    used: frozenset[Place] = frozenset()
    """Where codes stand that allowed something."""
    unused: frozenset[Place] = frozenset()
    """Where codes stand that could have, and allowed nothing."""

    @property
    def has_errors(self) -> bool:
        return any(d.severity is Severity.ERROR for d in self.diagnostics)

    @cached_property
    def fixes(self) -> tuple[Fix, ...]:
        """The first fix of each finding that has one."""
        return tuple(d.fixes[0] for d in self.diagnostics if d.fixes)


def checked(
    *targets: Target,
    configuration: Configuration = DEFAULT,
    environment: Environment | None = None,
    root: str | Path | None = None,
    texts: Mapping[str, str] | None = None,
) -> Checked:
    """*targets*, read together, checked as *configuration* has it.

    A target is as for `pingan.load`. *texts*, by real path, is read instead of what files hold. Text that has errors
    is not linted. Errors cannot be allowed.

    >>> [d.code for d in checked(Source("flood.rules", "policy flood parameter grace: integer")).diagnostics]
    ['unused-parameter']
    """
    try:
        policy = pipeline.load(*targets, environment=environment, root=root, texts=texts)
    except PolicyError as error:
        found = tuple(mended(d, {}) for d in error.diagnostics)
        sources = {d.span.source.name: d.span.source for d in found if d.span is not None}
        allowances = Allowances(tuple(a for source in sources.values() for a in allowances_of(source)))
        return _Sieve(configuration, allowances).checked(found, None)
    modules = {module.span.source.name: module for module in policy.modules}
    told = tuple(mended(d, modules) for d in pipeline.found_in(policy))
    allowances = _allowances(modules.values())
    sieve = _Sieve(configuration, allowances)
    found = (*told, *lint(policy, configuration))
    first = sieve.checked(found, policy)
    if not configuration.runs(UNUSED_ALLOW):
        return first
    looked = Looked(policy)
    idle = sieve.unused(first.used, looked)
    more = findings_of(LINTS[UNUSED_ALLOW], evolve(looked, unused=idle), configuration)
    return evolve(sieve.checked((*found, *more), policy), unused=frozenset(place_of(code.span) for code in idle))


def _allowances(modules: Iterable[LoadedModule]) -> Allowances:
    return Allowances(tuple(a for m in modules for a in allowances_of(m.span.source, m.written)))


@frozen
class _Sieve:
    """Lets through what neither the configuration nor the authors allow."""

    configuration: Configuration
    allowances: Allowances

    def checked(self, found: Iterable[Diagnostic], policy: Policy | None) -> Checked:
        kept: dict[Diagnostic, None] = {}
        allowed: dict[Diagnostic, None] = {}
        used: set[Place] = set()
        for diagnostic in found:
            if diagnostic.severity is Severity.ERROR and diagnostic.code not in LINTS:
                kept[diagnostic] = None
            elif self._counts(diagnostic):
                codes = self.allowances.of(diagnostic)
                used.update(place_of(code.span) for code in codes)
                (allowed if codes else kept)[as_configured(diagnostic, self.configuration)] = None
        return Checked(sorted_diagnostics(kept), sorted_diagnostics(allowed), policy, frozenset(used))

    def _counts(self, diagnostic: Diagnostic) -> bool:
        place = diagnostic.span
        if not self.configuration.runs(diagnostic.code):
            return False
        return place is None or not self.configuration.ignores(diagnostic.code, place.source.name)

    def unused(self, used: frozenset[Place], looked: Looked) -> tuple[AllowedCode, ...]:
        """What is allowed in the files that are checked, is looked for, and was not found."""
        return tuple(
            code
            for allowance in self.allowances.all
            if allowance.scope is not None and looked.is_of_own_text(allowance.span)
            for code in allowance.codes
            if place_of(code.span) not in used and self._is_looked_for(code, looked)
        )

    def _is_looked_for(self, code: AllowedCode, looked: Looked) -> bool:
        rule = LINTS.get(code.code)
        if rule is not None and not rule.is_of_vocabularies and not looked.has_policies:
            return False
        ignored = self.configuration.ignores(code.code, code.span.source.name)
        return code.code != UNUSED_ALLOW and self.configuration.runs(code.code) and not ignored and is_known(code.code)


def is_known(code: str) -> bool:
    """Whether *code* is that of a rule."""
    from pingan.linting.known import KNOWN

    return code in KNOWN


def merged(found: Iterable[Checked]) -> tuple[Diagnostic, ...]:
    """What was found in several runs, once each: what is allowed is unused if no run found it, names if none uses them.

    A file may have been read under several names (beside its user, by its path from here): the shortest is told.
    """
    runs = tuple(found)
    names = _Names()
    elsewhere = mentioned_elsewhere(runs)
    used = {names.place(place) for run in runs for place in run.used}
    together: dict[object, Diagnostic] = {}
    for diagnostic in (d for run in runs for d in run.diagnostics):
        place = None if diagnostic.span is None else names.place(place_of(diagnostic.span))
        if (diagnostic.code == UNUSED_ALLOW and place in used) or diagnostic in elsewhere:
            continue
        key = diagnostic.code, diagnostic.message, place
        known = together.setdefault(key, diagnostic)
        if known is not diagnostic and _name_of(diagnostic) < _name_of(known):
            together[key] = diagnostic
    return sorted_diagnostics(dict.fromkeys(together.values()))


def _name_of(diagnostic: Diagnostic) -> tuple[int, str]:
    name = "" if diagnostic.span is None else diagnostic.span.source.name
    return len(name), name


@frozen
class _Names:
    """Real paths of sources by their names, each looked up once."""

    known: dict[str, str] = field(factory=dict)

    def place(self, place: Place) -> Place:
        name, start, end = place
        if name not in self.known:
            self.known[name] = real_path(name)
        return self.known[name], start, end


def real_path(name: str) -> str:
    """The key of a file in *texts*."""
    return os.path.realpath(name)
