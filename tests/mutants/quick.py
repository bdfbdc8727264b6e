"""Mutants of what stands in functions: put in by exchanging code, in a process that has collected all tests already.

What is noticed so is noticed. What is not is asked again in a process of its own (`running`): a policy that a test
file makes when it is imported was made without the mutant.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from inspect import CO_OPTIMIZED
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

from tests.mutants.operators import Mutant
from tests.mutants.tests import PACKAGES


class Loop:
    """A plug-in of pytest: instead of running tests, forks for each mutant and runs those that it is asked for."""

    def __init__(self, root: Path, ask: Callable[[Loop], None]) -> None:
        self.root, self.ask = root, ask
        self.items: dict[str, Any] = {}
        self.functions: dict[str, list[FunctionType]] = {}

    def pytest_runtestloop(self, session: Any) -> bool:
        self.items = {item.nodeid: item for item in session.items}
        for package in PACKAGES:  # some are only imported when they are needed
            for path in sorted(self.root.glob(f"pingan/{package}/**/*.py")):
                name = path.relative_to(self.root).with_suffix("").as_posix().replace("/", ".")
                import_module(name.removesuffix(".__init__"))
        for found in gc.get_objects():
            if isinstance(found, FunctionType):
                self.functions.setdefault(found.__code__.co_filename, []).append(found)
        gc.freeze()
        self.ask(self)
        return True

    def can(self, mutant: Mutant) -> bool:
        return bool(self._exchanges(mutant))

    def _exchanges(self, mutant: Mutant) -> list[tuple[FunctionType, CodeType]]:
        """The functions whose code is another with *mutant*, and that code; none if more than functions would be."""
        path = self.root / mutant.path
        source = path.read_bytes()
        before = compile(source, str(path), "exec", dont_inherit=True)
        after = compile(mutant.applied(source), str(path), "exec", dont_inherit=True)
        old, new = dict(_functions(before)), dict(_functions(after))
        if old.keys() != new.keys() or _outside(before) != _outside(after):
            return []
        changed = {name for name in old if _content(old[name]) != _content(new[name])}
        live = [f for f in self.functions.get(str(path), ()) if f.__code__.co_qualname in changed]
        found = [(f, new[f.__code__.co_qualname]) for f in live]
        if {f.__code__.co_qualname for f in live} != changed:
            return []
        return [] if any(f.__code__.co_freevars != code.co_freevars for f, code in found) else found

    def asked(self, mutant: Mutant | None, tests: Sequence[str], out: int) -> None:
        """Exchanges code, if there is a mutant, runs the tests until one fails, and ends this process."""
        from _pytest.runner import runtestprotocol

        code = 0
        try:
            for function, other in self._exchanges(mutant) if mutant is not None else ():
                function.__code__ = other
            items = [self.items[test] for test in tests if test in self.items]
            for item, following in zip(items, [*items[1:], None], strict=False):
                failed = [r for r in runtestprotocol(item, log=False, nextitem=following) if r.failed]
                if failed:
                    os.write(out, failed[0].nodeid.encode()[:2000])
                    code = 1
                    break
        except BaseException:
            code = 1
        finally:
            os._exit(code)


def _functions(code: CodeType) -> Iterator[tuple[str, CodeType]]:
    """The outermost functions of a module, methods among them, by qualified name."""
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            if constant.co_flags & CO_OPTIMIZED:  # no class
                yield constant.co_qualname, constant
            else:
                yield from _functions(constant)


def _outside(code: CodeType) -> tuple[Any, ...]:
    """What of *code* is not in functions."""
    return code.co_code, tuple(
        (_outside(c) if not c.co_flags & CO_OPTIMIZED else c.co_qualname) if isinstance(c, CodeType) else (type(c), c)
        for c in code.co_consts
    )


def _content(code: CodeType) -> tuple[Any, ...]:
    """What *code* does, wherever it stands."""
    constants = tuple(_content(c) if isinstance(c, CodeType) else (type(c), c) for c in code.co_consts)
    return code.co_code, constants, code.co_names, code.co_varnames, code.co_exceptiontable
