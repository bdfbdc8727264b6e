"""What to say where the parser cannot go on: in the words of the file's dialect, with the remedy."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from lark import Lark
from lark.exceptions import UnexpectedInput
from lark.lexer import PatternStr

from pingan.diagnostics.diagnostic import Annotation, Diagnostic
from pingan.diagnostics.suggest import did_you_mean
from pingan.language.dialect import Dialect
from pingan.language.names import NAME_REST
from pingan.source import Source, Span
from pingan.tree.grammar import Grammar
from pingan.tree.recovery import DECLARATIONS, Piece

_WORD: Final = re.compile(rf"[{NAME_REST}]++")
_SIGNS: Final = re.compile(r"==|!=|<>|=>|\*\*|//|/\*|\.\.\.|[^\s]")
_SHOWN: Final = 40
_EXPRESSION: Final = frozenset(
    {"NAME", "STRING", "NUMBER", "DATE", "DATETIME", "MONTH", "DURATION", "MINUS", "LPAR", "LBRACE"}
    | {"_NOT", "_TRUE", "_FALSE", "_ABSENT", "_FROM", "_UNTIL", "_UNKNOWN"}
    | {"_AT_LEAST", "_AT_MOST", "_MORE_THAN", "_LESS_THAN", "_ONE_OF"}
)
_OPERATORS: Final = frozenset(
    {"PLUS", "MINUS", "STAR", "SLASH", "EQUAL", "NOT_EQUAL", "LESS", "MORE", "AT_LEAST_SIGN", "AT_MOST_SIGN"}
    | {"MEMBER", "LPAR", "_HAS", "_HAS_ANY", "_HAS_ALL", "_IN", "_AND", "_OR"}
)
_ITEMS: Final = frozenset(
    {
        "_CITE",
        "_OVERRIDES",
        "_IN_FORCE",
        "_SINCE",
        "_FROM",
        "_FOR",
        "_FOR_EACH",
        "_WHEN",
        "_UNLESS",
        "_THEN",
        "_SOFT",
        "_NOTE",
    }
)
_PHRASES: Final = {
    "NAME": "a name",
    "KEY": "a name and `:`",
    "MEMBER": "`.`",
    "STRING": "a text in quotes",
    "NUMBER": "a number",
    "DATE": "a date",
    "DATETIME": "an instant",
    "DURATION": "a length of time",
    "MONTH_DAY": "a day of the period",
    "HALF": "`half month`",
    "MONTH": "a month",
    "OPEN": "`...`",
    "NOT_EQUAL": "`!=`",
    "AT_LEAST_SIGN": "`>=`",
    "AT_MOST_SIGN": "`<=`",
}
_PAIRS: Final = (
    "如果→当 若→当 如→当 那么→则 并且→且 而且→且 或者→或 不是→非 包含→含 包括→含 大于→超过 小于→少于 在→于 "
    "之内→内 以内→内 之前→前 应该→应当 须→应当 要求→应当 禁止→不得 引用→依据 例外→除非 "
    "if→when else→otherwise shall→must contains→has includes→has before→by except→unless cites→cite"
)
_EVERYDAY_WORDS: Final = dict(pair.split("→") for pair in _PAIRS.split())
"""What people write instead of a word of the language, and that word."""
_COMPARISONS: Final = {"MORE_THAN": ">", "LESS_THAN": "<", "AT_LEAST": ">=", "AT_MOST": "<="}
_COMPARED: Final = {
    word: sign
    for sign, words in {
        ">": "大于 高于 多于",
        "<": "小于 低于",
        ">=": "不少于 不小于 不低于 大于等于",
        "<=": "不超过 不大于 不高于 小于等于",
    }.items()
    for word in words.split()
}
"""What people write in cells of tables instead of a sign."""
_SIGN_REMEDIES: Final = {
    "==": "equality is one `=`",
    "<>": "write `!=`",
    "=>": "write `>=`",
    "**": "there are no powers: write the multiplication out",
    "//": "comments begin with `#`",
    "/*": "comments begin with `#`",
    "!": "write `not`, or `!=`",
    "|": "write `or` or `或`",
}


def unexpected(
    problem: UnexpectedInput,
    grammar: Grammar,
    source: Source,
    text: str,
    piece: Piece,
    forms: Mapping[str, str] | None = None,
) -> Diagnostic:
    """The diagnostic for *problem*, which the parser met in *piece* of *text* (the scanned text of *source*).

    *forms* says what to do about words that open clause forms; nothing (an empty text) about those that may.
    """
    accepted = _accepted(problem)
    position = _position(problem, piece)
    if text[position : piece.end].strip() == "" or _ended(problem):
        return _end(accepted, grammar, source, text, piece)
    if piece.unopened is not None and piece.unopened == position:
        return Diagnostic(
            "unexpected-text", f"this `{text[position]}` closes nothing", (Annotation(_at(source, position, 1)),)
        )
    shown = _token(text, position)
    span = _at(source, position, len(shown))
    if (
        shown in grammar.dialects.reserved
        and {"NUMBER", "NAME", "LPAR"} <= accepted
        and not _is_translatable(shown, accepted, grammar)
    ):
        return _no_value(shown, span)
    if shown in grammar.dialects.reserved and accepted & {"NAME", "KEY"}:
        return _reserved(shown, span, accepted, grammar)
    message = f"`{_short(shown)}` cannot stand here: {_expected(accepted, grammar)} can"
    openers = forms if forms and f"_{DECLARATIONS[0]}" in accepted else {}
    remedy = openers.get(shown) or _remedy(shown, position, text, accepted, grammar)
    remedy = remedy or did_you_mean(shown, [word for word, told in openers.items() if not told])
    return Diagnostic("unexpected-text", message, (Annotation(span),), remedy)


def _accepted(problem: UnexpectedInput) -> frozenset[str]:
    interactive = getattr(problem, "interactive_parser", None)
    return frozenset(interactive.accepts()) if interactive is not None else frozenset()


def _position(problem: UnexpectedInput, piece: Piece) -> int:
    token = getattr(problem, "token", None)
    start = getattr(token, "start_pos", None) if token is not None else problem.pos_in_stream
    return start if isinstance(start, int) and piece.start <= start else piece.end


def _ended(problem: UnexpectedInput) -> bool:
    return getattr(getattr(problem, "token", None), "type", "") == "$END"


def _at(source: Source, start: int, length: int) -> Span:
    return Span(source, start, min(start + length, len(source.text)))


def _token(text: str, position: int) -> str:
    """What a reader takes for one thing at *position*."""
    found = _WORD.match(text, position) or _SIGNS.match(text, position)
    return found.group() if found else text[position]


def _short(shown: str) -> str:
    return shown if len(shown) <= _SHOWN else shown[:_SHOWN] + "…"


def _end(accepted: frozenset[str], grammar: Grammar, source: Source, text: str, piece: Piece) -> Diagnostic:
    if piece.unclosed is not None:
        bracket = text[piece.unclosed]
        closing = {"(": ")", "{": "}"}[bracket]
        span = _at(source, piece.unclosed, 1)
        return Diagnostic(
            "unexpected-text",
            f"this `{bracket}` is never closed",
            (Annotation(span),),
            f"add `{closing}` where it ends",
        )
    last = piece.start + len(text[piece.start : piece.end].rstrip())
    return Diagnostic(
        "unexpected-text",
        f"the declaration stops too early: {_expected(accepted, grammar)} is missing",
        (Annotation(_at(source, max(last - 1, 0), 1)),),
    )


def _is_translatable(word: str, accepted: frozenset[str], grammar: Grammar) -> bool:
    """Whether the word of another dialect that *word* is may stand here."""
    own = _same_keyword(word, grammar)
    return own is not None and any(own in grammar.language.keywords.get(t[1:], ()) for t in accepted)


def _no_value(word: str, span: Span) -> Diagnostic:
    """An expression should stand where the reserved *word* does."""
    line_start = span.source.text.rfind("\n", 0, span.start) + 1
    begins_line = not span.source.text[line_start : span.start].strip()
    remedy = None if begins_line else f"`{word}` is a word of the language, so nothing can be named by it"
    return Diagnostic("unexpected-text", f"a value is missing before `{word}`", (Annotation(span),), remedy)


def _reserved(word: str, span: Span, accepted: frozenset[str], grammar: Grammar) -> Diagnostic:
    if _is_translatable(word, accepted, grammar):
        message, remedy = (
            f"`{word}` is a word of another dialect",
            f"in this file write `{_same_keyword(word, grammar)}`",
        )
        return Diagnostic("reserved-word", message, (Annotation(span),), remedy)
    message = f"`{word}` is a word of the language, so nothing can be named by it"
    return Diagnostic("reserved-word", message, (Annotation(span),), f"choose another name, such as `{word}_`")


def _same_keyword(word: str, grammar: Grammar) -> str | None:
    """What this dialect writes for *word*, if *word* is a keyword of another dialect and not of this one."""
    language = grammar.language
    if any(word in words for words in language.keywords.values()):
        return None
    for other in grammar.dialects:
        for terminal, words in other.keywords.items():
            if other.name != language.name and word in words and terminal in language.keywords:
                return language.keyword(terminal)
    return None


def _remedy(shown: str, position: int, text: str, accepted: frozenset[str], grammar: Grammar) -> str | None:
    language, dialects = grammar.language, grammar.dialects
    if shown == "|" and any(terminal.name == "VBAR" for terminal in grammar.lark.terminals):
        is_empty = text[:position].rstrip(" ").endswith("|")
        return "something is missing between the two `|`: write at least `-`" if is_empty else None
    if shown in _SIGN_REMEDIES:
        return _SIGN_REMEDIES[shown]
    if shown == "=" and text[position - 1 : position] == "=":
        return _SIGN_REMEDIES["=="]
    if shown == "*" and text[position - 1 : position] == "*":
        return _SIGN_REMEDIES["**"]
    if shown[0].isdigit() and not shown.isdigit():
        return "names begin with a letter; a number stands apart from the word after it"
    before = re.search(rf"[{NAME_REST}]{{1,200}}\s*$", text[max(0, position - 220) : position])
    words = [w for t in accepted if t.startswith("_") for w in language.keywords.get(t[1:], ())]
    around = (shown, before.group().strip() if before else "")
    sign = _compared(around, accepted, grammar)
    if sign is not None:
        return f"in a cell write `{sign}`"
    own = _same_keyword(shown, grammar)
    if own is not None:
        return f"in this file write `{own}`"
    for word in around:
        meant = _EVERYDAY_WORDS.get(word)
        if meant is not None and any(meant in row for row in language.keywords.values()):
            return f"in this file write `{meant}`"
    for word in around:
        apart = dialects.unglued(word) if len(word) <= 200 else None
        begins_well = word is not shown or "NAME" in accepted or (apart or "").split(" ")[0] in words
        if apart is not None and begins_well and word not in dialects.reserved:
            return f"is `{apart}` meant? keywords stand apart from names"
    return did_you_mean(shown, words)


def _compared(around: tuple[str, str], accepted: frozenset[str], grammar: Grammar) -> str | None:
    """The sign of the comparison that the words *around* a place are meant to be in a cell of a table."""
    if "VBAR" not in accepted:
        return None
    shown, before = around
    words = {w: s for t, s in _COMPARISONS.items() for d in grammar.dialects for w in d.keywords.get(t, ())}
    known = {**words, **_COMPARED}
    return next((known[word] for word in (f"{before} {shown}", shown, before) if word in known), None)


def _expected(accepted: frozenset[str], grammar: Grammar) -> str:
    """The terminals *accepted* as a phrase: ``a name, `when` or an expression``."""
    rest, language = set(accepted), grammar.language
    phrases: list[str] = []
    openers = {f"_{d}" for d in DECLARATIONS} - {"_POLICY", "_VOCABULARY"}
    if {"NUMBER", "NAME", "LPAR"} <= rest:
        phrases.append("an expression")
        rest -= _EXPRESSION
    if openers <= rest:
        phrases.append("a declaration")
        rest -= openers | {f"_{t}" for t in grammar.openers}
    if len(rest & _OPERATORS) > 3:
        phrases.append("an operator")
        rest -= _OPERATORS
    if len(rest & _ITEMS) > 5:
        phrases.append(f"an item of the rule (`{language.keyword('CITE')}`, `{language.keyword('WHEN')}` and so on)")
        rest -= _ITEMS
    if "$END" in rest:
        rest.discard("$END")
        phrases.append("the end of the file")
    phrases[:0] = sorted({_phrase(t, grammar.lark, language) for t in rest})[:7]
    if not phrases:
        return "nothing"
    *others, last = phrases
    return f"{', '.join(others)} or {last}" if others else last


def _phrase(terminal: str, lark: Lark, language: Dialect) -> str:
    if terminal in _PHRASES:
        return _PHRASES[terminal]
    if terminal[1:] in language.keywords:
        return f"`{language.keyword(terminal[1:])}`"
    pattern = lark.get_terminal(terminal).pattern
    return f"`{pattern.value}`" if isinstance(pattern, PatternStr) else terminal.strip("_").lower()
