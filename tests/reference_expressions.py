"""What an expression may be, and what leaves it open (semantics.md: "Composition", "Absent", "Collections", "Causes").

One method a question: `value` (every value that an expression may have), `holds` (as a condition), `causes`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime

from attrs import evolve, field, fields, frozen

from pingan.language import types
from pingan.language.calendar import Calendar
from pingan.language.environment import Environment
from pingan.language.shapes import Elements, Interval, Members, PeriodBounds, Range, Record, SetBounds, Shape, exactly
from pingan.model import nodes as m
from pingan.outcome.nodes import Cause
from tests import reference_times as times
from tests import reference_values as values
from tests.reference_reckoning import (
    addend,
    arithmetic,
    call,
    image,
    in_utc,
    is_whole,
    nothing,
    shift,
    single,
    union_of,
)
from tests.reference_values import ABSENT, End, boolean, high, low

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
        return (times.first_instant(ends[0], zone), times.first_instant(ends[1], zone)) if self.day else ends

    def last(self, zone: str) -> tuple[End, End]:
        """The instants until which it is that day."""
        assert self.range.interval is not None
        ends = low(self.range.interval), high(self.range.interval)
        return (times.last_instant(ends[0], zone), times.last_instant(ends[1], zone)) if self.day else ends


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

    def counting(self, calendar: str | None) -> Calendar | None:
        """The calendar that a policy names; without a name, the environment's."""
        return self.environment.calendar if calendar is None else self.environment.calendars[calendar]

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
                return call(e, [self.value(argument, b) for argument in arguments], self.environment)
            case m.Arithmetic(left=left, right=right):
                return arithmetic(e, self.number(left, b), self.number(right, b))
            case m.Negation(operand=operand):
                return image(values.minus, self.number(operand, b))
            case m.DateOf(operand=operand, zone=zone):
                return image(lambda i: times.days(i, zone), self.number(operand, b))
            case m.InstantsOf(operand=operand, zone=zone):
                return image(lambda i: times.instants(i, zone), self.number(operand, b))
            case m.Shift(operand=operand, amount=amount, unit=unit, calendar=calendar):
                return shift(self.number(operand, b), amount, unit, self.counting(calendar))
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
            values.compare("<=", *pair) | boolean(bound.absent, False) if bound.present else frozenset({True})
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

    # --- collections ----------------------------------------------------------------------------------------------

    def elements(self, collection: m.Expression, b: Bindings) -> list[Bound]:
        """What a collection holds, in order; *others* stands for any number of unlisted elements."""
        if isinstance(collection, m.SetOf):
            return [
                Bound(
                    self.value(e, b),
                    self.path(e, b) or phase(self.value(e, b)),
                    self.root(e, b) if isinstance(e.type, types.RecordType) else self.causes(e, b),
                    name=printed(e) or phase(self.value(e, b)),
                )
                for e in collection.elements
            ]
        shape, path = self.value(collection, b), self.path(collection, b)
        if not shape.present:
            return []
        found, inherited = [], self.root(collection, b)
        unlisted = inherited or self.leaf(collection, b)
        if isinstance(shape, Elements):
            known = [simple(element) for element in shape.elements]
            by_value = "" not in known and len(set(known)) == len(known)
            for place, element in enumerate(shape.elements, start=1):
                name = known[place - 1] if by_value else str(place)
                if isinstance(element, Record) and element.key is not None:
                    name = element.key
                found.append(Bound(in_utc(element), f"{path}[{place}]", inherited, surely=not shape.absent, name=name))
        if isinstance(shape, SetBounds):
            for member in sorted(shape.possibly or shape.surely, key=str):
                found.append(
                    Bound(Members(frozenset({member})), str(member), surely=member in shape.surely, name=str(member))
                )
        if (isinstance(shape, Elements) and shape.open) or (isinstance(shape, SetBounds) and shape.possibly is None):
            assert isinstance(collection.type, types.ListType | types.SetType)
            other = f"{path}[others]"
            anything = values.unknown(collection.type.element, other, self.policy.vocabulary)
            found.append(Bound(anything, other, unlisted, others=True, surely=False, name="others"))
        return found

    def claims(self, e: m.Aggregate, b: Bindings) -> list[tuple[frozenset[bool], frozenset[bool], bool]]:
        """For each element: whether it is there and counted, what is claimed of it, whether it may be any number."""
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
            added = addend(a, surely=surely)
            if many:
                added = values.times(added, Interval(0, None, False, True))
            total = values.plus(total, added)
        return Range(values.whole(total) if is_whole(e.type) else total)

    # --- places ---------------------------------------------------------------------------------------------------

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

    def now(self, zone: str) -> When:
        if isinstance(self.as_of, datetime):
            return When(Range(exactly(self.as_of)), day=False)
        whole_day = times.instants(exactly(self.as_of), zone)
        return When(Range(whole_day), False, frozenset({Cause("as_of", "time_of_day")}))

    def causes(self, e: m.Expression | None, b: Bindings) -> Causes:
        """What leaves *e* open: see `reference_causes`."""
        raise NotImplementedError

    def leaf(self, e: m.Expression, b: Bindings) -> Causes:
        """The cause that an undetermined leaf is."""
        raise NotImplementedError


def simple(shape: Shape) -> str:
    """The value of a simple element that is known."""
    if isinstance(shape, Members) and shape.values is not None and len(shape.values) == 1 and not shape.absent:
        return str(*shape.values)
    if isinstance(shape, Range) and shape.interval is not None and shape.interval.single and not shape.absent:
        low = shape.interval.low
        return low.isoformat() if isinstance(low, date) else str(low)
    return ""


def phase(shape: Shape) -> str:
    """What a period written in a set is called: by its days."""
    ends = [end.interval for end in (shape.start, shape.end)] if isinstance(shape, PeriodBounds) else []
    return "/".join(str(end.low) for end in ends if end is not None and end.single)


def printed(e: m.Expression) -> str:
    return str(e.value) if isinstance(e, m.Constant) else ""


def parts_of(e: m.Expression) -> list[m.Expression]:
    """The expressions that *e* is written with."""
    found: list[m.Expression] = []
    for attribute in fields(type(e)):
        part = getattr(e, attribute.name)
        found += [x for x in (part if isinstance(part, tuple) else (part,)) if isinstance(x, m.Expression)]
    return found
