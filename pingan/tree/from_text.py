"""The pass from text to syntax: scan, parse, build."""

from __future__ import annotations

from lark.exceptions import UnexpectedInput

from pingan.diagnostics.diagnostic import Diagnostics
from pingan.language.dialect import dialect_of_first_word
from pingan.language.stack import with_room
from pingan.source import Source, Span
from pingan.syntax import nodes
from pingan.syntax.from_tree import build
from pingan.tree.grammar import parser


def parse(source: Source, diagnostics: Diagnostics) -> nodes.Module | None:
    """The module that *source* holds; None when anything in it is wrong, which *diagnostics* then lists."""
    return with_room(lambda: _parse(source, diagnostics))


def _parse(source: Source, diagnostics: Diagnostics) -> nodes.Module | None:
    import re
    m = re.match(r"(?:\s|#[^\n]*\n)*(\w+)", source.text)
    language = dialect_of_first_word(m.group(1)) if m else None
    if language is None:
        diagnostics.error("unexpected-text", "a file begins with `policy` or `vocabulary`", Span(source, 0, 1))
        return None
    try:
        tree = parser(language).parse(source.text, start="module")
    except UnexpectedInput as problem:
        position = problem.pos_in_stream or 0
        diagnostics.error("unexpected-text", f"unexpected text ({problem})", Span(source, position, position + 1))
        return None
    module = build(tuple(tree.children), source, diagnostics, dialect=language)
    return None if diagnostics.has_errors else module
