"""Keywords, built-in names and units that may stand at a place, found by the words of every dialect."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from pingan.editor.cursor import number_before, phrases_before
from pingan.editor.expected import Expected
from pingan.editor.feature_nodes import Completion, CompletionKind
from pingan.editor.fitting import best_fit, folded
from pingan.editor.standing import Standing
from pingan.editor.view import View
from pingan.language.dialect import Group

_WORD_RANK: Final = 50
_LATE: Final = frozenset({"_ABSENT", "_UNKNOWN"})
_LITERALS: Final = frozenset({"_TRUE", "_FALSE"})
_COMPARED: Final = frozenset({"EQUAL", "NOT_EQUAL", "COLON", "_IS"})
_OPERATORS: Final = frozenset({"_AND", "_OR", "_HAS", "_HAS_ANY", "_HAS_ALL", "_IN"})


def keywords(
    view: View, standing: Standing, typed: str, start: int, end: int, expected: Expected
) -> Iterator[Completion]:
    """The keywords that the parser takes at this place, and those of several words that have been begun before it."""
    for terminal in sorted(standing.acceptable):
        rank = _rank(terminal, expected, standing)
        yield from _keyword(view, terminal, typed, start, end, rank)
    for begin, phrase in phrases_before(view.text, start):
        yield from _continued(view, begin, f"{phrase} {typed}", end, 0 if typed else 35)


def _rank(terminal: str, expected: Expected, standing: Standing) -> int:
    if terminal in _LITERALS:
        is_compared = standing.last is not None and standing.last.symbol in _COMPARED
        wanted = expected.value is not None and expected.value.name == "boolean"
        return 0 if wanted and is_compared else _WORD_RANK + 20
    if terminal in _OPERATORS:
        return 10
    return _WORD_RANK + (20 if terminal in _LATE else 0)


def _keyword(view: View, terminal: str, typed: str, start: int, end: int, rank: int) -> Iterator[Completion]:
    own = (
        view.words.get(terminal.removeprefix("_"), ())
        if terminal.startswith("_")
        else _ENGLISH_HALVES.get(terminal, ())
    )
    if not own:
        return
    others = _other_words(view, terminal.removeprefix("_"))
    for place, word in enumerate(own):
        found = best_fit(typed, (word, *(others if place == 0 else ())))
        # Of several words for one thing the first is written; the others only for those who ask for them.
        if found is None or (place and (not typed or found[0])):
            continue
        how, matched = found
        detail = view.say("keyword", "关键词")
        yield Completion(word, "keyword", word, start, end, matched, (how, rank, place), detail, documentation=terminal)


_ENGLISH_HALVES: Final[Mapping[str, tuple[str, ...]]] = {
    "HALF": ("half month", "half year", "third of a month"),
    "MONTH": ("month", "early", "mid", "late"),
}


def _other_words(view: View, terminal: str) -> tuple[str, ...]:
    document = view.document
    dialects = document.reader.dialects if document is not None and document.reader is not None else ()
    return tuple(w for d in dialects if d.name != view.language.name for w in d.keywords.get(terminal, ()))


def _continued(view: View, begin: int, phrase: str, end: int, rank: int) -> Iterator[Completion]:
    """Keywords of several words of which *phrase* is the beginning, where they may stand at *begin*."""
    wanted = folded(phrase)
    rows = [(t, w) for t, row in view.words.items() for w in row if " " in w and folded(w).startswith(wanted)]
    rows += [(t, w) for t, row in _ENGLISH_HALVES.items() for w in row if " " in w and w.startswith(wanted)]
    if not rows:
        return
    standing = view.standing(begin)
    if standing is None:
        return
    for terminal, word in rows:
        if standing.accepts(f"_{terminal}") or standing.accepts(terminal):
            detail = view.say("keyword", "关键词")
            yield Completion(
                word, "keyword", word, begin, end, word, (0, rank, 0), detail, documentation=f"_{terminal}"
            )


def built_in(view: View, expected: Expected, typed: str, start: int, end: int) -> Iterator[Completion]:
    """Types, functions, values and units, as far as they may stand."""
    if expected.is_type:
        yield from _group(view, "types", "type", typed, start, end, 8)
    if expected.is_expression:
        yield from _group(view, "functions", "function", typed, start, end, 30)
        wants_moment = expected.value is not None and expected.value.name in ("date", "datetime", "period")
        yield from _group(view, "values", "value", typed, start, end, 8 if wants_moment else 40)
    if expected.is_unit:
        yield from _group(view, "recurring", "unit", typed, start, end, 2)


def units(view: View, typed: str, start: int, end: int) -> Iterator[Completion]:
    """Units of time after a number, where a length may stand."""
    begin = number_before(view.text, start)
    standing = view.standing(begin) if begin is not None else None
    if standing is None or not standing.accepts("DURATION"):
        return
    several = view.text[begin:start].strip() != "1"
    for place, (unit, _) in enumerate(view.language.groups["durations"].items()):
        word = view.language.duration_unit(unit, several=several)
        found = best_fit(typed, (word, *_words_of(view, "durations", unit)))
        if found is not None:
            yield Completion(word, "unit", word, start, end, found[1], (found[0], 2, place))


def _group(
    view: View, group: Group, kind: CompletionKind, typed: str, start: int, end: int, rank: int
) -> Iterator[Completion]:
    for place, canonical in enumerate(view.language.groups[group]):
        word = view.language.word(group, canonical)
        found = best_fit(typed, (word, *_words_of(view, group, canonical)))
        if found is None:
            continue
        is_call = group == "functions"
        yield Completion(
            word,
            kind,
            f"{word}($0)" if is_call else word,
            start,
            end,
            found[1],
            (found[0], rank, place),
            snippet=is_call,
            documentation=f"{group}:{canonical}",
        )


def _words_of(view: View, group: Group, canonical: str) -> Iterable[str]:
    document = view.document
    dialects = document.reader.dialects if document is not None and document.reader is not None else (view.language,)
    return (w for d in dialects for w in d.groups[group].get(canonical, ()))
