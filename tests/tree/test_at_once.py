"""Reading a text at once makes the same nodes, at the same places, as trees of it of which nodes are made."""

from __future__ import annotations

from collections.abc import Iterator
from unittest.mock import patch

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pingan.diagnostics.diagnostic import Diagnostics
from pingan.language.data import data
from pingan.language.dialect import DIALECTS
from pingan.language.environment import Environment
from pingan.source import Source, Span
from pingan.stdlib import standard_environment
from pingan.syntax import nodes
from pingan.syntax.to_text import print_module
from pingan.tree import from_text
from pingan.tree.by_trees import _Pieces
from tests.forms import watch
from tests.strategies import forms
from tests.strategies.syntax import ENVIRONMENT, modules

POLICIES = sorted(f.name for f in data("policies").iterdir() if f.joinpath(f"{f.name}.rules").is_file())


def both(text: str, environment: Environment) -> tuple[tuple[object, ...], tuple[object, ...]]:
    """What is read at once, and by way of trees: the module, its places, the diagnostics."""
    at_once = read(text, environment)
    by_trees = patch.object(_Pieces, "_at_once", lambda *_: None)
    with patch.object(from_text, "_read", lambda *_: "unread"), by_trees:
        return at_once, read(text, environment)


def read(text: str, environment: Environment) -> tuple[object, ...]:
    diagnostics = Diagnostics()
    module = from_text._parse(Source("<test>", text), diagnostics, environment)
    return module, list(places(module)), list(diagnostics)


def places(value: object) -> Iterator[object]:
    if isinstance(value, Span):
        yield value.start, value.end
    elif isinstance(value, nodes.Node):
        for attribute in attrs.fields(type(value)):
            yield from places(getattr(value, attribute.name))
    elif isinstance(value, tuple):
        for each in value:
            yield from places(each)


def is_read_at_once(text: str, environment: Environment) -> bool:
    parsed = from_text.parse_text(Source("<test>", text), Diagnostics(), environment)
    return parsed is not None and parsed.at_once


@given(modules(), st.sampled_from(DIALECTS))
def test_of_modules(module: nodes.Module, dialect: str) -> None:
    text = print_module(module, dialect)
    at_once, by_trees = both(text, ENVIRONMENT)
    assert at_once == by_trees
    assert is_read_at_once(text, ENVIRONMENT)


@given(forms.modules(), st.sampled_from(DIALECTS))
def test_of_clause_forms(module: nodes.Module, dialect: str) -> None:
    text = print_module(module, dialect, environment=watch.ENVIRONMENT)
    at_once, by_trees = both(text, watch.ENVIRONMENT)
    assert at_once == by_trees
    assert is_read_at_once(text, watch.ENVIRONMENT)


DAMAGE = st.sampled_from(["", "x", "}", "(", " and ", " 且 ", "§", '"', " : ", "12", " 3 days ", ".", "#", "…", "must"])


@given(modules(2), st.sampled_from(DIALECTS), st.integers(0), st.integers(0, 12), DAMAGE)
def test_of_damaged_texts(module: nodes.Module, dialect: str, place: int, length: int, damage: str) -> None:
    text = print_module(module, dialect)
    place %= len(text)
    at_once, by_trees = both(text[:place] + damage + text[place + length :], ENVIRONMENT)
    assert at_once == by_trees


@pytest.mark.parametrize("name", POLICIES)
def test_of_shipped_policies(name: str) -> None:
    text = data("policies").joinpath(name, f"{name}.rules").read_text("utf-8")
    assert is_read_at_once(text, standard_environment())


def test_what_is_too_deep_is_measured_in_trees() -> None:
    deep = "policy p define d: integer { is " + "1 + " * 70 + "1 }"
    assert not is_read_at_once(deep, ENVIRONMENT)
    at_once, by_trees = both(deep, ENVIRONMENT)
    assert at_once == by_trees
    assert at_once[0] is not None


def test_a_name_that_is_too_long_is_reported() -> None:
    for text in ("policy " + "p" * 129, "policy p define d: boolean { is x." + "y" * 129 + " }"):
        at_once, by_trees = both(text, ENVIRONMENT)
        assert at_once == by_trees
        assert at_once[0] is None
