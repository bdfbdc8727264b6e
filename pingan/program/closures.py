"""One closure an expression: from the frame to the shape of its value."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import assert_never

from pingan.graph.nodes import PERIOD_VARIABLE, DecisionGraph, children
from pingan.language import types
from pingan.language.environment import Environment
from pingan.language.function import Function
from pingan.language.function_calls import guarded
from pingan.language.library import STANDARD
from pingan.language.shapes import ANY_NUMBER, Members, PeriodBounds, Range, Record, Shape, exactly
from pingan.model import nodes as model
from pingan.program import operators, times
from pingan.program.aggregates import Counted, aggregated, of_nothing
from pingan.program.facts import unknown
from pingan.program.frame import Frame, Item
from pingan.program.paths import Places, written_item
from pingan.program.shapes import absent_of, maybe_absent, scalar, surely_present, union
from pingan.program.truth import CAN_BE_FALSE, CAN_BE_TRUE, FALSE, TRUE, both, condition, either, negated, shape_of

Act = Callable[[Frame], Shape]
Guarded = tuple[Act | None, Act]


class Compiler:
    """Makes the closures of a policy's expressions; afterwards nothing in it changes but its store of closures."""

    def __init__(self, graph: DecisionGraph, environment: Environment) -> None:
        self._graph = graph
        self._policy = graph.policy
        self._environment = environment
        self.places = Places(graph.policy.vocabulary)
        self._acts: list[Act] = []
        self._of_written: dict[int, Act] = {}
        self._definitions: dict[str, tuple[Guarded, ...]] = {}
        self.calls_libraries = False
        """Whether some expression calls a function that is not the standard library's: such a call may fail."""
        self._parameters = {key: self._parameter(p) for key, p in graph.policy.parameters.items()}
        # INVARIANT: operands stand before the nodes made of them, so every operand's closure is there already.
        for node in graph.nodes:
            act = self._act(node.expression, [self._acts[o] for o in node.operands])
            keep = node.closed and not isinstance(node.expression, model.Constant | model.Absent)
            self._acts.append(_kept(act, node.index) if keep else act)
        for key, definition in graph.policy.definitions.items():
            self._definitions[key] = tuple(
                (self.act(case.condition) if case.condition else None, self.act(case.value))
                for case in definition.cases
            )

        self._of_written = dict(self._written())

    def _written(self) -> Iterator[tuple[int, Act]]:
        """The closure of every expression as it stands in the policy, by identity: comparing whole trees is slow.

        INVARIANT: the graph keeps these very expressions, so none of these identities is ever another's.
        """
        nodes = self._graph.nodes
        waiting = [(reading.expression, reading.node) for c in self._graph.conclusions for reading in c.readings]
        while waiting:
            expression, index = waiting.pop()
            yield id(expression), self._acts[index]
            # Equal expressions are one node, so their parts are its operands, in the same order.
            operands = nodes[index].operands
            if operands:
                waiting += zip(children(expression), operands, strict=True)

    def is_written(self, expression: model.Expression) -> bool:
        """Whether *expression* is one of the policy's own, which is there as long as the policy is."""
        return id(expression) in self._of_written

    def act(self, expression: model.Expression) -> Act:
        """The closure of any expression, one of the policy's or one made later."""
        known = self._of_written.get(id(expression))
        if known is not None:
            return known
        node = self._graph.node_of(expression)
        if node is not None and node.index < len(self._acts):
            return self._acts[node.index]
        return self._act(expression, [self.act(child) for child in children(expression)])

    def _function(self, name: str, call: model.Expression) -> Function:
        function = self._environment.functions[name]
        owner = self._environment.owner(lambda library: library.functions, name)
        if owner in (None, STANDARD):
            return function
        self.calls_libraries = True
        return guarded(function, owner, call.type, call.optional, call.span)

    # --- what is read -------------------------------------------------------------------------------------

    def _parameter(self, parameter: model.Parameter) -> Shape:
        match parameter.value:
            case None:
                return unknown(parameter.type, optional=False, path=parameter.key, vocabulary=self._policy.vocabulary)
            case model.Duration(amount, unit):
                if unit in ("second", "day"):
                    return Range(exactly(amount if unit == "second" else amount * times.DAY_SECONDS))
                return Range(ANY_NUMBER)
            case model.Constant(value):
                return scalar(value)
            case model.PeriodOf(start, end):
                return PeriodBounds(_constant_end(start), _constant_end(end))
            case model.SetOf(elements):
                return operators.set_of(scalar(e.value) for e in elements if isinstance(e, model.Constant))
            case _:
                assert_never(parameter.value)

    def _reading(self, key: str) -> Act:
        readings = frozenset(member.name for member in self._policy.interpretations[key].readings)
        shapes: dict[str | None, Shape] = {name: Members(frozenset({name})) for name in readings}
        shapes[None] = Members(frozenset(readings))
        return lambda frame: shapes[frame.situation.readings.get(key)]

    # --- every kind of expression ----------------------------------------------------------------------------

    def _act(self, expression: model.Expression, operands: list[Act]) -> Act:
        match expression:
            case model.Constant(value):
                return _constantly(scalar(value))
            case model.Shift():
                return self._shift(expression, operands[0])
            case model.Absent():
                return _constantly(absent_of(expression.type))
            case model.FactValue(name):
                fact = self.places.fact
                return lambda frame: fact(name, frame.situation.facts.values.get(name))
            case model.ElementValue(variable):
                return lambda frame: frame.variables[variable]
            case model.FieldValue(name=name):
                return _field(self.places, operands[0], name, expression.type)
            case model.DefinitionValue(key, subject):
                return self._defined(key, operands[0] if subject else None, expression.type)
            case model.ParameterValue(key):
                return _constantly(self._parameters[key])
            case model.ReadingValue(key):
                return self._reading(key)
            case model.JudgedPeriod():
                return _judged_period
            case model.Call(function):
                call = self._function(function, expression).act
                return lambda frame: call(tuple(operand(frame) for operand in operands))
            case model.Aggregate():
                return self._aggregate(expression, operands)
            case model.SetOf():
                return lambda frame: operators.set_of(operand(frame) for operand in operands)
            case model.PeriodOf(start, end):
                first = operands[0] if start else None
                last = operands[-1] if end else None
                return lambda frame: PeriodBounds(_end(first, frame), _end(last, frame))
            case _:
                return _connective(expression, operands) or _moment(expression, operands) or _broken(expression)

    def _shift(self, expression: model.Shift, day: Act) -> Act:
        amount, unit, name = expression.amount, expression.unit, expression.calendar
        calendar = self._environment.calendar if name is None else self._environment.calendars[name]
        return lambda frame: times.shifted(operators.as_range(day(frame)), amount, unit, calendar)

    def _defined(self, key: str, subject: Act | None, type: types.Type) -> Act:
        variable = self._policy.definitions[key].variable

        def of_policy(frame: Frame) -> Shape:
            memory = frame.situation.memory
            found = memory.get((key, ""))
            if found is None:
                # A definition reads no variables: those of the place that uses it are not passed on.
                found = memory[key, ""] = self._cases(key, Frame(frame.situation), type)
            return found

        def of_record(frame: Frame) -> Shape:
            assert subject is not None and variable is not None
            record = subject(frame)
            if not isinstance(record, Record) or not record.present:
                return absent_of(type)
            memory = frame.situation.memory
            found = memory.get((key, record.path))
            if found is None:
                inner = Frame(frame.situation, {variable: surely_present(record)})
                found = memory[key, record.path] = self._cases(key, inner, type)
            return maybe_absent(found) if record.absent else found

        return of_record if subject else of_policy

    def _cases(self, key: str, frame: Frame, type: types.Type) -> Shape:
        """The union over every case whose guard may hold and whose predecessors may all fail."""
        possible: list[Shape] = []
        for guard, value in self._definitions[key]:
            holds = CAN_BE_TRUE if guard is None else condition(guard(frame))
            if holds & CAN_BE_TRUE:
                possible.append(value(frame))
            if holds == CAN_BE_TRUE:
                return union(possible)
        return union([*possible, absent_of(type)])

    # --- collections ---------------------------------------------------------------------------------------------

    def items(self, collection: model.Expression, key_field: str | None = None) -> Callable[[Frame], Sequence[Item]]:
        """The elements that a ``for each`` or an aggregate over *collection* goes through."""
        if isinstance(collection, model.SetOf):
            written = [(element, self.act(element)) for element in collection.elements]
            return lambda frame: [
                written_item(shape, position, element)
                for position, (element, shape) in enumerate(((e, act(frame)) for e, act in written), 1)
                if shape.present
            ]
        act, path = self.act(collection), self.path(collection)
        return lambda frame: list(self.places.items(act(frame), collection.type, path(frame), key_field))

    def path(self, expression: model.Expression) -> Callable[[Frame], str]:
        """Where the value of *expression* stands in the facts."""
        match expression:
            case model.FactValue(name):
                return lambda frame: name
            case model.FieldValue(record, name):
                parent = self.act(record)

                def of_field(frame: Frame) -> str:
                    shape = parent(frame)
                    return f"{shape.path}.{name}" if isinstance(shape, Record) else name

                return of_field
            case model.DefinitionValue(key, subject) if subject:
                outer = self.path(subject)
                return lambda frame: f"{outer(frame)}.{key}"
            case model.DefinitionValue(key) | model.ParameterValue(key):
                return lambda frame: key
            case _:
                act = self.act(expression)
                return lambda frame: getattr(act(frame), "path", "")

    def _aggregate(self, expression: model.Aggregate, operands: list[Act]) -> Act:
        function, variable = expression.function, expression.variable
        collection = operands[0]
        counted = operands[1] if expression.filter else None
        body = operands[-1] if expression.body else None
        claims = function in ("any", "all", "share", "count")
        items = self.items(expression.collection)
        order = _order(expression.body.type) if expression.body else ()
        nothing = of_nothing(function, absent_of(expression.type))

        def count(frame: Frame, item: Item) -> Counted:
            inner = frame.bind(variable, item.shape)
            counts = condition(counted(inner)) if counted else CAN_BE_TRUE
            if not item.sure and not item.others:
                counts |= 2
            if not counts & CAN_BE_TRUE:
                return Counted(counts, others=item.others)
            if body is None:
                return Counted(counts, CAN_BE_TRUE, others=item.others)
            value = body(inner)
            return Counted(counts, condition(value) if claims else 0, value, item.others)

        def act(frame: Frame) -> Shape:
            result = aggregated(function, [count(frame, item) for item in items(frame)], order)
            whole = collection(frame) if not isinstance(expression.collection, model.SetOf) else None
            # A collection that may be absent is counted as it is, or as empty.
            return union((result, nothing)) if whole is not None and whole.absent else result

        return act


