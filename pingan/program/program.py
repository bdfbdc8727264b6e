"""The program: immutable, usable from many threads at once, made again where it is unpickled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from datetime import UTC, date, datetime
from itertools import islice
from typing import Final

from attrs import evolve, frozen

from pingan.diagnostics.errors import FactError, FactProblem
from pingan.language.dialect import Language
from pingan.language.once import Once
from pingan.language.shapes import Shape
from pingan.language.stack import with_room
from pingan.masks.tables import Tables
from pingan.matching.from_graph import matching_of
from pingan.matching.nodes import Matching
from pingan.model import nodes as model
from pingan.outcome.asked import Asked
from pingan.outcome.duty_calendar import DutyCalendar
from pingan.outcome.outcome import Outcome
from pingan.program.answered import Answered, work_out
from pingan.program.answers import answers
from pingan.program.asker import Asker, Bare
from pingan.program.calendar_entries import entries_of
from pingan.program.conflicts import MAXIMUM_CONFLICTS
from pingan.program.deadlines import bounds_in_force
from pingan.program.decided import Decided
from pingan.program.deciding import strata_for, tables_for
from pingan.program.disputes import Disputes
from pingan.program.evaluator import MAXIMUM_SAYINGS, Evaluator
from pingan.program.facts import Facts, check_facts
from pingan.program.frame import Frame, Situation
from pingan.program.matched import MatchedRules
from pingan.program.matched_strata import Strata
from pingan.program.part import Part, part
from pingan.program.periods import JudgedPeriod, between
from pingan.program.quick_reasons import QuickReasons
from pingan.program.record import record_of
from pingan.program.sayings import language_key
from pingan.program.statuses import policy_statuses
from pingan.program.times import day_of
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


class Program(Evaluator):
    """What a policy says, ready to be asked. Made by `compile_graph`; nothing in it changes afterwards.

    >>> outcome = program.evaluate({"incident": {"acts": ["banner"]}}, as_of=date(2016, 6, 1))
    """

    def __reduce__(self) -> tuple[object, ...]:
        return Program, (self.graph, self.environment.for_programs())

    # --- asking -----------------------------------------------------------------------------------------------

    def evaluate(
        self,
        facts: object,
        *,
        as_of: date | datetime,
        since: Mapping[str, date | datetime] | None = None,
        show_sensitive: bool = False,
    ) -> Outcome:
        """What follows from *facts* at the instant *as_of* (an aware datetime; a date: some instant of that day).

        *facts* is a mapping in the form of a fact file (or an object with the facts as attributes), or `Facts`
        already checked. *since* says when rules without a ``since`` of their own first held, by key or name.
        What sensitive facts tell is masked in the outcome unless *show_sensitive*.
        Raises FactError listing everything that is wrong with what was given.
        """
        if since is None:
            decision = self._asker.decide(facts, as_of)
            if decision is not None:
                return Outcome(self._asker, as_of, show_sensitive, decision)
        return self.outcome(self._asker, facts, as_of, since, show_sensitive)

    @Once
    def _asker(self) -> Asker:
        return Asker(Bare(self))

    @Once
    def tables(self) -> Tables | None:
        """What decides which rules apply by looking facts up; None where an answer may still fail."""
        vocabulary = self.policy.vocabulary
        members = max(len(vocabulary.actors), *(len(enum.members) for enum in vocabulary.enums.values()), 1)
        if self.calls_libraries or self.disputes.most(None, members) > MAXIMUM_CONFLICTS:
            return None
        return tables_for(self)

    @Once
    def disputes(self) -> Disputes:
        """The rules that may conflict."""
        return Disputes.of(self.policy)

    @Once
    def strata(self) -> Strata:
        """What decides the conditions that tables ask about."""
        return strata_for(self)

    @Once
    def matching(self) -> Matching:
        """Its rules as conjunctions of tests."""
        return matching_of(self.graph)

    @Once
    def matched(self) -> MatchedRules:
        """What decides which rules apply where tables do not know the facts."""
        return MatchedRules.of(self, self.matching)

    def outcome(
        self,
        asker: Asker,
        facts: object,
        as_of: date | datetime,
        since: Mapping[str, date | datetime] | None,
        show_sensitive: bool,
    ) -> Outcome:
        """As `evaluate`, for *asker*, whose program this is; the facts are checked and looked at."""
        situation = self.situation(facts, as_of, since)
        answer: Answered | None = None
        if self.calls_libraries or self.disputes.most(situation.facts) > MAXIMUM_CONFLICTS:
            answer = asker.answer(situation.facts, as_of, situation.since)
            _ = answer.conflicts  # too many are an error
        found = Outcome(asker, as_of, show_sensitive, None, situation.facts, situation.since, answer)
        if answer is not None and self.calls_libraries:  # what fails in their code is told to whoever asks, now
            work_out(answer)
            work_out(found._told)
        return found

    def applying(self, situation: Situation) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
        """The keys of the rules that surely apply in *situation*, and of those that may.

        None where that would take longer than to look at every rule: before a policy was asked a second time.
        """
        made = self.__dict__
        return self.matched.applying(situation) if "tables" in made or "matched" in made else None

    def answer(
        self, facts: Facts, as_of: date | datetime, since: Mapping[str, date | datetime], asked: Asked
    ) -> Answered:
        """What follows from checked *facts*."""
        return Answered(self, as_of, asked, lambda: self.asked(facts, as_of, since))

    def answer_decided(self, decided: Decided, as_of: date | datetime, asked: Asked) -> Answered:
        """What follows from facts that were *decided* of."""
        return Answered(self, as_of, asked, lambda: self.asked(self.checked(decided.facts, as_of), as_of, {}), decided)

    def quick_reasons(self, language: Language) -> QuickReasons:
        """What explains in *language* rules that surely apply."""
        key = language_key(language)
        found = self._quick_reasons.get(key)
        if found is None:
            if len(self._quick_reasons) >= MAXIMUM_SAYINGS:
                self._quick_reasons.clear()
            found = self._quick_reasons[key] = QuickReasons(self, language)
        return found

    @Once
    def _quick_reasons(self) -> dict[object, QuickReasons]:
        return {}

    @Once
    def has_sensitive(self) -> bool:
        """Whether anything in the vocabulary is sensitive."""
        vocabulary = self.policy.vocabulary
        declared = [fact.field for fact in vocabulary.facts.values()]
        declared += [each for record in vocabulary.records.values() for each in record.fields.values()]
        return any(each is not None and each.sensitive for each in declared)

    def part(
        self,
        facts: object,
        *,
        as_of: date | datetime,
        since: Mapping[str, date | datetime] | None = None,
        rules: Set[str] = frozenset(),
        definitions: Set[str] = frozenset(),
    ) -> Part:
        """What `evaluate` says of *rules* and *definitions* (by key), worked out without the others; nothing masked.

        Raises FactError as `evaluate` does for what was given.
        """
        situation = self.situation(facts, as_of, since)
        return with_room(lambda: part(self, situation, rules, definitions))

    def situation(
        self, facts: object, as_of: date | datetime, since: Mapping[str, date | datetime] | None
    ) -> Situation:
        """The question about *facts*, once they and the instants are checked. Raises FactError as `evaluate` does."""
        supplied = self._checked_since(as_of, {} if since is None else since)
        checked = facts if isinstance(facts, Facts) else self.checked(facts, as_of)
        check_visits(self.graph, checked, visiting=self.visiting)
        return self.asked(checked, as_of, supplied)

    def checked(self, facts: object, as_of: date | datetime) -> Facts:
        """*facts* as this program takes them. Raises FactError with everything that is wrong with them."""
        return check_facts(
            facts,
            self.policy.vocabulary,
            as_of=as_of,
            definitions=self.policy.definitions.values(),
            zone=self._zone,
            dialects=self.environment.dialects,
            names=self.fact_names,
        )

    def asked(self, facts: Facts, as_of: date | datetime, since: Mapping[str, date | datetime]) -> Situation:
        """The question about checked *facts*, with nothing worked out yet."""
        slots: list[Shape | None] = [None] * len(self.graph.nodes)
        return Situation(facts, as_of, since, self.environment.calendar, self.readings, slots)

    def duty_calendar(
        self,
        start: date,
        end: date,
        facts: object = None,
        *,
        as_of: date | datetime | None = None,
        since: Mapping[str, date | datetime] | None = None,
        show_sensitive: bool = False,
    ) -> DutyCalendar:
        """Every norm that has a day or an instant from *start* to *end*, and how it stands as of *as_of*.

        Without *facts* nothing is known; without *as_of* the question is about *start*. The other arguments are those
        of `evaluate`. Raises FactError for what is wrong with them, a window that ends before it begins, or one that
        holds more than 100,000 norms.
        """
        _check_window(start, end)
        moment = start if as_of is None else as_of
        situation = evolve(self.situation({} if facts is None else facts, moment, since), window=(start, end))
        return with_room(lambda: self._duty_calendar(situation, show_sensitive, facts is not None))

    def _duty_calendar(self, situation: Situation, show_sensitive: bool, has_facts: bool) -> DutyCalendar:
        assert situation.window is not None
        start, end = situation.window
        self._occurrences(start, end)  # too many of them are told at once, before any is judged
        # INVARIANT: repeatable, as `with_room` asks: what is worked out is kept in slots of its own.
        situation = evolve(situation, slots=[None] * len(self.graph.nodes), memory={})
        found = answers(self, situation)
        entries = entries_of(self, found, has_facts=has_facts, show_sensitive=show_sensitive)
        return DutyCalendar(
            start=start,
            end=end,
            as_of=situation.as_of,
            has_facts=has_facts,
            entries=entries.dated,
            undated=entries.undated,
            policies=policy_statuses(self, found),
            record=record_of(self.policy, situation, self.environment),
            model=self.policy,
            dialects=self.environment.dialects,
        )

    def calendar(self, start: date, end: date) -> tuple[Occurrence, ...]:
        """Every period of every recurring norm whose last day lies from *start* to *end*, whatever the facts.

        Raises FactError when *start* or *end* is no day, or more than 100,000 periods lie between them.

        >>> [o.due for o in program.calendar(date(2016, 2, 1), date(2016, 3, 31))]
        [datetime.date(2016, 2, 5), datetime.date(2016, 3, 5)]
        """
        _check_days(start, end)
        return with_room(lambda: tuple(self._occurrences(start, end)))

    def _occurrences(self, start: date, end: date) -> Iterable[Occurrence]:
        nothing = Facts({}, {}, (), (), {})
        slots: list[Shape | None] = [None] * len(self.graph.nodes)
        frame = Frame(Situation(nothing, start, {}, self.environment.calendar, self.readings, slots))
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
        return between(every, start, end, bounds, self.calendar_named(rule.calendar))

    @property
    def _zone(self) -> str:
        return next((header.zone for header in self.headers.values()), "UTC")

    def _checked_since(self, as_of: object, since: object) -> Mapping[str, date | datetime]:
        """*since* by key of rule; every instant must say its offset from UTC."""
        if not isinstance(since, Mapping):
            raise FactError((FactProblem("since", "expected instants by rule", 'write {"policy.rule": instant}'),))
        found: dict[str, date | datetime] = {}
        given: list[tuple[str, object]] = [("as_of", as_of), *since.items()]
        problems = [problem for name, value in given if (problem := _problem(str(name), value))]
        for name, moment in since.items():
            if not isinstance(name, str):
                problems.append(FactProblem("since", "a rule is named by text", "write policy.rule"))
                continue
            keys = [key for key, rule in self.policy.rules.items() if name in (key, rule.name)]
            if len(keys) == 1:
                found[keys[0]] = moment
            else:
                several = f"several policies have a rule `{name}`" if keys else f"no policy has a rule `{name}`"
                problems.append(FactProblem("since", several, "write policy.rule"))
        if not problems:
            problems += [
                FactProblem("since", f"{key} cannot first have held after as_of", "leave it out: it has not held yet")
                for key, moment in found.items()
                if _is_later(moment, as_of, self.policy.rules[key].zone)
            ]
        if problems:
            raise FactError(tuple(problems))
        return dict(sorted(found.items()))


def _check_days(start: object, end: object) -> None:
    for name, day in (("start", start), ("end", end)):
        if not isinstance(day, date) or isinstance(day, datetime):
            raise FactError((FactProblem(name, "expected a day", "give a date without a time"),))


def _check_window(start: date, end: date) -> None:
    _check_days(start, end)
    if end < start:
        raise FactError((FactProblem("end", f"the window ends on {end}, before it begins on {start}"),))


def _problem(name: str, value: object) -> FactProblem | None:
    """What is wrong with *value* as an instant."""
    if not isinstance(value, date):
        return FactProblem(name, "expected a date or an instant")
    if isinstance(value, datetime) and value.utcoffset() is None:
        return FactProblem(name, "the instant does not say its time zone", "add the offset from UTC")
    if isinstance(value, datetime) and not _has_utc(value):
        return FactProblem(name, "the instant lies outside the years 1 to 9999")
    return None


def _is_later(moment: object, as_of: object, zone: str) -> bool:
    """Whether *moment* surely lies after *as_of*, either a day of *zone* or an instant."""
    if isinstance(moment, datetime) and isinstance(as_of, datetime):
        return moment > as_of
    days = [day_of(m, zone) if isinstance(m, datetime) else m for m in (moment, as_of)]
    first, last = days
    return isinstance(first, date) and isinstance(last, date) and first > last


def _has_utc(instant: datetime) -> bool:
    """Whether *instant* has a date in UTC: at the ends of the years 1 to 9999 an offset may leave them."""
    try:
        instant.astimezone(UTC)
    except OverflowError:
        return False
    return True
