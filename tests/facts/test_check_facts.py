"""What a fact may be, and everything that is refused."""

from __future__ import annotations

import dataclasses
import enum
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pingan.diagnostics.errors import FactError, FactProblem
from pingan.language.shapes import Elements, Interval, Members, PeriodBounds, Range, Record, SetBounds, exactly
from pingan.program.facts import NOT_GIVEN, Facts, check_facts, unknown
from tests.facts.vocabulary import KIND, LEVEL, a_vocabulary

WORDS = a_vocabulary()
DAY = date(2016, 6, 1)


def checked(as_of: date | datetime = DAY, **incident: object) -> Facts:
    return check_facts({"incident": incident}, WORDS, as_of=as_of)


def field(name: str, value: object) -> Any:
    record = checked(**{name: value}).values["incident"]
    assert isinstance(record, Record)
    return record.fields[name]


def problems(data: object, as_of: date | datetime = DAY) -> tuple[FactProblem, ...]:
    with pytest.raises(FactError) as caught:
        check_facts(data, WORDS, as_of=as_of)
    return caught.value.problems


def problem(name: str, value: object) -> FactProblem:
    (only,) = problems({"incident": {name: value}})
    return only


# --- what is taken -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "given", "shape"),
    [
        ("closed", True, Members(frozenset({True}))),
        ("kind", "flood", Members(frozenset({"flood"}))),
        ("kind", {"one_of": ["flood", "drill"]}, Members(frozenset({"flood", "drill"}))),
        ("level", {"at_least": "middle"}, Members(frozenset({"middle", "high"}))),
        ("level", {"more_than": "low", "less_than": "high"}, Members(frozenset({"middle"}))),
        ("people", 3, Range(exactly(3))),
        ("people", Decimal("3.0"), Range(exactly(3))),
        ("people", {"more_than": 2, "less_than": 5}, Range(Interval(3, 4, False, False))),
        ("people", {"at_most": 4}, Range(Interval(0, 4, False, False))),
        ("depth", Decimal("0.1"), Range(exactly(Fraction(1, 10)))),
        ("depth", "0.1", Range(exactly(Fraction(1, 10)))),
        ("depth", Fraction(1, 3), Range(exactly(Fraction(1, 3)))),
        ("depth", None, Range(None, True)),
        ("depth", {"at_least": 3, "less_than": 5}, Range(Interval(3, 5, False, True))),
        ("share", {"more_than": "0.5"}, Range(Interval(Fraction(1, 2), 1, True, False))),
        ("day", "2016-02-29", Range(exactly(date(2016, 2, 29)))),
        ("day", date(2016, 2, 29), Range(exactly(date(2016, 2, 29)))),
        ("day", {"more_than": "2016-02-28"}, Range(Interval(date(2016, 2, 29), None, False, True))),
        ("at", "2016-01-05T10:30+08:00", Range(exactly(datetime(2016, 1, 5, 2, 30, tzinfo=UTC)))),
        ("lasted", "2 hours", Range(exactly(7200))),
        ("lasted", "90分钟", Range(exactly(5400))),
        ("lasted", "1.5 days", Range(exactly(129600))),
        ("lasted", timedelta(minutes=1), Range(exactly(60))),
        ("name", "any text 、", Members(frozenset({"any text 、"}))),
        ("warden", "市长", Members(frozenset({"mayor"}))),
        ("warden", "depot", Members(frozenset({"depot"}))),
        ("also", ["洪水", "flood"], SetBounds(frozenset({"flood"}), frozenset({"flood"}))),
        ("also", {"known": ["flood"], "open": True}, SetBounds(frozenset({"flood"}), frozenset(KIND.members))),
        (
            "also",
            {"known": ["flood"], "possible": ["storm"]},
            SetBounds(frozenset({"flood"}), frozenset({"flood", "storm"})),
        ),
        ("told", {"known": ["mayor"], "open": True}, SetBounds(frozenset({"mayor"}), None)),
        ("readings", [1, 2], Elements((Range(exactly(1)), Range(exactly(2))), False)),
        ("readings", [], Elements((), False)),
        (
            "season",
            {"from": "2016-01-01", "until": None},
            PeriodBounds(Range(exactly(date(2016, 1, 1))), Range(None, True)),
        ),
        ("season", {"until": "2016-01-01"}, PeriodBounds(Range(Interval(), True), Range(exactly(date(2016, 1, 1))))),
    ],
)
def test_a_fact_may_be(name: str, given: object, shape: object) -> None:
    assert field(name, given) == shape


