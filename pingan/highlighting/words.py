"""The words that highlighting knows, by what they are: read off the grammars and their words, never listed here."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Final

from attrs import frozen

from pingan.highlighting.kinds import KINDS_OF_KEYWORDS, Kind
from pingan.language.clause_form import ClauseForm
from pingan.language.data import data
from pingan.language.dialects import Dialects, core_dialects
from pingan.language.environment import Environment

_DECLARING: Final = re.compile(r"_([A-Z_]+) (?:NAME label\?|STRING \"\{\")")
"""In a grammar: the keyword of what has a name and may have a label, or a title and braces."""
_BEFORE_TEXT: Final = re.compile(r"_([A-Z_]+) STRING")
"""In a grammar: the keyword of what is said in a text."""


@frozen(eq=False)
class Words:
    """Words by what they are. A word of several parts is one word with single spaces between them."""

    keywords: Mapping[str, Kind]
    terminals: Mapping[str, frozenset[str]]
    """The words of each keyword of the grammar, of all dialects and clause forms."""
    reserved: frozenset[str]
    """Keywords that no name can be."""
    types: frozenset[str]
    functions: frozenset[str]
    values: frozenset[str]
    kinds: frozenset[str]
    """What an action may be."""
    units: frozenset[str]
    intervals: frozenset[str]
    """How often something recurs."""
    before_texts: frozenset[str]
    """Keywords behind which a text says something, and labels nothing."""

    def of(self, *terminals: str) -> frozenset[str]:
        """The words of keywords of the grammar; those that no grammar has have none."""
        return frozenset().union(*(self.terminals.get(terminal, ()) for terminal in terminals))

    def of_kind(self, *kinds: Kind) -> frozenset[str]:
        return frozenset(word for word, kind in self.keywords.items() if kind in kinds)

    @property
    def phrases(self) -> frozenset[str]:
        return frozenset(word for word in self.keywords if " " in word)

    @property
    def unsure(self) -> frozenset[str]:
        """Single words that are keywords in some places and may be names in others."""
        return frozenset(word for word in self.keywords if " " not in word) - self.reserved


def words_of(environment: Environment | None = None) -> Words:
    """The words of the language and its clause forms, and those that the libraries of *environment* bring."""
    libraries = environment.libraries if environment is not None else ()
    forms = tuple(form for library in libraries for form in library.clause_forms)
    return _words_of(environment.dialects if environment is not None else core_dialects(), forms)


@cache
def _words_of(dialects: Dialects, forms: tuple[ClauseForm, ...]) -> Words:
    terminals: dict[str, set[str]] = {}
    for terminal, row in _rows(dialects, forms):
        terminals.setdefault(terminal, set()).update(" ".join(word.split()) for word in row)
    texts = (data("grammars").joinpath("core.lark").read_text("utf-8"), *_form_files(".lark"))
    texts += tuple(text for form in forms for text in form.productions.values())
    declaring = _found(_DECLARING, texts)
    keywords: dict[str, Kind] = {}
    for terminal, words in terminals.items():
        kind = Kind.DECLARATION if terminal in declaring else KINDS_OF_KEYWORDS.get(terminal, Kind.KEYWORD)
        for word in words:
            # One word may be several keywords (a state, and what brings it about): it is shown as what says more.
            if keywords.get(word, Kind.KEYWORD) is Kind.KEYWORD:
                keywords[word] = kind
    groups = {
        group: frozenset(word for d in dialects for row in d.groups[group].values() for word in row)
        for group in ("types", "functions", "values", "kinds", "durations", "recurring")
    }
    return Words(
        keywords,
        {terminal: frozenset(words) for terminal, words in terminals.items()},
        frozenset(word for word in keywords if word in dialects.reserved),
        groups["types"],
        groups["functions"],
        groups["values"],
        groups["kinds"],
        groups["durations"],
        groups["recurring"],
        frozenset(word for terminal in _found(_BEFORE_TEXT, texts) for word in terminals.get(terminal, ())),
    )


def _rows(dialects: Dialects, forms: tuple[ClauseForm, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for one in dialects:
        yield from one.keywords.items()
        for words in one.forms.values():
            yield from words.words.items()
    for file in _form_files(".toml"):
        for rows in tomllib.loads(file).values():
            yield from ((terminal, tuple(row)) for terminal, row in rows.items())
    for form in forms:
        for one in dialects:
            yield from form.words_in(one).items()


def _found(expression: re.Pattern[str], texts: Iterable[str]) -> frozenset[str]:
    """The keywords that *expression* finds in grammars."""
    return frozenset(terminal for text in texts for terminal in expression.findall(text))


@cache
def _form_files(suffix: str) -> tuple[str, ...]:
    folder = data("grammars").joinpath("clauses")
    found = sorted((f for f in folder.iterdir() if f.name.endswith(suffix)), key=lambda f: f.name)
    return tuple(file.read_text("utf-8") for file in found)
