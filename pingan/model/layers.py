"""Layers of law: the level at which a policy stands, and which policies take the place of which."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import evolve

from pingan.diagnostics.diagnostic import Annotation, Diagnostics
from pingan.model import nodes as model
from pingan.model.names import Entry, Index, aliases, near
from pingan.model.scope import Scope
from pingan.syntax import nodes as syntax


def level_of(path: syntax.Path, scope: Scope) -> model.Level | None:
    """The level that *path* names, ``member`` or ``Enum.member``; None when it names none, which is reported."""
    written = path.names[-1]
    enums = list(_enums(scope))
    if len(path.names) == 2:
        enums = [e for e in enums if path.names[0].text in e.aliases]
    found = [(e, level) for e in enums if (level := _member(e, written.text)) is not None]
    ordered = [level for e, level in found if _enum(e).ordered]
    if len(path.names) > 2 or not found:
        _report_unknown(path, enums, scope)
        return None
    if not ordered:
        entry = found[0][0]
        message = f"`{written.text}` is a member of `{entry.name}`, which is not ordered: it is no level"
        remark = Annotation(entry.span, "declared without an order")
        remedy = f"write `enum {entry.name} ordered`, with the widest level first"
        scope.diagnostics.error("bad-level", message, path.span, remark, help=remedy)
        return None
    if len(ordered) > 1:
        ways = " or ".join(f"`{level.enum}.{level.name}`" for level in ordered)
        message = f"`{written.text}` is a member of several ordered enums"
        scope.diagnostics.error("bad-level", message, path.span, help=f"write {ways}")
        return None
    return ordered[0]


def _enums(scope: Scope) -> Iterator[Entry]:
    """The enums that *scope* can name, in order of their names."""
    index, found = scope.symbols.index, dict[str, Entry]()
    for place in index.visible.get(scope.module, ()):
        for entry in index.tables.get((place, "type"), {}).values():
            if isinstance(entry.node, syntax.Enum):
                found.setdefault(entry.name, entry)
    return (found[name] for name in sorted(found))


def _enum(entry: Entry) -> syntax.Enum:
    assert isinstance(entry.node, syntax.Enum)
    return entry.node


def _member(entry: Entry, word: str) -> model.Level | None:
    for order, member in enumerate(_enum(entry).members, start=1):
        if word in aliases(member.name.text, member.label):
            return model.Level(entry.name, member.name.text, member.label, order)
    return None


def _report_unknown(path: syntax.Path, enums: list[Entry], scope: Scope) -> None:
    words = [w for e in enums if _enum(e).ordered for m in _enum(e).members for w in aliases(m.name.text, m.label)]
    message = f"no level is called `{path.text}`"
    remedy = near(scope.diagnostics, path.names[-1].text, words)
    remedy = remedy or "a level is a member of an ordered enum in a vocabulary that the policy uses, the widest first"
    scope.diagnostics.error("bad-level", message, path.span, help=remedy)


def check_levels(headers: Mapping[str, model.Header], index: Index, diagnostics: Diagnostics) -> None:
    """Warns of a policy that extends one of a narrower level, and of levels that cannot be compared."""
    said = [(name, level) for name, header in sorted(headers.items()) if (level := header.level) is not None]
    for name, level in said:
        for parent in index.modules.ancestors(name):
            above = headers[parent].level if parent in headers else None
            if above is not None and above.enum == level.enum and above.order > level.order:
                message = f"`{name}` stands at a wider level than `{parent}`, which it extends"
                remark = Annotation(headers[parent].span, f"this is law of the level `{above.name}`")
                remedy = "what is narrower extends what is wider; let each evaluation take both otherwise"
                diagnostics.warning("level-order", message, headers[name].span, remark, help=remedy)
                break
    first = next(iter(said), None)
    other = next(((name, level) for name, level in said if first is not None and level.enum != first[1].enum), None)
    if first is not None and other is not None:
        message = f"`{other[0]}` takes its level from `{other[1].enum}`, `{first[0]}` from `{first[1].enum}`"
        remark = Annotation(headers[first[0]].span, "the other enum")
        remedy = "take the levels of all policies from one enum: those of two have no common order"
        diagnostics.warning("level-order", message, headers[other[0]].span, remark, help=remedy)


def standing(headers: Mapping[str, model.Header]) -> dict[str, int]:
    """The place of every policy, from 1, when they are told from the widest level to the narrowest.

    A policy that says no level stands right after those that it extends; one that extends nothing stands first.
    """
    return {name: place for place, name in enumerate(sorted(headers, key=lambda n: _rank(n, headers)), start=1)}


def _rank(name: str, headers: Mapping[str, model.Header]) -> tuple[int, int, str]:
    """The level's order (else the nearest ancestor's), how far below that policy, and the name."""
    below, current, seen = 0, name, {name}
    while True:
        header = headers[current]
        if header.level is not None:
            return header.level.order, below, name
        parent = next((p for p in header.extends if p in headers and p not in seen), None)
        if parent is None:
            return 0, below, name
        seen.add(parent)
        current, below = parent, below + 1


# --- replacing ---------------------------------------------------------------------------------------------------


def with_replacements(
    headers: Mapping[str, model.Header], scopes: Mapping[str, Scope], diagnostics: Diagnostics
) -> dict[str, model.Header]:
    """*headers*, each with what takes its place; replacements that cannot be are reported and left out."""
    taken: dict[str, list[model.Replacement]] = {}
    for name, header in sorted(headers.items()):
        index = scopes[name].symbols.index
        node = index.modules.modules[name].syntax.header
        assert isinstance(node, syntax.PolicyHeader)
        for written in node.replaces:
            if _may_replace(header, written, headers, index, diagnostics) and header.in_force is not None:
                taken.setdefault(written.text, []).append(model.Replacement(name, header.in_force))
    return {name: evolve(header, replaced_by=tuple(taken.get(name, ()))) for name, header in headers.items()}


def _may_replace(
    header: model.Header,
    written: syntax.Name,
    headers: Mapping[str, model.Header],
    index: Index,
    diagnostics: Diagnostics,
) -> bool:
    if written.text not in headers or written.text == header.name:
        return False  # the loader has reported what is no policy, and circles
    if written.text in index.modules.ancestors(header.name):
        message = f"`{header.name}` extends `{written.text}` and would replace it: its own ground would be gone"
        remedy = "extend what stays in force, or override single rules instead of replacing the policy"
        diagnostics.error("bad-replacement", message, written.span, help=remedy)
        return False
    period = None if header.in_force is None else header.in_force.period
    if period is None or (isinstance(period, model.PeriodOf) and period.start is None):
        message = f"`{header.name}` does not say from which day it replaces `{written.text}`"
        remedy = "write `in force from …` in its header"
        diagnostics.error("bad-replacement", message, written.span, help=remedy)
        return False
    return True


def apart(headers: Mapping[str, model.Header]) -> frozenset[tuple[str, str]]:
    """The pairs of policies that are never in force for the same, in both orders: one replaces the other."""
    pairs = {(name, later.policy) for name, header in headers.items() for later in header.replaced_by}
    return frozenset(pairs | {(later, name) for name, later in pairs})
