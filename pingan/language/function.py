"""Library functions: pure, typed, and defined on what is possible."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from attrs import field, frozen

from pingan.language.shapes import Shape
from pingan.language.types import Type


@frozen
class Signature:
    """What a call yields: its type, and whether it can be absent."""

    type: Type
    optional: bool


@frozen
class Function:
    """A function of the language.

    *check* gets the argument types and which of them are optional, and answers with the signature of the
    call, or with a sentence saying what was expected. *act* maps the shapes of the arguments to the
    tightest shape that holds every value the call may have (never narrower: that would be wrong;
    wider only across a gap in an interval).
    """

    name: str
    check: Callable[[tuple[Type, ...], tuple[bool, ...]], Signature | str]
    act: Callable[[tuple[Shape, ...]], Shape]
    documentation: str
    words: Mapping[str, str] = field(factory=dict)
    """The function's word in other dialects: ``{"zh": "取大"}``."""