def _constantly(shape: Shape) -> Act:
    return lambda frame: shape


def _kept(act: Act, slot: int) -> Act:
    def once(frame: Frame) -> Shape:
        slots = frame.situation.slots
        shape = slots[slot]
        if shape is None:
            shape = slots[slot] = act(frame)
        return shape

    return once


def _constant_end(end: model.Expression | None) -> Range:
    if isinstance(end, model.Constant):
        shape = scalar(end.value)
        assert isinstance(shape, Range)
        return shape
    return Range(None, True)


def _end(act: Act | None, frame: Frame) -> Range:
    return Range(None, True) if act is None else operators.as_range(act(frame))


def _judged_period(frame: Frame) -> Shape:
    return frame.variables.get(PERIOD_VARIABLE) or PeriodBounds(Range(ANY_NUMBER), Range(ANY_NUMBER))


def _field(places: Places, record: Act, name: str, type: types.Type) -> Act:
    return lambda frame: places.field(record(frame), name, type)


def _order(type: types.Type) -> tuple[str, ...]:
    return type.members if isinstance(type, types.EnumType) else ()


def _is_discrete(type: types.Type) -> bool:
    return isinstance(type, types.DateType) or _is_integer(type)


def _is_integer(type: types.Type) -> bool:
    return isinstance(type, types.NumberType) and type.integer


