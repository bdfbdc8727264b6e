"""A small policy in a folder of its own, and commands run on it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pingan.cli import cli

FLOOD = """\
policy flood "Floods on the lower river" {
    document "River Board 2016/1"
    zone "Asia/Shanghai"
    in force from 2016-01-01
}

enum Kind { river, drill }

fact depth "水深": integer >= 0
fact kind: Kind
fact noticed_at: datetime
fact closed_at: datetime optional
fact seats: integer >= 0

actor warden "堤防管理员"

action close_road "封路"

parameter shelter_from: integer >= 0

# A road under water is closed.
rule closing "封路" {
    since noticed_at
    when depth >= 30
    unless kind = drill
    then warden must close_road within 2 hours fulfilled at closed_at
}

rule shelter {
    when depth >= shelter_from
    then warden must ensure seats >= 40
}

scenario "nobody closed the road" {
    given depth = 45
    given kind = river
    given noticed_at = 2016-06-01T10:00
    given closed_at = absent
    as of 2016-06-01T13:00
    expect closing breached
    expect warden must close_road
    expect closing deadline 2016-06-01T12:00
}

scenario "a drill closes nothing" {
    given depth = 45
    given kind = drill
    as of 2016-06-01T13:00
    expect no warden must close_road
    expect closing none
}

scenario "too few seats" {
    given depth = 45
    given seats = 30
    as of 2016-06-01
    set shelter_from = 40
    expect shelter breached
    expect shelter shortfall 10
}
"""

BREACH = {"depth": 45, "kind": "river", "noticed_at": "2016-06-01T10:00+08:00", "closed_at": None, "seats": 100}

Run = Callable[..., Result]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with `flood.rules` and `facts.json`, made the current one."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "flood.rules").write_text(FLOOD, "utf-8")
    (tmp_path / "facts.json").write_text(json.dumps(BREACH), "utf-8")
    return tmp_path


@pytest.fixture
def run(folder: Path) -> Run:
    """Run a command in the folder; its streams apart."""

    def invoke(*arguments: str, stdin: str | bytes | None = None) -> Result:
        return CliRunner().invoke(cli, arguments, input=stdin, catch_exceptions=False)

    return invoke


@pytest.fixture
def shell(folder: Path) -> Callable[..., subprocess.CompletedProcess[bytes]]:
    """Run a shell line in the folder, with `pingan` as a real process."""

    def invoke(line: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
        root = Path(__file__).parents[2]
        inherited = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR")}
        variables = {**inherited, "PYTHONPATH": str(root), "PY": sys.executable, **environment}
        line = line.replace("pingan ", '"$PY" -m pingan ')
        return subprocess.run(["bash", "-c", line], cwd=folder, env=variables, capture_output=True, timeout=120)

    return invoke
