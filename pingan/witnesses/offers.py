"""Scenarios offered to an author: witnesses with a title and their text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from attrs import frozen

from pingan.language.dialect import Dialect, Language
from pingan.witnesses.finding import search
from pingan.witnesses.kit import EVALUATIONS, Kit
from pingan.witnesses.literals import NotWritableError
from pingan.witnesses.nodes import Search, Witness
from pingan.witnesses.observing import observed_with
from pingan.witnesses.scenario_text import text_with
from pingan.witnesses.titles import title_of


@frozen
class Offer:
    """What was looked for, what became of it, and the scenario (*unwritable*: why there is none)."""

    key: str
    kind: str
    search: Search
    title: str | None = None
    text: str | None = None
    unwritable: str | None = None

    @property
    def is_always(self) -> bool:
        """Whether there is none because the rule always applies, or no fact changes whether it does."""
        return self.search.impossible and self.kind in ("none", "undetermined")

    @property
    def witness(self) -> Witness | None:
        """What was found."""
        return self.search.witness


def offers(
    kit: Kit,
    wanted: Mapping[str, Sequence[str]],
    language: Language,
    *,
    dialect: str | Dialect | None = None,
    evaluations: int = EVALUATIONS,
) -> Iterator[Offer]:
    """For each key of *wanted* what is wanted of it, one after another, with titles that no scenario has yet.

    Titles are in *language*, the text in *dialect* (without: that of the policy's file).
    """
    policy = kit.policy.model
    taken = {(s.module, s.title) for s in policy.scenarios}
    taken |= {(m.name, s.title) for m in kit.policy.modules for s in m.scenarios}
    for key, kinds in wanted.items():
        module = kit.home(key)
        for kind in kinds:
            found = search(kit, key, kind, evaluations=evaluations)
            if found.witness is None:
                yield Offer(key, kind, found)
                continue
            title = title_of(found.witness, policy, language, {t for m, t in taken if m == module}, kit.naming(module))
            taken.add((module, title))
            try:
                expectations: Any = observed_with(kit, found.witness.case, (key,))
                text = text_with(kit, found.witness.case, expectations, title, dialect, module)
                yield Offer(key, kind, found, title, text)
            except NotWritableError as error:
                yield Offer(key, kind, found, title, unwritable=str(error))
