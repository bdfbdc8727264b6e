"""What the laws are tried on: a policy, facts, and everything else that stays as it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from hypothesis import strategies as st

from pingan.language.calendar import Calendar
from pingan.language.environment import Environment
from pingan.model import nodes as m
from pingan.program.facts import Facts, check_facts
from pingan.stdlib import standard_library
from tests.reference import Decision, decide
from tests.strategies.facts import Data
from tests.strategies.vocabularies import ZONE

CALENDAR = Calendar(
    "working days",
    date(2016, 1, 1),
    date(2016, 3, 31),
    frozenset({date(2016, 2, 8)}),
    frozenset({date(2016, 2, 6)}),
    (),
)
ENVIRONMENT = Environment((standard_library(),), CALENDAR)

INSTANTS = [
    datetime(2016, 1, 6, 4, 0, tzinfo=UTC),
    datetime(2016, 2, 5, 4, 0, tzinfo=UTC),
    datetime(2016, 2, 5, 16, 0, tzinfo=UTC),
    datetime(2016, 3, 31, 15, 59, 59, tzinfo=UTC),
]
DAYS = [date(2016, 1, 31), date(2016, 2, 5)]


def instants() -> st.SearchStrategy[date | datetime]:
    """Instants of evaluation, some of them only known by their day."""
    return st.sampled_from([*INSTANTS, *DAYS])


def checked(data: Data, policy: m.Policy, as_of: date | datetime) -> Facts:
    return check_facts(data, policy.vocabulary, as_of=as_of, zone=ZONE)


def decided(policy: m.Policy, data: Data, as_of: date | datetime, since: Any = None) -> Decision:
    """What the reference says."""
    return decide(policy, checked(data, policy, as_of), as_of, ENVIRONMENT, since)


Draw = Callable[[st.SearchStrategy[Any]], Any]
