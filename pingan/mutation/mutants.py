"""Every mutant of a policy: each mutator at each place, one change each."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from attrs import evolve, fields

from pingan.language.dialects import spoken_language
from pingan.model import nodes as m
from pingan.mutation.mutators import MUTATORS
from pingan.mutation.nodes import REMOVED, DeclarationKind, Edit, Mutant, Path
from pingan.mutation.places import Declaration, Place, places
from pingan.mutation.shown import Shown
from pingan.mutation.telling import is_told_only
from pingan.policy import Policy
from pingan.source import NOWHERE, Span

Found = tuple[Place, str, object]


def mutants_of(policy: Policy) -> tuple[Mutant, ...]:
    """The mutants of the policies asked for, in the order of their text.

    What the language would not have, and what says the same letter by letter, is left out.
    """
    found: dict[object, list[Found]] = {}
    for place in _places(policy):
        span = _span(place)
        if span is None:
            continue
        for name, mutator in MUTATORS.items():
            for new in mutator(place):
                if new == place.node:
                    continue
                # What a clause form makes of one `when` stands among other conditions here and alone there.
                node = None if new is REMOVED and name in ("condition", "in-force") else place.node
                key = (span.source.name, span.start, span.end, name, node, _hashed(new))
                found.setdefault(key, []).append((place, name, new))
    shown = {name: Shown(_language(policy, name)) for name in policy.names}
    made = [_mutant(group, shown) for group in found.values()]
    return _told_apart(sorted(made, key=lambda x: (x.module, x.span.start, x.span.end)))


def _language(policy: Policy, module: str) -> Any:
    return spoken_language(policy.modules.modules[module].syntax.dialect, policy.environment.dialects)


def _hashed(new: object) -> object:
    return "REMOVED" if new is REMOVED else new


def _places(policy: Policy) -> Iterator[Place]:
    for declaration, kind in _declarations(policy):
        yield from places(declaration, kind, policy.model)


def _declarations(policy: Policy) -> Iterator[tuple[Declaration, DeclarationKind]]:
    """What the policies asked for declare and set."""
    model, names = policy.model, set(policy.names)
    yield from ((h, "policy") for h in model.headers.values() if h.name in names)
    for parameter in model.parameters.values():
        if parameter.set_by in names or (parameter.set_by is None and parameter.module in names):
            yield parameter, "parameter"
    yield from ((i, "interpretation") for i in model.interpretations.values() if i.module in names)
    yield from ((d, "definition") for d in model.definitions.values() if d.module in names)
    yield from ((r, "rule") for r in model.rules.values() if r.module in names)


def _span(place: Place) -> Span | None:
    """Where the text is: that of the node, or of what it stands in."""
    if isinstance(place.node, m.InForce):
        return place.node.period.span
    for each in (place, *place.above):
        span = getattr(each.node, "span", NOWHERE)
        if span is not NOWHERE and span != NOWHERE:
            return span
    return None


def _mutant(group: list[Found], shown: Mapping[str, Shown]) -> Mutant:
    place, mutator, new = group[0]
    edits = tuple(edit for each in group for edit in _edits(each[0], each[2]))
    module = place.declaration.module
    speech = shown.get(module) or next(iter(shown.values()))
    before, after = speech.change(place, new)
    span = _span(place) or NOWHERE
    told = (mutator, place.kind, place.declaration.key, span.start, span.end, before, after)
    identity = hashlib.sha256(repr(told).encode()).hexdigest()[:12]
    key, is_told = place.declaration.key, is_told_only(place, mutator, new)
    return Mutant(identity, mutator, module, place.kind, key, before, after, edits, span, is_told_only=is_told)


def _edits(place: Place, new: Any) -> Iterator[Edit]:
    """As little as possible: of a norm, a rule or a case only the attributes that differ."""
    kind, key = place.kind, place.declaration.key
    old = place.node
    if isinstance(old, m.Expression) or type(new) is not type(old):
        yield Edit(kind, key, place.path, old, new)
        return
    for attribute in fields(type(old)):
        was, is_now = getattr(old, attribute.name), getattr(new, attribute.name)
        if attribute.eq and was != is_now:
            path: Path = (*place.path, attribute.name)
            yield Edit(kind, key, path, was, REMOVED if is_now is None else is_now)


def _told_apart(made: Iterable[Mutant]) -> tuple[Mutant, ...]:
    """Mutants with identities of their own; those that change the same in the same way are one."""
    found: dict[object, Mutant] = {}
    taken: dict[str, int] = {}
    for mutant in made:
        changes = tuple((e.kind, e.key, e.path, _hashed(e.new)) for e in mutant.edits)
        if changes in found:
            continue
        number = taken[mutant.id] = taken.get(mutant.id, 0) + 1
        found[changes] = mutant if number == 1 else _numbered(mutant, number)
    return tuple(found.values())


def _numbered(mutant: Mutant, number: int) -> Mutant:
    return evolve(mutant, id=f"{mutant.id}{number:02x}")
