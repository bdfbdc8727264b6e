"""Long, deep and many: every limit has its error, within a bound of time and at any depth of the caller."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

import pytest

from pingan.language.stack import with_room
from pingan.syntax import nodes
from pingan.syntax.to_text import print_expression, print_module
from pingan.tree.scan import MAXIMUM_SOURCE
from tests.tree.parsing import ENGLISH, expression, parsed, problem, problems

T = TypeVar("T")


def deep_down(frames: int, function: Callable[[], T]) -> T:
    """The result of *function*, called from *frames* frames further down."""
    return function() if frames == 0 else deep_down(frames - 1, function)


DEEPEST = {
    "parentheses": "(" * 64 + "1" + ")" * 64,
    "not": "not " * 64 + "x",
    "minus": "-" * 64 + "1",
    "calls": "abs(" * 64 + "1" + ")" * 64,
    "sets": "{" * 64 + "1" + "}" * 64,
    "alternation": "a and (b or (" * 32 + "c" + "))" * 32,
}
TOO_DEEP = {
    "parentheses": "(" * 65 + "1" + ")" * 65,
    "not": "not " * 65 + "x",
    "minus": "-" * 65 + "1",
    "calls": "abs(" * 65 + "1" + ")" * 65,
    "sets": "{" * 65 + "1" + "}" * 65,
}


@pytest.mark.parametrize("text", DEEPEST.values(), ids=DEEPEST)
@pytest.mark.parametrize("frames", [0, 500, 900])
def test_sixty_four_levels_parse_print_and_compare_from_any_depth(text: str, frames: int) -> None:
    def round_trip() -> bool:
        module = parsed(f"{ENGLISH}set a = {text}")
        return with_room(lambda: parsed(print_module(module, "zh")) == module)

    assert deep_down(frames, round_trip)


@pytest.mark.parametrize("text", TOO_DEEP.values(), ids=TOO_DEEP)
def test_sixty_five_levels_are_too_deep(text: str) -> None:
    found = problem(f"{ENGLISH}set a = {text}")
    assert (found.code, "64 levels" in found.message) == ("too-large", True)


@pytest.mark.parametrize("opening", ["(", "{", "not ", "-", "abs(", "（", "1 + (", "{ a: "])
def test_a_million_levels_are_refused_at_once(opening: str) -> None:
    start = time.perf_counter()
    text = opening * (1_000_000 // len(opening.encode()))
    assert "too-large" in {d.code for d in problems(f"{ENGLISH}set a = {text}")}
    assert time.perf_counter() - start < 10


def test_a_hundred_thousand_balanced_parentheses_are_refused() -> None:
    assert problem(f"{ENGLISH}set a = {'(' * 100_000}1{')' * 100_000}").code == "too-large"


def test_chains_of_norms_end() -> None:
    norms = "a must b " + "otherwise a must b " * 65
    assert problem(f"{ENGLISH}rule r {{ then {norms} }}").code == "too-large"
    parsed(f"{ENGLISH}rule r {{ then a must b {'otherwise a must b ' * 40} }}")


def test_long_sums_are_refused_before_they_are_deep_trees() -> None:
    expression("1" + " + 1" * 100)
    assert problem(f"{ENGLISH}set a = 1{' + 1' * 400}").code == "too-large"


def test_wide_lists_pass_up_to_ten_thousand_parts() -> None:
    value = expression("{" + ", ".join(f"a{n}" for n in range(9_000)) + "}")
    assert isinstance(value, nodes.SetLiteral)
    assert len(value.elements) == 9_000
    assert problem(f"{ENGLISH}set a = {{{'a, ' * 11_000}b}}").code == "too-large"


@pytest.mark.parametrize("operator", ["and", "or", "+", "*", ","])
def test_wide_operators_are_refused_quickly(operator: str) -> None:
    start = time.perf_counter()
    assert problem(f"{ENGLISH}set a = {{a{f' {operator} a' * 150_000}}}").code == "too-large"
    assert time.perf_counter() - start < 10


@pytest.mark.parametrize("size", [MAXIMUM_SOURCE, 10 * MAXIMUM_SOURCE])
def test_a_file_over_sixteen_mebibytes_is_refused(size: int) -> None:
    start = time.perf_counter()
    assert problem(ENGLISH + "#" * size).code == "too-large"
    assert time.perf_counter() - start < 5


def test_a_million_digits_are_no_number() -> None:
    start = time.perf_counter()
    assert problem(f"{ENGLISH}set a = {'9' * 1_000_000}").code == "bad-literal"
    assert time.perf_counter() - start < 5


def test_there_are_no_powers() -> None:
    found = problem(f"{ENGLISH}set a = 9**9**9")
    assert found.code == "unexpected-text"
    assert found.help is not None
    assert "no powers" in found.help


def test_twenty_eight_digits_are_a_number_and_twenty_nine_are_none() -> None:
    assert expression("9" * 28) == nodes.NumberLiteral("9" * 28)
    assert expression("9." + "1" * 27) == nodes.NumberLiteral("9." + "1" * 27)
    assert problem(f"{ENGLISH}set a = {'9' * 29}").code == "bad-literal"


def test_long_texts_names_and_paths_are_refused() -> None:
    parsed(f'{ENGLISH}actor a "{"x" * 4096}"')
    assert problem(f'{ENGLISH}actor a "{"中" * 1366}"').code == "bad-literal"
    assert problem(f"{ENGLISH}actor {'a' * 129}").code == "too-large"
    assert problem(f"{ENGLISH}set a = a{'.b' * 32}").code == "too-large"


def test_at_most_a_hundred_problems_are_reported_in_bounded_time() -> None:
    start = time.perf_counter()
    assert len(problems(ENGLISH + "rule r { then }\n" * 50_000)) == 100
    assert time.perf_counter() - start < 10


def test_with_room_gives_results_and_failures_of_the_function() -> None:
    def fails() -> None:
        raise LookupError("mine")

    assert with_room(lambda: 3) == 3
    with pytest.raises(LookupError, match="mine"):
        deep_down(900, lambda: with_room(lambda: deep_down(200, fails)))


def test_printing_an_expression_has_room_as_well() -> None:
    node = expression(DEEPEST["alternation"])
    assert deep_down(900, lambda: print_expression(node)) == print_expression(node)
