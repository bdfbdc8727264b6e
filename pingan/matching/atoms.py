"""Conditions that are atoms: one fact, or the day of the evaluation, held against constants."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any, Final

from attrs import evolve, frozen

from pingan.language import types
from pingan.matching.nodes import Field, Operator, Value
from pingan.model import nodes as model

_MIRRORED: Final[Mapping[str, Operator]] = {"=": "=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
_AS_WRITTEN: Final[Mapping[str, Operator]] = {"=": "=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
_SEVERAL: Final[Mapping[str, Operator]] = {"any": "has_any", "all": "has_all"}
_NO_VALUE = (types.RecordType, types.ListType, types.PeriodType, types.UnknownType)
_DAY_SECONDS: Final = 86_400


@frozen
class Place:
    """Where facts are read: *path* from the facts downwards, or, empty, the day of the evaluation in *zone*."""

    path: tuple[str, ...]
    zone: str | None = None


@frozen
class Subject:
    """What a definition of a record is asked of: the record at *path*, in the place of *variable*."""

    variable: str
    path: tuple[str, ...]
    expression: model.Expression


@frozen
class Claim:
    """An atom before it has numbers. *expression* is what its value is: the author's, without a negation."""

    place: Place
    operator: Operator
    constants: tuple[Value | None, ...]
    negated: bool
    expression: model.Expression


