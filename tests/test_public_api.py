"""What `import pingan` offers, and what it costs."""

from __future__ import annotations

import doctest
import importlib
import subprocess
import sys
import time
from pathlib import Path

import pytest

import pingan

ROOT = Path(__file__).parents[1]
HEAVY = ("lark", "networkx", "hypothesis", "click", "rich", "ruamel", "attr", "json", "zoneinfo")


def fresh(code: str) -> str:
    """What a new interpreter prints for *code*."""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_public_names_are_listed_in_order_and_exist() -> None:
    assert pingan.__all__ == sorted(pingan.__all__)
    assert len(set(pingan.__all__)) == len(pingan.__all__)
    for name in pingan.__all__:
        assert getattr(pingan, name) is not None


def test_every_public_name_is_documented() -> None:
    for name in pingan.__all__:
        if name != "__version__":
            assert (getattr(pingan, name).__doc__ or "").strip(), name


def test_what_comes_late_is_exactly_what_is_listed() -> None:
    assert {*pingan._HOMES, "__version__"} == set(pingan.__all__)
    assert set(dir(pingan)) >= set(pingan.__all__)
    with pytest.raises(AttributeError, match="no attribute 'lod'"):
        _ = pingan.lod  # type: ignore[attr-defined]


def test_importing_brings_nothing_heavy() -> None:
    code = "import sys; before = set(sys.modules); import pingan; print(*sorted(set(sys.modules) - before))"
    brought = {name.split(".")[0] for name in fresh(code).split()}
    assert not brought & set(HEAVY)


def test_importing_is_quick() -> None:
    code = "import time; t = time.process_time(); import pingan; print(time.process_time() - t)"
    assert min(float(fresh(code)) for _ in range(3)) < 0.06


def test_evaluating_brings_no_parser_of_graphs() -> None:
    code = "import sys, pingan; pingan.load('jilin').evaluate({}, as_of='2016-06-01'); print('networkx' in sys.modules)"
    assert fresh(code) == "False"


def test_help_is_quick_and_light() -> None:
    code = (
        "import sys, time; t = time.process_time()\n"
        "from pingan.cli import cli\n"
        "try: cli.main(['--help'])\n"
        "except SystemExit: pass\n"
        "print(time.process_time() - t, *(m for m in ('lark', 'networkx', 'rich', 'ruamel') if m in sys.modules))"
    )
    seconds, *heavy = min(fresh(code).splitlines()[-1] for _ in range(3)).split()
    assert heavy == []
    assert float(seconds) < 0.6


@pytest.mark.parametrize(
    "module",
    [
        "pingan",
        "pingan.pipeline",
        "pingan.policy",
        "pingan.scenarios",
        "pingan.diagnostics.plain",
        "pingan.diagnostics.render",
        "pingan.diagnostics.suggest",
        "pingan.language.instants",
        "pingan.language.shipped",
    ],
)
def test_the_examples_in_docstrings_hold(module: str) -> None:
    found = importlib.import_module(module)
    results = doctest.testmod(found, optionflags=doctest.ELLIPSIS, extraglobs={"pingan": pingan})
    assert results.failed == 0


def test_the_version_is_the_one_of_the_project() -> None:
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    assert f'version = "{pingan.__version__}"' in text


def test_loading_and_asking_are_fast_enough_to_demonstrate() -> None:
    started = time.perf_counter()
    pingan.load("jilin")
    assert time.perf_counter() - started < 30
