"""What may follow what was typed: commands, facts, members, definitions, rules, parameters; by name or label."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from attrs import frozen

from pingan.language.types import ActorType, BooleanType, EnumType, ListType, SetType
from pingan.program.fact_names import canonical_path
from pingan.repl.commands import WORDS, command_in
from pingan.repl.places import below
from pingan.repl.session import Session

MAXIMUM_FOUND: Final = 200

_WORD: Final = re.compile(r"[\w.\[\]]*$")
_HELD: Final = re.compile(
    r"([\w.\[\]]+)\s*(?:\+?=|!=|<=?|>=?|in\s*\{?|has(?:\s+(?:any|all)\s+of\s*\{?)?|属于|含)\s*(?:[^=<>]*[,，、{]\s*)?$"
)


@frozen
class Found:
    """A word that may stand in the place of the last *replaces* characters, with a remark."""

    text: str
    replaces: int
    remark: str = ""


def completions(session: Session, before: str) -> tuple[Found, ...]:
    """What may follow the text *before* the cursor; nothing fails, whatever that is."""
    match = _WORD.search(before[-500:])
    word = match.group() if match else ""
    start = before[: len(before) - len(word)]
    folded = word.casefold()
    found: dict[str, Found] = {}
    for text, remark in _candidates(session, start, word):
        if len(found) < MAXIMUM_FOUND and text not in found and text.casefold().startswith(folded):
            found[text] = Found(text, len(word), remark)
    return tuple(found.values())


def _candidates(session: Session, start: str, word: str) -> Iterator[tuple[str, str]]:
    held = _HELD.search(start)
    values = list(_values(session, held[1])) if held is not None else []
    if values:
        yield from values
        return
    outer, dot, _ = word.rpartition(".")
    if dot:
        yield from ((f"{outer}.{name}", remark) for name, remark in below(session.policy, outer))
        return
    command = command_in(start.strip()) if start.strip() else None
    named = command[0] if command is not None else None
    if named in ("why", "rule", "graph"):
        yield from _rules(session)
        if named != "why":
            return
    if named == "set":
        yield from _settings(session)
        return
    if not start.strip():
        yield from ((word, "") for words in WORDS.values() for word in words)
    yield from below(session.policy, "")
    if named not in ("forget", "unknown", "whatif"):
        yield from _definitions(session)


def _values(session: Session, name: str) -> Iterable[tuple[str, str]]:
    """The values that a fact may have."""
    vocabulary = session.policy.model.vocabulary
    found = canonical_path(name, vocabulary, session.policy.program.fact_names)
    kind = found[1] if found is not None else None
    kind = kind.element if isinstance(kind, SetType | ListType) else kind
    match kind:
        case BooleanType():
            return (("true", ""), ("false", ""))
        case EnumType(name=enum) if enum in vocabulary.enums:
            return _named((member.name, member.label) for member in vocabulary.enums[enum].members)
        case ActorType():
            return _named((actor.name, actor.label) for actor in vocabulary.actors.values())
    return ()


def _rules(session: Session) -> Iterable[tuple[str, str]]:
    return _named((rule.name, rule.label) for rule in session.policy.model.rules.values())


def _definitions(session: Session) -> Iterable[tuple[str, str]]:
    definitions = session.policy.model.definitions.values()
    return _named((each.name, each.label) for each in definitions if each.record is None)


def _settings(session: Session) -> Iterable[tuple[str, str]]:
    model = session.policy.model
    declared = (*model.parameters.values(), *model.interpretations.values())
    return _named((each.key, each.label) for each in declared)


def _named(pairs: Iterable[tuple[str, str | None]]) -> list[tuple[str, str]]:
    """Names first, then labels that can be written as names."""
    known = list(pairs)
    found = [(name, label or "") for name, label in known]
    return found + [(label, name) for name, label in known if label and label.isidentifier()]