class Reading:
    """What the expressions of *policy* read: facts by their places, parameters that are set, readings chosen."""

    def __init__(self, policy: model.Policy) -> None:
        self._policy = policy
        self._fields: dict[Place, Field | None] = {}

    # --- places ---------------------------------------------------------------------------------------------------

    def path(self, expression: model.Expression, subject: Subject | None = None) -> tuple[str, ...] | None:
        """Where the value of *expression* stands in the facts, where it is that of a fact and no other."""
        match expression:
            case model.FieldValue(record, name):
                outer = self.path(record, subject)
                return None if outer is None else (*outer, name)
            case model.FactValue(name):
                return (name,)
            case model.ElementValue(variable) if subject is not None and variable == subject.variable:
                return subject.path
            case model.DefinitionValue():
                return self._defined_path(expression, subject)
        return None

    def _defined_path(self, value: model.DefinitionValue, subject: Subject | None) -> tuple[str, ...] | None:
        case = self._chosen(value)
        if case is None:
            return None
        if value.subject is None:
            return self.path(case)
        inner = self.subject(value, subject)
        return None if inner is None else self.path(case, inner)

    def _chosen(self, value: model.DefinitionValue) -> model.Expression | None:
        """The case of a definition that holds whatever the facts may be."""
        for case in self._policy.definitions[value.definition].cases:
            holds = True if case.condition is None else self.truth(case.condition)
            if holds is not False:
                return case.value if holds else None
        return None

    def subject(self, value: model.DefinitionValue, subject: Subject | None) -> Subject | None:
        """What the definition of a record is asked of, where it is a record of the facts that cannot be absent."""
        found = self.any_subject(value, subject)
        field = None if found is None else self.field(Place(found.path))
        return None if field is None or field.optional else found

    def any_subject(self, value: model.DefinitionValue, subject: Subject | None) -> Subject | None:
        """What the definition of a record is asked of, where it is a record of the facts, though it may be absent."""
        variable = self._policy.definitions[value.definition].variable
        if value.subject is None or variable is None:
            return None
        path = self.path(value.subject, subject)
        field = None if path is None else self.field(Place(path))
        if path is None or field is None or not isinstance(field.type, types.RecordType):
            return None
        return Subject(variable, path, substituted(value.subject, subject))

    def field(self, place: Place) -> Field | None:
        """What is read at *place*; None where there is no such thing."""
        if place not in self._fields:
            self._fields[place] = self._field(place)
        return self._fields[place]

    def _field(self, place: Place) -> Field | None:
        if not place.path:
            return Field((), types.DATE, zone=place.zone)
        vocabulary = self._policy.vocabulary
        name, *inner = place.path
        declared = vocabulary.facts[name].field
        optional = False
        for name in inner:
            if declared is None or not isinstance(declared.type, types.RecordType):
                return None
            optional = optional or declared.optional
            declared = vocabulary.records[declared.type.name].fields[name]
        if declared is None:
            return None
        judged = declared.judgement is not None
        return Field(place.path, declared.type, optional or (declared.optional and not judged), judged)

    # --- constants ------------------------------------------------------------------------------------------------

    def constant(self, expression: model.Expression) -> Value | None:
        """The one value of *expression*, whatever the facts may be."""
        match expression:
            case model.Constant(value):
                return value
            case model.ParameterValue(key):
                return _set_value(self._policy.parameters[key].value)
            case model.ReadingValue(key):
                interpretation = self._policy.interpretations[key]
                return interpretation.chosen or interpretation.default
            case model.DefinitionValue(subject=None):
                case = self._chosen(expression)
                return None if case is None or not _are_alike(case, expression) else self.constant(case)
            case model.Call("start" | "end" as end, (period,)):
                days = self.days(period)
                return None if days is None else days[0 if end == "start" else 1]
        return None

    def truth(self, condition: model.Expression) -> bool | None:
        """The value of a condition that says the same whatever the facts are: of a parameter, or a reading chosen."""
        match condition:
            case model.Constant(bool(value)):
                return value
            case model.ParameterValue():
                known = self.constant(condition)
                return known if isinstance(known, bool) else None
            case model.Comparison("=" | "!=" as operator, left, right) if isinstance(left.type, types.EnumType):
                one, other = self.constant(left), self.constant(right)
                return None if one is None or other is None else (one == other) == (operator == "=")
            case model.In(element, collection) if isinstance(element.type, types.EnumType):
                one, members = self.constant(element), self.members(collection)
                return None if one is None or members is None else one in members
        return None

    def members(self, expression: model.Expression) -> tuple[Value, ...] | None:
        """The members of a set of constants, each once and in order."""
        written = self._written(expression)
        if not isinstance(written, model.SetOf):
            return None
        found = [self.constant(element) for element in written.elements]
        values = [value for value in found if value is not None]
        return tuple(sorted(set(values))) if len(values) == len(found) else None

    def days(self, expression: model.Expression) -> tuple[date | None, date | None] | None:
        """The first and the last day of a period of constants; an end that is open is None."""
        written = self._written(expression)
        if not isinstance(written, model.PeriodOf):
            return None
        found: list[date | None] = []
        for end in (written.start, written.end):
            day = None if end is None else self.constant(end)
            if end is not None and not isinstance(day, date):
                return None
            found.append(day if isinstance(day, date) else None)
        return found[0], found[1]

    def _written(self, expression: model.Expression) -> object:
        """A set or a period as it is written, where a parameter or a definition stands for it."""
        if isinstance(expression, model.ParameterValue):
            return self._policy.parameters[expression.parameter].value
        if isinstance(expression, model.DefinitionValue) and expression.subject is None:
            case = self._chosen(expression)
            return None if case is None else self._written(case)
        return expression

    # --- atoms ----------------------------------------------------------------------------------------------------

    def claim(self, condition: model.Expression, subject: Subject | None = None) -> Claim | None:
        """*condition* as an atom, or None where it is none."""
        match condition:
            case model.Comparison():
                return self._compared(condition, subject)
            case model.In(element, collection):
                return self._contained(element, collection, condition, subject)
            case model.Has("one", collection, member):
                return self._has(collection, member, condition, subject)
            case model.Has(quantity, collection, members):
                place, values = self._place(collection, subject, sets=True), self.members(members)
                if place is None or values is None:
                    return None
                return _claim(place, _SEVERAL[quantity], values, condition, subject)
            case model.Present(operand):
                place = self._place(operand, subject, sets=isinstance(operand.type, types.SetType))
                return None if place is None or not place.path else _claim(place, "present", (), condition, subject)
            case _ if isinstance(condition.type, types.BooleanType):
                place = self._place(condition, subject)
                return None if place is None else _claim(place, "is", (), condition, subject)
        return None

    def _compared(self, comparison: model.Comparison, subject: Subject | None) -> Claim | None:
        left, right = comparison.left, comparison.right
        operator = "=" if comparison.operator == "!=" else comparison.operator
        place, value, operators = self._place(left, subject), self.constant(right), _AS_WRITTEN
        if place is None or value is None:
            place, value, operators = self._place(right, subject), self.constant(left), _MIRRORED
        if place is None or value is None:
            return None
        negated = comparison.operator == "!="
        written = evolve(comparison, operator="=") if negated else comparison
        if value is True and operator == "=":
            return _claim(place, "is", (), written, subject, negated=negated)
        return _claim(place, operators[operator], (value,), written, subject, negated=negated)

    def _contained(
        self, element: model.Expression, collection: model.Expression, written: model.In, subject: Subject | None
    ) -> Claim | None:
        place = self._place(element, subject)
        if place is None:
            return self._has(collection, element, written, subject)
        values = self.members(collection)
        if values is not None:
            return _claim(place, "in", values, written, subject)
        days = self.days(collection) if isinstance(element.type, types.DateType) else None
        return None if days is None else _claim(place, "within", days, written, subject)

    def _has(
        self, collection: model.Expression, member: model.Expression, written: model.Expression, subject: Subject | None
    ) -> Claim | None:
        place, value = self._place(collection, subject, sets=True), self.constant(member)
        return None if place is None or value is None else _claim(place, "has", (value,), written, subject)

    def _place(self, expression: model.Expression, subject: Subject | None, *, sets: bool = False) -> Place | None:
        """What an atom about *expression* reads: a single value, or (*sets*) a set."""
        if isinstance(expression, model.DateOf):
            operand = expression.operand
            is_today = isinstance(operand, model.AsOf) and operand.zone == expression.zone and not sets
            return Place((), expression.zone) if is_today else None
        path = self.path(expression, subject)
        field = None if path is None else self.field(Place(path))
        if path is None or field is None or isinstance(field.type, _NO_VALUE):
            return None
        if isinstance(field.type, types.SetType) != sets:
            return None
        # What is said of whole numbers is said by their type, and a definition may have another.
        return Place(path) if _is_whole(field.type) == _is_whole(expression.type) else None


