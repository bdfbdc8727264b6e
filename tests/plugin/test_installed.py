"""The package from an installed wheel, beside pingan from an installed wheel: nothing of the checkout is on the path.

Nothing is downloaded, as in tests/packaging.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.packaging.test_distributions import ROOT, environment, install, run

PACKAGE = ROOT / "tests/plugin"
EXAMPLES = PACKAGE / "examples"
AT = ("--facts", "rising.json", "--as-of", "2026-04-02T12:00")

pytestmark = [pytest.mark.packaging, pytest.mark.xdist_group("packaging")]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the examples and an environment that has pingan, but not the package yet."""
    place = tmp_path_factory.mktemp("floods")
    for example in EXAMPLES.iterdir():
        shutil.copy(example, place)
    wheels = place / "wheels"
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", wheels, cwd=ROOT)
    (pingan,) = wheels.glob("pingan-*.whl")
    install(environment(place / "venv"), pingan, cwd=place)
    return place


@pytest.fixture(scope="module")
def installed(folder: Path) -> Path:
    """The same folder, now that the package is installed from its own wheel."""
    refused = pingan(folder, "check", "dike_watch.rules", code=1)
    assert "needs the library `floods`" in refused.stdout
    assert "pingan-floods" in refused.stdout and "pip" in refused.stdout
    unknown = pingan(folder, "--library", "floods", "check", "dike_watch.rules", code=2)
    assert "no installed library is called `floods`" in unknown.stderr
    source = folder / "source"
    shutil.copytree(PACKAGE, source, ignore=shutil.ignore_patterns("__pycache__", "*.py[co]", "test_*", "conftest.py"))
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder / "wheels", cwd=source)
    (wheel,) = (folder / "wheels").glob("pingan_floods-*.whl")
    install(folder / "venv/bin/python", wheel, cwd=folder)
    return folder


def pingan(folder: Path, *arguments: str, code: int = 0, **variables: str) -> subprocess.CompletedProcess[str]:
    """What the installed command does. ``--library`` may stand first, as people say it."""
    words = [*arguments]
    if words[0] == "--library":
        words = [words[2], *words[:2], *words[3:]]
    kept = {k: v for k, v in os.environ.items() if k not in {"PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV"}}
    done = subprocess.run(
        [str(folder / "venv/bin/pingan"), *words],
        cwd=folder,
        env=kept | {"PYTHONUTF8": "1", "NO_COLOR": "1", "PYTHONDONTWRITEBYTECODE": "1"} | variables,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
    )
    assert done.returncode == code, f"{arguments} exited {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done


def floods(folder: Path, *arguments: str, code: int = 0) -> str:
    return pingan(folder, "--library", "floods", *arguments, code=code).stdout


def test_it_is_used_only_when_it_is_named(installed: Path) -> None:
    refused = pingan(installed, "check", "dike_watch.rules", code=1)
    assert "it is installed: give it with `--library floods`" in refused.stdout
    assert "nothing found" in pingan(installed, "check", "dike_watch.rules", PINGAN_LIBRARIES="floods").stderr
    listed = pingan(installed, "list", "--libraries").stdout
    assert "used only when named (--library): floods" in listed
    assert "clause forms: warning" in floods(installed, "list", "--libraries")


def test_a_slip_in_its_name_is_noticed(installed: Path) -> None:
    refused = pingan(installed, "--library", "flods", "check", "dike_watch.rules", code=2)
    assert "installed is `floods`" in refused.stderr


def test_check_fmt_and_scenarios(installed: Path) -> None:
    floods(installed, "check", "--strict", "dike_watch.rules")
    floods(installed, "fmt", "--check", "dike_watch.rules")
    floods(installed, "test", "dike_watch.rules")


def test_translation_there_and_back(installed: Path) -> None:
    (installed / "german").mkdir()
    german = installed / "german/dike_watch.rules"
    shutil.copy(installed / "dike_watch.rules", german)
    floods(installed, "fmt", "--to", "de", "german/dike_watch.rules")
    assert german.read_text("utf-8").startswith('Regelwerk dike_watch "Deichwacht" {')
    floods(installed, "check", "--strict", "german/dike_watch.rules")
    floods(installed, "test", "german/dike_watch.rules")
    floods(installed, "fmt", "--to", "en", "german/dike_watch.rules")
    assert german.read_text("utf-8") == (EXAMPLES / "dike_watch.rules").read_text("utf-8")


def test_answers_explanations_and_records(installed: Path) -> None:
    told = floods(installed, "evaluate", "dike_watch.rules", *AT, "--language", "de", "--record", "records.jsonl")
    assert "Lagezentrum muss binnen 30 Minuten alarmieren(wen: Bürgermeister)" in told
    why = floods(installed, "evaluate", "dike_watch.rules", *AT, "--language", "de", "--why", "high_water")
    assert "Reserve < 1 — yes" in why
    assert '"floods":{"digest":"' in (installed / "records.jsonl").read_text("utf-8").replace(" ", "")


def test_pictures_in_the_format_of_the_library(installed: Path) -> None:
    text = floods(installed, "graph", "dike_watch.rules", *AT, "--format", "outline")
    assert "- high_water: applies\n" in text
    refused = pingan(installed, "graph", "dike_watch.rules", "--format", "outlin", code=2)
    assert "there is no format `outlin`" in refused.stderr
