"""Reports of a policy of the tests' own, and of policies that ship."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

import pingan

ROOT = Path(__file__).resolve().parents[2]

FEW = settings(max_examples=max(8, settings.default.max_examples // 6) if settings.default else 8, deadline=None)
"""A report takes a tenth of a second."""

POOL = """\
policy pool "A pool at night" {
    document "Order 7"
    version "2.1"
    zone "Asia/Shanghai"
    in force from 2016-01-01
}
fact flooded: boolean
fact flooded_at: datetime optional
fact closed_at: datetime optional
fact open_at_night: boolean
fact told: boolean
fact dangerous "危险": judgement by inspector
fact guard_name: text sensitive
fact guard_ill: boolean sensitive
fact guard_since: datetime sensitive
fact visitors: integer >= 0
actor warden "管理员"
actor owner "业主"
actor inspector "检查员"
action close "关闭"
action tell "告知"
action drain "排水"
action report "上报" is escalation
action pay(amount: integer)
interpretation when_full "满员" {
    question "When is the pool full?"
    readings { at_forty "四十人", at_fifty }
    default at_forty
}
parameter limit: integer >= 0
set limit = 40
define crowded: boolean { is visitors >= limit and when_full = at_forty }
rule shut "关闭泳池" {
    when flooded
    since flooded_at
    then warden must close within 2 hours fulfilled at closed_at
    otherwise owner must pay(amount: 500)
}
rule keep_open { when open_at_night then warden must not close }
rule relieve { when flooded then owner may drain }
rule early { when flooded then owner must drain by 2016-07-01 }
rule tell { when flooded then owner must tell fulfilled when told }
rule escalate { when dangerous then owner must report within 1 hours }
rule guards {
    when guard_ill and guard_name != "nobody"
    since guard_since
    then owner must drain within 3 days
}
rule full { when crowded then warden must tell }
rule crowd { when crowded and flooded then owner must tell }
"""

FACTS: dict[str, object] = {
    "flooded": True,
    "flooded_at": "2016-06-18T08:00:00+08:00",
    "open_at_night": True,
    "told": True,
    "visitors": 45,
    "dangerous": {"value": True, "by": "inspector", "at": "2016-06-18T09:00:00+08:00"},
}
AS_OF = "2016-06-18T12:00"

Report = Callable[..., pingan.ReportDocument]


@pytest.fixture(scope="session")
def pool() -> pingan.Policy:
    return pingan.load(pingan.Source("pool.rules", POOL))


@pytest.fixture(scope="session")
def report(pool: pingan.Policy) -> Report:
    """The report of the pool's facts, some of them otherwise; *fresh*: not one that another test asked for, too."""
    kept: dict[str, pingan.ReportDocument] = {}

    def made(
        facts: dict[str, object] | None = None,
        as_of: str = AS_OF,
        show_sensitive: bool = False,
        fresh: bool = False,
        **asked: object,
    ) -> pingan.ReportDocument:
        key = repr((facts, as_of, show_sensitive, asked))
        if fresh or key not in kept:
            outcome = pool.evaluate({**FACTS, **(facts or {})}, as_of=as_of, show_sensitive=show_sensitive)
            kept[key] = pingan.report_of(pool, outcome, **asked)  # type: ignore[arg-type]
        return kept[key]

    return made


@pytest.fixture(scope="session")
def blockade() -> tuple[pingan.Policy, pingan.Outcome]:
    """A policy that ships, and its sample of half known facts."""
    policy = pingan.load("jilin")
    facts = pingan.read_facts(ROOT / "policies" / "facts" / "corpse_blockade.json")
    return policy, policy.evaluate(facts, as_of="2016-06-18T12:00")
