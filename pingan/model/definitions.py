"""Definitions: their signatures, their cases, and an order in which none reads a later one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from attrs import evolve

from pingan.diagnostics.diagnostic import MAXIMUM_DIAGNOSTICS, Annotation, Diagnostic, Diagnostics
from pingan.language import types
from pingan.language.types import Type
from pingan.model import nodes as model
from pingan.model.agreement import is_scalar
from pingan.model.citations import citations
from pingan.model.declared_types import TypeNames
from pingan.model.expressions import condition, value
from pingan.model.lints import check_condition
from pingan.model.names import Entry, Index
from pingan.model.order import circles, in_order
from pingan.model.paths import find_field
from pingan.model.scope import DefinitionSignature, Scope
from pingan.model.walk import walk
from pingan.syntax import nodes as syntax

_UNHEARD: Final = Diagnostic("unheard", "stands for whatever the first reading would report, and the second does")


def signatures(
    index: Index, names: TypeNames, vocabulary: model.Vocabulary, diagnostics: Diagnostics
) -> tuple[dict[str, DefinitionSignature], dict[tuple[str, str], dict[str, Entry]]]:
    """What uses need to know of every definition, by key; and the definitions of records, by module and record."""
    found: dict[str, DefinitionSignature] = {}
    of_records: dict[tuple[str, str], dict[str, Entry]] = {}
    for entry in index.entries("definition"):
        assert isinstance(entry.node, syntax.Definition)
        kind = _type(entry.node, entry.module, names, diagnostics)
        record = _subject(entry, names, diagnostics)
        if record is not None and record in vocabulary.records:
            _check_field(entry, vocabulary.records[record], diagnostics)
            table = of_records.setdefault((entry.module, record), {})
            for word in entry.aliases:
                table.setdefault(word, entry)
        found[entry.key] = DefinitionSignature(kind, record=record)
    return found, of_records


def _type(node: syntax.Definition, module: str, names: TypeNames, diagnostics: Diagnostics) -> Type:
    written = node.type
    if isinstance(written, syntax.NamedType) and written.range:
        message = "a definition has no range: its value is what its cases say"
        diagnostics.error("bad-range", message, written.range[0][1].span, help="leave the range out")
        written = evolve(written, range=())
    kind = names.type(written, module)
    if isinstance(written, syntax.JudgementOf):
        message = "a judgement is never defined: a person makes it"
        diagnostics.error("type-mismatch", message, written.span, help="declare it as a field or a fact")
    elif not is_scalar(kind) and not isinstance(kind, types.PeriodType | types.SetType):
        message = "a definition is a single value, a period or a set"
        diagnostics.error("type-mismatch", message, written.span)
        return types.UNKNOWN
    return kind


def _subject(entry: Entry, names: TypeNames, diagnostics: Diagnostics) -> str | None:
    assert isinstance(entry.node, syntax.Definition)
    if entry.node.subject is None:
        return None
    name = entry.node.subject[1]
    kind = names.type(syntax.NamedType(name, span=name.span), entry.module)
    if isinstance(kind, types.RecordType):
        return kind.name
    if not isinstance(kind, types.UnknownType):
        message = f"`{name.text}` is no record"
        diagnostics.error("type-mismatch", message, name.span, help="a definition belongs to a record")
    return name.text


def _check_field(entry: Entry, record: model.Record, diagnostics: Diagnostics) -> None:
    taken = next((f for f in (find_field(record, w) for w in entry.aliases) if f is not None), None)
    if taken is not None:
        message = f"`{record.name}` already has a field `{taken.name}`"
        diagnostics.error("duplicate-name", message, entry.span, Annotation(taken.span, "first named here"))


def definitions(scopes: Mapping[str, Scope], diagnostics: Diagnostics) -> dict[str, model.Definition]:
    """All definitions in dependency order; cycles are reported.

    Read twice: first to learn which reads which, then in that order, so that it is known of each
    whether it can be absent before anything reads it.
    """
    if not scopes:
        return {}
    index = next(iter(scopes.values())).symbols.index
    entries = {e.key: e for e in index.entries("definition")}
    silent = Diagnostics([_UNHEARD] * MAXIMUM_DIAGNOSTICS)
    first = {key: _definition(e, scopes[e.module], silent) for key, e in entries.items()}
    order, circular = in_order({key: d.depends_on for key, d in first.items()})
    _report_cycles({key: first[key].depends_on for key in circular}, entries, diagnostics)
    found: dict[str, model.Definition] = {}
    known = dict(next(iter(scopes.values())).symbols.signatures)
    knowing_scopes = {name: _knowing(scope, known) for name, scope in scopes.items()}
    for key in (*order, *circular):
        found[key] = _definition(entries[key], knowing_scopes[entries[key].module], diagnostics)
        # From here on whatever reads it knows whether it can be absent.
        known[key] = evolve(known[key], optional=found[key].optional)
    return found


def knowing(scope: Scope, definitions: Mapping[str, model.Definition]) -> Scope:
    """*scope*, where it is known of *definitions* whether they can be absent."""
    known = {
        key: evolve(signature, optional=definitions[key].optional) if key in definitions else signature
        for key, signature in scope.symbols.signatures.items()
    }
    return _knowing(scope, known)


def _knowing(scope: Scope, known: Mapping[str, DefinitionSignature]) -> Scope:
    return evolve(scope, symbols=evolve(scope.symbols, signatures=known))


def _definition(entry: Entry, scope: Scope, diagnostics: Diagnostics) -> model.Definition:
    node = entry.node
    assert isinstance(node, syntax.Definition)
    signature = scope.symbols.signatures[entry.key]
    scope = evolve(scope, diagnostics=diagnostics)
    variable = None
    if node.subject is not None:
        variable = node.subject[0].text
        subject = signature.record if signature.record in scope.records else None
        scope = scope.with_variable(variable, types.RecordType(subject) if subject else types.UNKNOWN)
    cases = tuple(_cases(node, signature.type, scope))
    many = isinstance(signature.type, types.SetType)
    settled = any(c.condition is None for c in cases)
    return model.Definition(
        entry.module,
        entry.name,
        entry.label,
        signature.type,
        not many and (not settled or any(c.value.optional for c in cases)),
        variable,
        signature.record,
        citations(node.cites, scope.symbols.index.modules.modules[entry.module], diagnostics),
        cases,
        tuple(sorted({key for c in cases for key in _read(c)})),
        node.exclusive,
        span=entry.span,
    )


def _cases(node: syntax.Definition, type: Type, scope: Scope) -> Iterator[model.Case]:
    settled = False
    for case in node.cases:
        if settled:
            message = "this case is never reached: the one before it always holds"
            scope.diagnostics.error("unreachable-case", message, case.span, help="put it before, or take it away")
        guard = None if case.condition is None else condition(case.condition, scope)
        check_condition(guard, scope.diagnostics)
        settled = settled or guard is None
        result = value(case.value, scope, type)
        check_condition(result if isinstance(type, types.BooleanType) else None, scope.diagnostics)
        yield model.Case(result, guard, span=case.span)


def _read(case: model.Case) -> Iterator[str]:
    for part in (case.value, case.condition):
        if part is not None:
            yield from (e.definition for e in walk(part) if isinstance(e, model.DefinitionValue))


def _report_cycles(
    reads: Mapping[str, tuple[str, ...]], entries: Mapping[str, Entry], diagnostics: Diagnostics
) -> None:
    for way in circles(reads):
        first, *others = (entries[key] for key in way)
        told = " reads ".join(f"`{entries[key].name}`" for key in (*way, way[0]))
        remarks = (Annotation(other.span, "part of it") for other in others)
        diagnostics.error("cycle", f"definitions must not go in circles: {told}", first.span, *remarks)
