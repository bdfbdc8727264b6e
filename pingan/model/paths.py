"""What a name, or names with dots between them, stand for."""

from __future__ import annotations

from collections.abc import Sequence

from pingan.language import types
from pingan.language.types import Type
from pingan.model import constants
from pingan.model import nodes as model
from pingan.model.agreement import described
from pingan.model.names import BUILT_IN_VALUES, VALUES, Entry, aliases, near
from pingan.model.scope import Scope, broken
from pingan.model.vocabulary import enum_type
from pingan.source import Span
from pingan.syntax import nodes as syntax


def path(node: syntax.Path, scope: Scope, expected: Type | None = None) -> model.Expression:
    """The value that *node* names. A bare name is first looked up among the members of the enum expected."""
    first = node.names[0]
    if len(node.names) == 1 and isinstance(expected, types.EnumType):
        member = scope.symbols.members.get(expected.name, {}).get(first.text)
        if member is not None:
            return model.Constant(member, type=expected, span=node.span)
    value, used = _start(node, scope)
    if value is None:
        _unknown_value(node, scope, expected)
        return broken(node.span)
    for name in node.names[used:]:
        value = _part(value, name, _up_to(name, node), scope)
    return value


def _up_to(name: syntax.Name, node: syntax.Path) -> Span:
    """The place of *node* up to *name*; of the last one it is that of all."""
    first, whole = node.names[0].span, node.span
    if whole.end == name.span.end and whole.start == first.start and whole.source is first.source:
        return whole
    return first.to(name.span)


def enum_meant(nodes: Sequence[syntax.Expression], scope: Scope) -> types.EnumType | None:
    """The only enum in sight of which all of *nodes* are members, bare names that stand for nothing else."""
    names = [n.names[0].text for n in nodes if isinstance(n, syntax.Path) and len(n.names) == 1]
    if not names or len(names) < len(nodes) or any(is_bound(n, scope) for n in names):
        return None
    index = scope.symbols.index
    found = {
        entry.name: entry.node
        for place in reversed(index.visible.get(scope.module, ()))
        for entry in index.tables.get((place, "type"), {}).values()
        if isinstance(entry.node, syntax.Enum)
        and all(name in scope.symbols.members.get(entry.name, {}) for name in names)
    }
    if len(found) != 1:
        return None
    enum, node = found.popitem()
    return enum_type(enum, node)


def is_bound(name: str, scope: Scope) -> bool:
    """Whether the bare *name* stands for a value here, without any enum being expected."""
    if name in scope.variables or name in BUILT_IN_VALUES:
        return True
    return scope.symbols.index.find(name, scope.module, *VALUES) is not None


def _start(node: syntax.Path, scope: Scope) -> tuple[model.Expression | None, int]:
    """The value at the start of a path, and how many of its names that took."""
    name = node.names[0]
    if name.text in scope.variables:
        return model.ElementValue(name.text, type=scope.variables[name.text], span=name.span), 1
    if name.text == "as_of":
        return model.AsOf(scope.zone, type=types.DATETIME, span=name.span), 1
    if name.text == "period":
        return _judged_period(name, scope), 1
    index = scope.symbols.index
    entry = index.find(name.text, scope.module, *VALUES)
    if entry is not None:
        return _value(entry, name.span, scope), 1
    if len(node.names) > 1 and name.text in index.modules.modules:
        entry = index.find_in(node.names[1].text, name.text, *VALUES)
        if entry is not None:
            return _value(entry, name.span.to(node.names[1].span), scope), 2
    return None, 0


def _judged_period(name: syntax.Name, scope: Scope) -> model.Expression:
    if not scope.has_period:
        scope.diagnostics.error(
            "period-not-recurring",
            "`period` is the period that a recurring duty is judged for; nothing recurs here",
            name.span,
            help="use it in `fulfilled` or `breached` of a norm with `every …`",
        )
    return model.JudgedPeriod(type=types.PERIOD, span=name.span)


def _value(entry: Entry, span: Span, scope: Scope) -> model.Expression:
    symbols = scope.symbols
    match entry.category:
        case "fact":
            fact = symbols.vocabulary.facts[entry.name].field
            assert fact is not None
            return model.FactValue(entry.name, type=fact.type, optional=fact.optional, span=span)
        case "definition":
            return _definition(entry, span, scope)
        case "parameter":
            return _parameter(symbols.parameters[entry.key], span, scope)
        case "interpretation":
            readings = tuple(m.name for m in symbols.interpretations[entry.key].readings)
            return model.ReadingValue(entry.key, type=types.EnumType(entry.key, readings), span=span)
        case "actor":
            return model.Constant(entry.name, type=types.ACTOR, span=span)
        case _:
            return broken(span)