def test_names_and_labels_are_the_same_path() -> None:
    by_label = check_facts({"事件": {"人数": 3, "类别": "洪水"}}, WORDS, as_of=DAY)
    assert by_label.digest == checked(people=3, kind="flood").digest


def test_elements_of_a_list_know_their_path_and_key() -> None:
    stations = field("stations", {"known": [{"code": "A"}, {"pumps": 2}], "open": True})
    assert [(e.path, e.key) for e in stations.elements] == [
        ("incident.stations[1]", "A"),
        ("incident.stations[2]", None),
    ]
    assert stations.open


def test_a_field_not_given_is_missing_and_a_null_one_is_known_absent() -> None:
    record = checked(main=None).values["incident"]
    assert isinstance(record, Record)
    assert "closed" not in record.fields
    assert record.fields["main"].absent and not record.fields["main"].present


def test_what_is_not_given_ranges_over_all_that_is_declared() -> None:
    def anything(name: str) -> object:
        declared = WORDS.records["Incident"].fields[name]
        return unknown(declared.type, optional=declared.optional, path=name, vocabulary=WORDS)

    assert anything("people") == Range(Interval(0, None, False, True))
    assert anything("share") == Range(Interval(0, 1, False, False))
    assert anything("depth") == Range(Interval(), True)
    assert anything("level") == Members(frozenset(LEVEL.members))
    assert anything("also") == SetBounds(frozenset(), frozenset(KIND.members))
    assert anything("told") == SetBounds(frozenset(), None)
    assert anything("stations") == Elements((), True)
    assert anything("main") == Record("Station", {}, "main", None, True)


def test_bounds_that_say_nothing_are_no_fact() -> None:
    assert checked(people={"at_least": 0}).data == checked().data == {}


class Kind(enum.Enum):
    FLOOD = "flood"
    STORM = 2


@attrs.frozen
class AttrsIncident:
    kind: object = NOT_GIVEN
    people: object = NOT_GIVEN


@dataclasses.dataclass
class DataIncident:
    kind: object
    people: object


@pytest.mark.parametrize("incident", [AttrsIncident(Kind.FLOOD, 3), DataIncident(Kind.FLOOD, 3)])
def test_objects_are_read_by_attribute(incident: object) -> None:
    facts = check_facts({"incident": incident}, WORDS, as_of=DAY)
    assert facts.data == {"incident": {"kind": "flood", "people": 3}}


def test_pythons_enums_go_by_value_or_by_name() -> None:
    class Shout(enum.Enum):
        storm = 7

    assert field("kind", Shout.storm) == Members(frozenset({"storm"}))
    assert field("also", {Kind.FLOOD}) == SetBounds(frozenset({"flood"}), frozenset({"flood"}))


def test_an_attribute_not_given_is_missing() -> None:
    assert check_facts({"incident": AttrsIncident(people=3)}, WORDS, as_of=DAY).data == {"incident": {"people": 3}}


