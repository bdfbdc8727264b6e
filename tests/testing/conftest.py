"""Sessions of pytest within tests, each with a folder of its own."""

from __future__ import annotations

import importlib
import pkgutil

import pytest

import pingan

pytest_plugins = ["pytester"]

FLOOD = """policy flood { zone "Asia/Shanghai" }

fact depth: integer >= 0
fact closed: boolean
actor warden
action call_office
parameter limit: integer
set limit = 30

rule close_road {
    when depth >= limit
    then warden must ensure closed
}

rule tell {
    when depth >= 50
    then warden must call_office
}

scenario "dry: nothing to do" {
    given depth = 5
    as of 2016-06-01
    expect close_road none
}

scenario "水深45，未封路" {
    given depth = 45
    given closed = false
    as of 2016-06-01
    expect close_road breached
}
"""

WRONG = """
scenario "told too late" {
    given depth = 45
    as of 2016-06-01
    expect warden must call_office
    expect close_road none
}
"""


@pytest.fixture(scope="session")
def everything_imported() -> None:
    """A session within a session forgets what it imported, so that classes would be there twice."""
    for module in pkgutil.walk_packages(pingan.__path__, "pingan."):
        if not module.name.endswith(("__main__", ".spark")):
            importlib.import_module(module.name)


@pytest.fixture
def pytester(everything_imported: None, pytester: pytest.Pytester) -> pytest.Pytester:
    return pytester


@pytest.fixture
def project(pytester: pytest.Pytester) -> pytest.Pytester:
    """A folder with a policy that is collected, and another `.rules` file that is none of ours."""
    pytester.makeini("[pytest]\npingan_files = policies/**/*.rules\n")
    (pytester.path / "policies/flood").mkdir(parents=True)
    (pytester.path / "policies/flood/flood.rules").write_text(FLOOD, "utf-8")
    (pytester.path / "70-udev.rules").write_text('KERNEL=="sda", NAME="disk"\n', "utf-8")
    return pytester
