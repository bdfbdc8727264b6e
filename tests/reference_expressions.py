"""What an expression may be, and what leaves it open (semantics.md: "Composition", "Absent", "Collections", "Causes").

One method a question: `value` (every value that an expression may have), `holds` (as a condition), `causes`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any

from attrs import evolve, field, fields, frozen

from pingan.language import types
from pingan.language.environment import Environment
from pingan.language.shapes import Elements, Interval, Members, PeriodBounds, Range, Record, SetBounds, Shape, exactly
from pingan.model import nodes as m
from pingan.outcome.nodes import Cause
from tests import reference_values as values
from tests.reference_values import ABSENT, End, boolean, high, low, settled

Causes = frozenset[Cause]
NONE: Causes = frozenset()
PERIOD = "period judged"  # no name of the language has a space in it


@frozen
class Bound:
    """What a variable stands for. *causes*: what to ask for when anything about it is unknown (None: its own path)."""

    shape: Shape
    path: str
    causes: Causes | None = None
    others: bool = False
    surely: bool = True
    name: str = ""


Bindings = Mapping[str, Bound]


@frozen
class Scope(m.Expression):
    """Whether a policy's scope holds and it is in force; its causes are reported with the policy."""

    condition: m.Expression


@frozen
class Under(m.Expression):
    """A condition with variables of its own (an overriding rule's)."""

    condition: m.Expression
    bindings: Bindings = field(eq=False)


@frozen
class Listed(m.Expression):
    """Whether an element that may or may not be there is there."""

    causes: Causes


@frozen
class Given(m.Expression):
    """A condition already known, and what leaves it open."""

    possible: frozenset[bool]
    causes: Causes


@frozen
class When:
    """A day or an instant somewhere in *range*, and what leaves it open."""

    range: Range
    day: bool
    causes: Causes = NONE
    paths: tuple[str, ...] = ()
    """The facts that it was read from."""
    explicit: bool = True
    """False: nobody said when, so it is somewhere before as_of and never still to come."""

    def first(self, zone: str) -> tuple[End, End]:
        """The instants from which it is that day (or the instants)."""
        assert self.range.interval is not None
        ends = low(self.range.interval), high(self.range.interval)
        return (values.first_instant(ends[0], zone), values.first_instant(ends[1], zone)) if self.day else ends

    def last(self, zone: str) -> tuple[End, End]:
        """The instants until which it is that day."""
        assert self.range.interval is not None
        ends = low(self.range.interval), high(self.range.interval)
        return (values.last_instant(ends[0], zone), values.last_instant(ends[1], zone)) if self.day else ends


