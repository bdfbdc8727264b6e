"""Which tests run a line, and how long they take: measured once, on the code as it is."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from attrs import field, frozen

PACKAGES: Final = ("model", "graph", "program")

TESTS: Final = (
    "tests/spec",
    "tests/model",
    "tests/graph",
    "tests/program",
    "tests/matching",
    "tests/facts",
    "tests/outcome",
    "tests/properties/test_same_everywhere.py",
    "tests/properties/test_exactness.py",
)
"""The tests that are asked about each mutant: those of meaning, and those beside the code."""

LATER: Final = ("tests/spec/conformance", "tests/outcome")
"""Tests of many things at once, which take long to be collected: asked where the others noticed nothing."""

LEFT_OUT: Final = (
    "tests/spec/test_printed.py",
    "tests/outcome/test_explanations.py::test_the_facts_that_an_explanation_names_give_a_settled_conclusion_again",
)
"""Half of all the time, and about other things."""

PLUGINS: Final = ("-q", "-p", "no:cacheprovider", "-p", "_hypothesis_pytestplugin")
"""No others are loaded (see `ALONE`): what is installed in the environment is not what is measured."""

ALONE: Final = {
    "PINGAN_CACHE": "",
    "PINGAN_HYPOTHESIS_PROFILE": "mutants",
    "HYPOTHESIS_NO_PLUGINS": "1",
    "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
    "PYTHONHASHSEED": "0",
}

_MEASURE: Final = """
import sys, pytest
from tests.mutants.tests import PLUGINS, Stopwatch
watch = Stopwatch(sys.argv[1])
raise SystemExit(pytest.main([*sys.argv[2:], *PLUGINS], plugins=[watch]))
"""


@frozen
class Measured:
    """What each line of the mutated files is run by: numbers of tests, in the order in which they were run."""

    seconds: dict[str, float]
    names: list[str] = field(repr=False)
    lines: dict[str, dict[str, list[int]]] = field(repr=False)
    """By file and line: the numbers of tests; that of the empty name among them where it is run before any test."""

    def tests_of(self, path: str, first: int, last: int) -> list[str]:
        """The tests that run any of the lines; all tests, where it is run before them.

        Those beside the code come first, then the quickest.
        """
        of_file = self.lines.get(path, {})
        found = {self.names[test] for line in range(first, last + 1) for test in of_file.get(str(line), ())}
        beside = f"tests/{path.split('/')[1]}/"

        def turn(test: str) -> tuple[bool, float]:
            return not test.startswith(beside), self.seconds[test]

        all_tests = {test for test in self.seconds if not test.startswith(LEFT_OUT)}
        those = sorted(found & all_tests, key=turn)
        return those if "" not in found else those + sorted(all_tests - found, key=turn)


class Stopwatch:
    """A plug-in of pytest that keeps what each test ran and how long it took."""

    def __init__(self, path: str) -> None:
        import coverage

        self.path, self.seconds = path, {}  # type: ignore[var-annotated]
        self.coverage = coverage.Coverage(
            data_file=None, config_file=False, include=[f"pingan/{p}/*" for p in PACKAGES], messages=False
        )
        self.coverage.start()

    def pytest_runtest_protocol(self, item: Any, nextitem: Any) -> None:
        self.coverage.switch_context(item.nodeid)

    def pytest_runtest_logreport(self, report: Any) -> None:
        self.seconds[report.nodeid] = self.seconds.get(report.nodeid, 0.0) + report.duration

    def pytest_sessionfinish(self) -> None:
        self.coverage.stop()
        data, here = self.coverage.get_data(), Path.cwd()
        numbers: dict[str, int] = {}
        lines: dict[str, dict[int, list[int]]] = {}
        for file in data.measured_files():
            of_file = lines.setdefault(Path(file).relative_to(here).as_posix(), {})
            for line, tests in data.contexts_by_lineno(file).items():
                of_file[line] = [numbers.setdefault(test, len(numbers)) for test in tests]
        held = {"seconds": self.seconds, "names": list(numbers), "lines": lines}
        Path(self.path).write_text(json.dumps(held, separators=(",", ":")), "utf-8")


def measured(root: Path, keep: Path, tests: Sequence[str] = TESTS) -> Measured:
    """The *tests* of the copy *root*, run once (or as *keep* holds it)."""
    if not keep.exists():
        command = [sys.executable, "-c", _MEASURE, str(keep), *tests]
        environment = {**os.environ, **ALONE, "PYTHONPATH": str(root)}
        done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(f"the tests fail without any mutant:\n{done.stdout[-3000:]}{done.stderr[-3000:]}")
    return Measured(**json.loads(keep.read_text("utf-8")))
