"""Sheets as people and their spreadsheets leave them."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pingan.clauses.table import FORM
from pingan.stdlib import standard_environment
from pingan.tables.csv_files import csv_sheet
from pingan.tables.exchange import table_text
from pingan.tables.from_sheet import from_sheet
from pingan.tables.sheets import MAXIMUM_BYTES, SheetError
from pingan.tables.xlsx_files import MAXIMUM_UNPACKED, number, xlsx_sheet

ENVIRONMENT = standard_environment()

PLAIN = """table share
hit first
level,amount,share: decimal,cite,note
tertiary,>= 3,70%,2-a,as agreed
-,-,5%,,
"""
WANTED = """table share {
    hit first
    | level    | amount | share: decimal |
    | tertiary | >= 3   | 70%            | cite "2-a" note "as agreed"
    | -        | -      | 5%             |
}"""


def read(content: bytes, **options: Any) -> str:
    sheet = xlsx_sheet(content) if content.startswith(b"PK") else csv_sheet(content)
    imported = from_sheet(sheet, FORM, ENVIRONMENT, **options)
    return table_text(imported.declaration, imported.dialect, ENVIRONMENT)


def read_or_refused(content: bytes) -> None:
    """Nothing but a SheetError that says why ends reading."""
    told: tuple[object, ...] = ("read",)
    try:
        read(content)
    except SheetError as error:
        told = error.problems
    assert told


def problems(content: bytes, **options: Any) -> list[str]:
    with pytest.raises(SheetError) as caught:
        read(content, **options)
    return [f"{p.place}: {p.message}" for p in caught.value.problems]


def book(rows: list[list[Any]], *merged: str) -> bytes:
    made = openpyxl.Workbook()
    page = made.active
    for row in rows:
        page.append(row)
    for area in merged:
        page.merge_cells(area)
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        PLAIN.encode(),
        b"\xef\xbb\xbf" + PLAIN.encode(),
        PLAIN.replace("\n", "\r\n").encode(),
        PLAIN.replace(",", ";").encode(),
        PLAIN.replace(",", "\t").encode("utf-16"),
        (PLAIN + ",,,,\n,,,,\n").encode(),
        ("Shares of this year,,,\n,,,\n" + PLAIN).encode(),
        PLAIN.replace("\n-,-,", "\n,,").encode(),
        PLAIN.replace("\n-,-,", "\n—,－,").encode(),
        PLAIN.replace(">= 3", "＞＝３").replace("70%", "７０％").encode(),
        PLAIN.replace(">= 3", "≥3").encode(),
        PLAIN.replace("tertiary", " tertiary\u00a0").encode(),
        PLAIN.replace("-,-,5%", "level,amount,share: decimal,cite,note\n-,-,5%").encode(),
    ],
)
def test_what_spreadsheets_make_of_csv_is_read_as_meant(content: bytes) -> None:
    assert read(content) == WANTED


def test_gbk_of_a_chinese_spreadsheet_is_read() -> None:
    text = "表 分担\n命中 首行\n级别，等级,金额,比例：小数,依据\n三级,≥ 3,70%,第二条\n否则,,5%,\n"
    text = text.replace("级别，等级", "级别")
    assert read(text.encode("gbk")).splitlines() == [
        "表 分担 {",
        "    命中 首行",
        "    | 级别 | 金额 | 比例：小数 |",
        "    | 三级 | ≥ 3  | 70%        | 依据 “第二条”",
        "    否则          | 5%         |",
        "}",
    ]


@pytest.mark.parametrize(
    ("cell", "meant"),
    [
        ("2016/1/5", "2016-01-05"),
        (">= 2016/01/05", ">= 2016-01-05"),
        ("2016/1/5 8:30", "2016-01-05T08:30"),
        ('"10,000"', "10000"),
        ('">= 1,234,567.50"', ">= 1234567.50"),
        ("TRUE", "true"),
        ("'-5 + x", "-5 + x"),
        ("'= 3", "= 3"),
        ("'@", None),
    ],
)
def test_cells_that_spreadsheets_rewrite(cell: str, meant: str | None) -> None:
    content = f"table t\na,b: integer\n{cell},1\n".encode()
    if meant is None:
        assert problems(content)
    else:
        assert f"| {meant} " in read(content).splitlines()[2]


def test_a_sheet_without_an_opening_takes_the_name_given() -> None:
    content = b"level,share: decimal\ntertiary,70%\n"
    assert read(content, name="share").startswith("table share {")
    assert problems(content) == ["A1: this sheet does not say what its table is called"]


def test_another_name_replaces_the_one_in_the_sheet() -> None:
    assert read(PLAIN.encode(), name="part").startswith("table part {")


# --- workbooks -------------------------------------------------------------------------------------------------------


def test_days_numbers_and_truths_of_a_workbook() -> None:
    made = openpyxl.Workbook()
    page = made.active
    for row in (
        ["table t"],
        ["day", "at", "part", "told", "n", "value: decimal"],
        [date(2016, 1, 5), datetime(2016, 1, 5, 8, 30), 0.7, True, 30.0, 0.1 + 0.2],
    ):
        page.append(row)
    page["C3"].number_format = "0.00%"
    written = io.BytesIO()
    made.save(written)
    line = read(written.getvalue()).splitlines()[2]
    assert [cell.strip() for cell in line.strip(" |").split("|")] == [
        "2016-01-05", "2016-01-05T08:30", "70%", "true", "30", "0.3",
    ]  # fmt: skip


def test_cells_merged_downwards_hold_for_every_row() -> None:
    rows = [["A title"], ["table t"], ["level", "n", "v: integer"], ["high", 1, 2], [None, 3, 4]]
    lines = read(book(rows, "A1:C1", "A4:A5")).splitlines()
    assert [line.split("|")[1].strip() for line in lines[2:4]] == ["high", "high"]


def test_cells_merged_across_columns_are_told() -> None:
    rows = [["table t"], ["level", "n", "v: integer"], ["high", None, 2]]
    assert problems(book(rows, "A3:B3")) == ["A3: cells are merged across columns here"]


def test_formulas_and_errors_are_told_and_never_run() -> None:
    rows = [["table t"], ["n", "v: integer"], ["=1+1", 2], ['=HYPERLINK("http://x")', "#N/A"]]
    told = problems(book(rows))
    assert [t.partition(":")[0] for t in told] == ["A3", "A4", "B4"]
    assert "formulas are not run" in told[0]


@pytest.mark.parametrize(
    ("value", "shown", "text"),
    [
        (0.07, "0%", "7%"),
        (0.29, "0.0%", "29%"),
        (1e-7, "", "0.0000001"),
        (12345678901234, "", "12345678901234"),
    ],
)
def test_numbers_are_those_that_were_typed(value: float, shown: str, text: str) -> None:
    assert number(value, shown) == text


# --- what is wrong is told by its place, all at once ------------------------------------------------------------------


def test_every_wrong_cell_is_told() -> None:
    content = b"table t\nhit first\na,b,v: integer\n>= ,1,2\n1,2,3\n3,has,then x must y\n4,{1,5\n"
    told = problems(content)
    assert [t.partition(":")[0] for t in told] == ["B7"]  # signs first: what is not one cell
    told = problems(content.replace(b"{1", b"1 2"))
    assert [t.partition(":")[0] for t in told] == ["A4", "B6", "B7"]
    told = problems(b"table t\nhit first\na,b,v: integer\n1,1,2\n1,2,then x must y\n")
    assert told == ["C5: a cell of this column is a value or `-`"]


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ("table t\na,v: integer\n1 | 2,3\n", "A3"),
        ("table t\na,v: integer\n1,2 } table u {\n", "B3"),
        ('table t\na,v: integer\n1,"2 # x"\n', "B3"),
        ("table t {\na,v: integer\n1,2\n", "A1"),
        ("table t\nhit first } rule x {\na,v: integer\n1,2\n", "A2"),
        ("table t\na,v: integer\n1,2,3\n", "C3"),
        ("table t\na,,v: integer\n1,2,3\n", "B2"),
        ("table t\na,v: integer\notherwise,2\n1,2\n", "A4"),
        ("table t\na,b,v: integer\notherwise,3,2\n", "A3"),
        ("table t\nhit sideways\na,v: integer\n1,2\n", "A2"),
        ("table t\na,v: \n1,2\n", "B2"),
    ],
)
def test_what_would_not_stay_one_cell_is_told(content: str, place: str) -> None:
    assert [t.partition(":")[0] for t in problems(content.encode())] == [place]


# --- hostile files ------------------------------------------------------------------------------------------


def zipped(entries: dict[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in entries.items():
            package.writestr(name, content)
    return written.getvalue()


def test_a_workbook_that_unpacks_to_too_much_is_refused() -> None:
    assert "unpacks to more" in problems(zipped({"xl/a.xml": b"0" * (MAXIMUM_UNPACKED + 1)}))[0]


def test_a_workbook_of_entities_is_refused() -> None:
    good = book([["table t"], ["a", "v: integer"], ["1", "2"]])
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    entries = {}
    with zipfile.ZipFile(io.BytesIO(good)) as package:
        for name in package.namelist():
            content = package.read(name)
            entries[name] = bomb + content.split(b"?>", 1)[-1] if name.endswith("sheet1.xml") else content
    assert "cannot be read" in problems(zipped(entries))[0]


@pytest.mark.parametrize(
    "content",
    [b"", b"PK", b"PK\x03\x04" + b"\0" * 100, b"\0" * 10, b"\xff\xfe\x00", b"\x81", b'"', b"a" * (MAXIMUM_BYTES + 1)],
)
def test_what_is_no_sheet_is_refused(content: bytes) -> None:
    assert problems(content)


@given(st.binary(max_size=300))
@settings(max_examples=100, deadline=None)
def test_any_bytes_are_a_table_or_are_refused(content: bytes) -> None:
    read_or_refused(content)


LINES = [
    *("table t", "表 甲", "hit first", "a,v: integer", "a,then", "1,2", ">= 3,-", "otherwise,5", "当 x 时"),
    *("a,b,cite,note", "|,#", "{,}", '"x', "then,must", "=1+1,@x"),
]


@given(st.lists(st.sampled_from(LINES), max_size=8), st.text(max_size=6))
@settings(max_examples=150, deadline=None)
def test_any_lines_are_a_table_or_are_refused(lines: list[str], more: str) -> None:
    read_or_refused("\n".join([*lines, more]).encode("utf-8", "replace"))
