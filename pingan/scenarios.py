"""Running the scenarios that policy authors write, and saying what came out otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from types import MappingProxyType
from typing import assert_never
from zoneinfo import ZoneInfo

import attrs
from attrs import frozen

from pingan.diagnostics.errors import FactError
from pingan.language.shapes import Members, Range, Truth
from pingan.language.types import BOOLEAN
from pingan.model.nodes import (
    Case,
    Comparison,
    Constant,
    Definition,
    Expectation,
    ExpectConflict,
    ExpectDeadline,
    ExpectNorm,
    ExpectShortfall,
    ExpectState,
    ExpectUndetermined,
    ExpectValue,
    Expression,
    Policy,
    Scenario,
)
from pingan.outcome.nodes import STATES, Cause, Finding, Norm
from pingan.outcome.outcome import Outcome
from pingan.program.program import Program
from pingan.source import Span


@frozen
class Failure:
    """An expectation that did not come true: what was expected, what came out, and what that waited for."""

    expected: str
    actual: str
    causes: tuple[Cause, ...]
    span: Span

    def __str__(self) -> str:
        return f"expected {self.expected}, but {self.actual}"


@frozen
class ScenarioResult:
    """What became of one scenario. *problems* say why it could not be evaluated at all (its facts are wrong)."""

    module: str
    title: str
    failures: tuple[Failure, ...]
    problems: tuple[str, ...]
    outcome: Outcome | None
    span: Span

    @property
    def passed(self) -> bool:
        return not self.failures and not self.problems

    @property
    def name(self) -> str:
        """The module and the title: ``jilin: three of the standards``."""
        return f"{self.module}: {self.title}"


def with_probes(policy: Policy) -> Policy:
    """*policy* with a definition for every value that its scenarios expect, so that the program computes them.

    A probe's name holds a sign that no name in policy text can have.
    """
    probes: dict[str, Definition] = {}
    for scenario in policy.scenarios:
        for name, expression in _probed(scenario):
            case = Case(expression, None, expression.span)
            definition = Definition(
                scenario.module,
                name,
                type=expression.type,
                optional=expression.optional,
                cases=(case,),
                depends_on=_definitions_read(expression),
                span=expression.span,
            )
            probes[definition.key] = definition
    if not probes:
        return policy
    return attrs.evolve(policy, definitions=MappingProxyType({**policy.definitions, **probes}))


def run_scenario(scenario: Scenario, policy: Policy, program: Program) -> ScenarioResult:
    """Evaluate *scenario* with *program* (compiled from *policy*, probes included) and hold it to its expectations."""

    def result(
        failures: Sequence[Failure] = (), problems: Sequence[str] = (), outcome: Outcome | None = None
    ) -> ScenarioResult:
        return ScenarioResult(scenario.module, scenario.title, tuple(failures), tuple(problems), outcome, scenario.span)

    if scenario.as_of is None:
        return result(problems=["the scenario does not say `as of` when it is judged"])
    try:
        outcome = program.evaluate(scenario.facts, as_of=scenario.as_of, since=scenario.since or None)
    except FactError as error:
        return result(problems=[str(problem) for problem in error.problems])
    judge = _Judge(scenario, policy, outcome)
    return result([f for e in scenario.expectations if (f := judge.failure(e))], outcome=outcome)


# --- probes -------------------------------------------------------------------------------------------------------


def _probe_name(place: int, role: str) -> str:
    return f"expect@{place}@{role}"


def _probed(scenario: Scenario) -> Iterator[tuple[str, Expression]]:
    for expectation in scenario.expectations:
        place = expectation.span.start
        match expectation:
            case ExpectValue(subject, value):
                claim = Comparison("=", subject, value, type=BOOLEAN, span=expectation.span)
                yield _probe_name(place, "claim"), claim
                yield _probe_name(place, "subject"), subject
            case ExpectShortfall(_, _, value) if not isinstance(value, Constant):
                yield _probe_name(place, "value"), value
            case _:
                pass


def _definitions_read(expression: Expression) -> tuple[str, ...]:
    """Keys of the definitions that *expression* reads, directly."""
    from_nodes: list[str] = []
    waiting: list[object] = [expression]
    while waiting:
        node = waiting.pop()
        if isinstance(node, tuple):
            waiting += node
        elif isinstance(node, Expression):
            definition = getattr(node, "definition", None)
            if isinstance(definition, str):
                from_nodes.append(definition)
            waiting += [getattr(node, a.name) for a in attrs.fields(type(node)) if a.name not in ("type", "span")]
    return tuple(sorted(set(from_nodes)))


# --- expectations ---------------------------------------------------------------------------------------------------


@frozen
class _Judge:
    scenario: Scenario
    policy: Policy
    outcome: Outcome

    def failure(self, expectation: Expectation) -> Failure | None:
        """What is wrong with *expectation*, or None when it came true."""
        match expectation:
            case ExpectNorm():
                return self._norm(expectation)
            case ExpectState():
                return self._state(expectation)
            case ExpectShortfall():
                return self._shortfall(expectation)
            case ExpectDeadline():
                return self._deadline(expectation)
            case ExpectUndetermined():
                return self._undetermined(expectation)
            case ExpectValue():
                return self._value(expectation)
            case ExpectConflict():
                return self._conflict(expectation)
            case _:
                assert_never(expectation)

    def _norm(self, expected: ExpectNorm) -> Failure | None:
        modality = expected.modality.replace("_", " ").replace("discretion", "may at its discretion")
        claim = f"{expected.bearer} {modality} {expected.action}"
        norms = [
            n
            for n in self.outcome.norms
            if expected.bearer in (n.bearer.name, n.bearer.record)
            and n.modality == expected.modality
            and n.action == expected.action
        ]
        if expected.negated:
            wrong = [n for n in norms if n.applies is not Truth.FALSE]
            return self._failure(f"no `{claim}`", wrong, expected.span) if wrong else None
        if any(n.applies is Truth.TRUE for n in norms):
            return None
        return self._failure(f"`{claim}`", norms, expected.span)

    def _state(self, expected: ExpectState) -> Failure | None:
        norms = self._norms(expected.rule, expected.action)
        name = _short(expected.rule, self.scenario.module, expected.action)
        if expected.negated:
            wrong = [n for n in norms if expected.state in n.states]
            return self._failure(f"`{name}` not to be {expected.state}", wrong, expected.span) if wrong else None
        if any(n.states == {expected.state} for n in norms):
            return None
        return self._failure(f"`{name}` to be {expected.state}", norms, expected.span)

    def _shortfall(self, expected: ExpectShortfall) -> Failure | None:
        norms = self._norms(expected.rule, expected.action)
        wanted = self._number(expected)
        if wanted is not None and any(
            n.shortfall and n.shortfall.interval and _only(n.shortfall) == wanted for n in norms
        ):
            return None
        name = _short(expected.rule, self.scenario.module, expected.action)
        actual = (
            "; ".join(f"{_norm_name(n)} has {_range_text(n.shortfall)}" for n in norms) or "the rule has no norm here"
        )
        return Failure(f"`{name}` to have a shortfall of {_value_text(wanted)}", actual, _causes(norms), expected.span)

    def _deadline(self, expected: ExpectDeadline) -> Failure | None:
        norms = self._norms(expected.rule, expected.action)
        if any(n.deadline and _is_deadline(n, expected.value) for n in norms):
            return None
        name = _short(expected.rule, self.scenario.module, expected.action)
        actual = "; ".join(f"{_norm_name(n)} has {_deadline_text(n)}" for n in norms) or "the rule has no norm here"
        return Failure(
            f"`{name}` to have the deadline {_value_text(expected.value)}", actual, _causes(norms), expected.span
        )

    def _undetermined(self, expected: ExpectUndetermined) -> Failure | None:
        name = _short(expected.subject, self.scenario.module, expected.action)
        because = f" because of {', '.join(expected.causes)}" if expected.causes else ""
        if expected.subject in self.policy.definitions:
            finding = self._finding(expected.subject)
            if finding is not None and not _settled(finding) and _names(finding.causes, expected.causes):
                return None
            actual = f"it is {_shape_text(finding)}" if finding else "the outcome does not mention it"
            causes = finding.causes if finding else ()
            return Failure(f"`{name}` to be undetermined{because}", actual, causes, expected.span)
        norms = self._norms(expected.subject, expected.action)
        scope = tuple(c for p in self.outcome.policies for c in p.causes)
        if any(len(n.states) > 1 and _names(n.causes + scope, expected.causes) for n in norms):
            return None
        return self._failure(f"`{name}` to be undetermined{because}", norms, expected.span)

    def _value(self, expected: ExpectValue) -> Failure | None:
        place = expected.span.start
        claim = self._finding(f"{self.scenario.module}.{_probe_name(place, 'claim')}")
        subject = self._finding(f"{self.scenario.module}.{_probe_name(place, 'subject')}")
        if claim is not None and claim.value == Members(frozenset({True})):
            return None
        actual = f"it is {_shape_text(subject)}" if subject else "the outcome does not mention it"
        return Failure(
            f"`{' '.join(expected.span.text.split())}`", actual, subject.causes if subject else (), expected.span
        )

    def _conflict(self, expected: ExpectConflict) -> Failure | None:
        wanted = {expected.left, expected.right}
        norms = self.outcome.norms
        found = [c for c in self.outcome.conflicts if {_rule(norms[c.left]), _rule(norms[c.right])} == wanted]
        if any(c.holds is Truth.TRUE for c in found):
            return None
        names = " and ".join(f"`{_short(r, self.scenario.module, None)}`" for r in (expected.left, expected.right))
        actual = "it may or may not be one" if any(c.holds is Truth.UNDETERMINED for c in found) else "there is none"
        causes = tuple(sorted({cause for c in found for cause in c.causes}))
        return Failure(f"a conflict of {names}", actual, causes, expected.span)

    def _norms(self, rule: str, action: str | None) -> list[Norm]:
        return [n for n in self.outcome.norms if _rule(n) == rule and action in (None, n.action)]

    def _finding(self, key: str) -> Finding | None:
        return next((f for f in self.outcome.findings if f.kind == "definition" and f.subject == key), None)

    def _number(self, expected: ExpectShortfall) -> object:
        if isinstance(expected.value, Constant):
            return expected.value.value
        finding = self._finding(f"{self.scenario.module}.{_probe_name(expected.span.start, 'value')}")
        return _only(finding.value) if finding and isinstance(finding.value, Range) else None

    def _failure(self, expected: str, norms: Sequence[Norm], span: Span) -> Failure:
        actual = "; ".join(f"{_norm_name(n)} is {_states_text(n)}" for n in norms) or "there is no such norm"
        return Failure(expected, actual, _causes(norms), span)


# --- small things ---------------------------------------------------------------------------------------------------


def _rule(norm: Norm) -> str:
    """The key of a norm's rule."""
    return norm.rule if norm.rule.startswith(f"{norm.policy}.") else f"{norm.policy}.{norm.rule}"


