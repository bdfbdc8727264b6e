"""Sheets as Excel workbooks. The library that reads them is an extra; nothing in them is ever run."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time
from decimal import Decimal
from importlib import import_module
from typing import Any, Final

from pingan.tables.sheets import (
    MAXIMUM_BYTES,
    MAXIMUM_COLUMNS,
    MAXIMUM_ROWS,
    Problem,
    Sheet,
    SheetError,
    as_meant,
    column_name,
    inert,
    limited,
)

MAXIMUM_UNPACKED: Final = 32 * 1024 * 1024
"""Bytes of all that a workbook packs."""
MAXIMUM_ENTRIES: Final = 500
MAXIMUM_MERGED: Final = 5_000


class MissingExtraError(Exception):
    """The library that reads and writes workbooks is not installed; the message says how it is."""

    def __init__(self) -> None:
        super().__init__('workbooks need the extra `tables`: pip install "pingan[tables]"; CSV needs nothing')


def xlsx_bytes(sheet: Sheet, title: str) -> bytes:
    """*sheet* as a workbook whose cells are all text. Raises MissingExtraError."""
    book = _library().Workbook(write_only=False)
    page = book.active
    page.title = "".join(c for c in title if c not in "[]:*?/\\'")[:31] or "table"
    for number, row in enumerate(sheet.rows, 1):
        for column, text in enumerate(row, 1):
            if text:
                cell = page.cell(row=number, column=column)
                # As text whatever it begins with: assigning a value would make a formula of `=…`.
                cell.value = inert(text)
                cell.data_type = "s"
                cell.number_format = "@"
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def xlsx_sheet(content: bytes) -> Sheet:
    """The first sheet of the workbook *content*. Raises SheetError, MissingExtraError."""
    library = _library()
    _check_package(content)
    try:
        book = library.load_workbook(io.BytesIO(content), data_only=False, keep_links=False, keep_vba=False)
        pages = [p for p in book.worksheets if p.sheet_state == "visible"] or book.worksheets
        page = pages[0]
        return _sheet(page)
    except SheetError:
        raise
    except Exception as error:  # whatever a broken workbook makes of the library
        message = f"this workbook cannot be read ({type(error).__name__})"
        raise SheetError(Problem("", message, "save it again as .xlsx, or as CSV")) from None


def _library() -> Any:
    try:
        import_module("defusedxml")
        library = import_module("openpyxl")
    except ImportError:
        raise MissingExtraError from None
    if not getattr(library, "DEFUSEDXML", False):
        raise MissingExtraError
    return library


def _check_package(content: bytes) -> None:
    """Raises SheetError for what is no workbook, or would unpack to more than a table can be."""
    if len(content) > MAXIMUM_BYTES:
        raise SheetError(Problem("", f"a file may have {MAXIMUM_BYTES // 1024**2} MiB"))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            entries = package.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError):
        remedy = "an old .xls must be saved as .xlsx or CSV"
        raise SheetError(Problem("", "this is no workbook (.xlsx)", remedy)) from None
    # What an entry unpacks to is never more than it says: reading stops there.
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MAXIMUM_ENTRIES or unpacked > MAXIMUM_UNPACKED:
        raise SheetError(Problem("", f"this workbook unpacks to more than {MAXIMUM_UNPACKED // 1024**2} MiB"))
    if any(entry.flag_bits & 1 for entry in entries):
        raise SheetError(Problem("", "this workbook is encrypted", "save it without a password"))


def _sheet(page: Any) -> Sheet:
    if page.max_row > MAXIMUM_ROWS or page.max_column > MAXIMUM_COLUMNS:
        # Formats may reach far below the last value: only values count.
        _check_values(page)
    rows: list[list[str]] = []
    problems: list[Problem] = []
    for row in page.iter_rows(max_row=min(page.max_row, MAXIMUM_ROWS), max_col=min(page.max_column, MAXIMUM_COLUMNS)):
        texts: list[str] = []
        for cell in row:
            try:
                texts.append(_text(cell))
            except ValueError as problem:
                texts.append("")
                problems.append(Problem(cell.coordinate, str(problem)))
        rows.append(texts)
    _fill_merged(page, rows, problems)
    if problems:
        raise SheetError(*problems[:100])
    return limited(rows)


def _check_values(page: Any) -> None:
    for (row, column), cell in page._cells.items():
        if (row > MAXIMUM_ROWS or column > MAXIMUM_COLUMNS) and cell.value is not None:
            message = f"a table has at most {MAXIMUM_ROWS:,} rows and {MAXIMUM_COLUMNS} columns"
            raise SheetError(Problem(cell.coordinate, message))


def _fill_merged(page: Any, rows: list[list[str]], problems: list[Problem]) -> None:
    """Cells merged downwards hold the same; those merged across hold nothing that a table could take apart."""
    merged = list(page.merged_cells.ranges)
    if len(merged) > MAXIMUM_MERGED:
        problems.append(Problem("", f"a sheet may have {MAXIMUM_MERGED:,} merged cells"))
        return
    for area in merged:
        top, left = area.min_row - 1, area.min_col - 1
        if top >= len(rows) or left >= len(rows[top]):
            continue
        others = [t for n, t in enumerate(rows[top]) if t and not left <= n < area.max_col]
        if area.max_col - 1 > left and others:
            place = f"{column_name(left)}{top + 1}"
            problems.append(
                Problem(place, "cells are merged across columns here", "give each column a cell of its own")
            )
        for row in range(top + 1, min(area.max_row, len(rows))):
            rows[row][left] = rows[top][left]


def _text(cell: Any) -> str:
    """What a cell says, as the language writes it. Raises ValueError for formulas and errors."""
    value = cell.value
    if cell.data_type == "f":
        raise ValueError("this cell holds a formula, and formulas are not run: put its value there")
    if cell.data_type == "e":
        raise ValueError("this cell holds an error of the spreadsheet")
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case datetime():
            if value.time() == time(0):
                return value.date().isoformat()
            return value.isoformat(timespec="minutes" if not value.second else "seconds")
        case date():
            return value.isoformat()
        case int() | float():
            return number(value, str(cell.number_format or ""))
        case str():
            return as_meant(value.strip())
        case _:
            raise ValueError("this cell holds something that a table does not: write it as text")


def number(value: int | float, number_format: str = "") -> str:
    """A number as it was meant: of the digits that spreadsheets keep, in hundredths where it is shown so.

    >>> number(0.7, "0%"), number(0.1 + 0.2), number(30.0)
    ('70%', '0.3', '30')
    """
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
        raise ValueError("this cell holds no number")
    exact = Decimal(value) if isinstance(value, int) else Decimal(format(value, ".15g"))
    percent = "%" in number_format
    text = format((exact * 100 if percent else exact).normalize(), "f")
    return f"{text}%" if percent else text