# --- what is refused -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "given", "message"),
    [
        ("people", True, "expected a whole number, not true"),
        ("people", "3", "expected a whole number, not the text `3`"),
        ("people", 3.0, "expected a whole number written exactly, not a binary fraction"),
        ("people", Decimal("3.5"), "expected a whole number, not 3.5"),
        ("people", -1, "outside the declared range: expected >= 0"),
        ("people", {"more_than": 2, "less_than": 3}, "the bounds leave no value"),
        ("people", {"less_than": 0}, "the bounds leave no value in the declared range: expected >= 0"),
        ("people", {"atleast": 3}, "expected bounds (at_least, more_than, at_most, less_than), not an object"),
        ("people", {}, "expected bounds (at_least, more_than, at_most, less_than), not an empty object"),
        ("people", None, "expected a whole number, not null"),
        ("people", 10**29, "the number is longer than 28 digits"),
        pytest.param("people", 10**5000, "the number is longer than 28 digits", id="huge"),
        ("depth", Decimal("1e999999"), "the number is longer than 28 digits"),
        ("depth", Decimal("NaN"), "expected a number, not an infinite or undefined one"),
        ("depth", 0.1, "expected a number written exactly, not a binary fraction"),
        ("depth", "1/0", "expected a number, not a division by zero"),
        ("depth", "1e5", "expected a number, not the text `1e5`"),
        ("closed", 1, "expected true or false, not the number `1`"),
        ("closed", "false", "expected true or false, not the text `false`"),
        ("closed", {"one_of": [True]}, "expected true or false, not an object"),
        ("kind", "fload", "`Kind` has no member `fload`"),
        ("kind", {"at_least": "flood"}, "the members of `Kind` have no order, so bounds say nothing"),
        ("kind", {"one_of": []}, "`one_of` is a list of at least one value"),
        ("level", {"more_than": "high"}, "the bounds leave no value"),
        ("also", "flood", "expected a list (a set), not the text `flood`"),
        ("also", None, "expected a list (a set), not null"),
        ("also", {"known": ["flood"]}, "a partly known collection says either `open` or `possible`"),
        ("also", {"known": ["flood"], "open": 1}, "`open` is true or false"),
        ("readings", {"known": [], "possible": [1]}, "`possible` is for sets"),
        ("readings", {1, 2}, "expected a list, not a value of type set"),
        ("day", "2016-02-30", "there is no such day as `2016-02-30`"),
        ("day", "2016-01-05T10:30+08:00", "expected a date, not an instant"),
        ("day", datetime(2016, 1, 5, tzinfo=UTC), "expected a date, not an instant"),
        ("at", "2016-01-05T10:30", "the instant does not say its time zone"),
        ("at", datetime(2016, 1, 5), "the instant does not say its time zone"),
        ("at", "2016-01-05", "expected an instant, not a date"),
        ("at", "0001-01-01T00:00+14:00", "the instant lies outside the years 1 to 9999"),
        ("at", "2016-01-05T25:00Z", "there is no such instant as `2016-01-05T25:00Z`"),
        ("lasted", "3 months", "`months` has no fixed length"),
        ("lasted", "5 个工作日", "`个工作日` has no fixed length"),
        ("lasted", 3, "expected a length of time such as `2 hours`, not the number `3`"),
        ("season", {}, "expected from and until, not an empty object"),
        ("season", {"from": "2016-02-01", "until": "2016-01-01"}, "the period ends before it begins"),
        ("warden", "majors", "no actor and no record that is one is called `majors`"),
        ("warden", "incident", "no actor and no record that is one is called `incident`"),
        ("warden", "incident.stations[2]", "the facts have no `incident.stations[2]`"),
        ("name", "x" * 4097, "the text is longer than 4096 bytes"),
        ("name", "\ud800", "the text holds half a character (a lone surrogate)"),
        ("stations", [3], "expected the fields of `Station`, not the number `3`"),
        ("main", "A", "expected the fields of `Station`, not the text `A`"),
    ],
)
def test_a_fact_may_not_be(name: str, given: object, message: str) -> None:
    found = problem(name, given)
    assert found.message.startswith(message)
    assert found.path.startswith(f"incident.{name}")


@pytest.mark.parametrize(
    ("name", "given", "help"),
    [
        ("people", None, "leave it out if unknown"),
        ("also", None, "write [] for none; leave it out if unknown"),
        ("kind", "fload", "did you mean `flood`?"),
        ("kind", "红水", "did you mean `洪水`?"),
        ("closed", "true", "write it without quotes"),
        ("people", "3", "write it without quotes"),
        ("depth", 0.1, "binary fractions are not exact: give a Decimal, or the number as text"),
        ("at", "2016-01-05T10:30", "add the offset from UTC, as in 2016-01-05T10:30+08:00"),
    ],
)
def test_the_remedy_is_the_help(name: str, given: object, help: str) -> None:
    assert problem(name, given).help == help


