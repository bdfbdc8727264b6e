"""Enums, records, facts, actors and actions: what facts may say, of all modules together."""

from __future__ import annotations

from collections.abc import Mapping

from pingan.diagnostics.diagnostic import Annotation, Diagnostics
from pingan.language import types
from pingan.language.types import Type
from pingan.model import nodes as model
from pingan.model.agreement import is_scalar
from pingan.model.declared_types import TypeNames
from pingan.model.names import Entry, Index, check_unique
from pingan.model.order import circles
from pingan.syntax import nodes as syntax


def enum_types(index: Index) -> dict[str, types.EnumType]:
    """The types of all enums, by name."""
    found: dict[str, types.EnumType] = {}
    for entry in index.entries("type"):
        if isinstance(entry.node, syntax.Enum):
            found[entry.name] = enum_type(entry.name, entry.node)
    return found


def enum_type(name: str, node: syntax.Enum) -> types.EnumType:
    """The type of the enum *node*, which is called *name*."""
    members = tuple(dict.fromkeys(m.name.text for m in node.members))
    # What a clause form makes stands where the author wrote another name.
    written = node.name.span.text
    return types.EnumType(name, members, node.ordered, "" if written == node.name.text else written)


def vocabulary(index: Index, names: TypeNames, diagnostics: Diagnostics) -> model.Vocabulary:
    """Everything that facts may say, with types; recursive records are reported."""
    entries = list(index.entries("type"))
    enums = {e.name: _enum(e, diagnostics) for e in entries if isinstance(e.node, syntax.Enum)}
    records = {e.name: _record(e, names, diagnostics) for e in entries if isinstance(e.node, syntax.Record)}
    facts = {e.name: _fact(e, names, diagnostics) for e in index.entries("fact")}
    actors = {e.name: _actor(e, index, diagnostics) for e in index.entries("actor")}
    actions = {e.name: _action(e, names, diagnostics) for e in index.entries("action")}
    _check_recursion(records, diagnostics)
    _check_classes(actors, diagnostics)
    return model.Vocabulary(enums, records, facts, actors, actions)


def _enum(entry: Entry, diagnostics: Diagnostics) -> model.Enum:
    assert isinstance(entry.node, syntax.Enum)
    check_unique(entry.node.members, "members", diagnostics)
    members = tuple(model.Member(m.name.text, m.label) for m in entry.node.members)
    return model.Enum(entry.module, entry.name, entry.label, members, entry.node.ordered, span=entry.span)


def _record(entry: Entry, names: TypeNames, diagnostics: Diagnostics) -> model.Record:
    assert isinstance(entry.node, syntax.Record)
    node = entry.node
    check_unique(node.fields, "fields", diagnostics)
    fields: dict[str, model.Field] = {}
    for written in node.fields:
        fields.setdefault(written.name.text, _field(written, entry.module, names, diagnostics))
    keys = [f for f in node.fields if "key" in f.marks]
    for extra in keys[1:]:
        message = f"`{entry.name}` already has the key `{keys[0].name.text}`"
        diagnostics.error("bad-mark", message, extra.name.span, help="one field names an element")
    return model.Record(entry.module, entry.name, entry.label, fields, node.is_actor, span=entry.span)


def _fact(entry: Entry, names: TypeNames, diagnostics: Diagnostics) -> model.Fact:
    assert isinstance(entry.node, syntax.Fact)
    written = entry.node.field
    if "key" in written.marks:
        message = "a key names the elements of a list: it is a mark of a record's field"
        diagnostics.error("bad-mark", message, written.name.span)
    field = _field(written, entry.module, names, diagnostics)
    return model.Fact(entry.module, entry.name, entry.label, field, span=entry.span)


def _field(node: syntax.Field, module: str, names: TypeNames, diagnostics: Diagnostics) -> model.Field:
    kind = names.type(node.type, module)
    judgement = names.judgement(node.type, module)
    optional = "optional" in node.marks
    if optional and isinstance(kind, types.ListType | types.SetType):
        remedy = "an empty one is written `[]`"
        diagnostics.error("bad-mark", "a list or a set is never absent", node.name.span, help=remedy)
        optional = False
    if optional and judgement is not None:
        message = "a judgement is never absent: nobody having judged is being unknown"
        diagnostics.error("bad-mark", message, node.name.span, help="leave out `optional`")
        optional = False
    if "key" in node.marks and not _may_be_key(kind):
        message = "a key is a text, an integer or a member of an enum"
        diagnostics.error("bad-mark", message, node.name.span)
    return model.Field(
        node.name.text,
        node.label,
        kind,
        optional,
        judgement,
        "key" in node.marks,
        "sensitive" in node.marks,
        span=node.name.span,
    )


def _may_be_key(type: Type) -> bool:
    match type:
        case types.NumberType(integer=integer):
            return integer
        case _:
            return isinstance(type, types.TextType | types.EnumType | types.UnknownType)


def _actor(entry: Entry, index: Index, diagnostics: Diagnostics) -> model.Actor:
    assert isinstance(entry.node, syntax.Actor)
    written = entry.node.counts_as
    found = index.find(written.text, entry.module, "actor") if written else None
    if written is not None and found is None:
        message, remedy = index.unknown(diagnostics, written, entry.module, "actor", "actor")
        diagnostics.error("unknown-name", message, written.span, help=remedy)
    return model.Actor(entry.module, entry.name, entry.label, found.name if found else None, span=entry.span)


def _check_classes(actors: Mapping[str, model.Actor], diagnostics: Diagnostics) -> None:
    for way in circles({name: {a.counts_as} if a.counts_as else set() for name, a in actors.items()}):
        actor = actors[way[0]]
        told = " is ".join(f"`{name}`" for name in (*way, way[0]))
        message = f"an actor cannot count as itself: {told}"
        diagnostics.error("cycle", message, actor.span, help="leave out `is` of one of them")


def _action(entry: Entry, names: TypeNames, diagnostics: Diagnostics) -> model.Action:
    assert isinstance(entry.node, syntax.Action)
    node = entry.node
    check_unique(node.parameters, "parameters", diagnostics)
    for parameter in node.parameters:
        if parameter.marks or isinstance(parameter.type, syntax.JudgementOf):
            message = "a parameter of an action only has a type"
            diagnostics.error("bad-mark", message, parameter.name.span, help="leave out marks and `judgement`")
    fields = (_field(p, entry.module, names, Diagnostics() if p.marks else diagnostics) for p in node.parameters)
    parameters = tuple(fields)
    kind = node.kind.text if node.kind is not None else None
    return model.Action(entry.module, entry.name, entry.label, parameters, kind, span=entry.span)


def _check_recursion(records: Mapping[str, model.Record], diagnostics: Diagnostics) -> None:
    for way in circles({name: _parts(record) for name, record in records.items()}):
        record = records[way[0]]
        following = (*way, way[0])[1]
        inner = next(f for f in record.fields.values() if _record_name(f.type) == following)
        message = f"a `{record.name}` would hold a `{record.name}`, and that another, without end"
        diagnostics.error("cycle", message, inner.span, Annotation(record.span, f"`{record.name}` is declared here"))


def _parts(record: model.Record) -> set[str]:
    return {name for f in record.fields.values() if (name := _record_name(f.type)) is not None}


def _record_name(type: Type) -> str | None:
    match type:
        case types.RecordType(name=name):
            return name
        case types.ListType(element=types.RecordType(name=name)):
            return name
        case _:
            return None


def may_be_set(type: Type) -> bool:
    """Whether a parameter may be of *type*: a single value, a period, or a set."""
    return is_scalar(type) or isinstance(type, types.PeriodType | types.SetType)
