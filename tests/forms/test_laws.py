"""Laws of modules with clause forms: those of the printer, and that lowering does not depend on how it was written."""

from __future__ import annotations

from attrs import evolve
from hypothesis import assume, given
from hypothesis import strategies as st

from pingan.diagnostics.diagnostic import Diagnostics
from pingan.language.dialect import DIALECTS
from pingan.syntax import nodes
from pingan.syntax.lowering import lower_module
from pingan.syntax.to_text import print_module
from tests.forms.watch import ENVIRONMENT
from tests.strategies.forms import modules
from tests.tree.parsing import parsed

dialects = st.sampled_from(DIALECTS)


def printed(module: nodes.Module, dialect: str | None = None, *, as_written: bool = True) -> str:
    return print_module(module, dialect, as_written=as_written, environment=ENVIRONMENT)


def read(text: str) -> nodes.Module:
    return parsed(text, ENVIRONMENT)


@given(modules(), dialects)
def test_print_then_parse_is_identity_in_both_dialects(module: nodes.Module, dialect: str) -> None:
    assert read(printed(module, dialect)) == module


@given(modules(), dialects)
def test_formatting_is_idempotent(module: nodes.Module, dialect: str) -> None:
    text = printed(module, dialect)
    assert printed(read(text)) == text


@given(modules(), dialects)
def test_equal_modules_print_the_same_without_their_authors_lines(module: nodes.Module, dialect: str) -> None:
    there = read(printed(module, dialect))
    assert printed(there, dialect, as_written=False) == printed(module, dialect, as_written=False)
    assert read(printed(there, dialect, as_written=False)) == module


@given(modules(), dialects, st.lists(st.text("ab 中#“,", max_size=6), max_size=5), st.randoms(use_true_random=False))
def test_comments_are_kept_wherever_they_stand(
    module: nodes.Module, dialect: str, comments: list[str], random: object
) -> None:
    lines = printed(module, dialect).split("\n")
    marks = [f"#{n} {c}" for n, c in enumerate(comments)]
    for mark in marks:
        place = random.randrange(len(lines))  # type: ignore[attr-defined]
        # Behind a line, or on a line of its own.
        lines[place : place + 1] = [f"{lines[place]} {mark}"] if len(mark) % 2 else [lines[place], mark]
    commented = read("\n".join(lines))
    assert commented == module
    formatted = printed(commented)
    again = read(formatted)
    assert again == module
    assert sorted(c.text.rstrip() for c in again.comments) == sorted(c.text for c in commented.comments)
    assert printed(again) == formatted


@given(modules(most=1))
def test_lowering_does_not_depend_on_the_dialect(module: nodes.Module) -> None:
    lowered = []
    for dialect in DIALECTS:
        diagnostics = Diagnostics()
        written = evolve(read(printed(module, dialect)), dialect="en")
        lowered.append(lower_module(written, ENVIRONMENT, diagnostics).module)
        assume(not diagnostics.has_errors)
    assert lowered[0] == lowered[1]
    assert lowered[0].core == lowered[1].core


@given(modules(most=1), dialects)
def test_what_is_lowered_stands_where_the_declaration_does(module: nodes.Module, dialect: str) -> None:
    written = read(printed(module, dialect))
    diagnostics = Diagnostics()
    made = lower_module(written, ENVIRONMENT, diagnostics).module.declarations
    for declaration in written.declarations:
        if isinstance(declaration, nodes.FormDeclaration):
            whole = declaration.span
            rules = [m for m in made if isinstance(m, nodes.Rule)]
            assert diagnostics.has_errors or rules
            assert all(whole.start <= n.span.start < n.span.end <= whole.end for r in rules for n in (r, *r.norms))


@given(modules(most=1), dialects)
def test_what_is_lowered_can_be_printed_and_parsed(module: nodes.Module, dialect: str) -> None:
    diagnostics = Diagnostics()
    lowered = lower_module(read(printed(module)), ENVIRONMENT, diagnostics).module
    assume(not diagnostics.has_errors)
    assert read(printed(lowered, dialect)) == lowered
