"""Facts, settings and instants given by Python code: whatever the objects do, an error of ours tells it."""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import attrs
import pytest

import pingan
from pingan import FactError, PinganError, Source
from pingan.diagnostics.plain import plain
from tests.security.test_fuzz import everything


class Failing:
    """Fails whatever it is asked."""

    def __getattr__(self, name: str) -> object:
        raise RuntimeError("a secret")

    def __str__(self) -> str:
        raise RuntimeError("a secret")

    __repr__ = __str__


class FailingMapping(Mapping[str, object]):
    def __getitem__(self, key: str) -> object:
        raise RuntimeError("a secret")

    def __iter__(self) -> Iterator[str]:
        return iter(["town"])

    def __len__(self) -> int:
        return 1


class EndlessMapping(Mapping[str, object]):
    """Says that it has three entries and never stops."""

    def __getitem__(self, key: str) -> object:
        return 1

    def __iter__(self) -> Iterator[str]:
        number = 0
        while True:
            number += 1
            yield f"fact{number}"

    def __len__(self) -> int:
        return 3


class LyingDict(dict[str, object]):
    """Claims to be huge, empty, and to hold everything."""

    def __len__(self) -> int:
        return 10**9

    def __bool__(self) -> bool:
        return False

    def __contains__(self, key: object) -> bool:
        return True


class FailingList(list[object]):
    def __iter__(self) -> Iterator[object]:
        raise RuntimeError("a secret")


@dataclasses.dataclass
class FailingProperty:
    town: object = None

    def __getattribute__(self, name: str) -> Any:
        if name == "town":
            raise RuntimeError("a secret")
        return object.__getattribute__(self, name)


@attrs.define
class Holder:
    town: object = None


class Word(enum.Enum):
    LOW = "low"
    NUMBER = 5


def endless_list() -> list[object]:
    items: list[object] = []
    items.append(items)
    return items


def endless_dict() -> dict[str, object]:
    entries: dict[str, object] = {}
    entries["town"] = entries
    entries["schools"] = [entries]
    return entries


ODD: list[object] = [
    *(10**27, 10**400, 10**100_000, -(10**100_000), 1.5, float("nan"), float("inf"), complex(1)),
    *(Decimal(text) for text in ("NaN", "sNaN", "Infinity", "1E+999999", "1E-999999", "-0")),
    *(b"low", bytearray(b"low"), "\ud800", "\x00", "\x1b[31mlow", "\u202elow", "x" * 5000, "ｌｏｗ", "٣"),
    *(date.min, date.max, datetime(1, 1, 1), datetime.max.replace(tzinfo=timezone(-timedelta(hours=14)))),
    *(datetime.min.replace(tzinfo=timezone(timedelta(hours=14))), datetime.max.replace(tzinfo=UTC), timedelta.max),
    *(endless_list(), endless_dict(), Failing(), FailingMapping(), EndlessMapping(), LyingDict()),
    *(LyingDict(at_least=1), FailingList([1]), FailingProperty(), Holder(), Holder(Failing()), Word.LOW, Word.NUMBER),
    *(Word, object(), object, range(3), iter([]), NotImplemented, ...),
    *({1: 2}, {None: 1}, {b"town": 1}, {("town",): 1}, {"x" * 100_000: 1}, {"\ud800": 1}),
    *({"at_least": Failing()}, {"one_of": endless_list()}, {"known": endless_list(), "open": True}),
    *({"known": {}, "possible": 1}, {"value": endless_dict(), "by": Failing(), "at": Failing()}),
    *({"from": Failing()}, {"from": "2017-01-01", "until": "2016-01-01"}),
]

# Named by position: pytest would write the objects out.
EACH = pytest.mark.parametrize("given", [pytest.param(odd, id=str(at)) for at, odd in enumerate(ODD)])


def names() -> list[str]:
    return [*everything().model.vocabulary.facts, "城镇"]


def refused_or_answered(**asked: Any) -> None:
    said = ""
    try:
        everything().evaluate(asked.pop("facts", {}), **{"as_of": "2016-06-01", **asked}).to_dict()
    except PinganError as error:
        said = str(error)
    assert plain(said) == said
    assert "a secret" not in said


@EACH
def test_objects_of_any_kind_as_facts(given: object) -> None:
    refused_or_answered(facts=given)
    for name in names():
        refused_or_answered(facts={name: given})
        refused_or_answered(facts={name: [given, given]})
        refused_or_answered(facts={name: {"at_least": given}})
        refused_or_answered(facts={name: {"value": True, "by": given, "at": given}})
    for field in ("name", "schools", "budget", "secret"):
        refused_or_answered(facts={"town": {field: given}})
    for field in ("name", "pupils", "share_safe", "tools", "inspected_on", "reports"):
        refused_or_answered(facts={"town": {"schools": [{field: given}, {field: given}]}})


@EACH
def test_objects_of_any_kind_as_settings(given: object) -> None:
    for name in ("limit", "promptly", "interval", "sense", "everything.limit", "nothing"):
        refused_or_answered(settings={name: given})
    if not isinstance(given, FailingMapping | EndlessMapping | FailingList):  # code of the application's own
        refused_or_answered(settings=given)
    said = ""
    try:
        pingan.load(Source("p.rules", "policy p\nparameter q: decimal"), settings={"q": given})
    except PinganError as error:
        said = str(error)
    assert plain(said) == said


@EACH
def test_objects_of_any_kind_as_instants(given: object) -> None:
    refused_or_answered(as_of=given)
    refused_or_answered(since={"everything.base": given})
    refused_or_answered(since={"base": given})
    if not isinstance(given, FailingMapping | EndlessMapping | FailingList):  # code of the application's own
        refused_or_answered(since=given)


def test_a_mapping_without_end_is_read_up_to_a_limit() -> None:
    with pytest.raises(FactError, match="no vocabulary declares"):
        everything().evaluate(EndlessMapping(), as_of="2016-06-01")


def test_objects_that_cannot_be_read_are_named_by_their_class_alone() -> None:
    with pytest.raises(FactError, match="a value of type FailingMapping cannot be read: RuntimeError in its own code"):
        everything().evaluate({"town": FailingMapping()}, as_of="2016-06-01")


def test_more_values_than_facts_may_hold_are_refused() -> None:
    with pytest.raises(FactError, match="more than 200,000 values"):
        everything().evaluate({"town": {"schools": [{}] * 200_001}}, as_of="2016-06-01")


def test_numbers_that_facts_and_settings_may_hold_have_28_digits() -> None:
    fine, long = 10**28 - 1, 10**28
    outcome = everything().evaluate({"town": {"budget": fine}}, as_of="2016-06-01", settings={"limit": fine})
    assert str(fine) in str(outcome.to_dict())
    with pytest.raises(FactError, match="28 digits"):
        everything().evaluate({"town": {"budget": long}}, as_of="2016-06-01")
    with pytest.raises(PinganError, match="limit"):
        everything().evaluate({}, as_of="2016-06-01", settings={"limit": long})


def test_settings_that_say_the_same_in_other_types_are_told_apart() -> None:
    policy = everything()
    policy.evaluate({}, as_of="2016-06-01", settings={"limit": Decimal("1.5")})
    with pytest.raises(PinganError, match="limit"):
        policy.evaluate({}, as_of="2016-06-01", settings={"limit": repr(Decimal("1.5"))})
