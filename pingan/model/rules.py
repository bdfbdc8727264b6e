"""Rules, and which of them override which."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from attrs import evolve

from pingan.diagnostics.diagnostic import Annotation, Diagnostics
from pingan.language import types
from pingan.model import aggregates
from pingan.model import nodes as model
from pingan.model.citations import citations
from pingan.model.expressions import bound, condition, expression, gone_over, moment
from pingan.model.lints import check_condition
from pingan.model.names import Entry, Index
from pingan.model.norms import norm
from pingan.model.order import circles, in_order
from pingan.model.scope import Scope
from pingan.syntax import nodes as syntax

MAXIMUM_OVERRIDES: Final = 16
"""How many rules may stand in a chain, each overriding the one before."""


def rules(scopes: Mapping[str, Scope], diagnostics: Diagnostics) -> dict[str, model.Rule]:
    """All rules by key; overrides that are not allowed are reported and left out."""
    if not scopes:
        return {}
    index = next(iter(scopes.values())).symbols.index
    entries = {e.key: e for e in index.entries("rule")}
    found = {key: _rule(e, scopes[e.module], diagnostics) for key, e in entries.items()}
    for key, entry in entries.items():
        assert isinstance(entry.node, syntax.Rule)
        overridden = _overrides(entry.node, found[key], found, scopes[entry.module])
        if overridden:
            found[key] = evolve(found[key], overrides=overridden)
    _check_circles(found, entries, diagnostics)
    _check_chains(found, diagnostics)
    return found


def _rule(entry: Entry, scope: Scope, diagnostics: Diagnostics) -> model.Rule:
    node = entry.node
    assert isinstance(node, syntax.Rule)
    module = scope.symbols.index.modules.modules[entry.module]
    in_force = None if node.in_force is None else in_force_of(node.in_force, scope)
    each, inner, members = _each(node, scope)
    when = None if node.condition is None else condition(node.condition, inner)
    exceptions = tuple(condition(e, inner) for e in node.exceptions)
    for part in (when, *exceptions):
        check_condition(part, diagnostics)
    if not node.cites and module.register is not None:
        message = f"`{node.name.text}` cites no clause of the document"
        diagnostics.warning("no-citation", message, node.name.span, help='add `cite "…"`')
    return model.Rule(
        entry.module,
        entry.name,
        entry.label,
        scope.zone,
        citations(node.cites, module, diagnostics),
        (),
        in_force,
        None if node.since is None else moment(node.since, inner),
        each,
        aggregates.joined(members, when),
        exceptions,
        tuple(norm(n, inner, place) for place, n in enumerate(node.norms, start=1)),
        node.soft,
        node.notes,
        calendar=scope.calendar,
        span=entry.span,
    )


def _each(node: syntax.Rule, scope: Scope) -> tuple[tuple[model.Each, ...], Scope, model.Expression | None]:
    """The loops of a rule, the scope inside them, and (over sets of enum members) the condition of being in the set."""
    found: list[model.Each] = []
    members: model.Expression | None = None
    for each in node.each:
        over = aggregates.elements(gone_over(each.collection, scope), each.variable.text, scope)
        scope = bound(each.variable, over.type, scope)
        key = _key_field(over, scope)
        found.append(model.Each(each.variable.text, over.collection, key))
        members = aggregates.joined(members, over.filter)
    return tuple(found), scope, members


def _key_field(over: aggregates.Elements, scope: Scope) -> str | None:
    if not isinstance(over.type, types.RecordType):
        return None
    return next((f.name for f in scope.records[over.type.name].fields.values() if f.key), None)


def in_force_of(node: syntax.InForce, scope: Scope) -> model.InForce | None:
    """When a policy or a rule is in force; None when that is not a period, which is reported."""
    period = expression(node.period, scope, types.PERIOD)
    tested = None if node.tested is None else moment(node.tested, scope)
    if isinstance(period.type, types.UnknownType):
        return None
    if not isinstance(period.type, types.PeriodType):
        scope.mismatch(period.span, "a period", period.type, "write `in force from … until …`")
        return None
    return model.InForce(period, tested, scope.zone)


# --- overriding ------------------------------------------------------------------------------------------------


def _overrides(node: syntax.Rule, rule: model.Rule, rules: Mapping[str, model.Rule], scope: Scope) -> tuple[str, ...]:
    index = scope.symbols.index
    found: list[str] = []
    for path in node.overrides:
        entry = index.find_path(path, scope.module, "rule")
        if entry is None:
            message, remedy = index.unknown(scope.diagnostics, path.names[-1], scope.module, "rule", "rule")
            scope.diagnostics.error("unknown-name", message, path.span, help=remedy)
        elif entry.key in found:
            scope.diagnostics.error("duplicate-name", f"`{path.text}` is already overridden here", path.span)
        elif _may_override(path, rule, rules[entry.key], index, scope.diagnostics):
            found.append(entry.key)
    return tuple(found)


def _may_override(
    path: syntax.Path, rule: model.Rule, other: model.Rule, index: Index, diagnostics: Diagnostics
) -> bool:
    if other.key == rule.key:
        diagnostics.error("cycle", "a rule cannot override itself", path.span)
        return False
    if other.module != rule.module and other.module not in index.modules.ancestors(rule.module):
        message = f"`{rule.module}` does not extend `{other.module}`: it cannot override its rules"
        diagnostics.error("bad-override", message, path.span, help="the two stand side by side; a conflict is reported")
        return False
    if rule.each and _lists(rule) != _lists(other):
        message = "a rule `for each` element overrides only a rule for each element of the same list"
        remark = Annotation(other.span, f"`{other.name}` goes through {'another list' if other.each else 'no list'}")
        remedy = "go through the same list, or leave `for each` out to override all of it"
        diagnostics.error("bad-override", message, path.span, remark, help=remedy)
        return False
    return True


def _lists(rule: model.Rule) -> tuple[object, ...]:
    """What a rule goes through, whatever its variables are called."""
    places = {each.variable: str(place) for place, each in enumerate(rule.each)}
    return tuple(_renamed(each.collection, places) for each in rule.each)


def _renamed(collection: model.Expression, places: Mapping[str, str]) -> object:
    match collection:
        case model.FieldValue(record=record, name=name):
            return (_renamed(record, places), name)
        case model.ElementValue(variable=variable):
            return places.get(variable, variable)
        case _:
            return collection


def _check_circles(rules: Mapping[str, model.Rule], entries: Mapping[str, Entry], diagnostics: Diagnostics) -> None:
    for way in circles({key: rule.overrides for key, rule in rules.items()}):
        first, *others = (entries[key] for key in way)
        told = " overrides ".join(f"`{entries[key].name}`" for key in (*way, way[0]))
        remarks = (Annotation(other.span, "part of it") for other in others)
        diagnostics.error("cycle", f"rules must not override each other in circles: {told}", first.span, *remarks)


def _check_chains(rules: Mapping[str, model.Rule], diagnostics: Diagnostics) -> None:
    """Reports the rules at which a chain becomes too long; those above them are not told again."""
    order, _ = in_order({key: rule.overrides for key, rule in rules.items()})
    lengths: dict[str, int] = {}
    for key in order:
        lengths[key] = 1 + max((lengths.get(k, 0) for k in rules[key].overrides), default=0)
        if lengths[key] == MAXIMUM_OVERRIDES + 1:
            message = f"rules may override each other in a chain of at most {MAXIMUM_OVERRIDES}"
            remedy = "state the exception once, as `unless`, or override the first rule itself"
            diagnostics.error("too-deep", message, rules[key].span, help=remedy)
