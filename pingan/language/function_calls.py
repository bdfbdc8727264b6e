"""Calling what a library brings: whatever its code does, it ends in a value or a diagnostic that names it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from fractions import Fraction
from typing import Any, Final, TypeVar, get_args

from pingan.diagnostics.diagnostic import Annotation, Diagnostic
from pingan.diagnostics.errors import PolicyError
from pingan.language import types
from pingan.language.function import Function, Signature
from pingan.language.installed import told
from pingan.language.shapes import Elements, Members, PeriodBounds, Range, Record, SetBounds, Shape
from pingan.language.stack import is_on_fresh_stack
from pingan.source import Span

T = TypeVar("T")

REMEDY: Final = "this is a mistake in the library, not in the policy; tell its authors"
_TYPES: Final = get_args(types.Type)


class LibraryError(Exception):
    """What code of a library did instead of what it is for; the message says it."""


def called(work: Callable[[], T]) -> T:
    """What *work*, code of a library, gives. Raises LibraryError when it raises anything."""
    try:
        return work()
    except RecursionError as problem:
        if not is_on_fresh_stack():
            raise  # the stack was too full: it is called again with room
        raise LibraryError(told(problem)) from problem
    except (Exception, SystemExit) as problem:
        raise LibraryError(told(problem)) from problem


def signature_of(function: Function, given: tuple[types.Type, ...], optional: tuple[bool, ...]) -> Signature | str:
    """What *function* says of a call with arguments of these types. Raises LibraryError."""
    found: Any = called(lambda: function.check(given, optional))
    if isinstance(found, str):
        return found
    if not isinstance(found, Signature) or not isinstance(found.type, _TYPES) or not isinstance(found.optional, bool):
        raise LibraryError(f"`check` gave {found!r:.80}, which is neither a `Signature` nor what was expected")
    return found


def guarded(function: Function, library: str, type: types.Type, optional: bool, span: Span) -> Function:
    """*function* as a call at *span* uses it: what is no value of *type* is PolicyError, and so is any error.

    (An evaluation otherwise raises FactError alone: here the facts are fine, and the policy cannot be used.)
    """

    def act(given: tuple[Shape, ...]) -> Shape:
        try:
            found: Any = called(lambda: function.act(given))
        except LibraryError as problem:
            raise _error(function, library, str(problem), span) from problem
        if not _fits(found, type) or (found.absent and not optional):
            raise _error(function, library, f"`act` gave {found!r:.80}, which is no {type.__class__.__name__}", span)
        return found  # type: ignore[no-any-return]

    return Function(function.name, function.check, act, function.documentation, function.words)


def _error(function: Function, library: str, why: str, span: Span) -> PolicyError:
    return PolicyError((failure(function.name, library, why, span),))


def failure(function: str, library: str, why: str, span: Span) -> Diagnostic:
    """What is said of a function of a library that does not do what functions do."""
    message = f"the function `{function}` of the library `{library}` fails: {why}"
    return Diagnostic("library-failed", message, (Annotation(span),), REMEDY)


def _fits(shape: Any, type: types.Type) -> bool:
    """Whether *shape* could be a value of *type*."""
    match type:
        case types.BooleanType():
            return isinstance(shape, Members) and shape.values is not None and shape.values <= {True, False}
        case types.EnumType() | types.TextType() | types.ActorType():
            return isinstance(shape, Members) and all(isinstance(v, str) for v in shape.values or ())
        case types.NumberType() | types.DurationType():
            return _is_range(shape, lambda end: isinstance(end, int | Fraction) and not isinstance(end, bool))
        case types.DateType():
            return _is_range(shape, lambda end: isinstance(end, date) and not isinstance(end, datetime))
        case types.DateTimeType():
            return _is_range(shape, lambda end: isinstance(end, datetime) and end.utcoffset() is not None)
        case types.PeriodType():
            return isinstance(shape, PeriodBounds)
        case types.RecordType():
            return isinstance(shape, Record)
        case types.SetType():
            return isinstance(shape, SetBounds)
        case types.ListType():
            return isinstance(shape, Elements)
        case types.UnknownType():
            return isinstance(shape, get_args(Shape))


def _is_range(shape: Any, is_end: Callable[[Any], bool]) -> bool:
    if not isinstance(shape, Range) or shape.interval is None:
        return isinstance(shape, Range)
    ends: list[Any] = [end for end in (shape.interval.low, shape.interval.high) if end is not None]
    return all(map(is_end, ends)) and (len(ends) < 2 or ends[0] <= ends[1])


__all__ = ["LibraryError", "called", "failure", "guarded", "signature_of"]