def _connective(expression: model.Expression, operands: list[Act]) -> Act | None:
    """Conditions: connectives, comparisons, membership, presence."""
    match expression:
        case model.Not():
            only = operands[0]
            return lambda frame: shape_of(negated(condition(only(frame))))
        case model.And():
            return lambda frame: shape_of(_all(operands, frame))
        case model.Or():
            return lambda frame: shape_of(_any(operands, frame))
        case model.Comparison(operator, left, right):
            one, other = operands
            order = _order(left.type) or _order(right.type)
            integers = _is_integer(left.type) != _is_integer(right.type)
            return lambda frame: shape_of(
                operators.compare(operator, one(frame), other(frame), order, integers=integers)
            )
        case model.Has(quantity):
            collection, members = operands
            if quantity == "one":
                return lambda frame: shape_of(operators.has_one(collection(frame), members(frame)))
            return lambda frame: shape_of(operators.has_several(quantity, collection(frame), members(frame)))
        case model.In(element):
            one, other = operands
            discrete = _is_discrete(element.type)
            return lambda frame: shape_of(operators.contained(one(frame), other(frame), discrete=discrete))
        case model.Present():
            only = operands[0]
            return lambda frame: _presence(only(frame))
    return None


def _all(operands: Iterable[Act], frame: Frame) -> int:
    claim = CAN_BE_TRUE
    for operand in operands:
        shape = operand(frame)
        if shape is FALSE:
            return CAN_BE_FALSE
        if shape is not TRUE:
            claim = both(claim, condition(shape))
            if claim == CAN_BE_FALSE:
                break
    return claim


