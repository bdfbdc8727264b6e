"""Policy files as pytest sees them: a file, and an item a scenario."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from attrs import frozen

import pingan
from pingan.diagnostics.plain import plain
from pingan.diagnostics.render import render
from pingan.testing.failures import failure_lines
from pingan.testing.plugin import COVERING, configured

if TYPE_CHECKING:
    from pingan.runs import ScenarioRun
    from pingan.scenarios import ScenarioResult


_BRACKETS = str.maketrans("[]", "()")


class PolicyFile(pytest.File):
    """A policy file; it is read once, and its policy kept as long as the session."""

    @cached_property
    def policy(self) -> pingan.Policy:
        """Raises CollectError with every diagnostic when it does not compile."""
        try:
            return configured(self.config).policy((str(self.path),))
        except pingan.PolicyError as error:
            here = f"{self.config.rootpath}{os.sep}"
            raise self.CollectError(render(error.diagnostics).replace(here, "").rstrip("\n")) from error

    def collect(self) -> Iterable[pytest.Item]:
        """An item for each scenario that stands in it."""
        taken: set[str] = set()
        for run in self.policy.runs():
            name = _unique(_item_name(run.title), taken)
            yield ScenarioItem.from_parent(self, name=name, run=run)
        if self.config.getoption("pingan_laws"):
            from pingan.testing.law_items import law_items

            yield from law_items(self)


class ScenarioItem(pytest.Item):
    """A scenario of a policy file as a test."""

    def __init__(self, *, run: ScenarioRun, **of: Any) -> None:
        super().__init__(**of)
        self.scenario_run = run
        # Some plug-ins (pytest-lsp) look into the fixtures of every item, and fail where there are none to look into.
        self.funcargs: dict[str, object] = {}
        self.add_marker("pingan_scenario")

    def runtest(self) -> None:
        result = self.scenario_run.run()
        covering = self.config.pluginmanager.get_plugin(COVERING)
        if covering is not None:
            covering.add(self.path, result)
        if not result.passed:
            raise ScenarioError(result)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        if not isinstance(excinfo.value, ScenarioError):
            return super().repr_failure(excinfo, style)
        result = excinfo.value.result
        parent = self.parent
        assert isinstance(parent, PolicyFile)
        headlines, lines = failure_lines(result)
        first = result.failures[0] if result.failures else None
        message = plain(str(first)) if first is not None and not result.problems else headlines[0]
        place = Place(self._shown_path, (first or result).span.line, message)
        return Told(tuple(lines), frozenset(headlines), place)

    @property
    def _shown_path(self) -> str:
        return os.path.relpath(self.path, self.config.rootpath)

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, self.scenario_run.span.line - 1, plain(self.scenario_run.name)


class ScenarioError(AssertionError):
    """A scenario came out otherwise than it expects."""

    def __init__(self, result: ScenarioResult) -> None:
        super().__init__(result.name)
        self.result = result


@frozen
class Place:
    """Where a test failed, and in a line what with: what pytest tells of it in short."""

    path: str
    lineno: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.lineno}: {self.message}"


@frozen
class Told:
    """A failure as pytest shows it: lines of text, the *important* ones of them coloured."""

    lines: tuple[str, ...]
    important: frozenset[str]
    reprcrash: Place

    def toterminal(self, writer: Any) -> None:
        """Writes it."""
        for line in self.lines:
            writer.line(line, **({"red": True, "bold": True} if line.strip() in self.important else {}))

    def __str__(self) -> str:
        return "\n".join(self.lines)


def _item_name(title: str) -> str:
    """A scenario's title as the name of a test: on one line, and without what separates the parts of a test's name.

    What stands in square brackets pytest takes for parameters, and then does not know the test again (``--lf``).
    """
    return plain(title).strip().replace("::", ":").translate(_BRACKETS) or "scenario"


def _unique(name: str, taken: set[str]) -> str:
    """*name*, or with a number behind it where that is *taken*."""
    found, number = name, 2
    while found in taken:
        found, number = f"{name} ({number})", number + 1
    taken.add(found)
    return found
