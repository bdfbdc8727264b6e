"""What leaves an expression open (semantics.md, "Causes"): walk down through undetermined nodes; the leaves met."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pingan.language.shapes import Elements, Record, SetBounds
from pingan.model import nodes as m
from pingan.outcome.nodes import Cause
from tests.reference_expressions import (
    NONE,
    PERIOD,
    Bindings,
    Causes,
    Expressions,
    Given,
    Listed,
    Scope,
    Under,
    parts_of,
)
from tests.reference_reckoning import shift
from tests.reference_values import settled


class Waiting(Expressions):
    """Expressions, and what each waits for."""

    def causes(self, e: m.Expression | None, b: Bindings) -> Causes:
        """Walk down through undetermined parts only; the leaves met."""
        if e is None or settled(self.value(e, b)):
            return NONE
        match e:
            case m.FieldValue(record=record, name=name):
                through = self.value(record, b)
                assert isinstance(through, Record)
                found = self.causes(record, b) if through.absent else NONE
                return found if settled(self.field(through, name)) else found | self.leaf(e, b)
            case m.FactValue() | m.ElementValue() | m.ParameterValue() | m.ReadingValue() | m.AsOf() | m.JudgedPeriod():
                return self.leaf(e, b)
            case m.DefinitionValue(subject=subject):
                whose, inner = self.subject(e, b)
                found = self.causes(subject, b) if whose is not None and whose.absent else NONE
                for case, _ in self.cases(e, inner):
                    found |= self.causes(case.value, inner)
                return found.union(*(self.why(c.condition, inner) for c in self.tried(e, inner)))
            case Scope():
                return NONE
            case Under(condition=condition, bindings=bindings):
                return self.why(condition, bindings)
            case Listed(causes=causes) | Given(causes=causes):
                return causes
            case m.Not(operand=operand):
                return self.why(operand, b)
            case m.And(operands=operands) | m.Or(operands=operands):
                return NONE.union(*(self.why(operand, b) for operand in operands))
            case m.Aggregate():
                return self.causes_of_aggregate(e, b)
            case m.InstantsOf(operand=operand):
                return self.causes(operand, b) or time_of_day(self.facts_of(operand, b))
            case m.Shift(operand=operand, unit="working_day"):
                before, after = (
                    self.number(operand, b).interval,
                    shift(self.number(operand, b), e.amount, e.unit, self.counting(e.calendar)).interval,
                )
                ends = [] if before is None or after is None else [(before.low, after.low), (before.high, after.high)]
                beyond = any(was is not None and end is None for was, end in ends)
                return self.causes(operand, b) | (self.calendar_ends(e.calendar) if beyond else NONE)
        return NONE.union(*(self.causes(part, b) for part in parts_of(e)))

    def why(self, e: m.Expression | None, b: Bindings) -> Causes:
        """The causes of an undetermined condition."""
        return self.causes(e, b) if len(self.holds(e, b)) > 1 else NONE

    def tried(self, e: m.DefinitionValue, inner: Bindings) -> Iterator[m.Case]:
        for case in self.policy.definitions[e.definition].cases:
            yield case
            if self.holds(case.condition, inner) == {True}:
                return

    def causes_of_aggregate(self, e: m.Aggregate, b: Bindings) -> Causes:
        found = NONE if isinstance(e.collection, m.SetOf) else self.causes(e.collection, b)
        for x in self.elements(e.collection, b):
            inner = {**b, e.variable: x}
            inside = self.holds(e.filter, inner)
            claim = self.holds(e.body, inner) if e.function in ("any", "all", "share") else frozenset({True})
            if e.function == "any" and len({i and c for i in inside for c in claim}) == 1:
                continue
            if e.function == "all" and len({not i or c for i in inside for c in claim}) == 1:
                continue
            found |= self.why(e.filter, inner)
            if True in inside and e.function != "count":
                found |= (
                    self.why(e.body, inner) if e.function in ("any", "all", "share") else self.causes(e.body, inner)
                )
        return found

    def leaf(self, e: m.Expression, b: Bindings) -> Causes:
        """The cause that an undetermined leaf is."""
        match e:
            case m.ParameterValue(parameter=key):
                return frozenset({Cause(key, "parameter")})
            case m.ReadingValue(interpretation=key):
                return frozenset({Cause(key, "reading")})
            case m.AsOf():
                return frozenset({Cause("as_of", "time_of_day")})
            case m.JudgedPeriod():
                return b[PERIOD].causes or NONE
            case m.DefinitionValue():
                return NONE
        inherited = self.root(e, b)
        if inherited is not None:
            return inherited
        path, shape = self.path(e, b), self.value(e, b)
        declared, given = None, True
        if isinstance(e, m.FactValue):
            declared, given = self.policy.vocabulary.facts[e.name].field, e.name in self.facts
        elif isinstance(e, m.FieldValue):
            record = self.value(e.record, b)
            assert isinstance(record, Record)
            declared, given = self.policy.vocabulary.records[record.name].fields[e.name], e.name in record.fields
        if declared is not None and declared.judgement is not None:
            return frozenset({Cause(path, "judgement", declared.judgement.authorities)})
        if not given:
            return frozenset({Cause(path, "missing")})
        return frozenset({Cause(path, "open" if isinstance(shape, SetBounds | Elements) else "bounded")})

    def facts_of(self, e: m.Expression, b: Bindings) -> list[str]:
        if isinstance(e, m.FactValue | m.FieldValue | m.ElementValue):
            return [self.path(e, b)]
        if isinstance(e, m.DefinitionValue):
            return [e.definition]
        return [path for part in parts_of(e) for path in self.facts_of(part, b)]

    def calendar_ends(self, name: str | None) -> Causes:
        calendar = self.counting(name)
        return frozenset({Cause(calendar.name if calendar else "calendar", "calendar")})


def time_of_day(paths: Iterable[str]) -> Causes:
    return frozenset(Cause(path, "time_of_day") for path in paths or ("as_of",))
