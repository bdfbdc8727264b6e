"""Whatever the text, whatever the place: an answer, and never an exception."""

from __future__ import annotations

from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from pingan.editor.actions import actions
from pingan.editor.completion import completions
from pingan.editor.hints import hints
from pingan.editor.hover import hover
from pingan.editor.lenses import lenses
from pingan.editor.signature import signature
from pingan.editor.tokens import tokens
from pingan.editor.view import View
from tests.editor.viewing import FLOOD, HEADER, HEADER_ZH, POLICIES, view_of

NAMES = ("ankang/ankang", "opinion3/opinion3", "vocabulary/incidents", "gongcheng/gongcheng")


@cache
def _texts() -> tuple[str, ...]:
    found = [(POLICIES / f"{name}.rules").read_text("utf-8") for name in NAMES]
    return (*(text[:3_000] for text in found), FLOOD, HEADER, HEADER_ZH, "")


def _ask_all(view: View, place: int) -> None:
    length = len(view.text)
    for one in completions(view, place):
        assert 0 <= one.start <= place and one.start <= one.end <= length and one.text
    found = hover(view, place)
    assert found is None or (found.text and 0 <= found.start <= found.end <= length)
    signature(view, place)
    for hint in hints(view, max(place - 500, 0), place + 500):
        assert 0 <= hint.place <= length and hint.text
    for action in actions(view, place, min(place + 40, length)):
        assert action.changes is not None or action.pending is not None
    assert all(0 <= lens.start <= lens.end <= length + 1 and lens.title for lens in lenses(view))
    last = 0
    for token in tokens(view):
        assert last <= token.start < token.end <= length
        last = token.end


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_at_any_place_of_mutilated_text_everything_is_answered(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(_texts()))
    first = data.draw(st.integers(0, len(text)))
    last = min(first + data.draw(st.integers(0, 60)), len(text))
    junk = data.draw(st.text(st.sampled_from(list('{}()"“”#=.,:|\n aA医院时当then0%é😀\u202e\x00')), max_size=12))
    text = text[:first] + junk + text[last:]
    place = data.draw(st.integers(0, len(text)))
    _ask_all(view_of(text), place)


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=200), st.integers(0, 200))
def test_at_any_place_of_any_text_everything_is_answered(text: str, place: int) -> None:
    _ask_all(view_of(text), min(place, len(text)))


@settings(max_examples=20, deadline=None)
@given(st.text(st.sampled_from(list('{}()"#=.,:|\n a规则当then when rule must')), max_size=120), st.integers(0, 120))
def test_at_any_place_of_any_declaration_everything_is_answered(text: str, place: int) -> None:
    whole = HEADER + text
    _ask_all(view_of(whole), min(len(HEADER) + place, len(whole)))


def test_a_line_without_an_end_is_answered_quickly() -> None:
    text = HEADER + "rule a { when " + "x and " * 60_000
    view = view_of(text)
    assert isinstance(completions(view, len(text)), tuple)
    hover(view, len(text) - 3)
