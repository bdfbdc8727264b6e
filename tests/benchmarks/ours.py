"""What is measured: the workload's policy, asked as a program would ask it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache
from typing import Any, Final

import pingan
from tests.benchmarks.timing import Side
from tests.benchmarks.workload import Incident, Workload, fired, undecided
from tests.benchmarks.written import AS_OF, facts_of, names, policy_text

INSTANT: Final = datetime.fromisoformat(AS_OF)


@cache
def policy(of: Workload) -> pingan.Policy:
    """The workload, loaded from its text and asked once, so that nothing is left to be made."""
    found = pingan.load(pingan.Source("made.rules", policy_text(of)))
    assert found.program is not None
    return found


def refused(of: Workload) -> str | None:
    """Why so many rules cannot be loaded."""
    try:
        policy(of)
    except pingan.PolicyError as error:
        return str(error).splitlines()[0]
    return None


def rules(outcome: Any) -> Sequence[str]:
    """The keys of the rules that surely apply."""
    if hasattr(type(outcome), "applicable_rules"):
        found: Sequence[str] = outcome.applicable_rules
        return found
    return sorted(norm.rule for norm in outcome.norms if norm.applicable is pingan.Truth.TRUE)


def with_rules(of: Workload, found: Sequence[Incident]) -> Side:
    """A decision with the keys of the rules that apply: `policy.evaluate(facts, as_of=…).applicable_rules`."""
    evaluate = policy(of).evaluate

    def run(many: Sequence[object]) -> None:
        for facts in many:
            evaluate(facts, as_of=INSTANT).applicable_rules  # type: ignore[attr-defined]

    def run_before(many: Sequence[object]) -> None:
        for facts in many:
            rules(evaluate(facts, as_of=INSTANT))

    return Side(run if lazy() else run_before, facts_of(found))


def decided(of: Workload, found: Sequence[Incident]) -> Side:
    """A decision alone: facts checked, rules matched, nothing asked of the outcome yet."""
    evaluate = policy(of).evaluate

    def run(many: Sequence[object]) -> None:
        for facts in many:
            evaluate(facts, as_of=INSTANT)

    return Side(run, facts_of(found))


def asked(of: Workload, found: Sequence[Incident], question: Callable[[Any], object]) -> Side:
    """A decision, and *question* asked of its outcome."""
    evaluate = policy(of).evaluate

    def run(many: Sequence[object]) -> None:
        for facts in many:
            question(evaluate(facts, as_of=INSTANT))

    return Side(run, facts_of(found))


def lazy() -> bool:
    """Whether outcomes tell the rules that apply without anything else (they did not always)."""
    from pingan.outcome.outcome import Outcome

    return hasattr(Outcome, "applicable_rules")


def check(of: Workload, found: Sequence[Incident]) -> None:
    """What is about to be timed is right: the same rules as a naive reading, surely and perhaps."""
    loaded = policy(of)
    for incident, facts in zip(found, facts_of(found), strict=True):
        outcome = loaded.evaluate(facts, as_of=INSTANT)
        assert names(rules(outcome)) == fired(of, incident), incident
        if lazy():
            assert names(outcome.undecided_rules) == undecided(of, incident), incident  # type: ignore[attr-defined]
