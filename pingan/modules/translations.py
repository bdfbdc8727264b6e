"""Translations: what the texts of a module (notes, questions, reasons) are in another language, strictly read."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from typing import Final

from pingan.diagnostics.diagnostic import Diagnostics
from pingan.diagnostics.plain import plain
from pingan.source import Source, Span

MAXIMUM_TRANSLATIONS: Final = 4 * 1024 * 1024
"""Bytes of a file of translations."""
TABLE: Final = "texts"
_REMEDY: Final = f'it holds one table, `[{TABLE}]`, and in it lines `"text of the policy" = "the same in the language"`'


def translations_file(module: str, language: str) -> str:
    """The file beside *module* with its texts in *language*.

    >>> translations_file("flood", "zh")
    'flood.zh.toml'
    """
    return f"{module}.{language}.toml"


def read_translations(source: Source, diagnostics: Diagnostics) -> Mapping[str, str]:
    """What each text is in the language of *source*; whatever is not right is reported and left out.

    A text with an empty translation is not translated yet, and is left out, too.
    """
    try:
        data = tomllib.loads(source.text)
    except tomllib.TOMLDecodeError as error:
        diagnostics.error("bad-translation", f"this is not TOML: {error}", _whole(source), help=_REMEDY)
        return {}
    except RecursionError:
        diagnostics.error("bad-translation", "this file is nested too deep", _whole(source), help=_REMEDY)
        return {}
    for key in data.keys() - {TABLE}:
        diagnostics.error(
            "bad-translation", f"`{_shortened(key)}` is nothing that is read", _at(source, key), help=_REMEDY
        )
    texts = data.get(TABLE, {})
    if not isinstance(texts, dict):
        diagnostics.error("bad-translation", f"`{TABLE}` is no table", _at(source, TABLE), help=_REMEDY)
        return {}
    found: dict[str, str] = {}
    for text, told in texts.items():
        if not isinstance(told, str):
            message = f"the translation of “{_shortened(text)}” is no text"
            diagnostics.error("bad-translation", message, _at(source, text), help=_REMEDY)
        elif not told.isprintable():
            message = f"the translation of “{_shortened(text)}” holds characters that do not show"
            diagnostics.error("bad-translation", message, _at(source, text), help="write it on one line, and plainly")
        elif told:
            found[text] = told
    return found


def _whole(source: Source) -> Span:
    return Span(source, 0, 0)


def _at(source: Source, key: str) -> Span:
    """Where *key* is first written, as far as it is written as it reads."""
    start = source.text.find(key)
    return Span(source, start, start + len(key)) if start >= 0 else _whole(source)


def _shortened(text: str) -> str:
    shown = plain(text)
    return shown if len(shown) <= 60 else f"{shown[:60]}…"
