"""Texts that something is wrong with, and those in grammars not met before: Lark builds the parser and reads them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from typing import Any

from attrs import evolve, frozen
from lark import Lark, TextSlice, Token, Tree
from lark.exceptions import LarkError, UnexpectedInput

from pingan.diagnostics.diagnostic import MAXIMUM_DIAGNOSTICS, Diagnostics
from pingan.language.dialect import DIALECTS, Dialect
from pingan.language.dialects import Dialects
from pingan.language.environment import Environment
from pingan.language.installed import told
from pingan.source import Source, Span
from pingan.syntax.building.context import Context, Handler
from pingan.syntax.building.module import all_handlers
from pingan.syntax.failures import form_failed
from pingan.syntax.from_tree import build
from pingan.tree.automaton import read
from pingan.tree.forms import UsedForm, failed_openers, productions
from pingan.tree.grammar import Grammar, grammar, unreserved
from pingan.tree.lexemes import UnmeasuredError
from pingan.tree.messages import unexpected
from pingan.tree.needs import report_dialect
from pingan.tree.recovery import FIRST_WORD, Piece, pieces
from pingan.tree.scan import Scan

LarkTree = Tree[Token]


def grammar_for(
    language: Dialect,
    forms: tuple[UsedForm, ...],
    dialects: Dialects,
    environment: Environment,
    diagnostics: Diagnostics,
) -> Grammar | None:
    """The grammar of *language* with *forms*; None, which is reported, where a library's dialect allows none."""
    try:
        found = _grammar_with(language, forms, dialects, diagnostics)
        clashing = unreserved(found, language) if language.name not in DIALECTS else ()
    except Exception as problem:
        if language.name in DIALECTS:
            raise
        report_dialect(language, environment, f"its grammar cannot be read ({told(problem)})", diagnostics)
        return None
    if clashing:
        words = ", ".join(f"`{word}`" for word in clashing)
        report_dialect(language, environment, f"these words must be reserved: {words}", diagnostics)
        return None
    return found


def made_by_trees(
    found: Grammar,
    forms: tuple[UsedForm, ...],
    source: Source,
    scanned: Scan,
    needed: Environment,
    hints: Mapping[str, str],
    diagnostics: Diagnostics,
    *,
    refused: bool = False,
) -> tuple[list[Any], Context] | None:
    """The header and the declarations of *source*; those that do not parse are left out and reported.

    None without a header. *needed* is what the text may use, *hints* are remedies for words that cannot stand there.
    *refused* says that the tables of *found* do not allow the text.
    """
    used = productions(forms, found.dialects)
    context = Context(source, Diagnostics(), dialects=found.dialects, form_words=used.words)
    handlers = all_handlers(used)
    trees = None if refused else _whole(found.lark, scanned.text)
    if trees is not None:
        return build(trees, context, handlers), context
    failed = failed_openers(found, found.language, needed)
    made = _piecemeal(_Pieces(found, context, handlers, scanned), hints, failed, diagnostics)
    if made and not diagnostics.has_errors:
        # INVARIANT: a text that does not parse as a whole is never accepted in pieces.
        message = "the declarations of this file do not fit together"
        diagnostics.error("unexpected-text", message, Span(source, 0, 1))
    return (made, context) if made else None


def _grammar_with(
    language: Dialect, used: tuple[UsedForm, ...], dialects: Dialects, diagnostics: Diagnostics
) -> Grammar:
    """The grammar of *language*, one of *dialects*, with the forms *used*; one that does not fit is reported."""
    try:
        return grammar(language, tuple(u.fragment for u in used), dialects)
    except LarkError:
        pass  # one by one, to say which does not fit
    fitting: list[UsedForm] = []
    for one in used:
        try:
            grammar(language, tuple(u.fragment for u in (*fitting, one)), dialects)
            fitting.append(one)
        except LarkError as problem:
            form_failed(one.form.name, one.library, _grammar_problem(problem), diagnostics, one.place)
    return grammar(language, tuple(u.fragment for u in fitting), dialects)


def _grammar_problem(problem: LarkError) -> str:
    text = " ".join(str(problem).split())
    if "onflict" in text or "ollision" in text:
        return f"its grammar can be read in two ways ({text[:300]})"
    return f"its grammar cannot be read ({text[:300]})"


def _whole(lark: Lark, text: str) -> tuple[LarkTree, ...] | None:
    try:
        return _children(lark.parse(text, start="module"))
    except UnexpectedInput:
        return None


def _children(tree: LarkTree) -> tuple[LarkTree, ...]:
    return tuple(child for child in tree.children if isinstance(child, Tree))


@frozen
class _Pieces:
    """A text whose declarations are read one by one."""

    grammar: Grammar
    context: Context
    handlers: Mapping[str, Handler]
    scanned: Scan

    def troubled(self, piece: Piece) -> bool:
        """Whether characters in *piece* have been reported."""
        first = bisect_left(self.scanned.troubled, piece.start)
        return first < len(self.scanned.troubled) and self.scanned.troubled[first] < piece.end

    def made(self, piece: Piece) -> list[Any]:
        """What becomes of *piece*. Raises UnexpectedInput."""
        at_once = None if self.troubled(piece) else self._at_once(piece)
        if at_once is not None:
            return at_once
        start = "declarations" if piece.start else "module"
        text = TextSlice(self.scanned.text, piece.start, piece.end)
        return build(_children(self.grammar.lark.parse(text, start=start)), self.context, self.handlers)

    def _at_once(self, piece: Piece) -> list[Any] | None:
        tables, context = self.grammar.tables, self.context
        if tables is None:
            return None
        own = evolve(context, diagnostics=Diagnostics(), givens_only=[])
        try:
            made = read(tables, self.scanned.text, own, self.handlers, piece)
        except UnmeasuredError:
            return None
        if made is not None:
            context.givens_only.extend(own.givens_only)
            for diagnostic in own.diagnostics:
                context.diagnostics.add(diagnostic)
        return made


def _piecemeal(text: _Pieces, forms: Mapping[str, str], failed: frozenset[str], diagnostics: Diagnostics) -> list[Any]:
    """The declarations one by one, so that every one that does not parse is reported.

    Those that begin with a word in *failed* are not: their forms have been.
    """
    grammar, source, scanned = text.grammar, text.context.source, text.scanned
    is_reported = any(d.code == "library-failed" for d in diagnostics)
    openers = tuple(word.split(" ")[0] for words in grammar.openers.values() for word in words)
    openers = (*openers, *failed) if is_reported else openers
    made: list[Any] = []
    has_header = False
    for piece in pieces(scanned.text, grammar.language, openers):
        if len(diagnostics) >= MAXIMUM_DIAGNOSTICS:
            break
        first_word = FIRST_WORD.match(scanned.text, piece.start, piece.end) if is_reported else None
        if first_word is not None and first_word["word"] in failed:
            continue
        try:
            made += text.made(piece)
            has_header = has_header or piece.start == 0
        except UnexpectedInput as problem:
            if not text.troubled(piece):  # else the characters reported there are the likely cause
                diagnostics.add(unexpected(problem, grammar, source, scanned.text, piece, forms))
    return made if has_header else []
