"""Places of the protocol and places in characters, in all units that columns may count."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types

from pingan.lsp.places import is_file, path_of, uri_of
from pingan.lsp.positions import Positions
from pingan.lsp.settings import Settings

TEXTS = st.text(alphabet=st.sampled_from([*"ab \n\r", "警", "😀", "é", "\u2028", "\x85"]), max_size=40)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8", "utf-32"])
@given(text=TEXTS)
def test_there_and_back(encoding: str, text: str) -> None:
    positions = Positions(text, encoding)
    for offset in range(len(text) + 1):
        # The middle of CR LF, and what stands behind a lone CR, have no place of their own.
        if text[offset - 1 : offset] != "\r" or offset == 0:
            assert positions.offset(positions.position(offset)) == offset


def test_lines_end_where_the_protocol_says_and_nowhere_else() -> None:
    positions = Positions("a\u2028b\x85c\nd\r\ne\rf")
    assert [positions.position(positions.text.index(c)).line for c in "abcdef"] == [0, 0, 0, 1, 2, 3]


def test_emoji_are_two_units_and_half_of_one_is_none() -> None:
    positions = Positions("😀x")
    assert positions.position(1) == types.Position(0, 2)
    assert [positions.offset(types.Position(0, n)) for n in range(5)] == [0, 0, 1, 2, 2]


@given(st.text(max_size=30))
def test_what_has_no_file_goes_by_its_own_name(name: str) -> None:
    uri = f"untitled:{name}".encode("utf-8", "ignore").decode()
    assert not is_file(path_of(uri))
    assert uri_of(path_of(uri)) == uri


@given(
    st.recursive(
        st.none() | st.booleans() | st.text() | st.integers(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)
    )
)
def test_settings_of_any_data(data: object) -> None:
    assert Settings.of(data).language in ("auto", "en", "zh")


def test_settings_that_mean_something() -> None:
    told = {"pingan": {"language": "zh", "diagnostics": {"scope": "workspace"}, "codeLens": {"enabled": False}}}
    assert Settings.of(told) == Settings("zh", "workspace", {}, lenses=False)
    assert Settings.of({"library": "os", "executable": "x"}) == Settings()


def test_places_on_one_long_line_are_counted_from_the_one_before() -> None:
    text = "且😀x " * 100_000
    positions = Positions(text)
    assert all(positions.position(4 * n).character == 5 * n for n in range(100_000))
    assert [positions.position(p).character for p in (7, 3, 9, 0, 2)] == [9, 4, 11, 0, 3]
