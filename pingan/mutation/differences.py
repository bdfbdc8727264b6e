"""Questions that a policy and a mutant of it answer otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from itertools import chain, islice, zip_longest
from typing import Any, Final

from attrs import define, evolve, field

from pingan.diagnostics.errors import FactError
from pingan.language.shapes import Truth
from pingan.model import nodes as m
from pingan.model.asked import settings_key
from pingan.mutation.aims import MOST, aims
from pingan.mutation.applied import changed
from pingan.mutation.killing import able_to_notice
from pingan.mutation.nodes import Mutant
from pingan.mutation.stages import Key, Ready, References, Stage, Stages, program_of, references
from pingan.outcome.nodes import Norm
from pingan.policy import Policy
from pingan.program.facts import Facts
from pingan.program.part import Part
from pingan.program.program import Program
from pingan.witnesses import Case
from pingan.witnesses.changes import places, without
from pingan.witnesses.finding import first_case, kinds_of_definition, value_named
from pingan.witnesses.kit import Kit
from pingan.witnesses.looking import Goal
from pingan.witnesses.nodes import STATE_KINDS

_EFFORT: Final = 100
"""Evaluations that making up one question may take."""
_STARTS: Final = 5
"""Scenarios of one rule that others are made of."""
_VALUES: Final = 8
"""Values of one fact that are tried."""
_BESIDE: Final = 80
"""Questions that are made of one scenario."""
_SHRINKING: Final = 60
"""Questions that are tried to make one smaller."""
_RULES: Final = 4
"""Rules that are asked about where a definition, a setting or a whole policy is changed."""
_SCENARIOS: Final = 12
"""Scenarios whose questions are asked again."""


@define(eq=False)
class Seeker:
    """Looks for questions on which mutants of *policy* differ; cases that were worked out once are kept."""

    policy: Policy
    stages: Stages
    _kit: Kit | None = None
    _neighbours: dict[str, tuple[Case, ...]] = field(factory=dict)
    _checked: dict[int, tuple[Case, Facts | None]] = field(factory=dict)
    _answers: dict[object, dict[int, object]] = field(factory=dict)
    _references: dict[object, tuple[m.Policy, References]] = field(factory=dict)

    def difference(self, mutant: Mutant) -> tuple[Case, tuple[str, ...]] | None:
        """A question that the two answer otherwise, and the rules and definitions in which they do."""
        keys = {(edit.kind, edit.key) for edit in mutant.edits}
        found = self._in_scenarios(mutant, keys)
        return found if found is not None else self._made_up(mutant, keys)

    # --- the questions that scenarios ask -------------------------------------------------------------------------

    def _in_scenarios(self, mutant: Mutant, keys: Set[Key]) -> tuple[Case, tuple[str, ...]] | None:
        for stage in self.stages.stages:
            model = changed(stage.model, mutant)
            if model is None or not set(stage.model.headers) <= set(self.policy.model.headers):
                continue  # what is asked along with others is not asked of the policy alone
            able = able_to_notice(keys, model, stage)[:_SCENARIOS]
            if not able:
                continue
            subjects = self._subjects(keys, stage.model, stage.references)
            for ready in able:
                subjects = (*subjects, *sorted(k for k in ready.asked if k not in subjects))
            comparing = _Comparing.of(subjects, stage.model, model, stage.references, self.stages)
            for ready in able:
                case = _case(ready.scenario)
                differing = comparing.differing(case, ready.facts)
                if differing:
                    return case, differing
        return None

    def _subjects(self, keys: Set[Key], model: m.Policy, linked: References) -> tuple[str, ...]:
        """The rules and definitions to ask about: those that are changed, and some that depend on them."""
        own = [key for kind, key in sorted(keys) if kind == "rule" and key in model.rules]
        if own:
            return tuple(own)
        definitions = [k for kind, k in sorted(keys) if kind == "definition" and model.definitions[k].variable is None]
        names = set(self.policy.names)
        rules = [
            key for key, rule in model.rules.items() if rule.module in names and keys & linked.closure([("rule", key)])
        ]
        return (*definitions, *rules[:_RULES])

    # --- questions made up ------------------------------------------------------------------------------------------

    def _made_up(self, mutant: Mutant, keys: Set[Key]) -> tuple[Case, tuple[str, ...]] | None:
        comparing: dict[object, _Comparing | None] = {}
        for subject in self._subjects(keys, self.policy.model, self._linked(self.policy.model)):
            open_one: Case | None = None
            for case in chain(self._beside(subject), self._aimed(mutant, subject), self._plain(subject)):
                if not self._differing(case, subject, mutant, comparing):
                    continue
                if self._is_settled(case, subject):
                    return self._shrunk(case, subject, mutant, comparing), (subject,)
                open_one = open_one or case
            if open_one is not None:
                return self._shrunk(open_one, subject, mutant, comparing), (subject,)
        return None

    def _is_settled(self, case: Case, subject: str) -> bool:
        """Whether the policy's own answer leaves nothing open: such scenarios say most."""
        said: Any = self._known(settings_key(case.settings), subject).get(id(case), {})
        return all(_is_closed(each) for each in said.get(subject, ()))

    def _shrunk(self, case: Case, subject: str, mutant: Mutant, comparing: dict[object, _Comparing | None]) -> Case:
        """*case* without facts that the difference does not need; what was settled stays so."""
        was_settled, left = self._is_settled(case, subject), _SHRINKING
        smaller = self.kit.smaller(case)
        while left and (other := next(smaller, None)) is not None:
            left -= 1
            if self._differing(other, subject, mutant, comparing) and (
                self._is_settled(other, subject) or not was_settled
            ):
                case, smaller = other, self.kit.smaller(other)
        return case

    def _differing(
        self, case: Case, subject: str, mutant: Mutant, comparing: dict[object, _Comparing | None]
    ) -> tuple[str, ...]:
        key = settings_key(case.settings)
        if (key, subject) not in comparing:
            under = self.kit.looker.policy_of(case.settings)
            other = None if under is None else changed(under.model, mutant)
            comparing[key, subject] = None
            if under is not None and other is not None:
                linked = self._linked(under.model)
                comparing[key, subject] = _Comparing.of((subject,), under.model, other, linked, self.stages)
        found = comparing[key, subject]
        return () if found is None else found.differing(case, self._facts(case), self._known(key, subject))

    def _facts(self, case: Case) -> Facts | None:
        if id(case) not in self._checked:
            try:
                facts: Facts | None = self.policy.program.checked(case.facts, case.as_of)
            except FactError:
                facts = None
            self._checked[id(case)] = case, facts
        return self._checked[id(case)][1]

    def _known(self, settings: object, subject: str) -> dict[int, object]:
        """What the policy itself says, by question."""
        return self._answers.setdefault((settings, subject), {})

    def _beside(self, subject: str) -> tuple[Case, ...]:
        """Questions that differ from those of scenarios about *subject* in one fact, or in the instant."""
        if subject not in self._neighbours:
            asked = [r for stage in self.stages.stages for r in stage.ready if self._is_asked(subject, r, stage)]
            starts = [_case(r.scenario) for r in sorted(asked, key=lambda r: len(str(r.scenario.facts)))[:_STARTS]]
            if not starts:
                starts = list(islice(self._plain(subject), 1))
            under = [evolve(starts[0], settings=s) for s in self._lengths(subject)] if starts else []
            each = [under, *([case, *islice(self._neighbours_of(case), _BESIDE)] for case in starts)]
            self._neighbours[subject] = tuple(c for group in zip_longest(*each) for c in group if c is not None)
        return self._neighbours[subject]

    def _lengths(self, subject: str) -> Iterator[dict[str, object]]:
        """Settings that give deadlines of the rule *subject* a length, where nobody has set one."""
        rule = self.policy.model.rules.get(subject)
        for norm in rule.all_norms if rule is not None else ():
            if isinstance(norm.deadline, m.Within) and norm.deadline.duration is None and norm.deadline.parameter:
                yield {norm.deadline.parameter: "2 days"}

    def _is_asked(self, subject: str, ready: Ready, stage: Stage) -> bool:
        if not set(stage.model.headers) <= set(self.policy.model.headers):
            return False
        return subject in ready.asked or ("definition", subject) in ready.needs

    def _neighbours_of(self, case: Case) -> Iterator[Case]:
        times, facts = self.kit.at_other_times(case), self._with_other_facts(case)
        yield from (c for both in zip_longest(times, facts) for c in both if c is not None)

    def _with_other_facts(self, case: Case) -> Iterator[Case]:
        """One fact left out, absent or changed: first one way of each, then another."""
        facts = self.policy.model.vocabulary.facts
        optional = (name for name in case.facts if (declared := facts.get(name)) and _is_optional(declared))
        yield from (evolve(case, facts={**case.facts, name: None}) for name in optional if case.facts[name] is not None)
        leaves = self.kit.leaves(case)
        yield from (evolve(case, facts=without(case.facts, steps)) for steps in leaves)
        changed = zip_longest(*(self.kit.beside(case, steps, _VALUES) for steps in leaves))
        yield from (c for row in changed for c in row if c is not None)

    def _aimed(self, mutant: Mutant, subject: str) -> Iterator[Case]:
        """Questions in which what is changed should make a difference."""
        other = changed(self.policy.model, mutant)
        for aim in islice(aims(subject, self.policy.model, other), MOST) if other is not None else ():
            goal = Goal(subject, "condition", None, aim)
            for starts in (self._starts(subject), None):
                case = first_case(self.kit, goal, self.kit.budget(_EFFORT), starts)
                if case is not None:
                    yield case
                    break

    def _starts(self, subject: str) -> list[Case]:
        """Questions of scenarios with a fact left out, to be answered otherwise."""
        asked = [r for stage in self.stages.stages for r in stage.ready if self._is_asked(subject, r, stage)]
        cases = [_case(r.scenario) for r in asked if not r.scenario.settings][:_STARTS]
        return [
            evolve(case, facts=without(case.facts, steps))
            for case in cases
            for steps in list(places(case.facts, self.policy.model.vocabulary))[:_BESIDE]
        ][:_BESIDE]

    @property
    def kit(self) -> Kit:
        if self._kit is None:
            self._kit = Kit.of(self.policy)
        return self._kit

    def _linked(self, model: m.Policy) -> References:
        if id(model) not in self._references:
            self._references[id(model)] = model, References.to(model)
        return self._references[id(model)][1]

    def _plain(self, subject: str) -> Iterator[Case]:
        """Questions in which the rule or the definition *subject* is each thing that it can be."""
        model = self.policy.model
        if subject in model.rules:
            goals = [Goal(subject, kind) for kind in ("applies", "none", *STATE_KINDS)]
        else:
            definition = model.definitions[subject]
            kinds = (kind for kind in kinds_of_definition(definition) if kind != "undetermined")
            goals = [Goal(subject, "value", value_named(definition, kind)) for kind in kinds]
        for goal in goals:
            case = first_case(self.kit, goal, self.kit.budget(_EFFORT))
            if case is not None:
                yield case


