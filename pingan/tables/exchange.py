"""Tables in policy files: found, printed, put in."""

from __future__ import annotations

from pingan.clauses.table import FORM
from pingan.clauses.table.nodes import table_of
from pingan.diagnostics.diagnostic import Diagnostic
from pingan.language.environment import Environment
from pingan.source import Source
from pingan.syntax import nodes
from pingan.syntax.to_text import print_module
from pingan.tables.from_sheet import Imported
from pingan.tables.sheets import Problem


def tables_in(module: nodes.Module) -> tuple[nodes.FormDeclaration, ...]:
    """The tables of *module* as written."""
    found = (d for d in module.declarations if isinstance(d, nodes.FormDeclaration))
    return tuple(d for d in found if d.form == FORM.name)


def table_named(module: nodes.Module, name: str) -> nodes.FormDeclaration | None:
    """The table of that name, or label."""
    return next((d for d in tables_in(module) if name in (d.name.text, d.label)), None)


def table_text(declaration: nodes.FormDeclaration, dialect: str, environment: Environment) -> str:
    """*declaration* as text of the language, without an end of line after it."""
    header = nodes.PolicyHeader(nodes.Name("sheet"), None)
    module = nodes.Module(header, (declaration,), dialect)
    printed = print_module(module, dialect, as_written=False, environment=environment)
    return printed.partition("\n\n")[2].rstrip("\n")


def comments_in(module: nodes.Module, declaration: nodes.FormDeclaration) -> int:
    """How many comments stand inside *declaration*: a sheet does not hold them."""
    whole = declaration.span
    return sum(whole.start <= c.span.start < whole.end for c in module.comments)


def with_table(source: Source, module: nodes.Module, imported: Imported, environment: Environment) -> str:
    """The text of *source* with the table in place of the one of its name, or at the end."""
    declaration = imported.declaration
    text = table_text(declaration, module.dialect, environment)
    old = table_named(module, declaration.name.text)
    if old is None:
        return f"{source.text.rstrip()}\n\n{text}\n"
    return f"{source.text[: old.span.start]}{text}{source.text[old.span.end :]}"


def in_sheet(diagnostic: Diagnostic, declaration: nodes.FormDeclaration, imported: Imported) -> Problem | None:
    """*diagnostic*, told of by its place in the sheet; None when it is not about the table *declaration*."""
    span = diagnostic.span
    if span is None or span.source != declaration.span.source:
        return None
    place = imported.place_of(table_of(declaration), span)
    return None if place is None else Problem(place, diagnostic.message, diagnostic.help)
