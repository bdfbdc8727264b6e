"""Tables as official plans would have them, in an English vocabulary and in one that is Chinese throughout."""

from __future__ import annotations

from pathlib import Path

import pytest

import pingan
from pingan.clauses.table import FORM
from pingan.diagnostics.diagnostic import Diagnostics
from pingan.source import Source
from pingan.stdlib import standard_environment
from pingan.tables.csv_files import csv_bytes, csv_sheet
from pingan.tables.exchange import table_text, tables_in
from pingan.tables.from_sheet import from_sheet
from pingan.tables.to_sheet import style_of, to_sheet
from pingan.tree.from_text import parse
from tests.clauses.golden import GOLDEN

FILES = [GOLDEN / "decision_tables.rules", GOLDEN / "决策表.rules"]
ENVIRONMENT = standard_environment()


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def file(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


def test_in_the_other_language_they_mean_the_same(file: Path) -> None:
    text = file.read_text("utf-8")
    other = pingan.format_text(text, dialect="zh" if text.lstrip("# ").isascii() or "policy" in text else "en")
    name = Path(file).stem
    digests = {pingan.load(Source(f"{name}.rules", t)).model.headers[name].digest for t in (text, other)}
    assert len(digests) == 1


@pytest.mark.parametrize("dialect", ["en", "zh"])
def test_each_comes_back_from_a_spreadsheet(file: Path, dialect: str) -> None:
    module = parse(Source(file.name, file.read_text("utf-8")), Diagnostics(), ENVIRONMENT)
    assert module is not None
    assert len(tables_in(module)) >= 7
    for table in tables_in(module):
        sheet = csv_sheet(csv_bytes(to_sheet(table, style_of(dialect, FORM))))
        imported = from_sheet(sheet, FORM, ENVIRONMENT)
        assert imported.declaration == table
        assert table_text(imported.declaration, dialect, ENVIRONMENT) == table_text(table, dialect, ENVIRONMENT)