def _parameter(parameter: model.Parameter, span: Span, scope: Scope) -> model.Expression:
    value = parameter.value
    if isinstance(value, model.Duration) and constants.seconds(value) is None:
        message = f"`{parameter.name}` is set to {constants.duration_text(value)}, which only counts from a date"
        scope.diagnostics.error("calendar-duration", message, span, help="set it in days or hours")
        return broken(span)
    return model.ParameterValue(parameter.key, type=parameter.type, span=span)


def _definition(entry: Entry, span: Span, scope: Scope) -> model.Expression:
    signature = scope.symbols.signatures[entry.key]
    if signature.record is not None:
        message = f"`{entry.name}` belongs to `{signature.record}`: it needs one to speak of"
        remedy = f"write `x.{entry.name}`, where x is a `{signature.record}`"
        scope.diagnostics.error("needs-record", message, span, help=remedy)
        return broken(span)
    return model.DefinitionValue(entry.key, type=signature.type, optional=signature.optional, span=span)


def _part(record: model.Expression, name: syntax.Name, span: Span, scope: Scope) -> model.Expression:
    """The field or definition *name* of *record*."""
    match record.type:
        case types.UnknownType():
            return broken(span)
        case types.RecordType(name=record_name):
            return _field(record, record_name, name, span, scope)
        case types.ListType() | types.SetType():
            message = f"`{record.span.text}` has many elements; `{name.text}` of which is meant?"
            remedy = f"ask about them with `any(x in {record.span.text} where x.{name.text} …)` or `for each`"
        case other:
            remedy = ""
            message = f"expected a record before `.{name.text}`, found {described(other)}"
    scope.diagnostics.error("type-mismatch", message, record.span, help=remedy or None)
    return broken(span)


def _field(record: model.Expression, record_name: str, name: syntax.Name, span: Span, scope: Scope) -> model.Expression:
    declared = scope.records[record_name]
    field = find_field(declared, name.text)
    if field is not None:
        # A list or set reached through an absent record counts as empty: it is never absent itself.
        many = isinstance(field.type, types.ListType | types.SetType)
        optional = not many and (field.optional or record.optional)
        return model.FieldValue(record, field.name, type=field.type, optional=optional, span=span)
    entry = scope.symbols.find_of_record(name.text, record_name, scope.module)
    if entry is not None:
        signature = scope.symbols.signatures[entry.key]
        optional = signature.optional or record.optional
        return model.DefinitionValue(entry.key, record, type=signature.type, optional=optional, span=span)
    remedy = near(scope.diagnostics, name.text, _words_of(declared, scope))
    scope.diagnostics.error("unknown-name", f"`{record_name}` has no field `{name.text}`", name.span, help=remedy)
    return broken(span)


def find_field(record: model.Record, name: str) -> model.Field | None:
    """The field of *record* that goes by *name*, or by the label *name*."""
    if name in record.fields:
        return record.fields[name]
    return next((f for f in record.fields.values() if name in aliases(f.name, f.label)), None)


def _words_of(record: model.Record, scope: Scope) -> list[str]:
    words = [w for f in record.fields.values() for w in aliases(f.name, f.label)]
    for place in scope.symbols.index.visible.get(scope.module, ()):
        words.extend(scope.symbols.of_records.get((place, record.name), {}))
    return words


def _unknown_value(node: syntax.Path, scope: Scope, expected: Type | None) -> None:
    name = node.names[0]
    index = scope.symbols.index
    remedy: str | None
    if isinstance(expected, types.EnumType):
        words = scope.symbols.members.get(expected.name, {})
        message = f"`{name.text}` is neither {described(expected)} nor the name of a value"
        them = "these are" if expected.values_of else "its members are"
        remedy = near(scope.diagnostics, name.text, words) or f"{them} {_listed(expected.members)}"
    elif len(node.names) > 1 and name.text in index.modules.modules:
        name = node.names[1]
        message = f"`{node.names[0].text}` has no definition, parameter or interpretation `{name.text}`"
        words_there = (w for c in VALUES for w in index.tables.get((node.names[0].text, c), {}))
        remedy = near(scope.diagnostics, name.text, words_there)
    else:
        what = "fact, definition, parameter or actor"
        found = index.unknown(scope.diagnostics, name, scope.module, what, *VALUES, also=scope.variables)
        message, remedy = found[0], found[1] or _member_help(name.text, scope)
    scope.diagnostics.error("unknown-name", message, name.span, help=remedy)


def _member_help(name: str, scope: Scope) -> str | None:
    enums = sorted(enum for enum, words in scope.symbols.members.items() if name in words)
    if not enums:
        return None
    types_here = [(e.name, e.node) for e in scope.symbols.index.entries("type")]
    written = {key: node.name.span.text for key, node in types_here if isinstance(node, syntax.Enum)}
    enums = [written.get(enum) or enum for enum in enums]
    return f"it is a member of {_listed(tuple(enums))}, but nothing here says that this is what is meant"


def _listed(words: tuple[str, ...], most: int = 6) -> str:
    shown = ", ".join(f"`{w}`" for w in words[:most])
    return shown if len(words) <= most else f"{shown} and {len(words) - most} more"
