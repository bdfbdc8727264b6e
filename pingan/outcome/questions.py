"""Questions back: what to find out next, why it is asked, and how it may be answered; plain data."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from attrs import frozen

from pingan.language.types import ActorType, Type
from pingan.model.nodes import Citation
from pingan.outcome.nodes import Norm, Party

QuestionKind = Literal["value", "existence", "elements", "more"]


@frozen
class Option:
    """An answer to choose: *value* as a fact file has it (None: it does not exist; ``{}``: it does).

    *settles* is how many of the conclusions that wait it would settle by itself, where that was worked out.
    """

    value: object
    label: str | None = None
    settles: int | None = None


@frozen
class Waiting:
    """A conclusion that waits for an answer: a norm, by its index among those of the outcome."""

    norm: int
    rule: str
    """The key of its rule."""
    label: str | None
    bearer: Party
    duty: str
    citations: tuple[Citation, ...]


@frozen
class Question:
    """A fact to find out.

    *kind* says what is asked: the ``value`` of the fact; whether a record exists at all (``existence``); which
    ``elements`` a list or a set has; whether there are ``more`` than those known.
    *record* is the record that it is a field of, or that there may be (by name), *count* how many elements are known.
    """

    path: str
    label: str | None
    kind: QuestionKind
    type: Type
    options: tuple[Option, ...]
    why: tuple[Waiting, ...]
    """The conclusions that wait for it, those first that wait for it themselves and not for their policy's scope."""
    gain: Fraction
    """How many waits an answer ends (a wait: a conclusion and a fact that it waits for), on average over the kinds of
    answer that there are; at least one for each conclusion, where it was not worked out."""
    scopes: tuple[str, ...] = ()
    """The policies of which it is open, for want of it, whether they cover the case or are in force."""
    labels: tuple[str, ...] = ()
    """What the records are called in which the fact stands, from the facts downwards, and then the fact itself."""
    optional: bool = False
    """Whether `null`, known not to exist, is an answer."""
    sensitive: bool = False
    authorities: tuple[str, ...] | None = None
    """Who may determine it (none named: anybody), where it is a judgement."""
    count: int = 0
    key: str | None = None
    """The field by which elements of a list of records may be named in an answer (a text)."""
    proven: bool = True
    """Whether an answer is known that changes a conclusion, perhaps together with others; else one may."""
    weighed: bool = True
    """Whether *gain* was worked out; a very large outcome stops before it did for all."""

    @property
    def conclusions(self) -> int:
        """How many conclusions wait for it."""
        return len(self.why)

    @property
    def is_judgement(self) -> bool:
        """Whether somebody's determination is asked for."""
        return self.authorities is not None

    def to_dict(self) -> dict[str, object]:
        """The question as plain data."""
        from pingan.outcome.questions_data import question_data

        return question_data(self)


def waiting_of(index: int, norm: Norm) -> Waiting:
    """*norm*, number *index* of an outcome, as one that waits."""
    return Waiting(index, norm.rule_key, norm.label, norm.bearer, norm.duty, norm.citations)


def takes_actors(question: Question) -> bool:
    """Whether what is asked for is an actor, or several."""
    element = getattr(question.type, "element", question.type)
    return isinstance(element, ActorType)
