"""Fixes for what the passes report: errors of the text that leave no doubt what was meant, and some warnings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Final

from attrs import evolve

from pingan.diagnostics.diagnostic import Diagnostic
from pingan.diagnostics.fix import Edit, Fix
from pingan.diagnostics.suggest import nearest
from pingan.language.names import lookalike
from pingan.linting.edits import removal, removal_from_list
from pingan.linting.mends_of_conditions import read_once
from pingan.model.loaded import LoadedModule
from pingan.source import Span
from pingan.syntax import nodes as syntax

Mend = Callable[[Diagnostic, Span, LoadedModule | None], Fix | None]
"""The fix of a finding at a place of a module; where its text does not parse there is none."""


def mended(diagnostic: Diagnostic, modules: Mapping[str, LoadedModule]) -> Diagnostic:
    """*diagnostic* with its fix, where there is one; *modules* by the names of their sources."""
    mend = _MENDS.get(diagnostic.code)
    span = diagnostic.span
    if mend is None or span is None or diagnostic.fixes:
        return diagnostic
    fix = mend(diagnostic, span, modules.get(span.source.name))
    if fix is None:
        return diagnostic
    # What is read twice in a Chinese file is to be written in its words.
    remedy = f"write `{fix.edits[0].text}`" if diagnostic.code == "read-twice" else diagnostic.help
    return evolve(diagnostic, fixes=(fix,), help=remedy)


# --- characters ---------------------------------------------------------------------------------------------------


def _hidden(diagnostic: Diagnostic, span: Span, module: LoadedModule | None) -> Fix | None:
    text = span.source.text
    character = span.text
    if unicodedata.category(character) in ("Mn", "Mc", "Me"):
        together = unicodedata.normalize("NFC", text[max(0, span.start - 1) : span.end])
        if len(together) != 1:
            return None
        return Fix("write the letter as one character", (Edit(Span(span.source, span.start - 1, span.end), together),))
    if character in "\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029":
        return Fix("end the line", (Edit(span, "\n"),), safe=False)
    if unicodedata.category(character) in ("Cs", "Cc"):
        return Fix("delete the character", (Edit(span, ""),), safe=False)
    return Fix("delete the hidden character", (Edit(span, ""),))


def _twin(diagnostic: Diagnostic, span: Span, module: LoadedModule | None) -> Fix | None:
    """All characters of the word that are taken for others: one fix, so that a name is never half mended."""
    twin = lookalike(span.text)
    return None if twin is None else Fix(f"write `{twin}`", (Edit(span, twin),))


def _odd(diagnostic: Diagnostic, span: Span, module: LoadedModule | None) -> Fix | None:
    if span.text.isspace():
        return Fix("write an ordinary space", (Edit(span, " "),))
    return Fix(f"leave `{span.text}` out", (Edit(span, ""),)) if span.text in ("；", ";", "。") else None


_OWN_WORD: Final = re.compile(r"in this file write `([^`]+)`")


def _own_word(diagnostic: Diagnostic, span: Span, module: LoadedModule | None) -> Fix | None:
    found = _OWN_WORD.fullmatch(diagnostic.help or "")
    return None if found is None else Fix(f"write `{found[1]}`", (Edit(span, found[1]),))


# --- names --------------------------------------------------------------------------------------------------------

_MEANT: Final = re.compile(r"did you mean `([^`]+)`\?")


def _meant(diagnostic: Diagnostic, span: Span, module: LoadedModule | None) -> Fix | None:
    """The one name that is near: somebody has to say whether it is meant."""
    found = _MEANT.fullmatch(diagnostic.help or "")
    if found is None:
        return None
    quote = span.text[:1] if span.text[:1] in ('"', "“") else ""
    written = span.text.strip('"“”')
    if found[1] not in nearest(written, [found[1]]):
        return None
    text = f"{quote}{found[1]}{'”' if quote == '“' else quote}"
    return Fix(f"write `{found[1]}`", (Edit(span, text),), safe=False)


# --- things that stand twice --------------------------------------------------------------------------------------


def _item_again(diagnostic: Diagnostic, span: Span, module: LoadedModule | None) -> Fix | None:
    """Only where both say the same, in the same words."""
    others = [a.span for a in diagnostic.annotations[1:]]
    if not others or others[0].text.split() != span.text.split() or "#" in span.text:
        return None
    return Fix("leave the second out", (removal(span),))


def _cited_again(diagnostic: Diagnostic, span: Span, module: LoadedModule | None) -> Fix | None:
    if module is None:
        return None
    for declaration in module.written.declarations:
        if not declaration.span.start <= span.start < declaration.span.end:
            continue
        items = declaration.places if isinstance(declaration, syntax.Itemised) else ()
        if isinstance(declaration, syntax.FormDeclaration):
            items = (*items, *declaration.head.places)
        for kind, item in items:
            if kind in ("cite", "cites") and item.start <= span.start and span.end <= item.end:
                alone = item.text.count('"') <= 2 and "“" not in item.text[item.text.find("“") + 1 :]
                edit = removal(item) if alone else removal_from_list(span)
                return Fix("cite the clause once", (edit,))
    return None


_MENDS: Final[Mapping[str, Mend]] = {
    "duplicate-citation": _cited_again,
    "duplicate-item": _item_again,
    "hidden-character": _hidden,
    "look-alike": _twin,
    "read-twice": read_once,
    "reserved-word": _own_word,
    "unexpected-character": _odd,
    "unknown-calendar": _meant,
    "unknown-clause": _meant,
    "unknown-library": _meant,
    "unknown-module": _meant,
    "unknown-name": _meant,
    "unknown-zone": _meant,
}

MENDED_ERRORS: Final[Mapping[str, str]] = {
    "duplicate-item": "Takes the second item away where it says the same in the same words.",
    "hidden-character": "Deletes a character that cannot be seen; writes a letter and its accent as one character.",
    "look-alike": "Writes the character that it is taken for.",
    "reserved-word": "Writes a word of another dialect as the file's own dialect has it.",
    "unexpected-character": "Writes an ordinary space, or leaves a mark out that has no meaning.",
    **dict.fromkeys(
        ("unknown-calendar", "unknown-clause", "unknown-library", "unknown-module", "unknown-name", "unknown-zone"),
        "Writes the one name that is near. Not safe: only its author knows what was meant.",
    ),
}
"""Errors that have fixes, and what these do."""