def _is_optional(fact: m.Fact) -> bool:
    return fact.field is not None and fact.field.optional


def _case(scenario: m.Scenario) -> Case:
    """The question of *scenario*."""
    assert scenario.as_of is not None
    return Case(scenario.facts, scenario.as_of, scenario.settings, scenario.since)


@define(eq=False)
class _Comparing:
    """A policy and its mutant, asked the same about *subjects*."""

    subjects: tuple[str, ...]
    programs: tuple[tuple[m.Policy, Program], tuple[m.Policy, Program]]

    @staticmethod
    def of(subjects: Sequence[str], model: m.Policy, other: m.Policy, linked: References, stages: Stages) -> _Comparing:
        keys = [("rule" if key in model.rules else "definition", key) for key in subjects]
        keys += [("policy", header.key) for header in model.headers.values()]
        further = {key for kind, name in keys for key in _read_by(kind, name, other)}
        needs = linked.closure([*keys, *further])
        return _Comparing(
            tuple(subjects),
            (program_of(model, needs, stages.environment), program_of(other, needs, stages.environment)),
        )

    def differing(self, case: Case, facts: Facts | None, known: dict[int, object] | None = None) -> tuple[str, ...]:
        """The subjects of which the two say something else; *known* is what the first has said before, by question."""
        before: Any = None if known is None else known.get(id(case))
        if before is None:
            before = self._said(0, case, facts)
            if known is not None:
                known[id(case)] = before
        after = self._said(1, case, facts) if before else {}
        return tuple(key for key in self.subjects if before and after and before[key] != after[key])

    def _said(self, which: int, case: Case, facts: Facts | None) -> dict[str, object]:
        """By subject; nothing where the question cannot be asked."""
        model, program = self.programs[which]
        rules = frozenset(key for key in self.subjects if key in model.rules)
        definitions = frozenset(key for key in self.subjects if key in model.definitions)
        if facts is None:
            return {}
        try:
            part = program.part(facts, as_of=case.as_of, since=case.since, rules=rules, definitions=definitions)
        except FactError:
            return {}
        return {key: tuple(_said(part, key)) for key in self.subjects}


