"""`pingan lsp` on the command line."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

import pingan
from pingan.cli.main import cli
from pingan.editor.checking import first_look, second_look
from pingan.editor.project import Project
from pingan.linting.configuration import DEFAULT
from tests.editor.workspace import FLOOD, written


def test_it_says_which_version_it_is() -> None:
    assert pingan.__version__ in CliRunner().invoke(cli, ["lsp", "--version"]).output


def test_without_its_packages_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr("pingan.cli.lsp.find_spec", lambda name: None)
    found = CliRunner().invoke(cli, ["lsp"])
    assert "pip install 'pingan[lsp]'" in found.output + found.stderr


def test_it_ends_when_nobody_is_there_any_more() -> None:
    for words in (("-m", "pingan", "lsp"), ("-m", "pingan.lsp")):
        found = subprocess.run([sys.executable, *words], input=b"", capture_output=True, timeout=60, check=False)
        assert found.returncode == 0 and found.stdout == b""


def test_modules_in_the_folder_in_which_it_is_started_are_not_taken_for_those_that_it_needs(tmp_path: Path) -> None:
    for name in ("pygls", "lsprotocol", "click", "attrs", "lark", "networkx", "rich", "graphlib"):
        (tmp_path / f"{name}.py").write_text("open('ran', 'w').close()\n", encoding="utf-8")
    for words in (("-m", "pingan.lsp"), ("-P", "-m", "pingan.lsp")):
        command = [sys.executable, *words]
        found = subprocess.run(command, input=b"", cwd=tmp_path, capture_output=True, timeout=60, check=False)
        assert found.returncode == 0 and not (tmp_path / "ran").exists()


def test_a_file_that_was_never_saved_is_checked_beside_what_it_uses(tmp_path: Path) -> None:
    files = written(tmp_path)
    files["flood"].unlink()
    project = Project([tmp_path])
    project.edit(files["flood"], FLOOD)
    answer = first_look(project.snapshot(), str(files["flood"]))
    assert answer.policy is not None and answer.result.diagnostics == ()
    codes = {d.code for d in second_look(project.snapshot(), str(files["flood"]), DEFAULT).result.diagnostics}
    assert codes <= {"deadline-without-evidence"}
