"""What is required, what there is, and what is left to do, in words."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve, frozen

from pingan.diagnostics.plain import plain
from pingan.language.shapes import Interval, Members, Range, Shape, Truth
from pingan.language.types import DECIMAL, DurationType, EnumType, NumberType, SetType, Type
from pingan.model import nodes as model
from pingan.model.expression_nodes import Suffix
from pingan.model.to_text import expression_text
from pingan.model.value_text import Words
from pingan.outcome.nodes import Norm
from pingan.outcome.norm_text import written_norm
from pingan.outcome.phrases import phrase

_KNOWN_ONLY = ("(known only: {0})", "（目前只知：{0}）")


@frozen
class Measures:
    """Texts, empty where there is nothing worth saying; *left* with whether each part is surely left."""

    required: str
    actual: str
    shortfall: str
    left: tuple[tuple[str, bool], ...]

    @staticmethod
    def of(norm: Norm, words: Words) -> Measures:
        """The measures of *norm*: numbers that nothing bounds and parts of which nothing is known are left out."""
        written = written_norm(norm, words.policy)
        test = _test(written)
        kind = _measured(test)
        words = evolve(words, suffix=_suffix(test, words.policy))
        required, actual = norm.required, norm.actual
        told = required is not None and actual is not None and _says(actual) and _says(required)
        return Measures(
            _number(required, kind, words) if told and required is not None else "",
            _number(actual, kind, words) if told and actual is not None else "",
            _shortfall(norm, kind, words),
            tuple(_left(norm, test, words)),
        )


def shortfall_words(norm: Norm, words: Words) -> str:
    """The bounds of the shortfall; empty where there is none."""
    test = _test(written_norm(norm, words.policy))
    is_there = norm.shortfall is not None and norm.shortfall.interval is not None
    told = evolve(words, suffix=_suffix(test, words.policy))
    return told.value(norm.shortfall, _measured(test)) if is_there and norm.shortfall is not None else ""


def _number(shape: Shape, type: Type, words: Words) -> str:
    """What is required, or there; bounds as all that is known: “at least 43” alone would read as the demand."""
    text = words.value(shape, type)
    is_open = isinstance(shape, Range) and shape.interval is not None and not shape.interval.single
    return phrase(_KNOWN_ONLY, words.language, text) if is_open else text


def _test(written: model.Norm | None) -> model.Expression | None:
    if written is None:
        return None
    return written.duty.condition if isinstance(written.duty, model.Ensure) else written.fulfilled_when


def _measured(test: model.Expression | None) -> Type:
    """The type of what the test compares."""
    match test:
        case model.Comparison(left=left):
            return left.type
        case model.Has(collection=collection):
            return collection.type
        case _:
            return DECIMAL


def _suffix(test: model.Expression | None, policy: model.Policy) -> Suffix:
    """How the policy writes the numbers of the test: ``%`` where one side is written so, or set so."""
    for side in (test.left, test.right) if isinstance(test, model.Comparison) else ():
        found: object = side
        if isinstance(side, model.ParameterValue):
            parameter = policy.parameters.get(side.parameter)
            found = parameter.value if parameter else None
        if isinstance(found, model.Constant) and found.suffix:
            return found.suffix
    return ""


def _says(shape: Shape) -> bool:
    """Whether *shape* is a number or one value, and not just any. (Of sets the parts say more.)"""
    match shape:
        case Range(interval=interval):
            return interval is None or interval.single or (interval.low not in (None, 0)) or interval.high is not None
        case Members(values=values):
            return values is not None and len(values) == 1
        case _:
            return False


def _shortfall(norm: Norm, type: Type, words: Words) -> str:
    shortfall = norm.shortfall
    if shortfall is None or shortfall.interval is None or not isinstance(type, NumberType | DurationType):
        return ""
    zero = Interval(0, 0, False, False)
    tells = shortfall.interval != zero and (shortfall.interval.low != 0 or shortfall.interval.high is not None)
    return words.value(shortfall, type) if tells else ""


def _left(norm: Norm, test: model.Expression | None, words: Words) -> Iterator[tuple[str, bool]]:
    if all(part.done is Truth.UNDETERMINED for part in norm.parts):
        return
    titles = _titles(test, words)
    for part in norm.parts:
        if part.done is not Truth.TRUE:
            yield titles.get(part.text) or plain(part.text), part.done is Truth.FALSE


def _titles(test: model.Expression | None, words: Words) -> dict[str, str]:
    """The parts of a test in the language of *words*, by the text under which the outcome has them."""
    match test:
        case model.And(operands):
            return {
                expression_text(operand, words.policy, "en"): expression_text(operand, words.policy, words.language)
                for operand in operands
            }
        case model.Has(collection=model.Expression(type=SetType(element=EnumType() as enum))):
            return {member: words.member(member, enum) for member in enum.members}
        case _:
            return {}
