"""What a definition is, and would be if one of its guards or values were otherwise."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from attrs import define, field

from pingan.language.shapes import Shape
from pingan.model import nodes as model
from pingan.program.frame import Frame
from pingan.program.shapes import absent_of, union
from pingan.program.truth import CAN_BE_TRUE
from pingan.scenario_coverage.trees import CaseTrees, Tree


@define(eq=False)
class Cases:
    """What a definition is, and would be if a guard or a value of it were otherwise."""

    _claim: Callable[[Tree, Frame], int]
    _shape_of: Callable[[model.Expression, Frame], Shape | None]
    definition: model.Definition
    trees: tuple[CaseTrees, ...]
    frame: Frame
    guards: list[int] = field(init=False)
    _shapes: dict[int, Shape | None] = field(factory=dict)

    @guards.default
    def _as_written(self) -> list[int]:
        return [CAN_BE_TRUE if t.guard is None else self._claim(t.guard, self.frame) for t in self.trees]

    def value(self, guards: Mapping[int, int] | None = None, values: Mapping[int, Shape] | None = None) -> Shape | None:
        """None where the code of a library fails."""
        possible: list[Shape] = []
        for place in range(len(self.trees)):
            holds = self.guards[place] if guards is None else guards.get(place, self.guards[place])
            if holds & CAN_BE_TRUE:
                shape = None if values is None else values.get(place)
                shape = self._shape(place) if shape is None else shape
                if shape is None:
                    return None
                possible.append(shape)
            if holds == CAN_BE_TRUE:
                return union(possible)
        return union([*possible, absent_of(self.definition.type)])

    def _shape(self, place: int) -> Shape | None:
        if place not in self._shapes:
            self._shapes[place] = self._shape_of(self.definition.cases[place].value, self.frame)
        return self._shapes[place]
