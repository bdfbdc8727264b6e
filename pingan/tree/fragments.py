"""Fragments: what a clause form adds to the grammar of one dialect."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Final

from attrs import evolve, field, frozen

from pingan.language.clause_form import ClauseForm
from pingan.language.dialect import Dialect
from pingan.language.names import is_name

_LARK: Final = re.compile(
    r'(?P<text>"(?:\\.|[^"\\\n])*+"i?)|(?P<comment>//[^\n]*+)|(?P<regex>/(?!/)(?:\\.|[^/\\\n])++/[imslux]*)'
    r"|(?P<directive>%[a-z]+)|(?P<alias>->[ \t]*+[A-Za-z_][A-Za-z0-9_]*+)"
    r"|(?P<defined>(?m:^)[ \t]*+[?!]*+[A-Za-z_][A-Za-z0-9_]*+(?:\.[0-9]++)?[ \t]*+(?::(?!:)|\{))"
    r"|(?P<word>[A-Za-z_][A-Za-z0-9_]*+)|(?P<other>.)",
    re.DOTALL,
)
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_FORM_NAME: Final = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
MAXIMUM_WAYS: Final = 1024
"""In how many ways a production may be written: Lark writes every one of them out."""
_TERMINAL: Final = re.compile(r"[A-Z][A-Z0-9_]*")


class FragmentError(Exception):
    """A clause form whose grammar cannot be used; the message says why."""


@frozen
class Fragment:
    """The grammar that the clause form *form* adds in one dialect; equal when it says the same."""

    form: str
    productions: str = field(repr=False)
    words: tuple[tuple[str, tuple[str, ...]], ...]
    opener: str
    """The keyword that its declarations begin with."""

    reordered: frozenset[str] = frozenset()
    """Its productions the order of whose children says nothing: those that some dialect writes for itself, and those
    with braces, in which items stand in any order."""

    @property
    def openers(self) -> tuple[str, ...]:
        """The words that its declarations begin with."""
        return dict(self.words)[self.opener]


def fragment_of(form: ClauseForm, language: Dialect, core: frozenset[str]) -> Fragment:
    """The fragment of *form* in *language*; *core* are the productions that the language has itself.

    Raises FragmentError for what no grammar may be made of.
    """
    productions, words = form.productions_in(language), form.words_in(language)
    rows = tuple((str(terminal), tuple(row)) for terminal, row in words.items())
    _check_words(rows, language)
    opener = _check_productions(form.name, productions, core)
    if opener not in dict(rows):
        raise FragmentError(f"its production `{form.name}` begins with one of its own keywords, such as `_{opener}`")
    _check_ways(productions)
    unordered = frozenset(n for name, text in form.productions.items() for n in _unordered(text, is_common=not name))
    return Fragment(form.name, productions, rows, opener, unordered)


def _unordered(productions: str, *, is_common: bool) -> Iterator[str]:
    """The productions in *productions* the order of whose children says nothing; of common ones those with braces."""
    current = ""
    for found in _LARK.finditer(productions):
        if found.lastgroup in ("alias", "defined"):
            name = _NAME.search(found.group())
            current = name.group() if name else current
            if not is_common:
                yield current
        elif found.group() == '"{"':
            yield current


def _check_words(rows: Iterable[tuple[str, tuple[str, ...]]], language: Dialect) -> None:
    for terminal, row in rows:
        if not _TERMINAL.fullmatch(terminal):
            raise FragmentError(f"`{terminal}` is no name of a keyword: they are written `LIKE_THIS`")
        if terminal in language.keywords:
            raise FragmentError(f"the keyword `{terminal}` is one of the language's own; it has it already")
        for word in row:
            if not all(is_name(part) for part in word.split(" ")):
                raise FragmentError(f"`{word}` is no word: words are made of letters, digits and `_`")
        if not row:
            raise FragmentError(f"the keyword `{terminal}` has no word")


@cache
def _check_productions(form: str, productions: str, core: frozenset[str]) -> str:
    """The keyword that declarations of *form* begin with. Raises when *productions* touch what is not theirs."""
    if not _FORM_NAME.fullmatch(form):
        raise FragmentError("the name of a form is written `like_this`")
    opener, is_first, has_own = "", False, False
    for found in _LARK.finditer(productions):
        kind, text = found.lastgroup, found.group()
        if kind == "directive":
            raise FragmentError(f"`{text}` cannot stand in a form's productions")
        if kind == "text" and re.search(r"\w", text.rpartition('"')[0], re.UNICODE):
            raise FragmentError(f"{text} is a word: words are named among the form's words, for each dialect")
        if kind in ("alias", "defined"):
            name = _NAME.search(text)
            _check_name(form, name.group() if name else text, core)
        if kind == "defined":
            is_first = _NAME.search(text.split(".")[0]).group() == form  # type: ignore[union-attr]
            has_own = has_own or is_first
        elif is_first and kind == "word":
            opener, is_first = opener or text.removeprefix("_"), False
    if not has_own:
        raise FragmentError(f"no production is called `{form}`")
    return opener


@frozen
class _Group:
    """What has been read of a production, or of a group in one, and in how many ways each part can be written."""

    before: int = 0
    """The alternatives before the one that is being read."""
    sequence: int = 1
    last: int = 1
    """The item read last, which `?`, `*` or `+` may follow."""

    @property
    def ways(self) -> int:
        return min(self.before + self.sequence * self.last, MAXIMUM_WAYS + 1)

    def then(self, ways: int) -> _Group:
        return _Group(self.before, min(self.sequence * self.last, MAXIMUM_WAYS + 1), ways)


@cache
def _check_ways(productions: str) -> None:
    """Raises where a production of *productions* can be written in too many ways, as 2^n are for n optional items."""
    name, groups = "", [_Group()]
    for found in _LARK.finditer(productions):
        kind, text = found.lastgroup, found.group()
        if kind == "defined":
            name, groups = text.strip(" \t?!:{"), [_Group()]
        elif kind in ("text", "regex", "word"):
            groups[-1] = groups[-1].then(1)
        elif text in ("(", "["):
            groups.append(_Group())
        elif text in (")", "]") and len(groups) > 1:
            ways = groups.pop().ways
            groups[-1] = groups[-1].then(ways + (text == "]"))
        elif text in _REPEATED:
            # What may be repeated becomes a production of its own.
            last = groups[-1].last + 1 if text == "?" else _REPEATED[text]
            groups[-1] = evolve(groups[-1], last=last)
        elif text == "|":
            groups[-1] = _Group(groups[-1].ways)
        if groups[-1].ways > MAXIMUM_WAYS:
            message = f"its production `{name}` can be written in more than {MAXIMUM_WAYS} ways"
            raise FragmentError(f"{message}: write items that may be left out as `(a | b | …)*`, and check in `lower`")


_REPEATED: Final = {"?": 2, "*": 2, "+": 1}


def _check_name(form: str, name: str, core: frozenset[str]) -> None:
    bare = name.lstrip("_").lower()
    if name in core:
        raise FragmentError(f"`{name}` is a production of the language itself")
    if bare != form and not bare.startswith(f"{form}_"):
        raise FragmentError(f"`{name}` is not called like the form: its productions are `{form}` and `{form}_…`")


def composed(
    fragments: tuple[Fragment, ...], language: Dialect
) -> tuple[tuple[str, ...], Mapping[str, tuple[str, ...]]]:
    """The productions of *fragments*, and the words of the terminals that they add.

    INVARIANT: no two terminals of a grammar have a word in common, or the lexer would have to guess between them.
    So a word that the language has already stands for its own terminal, and a word of several forms has one terminal.
    """
    known = {word: terminal for terminal, words in language.keywords.items() for word in words}
    users: dict[str, list[tuple[str, str]]] = {}
    for fragment in fragments:
        for terminal, words in fragment.words:
            for word in words:
                users.setdefault(word, []).append((fragment.form, terminal))
    terminals: dict[str, tuple[str, ...]] = {}
    texts = []
    for fragment in fragments:
        meant: dict[str, str] = {}
        for terminal, words in fragment.words:
            names = []
            for word in words:
                if word in known:
                    names.append(known[word])
                    continue
                is_shared = len(users[word]) > 1
                name = f"WORD_{_coded(word)}" if is_shared else f"{terminal}_OF_{fragment.form.upper()}"
                terminals[name] = (*(w for w in terminals.get(name, ()) if w != word), word)
                names.append(name)
            choices = " | ".join(f"_{n}" for n in dict.fromkeys(names))
            meant[f"_{terminal}"] = f"({choices})" if "|" in choices else choices
        texts.append(f"%extend declaration: {fragment.form}\n{_translated(fragment.productions, meant)}")
    return tuple(texts), terminals


def _coded(word: str) -> str:
    return "_".join(f"{ord(c):X}" for c in word)


def _translated(productions: str, meant: Mapping[str, str]) -> str:
    """*productions* with the terminals in *meant* written as there."""

    def written(found: re.Match[str]) -> str:
        text = found.group()
        return meant.get(text, text) if found.lastgroup == "word" else text

    return _LARK.sub(written, productions)
