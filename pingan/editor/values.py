"""Of what kind the value of an expression is, as far as names tell: quickly, and of unfinished text, too."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pingan.editor.names import Names
from pingan.editor.nodes import VALUES, Declared, Value
from pingan.syntax import nodes as syntax

MAXIMUM_DEPTH: Final = 40

BOOLEAN: Final = Value("boolean")
NUMBER: Final = Value("decimal")
DATE: Final = Value("date")
DATETIME: Final = Value("datetime")
DURATION: Final = Value("duration")
PERIOD: Final = Value("period")
ACTOR: Final = Value("actor")

MOMENTS: Final = frozenset({"date", "datetime"})
NUMBERS: Final = frozenset({"integer", "decimal"})

_FUNCTIONS: Final[Mapping[str, Value]] = {
    "any": BOOLEAN,
    "all": BOOLEAN,
    "present": BOOLEAN,
    "count": Value("integer"),
    "size": Value("integer"),
    "ceil": Value("integer"),
    "floor": Value("integer"),
    "round": Value("integer"),
    "share": NUMBER,
    "start": DATE,
    "end": DATE,
    "date": DATE,
    "preceding": PERIOD,
}
Variables = Mapping[str, Value | None]


def value_of(expression: object, names: Names, variables: Variables, depth: int = 0) -> Value | None:
    """What *expression* yields; None where that is not known."""
    if depth > MAXIMUM_DEPTH:
        return None
    match expression:
        case syntax.Path():
            return value_of_path([name.text for name in expression.names], names, variables)
        case syntax.Name(text=text):
            return value_of_path([text], names, variables)
        case syntax.BooleanLiteral() | syntax.Not() | syntax.And() | syntax.Or() | syntax.Comparison():
            return BOOLEAN
        case syntax.Has() | syntax.In():
            return BOOLEAN
        case syntax.NumberLiteral():
            return NUMBER
        case syntax.TextLiteral():
            return Value("text")
        case syntax.DateLiteral():
            return DATE
        case syntax.DateTimeLiteral():
            return DATETIME
        case syntax.DurationLiteral():
            return DURATION
        case syntax.MonthLiteral() | syntax.PeriodLiteral():
            return PERIOD
        case syntax.Arithmetic(left=left) | syntax.Negation(operand=left):
            return value_of(left, names, variables, depth + 1)
        case syntax.SetLiteral(elements=elements) if elements:
            element = value_of(elements[0], names, variables, depth + 1)
            return Value(element.name, "set") if element is not None else None
        case syntax.Call() | syntax.Aggregate():
            return _called(expression, names, variables, depth)
        case _:
            return None


def _called(expression: syntax.Call | syntax.Aggregate, names: Names, variables: Variables, depth: int) -> Value | None:
    found = _FUNCTIONS.get(expression.function.text)
    if found is not None:
        return found
    if isinstance(expression, syntax.Call):
        first = expression.arguments[0] if expression.arguments else None
        return value_of(first, names, variables, depth + 1)
    inner = {
        **variables,
        expression.variable.text: element_of(value_of(expression.collection, names, variables, depth + 1)),
    }
    return value_of(expression.body, names, inner, depth + 1) if expression.body is not None else None


def element_of(value: Value | None) -> Value | None:
    """What one element of *value* is."""
    return value.element if value is not None and value.many != "one" else None


def value_of_path(words: list[str], names: Names, variables: Variables) -> Value | None:
    """What the path *words* yields, through fields, and through elements of lists."""
    found = declared_of_path(words, names, variables)
    return found.value if isinstance(found, Declared) else found


def declared_of_path(words: list[str], names: Names, variables: Variables) -> Declared | Value | None:
    """What the path *words* leads to; of a variable alone only its value is known."""
    first, *rest = words
    if first in variables:
        found: Declared | Value | None = variables[first]
    elif first == "as_of":
        found = DATETIME
    elif first == "period":
        found = PERIOD
    else:
        found = names.find(first, *VALUES)
        if found is None and rest:
            found, rest = _qualified(first, rest, names)
    for word in rest:
        value = found.value if isinstance(found, Declared) else found
        if value is None:
            return None
        found = field_of(value, word, names)
    return found


def _qualified(first: str, rest: list[str], names: Names) -> tuple[Declared | None, list[str]]:
    """``module.name``, ``Enum.member``."""
    enum = names.find(first, "enum")
    if enum is not None:
        return names.member(Value(enum.symbol.name), rest[0]), rest[1:]
    return names.find_in(rest[0], first, *VALUES), rest[1:]


def field_of(value: Value, word: str, names: Names) -> Declared | None:
    """The field, or the definition of a record, that *word* names of *value*."""
    return names.field(value.name, word)
