"""Running the scenarios that policy authors write, and saying what came out otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence, Set
from types import MappingProxyType
from typing import assert_never

import attrs
from attrs import field, frozen

from pingan.diagnostics.errors import FactError
from pingan.language.dialect import dialect, in_chinese
from pingan.language.shapes import Members, Range, Truth
from pingan.language.types import BOOLEAN
from pingan.model.asked import definitions_read, rules_asked, subjects_of
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
from pingan.model.to_text import Language
from pingan.model.value_text import Words
from pingan.outcome.brief import Brief
from pingan.outcome.expected import causes_of, is_deadline, is_settled, names_all, only
from pingan.outcome.nodes import STATES, Cause, Finding, Norm
from pingan.outcome.outcome import Outcome
from pingan.program.meant import is_meant
from pingan.program.part import Part
from pingan.program.program import Program
from pingan.source import Span


@frozen
class Failure:
    """An expectation that did not come true: what was expected, what came out, and what that waited for."""

    expected: str
    actual: str
    causes: tuple[Cause, ...]
    span: Span
    language: Language = "en"
    waits: str = ""
    """The causes in words; empty without any."""
    about: tuple[str, ...] = ()
    """The keys of the rules and the definitions that the expectation is about."""

    def __str__(self) -> str:
        if in_chinese(self.language):
            return f"预期{self.expected}，但{self.actual}"
        return f"expected {self.expected}, but {self.actual}"


@frozen
class ScenarioResult:
    """What became of one scenario. *problems* say why it could not be evaluated at all (its facts are wrong)."""

    module: str
    title: str
    failures: tuple[Failure, ...]
    problems: tuple[str, ...]
    span: Span
    _evaluate: Callable[[], Outcome] | None = field(default=None, eq=False, repr=False)
    scenario: Scenario | None = field(default=None, eq=False, repr=False, kw_only=True)
    """The scenario itself; None when it could not be read."""
    asked: Part | None = field(default=None, eq=False, repr=False, kw_only=True)
    """Of a scenario that passed: what its expectations are about, as it is and not as anybody may see it."""
    program: Program | None = field(default=None, eq=False, repr=False, kw_only=True)
    """What it was evaluated with, probes included; None when it could not be evaluated."""

    @property
    def outcome(self) -> Outcome | None:
        """The whole outcome, masked, worked out when it is asked for; None when the facts cannot be evaluated."""
        if self.problems or self._evaluate is None:
            return None
        try:
            return self._evaluate().masked()
        except FactError:
            return None

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
                depends_on=definitions_read(expression),
                span=expression.span,
            )
            probes[definition.key] = definition
    if not probes:
        return policy
    return attrs.evolve(policy, definitions=MappingProxyType({**policy.definitions, **probes}))


def run_scenario(scenario: Scenario, policy: Policy, program: Program, language: Language = "en") -> ScenarioResult:
    """Evaluate *scenario* with *program* (compiled from *policy*, probes included) and hold it to its expectations.

    Only what the expectations are about is evaluated, unless one fails. Failures are told in *language*.
    """

    def result(
        failures: Sequence[Failure] = (), problems: Sequence[str] = (), asked: Part | None = None
    ) -> ScenarioResult:
        told = scenario.module, scenario.title, tuple(failures), tuple(problems), scenario.span
        return ScenarioResult(*told, evaluate, scenario=scenario, asked=asked, program=program)

    moment, since = scenario.as_of, scenario.since or None
    if moment is None:
        problem = "the scenario does not say `as of` when it is judged"
        return ScenarioResult(scenario.module, scenario.title, (), (problem,), scenario.span)

    def evaluate() -> Outcome:
        return program.evaluate(scenario.facts, as_of=moment, since=since, show_sensitive=True)

    try:
        part = _part(scenario, policy, program, scenario.facts)
        if not _failures(_Judge(scenario, policy, part, part, language)):
            return result(asked=part)
        # What came out otherwise is told as the whole outcome has it: judged by what is so, told as anybody may see it.
        outcome = evaluate()
    except FactError as error:
        return result(problems=[str(problem) for problem in error.problems])
    return result(_failures(_Judge(scenario, policy, outcome, outcome.masked(), language)))


def comes_true(scenario: Scenario, policy: Policy, program: Program, facts: object) -> bool:
    """Whether all that *scenario* expects comes true, as in `run_scenario`; *facts* are its facts, perhaps checked
    before. Raises FactError where they cannot be evaluated.
    """
    part = _part(scenario, policy, program, facts)
    judge = _Judge(scenario, policy, part, part, "en")
    return not any(judge.failure(expectation) for expectation in scenario.expectations)


def _part(scenario: Scenario, policy: Policy, program: Program, facts: object) -> Part:
    rules, definitions = rules_asked(scenario, policy), definitions_asked(scenario, policy)
    assert scenario.as_of is not None
    since = scenario.since or None
    return program.part(facts, as_of=scenario.as_of, since=since, rules=rules, definitions=definitions)


def _failures(judge: _Judge) -> list[Failure]:
    failed = ((e, f) for e in judge.scenario.expectations if (f := judge.failure(e)))
    policy, waits = judge.policy, judge.brief.waits
    return [attrs.evolve(f, waits=waits(f.causes), about=subjects_of(e, policy)) for e, f in failed]


def definitions_asked(scenario: Scenario, policy: Policy) -> Set[str]:
    """The keys of the definitions that expectations look at, probes among them."""
    probes = {f"{scenario.module}.{name}" for name, _ in _probed(scenario)}
    named = {e.subject for e in scenario.expectations if isinstance(e, ExpectUndetermined)}
    return (probes | named) & policy.definitions.keys()


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


# --- expectations ---------------------------------------------------------------------------------------------------


@frozen
class _Judge:
    scenario: Scenario
    policy: Policy
    outcome: Outcome | Part
    told: Outcome | Part
    language: Language

    @property
    def brief(self) -> Brief:
        header = self.policy.headers.get(self.scenario.module)
        return Brief(Words(self.policy, self.language, header.zone if header else "UTC"))

    def say(self, english: str, chinese: str) -> str:
        return chinese if in_chinese(self.language) else english

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
        speech = dialect(self.language)
        bearer, action = self.brief.words.party(expected.bearer), self.brief.act(expected.action, expected.arguments)
        claim = f"{bearer} {speech.modality(expected.modality)} {action}"
        alike = [n for n in self.outcome.norms if is_meant(n, expected, self.policy)]
        norms = [n for n in alike if n.modality == expected.modality]
        if expected.negated:
            wrong = [n for n in norms if n.applies is not Truth.FALSE]
            return self._failure(self.say(f"no `{claim}`", f"没有`{claim}`"), wrong, expected.span) if wrong else None
        if any(n.applies is Truth.TRUE for n in norms):
            return None
        if alike and not norms:
            found = ", ".join(f"`{m}`" for m in sorted({speech.modality(n.modality) for n in alike}))
            actual = self.say(f"the rules have it with {found}", f"规则中的情态是{found}")
            return Failure(f"`{claim}`", actual, (), expected.span, self.language)
        if not norms and expected.arguments:  # what it is about otherwise
            anything = attrs.evolve(expected, arguments=())
            norms = [n for n in self.outcome.norms if is_meant(n, anything, self.policy)]
        return self._failure(f"`{claim}`", norms, expected.span)

    def _state(self, expected: ExpectState) -> Failure | None:
        norms = self._norms(expected.rule, expected.action)
        name = self.brief.subject(expected.rule, self.scenario.module, expected.action)
        state = self.state(expected.state)
        if expected.negated:
            wrong = [n for n in norms if expected.state in n.states]
            claim = self.say(f"`{name}` not to be {state}", f"`{name}`并非{state}")
            return self._failure(claim, wrong, expected.span) if wrong else None
        if any(n.states == {expected.state} for n in norms):
            return None
        return self._failure(self.say(f"`{name}` to be {state}", f"`{name}`{state}"), norms, expected.span)

    def _shortfall(self, expected: ExpectShortfall) -> Failure | None:
        norms = self._norms(expected.rule, expected.action)
        wanted = self._number(expected)
        if wanted is not None and any(
            n.shortfall and n.shortfall.interval and only(n.shortfall) == wanted for n in norms
        ):
            return None
        name = self.brief.subject(expected.rule, self.scenario.module, expected.action)
        actual = (
            self.say("; ", "；").join(
                f"{self.norm(n)}{self.say(' has ', '：')}{self.brief.shortfall(self.seen(n))}" for n in norms
            )
        ) or self.say("the rule has no norm here", "该规则在此没有规定")
        value = self.brief.value(wanted, expected.value.type)
        claim = self.say(f"`{name}` to have a shortfall of {value}", f"`{name}`差额为{value}")
        return Failure(claim, actual, causes_of(norms), expected.span, self.language)

    def _deadline(self, expected: ExpectDeadline) -> Failure | None:
        norms = self._norms(expected.rule, expected.action)
        if any(n.deadline and is_deadline(n, expected.value) for n in norms):
            return None
        name = self.brief.subject(expected.rule, self.scenario.module, expected.action)
        told = ((self.norm(n), self.brief.deadline(self.seen(n))) for n in norms)
        actual = self.say("; ", "；").join(f"{norm}{self.say(' has ', '：')}{deadline}" for norm, deadline in told)
        actual = actual or self.say("the rule has no norm here", "该规则在此没有规定")
        value = self.brief.value(expected.value)
        claim = self.say(f"`{name}` to have the deadline {value}", f"`{name}`期限为{value}")
        return Failure(claim, actual, causes_of(norms), expected.span, self.language)

    def _undetermined(self, expected: ExpectUndetermined) -> Failure | None:
        name = self.brief.subject(expected.subject, self.scenario.module, expected.action)
        causes = [self.brief.cause(cause) for cause in expected.causes]
        because = self.say(f" because of {', '.join(causes)}", f"，因缺{'、'.join(causes)}")
        claim = self.say(f"`{name}` to be undetermined", f"`{name}`未定") + (because if expected.causes else "")
        if expected.subject in self.policy.definitions:
            finding = self._finding(expected.subject)
            if finding is not None and not is_settled(finding) and names_all(finding.causes, expected.causes):
                return None
            return Failure(claim, self.value(finding), finding.causes if finding else (), expected.span, self.language)
        norms = self._norms(expected.subject, expected.action)
        scope = tuple(c for p in self.outcome.policies for c in p.causes)
        if any(len(n.states) > 1 and names_all(n.causes + scope, expected.causes) for n in norms):
            return None
        return self._failure(claim, norms, expected.span)

    def _value(self, expected: ExpectValue) -> Failure | None:
        place = expected.span.start
        claim = self._finding(f"{self.scenario.module}.{_probe_name(place, 'claim')}")
        subject = self._finding(f"{self.scenario.module}.{_probe_name(place, 'subject')}")
        if claim is not None and claim.value == Members(frozenset({True})):
            return None
        claimed = f"`{' '.join(expected.span.text.split())}`"
        causes = subject.causes if subject else ()
        return Failure(claimed, self.value(subject), causes, expected.span, self.language)

    def value(self, finding: Finding | None) -> str:
        if finding is None:
            return self.say("the outcome does not mention it", "结论中没有它")
        seen = next(f for f in self.told.findings if (f.kind, f.subject) == (finding.kind, finding.subject))
        return self.say("it is ", "其值为") + self.brief.shape(seen)

    def norm(self, norm: Norm) -> str:
        return self.brief.norm(self.seen(norm))

    def seen(self, norm: Norm) -> Norm:
        """*norm* as anybody may see it."""
        return next(t for n, t in zip(self.outcome.norms, self.told.norms, strict=True) if n is norm)

    def _conflict(self, expected: ExpectConflict) -> Failure | None:
        wanted = {expected.left, expected.right}
        norms = self.outcome.norms
        found = [c for c in self.outcome.conflicts if {norms[c.left].rule_key, norms[c.right].rule_key} == wanted]
        if any(c.holds is Truth.TRUE for c in found):
            return None
        both = (expected.left, expected.right)
        names = self.say(" and ", "与").join(f"`{self.brief.subject(r, self.scenario.module)}`" for r in both)
        open_one = any(c.holds is Truth.UNDETERMINED for c in found)
        actual = (
            self.say("it may or may not be one", "是否冲突未定") if open_one else self.say("there is none", "不冲突")
        )
        causes = tuple(sorted({cause for c in found for cause in c.causes}))
        claimed = self.say(f"a conflict of {names}", f"{names}冲突")
        return Failure(claimed, actual, causes, expected.span, self.language)

    def _norms(self, rule: str, action: str | None) -> list[Norm]:
        return [n for n in self.outcome.norms if n.rule_key == rule and action in (None, n.action)]

    def _finding(self, key: str) -> Finding | None:
        return next((f for f in self.outcome.findings if f.kind == "definition" and f.subject == key), None)

    def _number(self, expected: ExpectShortfall) -> object:
        if isinstance(expected.value, Constant):
            return expected.value.value
        finding = self._finding(f"{self.scenario.module}.{_probe_name(expected.span.start, 'value')}")
        return only(finding.value) if finding and isinstance(finding.value, Range) else None

    def _failure(self, expected: str, norms: Sequence[Norm], span: Span) -> Failure:
        joint = self.say(" is ", "为")
        actual = self.say("; ", "；").join(f"{self.norm(n)}{joint}{self.states(n)}" for n in norms)
        actual = actual or self.say("there is no such norm", "没有这样的规定")
        return Failure(expected, actual, causes_of(norms), span, self.language)

    def state(self, state: str) -> str:
        return dialect(self.language).state(state)

    def states(self, norm: Norm) -> str:
        if len(norm.states) == 1:
            return self.state(norm.state)
        states = self.say(" or ", "或").join(self.state(s) for s in STATES if s in norm.states)
        return self.say(f"undetermined ({states})", f"未定（{states}）")


# --- small things ---------------------------------------------------------------------------------------------------
