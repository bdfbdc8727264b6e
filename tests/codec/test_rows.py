"""Nodes as data: what is read is what was written, and nothing else can be read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pingan
from pingan.artifact.nodes import Known, kinds
from pingan.codec.packed import UnpackableError, packed, unpacked
from pingan.codec.reading import UnreadableError, from_rows
from pingan.codec.writing import to_rows
from pingan.language import types
from pingan.model import nodes as m
from pingan.source import NOWHERE, Source, Span
from tests.strategies.models import models
from tests.strategies.syntax import modules


def written(value: object) -> Any:
    return json.loads(json.dumps(to_rows(value, kinds())))


def again(value: object) -> Any:
    return from_rows(written(value), kinds())


def differences(one: Any, other: Any) -> Iterator[str]:
    """Where two values differ in anything at all, places that equality overlooks included; without recursion."""
    waiting = [(one, other, "")]
    seen: set[tuple[int, int]] = set()
    while waiting:
        left, right, path = waiting.pop()
        if (id(left), id(right)) in seen:
            continue
        seen.add((id(left), id(right)))
        if type(left) is not type(right):
            yield f"{path}: {type(left)} and {type(right)}"
        elif attrs.has(type(left)):
            names = [field.name for field in attrs.fields(type(left)) if field.init]
            waiting += [(getattr(left, n), getattr(right, n), f"{path}.{n}") for n in names]
        elif isinstance(left, tuple | list):
            if len(left) != len(right):
                yield f"{path}: {len(left)} and {len(right)}"
            waiting += [(a, b, f"{path}[{n}]") for n, (a, b) in enumerate(zip(left, right, strict=False))]
        elif isinstance(left, dict):
            if list(left) != list(right):
                yield f"{path}: {list(left)} and {list(right)}"
            waiting += [(left[key], right[key], f"{path}[{key}]") for key in left if key in right]
        elif left != right:
            yield f"{path}: {left!r} and {right!r}"


def drawn(policy: m.Policy) -> m.Policy:
    """*policy* as the passes would give it."""
    fields = {f.name: getattr(policy, f.name) for f in attrs.fields(m.Policy)}
    headers = {name: attrs.evolve(h, digested=Known(h.digest)) for name, h in policy.headers.items()}
    return m.Policy(**{**fields, "headers": headers})


@given(models())
@settings(deadline=None)
def test_a_model_comes_back(policy: m.Policy) -> None:
    plain = drawn(policy)
    found = again(plain)
    assert list(differences(plain, found)) == []
    assert written(found) == written(plain)


@given(modules())
@settings(deadline=None)
def test_what_the_author_wrote_comes_back(module: Any) -> None:
    assert list(differences(module, again(module))) == []


@pytest.mark.parametrize("name", ["national", "jilin"])
def test_shipped_policies_come_back_with_every_place(name: str) -> None:
    policy = pingan.load(name)
    assert list(differences(policy.modules, again(policy.modules))) == []
    plain = drawn(policy.model)
    assert list(differences(plain, again(plain))) == []


def test_equal_parts_are_written_once_and_in_one_way() -> None:
    depth = m.FactValue("depth", type=types.INTEGER)
    found = written(m.And((depth, m.FactValue("depth", type=types.INTEGER), m.Not(depth, type=types.BOOLEAN))))
    nodes = [row for row in found["rows"] if isinstance(row, list)]
    assert len(nodes) == len({json.dumps(row) for row in nodes})
    assert sum(found["kinds"][row[0]][0] == "model.FactValue" for row in nodes) == 1


def test_true_is_not_one() -> None:
    values = tuple(m.Constant(value) for value in (True, 1, False, 0, Fraction(1, 3), "1", "true"))
    found = again(values)
    assert [type(c.value) for c in found] == [bool, int, bool, int, Fraction, str, str]
    assert found == values


@pytest.mark.parametrize(
    "value",
    [
        10**40,
        -(10**40),
        date(1, 1, 1),
        datetime(2016, 6, 1, 12, 30, 1, 5, tzinfo=UTC),
        datetime(2016, 6, 1, tzinfo=ZoneInfo("Asia/Shanghai")),
        datetime(1991, 9, 15, 1, 30, fold=1, tzinfo=ZoneInfo("Asia/Shanghai")),
        Decimal("1.50"),
        timedelta(-3, 5, 7),
        "\ud800 lone",
        "水",
        [1, {"a": [None, True]}, []],
    ],
)
def test_plain_data_come_back(value: object) -> None:
    (found,) = again((value,))
    assert type(found) is type(value)
    assert repr(found) == repr(value)


def test_depth_is_no_matter() -> None:
    deep: m.Expression = m.FactValue("wet", type=types.BOOLEAN)
    for _ in range(20_000):
        deep = m.Not(deep, type=types.BOOLEAN)
    assert list(differences(deep, again(deep))) == []


def test_what_is_no_data_is_not_written() -> None:
    for value in (object(), m.Constant(1.5), (len,), {1: 2}.keys()):  # type: ignore[arg-type]
        with pytest.raises(TypeError):
            to_rows(value, kinds())


def test_nowhere_stays_nowhere() -> None:
    assert again(m.FactValue("depth")).span is NOWHERE
    source = Source("a.rules", "policy a")
    assert again(m.FactValue("depth", span=Span(source, 0, 6))).span.text == "policy"


NAMES = ["tuple", "list", "dict", "map", "source", "span", "frozenset", "fraction", "integer", "datetime"]


@pytest.mark.parametrize(
    ("described", "rows"),
    [
        ([], []),
        ([["os.system", "command"]], ["ls", [0, 0]]),
        ([["model.Not", "operand", "type"]], [None, [0, 0]]),
        ([["model.Not", "operand", "type", "optional", "span"]], [None, [0, 0, 0, 0, 0, 0, 0]]),
        ([["model.FactValue", "type", "optional", "span", "name"]], ["a", [0, 0, 0, 0, 0, 0, 0]]),
        (["enum os.O_RDONLY"], ["a", [0, 0]]),
        (["enum model.Not"], ["a", [0, 0]]),
        (["enum loaded.Severity"], ["__class__", [0, 0]]),
        (["eval"], ["1", [0, 0]]),
        ([{"name": "tuple"}], [[0]]),
        (["tuple"], [[0, 0]]),
        (["tuple"], [[0, 1], None]),
        (["tuple"], [[0, -1]]),
        (["tuple"], [None, [0, True]]),
        (["tuple"], [None, [0, 0.0]]),
        (["tuple"], [1.5]),
        (["tuple"], [{}]),
        (["tuple"], [[]]),
        (["tuple"], [[1]]),
        (["tuple", "list"], [[0], [1, 0]]),
        (["tuple", "dict"], ["a", [0], [1, 0, 1]]),
        (["map"], ["a", [0, 0]]),
        (["map"], ["a", 5, [0, 1, 0]]),
        (["map"], ["a", [0, 0, 0, 0, 0]]),
        (["source", "span"], ["a", [0, 0, 0], [1, 1, 0, 2]]),
        (["source", "span"], ["a", [0, 0, 0], [1, 1, 1, 0]]),
        (["span"], ["a", [0, 0, 0, 0]]),
        (["fraction"], ["1/0", [0, 0]]),
        (["datetime"], ["2016-01-01T00:00:00 0 ../../etc/passwd", [0, 0]]),
        (["datetime"], ["2016-01-01T00:00:00 0 No/Where", [0, 0]]),
        (["date"], ["2016-13-01", [0, 0]]),
    ],
)
def test_nothing_else_can_be_read(described: list[object], rows: list[object]) -> None:
    with pytest.raises(UnreadableError):
        from_rows({"kinds": described, "rows": rows}, kinds())


@given(st.data(), models())
@settings(deadline=None)
def test_changed_data_are_refused_or_are_a_sound_value(data: st.DataObject, policy: m.Policy) -> None:
    found = written(drawn(policy))
    rows = found["rows"]
    place = data.draw(st.integers(0, len(rows) - 1))
    if isinstance(rows[place], list):
        inner = data.draw(st.integers(0, len(rows[place]) - 1))
        rows[place][inner] = data.draw(st.integers(-1, len(rows)) | st.text(max_size=3) | st.none())
    else:
        rows[place] = data.draw(st.integers() | st.text(max_size=3) | st.none() | st.booleans())
    try:
        value = from_rows(found, kinds())
    except UnreadableError:
        return
    assert list(differences(value, again(value))) == []


@given(
    st.recursive(st.none() | st.booleans() | st.integers() | st.text() | st.binary(), lambda v: st.lists(v).map(tuple))
)
def test_packed_values_come_back(value: object) -> None:
    data = packed(value)
    found = unpacked(data)
    assert found == value
    assert packed(found) == data


@given(st.binary())
def test_any_bytes_are_unpacked_or_refused(data: bytes) -> None:
    for start in (b"", b"(\1\0\0\0", b"[\2", b"s", b"S", b"l\1\0\0\0", b"L\1"):
        try:
            unpacked(start + data)
        except UnpackableError:
            continue


@pytest.mark.parametrize("name", sorted(kinds().classes))
def test_every_class_of_an_artifact_can_be_read(name: str) -> None:
    if name == "loaded.Severity":  # an enum has no fields
        return
    kind = kinds().kind(name)
    assert kind is not None
    # A span stands in its node; beside anything else it would have to be a row.
    assert not any(accepted is not None and Span in accepted.types for accepted in kind.accepted)
