"""The words of a dialect: read by the parser, written by the printer and the explanation."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources.abc import Traversable
from typing import Any, Final, Literal

from attrs import evolve, field, frozen

from pingan.language.data import data

DIALECTS: Final = ("en", "zh")
"""The dialects of the language itself. Libraries may bring more."""

Group = Literal["types", "functions", "values", "kinds", "judgement", "recurring", "durations"]
GROUPS: Final[tuple[Group, ...]] = ("types", "functions", "values", "kinds", "judgement", "recurring", "durations")
GLUE: Final = "~"
"""In an order of words: no space before what follows."""
Rows = Mapping[str, tuple[str, ...]]


@frozen
class FormWords:
    """How a dialect writes a clause form of somebody else: its words, and productions where word order differs."""

    words: Rows
    productions: str = ""


@frozen
class Dialect:
    """A dialect by name (``en``, ``zh``) with its words; of each row the first is the one written.

    *productions* are the Lark rules in which word order shows, those of English where it is the same; *order* says
    the same to the printer: by production the words (``WHEN``) and what stands between them (``condition``).
    *marks* are ``full`` where punctuation is full-width and nothing has a plural. With *labels* things are called by
    their labels where there are any. *sentences* says in which language (``en``, ``zh``) answers are told.
    *forms* are the words of clause forms that bring none for this dialect, by the name of the form.
    """

    name: str
    reserved: frozenset[str] = field(repr=False)
    keywords: Rows = field(repr=False, eq=False, hash=False)
    groups: Mapping[Group, Rows] = field(repr=False, eq=False, hash=False)
    order: Rows = field(factory=dict, repr=False, eq=False, hash=False)
    productions: str = field(default="", repr=False)
    sentences: str = "en"
    marks: str = "half"
    labels: bool = False
    forms: Mapping[str, FormWords] = field(factory=dict, repr=False, eq=False, hash=False)
    digest: str = field(default="", repr=False)
    """Of everything that it was made from: dialects with one digest are the same."""

    @staticmethod
    def from_folder(folder: Traversable) -> Dialect:
        """The dialect whose words are in ``words.toml`` and whose own productions, if any, in ``dialect.lark``.

        The words are a table as those of English and Chinese; what word order changes stands in its ``[order]``, and
        what is not said there is as in English. ``<form>.toml`` (with ``<form>.lark``, where word order differs)
        holds the words of a clause form that has none for this dialect.
        """
        own = folder.joinpath("dialect.lark")
        forms: dict[str, FormWords] = {}
        for file in sorted(folder.iterdir(), key=lambda f: f.name):
            form, _, suffix = file.name.partition(".")
            if suffix == "toml" and form != "words":
                order = folder.joinpath(f"{form}.lark")
                productions = order.read_text("utf-8") if order.is_file() else ""
                forms[form] = FormWords(_rows(tomllib.loads(file.read_text("utf-8"))), productions)
        table = tomllib.loads(folder.joinpath("words.toml").read_text("utf-8"))
        return Dialect.from_table(table, own.read_text("utf-8") if own.is_file() else "", forms=forms)

    @staticmethod
    def from_table(
        table: Mapping[str, Any], productions: str = "", *, forms: Mapping[str, FormWords] | None = None
    ) -> Dialect:
        """The dialect of a table of words, as ``words.toml`` holds it, and the *productions* that are its own."""
        keywords = _rows(table.get("keywords", {}))
        # Where a word of English or Chinese must be reserved, so must that of another dialect in its place.
        reserved = set(table.get("reserved", ()))
        if table["name"] not in DIALECTS:
            reserved.update(w for t in _reserved_terminals() for w in keywords.get(t, ()) if " " not in w)
        content = repr((sorted(table.items(), key=lambda i: i[0]), productions, sorted((forms or {}).items())))
        return Dialect(
            name=table["name"],
            reserved=frozenset(reserved),
            keywords=keywords,
            groups={g: _rows(table.get(g, {})) for g in GROUPS},
            order={**_english_order(), **{key: tuple(text.split()) for key, text in table.get("order", {}).items()}},
            productions=productions,
            sentences=table.get("sentences", "en"),
            marks=table.get("marks", "half"),
            labels=table.get("labels", False),
            forms=forms or {},
            digest=hashlib.sha256(content.encode()).hexdigest(),
        )

    def keyword(self, terminal: str) -> str:
        """The word written for a keyword of the grammar: ``keyword("WHEN")`` is ``when`` or ``当``."""
        return self.keywords[terminal][0]

    def word(self, group: Group, canonical: str) -> str:
        """The word written for a built-in name; a name that is none of the built-in ones is written as it is."""
        row = self.groups[group].get(canonical)
        return row[0] if row else canonical

    def phrase(self, production: str, **parts: str | None) -> str:
        """*production* in this dialect's order of words, as answers tell it (``told_by`` goes before ``by``)."""
        order = self.order.get(f"told_{production}", self.order[production])
        text = ""
        for item in order:
            name = item.removeprefix(GLUE)
            part = parts[name] if name in parts else self.keyword(name) if name in self.keywords else name
            if part:
                text += part if not text or item.startswith(GLUE) else f" {part}"
        return text

    def sign(self, production: str) -> str:
        """The word that a production is known by, without what is said in it: ``since``, ``起``."""
        words = [item for item in (i.removeprefix(GLUE) for i in self.order[production]) if item in self.keywords]
        return self.keyword(words[-1 if self.marks == "full" else 0])

    def state(self, state: str) -> str:
        """The word of a norm's state: ``breached`` is ``违反`` in Chinese."""
        return self.keyword(state.upper())

    def modality(self, modality: str) -> str:
        """The words of a modality (``discretion``: ``may at its discretion``)."""
        if modality == "discretion":
            return f"{self.keyword('MAY')} {self.keyword('DISCRETION')}"
        return self.keyword(modality.upper())

    def holding(self, holding: str) -> str:
        """The words for how what is ensured is judged (``at_end``: ``judged at the end``)."""
        return self.keyword("JUDGED_AT_END" if holding == "at_end" else holding.upper())

    def duration_unit(self, unit: str, *, several: bool) -> str:
        """The word of a unit of time beside a number: ``hours`` where there are *several*."""
        words = self.groups["durations"][unit]
        return words[1] if several and self.marks == "half" and len(words) > 1 else words[0]

    def with_functions(self, words: Mapping[str, str]) -> Dialect:
        """This dialect with *words* for further functions, by their canonical names."""
        functions = {**{name: (word,) for name, word in words.items()}, **self.groups["functions"]}
        return evolve(self, groups={**self.groups, "functions": functions})


