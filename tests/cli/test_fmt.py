"""`pingan fmt`: files in form, nothing lost."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.cli.conftest import FLOOD, Run

UNTIDY = "policy   p\n# why\nfact a :integer>=0\nfact  b: boolean\n"
TIDY_ENOUGH = ("fact a: integer >= 0", "# why")


def test_a_file_is_put_in_form_and_keeps_its_comments(run: Run, folder: Path) -> None:
    (folder / "p.rules").write_text(UNTIDY, "utf-8")
    result = run("fmt", "p.rules")
    assert result.exit_code == 0
    text = (folder / "p.rules").read_text("utf-8")
    assert all(part in text for part in TIDY_ENOUGH)
    assert "1 file changed" in result.stderr
    assert run("fmt", "p.rules", "--check").exit_code == 0


def test_check_writes_nothing(run: Run, folder: Path) -> None:
    (folder / "p.rules").write_text(UNTIDY, "utf-8")
    result = run("fmt", "p.rules", "--check")
    assert result.exit_code == 1
    assert "p.rules is not in form" in result.stdout
    assert (folder / "p.rules").read_text("utf-8") == UNTIDY


def test_diff_shows_and_writes_nothing(run: Run, folder: Path) -> None:
    (folder / "p.rules").write_text(UNTIDY, "utf-8")
    result = run("fmt", "p.rules", "--diff")
    assert result.exit_code == 1
    assert "-fact a :integer>=0" in result.stdout
    assert "+fact a: integer >= 0" in result.stdout
    assert (folder / "p.rules").read_text("utf-8") == UNTIDY


def test_a_file_of_the_other_line_ends_is_in_form_only_with_ours(run: Run, folder: Path) -> None:
    (folder / "p.rules").write_bytes(UNTIDY.encode().replace(b"\n", b"\r\n"))
    assert run("fmt", "p.rules").exit_code == 0
    assert b"\r" not in (folder / "p.rules").read_bytes()


def test_a_file_that_does_not_parse_is_left_as_it_is_and_the_others_are_done(run: Run, folder: Path) -> None:
    (folder / "a.rules").write_text("policy a\nrule {{{\n", "utf-8")
    (folder / "b.rules").write_text(UNTIDY, "utf-8")
    result = run("fmt", "a.rules", "b.rules")
    assert result.exit_code == 2
    assert (folder / "a.rules").read_text("utf-8") == "policy a\nrule {{{\n"
    assert "fact a: integer >= 0" in (folder / "b.rules").read_text("utf-8")
    assert "a.rules does not parse and is left as it is" in result.stderr


def test_translating_there_and_back_is_the_formatted_file(run: Run, folder: Path) -> None:
    run("fmt", "flood.rules")
    before = (folder / "flood.rules").read_text("utf-8")
    assert run("fmt", "flood.rules", "--to", "zh").exit_code == 0
    chinese = (folder / "flood.rules").read_text("utf-8")
    assert chinese.startswith("政策 flood")
    assert "A road under water is closed." in chinese
    assert run("test", "flood.rules").exit_code == 0
    assert run("fmt", "flood.rules", "--to", "en").exit_code == 0
    assert (folder / "flood.rules").read_text("utf-8") == before


def test_standard_input_goes_to_standard_output(run: Run) -> None:
    result = run("fmt", "-", stdin=UNTIDY)
    assert "changed" not in result.stderr
    assert result.exit_code == 0
    assert "fact a: integer >= 0" in result.stdout
    assert run("fmt", "-", "--check", stdin=result.stdout).exit_code == 0


def test_permissions_and_links_stay(run: Run, folder: Path) -> None:
    (folder / "real").mkdir()
    real = folder / "real" / "p.rules"
    real.write_text(UNTIDY, "utf-8")
    real.chmod(0o640)
    (folder / "link.rules").symlink_to(real)
    assert run("fmt", "link.rules").exit_code == 0
    assert (folder / "link.rules").is_symlink()
    assert real.stat().st_mode & 0o777 == 0o640
    assert "fact a: integer >= 0" in real.read_text("utf-8")


def test_a_link_to_a_folder_elsewhere_that_is_named_like_a_file_is_left_alone(run: Run, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "plan.rules").write_text("policy   plan\n", "utf-8")
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "out.rules").symlink_to(tmp_path / "elsewhere")
    assert run("fmt", str(tmp_path / "here" / "out.rules")).exit_code == 2
    assert (tmp_path / "elsewhere" / "plan.rules").read_text("utf-8") == "policy   plan\n"


def test_nothing_is_lost_when_writing_fails(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "p.rules").write_text(UNTIDY, "utf-8")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    result = run("fmt", "p.rules")
    assert result.exit_code == 2
    assert "No space left on device" in result.stderr
    assert (folder / "p.rules").read_text("utf-8") == UNTIDY
    assert sorted(p.name for p in folder.iterdir()) == ["facts.json", "flood.rules", "p.rules"]


def test_bytes_that_are_no_text_are_named(run: Run, folder: Path) -> None:
    (folder / "gbk.rules").write_bytes("政策 洪水".encode("gbk"))
    result = run("fmt", "gbk.rules")
    assert result.exit_code == 2
    assert "UTF-8" in result.stderr
    assert (folder / "gbk.rules").read_bytes() == "政策 洪水".encode("gbk")


def test_the_shipped_text_of_these_tests_is_in_form(run: Run) -> None:
    assert run("fmt", "flood.rules", "--diff").stdout == "", FLOOD
