"""Why something is undetermined: the leaves met walking down the expression through undetermined nodes only."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from typing import Any, Final

from attrs import evolve

from pingan.graph.nodes import children
from pingan.language.shapes import Elements as ElementsShape
from pingan.language.shapes import Range, Record, SetBounds, Shape
from pingan.model import nodes as model
from pingan.outcome.nodes import Cause, CauseKind
from pingan.program.evaluator import Evaluator
from pingan.program.frame import Frame, Item
from pingan.program.paths import given_at
from pingan.program.shapes import OTHERS, is_settled, surely_present
from pingan.program.truth import CAN_BE_FALSE, CAN_BE_TRUE, OPEN, both, condition, either, negated


def sorted_causes(causes: Set[Cause]) -> tuple[Cause, ...]:
    if len(causes) < 2:
        return tuple(causes)
    return tuple(sorted(causes, key=lambda cause: (cause.subject, cause.kind, cause.authorities)))


class Walk:
    """Collects causes; a definition is walked once however often it is read."""

    def __init__(self, evaluator: Evaluator, period: Cause | None = None) -> None:
        """*period* is why `period` is not known, in a recurring norm that nothing says the length of."""
        self._evaluator = evaluator
        self._period = period
        self._seen: set[tuple[str, str]] = set()
        self._waiting: list[tuple[model.Definition, Frame]] = []
        self._is_busy = False
        self.causes: set[Cause] = set()

    def condition(self, expression: model.Expression | None, frame: Frame) -> None:
        """Walks an expression used as a condition, if it is undetermined as one."""
        if expression is not None and condition(self._evaluator.value_of(expression, frame)) == OPEN:
            self._through(expression, frame)

    def value(self, expression: model.Expression | None, frame: Frame) -> None:
        """Walks an expression whose value is taken, if that is undetermined."""
        if expression is not None and not is_settled(self._evaluator.value_of(expression, frame)):
            self._through(expression, frame)

    def add(self, subject: str, kind: CauseKind, authorities: tuple[str, ...] = ()) -> None:
        self.causes.add(Cause(subject, kind, authorities))

    # --- one undetermined expression ---------------------------------------------------------------------

    def _through(self, expression: model.Expression, frame: Frame) -> None:
        walk = _WALKS.get(type(expression))
        if walk is not None:
            walk(self, expression, frame)
            return
        for child in children(expression):
            self.value(child, frame)

    def _fact_value(self, expression: model.FactValue, frame: Frame) -> None:
        declared = self._evaluator.places.declared(None, expression.name)
        self._fact(expression.name, declared, frame.situation.facts.values.get(expression.name), frame)

    def _unlimited_period(self, expression: model.JudgedPeriod, frame: Frame) -> None:
        if self._period is not None:
            self.causes.add(self._period)

    def _limbs(self, expression: model.And | model.Or, frame: Frame) -> None:
        for operand in expression.operands:
            self.condition(operand, frame)

    def _fact(self, path: str, field: model.Field, given: Shape | None, frame: Frame) -> None:
        if OTHERS in path:
            self.unlisted(path, frame)
        elif field.judgement is not None:
            self.add(path, "judgement", field.judgement.authorities)
        elif given is None:
            self.add(path, "missing")
        else:
            self.add(path, "open" if isinstance(given, ElementsShape | SetBounds) else "bounded")

    def _element(self, variable: str, frame: Frame) -> None:
        if variable in frame.written:
            self.value(*frame.written[variable])
            return
        shape = frame.variables[variable]
        path = frame.paths.get(variable) or (shape.path if isinstance(shape, Record) else variable)
        if OTHERS in path:
            self.unlisted(path, frame)
        else:
            self.add(path, "bounded")

    def unlisted(self, path: str, frame: Frame) -> None:
        """Nothing can be said of unlisted elements one by one: what is open is the list."""
        collection = path.split(OTHERS)[0]
        _, _, given = given_at(collection, frame.situation.facts.values)
        self.add(collection, "missing" if given is None else "open")

    def _field(self, expression: model.FieldValue, frame: Frame) -> None:
        record = self._evaluator.value_of(expression.record, frame)
        if not isinstance(record, Record) or not record.present:
            return
        if not is_settled(record):
            self._through(expression.record, frame)
        if "|" in record.path:
            return
        places = self._evaluator.places
        value = places.field(surely_present(record), expression.name, expression.type)
        if not is_settled(value):
            declared = places.declared(record.name, expression.name)
            self._fact(f"{record.path}.{expression.name}", declared, record.fields.get(expression.name), frame)

    def _definition(self, expression: model.DefinitionValue, frame: Frame) -> None:
        definition = self._evaluator.policy.definitions[expression.definition]
        inner, path = Frame(frame.situation), ""
        if expression.subject is not None:
            record = self._evaluator.value_of(expression.subject, frame)
            if not isinstance(record, Record) or not record.present:
                return
            if not is_settled(record):
                self._through(expression.subject, frame)
            path = record.path
            inner = inner.bind(definition.variable or "", evolve(record, absent=False), path)
        if (definition.key, path) in self._seen:
            return
        self._seen.add((definition.key, path))
        # Not down into it from here: a long chain of definitions would need as much stack.
        self._waiting.append((definition, inner))
        if not self._is_busy:
            self._is_busy = True
            while self._waiting:
                self.cases(*self._waiting.pop())
            self._is_busy = False

    def cases(self, definition: model.Definition, frame: Frame) -> None:
        """The guards and values of a definition that may be reached."""
        for case in definition.cases:
            holds = CAN_BE_TRUE
            if case.condition is not None:
                holds = condition(self._evaluator.value_of(case.condition, frame))
                self.condition(case.condition, frame)
            if holds & CAN_BE_TRUE:
                self.value(case.value, frame)
            if holds == CAN_BE_TRUE:
                return

    def _time_of_day(self, expression: model.InstantsOf, frame: Frame) -> None:
        operand = expression.operand
        if not is_settled(self._evaluator.value_of(operand, frame)):
            self._through(operand, frame)
        elif not self.days_read(operand, frame):
            self.add("as_of", "time_of_day")

    def days_read(self, expression: model.Expression, frame: Frame) -> bool:
        """Adds the facts behind a day used as an instant, whose time of day is not given; whether there are any."""
        if isinstance(expression, model.ElementValue) and expression.variable in frame.written:
            return self.days_read(*frame.written[expression.variable])
        if isinstance(expression, model.FactValue | model.FieldValue | model.ElementValue):
            self.add(
                frame.paths.get(getattr(expression, "variable", "")) or self.path_of(expression, frame), "time_of_day"
            )
            return True
        if isinstance(expression, model.DefinitionValue):
            self.add(expression.definition, "time_of_day")
            return True
        found = [self.days_read(child, frame) for child in children(expression)]
        return any(found)

    def path_of(self, expression: model.Expression, frame: Frame) -> str:
        return self._evaluator.path_of(expression, frame)

    def value_of(self, expression: model.Expression, frame: Frame) -> Shape:
        return self._evaluator.value_of(expression, frame)

    def _shift(self, expression: model.Shift, frame: Frame) -> None:
        self.value(expression.operand, frame)
        if expression.unit == "working_day" and self._leaves_calendar(expression, expression.operand, frame):
            self.calendar(expression.calendar)

    def _leaves_calendar(self, expression: model.Shift, operand: model.Expression, frame: Frame) -> bool:
        """Whether an end got lost because the calendar does not reach it."""
        before = self._evaluator.value_of(operand, frame)
        moved = self._evaluator.value_of(expression, frame)
        if not isinstance(before, Range) or not isinstance(moved, Range) or not before.interval or not moved.interval:
            return False
        lost = (before.interval.low, moved.interval.low), (before.interval.high, moved.interval.high)
        return any(was is not None and now is None for was, now in lost)

    def calendar(self, name: str | None) -> None:
        """The end of the calendar called *name* (None: the environment's)."""
        calendar = self._evaluator.calendar_named(name)
        self.add(calendar.name if calendar else "calendar", "calendar")

    # --- collections -----------------------------------------------------------------------------------------

    def _aggregate(self, expression: model.Aggregate, frame: Frame) -> None:
        if not isinstance(expression.collection, model.SetOf):
            collection = self._evaluator.value_of(expression.collection, frame)
            if collection.absent and collection.present:
                self._through(expression.collection, frame)
        for item in self._evaluator.elements(expression.collection, frame):
            inner = frame.bind(expression.variable, item.shape, item.path, item.written)
            if self._matters(expression, item, inner):
                if not item.sure:
                    self.element(expression.collection, item, frame)
                self.condition(expression.filter, inner)
                if expression.function in ("any", "all", "share"):
                    self.condition(expression.body, inner)
                else:
                    self.value(expression.body, inner)

    def _matters(self, expression: model.Aggregate, item: Item, inner: Frame) -> bool:
        """Whether what an element contributes is open."""
        value_of = self._evaluator.value_of
        counts = condition(value_of(expression.filter, inner)) if expression.filter else CAN_BE_TRUE
        body = value_of(expression.body, inner) if expression.body else None
        claim = CAN_BE_TRUE if body is None else condition(body)
        match expression.function:
            case "any":
                adds = both(counts, claim)
                return adds == OPEN or (not item.sure and bool(adds & CAN_BE_TRUE))
            case "all":
                keeps = either(negated(counts), claim)
                return keeps == OPEN or (not item.sure and bool(keeps & CAN_BE_FALSE))
            case "count":
                taken = False
            case "share":
                taken = claim == OPEN
            case _:
                taken = body is not None and not is_settled(body)
        return bool(counts & CAN_BE_TRUE) and (counts == OPEN or taken or not item.sure)

    def element(self, collection: model.Expression, item: Item, frame: Frame) -> None:
        """Why it is open whether an element is there."""
        if isinstance(collection, model.SetOf):
            for element in collection.elements:
                self.value(element, frame)
        elif is_settled(self._evaluator.value_of(collection, frame)):
            self.unlisted(item.path, frame)
        else:
            self._through(collection, frame)


_WALKS: Final[Mapping[type, Callable[[Walk, Any, Frame], None]]] = {
    model.FactValue: Walk._fact_value,
    model.ElementValue: lambda walk, expression, frame: walk._element(expression.variable, frame),
    model.FieldValue: Walk._field,
    model.DefinitionValue: Walk._definition,
    model.ParameterValue: lambda walk, expression, frame: walk.add(expression.parameter, "parameter"),
    model.ReadingValue: lambda walk, expression, frame: walk.add(expression.interpretation, "reading"),
    model.JudgedPeriod: Walk._unlimited_period,
    model.AsOf: lambda walk, expression, frame: walk.add("as_of", "time_of_day"),
    model.InstantsOf: Walk._time_of_day,
    model.Shift: Walk._shift,
    model.Not: lambda walk, expression, frame: walk.condition(expression.operand, frame),
    model.And: Walk._limbs,
    model.Or: Walk._limbs,
    model.Aggregate: Walk._aggregate,
}
"""By kind of expression, and of every other kind its operands: asked once, where to match would ask kind by kind."""
