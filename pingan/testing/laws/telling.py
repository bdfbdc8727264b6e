"""A law that does not hold, in words: the law, the facts as a scenario to paste, and what differs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence

from pingan.diagnostics.errors import FactError
from pingan.language.dialect import in_chinese
from pingan.language.dialects import spoken_language
from pingan.policy import Policy
from pingan.testing.laws.law import Law, Trial
from pingan.witnesses import Case, NotWritableError, observed, scenario_text

_EXPECTED = 3
"""Rules and definitions that a scenario to paste expects something of."""


class LawError(AssertionError):
    """A law does not hold; the text says which, of what, and for which facts."""


def law_text(law: Law, trial: Trial, found: Sequence[str]) -> str:
    """The law in words, what is not as it says, and each of the facts concerned as a scenario."""
    language = spoken_language(trial.policy.language, trial.policy.environment.dialects)
    chinese = in_chinese(language)
    lead = f"规律 {law.name} 不成立：" if chinese else f"the law {law.name} does not hold: "
    lines = [lead + law.said(language), "", *(f"  - {line}" for line in found), ""]
    for text in _scenarios(trial, found):
        lines += [text.rstrip("\n"), ""]
    return "\n".join(lines)


def _scenarios(trial: Trial, found: Sequence[str]) -> Iterator[str]:
    keys = concerned(trial.policy, found)
    for label, facts in trial.shown.items():
        case = Case(facts, trial.as_of, {}, dict(trial.since))
        try:
            yield scenario_text(trial.policy, case, observed(trial.policy, case, keys), label)
        except (NotWritableError, FactError):  # of facts that no scenario can give
            yield f"{label}: {json.dumps(facts, ensure_ascii=False, default=str)} as of {trial.as_of}"


def concerned(policy: Policy, found: Sequence[str]) -> tuple[str, ...]:
    """The rules and definitions that the lines *found* name."""
    words = set(re.findall(r"\w+\.\w+", " ".join(found)))
    known = (*policy.model.rules, *policy.model.definitions)
    return tuple(key for key in known if key in words)[:_EXPECTED]
