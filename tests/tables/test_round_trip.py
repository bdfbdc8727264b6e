"""A table written to a sheet and read back is the same table."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pingan.clauses.table import FORM
from pingan.diagnostics.diagnostic import Diagnostics
from pingan.source import Source
from pingan.stdlib import standard_environment
from pingan.syntax import nodes
from pingan.tables.csv_files import csv_bytes, csv_sheet
from pingan.tables.exchange import tables_in, with_table
from pingan.tables.from_sheet import from_sheet
from pingan.tables.sheets import as_meant, inert
from pingan.tables.to_sheet import style_of, to_sheet
from pingan.tables.xlsx_files import xlsx_bytes, xlsx_sheet
from pingan.tree.from_text import parse
from tests.clauses.tables import VOCABULARY, tables

ENVIRONMENT = standard_environment()
SLOW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def module_of(text: str) -> nodes.Module:
    module = parse(Source("drawn.rules", text), Diagnostics(), ENVIRONMENT)
    assert module is not None
    return module


def table_of(text: str) -> nodes.FormDeclaration:
    (found,) = tables_in(module_of(f"{VOCABULARY}\n{text}\n"))
    return found


@given(tables(), st.sampled_from(["en", "zh"]))
@SLOW
def test_csv_gives_it_back(text: str, dialect: str) -> None:
    table = table_of(text)
    content = csv_bytes(to_sheet(table, style_of(dialect, FORM)))
    imported = from_sheet(csv_sheet(content), FORM, ENVIRONMENT)
    assert imported.declaration == table
    assert imported.dialect == dialect
    assert csv_bytes(to_sheet(imported.declaration, style_of(dialect, FORM))) == content


@given(tables(), st.sampled_from(["en", "zh"]))
@settings(SLOW, max_examples=15)
def test_a_workbook_gives_it_back(text: str, dialect: str) -> None:
    table = table_of(text)
    content = xlsx_bytes(to_sheet(table, style_of(dialect, FORM)), "Drawn")
    assert from_sheet(xlsx_sheet(content), FORM, ENVIRONMENT).declaration == table


@given(tables())
@settings(SLOW, max_examples=15)
def test_put_back_into_its_policy_it_changes_nothing_else(text: str) -> None:
    source = Source("drawn.rules", f"{VOCABULARY}\n{text}\n\n# The end.\nfact more: boolean\n")
    module = module_of(source.text)
    sheet = to_sheet(tables_in(module)[0], style_of("en", FORM))
    again = with_table(source, module, from_sheet(sheet, FORM, ENVIRONMENT), ENVIRONMENT)
    assert module_of(again) == module
    assert again.endswith("# The end.\nfact more: boolean\n")


@given(tables())
@SLOW
def test_no_cell_is_one_that_a_spreadsheet_runs(text: str) -> None:
    for row in csv_sheet_raw(csv_bytes(to_sheet(table_of(text), style_of("en", FORM)))):
        for cell in row:
            assert cell[:1] not in ("=", "+", "@", "＝", "＋", "＠", "－", "\t", "\r")
            assert cell[:1] != "-" or cell == "-" or cell[1:].rstrip("%‰").replace(".", "").isdigit()


def csv_sheet_raw(content: bytes) -> list[list[str]]:
    import csv
    import io

    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@given(st.text(max_size=12))
def test_what_is_made_inert_is_meant_as_it_was(text: str) -> None:
    assert as_meant(inert(text)) == text


@given(st.sampled_from("=+-@＝＋－＠\t\r\n'"), st.text(max_size=8))
def test_what_begins_like_a_formula_is_not_written_so(sign: str, rest: str) -> None:
    written = inert(sign + rest)
    assert written.startswith("'") or written == "-" or written[1:].rstrip("%‰").replace(".", "").isdigit()
