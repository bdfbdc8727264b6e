"""The API page is made of docstrings: every public name has one, and the examples in them hold."""

from __future__ import annotations

import doctest
import importlib
from contextlib import chdir
from functools import cache
from pathlib import Path

import pytest

import pingan
from docs._site.api import homes, kind_of, modules, public_names

pytestmark = pytest.mark.xdist_group("docstrings")
NAMES = [(module, name) for module in modules() for name in public_names(module) if homes()[name] == module]


@cache
def asked() -> tuple[pingan.Policy, pingan.Outcome, dict[str, object]]:
    """What examples speak of without having made it."""
    policy = pingan.load("jilin")
    outcome = policy.evaluate({}, as_of="2016-06-18")
    return policy, outcome, outcome.to_record()


@pytest.mark.parametrize(("module", "name"), NAMES, ids=[f"{module}.{name}" for module, name in NAMES])
def test_a_public_name_says_what_it_is_and_its_examples_hold(module: str, name: str, tmp_path: Path) -> None:
    value = getattr(importlib.import_module(module), name)
    if kind_of(value) == "Values":
        return
    assert (value.__doc__ or "").strip()
    examples = [t for t in doctest.DocTestFinder(exclude_empty=True).find(value, name) if t.examples]
    if not examples:
        return
    policy, outcome, record = asked()
    given = {"pingan": pingan, "policy": policy, "outcome": outcome, "record": record, "ask": lambda _: None}
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    report: list[str] = []
    with chdir(tmp_path):
        for test in examples:
            test.globs = {**test.globs, **given, name: value}
            runner.run(test, out=report.append)
    assert runner.failures == 0, "".join(report)
