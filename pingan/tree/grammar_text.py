"""The text of a dialect's grammar: core, the dialect's word order, its words, and the fragments of clause forms."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from pingan.language.data import data
from pingan.language.dialect import DIALECTS, Dialect, productions_of
from pingan.language.dialects import Dialects, core_dialects
from pingan.language.names import NAME_REST, NAME_START
from pingan.tree.fragments import Fragment, composed

SPACE: Final = r"[ \t\r\n]"
NO_NAME_AFTER: Final = r"(?![\w\U00020000-\U000323af])"
"""No character of a name follows. Wider than a name's own characters, which are far slower to compile in every
lexer state; where they differ stands a character that no name may hold, and the text is in error either way."""
STRING: Final = r'"[^"\n]*+"|“[^”\n]*+”'
BEFORE_TEXT: Final = frozenset({"CITE", "NOTE"})
"""Keywords that are words of the language only before a text: elsewhere they may be names."""


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


def _keyword(terminal: str, words: tuple[str, ...]) -> str:
    # INVARIANT: a keyword is a whole word, else `notice` would begin with `not` and `非法行医` with `非`.
    longest = sorted(words, key=lambda w: -len(w))  # else the first of several words would do
    alternatives = "|".join(re.escape(w).replace(r"\ ", f"{SPACE}++") for w in longest)
    # Several words are one keyword, and more specific than a keyword that is its first word.
    priority = 5 if any(" " in w for w in words) else 4
    guard = rf"(?={SPACE}*+[\"“])" if terminal in BEFORE_TEXT else ""
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
