"""Names and their aliases: a label that is an identifier names the same thing as the name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from attrs import field, frozen

from pingan.language.names import is_name
from pingan.language.types import ListType, RecordType, Type
from pingan.model.nodes import Vocabulary


@frozen
class Names:
    """The names of one kind of thing; looks a name or an alias up."""

    _canonical: Mapping[str, str]

    @staticmethod
    def of(named: Iterable[tuple[str, str | None]]) -> Names:
        """From names with their labels. A name goes before a label; a label that two things share names neither."""
        pairs = tuple(named)
        labels = Counter(label for _, label in pairs if label)
        aliases = {label: name for name, label in pairs if label and is_name(label) and labels[label] == 1}
        return Names({**aliases, **{name: name for name, _ in pairs}})

    def find(self, name: str) -> str | None:
        """The canonical name, or None."""
        return self._canonical.get(name)

    @property
    def all(self) -> tuple[str, ...]:
        """Names and aliases, names first."""
        names = sorted(n for n, canonical in self._canonical.items() if n == canonical)
        return (*names, *sorted(n for n, canonical in self._canonical.items() if n != canonical))


@frozen
class FactNames:
    """Every name that a fact file may use."""

    facts: Names
    actors: Names
    fields: Mapping[str, Names]
    """By record."""
    members: Mapping[str, Names]
    """By enum."""
    kept: dict[tuple[int, type, object], Any] = field(factory=dict, eq=False, repr=False)
    """By identity of a field and a value of it: the field, and what was found of the value."""

    @staticmethod
    def of(vocabulary: Vocabulary) -> FactNames:
        return FactNames(
            Names.of((f.name, f.label) for f in vocabulary.facts.values()),
            Names.of((a.name, a.label) for a in vocabulary.actors.values()),
            {r.name: Names.of((f.name, f.label) for f in r.fields.values()) for r in vocabulary.records.values()},
            {e.name: Names.of((m.name, m.label) for m in e.members) for e in vocabulary.enums.values()},
        )


_STEP = re.compile(r"(\w+)((?:\[[1-9][0-9]{0,6}\])*)")


def canonical_path(path: str, vocabulary: Vocabulary, names: FactNames) -> tuple[str, Type] | None:
    """*path* (``region.hospitals[2]``, aliases allowed) in canonical names and its type; None when it leads nowhere."""
    fields = names.facts
    types: Mapping[str, Type] = {n: f.field.type for n, f in vocabulary.facts.items() if f.field}
    steps: list[str] = []
    kind: Type | None = None
    for step in path.split("."):
        match = _STEP.fullmatch(step)
        name = fields.find(match.group(1)) if match else None
        if match is None or name is None:
            return None
        kind = types[name]
        for _ in range(match.group(2).count("[")):
            if not isinstance(kind, ListType):
                return None
            kind = kind.element
        steps.append(name + match.group(2))
        record = vocabulary.records.get(kind.name) if isinstance(kind, RecordType) else None
        fields = names.fields[record.name] if record else Names({})
        types = {n: f.type for n, f in record.fields.items()} if record else {}
    return (".".join(steps), kind) if kind else None
