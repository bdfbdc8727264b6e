"""Facts in their canonical form as a scenario writes them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final
from zoneinfo import ZoneInfo

from attrs import frozen

from pingan.language import types
from pingan.model import constants
from pingan.model import nodes as model
from pingan.syntax import nodes as syntax
from pingan.witnesses.naming import Naming

_BOUNDS: Final = ("at_least", "more_than", "at_most", "less_than")
_LENGTH: Final = re.compile(r"(-?[0-9./]+) (day|hour|minute|second)s?")


class NotWritableError(ValueError):
    """What a scenario has no way to write: fractions whose digits do not end, seconds, sets bounded from above."""


@frozen
class Literals:
    """Writes facts for a policy of *vocabulary* whose instants are local to *zone*."""

    vocabulary: model.Vocabulary
    zone: str
    naming: Naming

    def givens(self, facts: Mapping[str, Any]) -> tuple[syntax.GivenFact, ...]:
        """Each of *facts*, which are in their canonical form."""
        found = []
        for name, value in facts.items():
            declared = self.vocabulary.facts[name].field
            assert declared is not None
            found.append(syntax.GivenFact(self.naming.fact_path(name), self._field(value, declared)))
        return tuple(found)

    def _field(self, value: Any, declared: model.Field) -> syntax.Given:
        if declared.judgement is not None and isinstance(value, Mapping) and "value" in value:
            return self._judgement(value, declared.type)
        return self.given(value, declared.type)

    def _judgement(self, made: Mapping[str, Any], kind: types.Type) -> syntax.Given:
        entries = [("value", self.given(made["value"], kind))]
        if "by" in made:
            entries.append(("by", self.given(made["by"], types.ACTOR)))
        if "at" in made:
            entries.append(("at", self.moment(made["at"])))
        return syntax.RecordGiven(tuple((syntax.Name(name), value) for name, value in entries))

    def given(self, value: Any, kind: types.Type) -> syntax.Given:
        if value is None:
            return syntax.AbsentLiteral()
        match kind:
            case types.RecordType(name) if isinstance(value, Mapping):
                return self._record(value, name)
            case types.ListType(element) | types.SetType(element):
                return self._several(value, element)
            case types.PeriodType() if isinstance(value, Mapping):
                return self._period(value)
        if isinstance(value, Mapping):
            if "one_of" in value:
                return syntax.OneOf(tuple(self.scalar(each, kind) for each in value["one_of"]))
            bounds = [name for name in _BOUNDS if name in value]
            if bounds:
                ends = (syntax.Bound(name, self.scalar(value[name], kind)) for name in bounds)  # type: ignore[arg-type]
                return syntax.Bounded(tuple(ends))
            raise NotWritableError("a fact of which nothing is said")
        return self.scalar(value, kind)

    def _record(self, value: Mapping[str, Any], record: str) -> syntax.Given:
        fields = self.vocabulary.records[record].fields
        entries = tuple(
            (self.naming.field(record, name), self._field(inner, fields[name])) for name, inner in value.items()
        )
        return syntax.RecordGiven(entries) if entries else syntax.SetLiteral(())

    def _several(self, value: Any, element: types.Type) -> syntax.Given:
        if not isinstance(value, Mapping):
            return syntax.SetLiteral(tuple(self.given(each, element) for each in value))
        if "possible" in value:
            raise NotWritableError("a set with all that may be in it")
        known = tuple(self.given(each, element) for each in value["known"])
        return syntax.SetLiteral(known, open=True)

    def _period(self, value: Mapping[str, Any]) -> syntax.Given:
        ends = []
        for name in ("from", "until"):
            end = value.get(name)
            if isinstance(end, Mapping) or (name not in value):
                raise NotWritableError("a period of which an end is not known")
            ends.append(None if end is None else self.moment(end))
        if ends == [None, None]:
            raise NotWritableError("a period that is open at both ends")
        return syntax.PeriodLiteral(*ends)

    # --- single values ------------------------------------------------------------------------------------------------

    def scalar(self, value: Any, kind: types.Type) -> syntax.Expression:
        """A single value of type *kind*."""
        match kind:
            case types.BooleanType():
                return syntax.BooleanLiteral(bool(value))
            case types.NumberType():
                return number(Fraction(value))
            case types.DurationType():
                return duration(value)
            case types.DateType() | types.DateTimeType():
                return self.moment(value)
            case types.EnumType(name=enum):
                return syntax.Path((self.naming.member(enum, str(value)),))
            case types.ActorType():
                return self._actor(str(value))
            case _:
                return syntax.TextLiteral(str(value))

    def _actor(self, name: str) -> syntax.Expression:
        if "[" in name:
            raise NotWritableError("an actor that is an element of a list")
        return self.naming.party(name)

    def moment(self, value: str | date | datetime) -> syntax.DateLiteral | syntax.DateTimeLiteral:
        """A day, or an instant as clocks in the zone show it."""
        found = value if isinstance(value, date) else parsed(value)
        if not isinstance(found, datetime):
            return syntax.DateLiteral(found)
        zone = ZoneInfo(self.zone)
        try:
            local = found.astimezone(zone)
        except OverflowError as error:
            raise NotWritableError("an instant at the ends of the calendar") from error
        shown = local.replace(tzinfo=None, fold=0)
        if shown.replace(tzinfo=zone) != found:  # an hour that clocks show twice
            return syntax.DateTimeLiteral(found)
        return syntax.DateTimeLiteral(shown)


def parsed(text: str) -> date | datetime:
    """A day or an instant as fact files write it."""
    return date.fromisoformat(text) if len(text) <= 10 else datetime.fromisoformat(text)


def number(value: Fraction | Decimal | int, suffix: bool = False) -> syntax.Expression:
    """A number in decimal digits."""
    exact = constants.exact_decimal(Fraction(value))
    if exact is None:
        raise NotWritableError(f"the number {value}, whose digits do not end")
    literal = syntax.NumberLiteral(f"{abs(exact):f}")
    return syntax.Negation(literal) if exact < 0 else literal


def duration(text: str) -> syntax.Expression:
    """A length of time as canonical facts write it."""
    found = _LENGTH.fullmatch(text)
    if found is None:
        raise NotWritableError(f"the length {text}")
    amount, unit = Fraction(found[1]), found[2]
    if unit == "second":
        amount, unit = amount / 60, "minute"
    digits = constants.exact_decimal(amount)
    if digits is None or amount < 0:
        raise NotWritableError(f"the length {text}")
    return syntax.DurationLiteral(f"{digits:f}", unit)  # type: ignore[arg-type]