def _any(operands: Iterable[Act], frame: Frame) -> int:
    claim = CAN_BE_FALSE
    for operand in operands:
        shape = operand(frame)
        if shape is TRUE:
            return CAN_BE_TRUE
        if shape is not FALSE:
            claim = either(claim, condition(shape))
            if claim == CAN_BE_TRUE:
                break
    return claim


def _presence(shape: Shape) -> Shape:
    return shape_of((1 if shape.present else 0) | (2 if shape.absent else 0))


def _moment(expression: model.Expression, operands: list[Act]) -> Act | None:
    """Numbers, days and instants."""
    match expression:
        case model.AsOf(zone):
            return lambda frame: instant_of(frame, zone)
        case model.DateOf(zone=zone):
            only = operands[0]
            return lambda frame: times.days_of(operators.as_range(only(frame)), zone)
        case model.InstantsOf(zone=zone):
            only = operands[0]
            return lambda frame: times.instants_of(operators.as_range(only(frame)), zone)
        case model.Arithmetic(operator, left, right):
            one, other = operands
            operation = operators.arithmetic(operator, left.type, right.type)
            return lambda frame: operation(operators.as_range(one(frame)), operators.as_range(other(frame)))
        case model.Negation():
            only = operands[0]
            return lambda frame: operators.negation(operators.as_range(only(frame)))
    return None


def instant_of(frame: Frame, zone: str) -> Range:
    """The instant of the evaluation; given as a day, some instant of that day in *zone*."""
    return times.as_instants(frame.situation.as_of, zone)


def _broken(expression: model.Expression) -> Act:
    raise ValueError(f"{type(expression).__name__} cannot be compiled: the policy did not resolve")
