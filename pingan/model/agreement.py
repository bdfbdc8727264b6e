"""Which types agree, and what they are called in messages."""

from __future__ import annotations

from collections.abc import Mapping

from pingan.language import types
from pingan.language.types import Type
from pingan.model import nodes as model


def described(type: Type) -> str:
    """*type* with its article, in the words of the language page."""
    match type:
        case types.BooleanType():
            return "a boolean"
        case types.NumberType(integer=integer):
            return "an integer" if integer else "a decimal"
        case types.TextType():
            return "a text"
        case types.DateType():
            return "a date"
        case types.DateTimeType():
            return "a datetime"
        case types.DurationType():
            return "a duration"
        case types.PeriodType():
            return "a period"
        case types.EnumType(values_of=written) if written:
            return f"one of the values of `{written}`"
        case types.EnumType(name=name):
            return f"a member of `{name.rpartition('.')[2]}`"
        case types.ActorType():
            return "an actor"
        case types.RecordType(name=name):
            return f"a `{name}`"
        case types.SetType(element=element):
            return f"a set ({described(element)} each)"
        case types.ListType(element=element):
            return f"a list ({described(element)} each)"
        case types.UnknownType():
            return "anything"


def agrees(actual: Type, expected: Type, records: Mapping[str, model.Record]) -> bool:
    """Whether a value of *actual* may stand where *expected* is wanted, without any conversion."""
    if actual is expected or isinstance(actual, types.UnknownType) or isinstance(expected, types.UnknownType):
        return True
    match actual, expected:
        case types.NumberType(integer=given), types.NumberType(integer=wanted):
            return given or not wanted
        case types.EnumType(name=given_name), types.EnumType(name=wanted_name):
            return given_name == wanted_name
        case types.RecordType(name=name), types.ActorType():
            return name in records and records[name].is_actor
        case types.RecordType(name=given_name), types.RecordType(name=wanted_name):
            return given_name == wanted_name
        case types.SetType(element=given_element), types.SetType(element=wanted_element):
            return agrees(given_element, wanted_element, records)
        case types.ListType(element=given_element), types.ListType(element=wanted_element):
            return agrees(given_element, wanted_element, records)
        case _:
            return type(actual) is type(expected)


def is_ordered(type: Type) -> bool:
    """Whether values of *type* can be compared by ``<``."""
    match type:
        case types.EnumType(ordered=ordered):
            return ordered
        case types.NumberType() | types.DateType() | types.DateTimeType() | types.DurationType() | types.UnknownType():
            return True
        case _:
            return False


def is_scalar(type: Type) -> bool:
    """Whether *type* is of single values (not a record, list, set or period)."""
    return not isinstance(type, types.RecordType | types.ListType | types.SetType | types.PeriodType)


def plain(type: Type) -> Type:
    """*type* without the range of its declaration: what arithmetic yields lies anywhere."""
    match type:
        case types.NumberType(integer=integer):
            return types.NumberType(integer=integer)
        case types.DurationType():
            return types.DURATION
        case _:
            return type
