"""The coverage of policies by their scenarios: what there is to exercise, and what was."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from attrs import define, field

from pingan.language.dialects import spoken_language
from pingan.model import nodes as model
from pingan.model.loaded import LoadedModule
from pingan.model.to_text import Language, expression_text
from pingan.policy import Policy
from pingan.scenario_coverage.effects import BIT
from pingan.scenario_coverage.nodes import (
    VALUES,
    ClauseExercise,
    ConditionCoverage,
    DeclarationCoverage,
    DeclarationKind,
    PolicyCoverage,
    ScenarioCoverage,
    Value,
)
from pingan.scenario_coverage.recording import recorded as recording
from pingan.scenario_coverage.seen import Seen, merged
from pingan.scenario_coverage.trees import Condition, Trees


def scenario_coverage_of(policy: Policy, recorded: Mapping[str, Any] | None = None) -> ScenarioCoverage:
    """What the scenarios of *policy* exercise of the policies that were asked for.

    *policy* is what `pingan.load` gave. Its scenarios are run for it, unless *recorded* says what they exercise
    (see `pingan.scenario_coverage.recorded` and `merged`).

    >>> import pingan
    >>> coverage = pingan.scenario_coverage_of(pingan.load("national"))
    >>> coverage.tally("rule").share > 0
    True
    """
    if recorded is None:
        recorded = merged(recording(result) for result in policy.test())
    return coverage_of_all((policy,), recorded)


def coverage_of_all(policies: Iterable[Policy], recorded: Mapping[str, Any]) -> ScenarioCoverage:
    """What was *recorded* of the scenarios of several policies, loaded one by one, in one report.

    A policy that several of them ask for is told once. Raises ValueError for data of another form.
    """
    seen = Seen()
    seen.add(recorded)
    found: dict[str, PolicyCoverage] = {}
    for policy in policies:
        wanted = [name for name in policy.names if name not in found]
        if wanted:
            report = _Report(policy, seen)
            found.update((name, report.policy_coverage(policy.modules.modules[name])) for name in wanted)
    failed = tuple(name for name, passed in sorted(seen.scenarios.items()) if not passed)
    return ScenarioCoverage(tuple(found.values()), len(seen.scenarios), failed)


@define(eq=False)
class _Report:
    """What there is in *policy*, and what was *seen* of it."""

    policy: Policy
    seen: Seen
    trees: Trees = field(init=False)
    written: dict[tuple[str, str], list[list[Condition]]] = field(factory=dict, init=False)
    """By kind and key of declaration, its conditions; those that a clause form made of one text are together."""

    def __attrs_post_init__(self) -> None:
        self.trees = Trees(self.policy.model)
        together: dict[object, list[Condition]] = {}
        for condition in self.trees.all().values():
            place = condition.span
            same = (place.source.name, place.start, place.end, condition.expression or condition.id)
            group = together.setdefault((_module(condition), same), [])
            if not group:
                self.written.setdefault((condition.kind, condition.owner), []).append(group)
            group.append(condition)

    def policy_coverage(self, module: LoadedModule) -> PolicyCoverage:
        given = self.policy.model
        language = spoken_language(module.syntax.dialect, self.policy.environment.dialects)
        declared: list[tuple[DeclarationKind, str, model.Declared]] = []
        header = given.headers.get(module.name)
        if header is not None:
            declared.append(("policy", header.name, header))
        declared += [("definition", key, d) for key, d in given.definitions.items() if d.module == module.name]
        declared += [("rule", key, r) for key, r in given.rules.items() if r.module == module.name]
        found = [self._declaration(kind, key, declaration, language) for kind, key, declaration in declared]
        found.sort(key=lambda d: (d.kind != "policy", d.span.start, d.key))
        own = f"{module.span.source.name}:"
        return PolicyCoverage(
            module.name,
            header.label if header else None,
            module.syntax.dialect,
            tuple(found),
            self._clauses(found, module),
            sum(name.startswith(own) for name in self.seen.scenarios),
            module.span,
        )

    def _declaration(
        self, kind: DeclarationKind, key: str, declared: model.Declared, language: Language
    ) -> DeclarationCoverage:
        conditions = tuple(self._condition(group, language) for group in self.written.get((kind, key), ()))
        applied = _values(self.seen.rules.get(key, 0)) if kind == "rule" else frozenset()
        match kind:
            case "rule":
                exercised = "true" in applied
            case "definition":
                exercised = key in self.seen.definitions
            case "policy":
                exercised = any(c.seen for c in conditions)
        citations = declared.citations if isinstance(declared, model.Rule | model.Definition) else ()
        return DeclarationCoverage(
            kind=kind,
            key=key,
            label=declared.label,
            exercised=exercised,
            applied=applied,
            clauses=tuple(dict.fromkeys(citation.clause for citation in citations)),
            conditions=conditions,
            unconditional=isinstance(declared, model.Rule) and self._is_unconditional(declared),
            span=declared.span,
        )

    def _is_unconditional(self, rule: model.Rule) -> bool:
        """Whether nothing that can vary keeps *rule* from applying."""
        header = self.policy.model.headers[rule.module]
        tests = [header.scope, rule.condition, *rule.exceptions]
        limits = [header.in_force, rule.in_force, *header.replaced_by]
        overridden = any(rule.key in other.overrides for other in self.policy.model.rules.values())
        vary = any(test is not None and self.trees.varies(test) for test in tests)
        return not (rule.each or overridden or vary or any(limit is not None for limit in limits))

    def _condition(self, group: Sequence[Condition], language: Language) -> ConditionCoverage:
        """A condition; what was seen of it wherever a clause form put it was seen of it."""
        first = group[0]
        bits = [0, 0, 0]
        shown = False
        for condition in group:
            each = self.seen.conditions.get(condition.id, (0, 0, 0))
            bits = [one | other for one, other in zip(bits, each, strict=True)]
            shown |= _differ(each[1], each[2])
        mattered: list[Value] = [value for value, outcomes in zip(VALUES, bits[1:], strict=False) if outcomes]
        return ConditionCoverage(
            id=first.id,
            owner=first.owner,
            part=first.part,
            number=first.number,
            text=self._text(first, language),
            fixed=first.fixed,
            subject=first.subject,
            seen=_values(bits[0]),
            mattered=frozenset(mattered),
            shown=shown,
            span=first.span,
        )

    def _text(self, condition: Condition, language: Language) -> str:
        expression, given = condition.expression, self.policy.model
        match condition.part:
            case "override":
                rule = given.rules[condition.subject or ""]
                return (rule.label if language != "en" else None) or rule.name
            case "in_force" if isinstance(expression, model.In):
                return expression_text(expression.collection, given, language)
            case _:
                return "" if expression is None else expression_text(expression, given, language)

    def _clauses(self, found: Sequence[DeclarationCoverage], module: LoadedModule) -> tuple[ClauseExercise, ...]:
        citing: dict[str, list[DeclarationCoverage]] = {}
        for declaration in found:
            for clause in declaration.clauses:
                citing.setdefault(clause, []).append(declaration)
        order = {clause: place for place, clause in enumerate(module.register or ())}
        return tuple(
            ClauseExercise(clause, tuple(d.key for d in by), tuple(d.key for d in by if d.exercised))
            for clause, by in sorted(citing.items(), key=lambda cited: (order.get(cited[0], len(order)), cited[0]))
        )


def _module(condition: Condition) -> str:
    return condition.owner.partition(".")[0]


def _values(bits: int) -> frozenset[Value]:
    return frozenset(value for value, outcome in zip(VALUES, (1, 2, 3), strict=True) if bits & BIT[outcome])


def _differ(one: int, other: int) -> bool:
    """Whether some outcome of *one* is another than some outcome of *other*."""
    return bool(one and other) and (one | other).bit_count() > 1
