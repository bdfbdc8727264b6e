from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from fractions import Fraction

import pytest

from pingan.language import types
from pingan.model import nodes as model
from pingan.model.to_text import expression_text
from tests.model.reading import condition, spoken, value


def test_a_path_and_its_labels_are_the_same_value() -> None:
    assert condition("gauge.level > 3") == condition("水位站.水位 > 3")


def test_a_members_label_is_the_member() -> None:
    assert condition("danger = 高") == condition("danger = high")


def test_a_bare_name_is_a_member_where_the_other_side_is_an_enum_whichever_side_it_stands_on() -> None:
    left, right = condition("high = danger"), condition("danger = high")
    assert isinstance(left, model.Comparison) and isinstance(right, model.Comparison)
    assert (left.left, left.right) == (right.right, right.left)
    assert isinstance(left.left, model.Constant) and left.left.value == "high"


def test_a_member_comes_before_a_fact_of_the_same_name() -> None:
    found = spoken("fact high: Level\nrule it { when danger = high then warden must close_road }").rules["flood.it"]
    assert isinstance(found.condition, model.Comparison)
    assert isinstance(found.condition.right, model.Constant)


def test_a_fact_is_meant_where_no_enum_is_expected() -> None:
    found = spoken("fact high: boolean\nrule it { when high then warden must close_road }").rules["flood.it"]
    assert found.condition == model.FactValue("high", type=types.BOOLEAN)


@pytest.mark.parametrize(
    ("written", "exact"),
    [
        ("3%", Fraction(3, 100)),
        ("3‰", Fraction(3, 1000)),
        ("0.1", Fraction(1, 10)),
        ("100%", 1),
        ("2 + 3 * 4", 14),
        ("1 / 3", Fraction(1, 3)),
    ],
)
def test_constants_are_exact(written: str, exact: Fraction) -> None:
    found = value(written, "decimal")
    assert isinstance(found, model.Constant)
    assert found.value == exact
    assert isinstance(found.value, int) == (Fraction(exact).denominator == 1)


def test_dividing_by_zero_is_left_to_be_absent() -> None:
    assert value("1 / 0", "decimal").optional


@pytest.mark.parametrize(
    ("written", "kind", "optional"),
    [
        ("gauge.level / gauge.level", "decimal", True),
        ("gauge.level / 2", "decimal", False),
        ("gauge.level / town.people", "decimal", False),
        ("gauge.checked_on", "date", True),
        ("town.mayor.age", "integer", True),
        ("town.mayor.age + 1", "integer", True),
        ("town.closed", "boolean", True),
        ("not town.closed", "boolean", False),
        ("town.mayor.age = 3", "boolean", False),
        ("present(town.mayor)", "boolean", False),
        ("share(g in town.gauges: g.level > 3)", "decimal", True),
        ("min(g in town.gauges: g.level)", "decimal", True),
        ("min(d in {2016-01-01, started_on}: d)", "date", False),
        ("min(d in {2016-01-01} where d > started_on: d)", "date", True),
        ("sum(g in town.gauges: g.level)", "decimal", False),
        ("count(g in town.gauges)", "integer", False),
        ("max(gauge.level, 3)", "decimal", False),
        ("started_on + 3 days", "date", True),
        ("warned_at - gauge.read_at", "duration", True),
        ("started_on - 2016-01-01", "duration", False),
    ],
)
def test_an_expression_is_optional_exactly_when_it_can_be_absent(written: str, kind: str, optional: bool) -> None:
    assert value(written, kind).optional == optional


def test_a_definition_without_otherwise_is_optional_and_so_is_what_reads_it() -> None:
    policy = spoken(
        """
        define second: integer { is first + 1 }
        define first: integer { is 1 when drill }
        define third: integer { is 1 when drill is 2 otherwise }
        """
    )
    assert {k: d.optional for k, d in policy.definitions.items()} == {
        "flood.first": True,
        "flood.second": True,
        "flood.third": False,
    }
    assert list(policy.definitions).index("flood.first") < list(policy.definitions).index("flood.second")
    assert policy.definitions["flood.second"].depends_on == ("flood.first",)


def test_a_day_against_an_instant_compares_the_instants_day_in_the_zone_of_the_policy() -> None:
    found = condition("gauge.read_at >= started_on")
    assert isinstance(found, model.Comparison)
    assert isinstance(found.left, model.DateOf)
    assert found.left.zone == "Asia/Shanghai"
    assert isinstance(found.right, model.FactValue)


def test_an_instant_in_a_period_or_a_set_of_days_is_its_day() -> None:
    for written in ("gauge.read_at in season", "gauge.read_at in {2016-01-05, 2016-01-06}"):
        found = condition(written)
        assert isinstance(found, model.In)
        assert isinstance(found.element, model.DateOf)


def test_a_day_where_an_instant_is_wanted_is_some_instant_of_it() -> None:
    found = value("started_on", "datetime")
    assert isinstance(found, model.InstantsOf)


