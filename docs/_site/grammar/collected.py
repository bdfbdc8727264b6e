"""The productions of both dialects, from the top down: core, dialects' own, and those of the clause forms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final

from attrs import frozen

from docs._site.grammar.notation import Production, productions, references
from pingan.clauses import CLAUSE_FORMS
from pingan.language.data import data
from pingan.language.dialect import dialect

LANGUAGES: Final = ("en", "zh")
GROUPS: Final = {
    "Files": ("module", "declarations"),
    "Headers": ("policy", "vocabulary"),
    "Vocabulary": ("enum", "record", "fact", "actor", "action", "parameter", "type"),
    "What a text leaves open": ("setting", "interpretation"),
    "Definitions": ("definition",),
    "Rules": ("rule",),
    "Norms": ("norm", "otherwise"),
    "Scenarios": ("scenario",),
    "Expressions": ("expr", "period", "disjunction", "arith", "given", "number", "text", "date", "datetime", "path"),
}
"""Where the reading begins, group by group; what a group leads to belongs to it, unless another begins there."""


@frozen
class Entry:
    """A production by dialect; `is_shared` where both write it alike."""

    name: str
    by_language: Mapping[str, Production]
    is_shared: bool

    @property
    def bodies(self) -> tuple[Production, ...]:
        return tuple(self.by_language.values())


@frozen
class Collected:
    """Every production, in groups."""

    groups: Mapping[str, tuple[Entry, ...]]
    words: Mapping[str, Mapping[str, tuple[str, ...]]]
    """The words of each dialect, by keyword."""

    @property
    def entries(self) -> dict[str, Entry]:
        return {entry.name: entry for group in self.groups.values() for entry in group}


@cache
def collected() -> Collected:
    """What the files of `grammars/` say, and nothing else."""
    folder = data("grammars")
    core = productions(folder.joinpath("core.lark").read_text("utf-8"))
    own = {name: productions(dialect(name).productions) for name in LANGUAGES}
    words = {name: dict(dialect(name).keywords) for name in LANGUAGES}
    forms: dict[str, dict[str, dict[str, Production]]] = {}
    for form in CLAUSE_FORMS:
        forms[form.name] = {name: productions(form.productions_in(dialect(name))) for name in LANGUAGES}
        for name in LANGUAGES:
            words[name] |= form.words_in(dialect(name))
    entries = _entries({name: {**core, **own[name]} for name in LANGUAGES})
    groups = dict(_grouped(entries, GROUPS))
    for form_name, made in forms.items():
        groups[f"Clause form: {form_name}"] = tuple(_ordered(_entries(made), form_name))
    return Collected(groups, words)


def _entries(made: Mapping[str, Mapping[str, Production]]) -> dict[str, Entry]:
    names = dict.fromkeys(name for found in made.values() for name in found)
    result = {}
    for name in names:
        by_language = {language: found[name] for language, found in made.items() if name in found}
        alike = len(by_language) == len(made) and len(set(by_language.values())) == 1
        result[name] = Entry(name, by_language, alike)
    return result


def _grouped(
    entries: Mapping[str, Entry], groups: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[str, tuple[Entry, ...]]]:
    begins = {name for roots in groups.values() for name in roots}
    placed: set[str] = set()
    for title, roots in groups.items():
        found: list[Entry] = []
        for root in roots:
            for name in _reached(entries, root, begins):
                if name not in placed:
                    placed.add(name)
                    found.append(entries[name])
        yield title, tuple(found)
    rest = tuple(entry for name, entry in entries.items() if name not in placed)
    if rest:
        yield "Others", rest


def _ordered(entries: Mapping[str, Entry], root: str) -> Iterator[Entry]:
    names = dict.fromkeys([*_reached(entries, root, set()), *entries])
    return (entries[name] for name in names)


def _reached(entries: Mapping[str, Entry], root: str, stops: set[str]) -> dict[str, None]:
    """What *root* leads to, deepest last, without what begins elsewhere."""
    found: dict[str, None] = {}
    waiting = [root]
    while waiting:
        name = waiting.pop()
        if name in found or name not in entries or (name in stops and name != root):
            continue
        found[name] = None
        below = dict.fromkeys(n for production in entries[name].bodies for n in references(production.body))
        waiting.extend(reversed(list(below)))
    return found
