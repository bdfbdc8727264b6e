"""``pingan translate``: the file of a policy's texts in another language."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pingan.cli import cli

POLICY = """
policy flood "Floods"
actor warden
action close_road
fact depth: integer
rule closing {
    when depth >= 3
    then warden must close_road
    note "as the text says"
}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "flood.rules"
    path.write_text(POLICY, "utf-8")
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, ["translate", *map(str, arguments)])


def texts(file: Path) -> dict[str, str]:
    found: dict[str, str] = tomllib.loads(file.with_name("flood.zh.toml").read_text("utf-8"))["texts"]
    return found


def test_a_new_file_lists_everything_untranslated(file: Path) -> None:
    assert run(file, "--to", "zh").exit_code == 0
    assert texts(file) == {"Floods": "", "as the text says": ""}


def test_what_is_translated_stays_and_what_is_gone_is_kept_below(file: Path) -> None:
    file.with_name("flood.zh.toml").write_text('[texts]\n"as the text says" = "依原文"\n"old" = "旧"\n', "utf-8")
    assert run(file, "--to", "zh").exit_code == 0
    assert texts(file) == {"Floods": "", "as the text says": "依原文", "old": "旧"}


def test_check_writes_nothing_and_says_what_is_missing(file: Path) -> None:
    result = run(file, "--to", "zh", "--check")
    assert result.exit_code == 1
    assert "not translated: as the text says (closing)" in result.output
    assert not file.with_name("flood.zh.toml").exists()


def test_a_complete_file_passes(file: Path) -> None:
    content = '[texts]\n"as the text says" = "依原文"\n"Floods" = "防汛"\n'
    file.with_name("flood.zh.toml").write_text(content, "utf-8")
    assert run(file, "--to", "zh", "--check").exit_code == 0


def test_a_file_that_is_wrong_is_left_as_it_is(file: Path) -> None:
    file.with_name("flood.zh.toml").write_text('[texts]\n"Floods" = 3\n', "utf-8")
    assert run(file, "--to", "zh").exit_code == 2
    assert file.with_name("flood.zh.toml").read_text("utf-8") == '[texts]\n"Floods" = 3\n'


def test_an_unknown_language_is_told_with_those_there_are(file: Path) -> None:
    result = run(file, "--to", "fr")
    assert result.exit_code == 2
    assert "en, zh" in result.output


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_policies_that_ship_are_translated(language: str) -> None:
    folder = Path(__file__).parents[2] / "policies"
    result = run(folder, "--to", language, "--check")
    assert result.exit_code == 0, result.output