def _short(key: str, module: str, action: str | None) -> str:
    return key.removeprefix(f"{module}.") + (f".{action}" if action else "")


def _norm_name(norm: Norm) -> str:
    elements = f" for {', '.join(e.name for e in norm.elements)}" if norm.elements else ""
    period = f" for {norm.period[0]} to {norm.period[1]}" if norm.period else ""
    return f"`{norm.bearer.name} … {norm.duty}`{elements}{period}"


def _states_text(norm: Norm) -> str:
    if len(norm.states) == 1:
        return norm.state
    return f"undetermined ({' or '.join(s for s in STATES if s in norm.states)})"


def _causes(norms: Sequence[Norm]) -> tuple[Cause, ...]:
    return tuple(sorted({c for n in norms for c in n.causes}))


def _names(causes: Sequence[Cause], wanted: Sequence[str]) -> bool:
    return set(wanted) <= {c.subject for c in causes}


def _only(shape: Range) -> object:
    """The one value of *shape*, or None."""
    interval = shape.interval
    return interval.low if interval is not None and interval.single and not shape.absent else None


def _is_deadline(norm: Norm, wanted: date | datetime) -> bool:
    deadline = norm.deadline
    if deadline is None or deadline.earliest is None or deadline.earliest != deadline.latest:
        return False
    actual = deadline.earliest
    if isinstance(actual, datetime) and not isinstance(wanted, datetime):
        return actual.astimezone(ZoneInfo(deadline.zone)).date() == wanted
    if isinstance(wanted, datetime) and not isinstance(actual, datetime):
        # A day lasts until its end: 24:00 of it is the same deadline.
        return datetime.combine(actual, time.max, ZoneInfo(deadline.zone)).replace(microsecond=0) == wanted
    return actual == wanted


