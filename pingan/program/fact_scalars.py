"""What a single fact may be: one value, one of several, or somewhere between bounds."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from attrs import field, frozen

from pingan.language.dialects import Dialects, core_dialects
from pingan.language.shapes import Interval, Scalar, exactly
from pingan.language.to_data import scalar_data
from pingan.language.types import ActorType, BooleanType, DurationType, EnumType, RecordType, TextType
from pingan.model.nodes import Vocabulary
from pingan.program.fact_bounds import closed, declared_range, intersection, range_text
from pingan.program.fact_names import FactNames, canonical_path
from pingan.program.fact_places import (
    MAXIMUM_TEXT,
    Place,
    Problems,
    described,
    kind_of,
    listed,
    quoted,
    suggestion,
)
from pingan.program.fact_values import ScalarType, Wrong, scalar

MemberType = BooleanType | EnumType | TextType | ActorType
BOUNDS = ("at_least", "more_than", "at_most", "less_than")


@frozen
class Context:
    """What every check needs: the vocabulary, its names, where problems go, and records named as actors."""

    vocabulary: Vocabulary
    names: FactNames
    problems: Problems = field(factory=Problems)
    references: list[tuple[Place, str]] = field(factory=list)
    dialects: Dialects = field(factory=core_dialects)
    """Whose words for units of time are understood."""


# --- numbers, days, instants, lengths of time -------------------------------------------------------------


def given_interval(given: object, type: ScalarType, place: Place, context: Context) -> Interval | None:
    """Where the value lies: the bounds given and the declared range together."""
    interval = _bounds(given, type, place, context) if isinstance(given, Mapping) else _one(given, type, place, context)
    if interval is None:
        return None
    left = closed(interval, type)
    if left is None:
        context.problems.add(place, "the bounds leave no value")
        return None
    declared = declared_range(type)
    within = closed(intersection(left, declared), type)
    if within is None:
        text = range_text(declared, lambda end: _text(end, type))
        what = "the bounds leave no value in" if isinstance(given, Mapping) else "outside"
        context.problems.add(place, f"{what} the declared range: expected {text}")
    return within


def _text(end: Scalar, type: ScalarType) -> str:
    return str(scalar_data(end, duration=isinstance(type, DurationType)))


def _one(given: object, type: ScalarType, place: Place, context: Context) -> Interval | None:
    value = scalar(given, type, place, context.dialects)
    if isinstance(value, Wrong):
        context.problems.add(place, value.message, help=value.help)
        return None
    return exactly(value)


def _bounds(given: Mapping[object, object], type: ScalarType, place: Place, context: Context) -> Interval | None:
    if not only(given, BOUNDS, place, "bounds (at_least, more_than, at_most, less_than)", context):
        return None
    interval: Interval | None = Interval()
    for name in BOUNDS:
        if name not in given:
            continue
        end = bound_value(given[name], type, place.field(name), context)
        if end is None:
            interval = None
        elif interval is not None:
            interval = intersection(interval, _half_line(name, end))
    return interval


def bound_value(given: object, type: ScalarType, place: Place, context: Context) -> Scalar | None:
    value = scalar(given, type, place, context.dialects)
    if isinstance(value, Wrong):
        context.problems.add(place, value.message, help=value.help)
        return None
    return value


def _half_line(name: str, end: Scalar) -> Interval:
    match name:
        case "at_least":
            return Interval(low=end, low_open=False)
        case "more_than":
            return Interval(low=end)
        case "at_most":
            return Interval(high=end, high_open=False)
        case _:
            return Interval(high=end)


def only(given: Mapping[object, object], allowed: tuple[str, ...], place: Place, what: str, context: Context) -> bool:
    """Whether *given* has something to say and no other names than *allowed*."""
    wrong = [n for n in given if not isinstance(n, str) or n not in allowed]
    if wrong:
        name = wrong[0] if isinstance(wrong[0], str) else kind_of(wrong[0])
        remedy = suggestion(name, allowed, "names")
        context.problems.add(place, f"expected {what}, not an object with {quoted(name)}", help=remedy)
    elif not given:
        context.problems.add(place, f"expected {what}, not an empty object", help="leave it out if unknown")
    return not wrong and bool(given)


# --- booleans, members, texts, actors ------------------------------------------------------------------------


def given_members(given: object, type: MemberType, place: Place, context: Context) -> frozenset[object] | None:
    """Which of the possible values are left."""
    if not isinstance(given, Mapping):
        member = given_member(given, type, place, context)
        return frozenset({member}) if member is not None else None
    if isinstance(type, BooleanType):
        remedy = "leave it out if unknown"
        context.problems.add(place, f"expected true or false, not {described(given, place)}", help=remedy)
        return None
    if isinstance(type, EnumType) and any(isinstance(name, str) and name in BOUNDS for name in given):
        return _ordered(given, type, place, context)
    if not only(given, ("one_of",), place, "a value or one_of", context):
        return None
    items = given["one_of"]
    if not isinstance(items, list | tuple | set | frozenset) or not items:
        context.problems.add(place, "`one_of` is a list of at least one value")
        return None
    at = place.field("one_of")
    found = [given_member(item, type, at.element(n), context) for n, item in enumerate(items, start=1)]
    return None if None in found else frozenset(found)


def _ordered(
    given: Mapping[object, object], type: EnumType, place: Place, context: Context
) -> frozenset[object] | None:
    if not type.ordered:
        message = f"the members of `{type.name}` have no order, so bounds say nothing"
        context.problems.add(place, message, help='list the possible ones: `{"one_of": […]}`')
        return None
    if not only(given, BOUNDS, place, "bounds (at_least, more_than, at_most, less_than)", context):
        return None
    low, high = 0, len(type.members) - 1
    for name, item in given.items():
        member = given_member(item, type, place.field(str(name)), context)
        if member is None:
            return None
        position = type.members.index(str(member))
        match name:
            case "at_least":
                low = max(low, position)
            case "more_than":
                low = max(low, position + 1)
            case "at_most":
                high = min(high, position)
            case _:
                high = min(high, position - 1)
    if low > high:
        context.problems.add(place, "the bounds leave no value")
        return None
    return frozenset(type.members[low : high + 1])


def given_member(given: object, type: MemberType, place: Place, context: Context) -> object | None:
    """One value of a type without an interval, or None (and a problem)."""
    if isinstance(type, BooleanType):
        if isinstance(given, bool):
            return given
        remedy = "write it without quotes" if isinstance(given, str) and given.lower() in ("true", "false") else None
        context.problems.add(place, f"expected true or false, not {described(given, place)}", help=remedy)
        return None
    if isinstance(type, EnumType) and isinstance(given, Enum):
        given = _enum_name(given, context, type)
    text = given.value if isinstance(given, Enum) else given
    if not isinstance(text, str):
        wanted = f"one of {listed(type.members)}" if isinstance(type, EnumType) else "text"
        wanted = "an actor's name" if isinstance(type, ActorType) else wanted
        context.problems.add(place, f"expected {wanted}, not {described(text, place)}")
        return None
    if not text_is_fine(text, place, context):
        return None
    match type:
        case TextType():
            return text
        case EnumType():
            return _enum_member(text, type, place, context)
        case ActorType():
            return actor(text, place, context)


def text_is_fine(text: str, place: Place, context: Context) -> bool:
    """Whether *text* can be kept: not too long, and made of characters."""
    try:
        size = len(text.encode())
    except UnicodeEncodeError:
        context.problems.add(place, "the text holds half a character (a lone surrogate)")
        return False
    if size > MAXIMUM_TEXT:
        context.problems.add(place, f"the text is longer than {MAXIMUM_TEXT} bytes", code="fact-limit")
    return size <= MAXIMUM_TEXT


def _enum_name(given: Enum, context: Context, type: EnumType) -> object:
    """Python's enums say their member by value or by name."""
    names = context.names.members[type.name]
    return next((t for t in (given.value, given.name) if isinstance(t, str) and names.find(t)), given.name)


def _enum_member(text: str, type: EnumType, place: Place, context: Context) -> str | None:
    names = context.names.members[type.name]
    if member := names.find(text):
        return member
    message = f"`{type.name}` has no such member" if place.sensitive else f"`{type.name}` has no member {quoted(text)}"
    remedy = f"members: {listed(type.members)}" if place.sensitive else suggestion(text, names.all, "members")
    context.problems.add(place, message, help=remedy)
    return None


def actor(text: str, place: Place, context: Context) -> str | None:
    """A declared actor by name or label, or a record that is one by its path in the facts."""
    if name := context.names.actors.find(text):
        return name
    found = canonical_path(text, context.vocabulary, context.names)
    if found is not None:
        path, kind = found
        if isinstance(kind, RecordType) and context.vocabulary.records[kind.name].is_actor:
            context.references.append((place, path))
            return path
    actors = context.names.actors.all
    shown = "this" if place.sensitive else quoted(text)
    remedy = None if place.sensitive else suggestion(text, actors, "actors")
    context.problems.add(place, f"no actor and no record that is one is called {shown}", help=remedy)
    return None