class Expressions:
    """The meaning of an expression is the image of the meanings of its parts, each part alone."""

    def __init__(
        self,
        policy: m.Policy,
        facts: Mapping[str, Shape],
        as_of: date | datetime,
        environment: Environment,
        since: Mapping[str, date | datetime],
    ) -> None:
        self.policy, self.facts, self.environment, self.since = policy, facts, environment, since
        self.as_of = as_of.astimezone(UTC) if isinstance(as_of, datetime) else as_of

    # --- values ---------------------------------------------------------------------------------------------------

    def value(self, e: m.Expression, b: Bindings) -> Shape:
        """Every value that *e* may have."""
        match e:
            case m.Constant(value=bool() | str() as value):
                return Members(frozenset({value}))
            case m.Constant(value=value):
                return Range(exactly(value.astimezone(UTC) if isinstance(value, datetime) else value))
            case m.FactValue() | m.FieldValue():
                return self.given(e, b)
            case m.ElementValue(variable=variable):
                return b[variable].shape
            case m.DefinitionValue():
                return self.defined(e, b)
            case m.ParameterValue(parameter=key):
                return self.parameter(self.policy.parameters[key])
            case m.ReadingValue(interpretation=key):
                interpretation = self.policy.interpretations[key]
                chosen = interpretation.chosen or interpretation.default
                return Members(frozenset({chosen} if chosen else (r.name for r in interpretation.readings)))
            case m.AsOf(zone=zone):
                return self.now(zone).range
            case m.JudgedPeriod():
                return b[PERIOD].shape
            case m.SetOf(elements=elements):
                return self.set_of([self.value(element, b) for element in elements])
            case m.PeriodOf(start=start, end=end):
                return PeriodBounds(self.number(start, b), self.number(end, b))
            case m.Aggregate(function="sum" | "share" | "min" | "max" | "count"):
                return self.aggregate(e, b)
            case m.Call(arguments=arguments):
                return self.call(e, [self.value(argument, b) for argument in arguments])
            case m.Arithmetic(left=left, right=right):
                return self.arithmetic(e, self.number(left, b), self.number(right, b))
            case m.Negation(operand=operand):
                return image(values.minus, self.number(operand, b))
            case m.DateOf(operand=operand, zone=zone):
                return image(lambda i: values.days(i, zone), self.number(operand, b))
            case m.InstantsOf(operand=operand, zone=zone):
                return image(lambda i: values.instants(i, zone), self.number(operand, b))
            case m.Shift(operand=operand, amount=amount, unit=unit):
                return self.shift(self.number(operand, b), amount, unit)
            case m.Absent() | m.Broken():
                return ABSENT
            case _:
                return Members(self.test(e, b))

    def number(self, e: m.Expression | None, b: Bindings) -> Range:
        shape = ABSENT if e is None else self.value(e, b)
        return shape if isinstance(shape, Range) else Range(None, absent=True)

    def holds(self, e: m.Expression | None, b: Bindings) -> frozenset[bool]:
        """*e* as a condition: what is absent is false."""
        if e is None:
            return frozenset({True})
        shape = self.value(e, b)
        assert isinstance(shape, Members) and shape.values is not None
        return frozenset(bool(v) for v in shape.values) | boolean(False, shape.absent)

    def test(self, e: m.Expression, b: Bindings) -> frozenset[bool]:
        match e:
            case m.Not(operand=operand):
                return frozenset(not v for v in self.holds(operand, b))
            case m.And(operands=operands):
                limbs = [self.holds(operand, b) for operand in operands]
                return boolean(all(True in limb for limb in limbs), any(False in limb for limb in limbs))
            case m.Or(operands=operands):
                limbs = [self.holds(operand, b) for operand in operands]
                return boolean(any(True in limb for limb in limbs), all(False in limb for limb in limbs))
            case m.Comparison(operator=operator, left=left, right=right):
                order = left.type.members if isinstance(left.type, types.EnumType) else ()
                integer = is_whole(left.type) or is_whole(right.type)
                return values.compare(operator, self.value(left, b), self.value(right, b), order, integer)
            case m.Present(operand=operand):
                shape = self.value(operand, b)
                return boolean(shape.present, shape.absent)
            case m.In(element=element, collection=collection):
                return self.within(self.value(element, b), self.value(collection, b))
            case m.Has(quantity="one", collection=collection, members=member):
                return self.within(self.value(member, b), self.value(collection, b))
            case m.Has(quantity=quantity, collection=collection, members=members):
                return values.has(quantity, self.as_set(self.value(collection, b)), self.as_set(self.value(members, b)))
            case m.Aggregate(function=function):
                pairs = [(inside, claim) for inside, claim, _ in self.claims(e, b)]
                if function == "any":
                    sure = any(inside == claim == {True} for inside, claim in pairs)
                    return boolean(any(True in inside & claim for inside, claim in pairs), not sure)
                broken = any(inside == {True} and claim == {False} for inside, claim in pairs)
                return boolean(not broken, any(True in inside and False in claim for inside, claim in pairs))
            case Scope(condition=condition):
                return self.holds(condition, {})
            case Under(condition=condition, bindings=bindings):
                return self.holds(condition, bindings)
            case Listed():
                return frozenset({True, False})
            case Given(possible=possible):
                return possible
        raise TypeError(f"no meaning is written for {type(e).__name__}")

    def given(self, e: m.FactValue | m.FieldValue, b: Bindings) -> Shape:
        """A fact or a field; absent through an absent record (a list is then as good as empty)."""
        if isinstance(e, m.FactValue):
            declared = self.policy.vocabulary.facts[e.name].field
            assert declared is not None
            missing = values.unknown(declared.type, e.name, self.policy.vocabulary, optional=declared.optional)
            return in_utc(self.facts.get(e.name, missing))
        record = self.value(e.record, b)
        if not isinstance(record, Record) or not record.present:
            return nothing(e.type)
        shape = self.field(record, e.name)
        return evolve(shape, absent=True) if record.absent else shape

    def field(self, record: Record, name: str) -> Shape:
        """What a field of a record that is there may be."""
        declared = self.policy.vocabulary.records[record.name].fields[name]
        path = f"{record.path}.{name}"
        missing = values.unknown(declared.type, path, self.policy.vocabulary, optional=declared.optional)
        return in_utc(record.fields.get(name, missing))

    def defined(self, e: m.DefinitionValue, b: Bindings) -> Shape:
        """Cases from the top: whatever a case may yield whose guard may hold while all before it may fail."""
        subject, inner = self.subject(e, b)
        if subject is not None and not subject.present:
            return nothing(e.type)
        parts = [ABSENT] if subject is not None and subject.absent else []
        for case, guard in self.cases(e, inner):
            parts.append(self.value(case.value, inner))
            if guard == {True}:
                return union_of(parts, e.type)
        return union_of([*parts, ABSENT], e.type)

    def subject(self, e: m.DefinitionValue, b: Bindings) -> tuple[Shape | None, Bindings]:
        variable = self.policy.definitions[e.definition].variable
        if e.subject is None or variable is None:
            return None, {}
        shape = self.value(e.subject, b)
        present = evolve(shape, absent=False) if shape.present else shape
        return shape, {variable: Bound(present, self.path(e.subject, b), self.root(e.subject, b))}

    def cases(self, e: m.DefinitionValue, inner: Bindings) -> Iterator[tuple[m.Case, frozenset[bool]]]:
        for case in self.policy.definitions[e.definition].cases:
            guard = self.holds(case.condition, inner)
            if True in guard:
                yield case, guard
            if guard == {True}:
                return

    def parameter(self, parameter: m.Parameter) -> Shape:
        match parameter.value:
            case None:
                return values.unknown(parameter.type, parameter.key, self.policy.vocabulary)
            case m.Duration(amount=amount, unit=unit):
                return Range(exactly(amount * 86400 if unit == "day" else amount))
            case expression:
                return self.value(expression, {})

    def set_of(self, elements: list[Shape]) -> SetBounds:
        surely, possibly, anything = set(), set(), False
        for element in map(values.identity, elements):
            each = element.values if isinstance(element, Members) else single(element)
            known = each is not None and len(each) == 1 and not element.absent and "[others]" not in str(each)
            surely |= each if each and known else frozenset()
            possibly |= each or frozenset()
            anything |= each is None
        return SetBounds(frozenset(surely), None if anything else frozenset(possibly))

    def within(self, element: Shape, collection: Shape) -> frozenset[bool]:
        if not isinstance(collection, PeriodBounds):
            return values.contained(element, self.as_set(collection))
        absent = element.absent or collection.absent
        if not (element.present and collection.present):
            return frozenset({False})
        after, before = (
            values.compare("<=", *pair) | boolean(bound.absent, False)
            if bound.present else frozenset({True})
            for bound, pair in (
                (collection.start, (evolve(collection.start, absent=False), evolve(element, absent=False))),
                (collection.end, (evolve(element, absent=False), evolve(collection.end, absent=False))),
            )
        )
        return boolean(True in after and True in before, absent or False in after or False in before)

    def as_set(self, shape: Shape) -> SetBounds:
        if isinstance(shape, Elements):
            listed = self.set_of(list(shape.elements))
            return SetBounds(frozenset() if shape.absent else listed.surely, None if shape.open else listed.possibly)
        return shape if isinstance(shape, SetBounds) else SetBounds(frozenset(), frozenset(), True, False)

    # --- reckoning ------------------------------------------------------------------------------------------------

    def arithmetic(self, e: m.Arithmetic, a: Range, c: Range) -> Shape:
        x, y, absent = a.interval, c.interval, a.absent or c.absent
        if x is None or y is None:
            return Range(None, absent=True)
        instant = isinstance(e.left.type, types.DateType | types.DateTimeType)
        if e.operator == "/":
            result = values.over(x, y, integer=is_whole(e.right.type))
        elif e.operator == "*":
            result = Range(values.times(x, y))
        elif instant and isinstance(e.right.type, types.DurationType):
            y = y if e.operator == "+" else values.minus(y)
            result = values.moved(x, y.low, y.high)  # type: ignore[arg-type]
            if result.interval is not None and y.low_open | y.high_open:
                opened = result.interval.low_open or y.low_open, result.interval.high_open or y.high_open
                result = evolve(result, interval=evolve(result.interval, low_open=opened[0], high_open=opened[1]))
        elif instant:
            result = Range(apart(x, y))
        else:
            result = Range(values.plus(x, y if e.operator == "+" else values.minus(y)))
        whole = values.whole(result.interval) if is_whole(e.type) else result.interval
        return Range(whole, absent or result.absent)

    def shift(self, a: Range, amount: int, unit: str) -> Range:
        """Days so many units on. An end without bound may lie anywhere up to the last year, and leave it."""
        if a.interval is None:
            return a
        ends: list[date | None] = []
        absent = a.absent
        for place, end in enumerate((a.interval.low, a.interval.high)):
            outward = amount < 0 if place == 0 else amount > 0
            try:
                ends.append(None if end is None else values.counted(end, amount, unit, self.environment.calendar)[place])  # type: ignore[arg-type]
                absent |= end is None and outward
            except OverflowError:
                if not outward:
                    return Range(None, absent=True)
                ends.append(None)
                absent = True
        return Range(Interval(ends[0], ends[1], ends[0] is None, ends[1] is None), absent)

    def call(self, e: m.Call, arguments: list[Shape]) -> Shape:
        ranges = [a if isinstance(a, Range) else Range(None, absent=True) for a in arguments]
        match e.function:
            case "min" | "max":
                parts = [(a.interval, not a.absent) for a in ranges if a.interval is not None]
                return values.extreme(parts, largest=e.function == "max")
            case "sum":
                total = exactly(0)
                for a in ranges:
                    total = values.plus(total, self.addend(a, surely=True))
                return Range(total)
            case "ceil" | "floor" | "round":
                return image(lambda i: values.rounded(e.function, i), ranges[0])
            case "abs":
                return image(values.magnitude, ranges[0])
            case "start" | "end" if isinstance(arguments[0], PeriodBounds):
                bound = arguments[0].start if e.function == "start" else arguments[0].end
                return evolve(bound, absent=bound.absent or arguments[0].absent) if arguments[0].present else Range(None, True)
            case "size":
                return size(arguments[0])
            case "preceding" if isinstance(arguments[0], PeriodBounds):
                return preceding(arguments[0])
            case function:
                return self.environment.functions[function].act(tuple(arguments))

    def addend(self, a: Range, *, surely: bool) -> Interval:
        """What *a* adds to a sum: nothing where it is absent or not counted."""
        if a.interval is None:
            return exactly(0)
        return a.interval if surely and not a.absent else values.hull(a.interval, exactly(0)) or exactly(0)

    # --- collections ----------------------------------------------------------------------------------------------

    def elements(self, collection: m.Expression, b: Bindings) -> list[Bound]:
        """What a collection holds, in order; *others* stands for any number of unlisted elements."""
        if isinstance(collection, m.SetOf):
            return [
                Bound(self.value(e, b), self.path(e, b), self.root(e, b) if isinstance(e.type, types.RecordType) else self.causes(e, b), name=printed(e))
                for e in collection.elements
            ]
        shape, path = self.value(collection, b), self.path(collection, b)
        if not shape.present:
            return []
        found, inherited = [], self.root(collection, b)
        unlisted = inherited or self.leaf(collection, b)
        if isinstance(shape, Elements):
            for place, element in enumerate(shape.elements, start=1):
                name = element.key if isinstance(element, Record) and element.key is not None else str(place)
                found.append(Bound(in_utc(element), f"{path}[{place}]", inherited, surely=not shape.absent, name=name))
        if isinstance(shape, SetBounds):
            for member in sorted(shape.possibly or shape.surely, key=str):
                found.append(Bound(Members(frozenset({member})), str(member), surely=member in shape.surely, name=str(member)))
        if isinstance(shape, Elements) and shape.open or isinstance(shape, SetBounds) and shape.possibly is None:
            assert isinstance(collection.type, types.ListType | types.SetType)
            other = f"{path}[others]"
            anything = values.unknown(collection.type.element, other, self.policy.vocabulary)
            found.append(Bound(anything, other, unlisted, others=True, surely=False, name="others"))
        return found

    def claims(self, e: m.Aggregate, b: Bindings) -> list[tuple[frozenset[bool], frozenset[bool], bool]]:
        """For each element: whether it is there and counted, what is claimed of it, whether it may be any number of elements."""
        return [
            (
                self.holds(e.filter, {**b, e.variable: x}) | boolean(False, not x.surely),
                self.holds(e.body, {**b, e.variable: x}),
                x.others,
            )
            for x in self.elements(e.collection, b)
        ]

    def aggregate(self, e: m.Aggregate, b: Bindings) -> Range:
        if e.function == "share":
            return values.share(self.claims(e, b))
        if e.function == "count":
            counted = [(inside, many) for inside, _, many in self.claims(evolve(e, body=None), b) if True in inside]
            endless = any(many for _, many in counted)
            least = sum(1 for inside, _ in counted if inside == {True})
            return Range(Interval(least, None if endless else len(counted), False, endless))
        parts: list[tuple[Range, bool, bool]] = []
        for x in self.elements(e.collection, b):
            inner = {**b, e.variable: x}
            inside = self.holds(e.filter, inner)
            if True in inside:
                parts.append((self.number(e.body, inner), x.surely and inside == {True}, x.others))
        if e.function != "sum":
            there = [(a.interval, surely and not a.absent) for a, surely, _ in parts if a.interval is not None]
            return values.extreme(there, largest=e.function == "max")
        total = exactly(0)
        for a, surely, many in parts:
            added = self.addend(a, surely=surely)
            if many:
                added = values.times(added, Interval(0, None, False, True))
            total = values.plus(total, added)
        return Range(values.whole(total) if is_whole(e.type) else total)

    # --- causes ---------------------------------------------------------------------------------------------------

    def causes(self, e: m.Expression | None, b: Bindings) -> Causes:
        """Walk down through undetermined parts only; the leaves met."""
        if e is None or settled(shape := self.value(e, b)):
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
                for case, guard in self.cases(e, inner):
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
                before, after = self.number(operand, b).interval, self.shift(self.number(operand, b), e.amount, e.unit).interval
                ends = [] if before is None or after is None else [(before.low, after.low), (before.high, after.high)]
                beyond = any(was is not None and end is None for was, end in ends)
                return self.causes(operand, b) | (self.calendar_ends() if beyond else NONE)
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
                found |= self.why(e.body, inner) if e.function in ("any", "all", "share") else self.causes(e.body, inner)
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

    def path(self, e: m.Expression, b: Bindings) -> str:
        """Where in the facts *e* stands ("" when it is no fact)."""
        match e:
            case m.FactValue(name=name):
                return name
            case m.FieldValue(record=record, name=name):
                shape = self.value(record, b)
                return f"{shape.path if isinstance(shape, Record) else self.path(record, b)}.{name}"
            case m.ElementValue(variable=variable):
                return b[variable].path
            case m.Constant(value=str() as name):
                return name
        return ""

    def root(self, e: m.Expression, b: Bindings) -> Causes | None:
        """What to ask for when *e* belongs to an element that nobody listed."""
        while isinstance(e, m.FieldValue):
            e = e.record
        return b[e.variable].causes if isinstance(e, m.ElementValue) else None

    def facts_of(self, e: m.Expression, b: Bindings) -> list[str]:
        if isinstance(e, m.FactValue | m.FieldValue | m.ElementValue):
            return [self.path(e, b)]
        if isinstance(e, m.DefinitionValue):
            return [e.definition]
        return [path for part in parts_of(e) for path in self.facts_of(part, b)]

    def calendar_ends(self) -> Causes:
        calendar = self.environment.calendar
        return frozenset({Cause(calendar.name if calendar else "calendar", "calendar")})

    def now(self, zone: str) -> When:
        if isinstance(self.as_of, datetime):
            return When(Range(exactly(self.as_of)), day=False)
        whole_day = values.instants(exactly(self.as_of), zone)
        return When(Range(whole_day), False, frozenset({Cause("as_of", "time_of_day")}))


