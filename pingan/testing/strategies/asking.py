"""Conditions that somebody states about facts: read as the policy's own text is, over its facts and definitions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from attrs import evolve

from pingan.diagnostics.diagnostic import Annotation, Diagnostic, Diagnostics
from pingan.diagnostics.errors import PolicyError
from pingan.language import types
from pingan.model.from_syntax import type_of
from pingan.model.loaded import LoadedModule, Modules
from pingan.parts import resolved
from pingan.policy import Policy
from pingan.source import Source, Span
from pingan.syntax import nodes as syntax
from pingan.syntax.to_text import print_module
from pingan.tree.from_text import parse

ASKED = "holds"
"""The definition that says whether the condition is so."""


def asking(policy: Policy, where: str) -> tuple[Policy, str]:
    """*policy* with a definition of whether *where* is so, and the definition's key.

    Raises PolicyError, whose places are in *where*, when that is no condition about the policy's facts.
    """
    source = Source("where", where)
    name = _unused(policy.modules)
    return _defining(policy, source, name, _parsed(policy, source, name))


def asking_any(policy: Policy, what: str) -> tuple[Policy, str]:
    """As `asking`, of any expression that a definition may be: a condition, a single value, a period or a set."""
    source = Source("where", what)
    name = _unused(policy.modules)
    module = _parsed(policy, source, name)
    (definition,) = module.declarations
    assert isinstance(definition, syntax.Definition)
    modules = evolve(policy.modules, modules={**policy.modules.modules, name: LoadedModule(module)})
    written = _written(type_of(definition.cases[0].value, name, modules, policy.environment))
    if written is not None:
        module = evolve(module, declarations=(evolve(definition, type=written),))
    return _defining(policy, source, name, module)


def _defining(policy: Policy, source: Source, name: str, module: syntax.Module) -> tuple[Policy, str]:
    modules = evolve(policy.modules, modules={**policy.modules.modules, name: LoadedModule(module)})
    try:
        parts = resolved(modules, policy.environment, policy.settings, Diagnostics(), None)
    except PolicyError as error:
        raise PolicyError(tuple(_said_of(error.diagnostics, source)) or error.diagnostics) from None
    return Policy(parts), f"{name}.{ASKED}"


def _written(type_: types.Type) -> syntax.NamedType | syntax.SetOf | None:
    """The type of a definition as it is written; None where no definition has it, or it is a condition's."""
    match type_:
        case types.NumberType(integer=integer):
            return syntax.NamedType(syntax.Name("integer" if integer else "decimal"))
        case types.EnumType(name=name) | types.RecordType(name=name):
            return syntax.NamedType(syntax.Name(name))
        case types.SetType(element=element):
            inner = _written(element)
            return syntax.SetOf(inner) if isinstance(inner, syntax.NamedType) else None
        case types.TextType() | types.DateType() | types.DateTimeType() | types.DurationType() | types.PeriodType():
            return syntax.NamedType(syntax.Name(_TYPE_NAMES[type_.__class__]))
        case types.ActorType():
            return syntax.NamedType(syntax.Name("actor"))
    return None


_TYPE_NAMES = {
    types.TextType: "text",
    types.DateType: "date",
    types.DateTimeType: "datetime",
    types.DurationType: "duration",
    types.PeriodType: "period",
}


def _unused(modules: Modules) -> str:
    name = "asked"
    while name in modules.modules:
        name += "_"
    return name


def _parsed(policy: Policy, source: Source, name: str) -> syntax.Module:
    """The module that defines the condition: in the policy's own dialect, else in another that it can be read in."""
    first: tuple[Diagnostic, ...] = ()
    dialects = [policy.language, *(d for d in policy.environment.dialects.names if d != policy.language)]
    for dialect in dialects:
        before, after = _around(policy, name, dialect)
        written = Source("where", f"{before}{source.text}\n{after}")
        diagnostics = Diagnostics()
        module = parse(written, diagnostics, policy.environment)
        if module is not None and _is_one_condition(module):
            return _placed(module, source, len(before))
        first = first or tuple(_shifted(diagnostics.sorted(), source, len(before))) or _no_condition(source)
    raise PolicyError(first)


def _around(policy: Policy, name: str, dialect: str) -> tuple[str, str]:
    """What stands before and behind the condition."""
    modules = policy.modules
    policies = tuple(map(syntax.Name, _lowest(modules)))
    words = tuple(syntax.Name(n) for n in modules.targets if not modules.modules[n].is_policy)
    needs = sorted({need.text for module in modules for need in module.written.header.needs})
    header = syntax.PolicyHeader(
        syntax.Name(name), None, zone=policy.zone, uses=words, extends=policies, needs=tuple(map(syntax.Name, needs))
    )
    case = syntax.Case(syntax.TextLiteral("here"), None)
    type_ = syntax.NamedType(syntax.Name("boolean"))
    definition = syntax.Definition(syntax.Name(ASKED), None, None, type_, (), (case,))
    text = print_module(syntax.Module(header, (definition,)), dialect, environment=policy.environment)
    start = next(text.rindex(q) for q in ('"here"', "“here”") if q in text)
    return text[:start], text[start + len('"here"') :]


def _lowest(modules: Modules) -> tuple[str, ...]:
    """The policies asked about that no other one of them extends: through these the names of all are known."""
    targets = [name for name in modules.targets if modules.modules[name].is_policy]
    extended: set[str] = set()
    left = list(targets)
    while left:
        header = modules.modules[left.pop()].syntax.header
        above = {parent.text for parent in header.extends} if isinstance(header, syntax.PolicyHeader) else set()
        left += above - extended
        extended |= above
    return tuple(name for name in targets if name not in extended)


def _is_one_condition(module: syntax.Module) -> bool:
    match module.declarations:
        case (syntax.Definition(cases=(syntax.Case(condition=None, otherwise=False),)),):
            return True
    return False


def _no_condition(source: Source) -> tuple[Diagnostic, ...]:
    place = Span(source, 0, len(source.text))
    return (Diagnostic("unexpected-text", "expected one condition about the facts", (Annotation(place),)),)


# --- places ---------------------------------------------------------------------------------------------------------


def _placed(module: syntax.Module, source: Source, shift: int) -> syntax.Module:
    """*module* with the places of the condition in *source* itself."""

    def moved(node: Any) -> Any:
        if isinstance(node, tuple):
            return tuple(map(moved, node))
        if not isinstance(node, syntax.Node):
            return node
        changes = {a.name: moved(getattr(node, a.name)) for a in type(node).__attrs_attrs__ if a.name != "span"}
        return evolve(node, **changes, span=_moved(node.span, source, shift))

    found: syntax.Module = moved(module)
    return found


def _moved(span: Span, source: Source, shift: int) -> Span:
    last = len(source.text)
    start, end = (min(max(place - shift, 0), last) for place in (span.start, span.end))
    return Span(source, start, end)


def _shifted(diagnostics: tuple[Diagnostic, ...], source: Source, shift: int) -> Iterator[Diagnostic]:
    for diagnostic in diagnostics:
        places = tuple(Annotation(_moved(a.span, source, shift), a.remark) for a in diagnostic.annotations)
        yield evolve(diagnostic, annotations=places)


def _said_of(diagnostics: tuple[Diagnostic, ...], source: Source) -> Iterator[Diagnostic]:
    for diagnostic in diagnostics:
        if diagnostic.span is not None and diagnostic.span.source.name == source.name:
            yield diagnostic