def _read_by(kind: str, key: str, model: m.Policy) -> Set[Key]:
    declaration = model.rules.get(key) if kind == "rule" else model.definitions.get(key)
    return set() if declaration is None else references(declaration, model)


def _said(part: Part, key: str) -> Iterator[object]:
    """All that an expectation about *key* can look at."""
    for norm in part.norms:
        if f"{norm.policy}.{norm.rule.rpartition('.')[2]}" == key:
            yield _of_norm(norm)
    for finding in part.findings:
        if finding.subject == key:
            yield finding.value, frozenset(c.subject for c in finding.causes)
    for conflict in part.conflicts:
        both = {part.norms[conflict.left].rule, part.norms[conflict.right].rule}
        if key in both or key.rpartition(".")[2] in both:
            yield conflict.holds, frozenset(both)


def _is_closed(said: Any) -> bool:
    """Whether what is said of a norm, a value or a conflict leaves nothing open."""
    if len(said) > 2:
        return len(said[1]) == 1
    return bool(said[0] is not Truth.UNDETERMINED and (isinstance(said[0], Truth) or not said[1]))


def _of_norm(norm: Norm) -> object:
    """Who has to do what is expected of norms that surely apply."""
    end = norm.deadline
    who = (
        norm.bearer.name,
        norm.bearer.record,
        norm.modality if norm.action is not None else None,
        norm.action,
        tuple((argument.name, argument.value) for argument in norm.arguments),
    )
    return (
        who if norm.applies is Truth.TRUE else None,
        norm.states,
        norm.applies,
        None if end is None or norm.states == {"none"} else (end.earliest, end.latest),
        norm.shortfall,
        frozenset(c.subject for c in norm.causes) if len(norm.states) > 1 else None,
    )