def _claim(
    place: Place,
    operator: Operator,
    constants: tuple[Value | None, ...],
    written: model.Expression,
    subject: Subject | None,
    *,
    negated: bool = False,
) -> Claim:
    return Claim(place, operator, constants, negated, substituted(written, subject))


def substituted(expression: model.Expression, subject: Subject | None) -> model.Expression:
    """*expression* with the record itself in the place of the variable that stands for it."""
    if subject is None:
        return expression
    if isinstance(expression, model.ElementValue):
        return subject.expression if expression.variable == subject.variable else expression
    # INVARIANT: within an aggregate its own variable is another one, whatever it is called.
    hidden = isinstance(expression, model.Aggregate) and expression.variable == subject.variable
    changes: dict[str, Any] = {}
    for name in ("collection",) if hidden else expression.__class__.__match_args__:
        value = getattr(expression, name)
        if isinstance(value, model.Expression):
            changes[name] = substituted(value, subject)
        elif isinstance(value, tuple):
            changes[name] = tuple(substituted(v, subject) if isinstance(v, model.Expression) else v for v in value)
    return evolve(expression, **changes) if changes else expression


def _are_alike(one: model.Expression, other: model.Expression) -> bool:
    return _is_whole(one.type) == _is_whole(other.type)


def _is_whole(type_: types.Type) -> bool:
    return isinstance(type_, types.NumberType) and type_.integer


def _set_value(value: object) -> Value | None:
    """The value of a parameter that is set to a single one; a duration that is exact time is seconds."""
    match value:
        case model.Constant(constant):
            return constant
        case model.Duration(amount, unit) if unit in ("second", "day"):
            seconds = Fraction(amount if unit == "second" else amount * _DAY_SECONDS)
            return seconds.numerator if seconds.denominator == 1 else seconds
    return None
