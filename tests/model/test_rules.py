from __future__ import annotations

from fractions import Fraction

import pytest

from pingan.language import types
from pingan.model import nodes as model
from tests.model.reading import complaints, resolved, spoken


def norm(text: str, *, settings: dict[str, object] | None = None) -> model.Norm:
    return spoken(f"rule it {{ then {text} }}", settings=settings).rules["flood.it"].norms[0]


def test_bearers_are_bound_and_partners_are_not() -> None:
    found = norm("warden and town with council must close_road")
    assert found.bearers == (
        model.Constant("warden", type=types.ACTOR),
        model.FactValue("town", type=types.RecordType("Town")),
    )
    assert found.partners == (model.Constant("council", type=types.ACTOR),)


def test_arguments_stand_in_the_order_of_the_action_however_they_are_given() -> None:
    duty = norm("warden must warn(level: 高, 对象: council)").duty
    assert isinstance(duty, model.Act)
    assert [name for name, _ in duty.arguments] == ["whom", "level"]
    assert duty.kind == "escalation"


def test_a_day_given_for_an_argument_that_is_an_instant_is_converted() -> None:
    duty = norm("warden must warn(council, high, started_on)").duty
    assert isinstance(duty, model.Act)
    assert isinstance(dict(duty.arguments)["at"], model.InstantsOf)


@pytest.mark.parametrize(
    ("written", "deadline"),
    [
        ("within 2 hours", model.Within(model.Duration(Fraction(7200), "second"))),
        ("within 2 weeks rolling", model.Within(model.Duration(Fraction(14), "day"), None, True)),
        ("within 5 working days", model.Within(model.Duration(Fraction(5), "working_day"))),
        ("within 1 year", model.Within(model.Duration(Fraction(12), "month"))),
        ("promptly", model.Within(None, "flood.promptly")),
        ("within promptly", model.Within(None, "flood.promptly")),
        ("every month by day 5", model.Every("month", 5)),
        ("every half year", model.Every("half_year")),
        ("every promptly", model.Every(None, None, "flood.promptly")),
    ],
)
def test_deadlines(written: str, deadline: model.Deadline) -> None:
    assert norm(f"warden must close_road {written}").deadline == deadline


def test_a_word_that_is_set_has_the_length_it_is_set_to() -> None:
    found = norm("warden must close_road promptly", settings={"promptly": "2 hours"}).deadline
    assert found == model.Within(model.Duration(Fraction(7200), "second"), "flood.promptly")


def test_a_recurring_length_counts_days() -> None:
    found = norm("warden must close_road every promptly", settings={"及时": "48 hours"}).deadline
    assert found == model.Every(None, None, "flood.promptly", model.Duration(Fraction(2), "day"))


def test_a_limit_keeps_being_a_day_or_an_instant() -> None:
    day, instant = (
        norm("warden must close_road by started_on").deadline,
        norm("warden must close_road by gauge.read_at").deadline,
    )
    assert isinstance(day, model.By) and day.limit.type == types.DATE
    assert isinstance(instant, model.By) and instant.limit.type == types.DATETIME


def test_the_period_may_be_read_by_what_shows_a_recurring_norm_fulfilled() -> None:
    found = norm("warden must close_road every month fulfilled at min(d in days where d in period: d)")
    assert isinstance(found.fulfilled_at, model.Aggregate)
    assert isinstance(found.fulfilled_at.filter, model.In)
    assert found.fulfilled_at.filter.collection == model.JudgedPeriod(type=types.PERIOD)


def test_what_follows_from_a_miss_is_one_deeper() -> None:
    found = norm("warden must close_road within 2 hours fulfilled when drill otherwise council must close_road")
    assert found.otherwise is not None
    assert (found.otherwise.place, found.otherwise.depth) == (1, 1)


def test_norms_of_a_rule_are_numbered_from_one() -> None:
    rule = spoken("rule it { then warden must close_road, council may close_road }").rules["flood.it"]
    assert [n.place for n in rule.norms] == [1, 2]


def test_elements_are_named_by_the_key_of_their_record() -> None:
    rule = spoken("rule it { for each t in towns for each g in t.gauges then t must close_road }").rules["flood.it"]
    assert [e.key_field for e in rule.each] == [None, "name"]


def test_a_rule_may_override_a_rule_of_the_policy_that_it_extends() -> None:
    parent = "policy parent\nactor a\naction go\nrule first { then a must go }"
    child = "policy child { extends parent }\nrule second { overrides parent.first then a may go }"
    assert resolved(child, parent).rules["child.second"].overrides == ("parent.first",)


def test_a_policy_may_not_override_a_rule_of_one_that_it_does_not_extend() -> None:
    other = "policy other\nactor a\naction go\nrule first { then a must go }"
    mine = "policy mine\nactor b\naction stay\nrule second { overrides other.first then b may stay }"
    with pytest.raises(AssertionError, match="bad-override"):
        resolved(mine, other)


