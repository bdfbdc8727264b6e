"""`pingan catalogue` writes pages into its folder, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run

POLICY = 'policy dike "Dike" {{ version "{0}" }}\nactor office\naction act\nrule r {{ then office must act }}\n'


@pytest.fixture
def dike(folder: Path) -> Path:
    file = folder / "dike.rules"
    file.write_text(POLICY.format(1), "utf-8")
    return file


def test_pages_and_their_list_are_written(run: Run, folder: Path, dike: Path) -> None:
    result = run("catalogue", str(dike), "-o", "new/pages")
    assert result.exit_code == 0, result.stderr
    assert "1 page and README.md written to new/pages" in result.stderr
    assert sorted(p.name for p in (folder / "new/pages").iterdir()) == ["README.md", "dike.md"]
    assert "[dike](dike.md)" in (folder / "new/pages/README.md").read_text("utf-8")


def test_pages_are_replaced_and_other_files_left_alone(run: Run, folder: Path, dike: Path) -> None:
    run("catalogue", "dike.rules", "-o", "pages")
    (folder / "pages/mine.md").write_text("mine", "utf-8")
    dike.write_text(POLICY.format(2), "utf-8")
    run("catalogue", "dike.rules", "-o", "pages", "--language", "zh")
    assert "| 编码版本 | 2 |" in (folder / "pages/dike.md").read_text("utf-8")
    assert (folder / "pages/mine.md").read_text("utf-8") == "mine"


def test_nothing_is_written_outside_the_folder(run: Run, folder: Path, dike: Path) -> None:
    outside = folder / "outside.md"
    outside.write_text("mine", "utf-8")
    (folder / "pages").mkdir()
    (folder / "pages/dike.md").symlink_to(outside)
    result = run("catalogue", "dike.rules", "-o", "pages")
    assert result.exit_code == 2
    assert "leads out of the folder" in result.stderr
    assert outside.read_text("utf-8") == "mine"
    assert [p.name for p in (folder / "pages").iterdir()] == ["dike.md"]


def test_a_vocabulary_alone_has_no_pages(run: Run, folder: Path) -> None:
    (folder / "words.rules").write_text("vocabulary words fact a: boolean", "utf-8")
    result = run("catalogue", "words.rules", "-o", "pages")
    assert result.exit_code == 2
    assert not (folder / "pages").exists()
