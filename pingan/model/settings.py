"""Parameters and interpretations, and what policies and the application set them to."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Final

from attrs import evolve, frozen

from pingan.diagnostics.diagnostic import Annotation, Diagnostics
from pingan.language import types
from pingan.language.types import Type
from pingan.model import constants
from pingan.model import nodes as model
from pingan.model.declared_types import TypeNames, holds, range_span, ranged
from pingan.model.expressions import value
from pingan.model.given_values import Value, given_value
from pingan.model.names import Category, Entry, Index, aliases, check_unique, near
from pingan.model.scope import Scope
from pingan.model.vocabulary import may_be_set
from pingan.source import Span
from pingan.syntax import nodes as syntax

APPLICATION: Final = "the application"
_SETTABLE: Final[tuple[Category, ...]] = ("parameter", "interpretation")


@frozen
class Choice:
    """A value and who set it, and where (None: the application)."""

    value: Value
    by: str
    span: Span | None = None


def parameters(index: Index, names: TypeNames, diagnostics: Diagnostics) -> dict[str, model.Parameter]:
    """All parameters, not set yet and without their ranges, which may speak of other parameters."""
    found: dict[str, model.Parameter] = {}
    for entry in index.entries("parameter"):
        assert isinstance(entry.node, syntax.Parameter)
        written = entry.node.field
        if written.marks:
            message = "a parameter only has a type: not being set is no absence"
            diagnostics.error("bad-mark", message, entry.span, help="leave out the marks")
        node = written.type
        kind = names.type(evolve(node, range=()) if isinstance(node, syntax.NamedType) else node, entry.module)
        if isinstance(node, syntax.JudgementOf) or not (may_be_set(kind) or isinstance(kind, types.UnknownType)):
            message = "a parameter is a single value, a period or a set"
            diagnostics.error("type-mismatch", message, node.span)
            kind = types.UNKNOWN
        found[entry.key] = model.Parameter(entry.module, entry.name, entry.label, kind, span=entry.span)
    return found


def interpretations(index: Index, diagnostics: Diagnostics) -> dict[str, model.Interpretation]:
    """All interpretations, with their defaults."""
    found: dict[str, model.Interpretation] = {}
    for entry in index.entries("interpretation"):
        assert isinstance(entry.node, syntax.Interpretation)
        node = entry.node
        check_unique(node.readings, "readings", diagnostics)
        readings = tuple(model.Member(m.name.text, m.label) for m in node.readings)
        words = {w: r.name for r in readings for w in aliases(r.name, r.label)}
        default = None
        if node.default is not None:
            default = words.get(node.default.text)
            if default is None:
                message = f"`{entry.name}` has no reading `{node.default.text}`"
                remedy = near(diagnostics, node.default.text, words)
                diagnostics.error("unknown-name", message, node.default.span, help=remedy)
        found[entry.key] = model.Interpretation(
            entry.module, entry.name, entry.label, node.question, readings, default, span=entry.span
        )
    return found


def constant(node: syntax.Expression, type: Type, scope: Scope) -> Value | None:
    """*node* as a value known when the policy is read; None when it is not one, which is reported."""
    if isinstance(type, types.DurationType) and isinstance(node, syntax.DurationLiteral):
        return constants.duration_literal(node)
    found = value(node, scope, type)
    match found:
        case model.Broken():
            return None
        case model.Constant(value=int() | Fraction() as length) if isinstance(type, types.DurationType):
            return model.Duration(Fraction(length), "second")
        case model.Constant():
            return found
        case model.PeriodOf(start=None | model.Constant(), end=None | model.Constant()):
            return found
        case model.SetOf(elements=elements) if all(isinstance(e, model.Constant) for e in elements):
            return found
        case _:
            message = "expected a value that is known when the policy is read"
            scope.diagnostics.error("not-constant", message, node.span, help="write the value itself")
            return None


def with_settings(
    scopes: Mapping[str, Scope], given: Mapping[str, object], diagnostics: Diagnostics
) -> dict[str, Choice]:
    """What policies set (*scopes*: the place of each module), by key; the application has the last word."""
    choices: dict[str, list[Choice]] = {}
    for module, scope in scopes.items():
        for node in scope.symbols.index.modules.modules[module].syntax.core:
            if isinstance(node, syntax.Setting):
                _add_setting(node, scope, choices)
    chosen: dict[str, Choice] = {}
    for key in sorted(choices):
        chosen[key] = _nearest(key, choices[key], scopes, diagnostics)
    for name, wanted in given.items():
        _set_by_application(name, wanted, scopes, chosen, diagnostics)
    return chosen


def setting(node: syntax.Setting, scope: Scope) -> tuple[Entry, Value] | None:
    """What *node* sets, and to what; None when either is not right, which is reported."""
    index = scope.symbols.index
    entry = index.find_path(node.target, scope.module, "parameter", "interpretation")
    if entry is None:
        name = node.target.names[-1]
        message, remedy = index.unknown(
            scope.diagnostics, name, scope.module, "parameter or interpretation", *_SETTABLE
        )
        scope.diagnostics.error("unknown-name", message, node.target.span, help=remedy)
        return None
    found = constant(node.value, _type(entry, scope), scope)
    return None if found is None else (entry, found)


def _type(entry: Entry, scope: Scope) -> Type:
    if entry.category == "parameter":
        return scope.symbols.parameters[entry.key].type
    readings = scope.symbols.interpretations[entry.key].readings
    return types.EnumType(entry.key, tuple(r.name for r in readings))


def _add_setting(node: syntax.Setting, scope: Scope, choices: dict[str, list[Choice]]) -> None:
    found = setting(node, scope)
    if found is None:
        return
    entry, value = found
    made = choices.setdefault(entry.key, [])
    earlier = next((c for c in made if c.by == scope.module and c.span is not None), None)
    if earlier is not None:
        assert earlier.span is not None
        message = f"`{scope.module}` already sets `{entry.name}`"
        remark = Annotation(earlier.span, "first set here")
        scope.diagnostics.error("conflicting-settings", message, node.target.span, remark)
        return
    made.append(Choice(value, scope.module, node.target.span))


def _nearest(key: str, made: list[Choice], scopes: Mapping[str, Scope], diagnostics: Diagnostics) -> Choice:
    """A policy has the last word over those it extends; two that do not extend one another must agree."""
    modules = next(iter(scopes.values())).symbols.index.modules
    overruled = {parent for choice in made for parent in modules.ancestors(choice.by)}
    last = [c for c in made if c.by not in overruled]
    for other in last[1:]:
        if other.value != last[0].value and other.span is not None and last[0].span is not None:
            message = f"`{other.by}` sets `{key}` to something else than `{last[0].by}` does"
            remark = Annotation(last[0].span, "set here")
            remedy = "evaluate the two apart, or set it in the application"
            diagnostics.error("conflicting-settings", message, other.span, remark, help=remedy)
    return last[0]


def _set_by_application(
    name: str, given: object, scopes: Mapping[str, Scope], chosen: dict[str, Choice], diagnostics: Diagnostics
) -> None:
    first = next(iter(scopes.values()))
    index = first.symbols.index
    known = [e for c in _SETTABLE for e in index.entries(c)]
    meant = [e for e in known if name in e.aliases or name in {f"{e.module}.{w}" for w in e.aliases}]
    if len(meant) != 1:
        words = {w for e in known for w in (*e.aliases, e.key)}
        remedy = near(diagnostics, name, words) if not meant else f"write {' or '.join(f'`{e.key}`' for e in meant)}"
        message = f"no parameter or interpretation is called `{name}`" if not meant else f"`{name}` names several"
        diagnostics.error("unknown-name", message, help=remedy)
        return
    entry = meant[0]
    dialects = first.symbols.environment.dialects
    found = given_value(given, _type(entry, first), scopes[entry.module].zone, first.symbols.members, dialects)
    if isinstance(found, str):
        diagnostics.error("type-mismatch", f"the setting `{name}`: {found}")
        return
    chosen[entry.key] = Choice(found, APPLICATION)


def set_parameters(
    scopes: Mapping[str, Scope], chosen: Mapping[str, Choice], diagnostics: Diagnostics
) -> dict[str, model.Parameter]:
    """The parameters with their values and ranges; a value out of its range is reported."""
    symbols = next(iter(scopes.values())).symbols
    found = {
        key: evolve(p, value=chosen[key].value, set_by=chosen[key].by) if key in chosen else p
        for key, p in symbols.parameters.items()
    }
    for entry in symbols.index.entries("parameter"):
        assert isinstance(entry.node, syntax.Parameter)
        node = entry.node.field.type
        if not isinstance(node, syntax.NamedType) or not node.range:
            continue
        parameter = found[entry.key]
        bounds = _bounds(node, parameter.type, scopes[entry.module], found)
        kind = ranged(parameter.type, node, bounds, diagnostics)
        found[entry.key] = evolve(parameter, type=kind)
        _check_range(found[entry.key], node, chosen.get(entry.key), diagnostics)
    return found


def _bounds(
    node: syntax.NamedType, type: Type, scope: Scope, parameters: Mapping[str, model.Parameter]
) -> tuple[tuple[model.ComparisonOperator, int | Fraction], ...]:
    """The range of a parameter; a bound that is another parameter counts when that one is set."""
    bounds: list[tuple[model.ComparisonOperator, int | Fraction]] = []
    for operator, written in node.range:
        if isinstance(written, syntax.Path):
            entry = scope.symbols.index.find_path(written, scope.module, "parameter")
            if entry is None or not _same_kind(parameters[entry.key].type, type):
                value(written, scope, type)  # reports what is wrong with it
                continue
            limit = _number(parameters[entry.key].value)
            if limit is not None:
                bounds.append((operator, limit))
            continue
        limit = _number(constant(written, type, scope))
        if limit is not None:
            bounds.append((operator, limit))
    return tuple(bounds)


def _same_kind(left: Type, right: Type) -> bool:
    """Whether both are numbers, or both durations."""
    return type(left) is type(right)


def _number(found: Value | None) -> int | Fraction | None:
    """A value as a point of a range: durations in seconds, when they have any."""
    if isinstance(found, model.Duration):
        length = constants.seconds(found)
        return None if length is None else constants.whole(length)
    if isinstance(found, model.Constant) and isinstance(found.value, int | Fraction):
        return found.value
    return None


def check_range(parameter: model.Parameter, found: Value, span: Span, scope: Scope) -> None:
    """Reports a value at *span* that is not in the range of *parameter*."""
    point, kind = _number(found), parameter.type
    if point is None or not isinstance(kind, types.NumberType | types.DurationType) or holds(point, kind.interval):
        return
    message = f"`{parameter.name}` is set outside its range"
    remark = Annotation(parameter.span, "its range is stated here")
    scope.diagnostics.error("out-of-range", message, span, remark)


def _check_range(
    parameter: model.Parameter, node: syntax.NamedType, choice: Choice | None, diagnostics: Diagnostics
) -> None:
    from_range = parameter.type
    point = _number(parameter.value)
    if choice is None or point is None or not isinstance(from_range, types.NumberType | types.DurationType):
        return
    if holds(point, from_range.interval):
        return
    message = f"`{parameter.name}` is set outside its range"
    remark = Annotation(range_span(node), "the range")
    places = (remark,) if choice.span is None else (Annotation(choice.span, f"set by {choice.by}"), remark)
    diagnostics.error("out-of-range", message, *places)