def test_an_overriding_rule_for_each_element_goes_through_the_same_list() -> None:
    base = "rule first { for each t in towns then t must close_road }\n"
    same = base + "rule second { overrides first for each each_town in towns when drill then warden must close_road }"
    assert spoken(same).rules["flood.second"].overrides == ("flood.first",)
    other = base + "rule second { overrides first for each d in days when drill then warden must close_road }"
    assert complaints(other) == [("bad-override", "first")]


def test_a_rule_without_for_each_overrides_one_with_it() -> None:
    text = """
        rule first { for each t in towns then t must close_road }
        rule second { overrides first when drill then warden must close_road }
        """
    assert spoken(text).rules["flood.second"].overrides == ("flood.first",)


def test_in_force_may_test_another_instant_than_now() -> None:
    rule = spoken("rule it { in force from 2016-01-01 until 2016-12-31 for gauge.read_at then warden must close_road }")
    found = rule.rules["flood.it"].in_force
    assert found is not None and found.tested is not None
    assert (found.tested.type, found.zone) == (types.DATETIME, "Asia/Shanghai")


CASES = [
    ("then gauge must close_road", "not-an-actor", "gauge"),
    ("then nobody must close_road", "unknown-name", "nobody"),
    ("then warden and warden must close_road", "duplicate-name", "warden"),
    ("then warden must fly", "unknown-name", "fly"),
    ("then warden must warn(who: council)", "unknown-name", "who"),
    ("then warden must warn(whom: drill)", "type-mismatch", "drill"),
    ("then warden must warn(council, whom: council)", "wrong-arguments", "whom"),
    ("then warden must close_road(council)", "wrong-arguments", "council"),
    ("then warden must close_road within limit", "type-mismatch", "limit"),
    ("then warden must close_road within length", "unknown-name", "length"),
    ("then warden must close_road soon", "unknown-name", "soon"),
    ("then warden must close_road by drill", "type-mismatch", "drill"),
    ("then warden must close_road by gauge.read_at rolling", "bad-deadline", "gauge.read_at"),
    ("then warden must close_road within 2 hours rolling", "bad-deadline", "2 hours"),
    ("then warden must close_road every week by day 8", "bad-deadline", None),
    ("then warden must not close_road by started_on", "bad-deadline", None),
    ("then warden may close_road fulfilled when drill", "bad-evidence", None),
    ("then warden must not close_road fulfilled when drill", "bad-evidence", None),
    ("then warden should close_road breached when drill", "bad-evidence", None),
    ("then warden must ensure drill fulfilled when drill", "bad-evidence", None),
    ("then warden must close_road fulfilled when drill fulfilled at started_on", "bad-evidence", None),
    ("then warden must close_road fulfilled at drill", "type-mismatch", "drill"),
    ("then warden must close_road fulfilled when started_on in period", "period-not-recurring", "period"),
    ("then warden should close_road otherwise council must close_road", "bad-otherwise", None),
    ("then warden may close_road otherwise council must close_road", "bad-otherwise", None),
    ("then warden must close_road otherwise council must close_road", "never-follows", None),
    ("then warden must close_road within 2 hours breached when drill", "idle-evidence", None),
    ("then warden must close_road every year breached when drill", "idle-evidence", None),
    ("then warden must close_road every month fulfilled when drill", "period-not-read", None),
    ("since drill then warden must close_road", "type-mismatch", "drill"),
    ("in force during drill then warden must close_road", "type-mismatch", "drill"),
    ("for each x in drill then warden must close_road", "type-mismatch", "drill"),
    ("for each t in towns for each t in towns then t must close_road", "duplicate-name", "t"),
    ("for each town in towns then town must close_road", "hidden-name", "town"),
    ("overrides nothing then warden must close_road", "unknown-name", "nothing"),
    ("overrides it then warden must close_road", "cycle", "it"),
    ("when danger = low or danger = high then warden must close_road", "read-twice", "danger = low or danger = high"),
]


@pytest.mark.parametrize(("text", "code", "fault"), CASES)
def test_what_is_wrong_with_a_rule_is_said_where_it_is_wrong(text: str, code: str, fault: str | None) -> None:
    said = [c for c in complaints(f"rule it {{ {text} }}") if c[0] == code]
    assert said, complaints(f"rule it {{ {text} }}")
    assert fault is None or said[0][1] == fault


def test_rules_that_override_each_other_in_circles_are_reported_once() -> None:
    text = """
        rule first { overrides second then warden must close_road }
        rule second { overrides third then warden must close_road }
        rule third { overrides first then warden must close_road }
        """
    assert complaints(text) == [("cycle", "first")]
