"""What can be wrong with a dialect that a library brings, as sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pingan.language.data import data
from pingan.language.dialect import DIALECTS, GLUE, GROUPS, Dialect, dialect, productions_of, split_productions
from pingan.language.names import is_name

_COMMENT: Final = re.compile(r"//[^\n]*")
_KEYWORD: Final = re.compile(r"(?<![A-Za-z0-9_])_([A-Z][A-Z0-9_]*)\b")
_SLOT: Final = re.compile(r"[a-z_]+")
_SHOWN: Final = 200


def dialect_problems(given: Dialect) -> Iterator[str]:
    """What is wrong with *given*; nothing when the grammar can be made of it."""
    if not is_name(given.name) or given.name in DIALECTS:
        yield f"`{given.name}` cannot name a dialect of a library"
    if given.sentences not in DIALECTS or given.marks not in ("half", "full") or not isinstance(given.labels, bool):
        yield '`sentences` is "en" or "zh", `marks` is "half" or "full", `labels` is true or false'
    yield from _missing_keywords(given)
    for group in GROUPS:
        known, own = dialect("en").groups[group], given.groups[group]
        yield from _listed(f"[{group}] lacks", [name for name in known if not own.get(name)])
        yield from _listed(f"[{group}] has, and the language has not,", [name for name in own if name not in known])
    rows = [("[keywords]", given.keywords), *((f"[{group}]", given.groups[group]) for group in GROUPS)]
    for table, words in rows:
        wrong = [str(word) for row in words.values() for word in row if not _is_word(word)]
        yield from _listed(f"{table} has words that are none: they are made of letters, digits and `_`:", wrong)
    yield from _wrong_order(given)
    yield from _listed("dialect.lark defines, and English has not,", _foreign_productions(given))


def _missing_keywords(given: Dialect) -> Iterator[str]:
    grammar = _COMMENT.sub("", data("grammars").joinpath("core.lark").read_text("utf-8") + productions_of(given))
    needed = dict.fromkeys(_KEYWORD.findall(grammar))
    needed.update(dict.fromkeys(i.removeprefix(GLUE) for row in given.order.values() for i in row if _is_terminal(i)))
    yield from _listed("[keywords] lacks", [name for name in needed if not given.keywords.get(name)])


def _is_terminal(item: str) -> bool:
    return _KEYWORD.fullmatch(f"_{item.removeprefix(GLUE)}") is not None


def _is_word(word: object) -> bool:
    return isinstance(word, str) and all(is_name(part) for part in word.split(" "))


def _wrong_order(given: Dialect) -> Iterator[str]:
    english = dialect("en").order
    for production, row in given.order.items():
        like = english.get(production.removeprefix("told_"))
        if like is None:
            yield f"[order] has `{production}`, which the language has not"
            continue
        own, known = _slots(row), _slots(like)
        if sorted(own) != sorted(known):
            yield f"[order] writes `{production}` with {_named(own)}, and it has {_named(known)}"


def _slots(row: tuple[str, ...]) -> list[str]:
    return [name for name in (item.removeprefix(GLUE) for item in row) if _SLOT.fullmatch(name)]


def _foreign_productions(given: Dialect) -> list[str]:
    """Rules that no rule of English stands behind: helpers must be called like the rule that they help."""
    english = [name for name, _ in split_productions(dialect("en").productions)]
    own = [name for name, _ in split_productions(given.productions)]
    rules = [name for name in own if not name.lstrip("_").isupper()]
    return [name for name in rules if name not in english and not any(name.startswith(f"{e}_") for e in english)]


def _listed(lead: str, names: list[str]) -> Iterator[str]:
    if names:
        more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
        yield f"{lead} {_named(names[:_SHOWN])}{more}"


def _named(names: list[str]) -> str:
    return ", ".join(f"`{name}`" for name in names) or "nothing"
