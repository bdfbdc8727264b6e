"""Clause forms: what a domain says over and over, written short and lowered to core declarations."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from importlib.resources.abc import Traversable
from typing import Any

from attrs import field, frozen

from pingan.language.dialect import Dialect

Words = Mapping[str, tuple[str, ...]]
"""Words by keyword of the grammar: ``{"ESCALATION": ("escalation",)}``; the first is the one printed."""


@frozen
class ClauseForm:
    """A declaration of a library's own: how it is written, what it means, how it is printed.

    *name* is the production that its grammar fragment begins with; every production that the fragment defines is
    called so or begins with the name and an underscore. *productions* are Lark rules by dialect: those under ``""``
    hold in every dialect, those under a dialect's name in that one alone (word order). They may use what the core
    grammar has: ``NAME``, ``STRING``, ``label``, ``_head`` (every item of a rule but ``then``), ``expr``, ``path``,
    ``norm``, ``deadline`` and its keywords. *words* are the keywords that the form adds, by dialect; a dialect that
    it has none for writes those of English.

    *lower* gets the `pingan.syntax.nodes.FormDeclaration` that was written and a
    `pingan.syntax.lowering.Lowering`, and answers with core declarations (their spans those of what was
    written). *print* gets the declaration and a `pingan.syntax.printing.style.Style`, and answers with a
    `pingan.syntax.printing.blocks.Block`. *check*, where there is one, gets the declaration, the resolved
    `pingan.model.nodes.Policy` and the `pingan.diagnostics.diagnostic.Diagnostics` to report to.
    """

    name: str
    productions: Mapping[str, str] = field(repr=False, eq=False)
    words: Mapping[str, Words] = field(repr=False, eq=False)
    lower: Callable[[Any, Any], tuple[Any, ...]] = field(repr=False)
    print: Callable[[Any, Any], Any] = field(repr=False)
    check: Callable[[Any, Any, Any], None] | None = field(default=None, repr=False)
    documentation: str = field(default="", repr=False)

    @staticmethod
    def from_folder(
        folder: Traversable,
        name: str,
        *,
        lower: Callable[[Any, Any], tuple[Any, ...]],
        print: Callable[[Any, Any], Any],
        check: Callable[[Any, Any, Any], None] | None = None,
        documentation: str = "",
    ) -> ClauseForm:
        """The form whose grammar is ``NAME.lark``, ``NAME.<dialect>.lark`` and ``NAME.toml`` (words) in *folder*.

        The table of words has a section for each dialect: ``[en]`` with rows like ``STAGE = ["stage"]``.
        """
        productions: dict[str, str] = {}
        for file in folder.iterdir():
            parts = file.name.split(".")
            if parts[0] == name and parts[-1] == "lark" and len(parts) in (2, 3):
                productions["" if len(parts) == 2 else parts[1]] = file.read_text("utf-8")
        table = tomllib.loads(folder.joinpath(f"{name}.toml").read_text("utf-8"))
        words = {dialect: {key: tuple(row) for key, row in rows.items()} for dialect, rows in table.items()}
        return ClauseForm(name, productions, words, lower, print, check, documentation)

    def productions_in(self, language: Dialect) -> str:
        """The productions for *language*; where neither has any of its own, those of English (and its word order)."""
        own = self.productions.get(language.name)
        if own is None and language.name not in self.words and self.name in language.forms:
            own = language.forms[self.name].productions or None
        return f"{self.productions.get('', '')}\n{self.productions.get('en', '') if own is None else own}"

    def words_in(self, language: Dialect) -> Words:
        """The keywords in *language*: the form's words, else those that the dialect has for it, else English ones."""
        others = language.forms[self.name].words if self.name in language.forms else {}
        return {**self.words.get("en", {}), **others, **self.words.get(language.name, {})}
