"""The patterns of highlighting, in the order in which they are tried: one list for Pygments and for TextMate.

INVARIANT: a pattern stays on its line, looks back one character at most, and its parts cover all that it takes. What
Python's `re` and Oniguruma read differently (possessive repetition, look-behind of several lengths) is not used.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

from attrs import frozen

from pingan.highlighting.kinds import Kind
from pingan.highlighting.words import Words
from pingan.language.names import NAME_REST, NAME_START

BLANK: Final = "[ \\t\u3000]*"
NAME: Final = f"[{NAME_START}][{NAME_REST}]*"
STRING: Final = '(?:"[^"\\n]*"|“[^”\\n]*”)'
_HASH: Final = "[#＃]"
_OPEN: Final = "[(（]"
_COMMA: Final = "[,，、]"
_COLON: Final = "[:：]"
_NOT_BEFORE: Final = f"(?<![{NAME_REST}])"
_NOT_AFTER: Final = f"(?![{NAME_REST}])"
_NUMBER: Final = "[0-9]+(?:\\.[0-9]+)?"
_CODE: Final = "[a-z][a-z0-9-]*"
_CODES: Final = f"{_CODE}(?:(?:{BLANK}{_COMMA}{BLANK}|[ \\t\u3000]+){_CODE})*(?![a-z0-9-])"


@frozen
class Pattern:
    """What pieces look like that stand together: their kinds and the expression of each, and what must follow them."""

    parts: tuple[tuple[Kind, str], ...]
    before: str = ""
    after: str = ""

    @property
    def expression(self) -> str:
        """One regular expression with a group for each part."""
        return self.before + "".join(f"({expression})" for _, expression in self.parts) + self.after


@cache
def patterns(words: Words) -> tuple[Pattern, ...]:
    """The patterns of a language with *words*, the first that fits counts."""
    return (
        *_comments(),
        *_declarations(words),
        *_fields(words),
        *_with_texts(words),
        *_literals(words),
        *_typed(words),
        *_phrases(words),
        *_operands(words),
        *_keywords(words),
        *_names(words),
        *_signs(),
    )


def _pattern(*parts: tuple[Kind, str], before: str = "", after: str = "") -> Pattern:
    return Pattern(parts, before, after)


_SPACE: Final = (Kind.SPACE, BLANK)
_GAP: Final = (Kind.SPACE, "[ \\t\u3000]+")
_WHOLE: Final = (Kind.NAME, NAME + _NOT_AFTER)
_LABEL: Final = (Kind.LABEL, STRING)


def _comments() -> Iterator[Pattern]:
    """What `pingan.linting.allowing` reads: `# pingan: allow CODE, CODE — reason`, `# pingan：允许 CODE`."""
    told = (Kind.DIRECTIVE, f"[Pp]ingan{BLANK}{_COLON}{BLANK}[^\\s:：]+(?:{BLANK}{_COLON})?")
    rest = (Kind.COMMENT, "[^\\n]*")
    yield _pattern((Kind.COMMENT, f"{_HASH}{BLANK}"), told, _SPACE, (Kind.CODE, _CODES), rest)
    yield _pattern((Kind.COMMENT, f"{_HASH}[^\\n]*"))


def _declarations(words: Words) -> Iterator[Pattern]:
    """At the beginning of a line or behind a brace: what declares, the name, and a label of it."""
    declaring = (Kind.DECLARATION, _any(words.of_kind(Kind.DECLARATION)))
    declared = (Kind.DECLARED, NAME + _NOT_AFTER)
    for first in (_pattern(_SPACE, before="^"), _pattern((Kind.PUNCTUATION, "[{}｛｝]"), _SPACE)):
        yield Pattern((*first.parts, declaring, _GAP, declared, _SPACE, _LABEL), first.before)
        yield Pattern((*first.parts, declaring, _GAP, declared), first.before)
        # A title. A field may be called like a keyword that declares, and its label stands there: `actor "who": text`.
        yield Pattern((*first.parts, declaring, _SPACE, _LABEL), first.before, f"(?={BLANK}[{{｛])")


def _fields(words: Words) -> Iterator[Pattern]:
    constants = words.of_kind(Kind.CONSTANT) & words.reserved
    field = (Kind.FIELD, f"(?!{_any(constants)}){NAME}{_NOT_AFTER}")
    yield _pattern(field, before=_NOT_BEFORE, after=f"(?={BLANK}{_COLON})")
    yield _pattern(field, _SPACE, _LABEL, before=_NOT_BEFORE, after=f"(?={BLANK}{_COLON})")
    yield _pattern((Kind.PUNCTUATION, "[.．]"), _SPACE, (Kind.MEMBER, NAME))


def _with_texts(words: Words) -> Iterator[Pattern]:
    several = (Kind.CLAUSE, f"{STRING}(?:{BLANK}{_COMMA}{BLANK}{STRING})*")
    for terminal, clauses in (("CITE", several), ("OMITS", (Kind.CLAUSE, STRING))):
        yield _pattern((Kind.KEYWORD, _any(words.of(terminal))), _SPACE, clauses, before=_NOT_BEFORE)


def _literals(words: Words) -> Iterator[Pattern]:
    # In Chinese a keyword may follow without a space: `30分钟内`.
    endings = (((Kind.KEYWORD, f"[内前起至]{_NOT_AFTER}"),), ())
    day, month = "[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}", "[0-9]{4}-[0-9]{1,2}(?!-)"
    clock = "T[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\\.[0-9]{1,6})?)?(?:Z|[+-][0-9]{2}:[0-9]{2})?"
    han_clock = " ?[0-9]{1,2} ?时(?: ?[0-9]{1,2} ?分(?: ?[0-9]{1,2} ?秒)?)?"
    han_month = "[0-9]{4} ?年 ?[0-9]{1,2} ?月"
    dates = (f"{day}{clock}", day, f"(?:early|mid|late|month)[ \\t]+{month}")
    han_day = f"{han_month} ?[0-9]{{1,2}} ?日"
    han_dates = (f"{han_day}{han_clock}", han_day, f"{han_month}(?: ?[上中下]旬)?(?! ?[0-9])")
    for date in dates:
        yield _pattern((Kind.DATE, date), before=_NOT_BEFORE, after=_NOT_AFTER)
    for date in han_dates:
        for ending in endings:
            yield _pattern((Kind.DATE, date), *ending, before=_NOT_BEFORE, after=_NOT_AFTER)
    number, units = (Kind.NUMBER, _NUMBER), _alternatives(words.units)
    for ending in endings:
        duration = (number, (Kind.SPACE, "[ \\t]*"), (Kind.UNIT, f"(?:{units})"))
        yield _pattern(*duration, *ending, before=_NOT_BEFORE, after=_NOT_AFTER)
    yield _pattern((Kind.NUMBER, f"{_NUMBER}[%‰]?"), before=_NOT_BEFORE, after=_NOT_AFTER)


def _typed(words: Words) -> Iterator[Pattern]:
    """Words of the language itself after what they may follow: types after a colon; elsewhere they are names."""
    built_in, before_types = (Kind.TYPE, _any(words.types)), words.of("SET_OF", "LIST_OF", "OF", "JUDGED_AS")
    yield _pattern((Kind.PUNCTUATION, _COLON), _SPACE, built_in, after=f"(?!{BLANK}(?:{_OPEN}|[.．]))")
    yield _pattern((Kind.KEYWORD, _any(before_types)), _GAP, built_in, before=_NOT_BEFORE)
    is_one, no_operand = (Kind.KEYWORD, _any(words.of("IS"))), f"(?!{BLANK}[.．=(（])"
    for what in ((Kind.TYPE, _any(words.of("ACTOR"))), (Kind.BUILTIN, _any(words.kinds))):
        yield _pattern(is_one, _GAP, what, before=_NOT_BEFORE, after=no_operand)
    every = (Kind.KEYWORD, _any(words.of("EVERY")))
    yield _pattern(every, _GAP, (Kind.UNIT, _any(words.intervals)), before=_NOT_BEFORE, after=no_operand)


def _operands(words: Words) -> Iterator[Pattern]:
    """Words that are keywords elsewhere, where only a name can stand: behind what asks for one, and in lists."""
    phrase = _any(words.phrases)
    unsure = (Kind.NAME, f"(?!{phrase}){_any(words.unsure)}")
    asking = words.of("AND", "OR", "NOT", "WHEN", "UNLESS", "WHERE", "HAS", "HAS_ANY", "HAS_ALL", "IN", "THEN", "SINCE")
    asking |= words.of("UNTIL", "DEFAULT", "USES", "EXTENDS", "REPLACES", "NEEDS", "CALENDAR", "EXPECT", "GIVEN")
    no_call = f"(?!{BLANK}{_OPEN})"
    for kind in (Kind.WORD_OPERATOR, Kind.IMPORT, Kind.KEYWORD):
        some = asking & words.of_kind(kind)
        if some:
            yield _pattern((kind, _any(some)), _GAP, unsure, before=_NOT_BEFORE, after=no_call)
    # An action that is called like a keyword: nothing follows it but its arguments.
    bound = (Kind.MODALITY, _any(words.of("MUST", "MUST_NOT", "SHOULD", "MAY", "DISCRETION")))
    yield _pattern(bound, _GAP, unsure, before=_NOT_BEFORE, after=f"(?={BLANK}(?:[(（,，、]|\\r?$))")
    hit = (Kind.KEYWORD, _any(words.of("TABLE_HIT")))
    ways = (Kind.KEYWORD, _any(frozenset().union(*(w for t, w in words.terminals.items() if t.startswith("TABLE_")))))
    yield _pattern(hit, _GAP, ways, before=_NOT_BEFORE)
    signs = "!=|<=|>=|[=＝<＜>＞≤≥≠+＋*＊×/／÷]"
    yield _pattern((Kind.OPERATOR, signs), _SPACE, unsure, after=no_call)
    yield _pattern((Kind.PUNCTUATION, "[,，、(（]"), _SPACE, unsure, after=no_call)
    in_list = f"(?={BLANK}(?:{_COMMA}|[.．}}｝]|{STRING}{BLANK}[,，、}}｝]))"
    listed = (Kind.NAME, f"(?!{phrase}|{_any(words.before_texts)}){_any(words.unsure)}")
    yield _pattern((Kind.PUNCTUATION, "[{｛]"), _SPACE, listed, after=in_list)
    # The beginning of a line that no keyword begins: a member of an enum on a line of its own.
    yield _pattern(_SPACE, listed, before="^", after=f"(?={BLANK}(?:{_COMMA}|[.．}}｝]|{STRING}{BLANK}{_COMMA}))")


def _phrases(words: Words) -> Iterator[Pattern]:
    """Several words that are one keyword; they go before the words that they begin with: `must not` before `must`."""
    by_kind: dict[Kind, set[str]] = {}
    for word in sorted(words.phrases):
        by_kind.setdefault(words.keywords[word], set()).add(word)
    for kind, some in by_kind.items():
        yield _pattern((kind, _any(some)), before=_NOT_BEFORE)


def _keywords(words: Words) -> Iterator[Pattern]:
    yield _pattern((Kind.BUILTIN, _any(words.functions)), before=_NOT_BEFORE, after=f"(?={BLANK}{_OPEN})")
    single: dict[Kind, set[str]] = {}
    for word, kind in sorted(words.keywords.items()):
        is_way = not any(word in w for t, w in words.terminals.items() if not t.startswith("TABLE_"))
        if " " not in word and not is_way:
            single.setdefault(kind, set()).add(word)
    single[Kind.KEYWORD] |= words.of("TABLE_HIT") | (words.of("TABLE") - words.of_kind(Kind.DECLARATION))
    for kind, some in single.items():
        yield _pattern((kind, _any(some)), before=_NOT_BEFORE)


def _names(words: Words) -> Iterator[Pattern]:
    yield _pattern((Kind.BUILTIN, _any(words.values)), before=_NOT_BEFORE)
    yield _pattern(_WHOLE, _SPACE, _LABEL, before=_NOT_BEFORE)
    yield _pattern((Kind.CALLED, NAME + _NOT_AFTER), before=_NOT_BEFORE, after=f"(?={BLANK}{_OPEN})")
    yield _pattern(_WHOLE, before=_NOT_BEFORE)


def _signs() -> Iterator[Pattern]:
    yield _pattern((Kind.TEXT, STRING))
    yield _pattern((Kind.WRONG, '["“][^\\n]*'))
    yield _pattern((Kind.OPERATOR, "!=|<=|>=|\\.\\.\\.|……|[=＝<＜>＞≤≥≠+＋\\-－−*＊×/／÷…]"))
    yield _pattern((Kind.PUNCTUATION, "[(){}（）｛｝,，、:：|｜.．]"))
    yield _pattern((Kind.WRONG, "[^ \\t\\r\\n\u3000\ufeff]"))


def _any(words: Iterable[str]) -> str:
    """One of *words*, whole: else `notice` would begin with `not` and `非法行医` with `非`."""
    return f"(?:{_alternatives(words)}){_NOT_AFTER}"


def _alternatives(words: Iterable[str]) -> str:
    longest = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace("\\ ", "[ \\t]+") for word in longest)
