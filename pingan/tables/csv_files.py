"""Sheets as CSV, also as Chinese spreadsheets save it: byte order marks, GBK, semicolons, tabs."""

from __future__ import annotations

import csv
import io
from typing import Final

from pingan.tables.sheets import (
    MAXIMUM_BYTES,
    MAXIMUM_CELL,
    MAXIMUM_ROWS,
    Problem,
    Sheet,
    SheetError,
    as_meant,
    inert,
    limited,
)

_SEPARATORS: Final = (",", ";", "\t", "，")


def csv_bytes(sheet: Sheet) -> bytes:
    """*sheet* as CSV: UTF-8 with a byte order mark, without which Excel takes it for something else."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    for row in sheet.rows:
        writer.writerow([inert(cell) for cell in row])
    return "\ufeff".encode() + written.getvalue().encode()


def csv_sheet(content: bytes) -> Sheet:
    """The sheet that *content* holds. Raises SheetError."""
    if len(content) > MAXIMUM_BYTES:
        raise SheetError(Problem("", f"a file may have {MAXIMUM_BYTES // 1024**2} MiB"))
    text = _text(content)
    if "\0" in text:
        raise SheetError(Problem("", "this is no CSV: it holds NUL characters"))
    lines = text.splitlines()
    separator = max(_SEPARATORS, key=lambda s: sum(line.count(s) for line in lines[:50]) if lines else 0)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[list[str]] = []
    try:
        for row in reader:
            rows.append([as_meant(cell.strip()) for cell in row])
            if len(rows) > MAXIMUM_ROWS:
                break
    except csv.Error as error:
        what = f"a cell may have {MAXIMUM_CELL:,} characters" if "limit" in str(error) else "quotes do not fit together"
        raise SheetError(Problem(f"row {len(rows) + 1}", f"{what} here")) from None
    return limited(rows)


def _text(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    remedy = "save it as `CSV UTF-8`"
    raise SheetError(Problem("", f"this is text in none of {' and '.join(encodings)}", remedy))
