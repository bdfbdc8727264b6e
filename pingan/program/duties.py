"""What a norm demands, so that it can be held against another's: the duty, what is measured, what time counts from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from attrs import evolve, fields, frozen

from pingan.language import types
from pingan.model import nodes as model
from pingan.model.walk import walk

_SIDES: Mapping[str, Literal["at_least", "at_most"]] = {
    ">=": "at_least", ">": "at_least", "<=": "at_most", "<": "at_most",
}  # fmt: skip
_MIRRORED = {">=": "<=", ">": "<", "<=": ">=", "<": ">"}


@frozen(eq=False)
class Standard:
    """A test ``X >= Y`` (or ``>``, ``<=``, ``<``): *measure* says what X is, *threshold* is Y, *strict*: without Y."""

    measure: object
    side: Literal["at_least", "at_most"]
    type: types.Type
    threshold: model.Expression
    named: object
    """The threshold, whatever its variables are called."""
    strict: bool


@frozen(eq=False)
class Duty:
    """A norm as it is compared. *demand* is equal for equal duties; *since* for those that count from the same."""

    demand: object
    standard: Standard | None
    since: object


def test_of(norm: model.Norm) -> model.Expression | None:
    """What shows that *norm* was fulfilled, where it is a condition."""
    return norm.duty.condition if isinstance(norm.duty, model.Ensure) else norm.fulfilled_when


def duties(rules: Iterable[model.Rule]) -> Mapping[tuple[str, int, int], Duty]:
    """The duties of all norms, by rule, place and depth."""
    found: dict[tuple[str, int, int], Duty] = {}
    for rule in rules:
        # The same list gone through under another name is the same list.
        names = {each.variable: f"#{place}" for place, each in enumerate(rule.each)}
        for written in rule.norms:
            norm: model.Norm | None = written
            while norm is not None:
                found[rule.key, norm.place, norm.depth] = _duty(rule, norm, names)
                norm = norm.otherwise
    return found


def _duty(rule: model.Rule, norm: model.Norm, names: Mapping[str, str]) -> Duty:
    standard = _standard(test_of(norm), names)
    demand: object
    if isinstance(norm.duty, model.Act):
        demand = norm.duty.action
    elif standard is not None:
        demand = ("ensure", standard.measure, standard.side)
    else:
        demand = ("ensure", renamed(norm.duty.condition, names))
    counts = norm.depth == 0 and rule.since is not None
    since = (renamed(rule.since, names), rule.zone) if counts and rule.since is not None else None
    return Duty(demand, standard, since)


def _standard(test: model.Expression | None, names: Mapping[str, str]) -> Standard | None:
    if not isinstance(test, model.Comparison) or test.operator not in _SIDES:
        return None
    operator, measure, threshold = str(test.operator), test.left, test.right
    if _is_set(measure) and not _is_set(threshold):
        operator, measure, threshold = _MIRRORED[operator], threshold, measure
    if not isinstance(measure.type, types.NumberType | types.DurationType | types.EnumType):
        return None
    side, strict = _SIDES[operator], operator in (">", "<")
    return Standard(renamed(measure, names), side, measure.type, threshold, renamed(threshold, names), strict)


def _is_set(expression: model.Expression) -> bool:
    """Whether nothing but the policy decides what *expression* is."""
    read = (model.FactValue, model.ElementValue, model.DefinitionValue, model.AsOf, model.JudgedPeriod)
    return not any(isinstance(part, read) for part in walk(expression))


def renamed(expression: model.Expression, names: Mapping[str, str]) -> model.Expression:
    """*expression* with its variables under other *names*, and those of its aggregates by their depth."""
    match expression:
        case model.ElementValue(variable):
            return evolve(expression, variable=names.get(variable, variable))
        case model.Aggregate(variable=variable, collection=collection):
            inner = {**names, variable: f"#{len(names)}"}
            changes = {name: _renamed(value, inner) for name, value in _parts(expression)}
            return _evolved(
                expression, {**changes, "variable": inner[variable], "collection": renamed(collection, names)}
            )
    return _evolved(expression, {name: _renamed(value, names) for name, value in _parts(expression)})


def _evolved(expression: model.Expression, changes: Mapping[str, Any]) -> model.Expression:
    return evolve(expression, **changes) if changes else expression


def _parts(expression: model.Expression) -> Iterable[tuple[str, object]]:
    for attribute in fields(type(expression)):
        value = getattr(expression, attribute.name)
        if isinstance(value, model.Expression | tuple):
            yield attribute.name, value


def _renamed(value: object, names: Mapping[str, str]) -> object:
    if isinstance(value, model.Expression):
        return renamed(value, names)
    if isinstance(value, tuple):
        return tuple(_renamed(part, names) for part in value)
    return value
