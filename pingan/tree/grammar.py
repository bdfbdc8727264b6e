"""The grammar of a dialect: core, the dialect's word order, its words, and the fragments of clause forms."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from attrs import evolve, field, frozen
from lark import Lark
from lark.parsers.lalr_analysis import Shift
from lark.parsers.lalr_parser import LALR_Parser

from pingan.language.data import data
from pingan.language.dialect import DIALECTS, Dialect, dialect, productions_of
from pingan.language.dialects import Dialects, core_dialects
from pingan.language.names import NAME_REST, NAME_START
from pingan.tree.fragments import Fragment, composed
from pingan.tree.tables import Tables, tables_of

SPACE: Final = r"[ \t\r\n]"
NO_NAME_AFTER: Final = r"(?![\w\U00020000-\U000323af])"
"""No character of a name follows. Wider than a name's own characters, which are far slower to compile in every
lexer state; where they differ stands a character that no name may hold, and the text is in error either way."""
STRING: Final = r'"[^"\n]*+"|“[^”\n]*+”'
_BEFORE_TEXT: Final = frozenset({"CITE", "NOTE"})
"""Keywords that are words of the language only before a text: elsewhere they may be names."""


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


def grammar_text(language: Dialect, fragments: tuple[Fragment, ...] = (), dialects: Dialects | None = None) -> str:
    """The whole Lark grammar of *language*, composed from the files of ``grammars/`` and *fragments*.

    The words of *dialects* (without: the language's own) are reserved, or mean something, in it.
    """
    folder = data("grammars")
    productions, words = composed(fragments, language)
    parts = [
        folder.joinpath("core.lark").read_text("utf-8"),
        language.productions if language.name in DIALECTS else productions_of(language),
        *productions,
        *(_keyword(terminal, row) for terminal, row in {**language.keywords, **words}.items()),
        _literals(dialects or core_dialects()),
    ]
    return "\n".join(parts)


@cache
def core_productions(language: Dialect) -> frozenset[str]:
    """The productions that the grammar of *language* has without any form."""
    text = grammar_text(language)
    return frozenset(re.findall(r"(?m)^[?!]*(_?[a-z][a-z_]*)(?:\.[0-9]+)?[ ]*:", text))


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
    return Grammar(lark, own, meant, openers, tables_of(lark, own.keywords, meant.reserved))


def unreserved(grammar: Grammar, language: Dialect) -> tuple[str, ...]:
    """The words of *language* that in *grammar* stand where a name may, and that nothing keeps from being one."""
    guarded = grammar.dialects.reserved
    words = {t: row for t, row in language.keywords.items() if t not in _BEFORE_TEXT}
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


def _keyword(terminal: str, words: tuple[str, ...]) -> str:
    # INVARIANT: a keyword is a whole word, else `notice` would begin with `not` and `非法行医` with `非`.
    longest = sorted(words, key=lambda w: -len(w))  # else the first of several words would do
    alternatives = "|".join(re.escape(w).replace(r"\ ", f"{SPACE}++") for w in longest)
    # Several words are one keyword, and more specific than a keyword that is its first word.
    priority = 5 if any(" " in w for w in words) else 4
    guard = rf"(?={SPACE}*+[\"“])" if terminal in _BEFORE_TEXT else ""
    return f"_{terminal}.{priority}: /(?:{alternatives}){NO_NAME_AFTER}{guard}/"


def _literals(dialects: Dialects) -> str:
    reserved = "|".join(sorted(map(re.escape, dialects.reserved), key=lambda w: (-len(w), w)))
    name = f"[{NAME_START}][{NAME_REST}]*+"
    apart = NO_NAME_AFTER
    day = r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}"
    han_day = r"[0-9]{4}[ ]?年[ ]?[0-9]{1,2}[ ]?月[ ]?[0-9]{1,2}[ ]?日"
    month = rf"(?:early|mid|late|month){SPACE}++[0-9]{{4}}-[0-9]{{1,2}}(?!-)"
    han_month = r"[0-9]{4}[ ]?年[ ]?[0-9]{1,2}[ ]?月(?:[ ]?[上中下]旬)?(?![ ]?[0-9])"
    clock = r"T[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?(?:Z|[+-][0-9]{2}:[0-9]{2})?"
    han_clock = r"[ ]?[0-9]{1,2}[ ]?时(?:[ ]?[0-9]{1,2}[ ]?分(?:[ ]?[0-9]{1,2}[ ]?秒)?)?"
    closing = f"(?:{apart}|(?=[内前起至]{apart}))"
    number = r"[0-9]++(?:\.[0-9]++)?"
    return "\n".join(
        [
            f"NAME: /(?!(?:{reserved}){apart}){name}/",
            f"KEY.8: /{name}(?={SPACE}*+(?:(?:{STRING}){SPACE}*+)?:)/",
            rf"MEMBER.3: /\.{SPACE}*+{name}/",
            f"DATETIME.12: /{day}{clock}{apart}|{han_day}{han_clock}{closing}/",
            f"DATE.11: /{day}{apart}|{han_day}{closing}/",
            f"MONTH.10: /{month}{apart}|{han_month}{closing}/",
            rf"DURATION.7: /{number}[ \t]*+(?:{dialects.durations_pattern}){closing}/",
            f"NUMBER.3: /{number}[%‰]?{apart}/",
            f"STRING: /{STRING}/",
            r"COMMENT: /\#[^\n]*+/",
            f"WS: /{SPACE}++/",
            "%ignore WS",
            "%ignore COMMENT",
        ]
    )
