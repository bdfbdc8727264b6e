"""Whatever bytes an artifact is made of: it is the one that was built, or a clear error."""

from __future__ import annotations

import struct
import zlib
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pingan
from pingan.codec.container import FORM, MAGIC, MAXIMUM_SECTION, Container, RefusedError, container, opened
from pingan.codec.packed import packed
from tests.artifact.policies import AS_OF, FACTS, built


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return built(tmp_path_factory.mktemp("whole"), shelter_from=40).read_bytes()


def told(data: bytes, folder: Path) -> str | None:
    """The code that loading *data* ends in, or that answering with it does; None when it answers."""
    path = folder / "any.pgb"
    path.write_bytes(data)
    try:
        pingan.load(path).evaluate(FACTS, as_of=AS_OF).to_json()
    except pingan.PolicyError as error:
        (diagnostic,) = error.diagnostics
        assert diagnostic.help
        assert "any.pgb" in diagnostic.message
        return diagnostic.code
    return None


@given(st.data())
@settings(deadline=None, max_examples=300)
def test_a_changed_artifact_is_refused(
    whole: bytes, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(whole) - 1), label="place")
    byte = data.draw(st.integers(1, 255), label="changed by")
    changed = whole[:place] + bytes([whole[place] ^ byte]) + whole[place + 1 :]
    assert told(changed, tmp_path_factory.getbasetemp()) in ("bad-artifact", "other-version")


@given(st.data())
@settings(deadline=None, max_examples=100)
def test_a_part_of_it_and_more_than_it_is_refused(
    whole: bytes, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(whole))] * 2), label="part"))
    further = data.draw(st.binary(max_size=40), label="further")
    for changed in (whole[:end], whole[start:], whole[:start] + whole[end:], whole + further):
        if changed != whole:
            assert told(changed, tmp_path_factory.getbasetemp()) in ("bad-artifact", "other-version")


@given(st.binary(max_size=300))
@settings(deadline=None)
def test_any_other_bytes_are_refused(content: bytes) -> None:
    for start in (b"", MAGIC, MAGIC + struct.pack("<II", FORM, len(content) // 2)):
        with pytest.raises(RefusedError):
            opened(start + content)


def signed(told: object, behind: bytes = b"") -> bytes:
    """A head with a hash that is right, whatever it says."""
    content = packed(told)
    start = MAGIC + struct.pack("<II", FORM, len(content)) + content
    return start + sha256(start).digest() + behind


def section(content: bytes, *, length: int | None = None, name: object = "model") -> tuple[object, ...]:
    return name, len(content), len(content) if length is None else length, sha256(content).digest()


SMALL = zlib.compress(b"x" * 10)
BOMB = zlib.compress(b"\0" * 10_000_000)


@pytest.mark.parametrize(
    "data",
    [
        signed(None),
        signed(()),
        signed(((), (), ())),
        signed(("head", ())),
        signed(((), None)),
        signed(((), (None,))),
        signed(((), (section(SMALL),))),
        signed(((), (section(SMALL, name=5),)), SMALL),
        signed(((), (section(SMALL), section(SMALL))), SMALL + SMALL),
        signed(((), (section(SMALL, length=-1),)), SMALL),
        signed(((), (section(SMALL, length=MAXIMUM_SECTION + 1),)), SMALL),
        signed(((), (("model", -1, 5, b""),))),
        signed(((), (("model", True, 5, b""),))),
        signed(((), (("model", len(SMALL), 10, b"\0" * 32),)), SMALL),
    ],
)
def test_a_head_that_says_something_else_is_refused(data: bytes) -> None:
    with pytest.raises(RefusedError):
        opened(data)


@pytest.mark.parametrize(
    ("content", "length"),
    [(BOMB, 10), (SMALL, 9), (SMALL, 11), (SMALL[:-3], 10), (SMALL + b"more", 10), (b"nothing deflated", 10), (b"", 0)],
)
def test_a_section_is_as_long_as_it_says_or_refused(content: bytes, length: int) -> None:
    found = opened(signed(((), (section(content, length=length),)), content))
    with pytest.raises(RefusedError):
        found.section("model")


def test_a_section_that_is_not_there_is_told() -> None:
    with pytest.raises(RefusedError, match="no section"):
        opened(container((), {})).section("model")


def sections(data: bytes) -> tuple[Container, dict[str, bytes]]:
    found = opened(data)
    return found, {name: found.section(name) for name in found.sections}


def test_sections_come_back(whole: bytes) -> None:
    found, parts = sections(whole)
    assert container(found.head, parts) == whole


@pytest.mark.parametrize("name", ["model", "texts"])
@pytest.mark.parametrize("content", [b"", b"null", b"[" * 100_000, b'{"kinds": [], "rows": [1]}', b"[1, 2]", b"\xff"])
def test_a_section_that_holds_something_else_is_refused(
    name: str, content: bytes, whole: bytes, tmp_path: Path
) -> None:
    found, parts = sections(whole)
    assert told(container(found.head, {**parts, name: content}), tmp_path) == "bad-artifact"


def test_an_artifact_without_a_section_is_refused(whole: bytes, tmp_path: Path) -> None:
    found, parts = sections(whole)
    del parts["model"]
    assert told(container(found.head, parts), tmp_path) == "bad-artifact"


@pytest.mark.parametrize("place", range(12))
@pytest.mark.parametrize("value", [None, 5, "", (5,), (("a", 5),), (("a", "b", "c", "d"),)])
def test_every_part_of_a_head_has_its_type(place: int, value: object, whole: bytes, tmp_path: Path) -> None:
    found, parts = sections(whole)
    head = [*found.head]
    if value == "" or (value == 5 and place == 11):
        value = b"of another type"
    head[place] = value
    data = container(tuple(head), parts)
    assert told(data, tmp_path) in ("bad-artifact", "other-version")


def test_another_version_is_told(whole: bytes, tmp_path: Path) -> None:
    found, parts = sections(whole)
    assert told(container(("9.9.9", *found.head[1:]), parts), tmp_path) == "other-version"
    assert told(MAGIC + struct.pack("<I", FORM + 1) + whole[12:], tmp_path) == "other-version"
