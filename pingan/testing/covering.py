"""``--pingan-coverage``: what the scenarios that were run exercise of their policies, also where workers ran them."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from pingan.language.dialects import spoken_language
from pingan.scenario_coverage import ScenarioCoverage, coverage_of_all, merged, recorded
from pingan.scenario_coverage.forms import FORMS, written
from pingan.scenario_coverage.words import Words
from pingan.scenarios import ScenarioResult
from pingan.testing.plugin import configured

_OUTPUT = "pingan_recorded"


class Covering:
    """Collects what scenarios exercise, and reports it when the session is over."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.reports = [_report(wanted) for wanted in config.getoption("pingan_coverage")]
        self.percent: float | None = config.getoption("pingan_coverage_fail_under")
        self.measure = config.getoption("pingan_coverage_measure")
        self.recorded: dict[str, list[dict[str, Any]]] = {}
        """By the path of the policy file."""
        self.coverage: ScenarioCoverage | None = None
        self.lacking: list[str] = []
        self.session: pytest.Session | None = None

    def add(self, path: Path, result: ScenarioResult) -> None:
        """Notes what the scenario of *result*, of the policy file *path*, exercised."""
        self.recorded.setdefault(str(path), []).append(recorded(result))

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """Takes what a worker noted."""
        for path, data in (getattr(node, "workeroutput", None) or {}).get(_OUTPUT, {}).items():
            self.recorded.setdefault(path, []).append(data)

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """A worker hands over what it noted; whoever is alone, or has workers, adds up and judges."""
        by_file = {path: merged(several) for path, several in sorted(self.recorded.items())}
        output = getattr(self.config, "workeroutput", None)
        if output is not None:
            output[_OUTPUT] = by_file
            return
        if not by_file:
            return
        policies = [configured(self.config).policy((path,)) for path in by_file]
        self.coverage = coverage_of_all(policies, merged(by_file.values()))
        self.lacking = list(self._lacking(self.coverage))
        self.session = session
        if self.lacking:
            self._fail()

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """Tells and writes the reports."""
        if self.coverage is None:
            return
        terminalreporter.section("coverage of policies by their scenarios")
        for form, path in self.reports:
            text = self._written(self.coverage, form)
            if path is None:
                terminalreporter.line(text.rstrip("\n"))
                continue
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
                terminalreporter.line(f"{form} written to {path}")
            except OSError as error:
                told = f"{form} not written to {path}: {error.strerror}"
                terminalreporter.line(told, red=True, bold=True)
                self._fail()
        for line in self.lacking:
            terminalreporter.line(line, red=True, bold=True)

    def _fail(self) -> None:
        if self.session is not None and self.session.exitstatus == pytest.ExitCode.OK:
            self.session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def _lacking(self, coverage: ScenarioCoverage) -> list[str]:
        """The policies of which too little is exercised."""
        if self.percent is None:
            return []
        wanted = Fraction(str(self.percent))
        tallies = [(policy.name, policy.tally(self.measure)) for policy in coverage.policies]
        first = configured(self.config).policy((min(self.recorded),))
        say = Words(spoken_language(first.language, first.environment.dialects)).say
        return [
            say(
                f"{name}: scenarios cover {tally.covered} of {tally.number} ({self.measure}), "
                f"less than {self.percent:g} %",
                f"{name}：情景覆盖 {tally.number} 项中的 {tally.covered} 项（{self.measure}），不足 {self.percent:g}%",
            )
            for name, tally in tallies
            if tally.share * 100 < wanted
        ]

    def _written(self, coverage: ScenarioCoverage, form: str) -> str:
        root, first = self.config.rootpath, configured(self.config).policy((min(self.recorded),))
        language = spoken_language(first.language, first.environment.dialects)
        return written(coverage, form, language, root=root)


def _report(wanted: str) -> tuple[str, Path | None]:
    """``FORM`` or ``FORM:FILE``. Raises UsageError for anything else."""
    form, colon, path = wanted.partition(":")
    if form not in FORMS or (colon and not path):
        forms = ", ".join(FORMS)
        raise pytest.UsageError(f"--pingan-coverage={wanted}: write FORM or FORM:FILE, where FORM is one of {forms}")
    return form, Path(path) if colon else None
