"""Each mutant in a process of its own, forked from one in which everything but this package is imported already."""

from __future__ import annotations

import os
import resource
import signal
import sys
import time
from collections.abc import Callable, Sequence
from importlib.machinery import SourceFileLoader
from pathlib import Path
from typing import Any, Final

from attrs import evolve, frozen

from tests.mutants.operators import Mutant
from tests.mutants.quick import Loop
from tests.mutants.tests import LATER, PLUGINS, Measured

MEMORY: Final = 16 << 30
"""Bytes of addresses, not of memory: the stacks of threads take many that are never touched."""
SLACK: Final = 20.0
"""Seconds of processor time that a mutant may take beside four times what its tests take."""
WAIT: Final = 20
"""How many times as long it may take by the clock: the machine may have other things to do."""

QUICK: Final = 4.0
"""Seconds of tests (as they were measured) that are asked at first."""

KILLED, SURVIVED, TIMEOUT, UNCOVERED = "killed", "survived", "timeout", "uncovered"
GUESSED: Final = "guessed"
"""Survived, as far as was seen quickly."""


@frozen
class Fate:
    """What became of a mutant."""

    name: str
    fate: str
    seconds: float
    tests: int
    told: str = ""
    """The test that noticed, or none."""


class _Chosen:
    """A plug-in of pytest: some tests, in an order."""

    def __init__(self, tests: Sequence[str], out: int) -> None:
        self.order, self.out = {test: place for place, test in enumerate(tests)}, out

    def pytest_collection_modifyitems(self, items: list[Any]) -> None:
        items[:] = sorted((i for i in items if i.nodeid in self.order), key=lambda item: self.order[item.nodeid])

    def pytest_runtest_logreport(self, report: Any) -> None:
        if report.failed:
            os.write(self.out, report.nodeid.encode()[:2000])


def prepare(root: Path) -> None:
    """Imports what tests need and has no mutants; from now on `pingan` is that of the copy *root*."""
    import attrs  # noqa: F401
    import hypothesis.strategies  # noqa: F401
    import lark  # noqa: F401
    import networkx  # noqa: F401
    import pytest  # noqa: F401
    import ruamel.yaml  # noqa: F401

    here = str(Path(__file__).resolve().parents[2])
    sys.path[:] = [str(root), *(entry for entry in sys.path if entry not in ("", here, str(root)))]
    for name in [name for name in sys.modules if name.split(".")[0] == "tests"]:
        del sys.modules[name]
    assert not any(name.split(".")[0] == "pingan" for name in sys.modules)
    os.chdir(root)


def fate_of(mutant: Mutant, root: Path, measured: Measured) -> Fate:
    """What the tests say of *mutant*."""
    tests = measured.tests_of(mutant.path, *mutant.lines)
    if not tests:
        return Fate(mutant.name, UNCOVERED, 0.0, 0)
    return _forked(mutant, tests, measured, lambda out: _ask(mutant, root, tests, out))


def quick_fate_of(mutant: Mutant, measured: Measured, loop: Loop, patience: float = QUICK) -> Fate:
    """What the tests that *loop* has collected say of *mutant*, where it can be put in there; a guess, if nothing."""
    tests = measured.tests_of(mutant.path, *mutant.lines)
    if not tests or not loop.can(mutant):
        return Fate(mutant.name, GUESSED if tests else UNCOVERED, 0.0, len(tests))

    total = 0.0
    first = [test for test in tests if (total := total + measured.seconds[test]) < patience]

    def ask(out: int) -> None:
        _alone()
        loop.asked(mutant, first, out)

    fate = _forked(mutant, first, measured, ask)
    return evolve(fate, fate=GUESSED) if fate.fate == SURVIVED and len(first) < len(tests) else fate


def _forked(mutant: Mutant, tests: Sequence[str], measured: Measured, ask: Callable[[int], None]) -> Fate:
    limit = SLACK + 4 * sum(measured.seconds[test] for test in tests)
    began = time.monotonic()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        resource.setrlimit(resource.RLIMIT_CPU, (round(limit), round(limit) + 5))
        ask(writing)
    os.close(writing)
    code = _ended(child, began + WAIT * limit)
    told = os.read(reading, 2000).decode("utf-8", "replace")
    os.close(reading)
    if code is not None and os.waitstatus_to_exitcode(code) in (4, 5):
        raise SystemExit(f"{mutant.name}: its tests cannot be asked")
    is_out_of_time = code is None or os.waitstatus_to_exitcode(code) in (-signal.SIGXCPU, -signal.SIGKILL)
    fate = TIMEOUT if is_out_of_time else SURVIVED if code == 0 else KILLED
    return Fate(mutant.name, fate, round(time.monotonic() - began, 1), len(tests), told)


def quick_check(mutant: Mutant, measured: Measured, loop: Loop) -> None:
    """As `check`, of the tests that *loop* has collected."""
    tests = measured.tests_of(mutant.path, *mutant.lines)

    def ask(out: int) -> None:
        _alone()
        loop.asked(None, tests, out)

    fate = _forked(mutant, tests, measured, ask)
    if fate.fate != SURVIVED:
        raise SystemExit(f"the tests of {mutant.name} fail without it: {fate.told}")


def check(mutant: Mutant, root: Path, measured: Measured) -> None:
    """Stops where a mutant that changes nothing is noticed: then nothing else that is noticed means anything."""
    fate = fate_of(evolve(mutant, new=mutant.old), root, measured)
    if fate.fate not in (SURVIVED, UNCOVERED):
        raise SystemExit(f"the tests of {mutant.name} fail without it: {fate.told}")


def _ended(child: int, until: float) -> int | None:
    """How the process ended; None if it had to be ended."""
    while time.monotonic() < until:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return status
        time.sleep(0.05)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return None


def _ask(mutant: Mutant, root: Path, tests: Sequence[str], out: int) -> None:
    """Runs the tests with the mutant in its place, in this process, and ends it."""
    code = 3
    try:
        _alone()
        _put_in_place(mutant, root)
        import pytest

        code = 0
        for some in ([t for t in tests if not t.startswith(LATER)], [t for t in tests if t.startswith(LATER)]):
            files = list(dict.fromkeys(test.partition("::")[0] for test in some))
            if files and code == 0:
                code = int(pytest.main([*files, "-x", "--tb=no", *PLUGINS], plugins=[_Chosen(some, out)]))
    except BaseException:  # whatever a mutant does ends here
        code = 3
    finally:
        os._exit(code)


def _alone() -> None:
    """This process in a group of its own, with a bound on its memory and nobody to tell anything."""
    os.setpgid(0, 0)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)


def collect(root: Path, tests: Sequence[str], ask: Callable[[Loop], None]) -> None:
    """Collects *tests*, files or folders of them, and lets *ask* ask them."""
    import pytest

    loop = Loop(root, ask)
    code = pytest.main([*tests, "--tb=no", *PLUGINS], plugins=[loop])
    if code not in (0, 5):
        raise SystemExit(f"the tests cannot be collected: {code}")


def _put_in_place(mutant: Mutant, root: Path) -> None:
    """Lets Python import the file with the mutant in it; nothing is written."""
    path, original = str(root / mutant.path), SourceFileLoader.get_code
    text = mutant.applied((root / mutant.path).read_bytes())

    def get_code(loader: SourceFileLoader, fullname: str) -> Any:
        if loader.path == path:
            return compile(text, path, "exec", dont_inherit=True)
        return original(loader, fullname)

    SourceFileLoader.get_code = get_code  # type: ignore[method-assign]
