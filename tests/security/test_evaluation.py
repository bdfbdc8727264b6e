"""What an evaluation may cost: time and room bounded by what is written and given, an error beyond."""

from __future__ import annotations

import pickle
import threading
import time
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from importlib import import_module

import pytest
from attrs import evolve

import pingan
from pingan import FactError, PinganError, Policy, Source
from pingan.exporters import dot, svg
from tests.security.asking import HEAD, asked, at_depth, codes, policy

BIG = "9" * 28
ZONES = ("UTC", "Asia/Shanghai", "America/New_York", "Pacific/Apia", "Africa/Monrovia", "Pacific/Kiritimati")


def rule(number: int, condition: str, more: str = "", modality: str = "must") -> str:
    return f"rule r{number} {{ {more}\n when {condition}\n then a {modality} go }}\n"


# --- days and instants at the ends of the calendar ----------------------------------------------------------------

EVERYTHING_DATED = """\
rule counted {
    since d
    when d <= as_of and (t <= d + 5 working days or t >= d - 5 working days or d - 28 months <= d + 28 months)
    then a must go within 2 hours fulfilled at t, a must go within 5 working days rolling fulfilled at t,
         a must go within 3 weeks breached at t, a must go within 1 month rolling, a must go by d
}
rule timed { since t when t <= as_of then a must go within 2 hours fulfilled at t, a must go within 5 working days }
rule recurring {
    then a must go every day fulfilled when d in period, a must go every week, a must go every half month,
         a must go every month by day 31 fulfilled at d, a must go every quarter, a must go every half year by day 3,
         a must go every year
}
"""


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2011-12-30", "2016-03-13"])
def test_the_first_and_the_last_day_and_days_that_a_zone_left_out_are_days(zone: str, day: str) -> None:
    given: list[dict[str, object]] = [
        {"d": day},
        {"d": {"at_least": day}},
        {"d": {"at_most": day}},
        {"d": day, "t": {"less_than": "2016-03-13T02:30:00-05:00"}},
        {"d": day, "t": {"at_least": "9999-12-31T00:00:00Z"}},
    ]
    for facts in given:
        assert asked(EVERYTHING_DATED, facts, as_of=day, zone=zone).norms


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("instant", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"])
def test_an_instant_that_no_calendar_has_is_a_fact_error(zone: str, instant: str) -> None:
    compiled = policy(EVERYTHING_DATED, zone=zone)
    with pytest.raises(FactError, match="outside the years 1 to 9999"):
        compiled.evaluate({"t": instant}, as_of="2016-06-01")
    with pytest.raises(FactError, match="outside the years 1 to 9999"):
        compiled.evaluate({}, as_of=instant)
    with pytest.raises(FactError, match="outside the years 1 to 9999"):
        compiled.evaluate({}, as_of="2016-06-01", since={"p.timed": instant})


@pytest.mark.parametrize(
    "condition",
    [
        *(
            f"d {sign} {BIG} {unit} > d"
            for sign in "+-"
            for unit in ("days", "weeks", "months", "years", "working days")
        ),
        f"t + {BIG} hours > t",
        f"t - {BIG} minutes > t",
        "d + 3000000 working days > d",
        "d - 3000000 working days > d",
        f"u > {BIG} days",
        "d + u > d",
        "t - u - u - u > t",
        "u + u + u + u > 3 days",
    ],
)
def test_lengths_of_any_size_are_counted_or_leave_the_calendar(condition: str) -> None:
    given: list[dict[str, object]] = [
        {},
        {"d": "2016-01-01", "t": "2016-01-01T00:00:00Z", "u": f"{'9' * 24} hours"},
        {"d": "9999-12-31", "t": "9999-12-31T00:00:00Z", "u": {"at_least": "1 days"}},
        {"d": "0001-01-01", "t": "0001-01-01T00:00:00Z", "u": {"less_than": "0.5 hours"}},
    ]
    for facts in given:
        assert asked(rule(0, condition), facts).norms


# --- recurring ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("length", ["1 days", "1 months", "1 working days", f"{BIG} days", f"{BIG} working days"])
@pytest.mark.parametrize("first", ["0001-01-01", "2007-01-01"])
@pytest.mark.parametrize("as_of", ["0001-01-01", "2016-06-01", "9999-12-31"])
def test_stretches_since_long_ago_are_found_at_once(length: str, first: str, as_of: str) -> None:
    began = time.monotonic()
    text = f"parameter q: duration\nset q = {length}\nrule r {{ in force from {first}\n then a must go every q }}"
    asked(text, as_of=as_of)
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("unit", ["day", "week", "half month", "month by day 5"])
def test_a_window_of_all_years_ends_with_an_error(unit: str) -> None:
    program = policy(f"rule r {{ then a must go every {unit} }}").program
    began = time.monotonic()
    with pytest.raises(FactError, match="more than 100,000 periods"):
        program.calendar(date.min, date.max)
    assert time.monotonic() - began < 15
    assert program.calendar(date.max, date.min) == ()


@pytest.mark.parametrize("unit", ["quarter", "year"])
def test_a_window_of_all_years_may_be_asked_where_it_fits(unit: str) -> None:
    program = policy(f"rule r {{ then a must go every {unit} }}").program
    assert len(program.calendar(date.min, date.max)) in (9999, 4 * 9999)


@pytest.mark.parametrize("end", ["2017-01-01", datetime(2017, 1, 1, tzinfo=UTC), None, 5])
def test_a_window_is_between_days(end: object) -> None:
    with pytest.raises(FactError, match="expected a day"):
        policy("rule r { then a must go every year }").program.calendar(date(2016, 1, 1), end)  # type: ignore[arg-type]


# --- chains of definitions and of rules -------------------------------------------------------------------------------


def chained(form: str, count: int = 61) -> str:
    """Definitions that each read the one before, as many as may be, and a rule that reads the last."""
    first, each, read = {
        "numbers": ("integer { is n }", "integer {{ is d{0} }}", "d{0} > 3"),
        "booleans": ("boolean { is b }", "boolean {{ is d{0} }}", "d{0}"),
        "cases": ("boolean { is b }", "boolean {{ is true when d{0}\n is false otherwise }}", "d{0}"),
        "records": (
            "(c: C): boolean { is c.v > 3 }",
            "(c: C): boolean {{ is true when c.d{0}\n is false otherwise }}",
            "c.d{0}",
        ),
    }[form]
    colon = "" if first.startswith("(") else ": "
    lines = [f"define d0{colon}{first}", *(f"define d{i}{colon}{each.format(i - 1)}" for i in range(1, count))]
    return "\n".join(lines) + "\n" + rule(0, read.format(count - 1))


def every_answer(text: str, forms: Sequence[str] = ("dot", "mermaid", "svg", "json")) -> list[object]:
    """All that can be asked of a policy."""
    source = Source("p.rules", HEAD % "Asia/Shanghai" + text)
    compiled = pingan.load(source)
    answers: list[object] = [
        pingan.format_text(source, dialect="zh"),
        compiled.facts_template(),
        compiled.facts_schema(),
    ]
    for facts in ({}, {"n": 4, "b": True, "c": {"k": 1, "v": "4"}}):
        outcome = compiled.evaluate(facts, as_of="2016-06-01")
        explanation = outcome.explain("p.r0")
        answers += [outcome.to_text(), outcome.to_dict(), explanation.to_text(), explanation.to_dict()]
        for form in forms:
            answers.append(import_module(f"pingan.exporters.{form}").export(compiled.graph, outcome, title="chain"))
    return answers


@pytest.mark.parametrize("form", ["numbers", "booleans", "cases", "records"])
def test_the_longest_chain_of_definitions_is_answered_from_any_depth(form: str) -> None:
    text = chained(form)
    assert at_depth(900, lambda: every_answer(text)) == every_answer(text)


@pytest.mark.parametrize("form", ["numbers", "booleans", "cases", "records"])
def test_a_longer_chain_of_definitions_is_refused(form: str) -> None:
    assert codes(chained(form, 70)) == {"too-deep"}
    assert codes(chained(form, 2000)) == {"too-deep"}


def test_the_deepest_expression_is_answered_from_any_depth() -> None:
    text = f"define deep: boolean {{ is {'not (' * 30}b{')' * 30} }}\n" + rule(0, f"{'not (' * 30}deep{')' * 30}")
    assert at_depth(900, lambda: every_answer(text)) == every_answer(text)


def test_definitions_that_double_are_worked_out_once() -> None:
    lines = [f"define d{i}: boolean {{ is d{i - 1} and (b or d{i - 1}) }}" for i in range(1, 40)]
    began = time.monotonic()
    every_answer("define d0: boolean { is n > 3 }\n" + "\n".join(lines) + "\n" + rule(0, "d39"), ("dot", "json"))
    assert time.monotonic() - began < 10


def overriding(count: int) -> str:
    return "".join(rule(i, f"n > {i}", f"overrides r{i - 1}" if i else "") for i in range(count))


def test_sixteen_rules_may_override_one_another_in_a_chain() -> None:
    outcome = asked(overriding(16))
    assert len(outcome.norms) == 16


@pytest.mark.parametrize("count", [17, 2000])
def test_a_longer_chain_of_overriding_rules_is_refused(count: int) -> None:
    assert codes(overriding(count)) == {"too-deep"}


def test_rules_that_override_all_of_the_next_layer_are_told_once() -> None:
    """16 layers of 6: 6**16 ways from the last rule to the first."""
    layers, width = 16, 6
    text = ""
    for number in range(layers * width):
        below = [f"r{number // width * width - 1 - i}" for i in range(width)] if number >= width else []
        text += rule(number, f"n > {number}", f"overrides {', '.join(below)}" if below else "")
    began = time.monotonic()
    outcome = policy(text).evaluate({}, as_of="2016-06-01")
    assert "r95" in outcome.explain("p.r0").to_text()
    assert time.monotonic() - began < 10


# --- many -----------------------------------------------------------------------------------------------------------


def timed(ask: Callable[[], object]) -> float:
    return min(_once(ask) for _ in range(2))


def _once(ask: Callable[[], object]) -> float:
    began = time.process_time()
    ask()
    return time.process_time() - began


def test_time_grows_with_the_number_of_rules_and_no_faster() -> None:
    def loaded(count: int) -> Policy:
        return policy("".join(rule(i, f"n > {i} and b") for i in range(count)))

    few, many = loaded(300), loaded(3000)
    assert timed(lambda: loaded(3000)) < 30 * max(timed(lambda: loaded(300)), 0.1)
    assert timed(lambda: many.evaluate({}, as_of="2016-06-01")) < 30 * max(
        timed(lambda: few.evaluate({}, as_of="2016-06-01")), 0.02
    )


def test_overriding_element_by_element_takes_one_look_an_element() -> None:
    text = (
        "rule x { for each i in ns\n then a must take(it: i) }\n"
        "rule y { for each i in ns\n overrides x\n when i > 2\n then a must not take(it: i) }"
    )
    compiled = policy(text)
    began = time.monotonic()
    outcome = compiled.evaluate({"ns": list(range(3000))}, as_of="2016-06-01")
    assert [sorted(n.states) for n in outcome.norms if n.rule == "x"].count(["applies"]) == 3
    assert time.monotonic() - began < 10


def test_norms_that_conflict_in_too_many_pairs_are_an_error() -> None:
    text = "".join(rule(i, f"n > {i}", modality="must not" if i % 2 else "must") for i in range(220))
    with pytest.raises(FactError, match="more than 10,000 pairs"):
        policy(text).evaluate({}, as_of="2016-06-01")


def test_norms_about_different_elements_do_not_conflict_however_many_they_are() -> None:
    text = (
        "rule x { for each i in ns\n then a must take(it: i) }\n"
        "rule y { for each i in ns\n when i > 1990\n then a must not take(it: i) }"
    )
    outcome = policy(text).evaluate({"ns": list(range(2000))}, as_of="2016-06-01")
    assert len(outcome.conflicts) == 9


def test_more_norms_than_an_outcome_may_hold_are_an_error() -> None:
    text = "rule x { for each i in ns\n then a must take(it: i) }"
    with pytest.raises(FactError, match="more than 50,000 norms"):
        policy(text).evaluate({"ns": list(range(60_000))}, as_of="2016-06-01")


def test_visits_are_counted_over_all_rules_together() -> None:
    text = "".join(rule(i, f"any(x in ns: any(y in ns: x + y = {i}.5))") for i in range(20))
    compiled = policy(text)
    began = time.monotonic()
    with pytest.raises(FactError, match="1,000,000 elements"):
        compiled.evaluate({"ns": list(range(900))}, as_of="2016-06-01")
    assert time.monotonic() - began < 5
    assert compiled.evaluate({"ns": [1, 2]}, as_of="2016-06-01").norms


def test_visits_of_definitions_of_records_are_counted_once_a_record() -> None:
    text = "define hit (c: C): boolean { is any(i in ns: c.v > i) }\n" + "".join(
        rule(i, "any(x in bs: any(y in x.cs: y.hit))") for i in range(10)
    )
    facts = {"ns": list(range(100)), "bs": [{"cs": [{"k": 10 * i + j, "v": 0} for j in range(10)]} for i in range(10)]}
    assert len(policy(text).evaluate(facts, as_of="2016-06-01").norms) == 10


# --- side by side ----------------------------------------------------------------------------------------------------


def test_threads_that_ask_at_the_same_time_get_the_same_answers() -> None:
    compiled = policy(chained("records", 30) + EVERYTHING_DATED)
    given = [{"n": n, "b": bool(n % 2), "c": {"k": 1, "v": n}, "d": f"2016-01-{n + 1:02}"} for n in range(12)]
    expected = [str(compiled.evaluate(f, as_of="2016-06-01").to_dict()) for f in given]
    answers: list[list[str]] = []

    def ask() -> None:
        answers.append([str(compiled.evaluate(f, as_of="2016-06-01").to_dict()) for f in given])

    fresh = policy(chained("records", 30) + EVERYTHING_DATED)

    def ask_fresh() -> None:  # the program is compiled by whoever asks first
        answers.append([str(fresh.evaluate(f, as_of="2016-06-01").to_dict()) for f in given])

    threads = [threading.Thread(target=target) for target in (ask, ask_fresh) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [expected] * 8


def test_a_program_that_travelled_answers_the_same() -> None:
    compiled = policy(chained("records", 30) + EVERYTHING_DATED)
    travelled = pickle.loads(pickle.dumps(compiled.program))
    facts = {"c": {"k": 1, "v": 5}, "d": "2016-01-05"}
    here, there = (p.evaluate(facts, as_of=date(2016, 6, 1)) for p in (compiled.program, travelled))
    assert here.to_dict() == there.to_dict()
    assert here.explain("p.r0").to_text() == there.explain("p.r0").to_text()


def test_a_picture_of_thousands_of_boxes_is_refused_and_the_other_forms_are_not() -> None:
    compiled = policy("".join(rule(i, f"n > {i} and b") for i in range(1200)))
    with pytest.raises(PinganError, match="too many for a picture"):
        svg.export(compiled.graph)
    began = time.monotonic()
    assert dot.export(compiled.graph).count("->") > 1200
    assert time.monotonic() - began < 5


# --- what a policy may call -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "called",
    [
        "eval(n)",
        "__import__(n)",
        "open(n)",
        "n.__class__",
        "getattr(n, n)",
        "sum.__globals__",
        "c.__class__.v",
        "exec(n)",
    ],
)
def test_names_of_python_mean_nothing_in_a_policy(called: str) -> None:
    assert codes(rule(0, f"{called} > 3")) <= {
        "unknown-name",
        "unexpected-text",
        "unexpected-character",
        "type-mismatch",
    }
    assert codes(rule(0, f"{called} > 3"))


def test_a_policy_calls_only_functions_of_the_environment_that_it_is_given() -> None:
    shipped = pingan.standard_environment()
    only_abs = evolve(shipped.libraries[0], functions=(shipped.functions["abs"],))
    narrow = evolve(shipped, libraries=(only_abs,))
    source = Source("p.rules", HEAD % "UTC" + rule(0, "max(n, 3) > abs(n)"))
    assert pingan.check(source, environment=shipped) == ()
    assert [d.code for d in pingan.check(source, environment=narrow)] == ["unknown-name"]