def is_whole(type_: types.Type) -> bool:
    return isinstance(type_, types.NumberType) and type_.integer


def image(function: Callable[[Interval], Interval | None], a: Range) -> Range:
    return a if a.interval is None else Range(function(a.interval), a.absent)


def nothing(type_: types.Type) -> Shape:
    """What is read through an absent record: absent; of lists the empty one."""
    if isinstance(type_, types.ListType):
        return Elements((), open=False)
    return SetBounds(frozenset(), frozenset(), True, False) if isinstance(type_, types.SetType) else ABSENT


def union_of(parts: list[Shape], type_: types.Type) -> Shape:
    if isinstance(type_, types.SetType):
        parts = [part if part.present else SetBounds(frozenset(), frozenset(), True, False) for part in parts]
    found = values.union(parts)
    if isinstance(found, Range) and found.interval is not None and is_whole(type_):
        return evolve(found, interval=values.whole(found.interval))
    return found


def in_utc(shape: Shape) -> Shape:
    """Instants in one zone, so that they compare as instants."""
    if not isinstance(shape, Range) or shape.interval is None:
        return shape
    ends = {
        name: end.astimezone(UTC) for name in ("low", "high") if isinstance(end := getattr(shape.interval, name), datetime)
    }
    return evolve(shape, interval=evolve(shape.interval, **ends)) if ends else shape


