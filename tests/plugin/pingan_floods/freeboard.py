"""How much dike is left above the water."""

from pingan.language import intervals
from pingan.language.function import Function, Signature
from pingan.language.shapes import Interval, Range, Shape
from pingan.language.types import DECIMAL, NumberType, Type


def check(given: tuple[Type, ...], optional: tuple[bool, ...]) -> Signature | str:
    """Takes two numbers; is absent where one of them is."""
    if len(given) == 2 and all(isinstance(kind, NumberType) for kind in given):
        return Signature(DECIMAL, any(optional))
    return "the height of the dike and the level of the water, two numbers"


def act(given: tuple[Shape, ...]) -> Shape:
    """The least and the greatest that dike - level may be, and never less than nothing."""
    dike, level = given
    assert isinstance(dike, Range) and isinstance(level, Range)
    absent = dike.absent or level.absent
    if dike.interval is None or level.interval is None:
        return Range(None, absent)
    left = intervals.subtract(dike.interval, level.interval)
    nothing = Interval(0, 0, False, False)
    return Range(intervals.greatest([(left, True), (nothing, True)])[0], absent)


FREEBOARD = Function(
    "freeboard", check, act, "Height of the dike above the water.", {"zh": "安全超高", "de": "Freibord"}
)
