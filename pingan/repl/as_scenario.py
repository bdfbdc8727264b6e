"""The question at the prompt as a scenario of the policy, ready to paste."""

from __future__ import annotations

from collections.abc import Mapping

from pingan.interview.interview import Interview
from pingan.policy import Policy
from pingan.witnesses.nodes import Case
from pingan.witnesses.observing import observed
from pingan.witnesses.scenario_text import scenario_text


def as_scenario(interview: Interview, policy: Policy, settings: Mapping[str, object], title: str) -> str:
    """The scenario, expecting what follows now of every rule that surely applies (of none: of those that may).

    Raises NotWritableError (a ValueError) where a scenario has no way to write the facts.
    """
    moment = policy._instant(interview.as_of)
    case = Case(interview.facts, moment, dict(settings))
    outcome = interview.outcome
    home = policy.names[0]
    keys = [key for key in (outcome.applicable_rules or outcome.undecided_rules) if key.startswith(f"{home}.")]
    expected = observed(policy, case, keys)
    return scenario_text(policy, case, expected, title or "as asked")