def test_a_datetime_without_offset_is_meant_in_the_zone_of_the_policy() -> None:
    found = value("2016-01-05T10:00", "datetime")
    assert isinstance(found, model.Constant)
    assert found.value == datetime(2016, 1, 5, 10, 0, tzinfo=timezone(timedelta(hours=8)))


@pytest.mark.parametrize(
    ("written", "amount", "unit"),
    [
        ("started_on + 2 weeks", 14, "day"),
        ("started_on + 3 months", 3, "month"),
        ("started_on - 1 year", -12, "month"),
        ("gauge.read_at + 5 working days", 5, "working_day"),
    ],
)
def test_calendar_units_written_out_shift_a_day(written: str, amount: int, unit: str) -> None:
    found = value(written, "date")
    assert isinstance(found, model.Shift)
    assert (found.amount, found.unit, found.operand.type) == (amount, unit, types.DATE)


def test_hours_added_to_an_instant_make_an_instant() -> None:
    found = value("gauge.read_at + 2 hours", "datetime")
    assert isinstance(found, model.Arithmetic)
    assert isinstance(found.right, model.Constant) and found.right.value == 7200


def test_a_length_that_facts_give_is_exact_time() -> None:
    found = value("started_on + length", "datetime")
    assert isinstance(found, model.Arithmetic)
    assert isinstance(found.left, model.InstantsOf)


def test_durations_compare_as_exact_time() -> None:
    found = condition("length > 2 days")
    assert isinstance(found, model.Comparison)
    assert isinstance(found.right, model.Constant) and found.right.value == 172_800


def test_going_through_a_set_of_members_goes_through_all_members_that_are_in_it() -> None:
    found = condition("any(k in gauge.kinds where k = dike)")
    assert isinstance(found, model.Aggregate)
    assert isinstance(found.collection, model.SetOf)
    assert [e.value for e in found.collection.elements if isinstance(e, model.Constant)] == ["river", "dike"]
    assert isinstance(found.filter, model.And)
    assert isinstance(found.filter.operands[0], model.Has)


def test_a_rule_for_each_member_of_a_set_applies_to_those_in_it() -> None:
    rule = spoken("rule it { for each k in gauge.kinds when drill then warden must close_road }").rules["flood.it"]
    assert isinstance(rule.each[0].collection, model.SetOf)
    assert isinstance(rule.condition, model.And)
    assert isinstance(rule.condition.operands[0], model.Has)


def test_an_aggregate_over_values_takes_the_values_themselves() -> None:
    found = value("min(d in days)", "date")
    assert isinstance(found, model.Aggregate)
    assert found.body == model.ElementValue("d", type=types.DATE)


def test_a_definition_of_a_record_reads_like_a_field() -> None:
    policy = spoken(
        """
        define large "大" (t: Town): boolean { is t.people > 1000 }
        rule it { for each t in towns when t.大 then t must close_road }
        """
    )
    found = policy.rules["flood.it"].condition
    assert isinstance(found, model.DefinitionValue)
    assert found.definition == "flood.large"
    assert found.subject == model.ElementValue("t", type=types.RecordType("Town"))
    assert policy.definitions["flood.large"].variable == "t"


def test_a_record_that_is_an_actor_may_stand_for_one() -> None:
    rule = spoken("rule it { then warden must warn(whom: town) }").rules["flood.it"]
    duty = rule.norms[0].duty
    assert isinstance(duty, model.Act)
    assert duty.arguments == (("whom", model.FactValue("town", type=types.RecordType("Town"))),)


def test_the_range_of_a_field_is_in_its_type() -> None:
    policy = spoken("")
    people = policy.vocabulary.records["Town"].fields["people"].type
    assert isinstance(people, types.NumberType)
    assert (people.interval.low, people.interval.low_open, people.interval.high) == (1, False, None)


def test_places_do_not_count_for_equality() -> None:
    assert condition("gauge.level > 3") == condition("   gauge . level   >   3")


def test_nested_conjunctions_are_one() -> None:
    found = condition("(drill and drill) and (drill and not drill)")
    assert isinstance(found, model.And)
    assert len(found.operands) == 4


def test_dates_are_constants() -> None:
    assert value("2016-01-05", "date") == model.Constant(date(2016, 1, 5), type=types.DATE)


def test_the_day_of_an_instant_can_be_written_and_is_shown_as_written() -> None:
    found = value("date(gauge.read_at)", "date")
    assert isinstance(found, model.DateOf) and found.zone == "Asia/Shanghai" and not found.optional
    assert value("date(warned_at)", "date").optional
    same_day = condition("date(gauge.read_at) = date(as_of)")
    policy = spoken("")
    assert expression_text(same_day, policy, "en") == "date(gauge.read_at) = date(as_of)"
    implied = condition("gauge.read_at = started_on")
    assert expression_text(implied, policy, "en") == "gauge.read_at = started_on"
