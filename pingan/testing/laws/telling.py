"""A law that does not hold, in words: the law, the facts as a scenario to paste, and what differs."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

from pingan.diagnostics.errors import FactError
from pingan.language.dialect import in_chinese
from pingan.language.dialects import spoken_language
from pingan.policy import Policy
from pingan.testing.laws.law import Law, Trial
from pingan.testing.laws.said import in_chinese_of
from pingan.witnesses import Case, NotWritableError, observed, scenario_text

_EXPECTED = 3
"""Rules and definitions that a scenario to paste expects something of."""


class LawError(AssertionError):
    """A law does not hold; the text says which, of what, and for which facts."""


def law_text(law: Law, trial: Trial, found: Sequence[str]) -> str:
    """The law in words, what is not as it says, and each of the facts concerned as a scenario."""
    cases = {label: Case(facts, trial.as_of, {}, dict(trial.since)) for label, facts in trial.shown.items()}
    return broken_text(law.name, law.says, trial.policy, found, cases)


def broken_text(
    name: str, says: tuple[str, str], policy: Policy, found: Sequence[str], cases: Mapping[str, Case]
) -> str:
    """That a law does not hold of *policy*: the law, what was *found*, and the *cases* as scenarios by their titles."""
    chinese = in_chinese(spoken_language(policy.language, policy.environment.dialects))
    lead = f"规律 {name} 不成立：" if chinese else f"the law {name} does not hold: "
    lines = [lead + says[chinese], "", *(f"  - {in_chinese_of(line) if chinese else line}" for line in found), ""]
    keys = concerned(policy, found)
    for title, case in cases.items():
        lines += [_scenario(policy, title, case, keys), ""]
    drawn = getattr(policy, "text", None)
    if isinstance(drawn, str):
        lines += [drawn]
    return "\n".join(lines)


def _scenario(policy: Policy, title: str, case: Case, keys: Sequence[str]) -> str:
    try:
        return scenario_text(policy, case, observed(policy, case, keys), title).rstrip("\n")
    except (NotWritableError, FactError):  # of facts that no scenario can give
        return f"{title}: {json.dumps(case.facts, ensure_ascii=False, default=str)} as of {case.as_of}"


def concerned(policy: Policy, found: Sequence[str]) -> tuple[str, ...]:
    """The rules and definitions that the lines *found* name."""
    words = set(re.findall(r"\w+\.\w+", " ".join(found)))
    known = (*policy.model.rules, *policy.model.definitions)
    return tuple(key for key in known if key in words)[:_EXPECTED]
