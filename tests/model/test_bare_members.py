"""A set written out, where nothing says of which enum: that of the one enum which has all of its members."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import pingan

Messages = Callable[[str], list[str]]

HEAD = """
policy story { zone "Asia/Shanghai" in force from 2020-01-01 }
enum Fruit { apple, pear, orange }
enum Colour { orange, green }
record Box is actor { colour: Colour }
fact box: Box
fact fruits: set of Fruit
actor shop
action sell (what: Fruit)
action paint (with: Colour)
"""


@pytest.fixture
def messages(tmp_path: Path) -> Messages:
    def found(text: str) -> list[str]:
        path = tmp_path / "story.rules"
        path.write_text(HEAD + text, "utf-8")
        return [d.message for d in pingan.check(path)]

    return found


def test_all_are_members_of_one_enum(messages: Messages) -> None:
    assert messages("rule r { for each f in {apple, orange} then shop must sell(f) }") == []
    assert messages("rule r { for each c in {green, orange} then shop must paint(c) }") == []


def test_members_that_two_enums_have_are_asked_about(messages: Messages) -> None:
    assert messages("rule r { for each f in {orange} then shop must sell(f) }") != []


def test_members_of_two_enums_are_no_set(messages: Messages) -> None:
    assert messages("rule r { for each f in {apple, green} then shop must sell(f) }") != []


def test_what_stands_for_something_else_is_that(messages: Messages) -> None:
    text = "actor apple\nrule r { for each f in {apple, pear} then shop must sell(f) }"
    assert messages(text) != []
