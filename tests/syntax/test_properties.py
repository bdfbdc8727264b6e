"""Laws of the printer: what it prints parses to an equal tree, in either dialect, and prints the same again."""

from __future__ import annotations

from typing import Any

import attrs
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st

from pingan.language.dialect import DIALECTS
from pingan.syntax import nodes
from pingan.syntax.to_text import print_expression, print_module
from tests.strategies.forms import watches
from tests.strategies.syntax import (
    ENVIRONMENT,
    expectations,
    expressions,
    givens,
    headers,
    modules,
    norms,
    rules,
    scenarios,
    vocabulary_items,
)
from tests.tree import parsing
from tests.tree.parsing import expression

dialects = st.sampled_from(DIALECTS)


def parsed(text: str) -> nodes.Module:
    return parsing.parsed(text, ENVIRONMENT)


@given(modules(), dialects)
def test_print_then_parse_is_identity_in_both_dialects(module: nodes.Module, dialect: str) -> None:
    assert parsed(print_module(module, dialect)) == module


@given(modules(), dialects)
def test_formatting_is_idempotent(module: nodes.Module, dialect: str) -> None:
    text = print_module(module, dialect)
    assert print_module(parsed(text)) == text


@given(modules(), dialects)
def test_translating_there_and_back_changes_only_lines_that_did_not_fit(module: nodes.Module, dialect: str) -> None:
    text = print_module(module, dialect)
    (other,) = set(DIALECTS) - {dialect}
    there = print_module(parsed(text), other)
    back = print_module(parsed(there), dialect)
    assert parsed(back) == module
    # What was broken on the way stays broken, since that is how its author wrote it now.
    assert print_module(parsed(back), other) == there
    assert print_module(parsed(there), dialect, as_written=False) == print_module(module, dialect, as_written=False)


@given(modules(), dialects, st.randoms(use_true_random=False))
def test_line_ends_of_the_author_change_neither_the_tree_nor_what_is_printed_next(
    module: nodes.Module, dialect: str, random: object
) -> None:
    words = print_module(module, dialect).split(" ")
    for _ in range(6):
        place = random.randrange(len(words))  # type: ignore[attr-defined]
        words[place] += random.choice(("\n", "\n\n", "\n\n\n"))  # type: ignore[attr-defined]
    laid_out = parsing.try_parse(" ".join(words), ENVIRONMENT)
    assume(laid_out == module)  # A text or a literal of several words may have been torn.
    assert laid_out is not None
    text = print_module(laid_out)
    assert parsed(text) == module
    assert print_module(parsed(text)) == text
    assert "\n\n\n" not in text
    assert print_module(laid_out, as_written=False) == print_module(module, dialect, as_written=False)


@given(expressions)
def test_an_expression_prints_as_itself_on_one_line(node: nodes.Expression) -> None:
    text = print_expression(node)
    assert "\n" not in text
    assert expression(text) == node


_COMMENTS = st.lists(
    st.text(st.characters(categories=("L", "N", "P", "Zs"), exclude_characters="\r"), max_size=9), max_size=5
)


@given(modules(), dialects, _COMMENTS, st.randoms(use_true_random=False))
def test_comments_are_kept_wherever_they_stand(
    module: nodes.Module, dialect: str, comments: list[str], random: object
) -> None:
    lines = print_module(module, dialect).split("\n")
    marks = [f"#{n} {c}" for n, c in enumerate(comments)]
    for mark in marks:
        place = random.randrange(len(lines))  # type: ignore[attr-defined]
        # Behind a line, or on a line of its own.
        lines[place : place + 1] = [f"{lines[place]} {mark}"] if len(mark) % 2 else [lines[place], mark]
    text = "\n".join(lines)
    commented = parsed(text)
    assert commented == module
    formatted = print_module(commented)
    assert parsed(formatted) == module
    assert sorted(c.text.rstrip() for c in parsed(formatted).comments) == sorted(c.text for c in commented.comments)
    assert print_module(parsed(formatted)) == formatted


def classes_in(thing: object) -> set[type]:
    if isinstance(thing, tuple):
        return set().union(*map(classes_in, thing))
    if not attrs.has(type(thing)):
        return set()
    parts = (getattr(thing, name) for name in getattr(type(thing), "__match_args__", ()))
    return set().union({type(thing)}, *map(classes_in, parts))


def test_the_strategies_know_every_class_of_node() -> None:
    """Each part is drawn for itself: what a few hundred whole modules happen to hold differs with the machine."""
    found: set[type] = set()

    def collect(strategy: st.SearchStrategy[Any]) -> None:
        @settings(max_examples=300, derandomize=True, database=None, deadline=None, phases=[Phase.generate])
        @given(strategy)
        def draw(thing: object) -> None:
            found.update(classes_in(thing))

        draw()

    parts = (headers, vocabulary_items, rules, norms, scenarios, expectations, givens, expressions, watches())
    for strategy in (modules(1), *parts):
        collect(strategy)
    every = {c for c in vars(nodes).values() if isinstance(c, type) and attrs.has(c) and issubclass(c, nodes.Node)}
    assert every - found == {nodes.Node, nodes.Itemised, nodes.Comment}
