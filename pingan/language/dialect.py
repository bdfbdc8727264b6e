"""The words of a dialect: read by the parser, written by the printer and the explanation."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Final, Literal

from attrs import field, frozen

from pingan.language.data import data

DIALECTS: Final = ("en", "zh")

Group = Literal["types", "functions", "values", "kinds", "judgement", "recurring", "durations"]
_GROUPS: Final[tuple[Group, ...]] = ("types", "functions", "values", "kinds", "judgement", "recurring", "durations")
Rows = Mapping[str, tuple[str, ...]]


@frozen
class Dialect:
    """A dialect by name (``en``, ``zh``) with its words; of each row the first is the one written."""

    name: str
    reserved: frozenset[str] = field(repr=False)
    keywords: Rows = field(repr=False, eq=False, hash=False)
    groups: Mapping[Group, Rows] = field(repr=False, eq=False, hash=False)

    def keyword(self, terminal: str) -> str:
        """The word written for a keyword of the grammar: ``keyword("WHEN")`` is ``when`` or ``当``."""
        return self.keywords[terminal][0]

    def word(self, group: Group, canonical: str) -> str:
        """The word written for a built-in name; a name that is none of the built-in ones is written as it is."""
        row = self.groups[group].get(canonical)
        return row[0] if row else canonical

    def state(self, state: str) -> str:
        """The word of a norm's state: ``breached`` is ``违反`` in Chinese."""
        return self.keyword(state.upper())

    def modality(self, modality: str) -> str:
        """The words of a modality (``discretion``: ``may at its discretion``)."""
        if modality == "discretion":
            return f"{self.keyword('MAY')} {self.keyword('DISCRETION')}"
        return self.keyword(modality.upper())


@cache
def dialect(name: str) -> Dialect:
    """The dialect called *name*. Raises KeyError for an unknown one."""
    if name not in DIALECTS:
        raise KeyError(name)
    table = tomllib.loads(data("grammars").joinpath(name, "words.toml").read_text("utf-8"))
    return Dialect(
        name=table["name"],
        reserved=frozenset(table["reserved"]),
        keywords=_rows(table["keywords"]),
        groups={g: _rows(table[g]) for g in _GROUPS},
    )


def _rows(table: Mapping[str, list[str]]) -> Rows:
    return {key: tuple(words) for key, words in table.items()}


@cache
def reserved_words() -> frozenset[str]:
    """The reserved words of all dialects: no name may be one of them, so that every file prints in every dialect."""
    return frozenset().union(*(dialect(name).reserved for name in DIALECTS))


@cache
def all_keywords() -> frozenset[str]:
    """Every keyword of one word, of all dialects."""
    return frozenset(
        word for name in DIALECTS for words in dialect(name).keywords.values() for word in words if " " not in word
    )


@cache
def _canonical(group: Group) -> Mapping[str, str]:
    return {
        " ".join(word.split()): canonical
        for name in DIALECTS
        for canonical, words in dialect(name).groups[group].items()
        for word in words
    }


def canonical(group: Group, word: str) -> str | None:
    """The canonical name of a built-in *word* of any dialect, None when it is not one: ``整数`` is ``integer``."""
    return _canonical(group).get(word)


@cache
def _sentence_words() -> re.Pattern[str]:
    han = {
        word
        for words in dialect("zh").keywords.values()
        for word in words
        if word in reserved_words() or word in _GLUED
    }
    return re.compile("|".join(sorted(map(re.escape, han), key=lambda w: (-len(w), w))))


_GLUED: Final = ("和", "与", "以及", "完成", "违反")


def unglued(word: str) -> str | None:
    """*word* with the keywords in it set apart, None when there are none: ``持械且伤情`` gives ``持械 且 伤情``.

    Chinese has no spaces between words, so a keyword written without them is read as part of a name.
    """
    apart = " ".join(_sentence_words().sub(lambda m: f" {m.group()} ", word).split())
    return apart if apart != word else None


def dialect_of_first_word(word: str) -> str | None:
    """The dialect whose files may begin with *word*, None when there is none."""
    for name in DIALECTS:
        keywords = dialect(name).keywords
        if word in keywords["POLICY"] or word in keywords["VOCABULARY"]:
            return name
    return None


def durations_pattern() -> str:
    """A regular expression for the duration units of all dialects, longest first."""
    words = {w for name in DIALECTS for row in dialect(name).groups["durations"].values() for w in row}
    return "|".join(re.escape(w).replace(r"\ ", r"[ \t]+") for w in sorted(words, key=lambda w: (-len(w), w)))
