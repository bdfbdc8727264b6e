"""Every rule is a file of its own, and what its page shows is so."""

from __future__ import annotations

from pathlib import Path

import pytest

import pingan
from pingan.linting.checked import checked
from pingan.linting.configuration import Configuration
from pingan.linting.lint import Lint
from pingan.linting.running import UNUSED_ALLOW
from pingan.linting.table import LINTS

ROOT = Path(__file__).parents[2]
RULES = ROOT / "pingan" / "linting" / "rules"


def written(text: str, folder: Path) -> Path:
    """*text* in files below *folder*; it may be several files, the first is the one checked."""
    files = {}
    if text.startswith("=== "):
        for part in text.split("=== ")[1:]:
            name, _, content = part.partition("\n")
            files[name.strip()] = content
    else:
        files["flood.rules"] = text
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_text(content, "utf-8")
    return folder / next(iter(files))


@pytest.mark.parametrize("rule", LINTS.values(), ids=lambda r: r.code)
def test_its_example_gives_it_and_the_better_version_does_not(rule: Lint, tmp_path: Path) -> None:
    # What is unused among allowances is known when all rules have run.
    alone = Configuration() if rule.code == UNUSED_ALLOW else Configuration(select=(rule.code,))
    example = checked(written(rule.row.example, tmp_path / "example"), configuration=alone)
    assert {d.code for d in example.diagnostics} == {rule.code}
    path = written(rule.row.better, tmp_path / "better")
    assert checked(path, configuration=alone).diagnostics == ()
    assert pingan.check(path) == ()


def test_every_file_of_rules_is_in_the_table() -> None:
    files = {p.stem.replace("_", "-") for p in RULES.glob("*.py") if p.stem != "__init__"}
    assert files == set(LINTS)


@pytest.mark.parametrize("rule", LINTS.values(), ids=lambda r: r.code)
def test_a_rule_reads_well(rule: Lint) -> None:
    assert rule.title[0].islower() or rule.title.startswith("`")
    assert not rule.title.endswith(".")
    assert len(rule.title) <= 100
    assert all(text.endswith(".") for text in (rule.what, rule.why, rule.fix or "."))
