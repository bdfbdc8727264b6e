"""The types of expressions and facts."""

from __future__ import annotations

from attrs import field, frozen

from pingan.language.shapes import ANY_NUMBER, Interval


@frozen
class BooleanType:
    """True or false."""


@frozen(cache_hash=True)
class NumberType:
    """An exact number; *interval* is the range that its declaration states (without one: any)."""

    integer: bool = False
    interval: Interval = ANY_NUMBER


@frozen
class TextType:
    """Any text."""


@frozen
class DateType:
    """A day of the calendar."""


@frozen
class DateTimeType:
    """An instant, with its offset from UTC."""


@frozen
class DurationType:
    """A length of time. In expressions its value is a number of seconds."""

    interval: Interval = ANY_NUMBER


@frozen
class PeriodType:
    """From a day until a day, both included; either end may be open."""


@frozen(cache_hash=True)
class EnumType:
    """One of *members*; comparable by `<` when *ordered*."""

    name: str
    members: tuple[str, ...]
    ordered: bool = False
    values_of: str = field(default="", eq=False, repr=False)
    """What the author wrote, where no enum but something else that has these values was: a ladder."""


@frozen
class ActorType:
    """Somebody who can bear a norm: a declared actor, or a value of a record that is one."""


@frozen(cache_hash=True)
class RecordType:
    """A value of the record *name* of the vocabulary."""

    name: str


@frozen(cache_hash=True)
class SetType:
    """A set of enum members or actors (literals also of text, numbers and dates)."""

    element: Type


@frozen(cache_hash=True)
class ListType:
    """A list of records or scalars."""

    element: Type


@frozen
class UnknownType:
    """The type of what could not be resolved; it agrees with every type, so one mistake is reported once."""


Type = (
    BooleanType
    | NumberType
    | TextType
    | DateType
    | DateTimeType
    | DurationType
    | PeriodType
    | EnumType
    | ActorType
    | RecordType
    | SetType
    | ListType
    | UnknownType
)

BOOLEAN = BooleanType()
INTEGER = NumberType(integer=True)
DECIMAL = NumberType()
TEXT = TextType()
DATE = DateType()
DATETIME = DateTimeType()
DURATION = DurationType()
PERIOD = PeriodType()
ACTOR = ActorType()
UNKNOWN = UnknownType()