def test_every_problem_is_listed_at_once() -> None:
    found = problems(
        {"incident": {"people": -1, "closed": "no", "peple": 3, "stations": [{"pumps": -2}]}, "inciden": 1}
    )
    assert {p.path for p in found} == {
        "incident.people",
        "incident.closed",
        "incident.peple",
        "incident.stations[1].pumps",
        "inciden",
    }
    assert next(p.help for p in found if p.path == "incident.peple") == "did you mean `people`?"


def test_problems_stop_at_a_hundred() -> None:
    assert len(problems({"incident": {f"wrong{n}": 1 for n in range(500)}})) == 100


def test_one_path_under_two_aliases_is_refused() -> None:
    (found,) = problems({"incident": {"people": 3, "人数": 3}})
    assert (found.path, found.code) == ("incident.people", "duplicate-fact")


def test_a_value_for_a_definition_is_refused() -> None:
    from pingan.model.nodes import Definition

    defined = [Definition("rules", "needed", "应配", record="Station"), Definition("rules", "grade", None)]
    with pytest.raises(FactError) as caught:
        check_facts({"grade": 1, "depot": {"应配": 3}}, WORDS, as_of=DAY, definitions=defined)
    assert [p.message for p in caught.value.problems] == [
        "`grade` is defined by the policy, not given",
        "`应配` is defined by the policy, not given",
    ]


def test_two_elements_with_one_key_are_refused() -> None:
    (found,) = problems({"incident": {"stations": [{"code": "A"}, {"code": "B"}, {"code": "A"}]}})
    assert (found.path, found.code) == ("incident.stations[3]", "duplicate-fact")


@pytest.mark.parametrize("data", [None, [], "facts", 3, object()])
def test_facts_are_an_object(data: object) -> None:
    assert problems(data)[0].path == "facts"


def test_names_are_texts() -> None:
    assert problems({3: 1})[0].message == "a name must be text, not the number"


def test_a_naive_instant_of_evaluation_is_refused() -> None:
    assert problems({}, datetime(2016, 1, 1))[0].path == "as_of"


def test_what_is_sensitive_is_never_quoted() -> None:
    (found,) = problems({"incident": {"name": 12345}})
    assert "12345" not in str(found)
    assert "张三" not in repr(checked(name="张三"))


def test_messages_hold_no_control_characters() -> None:
    found = problems({"incident": {"kind": "\x1b[31mflood\u202e", "x\x07\ny": 1}})
    assert not any(ord(c) < 32 or c in "\u202e" for p in found for c in str(p))


# --- judgements --------------------------------------------------------------------------------------------------


def judged(entry: object, as_of: date | datetime = DAY) -> tuple[bool, Facts]:
    facts = checked(as_of, dangerous=entry)
    record = facts.values.get("incident")
    return isinstance(record, Record) and "dangerous" in record.fields, facts


def test_a_judgement_by_the_one_named_counts() -> None:
    counts, facts = judged({"value": True, "by": "工程师", "at": "2016-05-01T08:00+08:00"})
    assert counts
    assert facts.judgements == {"incident.dangerous": ("engineer", datetime(2016, 5, 1, tzinfo=UTC))}
    assert facts.unattributed == ()


def test_a_judgement_by_nobody_counts_and_is_flagged() -> None:
    counts, facts = judged(True)
    assert counts and facts.unattributed == ("incident.dangerous",)


@pytest.mark.parametrize(
    "entry",
    [
        {"value": True, "by": "mayor"},
        {"value": True, "by": "somebody"},
        {"value": True, "by": "engineer", "at": "2016-06-02"},
        {"value": True, "by": "engineer", "at": "2016-06-02T00:00:01+00:00"},
    ],
)
def test_a_judgement_by_another_or_made_later_does_not_count(entry: object) -> None:
    counts, facts = judged(entry)
    assert not counts
    assert facts.discounted == ("incident.dangerous",)
    assert facts.judgements == {}


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        (None, "a judgement is never null"),
        ({"value": True, "by": ""}, "expected who determined it"),
        ({"value": True, "by": "engineer", "at": "2016-05-01T08:00"}, "the instant does not say its time zone"),
        ({"value": True, "who": "engineer"}, "expected value, by and at"),
        ({"value": "yes"}, "expected true or false, not the text `yes`"),
    ],
)
def test_a_judgement_may_not_be(entry: object, message: str) -> None:
    assert problem("dangerous", entry).message.startswith(message)


