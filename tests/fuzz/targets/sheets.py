"""Any bytes as a CSV sheet: a table that is written and read again as the same, or problems with their cells."""

from __future__ import annotations

from pingan.clauses.table import FORM
from pingan.stdlib import standard_environment
from pingan.tables.csv_files import csv_bytes, csv_sheet
from pingan.tables.from_sheet import from_sheet
from pingan.tables.sheets import SheetError
from pingan.tables.to_sheet import style_of, to_sheet
from tests.fuzz.asking import hold

TEXT = True
SEEDS = (
    b'"table gate ""The gate"" hit first"\nhospital.beds,warned,alarm: Alarm\n>= 3,true,red\n-,-,none\n',
    "决策表 警戒 “水位” 首条\n水位,警戒：级别\n大于等于 3,红\n-,无\n".encode(),
    "表 t\na；b\n1；2\n".encode("gb18030"), b"table t\na,when b,then\n1,-,then a must b\n", b"\xff\xfet\x00",
    b"'=1+1,\"\n",
)  # fmt: skip


def check(data: bytes) -> None:
    try:
        imported = from_sheet(csv_sheet(data), FORM, standard_environment())
    except SheetError as error:
        hold(bool(error.problems), "refused without a reason")
        return
    content = csv_bytes(to_sheet(imported.declaration, style_of(imported.dialect, FORM)))
    again = from_sheet(csv_sheet(content), FORM, standard_environment())
    hold(again.declaration == imported.declaration, "written and read again it is another table")
