"""The policies that ship end without findings, or with reasons; and linting them stays quick."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from pingan import pipeline
from pingan.linting import Configuration, checked, lint
from pingan.linting.allowing import allowances_of
from pingan.source import Source

POLICIES = Path(__file__).parents[2] / "policies"
FILES = sorted(POLICIES.rglob("*.rules"))


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_nothing_is_found(path: Path) -> None:
    found = checked(path).diagnostics
    assert [(d.code, str(d.span)) for d in found if d.span and Path(d.span.source.name) == path] == []


def test_what_is_allowed_has_a_reason() -> None:
    for path in FILES:
        for allowance in allowances_of(Source(str(path), path.read_text("utf-8"))):
            behind = allowance.span.text.rpartition(allowance.codes[-1].code)[2].strip(" —-:：()（）")
            assert len(behind) > 10 or any(c >= "\u4e00" for c in behind), f"{allowance.span}: say why"


def test_the_rules_take_less_than_reading_does() -> None:
    """On the largest policy; with time for a busy machine."""
    path = POLICIES / "jilin" / "jilin.rules"
    text = path.read_text("utf-8")
    before = time.process_time()
    policy = pipeline.load(Source(path.stem + ".rules", text + "\n"), root=POLICIES / "jilin")
    read = time.process_time() - before
    best = min(_linting(policy) for _ in range(3))
    assert best < 2 * read, f"{best:.2f} s, and reading {read:.2f} s"


def _linting(policy: pipeline.Policy) -> float:
    before = time.process_time()
    lint(policy, Configuration())
    return time.process_time() - before
