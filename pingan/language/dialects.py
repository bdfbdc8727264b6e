"""The dialects that a file may be written in, taken together: what a word means, whichever of them it is of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property
from typing import Final

from attrs import frozen

from pingan.language.dialect import DIALECTS, GROUPS, Dialect, Group, Language, dialect
from pingan.language.function import Function

_GLUED: Final = ("和", "与", "以及", "完成", "违反")


@frozen(slots=False)
class Dialects:
    """Several dialects whose words are all understood: the language's own, and those of libraries.

    A word has one meaning in all of them; where two disagree the first counts.
    """

    all: tuple[Dialect, ...]

    @staticmethod
    def of(libraries: Iterable[Dialect], functions: Iterable[Function] = ()) -> Dialects:
        """The language's own dialects and those of *libraries*, with the words of further *functions*."""
        found: dict[str, Dialect] = {name: dialect(name) for name in DIALECTS}
        for extra in libraries:
            found.setdefault(extra.name, extra)
        known = found["en"].groups["functions"]
        further = [f for f in functions if f.name not in known]
        if not further:
            return core_dialects() if len(found) == len(DIALECTS) else Dialects(tuple(found.values()))
        return Dialects(
            tuple(d.with_functions({f.name: f.words.get(d.name, f.name) for f in further}) for d in found.values())
        )

    def __reduce__(self) -> tuple[object, ...]:
        return (core_dialects, ()) if self is core_dialects() else (Dialects, (self.all,))

    def __iter__(self) -> Iterator[Dialect]:
        return iter(self.all)

    def __contains__(self, name: object) -> bool:
        return name in self.names

    def __getitem__(self, name: str) -> Dialect:
        for found in self.all:
            if found.name == name:
                return found
        raise KeyError(name)

    @cached_property
    def names(self) -> tuple[str, ...]:
        return tuple(d.name for d in self.all)

    @cached_property
    def reserved(self) -> frozenset[str]:
        """The reserved words: no name may be one of them, so that every file prints in every one of the dialects."""
        return frozenset().union(*(d.reserved for d in self.all))

    @cached_property
    def keywords(self) -> frozenset[str]:
        """Every keyword of one word."""
        return frozenset(w for d in self.all for words in d.keywords.values() for w in words if " " not in w)

    def canonical(self, group: Group, word: str) -> str | None:
        """The canonical name of a built-in *word* of any dialect, None when it is not one: ``整数`` is ``integer``."""
        return self._canonical[group].get(word)

    @cached_property
    def _canonical(self) -> Mapping[Group, Mapping[str, str]]:
        found: dict[Group, dict[str, str]] = {group: {} for group in GROUPS}
        for group in GROUPS:
            for d in self.all:
                for canonical, words in d.groups[group].items():
                    for word in words:
                        found[group].setdefault(" ".join(word.split()), canonical)
        return found

    def of_first_word(self, word: str) -> Dialect | None:
        """The dialect whose files may begin with *word*, None when there is none."""
        return next((d for d in self.all if word in (*d.keywords["POLICY"], *d.keywords["VOCABULARY"])), None)

    @cached_property
    def openers(self) -> tuple[str, ...]:
        """The words that a file may begin with."""
        return tuple(w for d in self.all for t in ("POLICY", "VOCABULARY") for w in d.keywords[t])

    @cached_property
    def durations_pattern(self) -> str:
        """A regular expression for the duration units of all dialects, longest first."""
        words = {w for d in self.all for row in d.groups["durations"].values() for w in row}
        return "|".join(re.escape(w).replace(r"\ ", r"[ \t]+") for w in sorted(words, key=lambda w: (-len(w), w)))

    def unglued(self, word: str) -> str | None:
        """*word* with the keywords in it set apart, None when there are none: ``持械且伤情`` gives ``持械 且 伤情``.

        Chinese has no spaces between words, so a keyword written without them is read as part of a name.
        """
        apart = " ".join(self._sentence_words.sub(lambda m: f" {m.group()} ", word).split())
        return apart if apart != word else None

    @cached_property
    def _sentence_words(self) -> re.Pattern[str]:
        words = {
            word
            for d in self.all
            if d.marks == "full"
            for row in d.keywords.values()
            for word in row
            if word in self.reserved or word in _GLUED
        }
        return re.compile("|".join(sorted(map(re.escape, words), key=lambda w: (-len(w), w))))


def spoken_language(language: str | Dialect, dialects: Dialects | None = None) -> Language:
    """The language to answer in that *language* is, or that one of *dialects* (without: the core's) is called.

    Raises ValueError when there is none.
    """
    if isinstance(language, Dialect):
        return language
    known = dialects or core_dialects()
    if language in known:
        return known[language]
    raise ValueError(f"there is no language {language!r}; there are {', '.join(known.names)}")


@cache
def core_dialects() -> Dialects:
    """The dialects of the language itself."""
    return Dialects(tuple(dialect(name) for name in DIALECTS))


def reserved_words() -> frozenset[str]:
    """The reserved words of the language's own dialects."""
    return core_dialects().reserved


def all_keywords() -> frozenset[str]:
    """Every keyword of one word, of the language's own dialects."""
    return core_dialects().keywords


def canonical(group: Group, word: str) -> str | None:
    """As `Dialects.canonical`, in the language's own dialects."""
    return core_dialects().canonical(group, word)


def unglued(word: str) -> str | None:
    """As `Dialects.unglued`, in the language's own dialects."""
    return core_dialects().unglued(word)


def durations_pattern() -> str:
    """A regular expression for the duration units of the language's own dialects."""
    return core_dialects().durations_pattern
