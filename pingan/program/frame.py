"""Where an expression is evaluated: the facts and the instant, and the elements that stand for its variables.

To ask for the value of any model expression (an explanation does), take the frame of the norm and call
``program.value_of(expression, frame)``. Inside an aggregate or a definition of a record, bind the element first:

    for item in program.elements(aggregate.collection, frame):
        program.value_of(aggregate.body, frame.bind(aggregate.variable, item.shape, item.path))
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from attrs import define, field

from pingan.language.calendar import Calendar
from pingan.language.shapes import PeriodBounds, Shape
from pingan.model import nodes as model
from pingan.outcome.nodes import Cause, Element, Party, State
from pingan.program.facts import Facts
from pingan.program.moments import Moment, Since
from pingan.program.periods import Bounds

PERIOD = ""
"""The variable that `period` is bound to (no name of the language is empty)."""


@define(eq=False)
class Moments:
    """What many norms of one evaluation ask for alike: *now* is as_of by zone, *in_force* the days of a policy,
    *held* by policy and zone the T of rules of which nothing else is told.
    """

    now: dict[str, Moment] = field(factory=dict)
    in_force: dict[str, Bounds] = field(factory=dict)
    held: dict[tuple[str, str], Since] = field(factory=dict)


@define(eq=False)
class Situation:
    """One evaluation: what it was asked with, and what it has worked out so far.

    *readings* are the readings chosen, by key of interpretation (None: not chosen). *slots* hold the values of
    expressions without variables, *memory* those of definitions by (key, path of the record). With a *window* (its
    first and last day) recurring norms are judged for each of its periods, beside the two around as_of.
    """

    facts: Facts
    as_of: date | datetime
    since: Mapping[str, date | datetime]
    """By key of rule."""
    calendar: Calendar | None
    readings: Mapping[str, str | None]
    slots: list[Shape | None]
    memory: dict[tuple[str, str], Shape] = field(factory=dict)
    window: tuple[date, date] | None = None
    moments: Moments = field(factory=Moments, init=False)


@define(eq=False)
class Frame:
    """A situation and the elements bound to variables; *paths* says where those stand, as far as it was told, and
    *written* which expression of a set written out an element is, and where that is evaluated.
    """

    situation: Situation
    variables: dict[str, Shape] = field(factory=dict)
    paths: dict[str, str] = field(factory=dict)
    written: dict[str, tuple[model.Expression, Frame]] = field(factory=dict)

    def bind(self, variable: str, shape: Shape, path: str = "", written: model.Expression | None = None) -> Frame:
        """This frame with *variable* standing for *shape*, which stands at *path* in the facts, or is *written* out."""
        paths = {**self.paths, variable: path} if path else self.paths
        known = self.written
        if written is not None:
            known = {**known, variable: (written, self)}
        elif variable in known:
            known = {other: where for other, where in known.items() if other != variable}
        return Frame(self.situation, {**self.variables, variable: shape}, paths, known)

    def judging(self, period: PeriodBounds) -> Frame:
        """This frame with `period` standing for *period*."""
        return self.bind(PERIOD, period)


@define(eq=False)
class Item:
    """An element gone over: whether it is *sure* to be there, whether it stands for all *others*, the unlisted, and as
    what it is *written*, in a set written out.
    """

    shape: Shape
    name: str
    path: str
    sure: bool = True
    others: bool = False
    written: model.Expression | None = None


@define(eq=False)
class Binding:
    """A rule for one element: whether it applies, and from what that follows.

    Claims are bits (see `truth`: 1 can be true, 2 can be false). *scope*, *policy_in_force*, *in_force* (the rule's
    own), *condition* and *exceptions* are as written; *exists* is open where the element may not be there; *defeats*
    are the bindings of rules that override this one. *holds* is all of it for an element that is there, *applies*
    is that and *exists*. *left_out* marks the unlisted elements of a rule that holds for none of them: it has no norm
    for them, and yet is part of the reasons of the rules that it would override.
    """

    rule: model.Rule
    frame: Frame
    elements: tuple[Element, ...]
    exists: int
    scope: int
    policy_in_force: int
    in_force: int
    condition: int
    exceptions: tuple[int, ...]
    defeats: tuple[Binding, ...]
    holds: int
    applies: int
    left_out: bool = False
    waits: frozenset[Cause] | None = None
    """What is open of whether it applies, as soon as that was asked for."""


@define(eq=False)
class Instance:
    """One norm as evaluated, beside its `outcome.nodes.Norm` (same index): what its reasons are built from.

    *missed* is the instance whose miss this one follows from (an ``otherwise``). *frame* has the rule's elements and,
    for a recurring norm, `period` bound.
    """

    binding: Binding
    norm: model.Norm
    bearer: Party
    frame: Frame
    states: frozenset[State]
    missed: Instance | None
