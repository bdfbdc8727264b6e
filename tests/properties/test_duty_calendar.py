"""Laws of the calendar of duties, on drawn policies and facts: it is what `evaluate` says, day by day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from pingan.graph.from_model import lower
from pingan.language.calendar import Calendar
from pingan.model import nodes as m
from pingan.outcome.calendar_nodes import CalendarEntry
from pingan.outcome.nodes import Norm
from pingan.program.from_graph import compile_graph
from pingan.program.periods import Bounds, JudgedPeriod, between
from pingan.program.program import Program
from tests.properties.cases import CALENDAR, ENVIRONMENT, Draw, checked, instants
from tests.reference_deadlines import stretch
from tests.strategies.facts import facts
from tests.strategies.models import models

FIRST, LAST = date(2015, 12, 1), date(2016, 8, 31)
DAY = timedelta(days=1)
UNITS = ("day", "week", "third_of_month", "half_month", "month", "quarter", "half_year", "year")


def windows() -> st.SearchStrategy[tuple[date, date]]:
    return st.tuples(st.dates(FIRST, LAST), st.dates(FIRST, LAST)).map(lambda w: (min(w), max(w)))


@st.composite
def cases(draw: Draw) -> tuple[Program, object, date | datetime]:
    policy = draw(models(max_depth=1))
    as_of = draw(instants())
    data = draw(facts(policy))
    return compile_graph(lower(policy), ENVIRONMENT), checked(data, policy, as_of), as_of


def told(norm: Norm) -> tuple[object, ...]:
    """What is said of a norm, and by what it is known."""
    elements = tuple(element.path for element in norm.elements)
    return (norm.key, elements, norm.deadline, tuple(sorted(norm.states)), norm.causes)


# --- days -----------------------------------------------------------------------------------------------------


@given(
    st.sampled_from(UNITS),
    st.one_of(st.none(), st.integers(1, 31)),
    windows(),
    st.one_of(st.none(), st.dates(FIRST, LAST)),
    st.one_of(st.none(), st.dates(FIRST, LAST)),
)
def test_the_periods_of_a_window_are_those_that_each_of_its_days_ends(
    unit: m.RecurringUnit, number: int | None, window: tuple[date, date], first: date | None, last: date | None
) -> None:
    bounds = Bounds(first, last)
    found = list(between(m.Every(unit, number), *window, bounds, CALENDAR))
    expected = []
    for day in _days(*window):
        begin, end = stretch(day, unit)
        due = end if number is None else min(begin + timedelta(days=number - 1), end)
        if due == day and (first is None or day > first) and (last is None or day <= last):
            expected.append(JudgedPeriod(begin, end, due))
    assert found == expected


@given(
    st.sampled_from([("day", 10), ("day", 1), ("month", 1), ("month", 5), ("working_day", 7)]),
    windows(),
    st.dates(date(2016, 1, 1), date(2016, 3, 1)),
)
def test_stretches_follow_one_another_from_the_first_day_in_force(
    length: tuple[str, int], window: tuple[date, date], first: date
) -> None:
    unit, amount = length
    every = m.Every(None, None, "p.x", m.Duration(amount, unit))  # type: ignore[arg-type]
    calendar = Calendar("all year", FIRST, date(2017, 12, 31), frozenset(), frozenset(), ())
    found = list(between(every, *window, Bounds(first, None), calendar))
    expected, begin = [], first
    while begin <= LAST:
        after = begin
        if unit == "day":
            after = begin + timedelta(days=amount)
        elif unit == "month":
            months = (len(expected) + 1) * amount
            after = _months_after(first, months)
        else:
            left = amount
            while left:
                after += DAY
                left -= after.weekday() < 5
        expected.append(JudgedPeriod(begin, after - DAY, after - DAY))
        begin = after
    assert found == [p for p in expected if window[0] <= p.due <= window[1] and p.due > first]


def _months_after(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    number = day.day
    while True:
        try:
            return date(year, month + 1, number)
        except ValueError:
            number -= 1


def _days(start: date, end: date) -> Iterator[date]:
    while start <= end:
        yield start
        start += DAY


# --- against evaluate -------------------------------------------------------------------------------------------


@settings(max_examples=60)
@given(cases(), windows())
def test_every_deadline_of_an_outcome_in_the_window_is_in_the_calendar(
    case: tuple[Program, object, date | datetime], window: tuple[date, date]
) -> None:
    program, given_facts, as_of = case
    calendar = program.duty_calendar(*window, given_facts, as_of=as_of, show_sensitive=True)
    found = {told(e.norm) for e in calendar.entries}
    # What counts from when a rule first held that is not yet in force has no day; an outcome supposes one.
    supposed = {(*e.norm.key, e.norm.elements) for e in calendar.undated if e.coming}
    for norm in program.evaluate(given_facts, as_of=as_of, show_sensitive=True).norms:
        if _may_be_in(norm, window) and (*norm.key, norm.elements) not in supposed:
            assert told(norm) in found


@settings(max_examples=60)
@given(cases(), windows())
def test_every_entry_is_a_norm_of_the_outcome_as_of_the_same_instant_or_another_period_of_one(
    case: tuple[Program, object, date | datetime], window: tuple[date, date]
) -> None:
    program, given_facts, as_of = case
    outcome = program.evaluate(given_facts, as_of=as_of, show_sensitive=True)
    norms = {told(norm) for norm in outcome.norms}
    recurring = {(n.policy, n.rule) for n in outcome.norms if n.period} | _recurring(program)
    for entry in program.duty_calendar(*window, given_facts, as_of=as_of, show_sensitive=True).entries:
        assert _may_be_in(entry.norm, window)
        assert told(entry.norm) in norms or (entry.norm.policy, entry.norm.rule) in recurring


@settings(max_examples=40)
@given(cases(), windows())
def test_a_period_of_the_calendar_is_judged_as_an_outcome_on_its_day_judges_it(
    case: tuple[Program, object, date | datetime], window: tuple[date, date]
) -> None:
    program, given_facts, _ = case
    entries = program.duty_calendar(*window, given_facts, as_of=window[0], show_sensitive=True).entries
    for entry in [e for e in entries if e.norm.period and not e.norm.depth][:3]:
        assert entry.last is not None
        again = program.duty_calendar(*window, given_facts, as_of=entry.last, show_sensitive=True).entries
        norms = program.evaluate(given_facts, as_of=entry.last, show_sensitive=True).norms
        assert {told(n) for n in norms if n.key == entry.norm.key and n.period == entry.norm.period} == {
            told(e.norm) for e in again if e.norm.key == entry.norm.key
        }


@settings(max_examples=40)
@given(cases(), windows())
def test_each_entry_has_a_uid_of_its_own_that_no_fact_changes(
    case: tuple[Program, object, date | datetime], window: tuple[date, date]
) -> None:
    program, given_facts, as_of = case
    found = program.duty_calendar(*window, given_facts, as_of=as_of)
    entries = [*found.entries, *found.undated]
    uids = [entry.uid for entry in entries]
    assert len(set(uids)) == len(uids)
    again = program.duty_calendar(*window, given_facts, as_of=as_of)
    assert [e.uid for e in (*again.entries, *again.undated)] == uids
    assert again.to_json() == found.to_json()


@settings(max_examples=40)
@given(cases(), windows(), st.randoms(use_true_random=False))
def test_the_order_of_declarations_is_irrelevant(
    case: tuple[Program, object, date | datetime], window: tuple[date, date], random: st.DataObject
) -> None:
    program, given_facts, as_of = case
    rules = list(program.policy.rules.items())
    random.shuffle(rules)  # type: ignore[attr-defined]
    shuffled = compile_graph(lower(evolve(program.policy, rules=dict(rules))), ENVIRONMENT)
    one, other = (p.duty_calendar(*window, given_facts, as_of=as_of) for p in (program, shuffled))
    assert [_entry(e) for e in one.entries] == [_entry(e) for e in other.entries]
    assert [_entry(e) for e in one.undated] == [_entry(e) for e in other.undated]


def _entry(entry: CalendarEntry) -> tuple[object, ...]:
    return (entry.uid, told(entry.norm), entry.applies, entry.coming, entry.causes)


def _may_be_in(norm: Norm, window: tuple[date, date]) -> bool:
    deadline = norm.deadline
    if deadline is None or deadline.earliest is deadline.latest is None:
        return False
    first, last = (_day(end, norm.zone) for end in (deadline.earliest, deadline.latest))
    return (first or date.min) <= window[1] and (last or date.max) >= window[0]


def _day(end: date | datetime | None, zone: str) -> date | None:
    return end.astimezone(ZoneInfo(zone)).date() if isinstance(end, datetime) else end


def _recurring(program: Program) -> set[tuple[str, str]]:
    found = set()
    for rule in program.policy.rules.values():
        for norm in rule.norms:
            at: m.Norm | None = norm
            while at is not None:
                if isinstance(at.deadline, m.Every):
                    found.add((rule.module, rule.name))
                at = at.otherwise
    return found
