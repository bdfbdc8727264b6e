"""What a scenario gives, as a fact file would say it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Final

from attrs import frozen

from pingan.language import types
from pingan.language.types import Type
from pingan.model import constants
from pingan.model import nodes as model
from pingan.model.agreement import agrees, described, is_ordered
from pingan.model.expressions import expression
from pingan.model.given_values import Value
from pingan.model.names import aliases, near
from pingan.model.paths import find_field
from pingan.model.scope import Scope
from pingan.model.settings import constant
from pingan.source import Span
from pingan.syntax import nodes as syntax


class Nothing:
    """Of a given that says `unknown`, or that is wrong: the fact is not given."""


NOTHING: Final = Nothing()
Data = dict[str, object]


@frozen
class Place:
    """A fact or a field: its type, whether it may be absent, and whether a person judges it."""

    type: Type
    optional: bool
    is_judgement: bool

    @staticmethod
    def of(field: model.Field) -> Place:
        return Place(field.type, field.optional, field.judgement is not None)


def give(node: syntax.GivenFact, facts: Data, scope: Scope) -> None:
    """Adds what *node* gives to *facts*; what is wrong with it is reported."""
    found = _field_path(node.path, scope)
    if found is None:
        return
    names, field = found
    _put(facts, names, node.value, Place.of(field), scope)


def _field_path(path: syntax.Path, scope: Scope) -> tuple[list[str], model.Field] | None:
    """The canonical names of a path of facts, and the field it ends at."""
    index = scope.symbols.index
    entry = index.find(path.names[0].text, scope.module, "fact")
    if entry is None:
        message, remedy = index.unknown(scope.diagnostics, path.names[0], scope.module, "fact", "fact")
        scope.diagnostics.error("unknown-name", message, path.names[0].span, help=remedy)
        return None
    field = scope.symbols.vocabulary.facts[entry.name].field
    assert field is not None
    names = [entry.name]
    for name in path.names[1:]:
        following = _field(field.type, name, scope)
        if following is None:
            return None
        field = following
        names.append(field.name)
    return names, field


def _field(type: Type, name: syntax.Name, scope: Scope) -> model.Field | None:
    if isinstance(type, types.UnknownType):
        return None
    if not isinstance(type, types.RecordType):
        scope.mismatch(name.span, f"a record that has `{name.text}`", type, "a list is given whole: `{ {…}, {…} }`")
        return None
    record = scope.records[type.name]
    # A judgement's keys are the language's own; in a record they may be the names of fields, in either dialect.
    spoken = scope.symbols.environment.dialects
    words = (name.text, *(w for d in spoken for w in d.groups["judgement"].get(name.text, ())))
    field = next((f for w in words if (f := find_field(record, w))), None)
    if field is None:
        remedy = near(
            scope.diagnostics, name.text, (w for f in record.fields.values() for w in aliases(f.name, f.label))
        )
        if scope.symbols.find_of_record(name.text, record.name, scope.module) is not None:
            remedy = "it is a definition: what it is follows from the facts"
        scope.diagnostics.error("unknown-name", f"`{record.name}` has no field `{name.text}`", name.span, help=remedy)
    return field


def _put(facts: Data, names: list[str], given: syntax.Given, place: Place, scope: Scope) -> None:
    """Gives the field at *names*; a record adds to what was given of it before."""
    if isinstance(given, syntax.RecordGiven) and isinstance(place.type, types.RecordType) and not place.is_judgement:
        _descend(facts, names)
        for name, inner in given.entries:
            field = _field(place.type, name, scope)
            if field is not None:
                _put(facts, [*names, field.name], inner, Place.of(field), scope)
        return
    value = _data(given, place, scope)
    record = _descend(facts, names[:-1])
    if isinstance(value, Nothing):
        record.pop(names[-1], None)
    else:
        record[names[-1]] = value


def _descend(facts: Data, names: list[str]) -> Data:
    for name in names:
        inner = facts.get(name)
        if not isinstance(inner, dict):
            inner = facts[name] = {}
        facts = inner
    return facts


# --- one given ------------------------------------------------------------------------------------------------


def _data(given: syntax.Given, place: Place, scope: Scope) -> object:
    """*given* as JSON data of the type of *place*."""
    if isinstance(place.type, types.UnknownType):
        return NOTHING
    match given:
        case syntax.Unknown():
            return NOTHING
        case syntax.AbsentLiteral():
            return _absent(given, place, scope)
        case syntax.RecordGiven() if place.is_judgement:
            return _judgement(given, place, scope)
        case syntax.RecordGiven():
            return _record(given, place.type, scope)
        case syntax.Bounded():
            return _bounded(given, place.type, scope)
        case syntax.OneOf():
            return _one_of(given, place.type, scope)
        case syntax.SetLiteral():
            return _many(given, place.type, scope)
        case _:
            return _value(given, place.type, scope)


def _absent(given: syntax.AbsentLiteral, place: Place, scope: Scope) -> object:
    if place.optional:
        return None
    message = "this fact is never absent: the vocabulary does not call it `optional`"
    remedy = "write `unknown` if it is not known" + (", `{}` if there are none" if _has_elements(place.type) else "")
    scope.diagnostics.error("type-mismatch", message, given.span, help=remedy)
    return NOTHING


def _has_elements(type: Type) -> bool:
    return isinstance(type, types.ListType | types.SetType)


def _judgement(given: syntax.RecordGiven, place: Place, scope: Scope) -> object:
    """``{ value: true, by: police, at: 2016-01-05T10:00 }``"""
    wanted: dict[str, Place] = {
        "value": Place(place.type, False, False),
        "by": Place(types.ACTOR, False, False),
        "at": Place(types.DATETIME, False, False),
    }
    found: Data = {}
    for name, inner in given.entries:
        if name.text not in wanted:
            remedy = (
                near(scope.diagnostics, name.text, wanted)
                or "a judgement has a value, by whom it is, and when it was made"
            )
            scope.diagnostics.error("unknown-name", f"a judgement has no `{name.text}`", name.span, help=remedy)
            continue
        if name.text == "at" and isinstance(inner, syntax.DateLiteral):  # as in a fact file
            found["at"] = inner.value.isoformat()
            continue
        data = _data(inner, wanted[name.text], scope)
        if not isinstance(data, Nothing):
            found[name.text] = data
    return found if "value" in found else NOTHING


def _record(given: syntax.RecordGiven, type: Type, scope: Scope) -> object:
    if not isinstance(type, types.RecordType):
        scope.diagnostics.error("type-mismatch", f"expected {described(type)}, found a record", given.span)
        return NOTHING
    found: Data = {}
    for name, value in given.entries:
        field = _field(type, name, scope)
        if field is not None:
            _put(found, [field.name], value, Place.of(field), scope)
    return found


def _bounded(given: syntax.Bounded, type: Type, scope: Scope) -> object:
    if not is_ordered(type):
        scope.mismatch(given.span, "something that has an order, to have bounds", type)
        return NOTHING
    found: Data = {}
    for bound in given.bounds:
        end = _value(bound.value, type, scope)
        if isinstance(end, Mapping):  # a day as the bound of an instant: its first or its last
            end = end["at_least" if bound.kind in ("at_least", "less_than") else "less_than"]
        if bound.kind in found:
            scope.diagnostics.error("duplicate-name", f"`{bound.kind.replace('_', ' ')}` is given twice", bound.span)
        elif not isinstance(end, Nothing):
            found[bound.kind] = end
    return found if found else NOTHING


def _one_of(given: syntax.OneOf, type: Type, scope: Scope) -> object:
    if not isinstance(type, types.EnumType | types.TextType | types.ActorType):
        scope.mismatch(given.span, "a member of an enum or a text, to be one of several", type)
        return NOTHING
    found = [_value(member, type, scope) for member in given.members]
    return {"one_of": [v for v in found if not isinstance(v, Nothing)]}


def _many(given: syntax.SetLiteral, type: Type, scope: Scope) -> object:
    match type:
        case types.RecordType() if not given.elements and not given.open:
            return {}
        case types.SetType(element=element) | types.ListType(element=element):
            inner = [_data(e, Place(element, False, False), scope) for e in given.elements]
        case _:
            scope.diagnostics.error("type-mismatch", f"expected {described(type)}, found several", given.span)
            return NOTHING
    known = [{} if isinstance(e, Nothing) and isinstance(element, types.RecordType) else e for e in inner]
    known = [e for e in known if not isinstance(e, Nothing)]
    return {"known": known, "open": True} if given.open else known


def _value(given: syntax.Expression, type: Type, scope: Scope) -> object:
    if isinstance(type, types.ActorType) and isinstance(given, syntax.Path):
        return _actor(given, scope)
    if isinstance(type, types.ListType | types.RecordType):
        found_type = expression(given, scope).type
        scope.mismatch(given.span, described(type), found_type, "write what it is made of in braces")
        return NOTHING
    if isinstance(type, types.DateTimeType) and isinstance(given, syntax.DateLiteral):
        return _some_instant(given.value, scope)
    if isinstance(type, types.SetType) and isinstance(given, syntax.Path):
        single = expression(given, scope, type.element)
        if not isinstance(single.type, types.SetType):
            scope.mismatch(given.span, described(type), single.type, f"write `{{{given.text}}}`")
            return NOTHING
    found = constant(given, type, scope)
    if isinstance(found, model.Duration) and constants.seconds(found) is None:
        message = "a fact is an exact length; how long this is depends on the day it counts from"
        scope.diagnostics.error("calendar-duration", message, given.span, help="write days or hours")
        return NOTHING
    if isinstance(found, model.PeriodOf):  # of a period written out an end that is not there is open, and not unknown
        return {"from": None, "until": None, **_ends(found)}
    return NOTHING if found is None else plain(found, given.span, scope)


def _actor(given: syntax.Path, scope: Scope) -> object:
    """A declared actor's name, or the path of a record that is one."""
    found = expression(given, scope)
    match found:
        case model.Constant(value=str() as name):
            return name
        case model.FactValue() | model.FieldValue() if agrees(found.type, types.ACTOR, scope.records):
            return record_path(found)
        case _:
            scope.mismatch(given.span, "an actor", found.type)
            return NOTHING


