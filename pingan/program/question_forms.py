"""A question as an outcome tells it: what is asked for, and how it may be answered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from pingan.language import types
from pingan.language.shapes import Elements, Members, SetBounds
from pingan.model.nodes import Vocabulary
from pingan.outcome.questions import Option, Question, QuestionKind, Waiting
from pingan.program.evaluator import Evaluator
from pingan.program.question_answers import Kind
from pingan.program.question_places import Spot, is_part_known


def question_of(
    evaluator: Evaluator, spot: Spot, why: tuple[Waiting, ...], settled: Sequence[tuple[Kind, int]]
) -> Question:
    """The question about *spot*, asked because of *why*; *settled* is what kinds of answer were found to settle."""
    vocabulary = evaluator.policy.vocabulary
    judgement = spot.field.judgement
    return Question(
        path=spot.path,
        label=spot.field.label,
        kind=_kind(spot),
        type=spot.type,
        options=tuple(_options(spot, vocabulary, settled)),
        why=why,
        gain=Fraction(0),
        labels=spot.labels,
        optional=spot.optional and (spot.given is None or spot.given.absent),
        sensitive=spot.sensitive,
        authorities=None if judgement is None else judgement.authorities,
        count=_count(spot),
        key=_key(spot.type, vocabulary),
    )


def _kind(spot: Spot) -> QuestionKind:
    match spot.type:
        case types.RecordType():
            return "existence"
        case types.ListType() | types.SetType():
            return "more" if is_part_known(spot.given) else "elements"
    return "value"


def _count(spot: Spot) -> int:
    match spot.given:
        case Elements(elements=elements):
            return len(elements)
        case SetBounds(surely=surely):
            return len(surely)
    return 0


def _key(type: types.Type, vocabulary: Vocabulary) -> str | None:
    """The field by which the records of a list may be named in an answer: a text that may be told."""
    if not isinstance(type, types.ListType) or not isinstance(type.element, types.RecordType):
        return None
    fields = vocabulary.records[type.element.name].fields.values()
    keys = (each.name for each in fields if each.key and isinstance(each.type, types.TextType) and not each.sensitive)
    return next(keys, None)


def _options(spot: Spot, vocabulary: Vocabulary, settled: Sequence[tuple[Kind, int]]) -> Iterator[Option]:
    def option(value: object, label: str | None = None) -> Option:
        found = (count for kind, count in settled if type(kind.value) is type(value) and kind.value == value)
        return Option(value, label, next(found, None))

    element = spot.type.element if isinstance(spot.type, types.SetType) else spot.type
    match element:
        case types.BooleanType():
            yield from (option(value) for value in (True, False))
        case types.EnumType(name=name, members=names):
            enum = vocabulary.enums.get(name)
            labels = {member.name: member.label for member in enum.members} if enum else {}
            yield from (option(member, labels.get(member)) for member in names if _may_be(spot, member))
        case types.ActorType():
            yield from (option(a.name, a.label) for a in vocabulary.actors.values() if _may_be(spot, a.name))
        case types.RecordType():
            yield option({})
    if spot.optional and (spot.given is None or spot.given.absent):
        yield option(None)


def _may_be(spot: Spot, member: str) -> bool:
    match spot.given:
        case Members(values=values):
            return values is None or member in values
        case SetBounds(surely=surely, possibly=possibly):
            return member not in surely and (possibly is None or member in possibly)
    return True
