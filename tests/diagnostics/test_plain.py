"""Nothing that comes from policy text or facts can steer a terminal, a log or a reader's eye."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pingan.diagnostics.plain import plain, plain_lines, width


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("escape sequence", "\x1b[2J"),
        ("C1 control", "\x9b31m"),
        ("carriage return", "good\rbad"),
        ("backspace", "a\b"),
        ("bidi override", "\u202egnp.exe"),
        ("bidi isolate", "\u2067x"),
        ("zero width space", "a\u200bb"),
        ("line separator", "a\u2028b"),
        ("next line", "a\x85b"),
        ("byte order mark", "\ufeffx"),
        ("lone surrogate", "\ud800"),
        ("tag character", "\U000e0041"),
    ],
)
def test_it_is_written_out(name: str, text: str) -> None:
    assert all(unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Zl", "Zp") for c in plain(text)), name
    assert "<U+" in plain(text)


@given(st.text())
def test_plain_text_is_one_printable_line_and_stays_as_it_is(text: str) -> None:
    shown = plain(text)
    assert "\n" not in shown and "\x1b" not in shown
    assert plain(shown) == shown
    shown.encode()


def test_what_people_write_stays() -> None:
    assert plain("“平安医院” 3‰ café — naïve") == "“平安医院” 3‰ café — naïve"


def test_lines_of_our_own_stay_lines() -> None:
    assert plain_lines("a\nb\x1b") == "a\nb<U+001B>"


def test_wide_characters_take_two_columns() -> None:
    assert [width(t) for t in ("abc", "医院", "（", "e\u0301", "，a")] == [3, 4, 2, 1, 3]
