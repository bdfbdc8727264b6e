"""The tables that texts are read by: those that come with the package, and those that this process has made."""

from __future__ import annotations

import hashlib
import json
from typing import Final

from pingan.language.data import data
from pingan.language.dialect import DIALECTS, Dialect
from pingan.language.dialects import Dialects
from pingan.tree.fragments import Fragment
from pingan.tree.grammar_text import grammar_text
from pingan.tree.tables import Tables

_Key = tuple[Dialect, tuple[Fragment, ...], Dialects]
_KEPT: Final[dict[_Key, Tables | None]] = {}


def tables_for(language: Dialect, fragments: tuple[Fragment, ...], dialects: Dialects) -> Tables | None:
    """The tables of *language*, one of *dialects*, with *fragments*; None where there are none without Lark."""
    key = language, fragments, dialects
    if key not in _KEPT:
        _KEPT[key] = _shipped(language, fragments, dialects)
    return _KEPT[key]


def kept_tables(language: Dialect, fragments: tuple[Fragment, ...], dialects: Dialects) -> Tables | None:
    """As `tables_for`, but only what this process has at hand."""
    return _KEPT.get((language, fragments, dialects))


def keep_tables(language: Dialect, fragments: tuple[Fragment, ...], dialects: Dialects, tables: Tables | None) -> None:
    _KEPT[language, fragments, dialects] = tables


def file_name(language: Dialect, fragments: tuple[Fragment, ...]) -> str:
    """What the file of the tables of *language* is called: one is without forms, one with those of the library."""
    return f"{language.name}{'-forms' if fragments else ''}.json"


def grammar_digest(language: Dialect, fragments: tuple[Fragment, ...], dialects: Dialects) -> str:
    """SHA-256 (hex) of the grammar: tables are of one grammar, and of no other."""
    return hashlib.sha256(grammar_text(language, fragments, dialects).encode("utf-8")).hexdigest()


def _shipped(language: Dialect, fragments: tuple[Fragment, ...], dialects: Dialects) -> Tables | None:
    if language.name not in DIALECTS:
        return None
    file = data("grammars").joinpath("tables", file_name(language, fragments))
    if not file.is_file():
        return None
    held = json.loads(file.read_text("utf-8"))
    is_its_own = held["grammar"] == grammar_digest(language, fragments, dialects)
    return Tables.from_data(held["tables"]) if is_its_own else None