def record_path(found: model.Expression) -> str:
    """The path of facts that *found* reads."""
    match found:
        case model.FactValue(name=name):
            return name
        case model.FieldValue(record=record, name=name):
            return f"{record_path(record)}.{name}"
        case _:
            return ""


def _some_instant(day: date, scope: Scope) -> object:
    """A day given for an instant: some instant of it."""
    start = constants.start_of(day, scope.zone)
    if day == date.max:
        return {"at_least": start.isoformat()}
    end = constants.start_of(day + timedelta(days=1), scope.zone)
    return {"at_least": start.isoformat(), "less_than": end.isoformat()}


def plain(found: Value, span: Span, scope: Scope) -> object:
    """A value known when the policy is read as JSON data, as fact files and settings write it."""
    match found:
        case model.Duration():
            return constants.duration_text(found)
        case model.PeriodOf():
            return _ends(found)
        case model.SetOf(elements=elements):
            return [plain(e, span, scope) for e in elements if isinstance(e, model.Constant)]
        case model.Constant(value=datetime() | date() as moment):
            return moment.isoformat()
        case model.Constant(value=Fraction() as number):
            digits = constants.exact_decimal(number)
            if digits is None:
                message = "the digits of this number do not end: a fact file could not hold it"
                scope.diagnostics.error("not-constant", message, span)
                return NOTHING
            return digits
        case model.Constant(value=value):
            return value


def _ends(period: model.PeriodOf) -> dict[str, object]:
    ends = {"from": period.start, "until": period.end}
    return {name: _day(end) for name, end in ends.items() if end is not None}


def _day(expression: model.Expression) -> str:
    assert isinstance(expression, model.Constant)
    return str(expression.value)
