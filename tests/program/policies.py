"""Small policies for tests: one vocabulary, and the rules of the test."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from pingan.outcome.nodes import Norm
from pingan.outcome.outcome import Outcome
from pingan.pipeline import Policy, load
from pingan.source import Source

SHANGHAI = ZoneInfo("Asia/Shanghai")

VOCABULARY = """
enum Grade ordered { low, middle, high }
record Person { name: text key  role: text  fit: boolean }
record Town is actor { size: integer >= 0  reports: list of Report  head: Person optional }
record Report { month: date  submitted_on: date }
record Case {
    at: datetime  on: date  done_at: datetime optional  done: boolean  broken: boolean  broken_at: datetime optional
    a: boolean  b: boolean  c: boolean  n: integer >= 0  rate: decimal >= 0 and <= 1  grade: Grade
    people: list of Person  found: judgement by police
}
fact i: Case
fact town: Town
actor police
actor mayor
action act
action tell (to: actor)
action take (who: Person)
action other
parameter promptly: duration
parameter limit: decimal >= 0
interpretation sense { readings { narrow, wide } default narrow }
"""


def policy(
    rules: str, *, header: str = "in force from 2016-01-05", settings: Mapping[str, object] | None = None
) -> Policy:
    """A policy in the zone of Shanghai with *rules* over the shared vocabulary."""
    head = f'policy p "P" {{ zone "Asia/Shanghai" {header} }}'
    return load(Source("p.rules", head + VOCABULARY + rules), settings=settings)


def local(text: str) -> datetime:
    """An instant in Shanghai: ``2016-01-06 12:00``."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def norm(outcome: Outcome, rule: str = "r", place: int = 1, depth: int = 0) -> Norm:
    """The only norm of a rule at a place."""
    [found] = [n for n in outcome.norms if (n.rule, n.place, n.depth) == (rule, place, depth)]
    return found


def states(rules: str, facts: object, as_of: str, **options: object) -> set[str]:
    """The states of the only norm of rule r."""
    return set(norm(policy(rules, **options).evaluate(facts, as_of=local(as_of))).states)  # type: ignore[arg-type]


def causes(found: Norm) -> set[tuple[str, str]]:
    return {(cause.subject, cause.kind) for cause in found.causes}