def _deadline_text(norm: Norm) -> str:
    deadline = norm.deadline
    if deadline is None:
        return "no deadline"
    if deadline.earliest == deadline.latest:
        return f"the deadline {_value_text(deadline.earliest)}"
    return f"a deadline from {_value_text(deadline.earliest)} to {_value_text(deadline.latest)}"


def _value_text(value: object) -> str:
    if value is None:
        return "?"
    return value.isoformat() if isinstance(value, date) else str(value)


def _settled(finding: Finding) -> bool:
    shape = finding.value
    match shape:
        case Members(values, absent):
            return values is not None and len(values) + absent == 1
        case Range(interval, absent):
            return interval is None or (interval.single and not absent)
        case None:
            return True
        case _:
            return not finding.causes


def _range_text(shape: Range | None) -> str:
    if shape is None or shape.interval is None:
        return "no shortfall"
    return f"a shortfall of {_bounds_text(shape)}"


def _bounds_text(shape: Range) -> str:
    interval = shape.interval
    if interval is None:
        return "absent"
    text = (
        _value_text(interval.low) if interval.single else f"{_value_text(interval.low)} to {_value_text(interval.high)}"
    )
    return text + (" or absent" if shape.absent else "")


def _shape_text(finding: Finding) -> str:
    shape = finding.value
    match shape:
        case Members(values, absent):
            names = sorted(str(v).lower() if isinstance(v, bool) else str(v) for v in values or ())
            return " or ".join(names + ["absent"] * absent) if values is not None else "any text"
        case Range():
            return _bounds_text(shape)
        case _:
            return "not settled" if finding.causes else "another value"


def settings_key(settings: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    """Something to group scenarios by that are evaluated under the same settings."""
    return tuple(sorted((name, repr(value)) for name, value in settings.items()))
