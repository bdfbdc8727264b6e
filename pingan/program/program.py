"""The program: immutable, usable from many threads at once, made again where it is unpickled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from itertools import islice
from typing import Final

from attrs import frozen

from pingan.diagnostics.errors import FactError, FactProblem
from pingan.graph.nodes import DecisionGraph
from pingan.language.environment import Environment
from pingan.language.shapes import Shape
from pingan.language.stack import with_room
from pingan.model import nodes as model
from pingan.model.to_text import expression_text
from pingan.outcome import nodes as outcome
from pingan.program.causes import Walk, sorted_causes
from pingan.program.closures import Compiler
from pingan.program.conflicts import conflicts, groups
from pingan.program.deadlines import bounds_in_force
from pingan.program.facts import Facts, check_facts
from pingan.program.findings import findings, judgements
from pingan.program.frame import Binding, Frame, Item, Situation
from pingan.program.norms import Judged, judged_norms
from pingan.program.periods import JudgedPeriod, between
from pingan.program.reasons import Reasons
from pingan.program.record import record_of
from pingan.program.reliance import reliances
from pingan.program.rules import Standing, bindings, in_force_of, standings
from pingan.program.truth import truth
from pingan.program.visits import check_visits

__all__ = ["Occurrence", "Program"]

MAXIMUM_OCCURRENCES: Final = 100_000
"""Periods that one window of `Program.calendar` may hold."""


@frozen
class Occurrence:
    """A recurring norm's period in a window: which norm (policy, rule, place), which period, and its last day."""

    policy: str
    rule: str
    place: int
    period: tuple[date, date]
    due: date


@frozen(eq=False)
class Answers:
    """Everything that one evaluation worked out, before it is reported. *norms* are sorted."""

    frame: Frame
    policies: Mapping[str, Standing]
    bindings: Mapping[str, tuple[Binding, ...]]
    norms: tuple[Judged, ...]


