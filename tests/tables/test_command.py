"""``pingan table``: out to a spreadsheet, edited there, and back into the policy."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from pingan.cli.main import cli

POLICY = """policy shares
enum Level { primary, tertiary }
fact level: Level
fact amount: decimal >= 0 and <= 100

table share "Share" {
    hit first
    | level    | amount | insurer: decimal |
    | tertiary | -      | 70%              |
    # The rest.
    | -        | > 50   | 80%              |
    otherwise           | 90%              |
}

fact more: boolean
"""


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    path = tmp_path / "shares.rules"
    path.write_text(POLICY, "utf-8")
    return path


def run(*arguments: object) -> tuple[int, str, str]:
    try:
        result = CliRunner().invoke(cli, [str(a) for a in arguments], catch_exceptions=False)
    except SystemExit as end:
        return int(str(end.code)), "", ""
    return result.exit_code, result.stdout, result.stderr


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_there_and_back(policy: Path, tmp_path: Path, form: str) -> None:
    sheet = tmp_path / f"sheet.{form}"
    code, _, said = run("table", "export", policy, "Share", "--format", form, "--output", sheet)
    assert code == 0
    assert "1 comment inside the table" in said
    code, text, _ = run("table", "import", sheet)
    assert code == 0
    assert text == run("table", "export", policy, "share", "--format", "text")[1]
    assert "# The rest" not in text


def test_an_edited_sheet_goes_into_the_policy(policy: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.csv"
    run("table", "export", policy, "share", "--output", sheet)
    sheet.write_bytes(sheet.read_bytes().replace(b"70%", b"75.5%"))
    code, _, said = run("table", "import", sheet, "--into", policy)
    assert code == 0
    assert "in place of the one that was there" in said
    text = policy.read_text("utf-8")
    assert text == POLICY.replace("70%  ", "75.5%").replace("    # The rest.\n", "")


def test_a_new_table_stands_at_the_end(policy: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.csv"
    sheet.write_text("level,days: integer\ntertiary,3\notherwise,5\n", "utf-8")
    assert run("table", "import", sheet, "--into", policy, "--table", "terms")[0] == 0
    assert policy.read_text("utf-8").startswith(POLICY)
    rows = ["| level    | days: integer |", "| tertiary | 3             |", "otherwise  | 5             |"]
    assert policy.read_text("utf-8").endswith("\n    ".join(["table terms {", *rows]) + "\n}\n")


def test_what_is_wrong_in_the_policy_is_told_by_its_cell_and_nothing_is_written(policy: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.csv"
    run("table", "export", policy, "share", "--output", sheet)
    sheet.write_bytes(sheet.read_bytes().replace(b"tertiary", b"quaternary").replace(b"> 50", b"> level"))
    code, _, said = run("table", "import", sheet, "--into", policy)
    assert code == 1
    assert f"{sheet}:A4: " in said
    assert f"{sheet}:B5: " in said
    assert policy.read_text("utf-8") == POLICY


def test_gaps_and_overlaps_are_told_and_it_is_written(policy: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.csv"
    sheet.write_text("table more_shares\nlevel,amount,w: decimal\ntertiary,> 5,1\n-,> 4,2\n", "utf-8")
    code, _, said = run("table", "import", sheet, "--into", policy)
    assert code == 0
    assert "A4: warning: rows 1 and 2 both match, for example where" in said
    assert "no row matches where" in said


def test_text_in_the_other_language(policy: Path) -> None:
    code, text, _ = run("table", "export", policy, "share", "--format", "text", "--dialect", "zh")
    assert code == 0
    assert "命中 首行" in text


def test_a_table_that_is_not_there(policy: Path) -> None:
    code, _, said = run("table", "export", policy, "shar")
    assert code == 2 or "share" in said


def test_a_broken_sheet_is_told(tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.csv"
    sheet.write_text("table t\nn,v: integer\n>= ,1\n=1+1 |,2\n", "utf-8")
    code, text, said = run("table", "import", sheet)
    assert code == 1
    assert text == ""
    assert f"{sheet}:A4: a cell cannot hold `|` outside quotes" in said


def test_an_old_workbook_is_told_what_to_do(tmp_path: Path) -> None:
    sheet = tmp_path / "old.xls"
    sheet.write_bytes(b"\xd0\xcf\x11\xe0" + b"\0" * 100)
    code, _, said = run("table", "import", sheet)
    assert code == 1
    assert "saved as .xlsx or CSV" in said


def test_without_the_extra_it_is_said_how_to_install_it(policy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import pingan.tables.xlsx_files as files

    def missing(name: str) -> object:
        raise ImportError(name)

    monkeypatch.setattr(files, "import_module", missing)
    code, _, said = run("table", "export", policy, "share", "--format", "xlsx", "--output", policy.parent / "x.xlsx")
    assert code == 2
    assert "pingan[tables]" in said
    assert not (policy.parent / "x.xlsx").exists()
