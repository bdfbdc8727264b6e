"""The pytest plug-in: scenarios of policy files as tests, and fixtures that ask policies.

Every pytest session of an environment with pingan loads this module, so it imports next to nothing: whatever a session
uses of it comes when it is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    import pingan
    from pingan.testing.asking import Evaluate, Told
    from pingan.testing.collecting import PolicyFile
    from pingan.testing.configured import Configured

_MARKERS = (
    "pingan(*policies, settings=None, libraries=None, root=None): the policy of the fixtures `policy` and `evaluate`",
    "pingan_scenario: a scenario of a policy file",
    "pingan_law: a law held against a policy file",
)
COVERING = "pingan-coverage"
"""The name of the plug-in that notes what scenarios exercise."""
_CONFIGURED = pytest.StashKey["Configured"]()
_TOLD = pytest.StashKey[list["Told"]]()
"""What a test has asked: the question, and the answer."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options and settings of the plug-in."""
    parser.addini("pingan_files", "patterns of the policy files whose scenarios are tests", type="args", default=[])
    parser.addini("pingan_policy", "the policy of the fixtures: a path, or the name of one that ships", default="")
    parser.addini("pingan_settings", "parameters and readings, a line each: name = value", type="linelist", default=[])
    parser.addini("pingan_libraries", "names of installed libraries of pingan to use", type="args", default=[])
    parser.addini("pingan_root", "the folder where modules are found (default: beside the policy)", default="")
    group = parser.getgroup("pingan", "tests of policies")
    group.addoption("--pingan-laws", action="store_true", help="also hold the laws against every policy file collected")
    group.addoption(
        "--pingan-coverage",
        metavar="FORM[:FILE]",
        action="append",
        nargs="?",
        const="text",
        help="say what the scenarios that were run exercise of their policies: as text (default), json, html or lcov",
    )
    group.addoption(
        "--pingan-coverage-fail-under",
        metavar="PERCENT",
        type=float,
        help="fail when they exercise less than PERCENT of one of the policies",
    )
    group.addoption(
        "--pingan-coverage-measure",
        choices=("clause", "rule", "condition", "mcdc"),
        default="mcdc",
        help="what --pingan-coverage-fail-under measures (default: mcdc)",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Registers the markers, and who notes what scenarios exercise."""
    for line in _MARKERS:
        config.addinivalue_line("markers", line)
    if config.getoption("pingan_coverage_fail_under") is not None and not config.getoption("pingan_coverage"):
        config.option.pingan_coverage = ["text"]
    if config.getoption("pingan_coverage"):
        from pingan.testing.covering import Covering

        config.pluginmanager.register(Covering(config), COVERING)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> PolicyFile | None:
    """Policy files that the session is configured for, or that were named on the command line, and no others."""
    if file_path.suffix != ".rules":
        return None
    patterns = parent.config.getini("pingan_files")
    if not patterns and not parent.session.isinitpath(file_path):
        return None
    from pingan.testing.collecting import PolicyFile
    from pingan.testing.configured import matches

    if not parent.session.isinitpath(file_path) and not matches(patterns, file_path, parent.config):
        return None
    return PolicyFile.from_parent(parent, path=file_path)


def configured(config: pytest.Config) -> Configured:
    """What *config* says of policies."""
    if _CONFIGURED not in config.stash:
        from pingan.testing.configured import Configured

        config.stash[_CONFIGURED] = Configured(config, {})
    return config.stash[_CONFIGURED]


@pytest.fixture
def policy(request: pytest.FixtureRequest) -> pingan.Policy:
    """The policy that the marker `pingan` names, else the one of the setting `pingan_policy`."""
    from pingan.testing.asking import policy_of

    return policy_of(request, configured(request.config))


@pytest.fixture
def evaluate(request: pytest.FixtureRequest, policy: pingan.Policy) -> Evaluate:
    """Asks `policy`: ``evaluate(facts, as_of="2016-06-01")``. A test that fails shows what it was answered."""
    from pingan.testing.asking import Evaluate

    return Evaluate(policy, request.node.stash.setdefault(_TOLD, []))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: Any) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Shows what a test that failed was answered."""
    report = yield
    told = item.stash.get(_TOLD, None)
    if told and report.when == "call" and report.failed:
        from pingan.testing.asking import sections

        report.sections += sections(told)
    return report