class Program:
    """What a policy says, ready to be asked. Made by `compile_graph`; nothing in it changes afterwards.

    >>> outcome = program.evaluate({"incident": {"acts": ["banner"]}}, as_of=date(2016, 6, 1))
    """

    def __init__(self, graph: DecisionGraph, environment: Environment) -> None:
        self.graph = graph
        self.environment = environment
        self.policy = graph.policy
        self._compiler = Compiler(graph, environment)
        self.places = self._compiler.places
        self._overriding: dict[str, list[str]] = {}
        for key, rule in self.policy.rules.items():
            for overridden in rule.overrides:
                self._overriding.setdefault(overridden, []).append(key)
        self._headers = {header.name: header for header in self.policy.headers.values()}
        self._readings = {key: i.chosen or i.default for key, i in self.policy.interpretations.items()}
        self._definition_values = {
            key: model.DefinitionValue(key, type=definition.type, optional=definition.optional)
            for key, definition in self.policy.definitions.items()
        }
        self._texts: dict[model.Expression, str] = {}

    def __reduce__(self) -> tuple[object, ...]:
        return Program, (self.graph, self.environment)

    # --- asking -----------------------------------------------------------------------------------------------

    def evaluate(
        self,
        facts: object,
        *,
        as_of: date | datetime,
        since: Mapping[str, date | datetime] | None = None,
    ) -> outcome.Outcome:
        """What follows from *facts* at the instant *as_of* (an aware datetime; a date: some instant of that day).

        *facts* is a mapping in the form of a fact file (or an object with the facts as attributes), or `Facts`
        already checked. *since* says when rules without a ``since`` of their own first held, by key or name.
        Raises FactError listing everything that is wrong with what was given.
        """
        supplied = self._checked_since(as_of, since or {})
        if not isinstance(facts, Facts):
            definitions = self.policy.definitions.values()
            facts = check_facts(facts, self.policy.vocabulary, as_of=as_of, definitions=definitions, zone=self._zone)
        check_visits(self.graph, facts)
        calendar = self.environment.calendar
        slots: list[Shape | None] = [None] * len(self.graph.nodes)
        situation = Situation(facts, as_of, supplied, calendar, self._readings, slots)
        return with_room(lambda: self._reported(self.answers(situation)))

    def answers(self, situation: Situation) -> Answers:
        """All norms of an evaluation (used again, with other readings, to tell what rests on a reading)."""
        frame = Frame(situation)
        # In dependency order, so that no definition has to go down a chain of others.
        for key in self.policy.definitions:
            if self.policy.definitions[key].variable is None:
                self.definition(key, frame)
        policies = standings(self, frame)
        bound = bindings(self, frame, policies)
        found = [norm for key in sorted(bound) for binding in bound[key] for norm in judged_norms(self, binding)]
        return Answers(frame, policies, bound, tuple(sorted(found, key=lambda j: j.norm.key)))

    def _reported(self, answers: Answers) -> outcome.Outcome:
        situation = answers.frame.situation
        norms = tuple(judged.norm for judged in answers.norms)
        instances = tuple(judged.instance for judged in answers.norms)
        every_binding = tuple(b for bound in answers.bindings.values() for b in bound)
        return outcome.Outcome(
            policies=tuple(self._status(header, answers) for header in self._headers.values()),
            as_of=situation.as_of,
            facts_digest=situation.facts.digest,
            norms=norms,
            findings=findings(self, answers.frame, answers.bindings, answers.norms),
            conflicts=conflicts(norms),
            groups=groups(norms),
            judgements=judgements(self, situation.facts),
            record=record_of(self.policy, situation),
            reasons=Reasons(self, self.policy, situation, instances, norms, every_binding),
            reliances=lambda: with_room(lambda: reliances(self, situation, norms)),
            model=self.policy,
        )

    def _status(self, header: model.Header, answers: Answers) -> outcome.PolicyStatus:
        standing = answers.policies[header.name]
        walk = Walk(self)
        walk.condition(header.scope, answers.frame)
        walk.condition(in_force_of(header), answers.frame)
        return outcome.PolicyStatus(
            name=header.name,
            label=header.label,
            version=header.version,
            document=header.document,
            digest=header.digest,
            in_scope=truth(standing.scope),
            in_force=truth(standing.in_force),
            causes=sorted_causes(walk.causes),
        )

    def calendar(self, start: date, end: date) -> tuple[Occurrence, ...]:
        """Every period of every recurring norm whose last day lies from *start* to *end*, whatever the facts.

        Raises FactError when *start* or *end* is no day, or more than 100,000 periods lie between them.

        >>> [o.due for o in program.calendar(date(2016, 2, 1), date(2016, 3, 31))]
        [datetime.date(2016, 2, 5), datetime.date(2016, 3, 5)]
        """
        window: list[tuple[str, object]] = [("start", start), ("end", end)]
        for name, day in window:
            if not isinstance(day, date) or isinstance(day, datetime):
                raise FactError((FactProblem(name, "expected a day", "give a date without a time"),))
        return with_room(lambda: tuple(self._occurrences(start, end)))

    def _occurrences(self, start: date, end: date) -> Iterable[Occurrence]:
        nothing = Facts({}, {}, (), (), {}, "")
        slots: list[Shape | None] = [None] * len(self.graph.nodes)
        frame = Frame(Situation(nothing, start, {}, self.environment.calendar, self._readings, slots))
        periods = (
            Occurrence(rule.module, rule.name, norm.place, (period.first, period.last), period.due)
            for rule in self.policy.rules.values()
            for norm in rule.norms
            if isinstance(norm.deadline, model.Every)
            for period in self._periods(rule, norm.deadline, frame, start, end)
        )
        found = list(islice(periods, MAXIMUM_OCCURRENCES + 1))
        if len(found) > MAXIMUM_OCCURRENCES:
            message = f"more than {MAXIMUM_OCCURRENCES:,} periods lie between {start} and {end}"
            raise FactError((FactProblem("end", message, "ask for fewer years at a time", "too-many-elements"),))
        return sorted(found, key=lambda o: (o.due, o.policy, o.rule, o.place))

    def _periods(
        self, rule: model.Rule, every: model.Every, frame: Frame, start: date, end: date
    ) -> Iterable[JudgedPeriod]:
        bounds = bounds_in_force(self, rule, frame)
        return between(every, start, end, bounds, self.environment.calendar)

    # --- what norms, causes and reasons ask for -----------------------------------------------------------------

    def value_of(self, expression: model.Expression, frame: Frame) -> Shape:
        """Everything that *expression* may be in *frame*."""
        return self._compiler.act(expression)(frame)

    def elements(self, collection: model.Expression, frame: Frame, key_field: str | None = None) -> Sequence[Item]:
        """The elements that an aggregate or a ``for each`` over *collection* goes through."""
        return self._compiler.items(collection, key_field)(frame)

    def path_of(self, expression: model.Expression, frame: Frame) -> str:
        """Where the value of *expression* stands in the facts; empty if nowhere."""
        return self._compiler.path(expression)(frame)

    def definition(self, key: str, frame: Frame) -> Shape:
        """The value of a definition that belongs to no record."""
        return self.value_of(self._definition_values[key], frame)

    def header_of(self, rule: model.Rule) -> model.Header | None:
        return self._headers.get(rule.module)

    def overriding(self, key: str) -> Sequence[str]:
        """The rules that override the rule *key*."""
        return self._overriding.get(key, ())

    def reads(self, expression: model.Expression, variable: str) -> bool:
        """Whether *expression* depends on an element, or on `period`."""
        node = self.graph.node_of(expression)
        return node is not None and variable in node.reads

    def reads_field(self, record: str, name: str) -> bool:
        """Whether some expression of the policy reads a field (or a fact, *record* empty)."""
        return (record, name) in self._fields_read

    @cached_property
    def _fields_read(self) -> frozenset[tuple[str, str]]:
        found: set[tuple[str, str]] = set()
        for node in self.graph.nodes:
            match node.expression:
                case model.FactValue(name):
                    found.add(("", name))
                case model.FieldValue(record, name):
                    found.add((getattr(record.type, "name", ""), name))
        return frozenset(found)

    @cached_property
    def readings_read(self) -> tuple[str, ...]:
        """The interpretations that some expression of the policy asks for."""
        found = {n.expression.interpretation for n in self.graph.nodes if isinstance(n.expression, model.ReadingValue)}
        return tuple(sorted(found))

    def text_of(self, expression: model.Expression) -> str:
        """*expression* in the policy's words."""
        text = self._texts.get(expression)
        if text is None:
            text = self._texts[expression] = expression_text(expression, self.policy, "en")
        return text

    def duty_of(self, norm: model.Norm) -> str:
        """The action, or the condition to be ensured."""
        return self.text_of(norm.duty.condition) if isinstance(norm.duty, model.Ensure) else norm.duty.action

    @property
    def _zone(self) -> str:
        return next((header.zone for header in self._headers.values()), "UTC")

    def _checked_since(
        self, as_of: date | datetime, since: Mapping[str, date | datetime]
    ) -> Mapping[str, date | datetime]:
        """*since* by key of rule; every instant must say its offset from UTC."""
        problems: list[FactProblem] = []
        found: dict[str, date | datetime] = {}
        given: list[tuple[str, object]] = [("as_of", as_of), *since.items()]
        for name, value in given:
            if isinstance(value, datetime) and value.utcoffset() is None:
                problems.append(FactProblem(name, "the instant does not say its time zone", "add the offset from UTC"))
            if not isinstance(value, date):
                problems.append(FactProblem(name, "expected a date or an instant"))
        for name, moment in since.items():
            keys = [key for key, rule in self.policy.rules.items() if name in (key, rule.name)]
            if len(keys) == 1:
                found[keys[0]] = moment
            else:
                several = f"several policies have a rule `{name}`" if keys else f"no policy has a rule `{name}`"
                problems.append(FactProblem("since", several, "write policy.rule"))
        if problems:
            raise FactError(tuple(problems))
        return dict(sorted(found.items()))