def single(shape: Shape) -> frozenset[object] | None:
    if not isinstance(shape, Range) or shape.interval is None:
        return frozenset()
    return frozenset({shape.interval.low}) if shape.interval.single else None


def size(shape: Shape) -> Range:
    match shape:
        case SetBounds(surely=surely, possibly=possibly, absent=absent):
            return Range(Interval(0 if absent else len(surely), None if possibly is None else len(possibly), False, possibly is None))
        case Elements(elements=elements, open=is_open, absent=absent):
            return Range(Interval(0 if absent else len(elements), None if is_open else len(elements), False, is_open))
    return Range(None, absent=True)


def preceding(period: PeriodBounds) -> PeriodBounds:
    """The period before: as many whole months for whole months, else as many days. Open where either end is unknown."""
    start, end = period.start.interval, period.end.interval
    absent = PeriodBounds(Range(None, True), Range(None, True), True, False)
    if start is None or end is None or not period.present:
        return absent
    unknown = Range(Interval(), absent=period.start.absent or period.end.absent)
    if not (settled(period.start) and settled(period.end) and isinstance(start.low, date) and isinstance(end.low, date)):
        return PeriodBounds(unknown, unknown, period.absent or unknown.absent)
    first, last = start.low, end.low
    try:
        before = first - timedelta(days=1)
        if first.day == 1 and last == values.last_of_month(last):
            months = (last.year - first.year) * 12 + last.month - first.month + 1
            begin = values.counted(first, -months, "month", None)[0]
        else:
            begin = before - (last - first)
    except OverflowError:
        return absent
    assert begin is not None
    return PeriodBounds(Range(exactly(begin)), Range(exactly(before)), period.absent)


def apart(x: Interval, y: Interval) -> Interval:
    """The seconds from *y* to *x*."""

    def seconds(a: Any, c: Any) -> Fraction | int | None:
        return None if a is None or c is None else plain(Fraction((a - c) // timedelta(microseconds=1), 1_000_000))

    return Interval(seconds(x.low, y.high), seconds(x.high, y.low), x.low_open or y.high_open, x.high_open or y.low_open)


def plain(number: Fraction) -> Fraction | int:
    return int(number) if number.denominator == 1 else number


def printed(e: m.Expression) -> str:
    return str(e.value) if isinstance(e, m.Constant) else ""


def time_of_day(paths: Iterable[str]) -> Causes:
    return frozenset(Cause(path, "time_of_day") for path in paths or ("as_of",))


def parts_of(e: m.Expression) -> list[m.Expression]:
    """The expressions that *e* is written with."""
    found: list[m.Expression] = []
    for attribute in fields(type(e)):
        part = getattr(e, attribute.name)
        found += [x for x in (part if isinstance(part, tuple) else (part,)) if isinstance(x, m.Expression)]
    return found
