"""How far a matter has come: definitions whose value is a member of an ordered enum, such as the stage of a ladder."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from attrs import frozen

from pingan.language.shapes import Members, Shape, Truth
from pingan.language.types import EnumType, Type
from pingan.model.to_text import Language
from pingan.model.value_text import Words
from pingan.outcome.answer import Answer
from pingan.outcome.nodes import Cause, Finding
from pingan.outcome.phrases import join, phrase

_AT_LEAST: Final = ("at least {0}, perhaps {1}", "至少为{0}，或许已到{1}")
_PERHAPS: Final = ("none for certain, perhaps {0}", "尚无确定，或许已到{0}")
_NONE: Final = ("none yet", "尚无")
_ANY: Final = ("not known", "未知")


@frozen
class Reached:
    """How far *definition* (its key) has come: the member *surely* and the one *possibly* reached.

    None stands for none at all. They are equal when nothing is open; otherwise *causes* are what would settle it.
    """

    definition: str
    surely: str | None
    possibly: str | None
    causes: tuple[Cause, ...] = ()


def reached(outcome: Answer) -> tuple[Reached, ...]:
    """Of every definition that is a member of an ordered enum how far it has come; of policies that may apply."""
    return tuple(
        Reached(finding.subject, *ends(finding.value, order), finding.causes)
        for finding, order in graded(outcome)
        if finding.value is not None
    )


def graded(outcome: Answer) -> Iterator[tuple[Finding, EnumType]]:
    """The findings about such definitions, each with the enum."""
    silent = {s.name for s in outcome.policies if Truth.FALSE in (s.in_scope, s.in_force)}
    for finding in outcome.findings:
        definition = outcome.model.definitions.get(finding.subject) if finding.kind == "definition" else None
        if definition is None or finding.masked or definition.module in silent:
            continue
        if isinstance(definition.type, EnumType) and definition.type.ordered:
            yield finding, definition.type


def ends(value: Shape, order: EnumType) -> tuple[str | None, str | None]:
    """The lowest and the highest member that *value* may be; None below all of them is that there is none."""
    members = _members(value, order)
    low = None if not members or value.absent else members[0]
    return low, members[-1] if members else None


def value_text(value: Shape, type: Type, words: Words) -> str:
    """*value* in words; of an ordered enum, how far it has come."""
    if isinstance(type, EnumType) and type.ordered:
        return reached_text(value, type, words)
    return words.value(value, type)


def reached_text(value: Shape, order: EnumType, words: Words) -> str:
    """``at least remove, perhaps punish``; what is settled is the member alone."""
    members = _members(value, order)
    names = [words.member(member, order) for member in members]
    if not names:
        return phrase(_NONE, words.language)
    if members == order.members and value.absent:
        return phrase(_ANY, words.language)
    if value.absent:
        return phrase(_PERHAPS, words.language, _joined(names, words.language))
    if len(names) == 1:
        return names[0]
    return phrase(_AT_LEAST, words.language, names[0], _joined(names[1:], words.language))


def _members(value: Shape, order: EnumType) -> tuple[str, ...]:
    if not isinstance(value, Members):
        return ()
    return tuple(m for m in order.members if value.values is None or m in value.values)


def _joined(names: list[str], language: Language) -> str:
    return join(names, language)
