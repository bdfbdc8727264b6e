"""What a norm demands, so that it can be held against another's: the duty, what is measured, what time counts from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from typing import Literal

from attrs import frozen

from pingan.language import types
from pingan.model import nodes as model
from pingan.model.sameness import names_of, renamed
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
    """A norm as it is compared. *demand* is equal for equal duties; *since* for those that count from the same, on the
    same calendar; *by* for those that end by the same expression.
    """

    demand: object
    standard: Standard | None
    since: object
    by: object


def test_of(norm: model.Norm) -> model.Expression | None:
    """What shows that *norm* was fulfilled, where it is a condition."""
    return norm.duty.condition if isinstance(norm.duty, model.Ensure) else norm.fulfilled_when


def duties(rules: Iterable[model.Rule]) -> Mapping[tuple[str, int, int], Duty]:
    """The duties of all norms, by rule, place and depth."""
    found: dict[tuple[str, int, int], Duty] = {}
    for rule in rules:
        names = names_of(rule)
        for norm in rule.all_norms:
            found[rule.key, norm.place, norm.depth] = _duty(rule, norm, names)
    return found


def demanding_alike(rules: Iterable[model.Rule], duties: Mapping[tuple[str, int, int], Duty]) -> Mapping[str, Set[str]]:
    """By rule, the rules (itself among them) that somewhere demand the same; none where no other does."""
    by_demand: dict[object, set[str]] = {}
    for rule in rules:
        for norm in rule.all_norms:
            demand = norm.modality, duties[rule.key, norm.place, norm.depth].demand
            by_demand.setdefault(demand, set()).add(rule.key)
    found: dict[str, set[str]] = {}
    for together in by_demand.values():
        for key in together if len(together) > 1 else ():
            found.setdefault(key, set()).update(together)
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
    since: object = None
    if norm.depth == 0 and rule.since is not None:
        since = (renamed(rule.since, names), rule.zone, rule.calendar)
    by: object = None
    if isinstance(norm.deadline, model.By):
        by = (renamed(norm.deadline.limit, names), norm.deadline.rolling, rule.zone, rule.calendar)
    return Duty(demand, standard, since, by)


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