def test_a_day_of_evaluation_ends_in_its_own_zone() -> None:
    entry = {"incident": {"dangerous": {"value": True, "by": "engineer", "at": "2016-06-01T20:00Z"}}}
    assert check_facts(entry, WORDS, as_of=DAY, zone="UTC").discounted == ()
    assert check_facts(entry, WORDS, as_of=DAY, zone="Asia/Shanghai").discounted == ("incident.dangerous",)


# --- the canonical form ------------------------------------------------------------------------------------------


def test_the_canonical_text_is_stable() -> None:
    facts = checked(
        people={"more_than": 2, "less_than": 5}, depth=Decimal("0.50"), also=["storm", "flood"], closed=True
    )
    assert facts.text == (
        '{"incident":{"also":["flood","storm"],"closed":true,"depth":"0.5","people":{"at_least":3,"at_most":4}}}'
    )


numbers = st.one_of(
    st.integers(0, 10**28 - 1),
    st.decimals(0, 1000, places=3),
    st.fractions(0, 1000, max_denominator=10**6),
)
instants = st.datetimes(
    datetime(1900, 1, 1), datetime(2100, 1, 1), timezones=st.sampled_from([UTC, timezone(timedelta(hours=8))])
)
incidents = st.fixed_dictionaries(
    {},
    optional={
        "kind": st.sampled_from(KIND.members)
        | st.lists(st.sampled_from(KIND.members), min_size=1).map(lambda m: {"one_of": m}),
        "level": st.sampled_from([*LEVEL.members, {"at_least": "middle"}, {"less_than": "high"}]),
        "also": st.lists(st.sampled_from(KIND.members))
        | st.fixed_dictionaries({"known": st.lists(st.sampled_from(KIND.members)), "open": st.booleans()}),
        "depth": numbers | st.none() | st.builds(lambda n: {"at_least": n}, numbers),
        "name": st.text(max_size=20),
        "day": st.dates().map(date.isoformat) | st.dates(),
        "at": instants | st.none() | st.builds(lambda n: {"less_than": n}, instants),
        "lasted": st.timedeltas(),
        "dangerous": st.booleans()
        | st.fixed_dictionaries(
            {"value": st.booleans()}, optional={"by": st.sampled_from(["engineer", "市长", "x"]), "at": st.dates()}
        ),
        "stations": st.lists(st.fixed_dictionaries({}, optional={"pumps": st.integers(0, 9)}), max_size=3),
        "main": st.none() | st.just({}),
    },
)


@given(incidents)
def test_the_canonical_form_is_a_fact_file_that_says_the_same(incident: dict[str, object]) -> None:
    facts = check_facts({"incident": incident}, WORDS, as_of=DAY)
    again = check_facts(facts.data, WORDS, as_of=DAY)
    assert (again.text, again.digest) == (facts.text, facts.digest)
    assert again.judgements == facts.judgements and again.discounted == facts.discounted


@given(incidents, st.randoms())
def test_the_order_of_names_is_irrelevant(incident: dict[str, object], random: Any) -> None:
    names = list(incident)
    random.shuffle(names)
    shuffled = {name: incident[name] for name in names}
    assert checked(**shuffled).digest == checked(**incident).digest


anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=5)
    | st.decimals()
    | st.floats()
    | st.binary(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.text(max_size=3)
            | st.sampled_from(
                ["known", "open", "possible", "one_of", "at_least", "value", "by", "at", "from", "until"]
            ),
            inner,
            max_size=3,
        )
    ),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from(list(WORDS.records["Incident"].fields)), anything, max_size=4))
def test_anything_gives_facts_or_fact_errors(incident: dict[str, object]) -> None:
    with suppress(FactError):
        check_facts({"incident": incident}, WORDS, as_of=DAY)
