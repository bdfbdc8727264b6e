"""Why an expression has its value: down the author's own expression, by the limbs that decide it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Protocol

from attrs import evolve, field, frozen

from pingan.graph.nodes import children
from pingan.language.dialect import by_labels, in_chinese
from pingan.language.shapes import Record, Shape, Truth
from pingan.language.types import BooleanType, EnumType, ListType, RecordType
from pingan.model import nodes as model
from pingan.model.to_text import Language, counted_text, element_type
from pingan.model.value_text import Words, instant_text, truth_text, word
from pingan.outcome.nodes import Reason, ReasonKind
from pingan.outcome.phrases import as_of_text, join, phrase
from pingan.outcome.reached import value_text
from pingan.program.fact_masks import is_below
from pingan.program.frame import Frame, Item
from pingan.program.sayings import Sayings
from pingan.program.shapes import OTHERS, is_settled
from pingan.program.truth import CAN_BE_FALSE, CAN_BE_TRUE, both, condition, negated

_NOT_GIVEN: Final = ("not given", "未提供")
_AWAITS: Final = ("awaited from {0}", "尚待{0}认定")
_AWAITS_SOMEBODY: Final = ("awaited", "尚待认定")
_FOUND_BY: Final = ("{0}, found by {1}{2}", "{0}，由{1}认定{2}")
_DISCOUNTED: Final = ("given, but it does not count", "已有认定，但不作数")
_PARAMETER_UNSET: Final = ("not set", "尚未设定")
_SET_BY: Final = ("{0} (set by {1})", "{0}（由{1}设定）")
_NOT_CHOSEN: Final = ("not chosen", "尚未选定")
_BY_DEFAULT: Final = ("{0} (by default)", "{0}（默认）")
ABOVE: Final = ("{0} (see above)", "{0}（见上）")


class Evaluator(Protocol):
    """What a program lends to its explanations."""

    def value_of(self, expression: model.Expression, frame: Frame) -> Shape: ...

    def elements(self, collection: model.Expression, frame: Frame) -> Iterable[Item]: ...

    def sayings(self, language: Language, zone: str) -> Sayings: ...


@frozen
class Scene:
    """A frame, and where the elements bound in it stand in the facts."""

    frame: Frame
    paths: Mapping[str, str] = field(factory=dict)

    def bind(self, variable: str, item: Item) -> Scene:
        bound = self.frame.bind(variable, item.shape, item.path, item.written)
        return Scene(bound, {**self.paths, variable: item.path})


def truth_of(bits: int) -> Truth:
    """Two bits as a truth."""
    return {CAN_BE_TRUE: Truth.TRUE, CAN_BE_FALSE: Truth.FALSE}.get(bits, Truth.UNDETERMINED)


def veiled(reason: Reason, language: Language) -> Reason:
    """*reason*; not shown where it is open and something that it rests on is not shown."""
    if reason.masked or reason.holds is not Truth.UNDETERMINED or not conceals(reason.children):
        return reason
    return evolve(reason, says=word("masked", language), masked=True)


def conceals(reasons: Iterable[Reason]) -> bool:
    """Whether some of *reasons*, or what is said of an element among them, is not shown."""
    return any(reason.masked or (reason.kind == "element" and conceals(reason.children)) for reason in reasons)


@frozen
class Steps:
    """Writes the steps behind expressions. What it has explained once it only names the second time."""

    evaluator: Evaluator
    policy: model.Policy
    sayings: Sayings
    _explained: set[tuple[str, str]] = field(factory=set)
    _hidden: set[tuple[str, str]] = field(factory=set)
    """Definitions (and of which record) whose value is not shown."""

    def text(self, expression: model.Expression) -> str:
        return self.sayings.text(expression)

    @property
    def words(self) -> Words:
        return self.sayings.words

    def bits(self, expression: model.Expression, scene: Scene) -> int:
        return condition(self.evaluator.value_of(expression, scene.frame))

    # --- claims --------------------------------------------------------------------------------------------------

    def claim(self, expression: model.Expression, scene: Scene, kind: ReasonKind = "expression") -> Reason:
        """Whether *expression* holds, and what decides that."""
        return self.sayings.said(
            expression,
            kind,
            scene.frame.situation.facts,
            lambda: veiled(self._claim(expression, scene, kind), self.words.language),
        )

    def _claim(self, expression: model.Expression, scene: Scene, kind: ReasonKind) -> Reason:
        truth = truth_of(self.bits(expression, scene))
        below = self._deciding(expression, scene, truth)
        if isinstance(expression, model.DefinitionValue):
            (definition,) = below
            if kind == "expression":
                return evolve(definition, holds=truth)
            return evolve(definition, kind=kind, expression=self.text(expression), holds=truth)
        plain_fact = (
            len(below) == 1
            and not below[0].children
            and isinstance(expression, model.FactValue | model.FieldValue | model.DefinitionValue)
        )
        if kind == "expression" and plain_fact:
            return evolve(below[0], holds=truth)
        says = truth_text(truth, self.words.language)
        return Reason(kind, self.text(expression), says, below, span=expression.span, holds=truth)

    def _deciding(self, expression: model.Expression, scene: Scene, truth: Truth) -> tuple[Reason, ...]:
        """Of a settled `and` or `or` the leftmost limb that settles it alone; otherwise everything it reads."""
        match expression:
            case model.And(operands) | model.Or(operands):
                alone = Truth.FALSE if isinstance(expression, model.And) else Truth.TRUE
                if truth is alone:
                    operands = next(((o,) for o in operands if truth_of(self.bits(o, scene)) is alone), operands)
                return tuple(self.claim(operand, scene) for operand in operands if not _is_constant(operand))
            case model.Not(operand):
                return (self.claim(operand, scene),)
            case model.Aggregate():
                return self._aggregate(expression, scene)
            case _:
                return self.steps(expression, scene) if _is_read(expression) else self._operands(expression, scene)

    def _operands(self, expression: model.Expression, scene: Scene) -> tuple[Reason, ...]:
        found: list[Reason] = []
        for child in children(expression):
            found += [reason for reason in self.steps(child, scene) if reason not in found]
        return tuple(found)

    # --- values --------------------------------------------------------------------------------------------------

    def steps(self, expression: model.Expression, scene: Scene) -> tuple[Reason, ...]:
        """What the value of *expression* rests on; operators are passed through down to what they read."""
        match expression:
            case model.FactValue() | model.FieldValue():
                return self._fact(expression, scene)
            case model.ElementValue(variable):
                return self._element(expression, scene, scene.paths.get(variable, ""))
            case model.DefinitionValue():
                return (self.definition(expression, scene),)
            case model.ParameterValue(key):
                return (self._parameter(self.policy.parameters[key]),)
            case model.ReadingValue(key):
                return (self._reading(key, scene),)
            case model.AsOf():
                return (self.as_of(scene),)
            case model.Aggregate():
                if expression.function in ("any", "all"):
                    return (self.claim(expression, scene),)
                return (self._measured(expression, scene),)
            case _ if isinstance(expression.type, BooleanType) and not _is_constant(expression):
                return (self.claim(expression, scene),)
            case _:
                return self._operands(expression, scene)

    def _measured(self, expression: model.Aggregate, scene: Scene) -> Reason:
        value = self.evaluator.value_of(expression, scene.frame)
        says = self.words.value(value, expression.type)
        below = self._aggregate(expression, scene)
        hides = self.hides(value, below)
        says = word("masked", self.words.language) if hides else says
        return Reason("expression", self.text(expression), says, below, span=expression.span, masked=hides)

    def hides(self, value: Shape, below: tuple[Reason, ...]) -> bool:
        """Whether *value* is open and something that it rests on is not shown."""
        return not is_settled(value) and conceals(below)

    def as_of(self, scene: Scene) -> Reason:
        moment = scene.frame.situation.as_of
        says = instant_text(moment, self.words.language, self.words.zone)
        return Reason("instant", as_of_text(self.words.language), says, subject="as_of")

    def _parameter(self, parameter: model.Parameter) -> Reason:
        title = self.words.key(parameter.key)
        says = phrase(_PARAMETER_UNSET, self.words.language)
        if parameter.value is not None:
            value = _parameter_text(parameter, self)
            says = phrase(_SET_BY, self.words.language, value, parameter.set_by) if parameter.set_by else value
        return Reason("parameter", title, says, span=parameter.span, subject=parameter.key)

    def _reading(self, key: str, scene: Scene) -> Reason:
        interpretation = self.policy.interpretations[key]
        chosen = scene.frame.situation.readings.get(key)
        says = phrase(_NOT_CHOSEN, self.words.language)
        if chosen is not None:
            label = next((r.label for r in interpretation.readings if r.name == chosen), None)
            says = label if label and by_labels(self.words.language) else chosen
            if interpretation.chosen is None:
                says = phrase(_BY_DEFAULT, self.words.language, says)
        return Reason("reading", self.words.key(key), says, span=interpretation.span, subject=key)

    # --- facts ---------------------------------------------------------------------------------------------------

    def _fact(self, expression: model.FactValue | model.FieldValue, scene: Scene) -> tuple[Reason, ...]:
        value = self.evaluator.value_of(expression, scene.frame)
        if isinstance(expression, model.FactValue):
            given = expression.name in scene.frame.situation.facts.values
            return (self.leaf(expression.name, value, expression, scene, given=given),)
        record = self.evaluator.value_of(expression.record, scene.frame)
        if not isinstance(record, Record) or not record.present:
            return self.steps(expression.record, scene)
        path = f"{record.path}.{expression.name}"
        given = expression.name in record.fields
        leaf = self.leaf(path, value, expression, scene, given=given)
        # A field that is given tells that its record exists; one that is not given leaves that to be said.
        untold = expression.record.optional and not given and ("", record.path) not in self._explained
        if not (record.absent or untold):
            return (leaf,)
        self._explained.add(("", record.path))
        return (*self.steps(expression.record, scene), leaf)

    def _element(self, expression: model.ElementValue, scene: Scene, path: str) -> tuple[Reason, ...]:
        """An element itself: of a list of plain values a fact, of anything else nothing beyond its collection."""
        if expression.variable in scene.frame.written:
            written, where = scene.frame.written[expression.variable]
            return self.steps(written, Scene(where, scene.paths))
        value = scene.frame.variables.get(expression.variable)
        if "[" not in path or value is None or isinstance(value, Record):
            return ()
        return (self.leaf(path, value, expression, scene, given=not path.endswith(OTHERS)),)

    def leaf(self, path: str, value: Shape, expression: model.Expression, scene: Scene, *, given: bool) -> Reason:
        """What the facts say at *path*."""
        language = self.words.language
        declared, title = self.sayings.place(path)
        says = self.words.value(value, expression.type)
        if isinstance(expression.type, RecordType) and value.present and not value.absent:
            self._explained.add(("", path))
            says = word("exists", language)
        kind: ReasonKind = "list" if isinstance(expression.type, ListType) else "fact"
        holds = truth_of(condition(value)) if isinstance(expression.type, BooleanType) else None
        if not given:
            says = phrase(_NOT_GIVEN, language)
        hidden = not given and is_below(path, scene.frame.situation.facts.masked)
        if declared is not None and declared.judgement is not None:
            kind, says = "judgement", self._judged(path, says, declared.judgement, scene, given=given)
        says = word("masked", language) if hidden else says
        return Reason(kind, title, says, span=expression.span, subject=path, holds=holds, masked=hidden)

    def _judged(self, path: str, says: str, judgement: model.Judgement, scene: Scene, *, given: bool) -> str:
        facts, language = scene.frame.situation.facts, self.words.language
        if path in facts.discounted:
            return phrase(_DISCOUNTED, language)
        if not given:
            names = join((self.words.party(a) for a in judgement.authorities), language)
            return phrase(_AWAITS, language, names) if names else phrase(_AWAITS_SOMEBODY, language)
        by, at = facts.judgements.get(path, (None, None))
        if by is None:
            return says
        when = instant_text(at, language, self.words.zone) if at else ""
        when = (f"（{when}）" if in_chinese(language) else f" on {when}") if when else ""
        return phrase(_FOUND_BY, language, says, self.words.party(by), when)

    # --- definitions ---------------------------------------------------------------------------------------------

    def definition(self, expression: model.DefinitionValue, scene: Scene) -> Reason:
        """The value of a definition: the cases that failed and the one that held, and what that one rests on."""
        defined = self.policy.definitions[expression.definition]
        value = self.evaluator.value_of(expression, scene.frame)
        says = value_text(value, defined.type, self.words)
        record = self.evaluator.value_of(expression.subject, scene.frame) if expression.subject else None
        where = record.path if isinstance(record, Record) else ""
        title = self.words.key(defined.key)
        title = f"{self.words.path(where)}.{title}" if where else title
        below: tuple[Reason, ...] = ()
        if (defined.key, where) in self._explained:
            says = phrase(ABOVE, self.words.language, says)
        elif record is not None and (not record.present or not isinstance(record, Record)):
            assert expression.subject is not None
            below = self.steps(expression.subject, scene)
        else:
            self._explained.add((defined.key, where))
            inner = Scene(Frame(scene.frame.situation))
            if isinstance(record, Record) and defined.variable is not None:
                item = Item(evolve(record, absent=False), where, where)
                inner = inner.bind(defined.variable, item)
            below = self._cases(defined, inner)
            if record is not None and record.absent and expression.subject is not None:
                below = (*self.steps(expression.subject, scene), *below)
        holds = truth_of(condition(value)) if isinstance(defined.type, BooleanType) else None
        hidden = self.hides(value, below) or ((defined.key, where) in self._hidden)
        if hidden:
            self._hidden.add((defined.key, where))
            says = word("masked", self.words.language)
        told = Reason(
            "definition", title, says, below, defined.citations, defined.span, subject=defined.key, holds=holds
        )
        return evolve(told, masked=hidden)

    def _cases(self, defined: model.Definition, scene: Scene) -> tuple[Reason, ...]:
        found: list[Reason] = []
        for case in defined.cases:
            holds = CAN_BE_TRUE
            if case.condition is not None:
                holds = self.bits(case.condition, scene)
                found += [] if _is_constant(case.condition) else [self.claim(case.condition, scene, "case")]
            if holds & CAN_BE_TRUE:
                found += [reason for reason in self.steps(case.value, scene) if reason not in found]
            if holds == CAN_BE_TRUE:
                break
        return tuple(found)

    # --- collections ---------------------------------------------------------------------------------------------

    def _aggregate(self, expression: model.Aggregate, scene: Scene) -> tuple[Reason, ...]:
        """The first element that settles an `any` or `all` alone; otherwise all of them, and whether there are more."""
        items = [
            (item, scene.bind(expression.variable, item))
            for item in self.evaluator.elements(expression.collection, scene.frame)
        ]
        if expression.function in ("any", "all"):
            deciding = CAN_BE_TRUE if expression.function == "any" else CAN_BE_FALSE
            for item, inner in items:
                if item.sure and not item.others and self._counted(expression, inner) == deciding:
                    return (self._element_reason(expression, item, inner),)
        found = [self._element_reason(expression, item, inner) for item, inner in items]
        return (*self.collection(expression.collection, scene), *found)

    def collection(self, expression: model.Expression, scene: Scene) -> tuple[Reason, ...]:
        """Whether a collection is complete (a fact of its own)."""
        if isinstance(expression, model.SetOf) and all(_is_constant(e) for e in expression.elements):
            return ()
        return self.steps(expression, scene)

    def _counted(self, expression: model.Aggregate, scene: Scene) -> int:
        """The claim of an `any` or `all` about one element."""
        filtered = self.bits(expression.filter, scene) if expression.filter else CAN_BE_TRUE
        body = self.bits(expression.body, scene) if expression.body else CAN_BE_TRUE
        if expression.function == "any":
            return both(filtered, body)
        return negated(both(filtered, negated(body)))

    def _element_reason(self, expression: model.Aggregate, item: Item, scene: Scene) -> Reason:
        below: list[Reason] = []
        filtered = CAN_BE_TRUE
        if expression.filter is not None:
            filtered = self.bits(expression.filter, scene)
            below += [] if _is_constant(expression.filter) else [self.claim(expression.filter, scene)]
        if expression.body is not None and filtered & CAN_BE_TRUE:
            below += [r for r in self._body(expression, expression.body, scene) if r not in below]
        listed = "[" in item.path
        title = self.words.path(item.path) if listed else self._member(expression, item)
        return Reason("element", title, "", tuple(below), subject=item.path if listed else None)

    def _member(self, expression: model.Aggregate, item: Item) -> str:
        kind = element_type(expression.collection)
        is_member = isinstance(kind, EnumType) and item.path == item.name
        return self.words.member(item.name, kind) if is_member else item.name

    def _body(self, expression: model.Aggregate, body: model.Expression, scene: Scene) -> Sequence[Reason]:
        if isinstance(body.type, BooleanType):
            return () if _is_constant(body) else (self.claim(body, scene),)
        return self.steps(body, scene)


def _is_constant(expression: model.Expression) -> bool:
    return isinstance(expression, model.Constant | model.Absent)


def _is_read(expression: model.Expression) -> bool:
    """Whether *expression* is read from somewhere, rather than worked out from parts."""
    return isinstance(
        expression,
        model.FactValue
        | model.FieldValue
        | model.ElementValue
        | model.DefinitionValue
        | model.ParameterValue
        | model.ReadingValue,
    )


def _parameter_text(parameter: model.Parameter, steps: Steps) -> str:
    match parameter.value:
        case model.Duration() as duration:
            return counted_text(duration, steps.words.language)
        case model.Expression() as expression:
            return steps.text(expression)
        case _:
            return ""
