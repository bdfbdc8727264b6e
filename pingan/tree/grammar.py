"""The parser of a dialect, built by Lark: what reads texts that something is wrong with, and makes the tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from attrs import evolve, field, frozen
from lark import Lark
from lark.parsers.lalr_analysis import Shift
from lark.parsers.lalr_parser import LALR_Parser

from pingan.language.dialect import Dialect, dialect
from pingan.language.dialects import Dialects, core_dialects
from pingan.tree.fragments import Fragment, composed
from pingan.tree.grammar_text import BEFORE_TEXT, grammar_text
from pingan.tree.kept_tables import keep_tables
from pingan.tree.tables import Tables
from pingan.tree.tables_from_lark import tables_of


@frozen
class Grammar:
    """A parser, with the words that clause forms add to those of its dialect."""

    lark: Lark
    language: Dialect
    dialects: Dialects
    """The dialects whose words mean something in the text."""
    openers: Mapping[str, tuple[str, ...]]
    """The words that begin the declarations of forms, by terminal."""
    tables: Tables | None = field(repr=False)
    """What the parser does, as data; None where only Lark itself can read a text."""


def parser(language: str | Dialect, fragments: tuple[Fragment, ...] = ()) -> Lark:
    """The LALR parser of *language* (a dialect, or one of the core's by name)."""
    return grammar(dialect(language), fragments).lark


_KEPT: Final[dict[tuple[Dialect, tuple[Fragment, ...], Dialects | None], Grammar]] = {}


def grammar(language: Dialect, fragments: tuple[Fragment, ...] = (), dialects: Dialects | None = None) -> Grammar:
    """The grammar of *language*, one of *dialects*, with *fragments*; building one takes a moment, so it is kept.

    Raises `lark.exceptions.GrammarError` and the like where the fragments do not fit.
    """
    kept = built_grammar(language, fragments, dialects)
    if kept is None:
        kept = _KEPT[language, fragments, dialects] = _built(language, fragments, dialects)
    return kept


def built_grammar(
    language: Dialect, fragments: tuple[Fragment, ...] = (), dialects: Dialects | None = None
) -> Grammar | None:
    """The `grammar` of *language*, one of *dialects*, with *fragments*, if this process has built it already."""
    return _KEPT.get((language, fragments, dialects))


def _built(language: Dialect, fragments: tuple[Fragment, ...], dialects: Dialects | None) -> Grammar:
    lark = Lark(
        grammar_text(language, fragments, dialects),
        start=["module", "declarations"],
        parser="lalr",
        lexer="contextual",
        propagate_positions=True,
        maybe_placeholders=False,
        # Lark settles what can be read in two ways by itself, unless it is told that nothing may be.
        _plugins={"LALR_Parser": _strict_parser},
    )
    _, words = composed(fragments, language)
    openers = {t: row for t, row in words.items() if any(w in f.openers for f in fragments for w in row)}
    own = evolve(language, keywords={**language.keywords, **words})
    meant = dialects or core_dialects()
    tables = tables_of(lark, own.keywords, meant.reserved)
    keep_tables(language, fragments, meant, tables)
    return Grammar(lark, own, meant, openers, tables)


def unreserved(grammar: Grammar, language: Dialect) -> tuple[str, ...]:
    """The words of *language* that in *grammar* stand where a name may, and that nothing keeps from being one."""
    guarded = grammar.dialects.reserved
    words = {t: row for t, row in language.keywords.items() if t not in BEFORE_TEXT}
    found: dict[str, None] = {}
    for accepted in grammar.lark.parser.parser._parse_table.states.values():
        # States that a name only closes lead to a deadline's word, which may be no keyword.
        if "NAME" in accepted and accepted["NAME"][0] is Shift:
            names = (terminal[1:] for terminal in accepted if terminal.startswith("_"))
            found.update(dict.fromkeys(w for n in names for w in words.get(n, ()) if _is_taken(w, guarded)))
    return tuple(found)


def _is_taken(word: str, guarded: frozenset[str]) -> bool:
    return word not in guarded and " " not in word


def _strict_parser(parser_conf: Any, debug: bool = False, strict: bool = True) -> LALR_Parser:
    return LALR_Parser(parser_conf, debug=debug, strict=True)
