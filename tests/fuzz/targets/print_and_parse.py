"""Drawn syntax is printed, read again, and the same; by trees as at once."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pingan.language.dialect import DIALECTS
from pingan.syntax.nodes import Module
from pingan.syntax.to_text import print_module
from tests.fuzz.asking import hold
from tests.fuzz.drawing import drawn
from tests.strategies.syntax import ENVIRONMENT, modules
from tests.tree.parsing import parsed
from tests.tree.test_at_once import both

SEEDS = (b"", bytes(400), bytes(range(256)) * 2)


@given(modules(2), st.sampled_from(DIALECTS))
def said(module: Module, dialect: str) -> None:
    text = print_module(module, dialect)
    hold(parsed(text, ENVIRONMENT) == module, "what is printed says something else")
    at_once, by_trees = both(text, ENVIRONMENT)
    hold(at_once == by_trees, "trees say something else")


check = drawn(said)
