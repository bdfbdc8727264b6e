"""Every code is documented, and every example gives its code and nothing else."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

import pingan
from pingan.diagnostics.code import Code
from pingan.diagnostics.codes import CODES
from pingan.language.environment import Environment
from pingan.linting.checked import checked
from pingan.linting.known import ALL_CODES, KNOWN
from pingan.linting.pages import explained, index, page
from pingan.linting.reading import configuration_file, read_configuration
from pingan.linting.told_by_passes import TOLD_BY_PASSES
from tests.diagnostics.environments import OF_BETTER, OF_EXAMPLES
from tests.diagnostics.libraries import ENVIRONMENTS
from tests.diagnostics.pages import LINTING, with_rules

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "docs" / "diagnostics"
CODE_FUNCTIONS = {"error", "warning", "Diagnostic", "_report", "report"}


NEVER_SHOWN = {"unheard"}
"""Codes of diagnostics that stand for others inside a pass."""


def found(text: str, folder: Path, encoding: str = "utf-8", environment: Environment | None = None) -> set[str]:
    """The codes that checking *text* gives; it may be several files, the first is the one checked."""
    files = {}
    if text.startswith("=== "):
        for part in text.split("=== ")[1:]:
            name, _, content = part.partition("\n")
            files[name.strip()] = content
    else:
        files["flood.rules"] = text
    for name, content in files.items():
        file, _, target = name.partition(" -> ")
        if target:
            (folder.parent / "water.rules").write_text("vocabulary water\n", "utf-8")
            (folder / file).symlink_to(target)
        else:
            (folder / file).write_text(content, encoding)
    first = folder / next(iter(files))
    if "pingan.toml" in files:
        try:
            configuration = read_configuration(configuration_file(first) or first)
        except pingan.PolicyError as error:
            return {d.code for d in error.diagnostics}
        return {d.code for d in checked(first, configuration=configuration).diagnostics}
    return {d.code for d in pingan.check(first, environment=environment)}


def read_with(made: Callable[[], Environment]) -> Environment | set[str]:
    """The environment that *made* gives, or the codes that it ends in."""
    try:
        return made()
    except pingan.PolicyError as error:
        return {d.code for d in error.diagnostics}


@pytest.mark.parametrize("code", CODES.values(), ids=lambda c: c.name)
def test_the_example_gives_the_code_and_the_better_version_gives_none(code: Code, tmp_path: Path) -> None:
    (tmp_path / "example").mkdir()
    (tmp_path / "better").mkdir()
    environment = ENVIRONMENTS.get(code.name)
    broken = read_with(OF_EXAMPLES[code.name]) if code.name in OF_EXAMPLES else environment
    if not isinstance(broken, set):
        broken = found(code.example, tmp_path / "example", code.encoding, broken)
    assert broken == {code.name}
    whole = OF_BETTER[code.name]() if code.name in OF_BETTER else environment
    assert found(code.better, tmp_path / "better", environment=whole) == set()


@pytest.mark.parametrize("code", ALL_CODES.values(), ids=lambda c: c.name)
def test_a_row_reads_well(code: Code) -> None:
    assert code.name == code.name.lower().strip("-")
    assert code.title[0].islower() or not code.title[0].isalpha() or code.title.startswith("`")
    assert not code.title.endswith(".")
    assert code.explanation.endswith(".")
    assert len(code.title) <= 100
    assert explained(code).startswith(f"{code.name}: {code.title}\n")


@pytest.mark.parametrize("code", ALL_CODES.values(), ids=lambda c: c.name)
def test_its_page_in_the_documentation_says_what_the_table_says(code: Code) -> None:
    text = (PAGES / f"{code.name}.md").read_text("utf-8")
    assert text == page(code), "run: python -m tests.diagnostics.pages"


def test_no_page_is_left_over() -> None:
    assert {p.stem for p in PAGES.glob("*.md")} == {*ALL_CODES, "README"}
    assert (PAGES / "README.md").read_text("utf-8") == index()
    assert all(f"({name}.md)" in index() for name in ALL_CODES)


def test_the_page_about_linting_has_every_rule() -> None:
    text = LINTING.read_text("utf-8")
    assert text == with_rules(text), "run: python -m tests.diagnostics.pages"
    assert all(f"(diagnostics/{code}.md)" in text for code in KNOWN)


def test_what_passes_warn_of_can_be_set_up() -> None:
    """Every code that a pass gives to `warning` is in the table of those; of all others nothing can be set up."""
    told = set()
    for _, node in calls():
        if getattr(node.func, "attr", "") in ("warning", "report"):
            given = [*node.args, *(k.value for k in node.keywords if k.arg == "code")]
            told |= {a.value for a in given if isinstance(a, ast.Constant) and a.value in CODES}
    assert told <= {*TOLD_BY_PASSES}
    assert {*TOLD_BY_PASSES} <= {*CODES}


def used_codes() -> Iterator[tuple[str, str]]:
    """Every constant given as the code of a diagnostic anywhere in the package, and where."""
    for path, node in calls():
        if node.args and isinstance(node.args[0], ast.Constant):
            function = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            code = node.args[0].value
            if function in CODE_FUNCTIONS and isinstance(code, str) and re.fullmatch("[a-z]+(-[a-z]+)*", code):
                yield code, f"{path.relative_to(ROOT)}:{node.lineno}"


@cache
def calls() -> list[tuple[Path, ast.Call]]:
    """Every call in the package."""
    files = sorted((ROOT / "pingan").rglob("*.py"))
    trees = ((path, ast.parse(path.read_text("utf-8"))) for path in files)
    return [(path, node) for path, tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call)]


def test_every_code_that_is_reported_has_a_row() -> None:
    missing = {code: place for code, place in used_codes() if code not in ALL_CODES and code not in NEVER_SHOWN}
    assert missing == {}


def test_every_row_is_reported_somewhere() -> None:
    text = "\n".join(p.read_text("utf-8") for p in (ROOT / "pingan").rglob("*.py") if not p.name.startswith("code"))
    assert [name for name in CODES if f'"{name}"' not in text] == []
