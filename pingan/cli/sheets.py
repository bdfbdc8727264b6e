"""What `pingan table` does: tables found, written to sheets, read back and put into policies."""

from __future__ import annotations

import sys
from pathlib import Path

import click

import pingan
from pingan.clauses.table import FORM
from pingan.cli.exit_codes import ExitCode
from pingan.cli.inputs import standard_input
from pingan.cli.libraries import environment
from pingan.cli.output import complain, counted, wants_color, write_atomically, write_output
from pingan.diagnostics.diagnostic import Diagnostics, Severity
from pingan.diagnostics.plain import plain
from pingan.diagnostics.render import render
from pingan.diagnostics.suggest import did_you_mean
from pingan.language.dialect import DIALECTS
from pingan.modules.folders import RefusedError, read_file
from pingan.modules.loader import load_modules
from pingan.source import Source
from pingan.syntax import nodes
from pingan.tables.csv_files import csv_bytes, csv_sheet
from pingan.tables.exchange import comments_in, in_sheet, table_named, table_text, tables_in, with_table
from pingan.tables.from_sheet import Imported, from_sheet
from pingan.tables.sheets import MAXIMUM_BYTES, Problem, Sheet, SheetError
from pingan.tables.to_sheet import style_of, to_sheet
from pingan.tables.xlsx_files import MissingExtraError, xlsx_bytes, xlsx_sheet
from pingan.tree.from_text import parse


def export(policy: str, table: str, form: str, output: str | None, dialect: str | None) -> int:
    """Writes a table of *policy*; see the command."""
    module, declaration = _table(policy, table)
    spoken = dialect or (module.dialect if module.dialect in DIALECTS else "en")
    if form == "text":
        content = f"{table_text(declaration, spoken, environment())}\n".encode()
    else:
        sheet = to_sheet(declaration, style_of(spoken, FORM))
        content = csv_bytes(sheet) if form == "csv" else _workbook(sheet, declaration)
    if output is not None:
        write_atomically(Path(output), content)
    elif form == "xlsx" and sys.stdout.isatty():
        raise click.UsageError("a workbook is not written to a terminal: give --output FILE.xlsx")
    else:
        click.echo(content, nl=False)
    comments = comments_in(module, declaration)
    if comments and form != "text":
        complain(f"{counted(comments, 'comment')} inside the table: a sheet does not hold them")
    return ExitCode.FINE


def import_(file: str, into: str | None, name: str | None, output: str | None, dialect: str | None) -> int:
    """Reads a table from *file*; see the command."""
    if into is not None and output is not None:
        raise click.UsageError("--into writes into the policy; leave --output out")
    try:
        sheet = _sheet(file)
        imported = from_sheet(sheet, FORM, environment(), name=name, dialect=dialect)
    except SheetError as error:
        return _told(error.problems, file)
    except MissingExtraError as error:
        raise click.ClickException(str(error)) from None
    if into is not None:
        return _put_into(Path(into), imported, file)
    text = f"{table_text(imported.declaration, dialect or imported.dialect, environment())}\n"
    write_output(text, None if output is None else Path(output))
    return ExitCode.FINE


def _table(policy: str, name: str) -> tuple[nodes.Module, nodes.FormDeclaration]:
    diagnostics = Diagnostics()
    modules = load_modules([policy], diagnostics, environment=environment())
    written = [modules.modules[target].written for target in modules.targets]
    for module in written:
        found = table_named(module, name)
        if found is not None:
            return module, found
    if diagnostics.has_errors:
        raise pingan.PolicyError(diagnostics.sorted())
    names = [d.name.text for module in written for d in tables_in(module)]
    known = f"there is {', '.join(map(plain, names))}" if names else "it has no tables"
    raise click.UsageError(f"no table is called {plain(name)}: {did_you_mean(name, names) or known}")


def _workbook(sheet: Sheet, declaration: nodes.FormDeclaration) -> bytes:
    try:
        return xlsx_bytes(sheet, declaration.label or declaration.name.text)
    except MissingExtraError as error:
        raise click.ClickException(str(error)) from None


def _sheet(file: str) -> Sheet:
    if file == "-":
        content = standard_input().read(MAXIMUM_BYTES + 1)
    else:
        try:
            content = read_file(Path(file), MAXIMUM_BYTES)
        except RefusedError as refused:
            raise click.UsageError(f"{plain(file)} is not read: {refused}") from None
    # A workbook is a zip archive, whatever its name says; an old .xls is another kind of file, and told of as such.
    is_book = content.startswith((b"PK", b"\xd0\xcf\x11\xe0")) or file.lower().endswith((".xlsx", ".xlsm", ".xls"))
    return xlsx_sheet(content) if is_book else csv_sheet(content)


def _told(problems: tuple[Problem, ...], file: str) -> int:
    for problem in problems:
        place = f"{plain(file)}:{problem.place}" if problem.place else plain(file)
        click.echo(f"{place}: {plain(problem.message)}", err=True)
        if problem.help:
            click.echo(f"    help: {plain(problem.help)}", err=True)
    complain(f"the table is not read: {counted(len(problems), 'problem')}; nothing was written")
    return ExitCode.FINDINGS


def _put_into(path: Path, imported: Imported, file: str) -> int:
    content = read_file(path, 1024 * 1024 + 3)
    source = Source(str(path), content.decode("utf-8-sig"))
    diagnostics = Diagnostics()
    module = parse(source, diagnostics, environment())
    if module is None or diagnostics.has_errors:
        raise pingan.PolicyError(diagnostics.sorted())
    old = table_named(module, imported.declaration.name.text)
    text = with_table(source, module, imported, environment())
    problems = _problems(path, module.header.name.text, text, imported)
    if problems:
        return _told(tuple(problems), file)
    lost = 0 if old is None else comments_in(module, old)
    write_atomically(path, text.encode())
    where = "at the end" if old is None else "in place of the one that was there"
    complain(f"table {imported.declaration.name.text} stands in {plain(str(path))}, {where}")
    if lost:
        complain(f"{counted(lost, 'comment')} of the old table went with it: a sheet does not hold them")
    return ExitCode.FINE


def _problems(path: Path, module: str, text: str, imported: Imported) -> list[Problem]:
    """What is wrong with the policy once the table is in it, where the table is to blame: by places in the sheet."""
    folder = path.resolve().parent
    root = folder.parent if folder.name in (module, "vocabulary") else folder
    source = Source(str(path), text)
    found = pingan.check(source, environment=environment(), root=root)
    again = parse(source, Diagnostics(), environment())
    table = table_named(again, imported.declaration.name.text) if again else None
    problems, others = [], []
    for diagnostic in found:
        told = in_sheet(diagnostic, table, imported) if table else None
        if told is None:
            others.append(diagnostic)
        elif diagnostic.severity is Severity.ERROR:
            problems.append(told)
        else:
            click.echo(f"{plain(told.place)}: {diagnostic.severity.value}: {plain(told.message)}", err=True)
    if problems or table is not None:
        return problems
    click.echo(render(tuple(others), color=wants_color(sys.stderr)), err=True, nl=False, color=True)
    return [Problem("", "the policy cannot be read with this table in it")]