Language = Dialect | Literal["en", "zh"]
"""A language to answer in: a dialect, or one of the language's own by name."""


def dialect(language: str | Dialect) -> Dialect:
    """The dialect that *language* is, or that of the language itself which is called so. Raises KeyError otherwise."""
    return language if isinstance(language, Dialect) else _core_dialect(language)


def in_chinese(language: Language) -> bool:
    """Whether sentences in *language* are Chinese."""
    return language.sentences == "zh" if isinstance(language, Dialect) else language == "zh"


def by_labels(language: Language) -> bool:
    """Whether *language* calls things by their labels, where there are any."""
    return language.labels if isinstance(language, Dialect) else language == "zh"


def full_width(language: Language) -> bool:
    """Whether *language* writes full-width marks, and dates with characters."""
    return language.marks == "full" if isinstance(language, Dialect) else language == "zh"


def productions_of(language: Dialect) -> str:
    """The Lark rules in which word order shows: those of *language*, and of English where it has none of its own."""
    own = dict(split_productions(language.productions))
    english = split_productions(_core_dialect("en").productions)
    return "\n".join([*(text for name, text in english if name not in own), *own.values()])


def split_productions(text: str) -> Iterable[tuple[str, str]]:
    """The definitions of a Lark *text*: the name of each, and its lines."""
    name, lines = "", list[str]()
    for line in text.splitlines():
        head, colon, _ = line.partition(":")
        if colon and head and not head[0].isspace() and not head.startswith(("//", "|")):
            if name:
                yield name, "\n".join(lines)
            name, lines = head.strip().lstrip("?!").partition(".")[0], []
        lines.append(line)
    if name:
        yield name, "\n".join(lines)


@cache
def _core_dialect(name: str) -> Dialect:
    if name not in DIALECTS:
        raise KeyError(name)
    return Dialect.from_folder(data("grammars").joinpath(name))


@cache
def _english_order() -> Rows:
    table = tomllib.loads(data("grammars").joinpath("en", "words.toml").read_text("utf-8"))
    return {key: tuple(text.split()) for key, text in table["order"].items()}


@cache
def _reserved_terminals() -> tuple[str, ...]:
    """The keywords of English or Chinese that no name may be."""
    core = [_core_dialect(name) for name in DIALECTS]
    guarded = [t for d in core for t, words in d.keywords.items() if any(word in d.reserved for word in words)]
    return tuple(dict.fromkeys(guarded))


def _rows(table: Mapping[str, Iterable[str]]) -> Rows:
    return {key: tuple(words) for key, words in table.items()}
