"""What an expression may speak of at its place, and how one type is taken for another there."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import evolve, field, frozen

from pingan.diagnostics.diagnostic import Diagnostics
from pingan.language import types
from pingan.language.environment import Environment
from pingan.language.function import Function
from pingan.language.types import Type
from pingan.model import nodes as model
from pingan.model.agreement import agrees, described
from pingan.model.names import Entry, Index
from pingan.source import Span


@frozen
class DefinitionSignature:
    """What the uses of a definition need to know of it; *record* when it belongs to one."""

    type: Type
    optional: bool = False
    record: str | None = None


@frozen
class Symbols:
    """Everything declared, resolved as far as expressions need it. Mappings by key ``module.name``."""

    index: Index
    vocabulary: model.Vocabulary
    functions: Mapping[str, Function]
    parameters: Mapping[str, model.Parameter]
    interpretations: Mapping[str, model.Interpretation]
    signatures: Mapping[str, DefinitionSignature]
    of_records: Mapping[tuple[str, str], Mapping[str, Entry]]
    """Definitions that belong to a record, by module and record, then by name and label."""
    members: Mapping[str, Mapping[str, str]]
    """By the name of an enum type: its members (or readings) by name and label."""
    environment: Environment = field(factory=Environment)
    """What the libraries bring; a module uses that of those which it needs."""

    def needs(self, module: str) -> frozenset[str]:
        """The libraries that *module* says it needs."""
        loaded = self.index.modules.modules.get(module)
        return frozenset(n.text for n in loaded.syntax.header.needs) if loaded else frozenset()

    def find_of_record(self, name: str, record: str, module: str) -> Entry | None:
        """The definition *name* of *record*, in the nearest module that has one."""
        for place in self.index.visible.get(module, ()):
            entry = self.of_records.get((place, record), {}).get(name)
            if entry is not None:
                return entry
        return None


@frozen
class Scope:
    """The place of an expression: its module and zone, the variables bound around it, and whether `period` is known.

    *calendar* names the one that working days are counted with there; None: the environment's.
    """

    symbols: Symbols
    module: str
    zone: str
    diagnostics: Diagnostics
    variables: Mapping[str, Type] = {}
    has_period: bool = False
    calendar: str | None = None

    @property
    def records(self) -> Mapping[str, model.Record]:
        return self.symbols.vocabulary.records

    def with_variable(self, name: str, type: Type) -> Scope:
        return evolve(self, variables={**self.variables, name: type})

    def mismatch(self, span: Span, expected: str, found: Type, help: str | None = None) -> None:
        """Reports that something of another type stands at *span*; says nothing about what is already reported."""
        if not isinstance(found, types.UnknownType):
            self.diagnostics.error("type-mismatch", f"expected {expected}, found {described(found)}", span, help=help)


def broken(span: Span) -> model.Broken:
    """What stands for an expression that could not be resolved."""
    return model.Broken(span=span)


def date_of(expression: model.Expression, scope: Scope) -> model.Expression:
    """The day of *expression*, if it is an instant; a day stays what it is."""
    if not isinstance(expression.type, types.DateTimeType):
        return expression
    if isinstance(expression, model.InstantsOf):
        return expression.operand
    return model.DateOf(expression, scope.zone, type=types.DATE, optional=expression.optional, span=expression.span)


def instants_of(expression: model.Expression, scope: Scope) -> model.Expression:
    """Some instant of *expression*, if it is a day; an instant stays what it is."""
    if not isinstance(expression.type, types.DateType):
        return expression
    return model.InstantsOf(
        expression, scope.zone, type=types.DATETIME, optional=expression.optional, span=expression.span
    )


def coerced(expression: model.Expression, expected: Type, scope: Scope) -> model.Expression:
    """*expression* as *expected*: days and instants are converted, anything else that does not agree is reported."""
    actual = expression.type
    if actual is expected and not isinstance(expression, model.SetOf):
        return expression
    if isinstance(expression, model.Absent):
        return evolve(expression, type=expected)
    match actual, expected:
        case types.DateTimeType(), types.DateType():
            return date_of(expression, scope)
        case types.DateType(), types.DateTimeType():
            return instants_of(expression, scope)
        case types.SetType(), types.SetType() if isinstance(expression, model.SetOf):
            return _set(expression, expected, scope)
    if agrees(actual, expected, scope.records):
        return expression
    scope.mismatch(expression.span, described(expected), actual, _remedy(actual, expected))
    return broken(expression.span)


def _set(expression: model.SetOf, expected: types.SetType, scope: Scope) -> model.Expression:
    elements = tuple(coerced(e, expected.element, scope) for e in expression.elements)
    return evolve(expression, elements=elements, type=expected)


def _remedy(actual: Type, expected: Type) -> str | None:
    match actual, expected:
        case types.NumberType(), types.NumberType(integer=True):
            return "`ceil`, `floor` or `round` makes a decimal an integer"
        case types.ListType(), types.BooleanType():
            return "`any(x in … where …)` asks about the elements of a list"
        case _, types.BooleanType():
            return "compare it with something"
        case types.RecordType(), types.ActorType():
            return "a record bears norms when it is declared `is actor`"
        case _:
            return None
