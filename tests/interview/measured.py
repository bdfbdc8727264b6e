"""How many questions an interview takes: ``python -m tests.interview.measured`` prints the table of docs/questions.md.

Each sample file plays somebody who knows what it says and nothing else. *Asked* is how many questions were put,
*known* how many of them could be answered; *form* is how many a form would have that asks for everything which the
policy reads of the records and elements that there are. Then the share of what gets decided that is so after 5, 10 and
20 answers, and how many questions one rule alone takes.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pingan
from pingan.interview import Interview
from pingan.interview.given import elements
from pingan.language.types import ListType, RecordType
from tests.interview.simulated import decided, held

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = (
    ("night_attack", ("jilin",), "2016-03-12T08:00"),
    ("corpse_blockade", ("jilin",), "2016-06-18T12:00"),
    ("touts_ring", ("jilin",), "2016-05-19T09:00"),
    ("dispute_turning_violent", ("jilin",), "2016-04-14T10:00"),
    ("security_self_check", ("jilin",), "2016-10-08"),
    ("provincial_figures", ("jilin",), "2017-01-05"),
    ("half_unknown", ("jilin",), "2016-09-08T09:00"),
    ("campus_incident", ("wuhan",), "2021-10-16T08:00"),
    ("county_region", ("national", "county"), "2022-12-20T09:00"),
)


def form(policy: pingan.Policy, hidden: Mapping[str, Any]) -> int:
    """How many facts somebody who fills in a form is asked for."""
    vocabulary = policy.model.vocabulary
    read = policy.program._fields_read

    def of_field(owner: str, name: str, value: object, declared: Any) -> int:
        if (owner, name) not in read:
            return 0
        kind = declared.type
        if isinstance(kind, ListType) and isinstance(kind.element, RecordType):
            return 1 + sum(of_record(kind.element.name, each) for each in elements(value))
        if isinstance(kind, RecordType):
            asked = 1 if declared.optional else 0
            return asked + (of_record(kind.name, value) if isinstance(value, Mapping) else 0)
        return 1

    def of_record(name: str, value: Any) -> int:
        fields = vocabulary.records[name].fields
        return sum(of_field(name, field, value.get(field), declared) for field, declared in fields.items())

    return sum(
        of_field("", name, hidden.get(name), fact.field) for name, fact in vocabulary.facts.items() if fact.field
    )


def shares(interview: Interview) -> list[int]:
    """Of the norms settled in the end, how many hundredths are so after 5, 10 and 20 answers.

    Elements of a list that comes to be known bring norms of their own, so that there may be fewer open ones before.
    """
    stages: list[int] = []
    at: Interview | None = interview
    while at is not None:
        stages.insert(0, at.open)
        at = at.before
    first, last = stages[0], stages[-1]
    ended = [first - stages[min(answers, len(stages) - 1)] for answers in (5, 10, 20)]
    return [min(100, round(100 * each / max(1, first - last))) for each in ended]


def of_one_rule(policy: pingan.Policy, hidden: Mapping[str, Any], as_of: str) -> float:
    """How many questions it takes on average to decide one rule (of every tenth that is open at first)."""
    opened = policy.evaluate({}, as_of=as_of)
    rules = sorted({norm.rule_key for norm in opened.norms if len(norm.states) > 1})[::10]
    return sum(held(policy, hidden, as_of, goals=(rule,)).steps for rule in rules) / max(1, len(rules))


def main() -> None:
    for name, targets, as_of in SAMPLES:
        policy = pingan.load(*targets)
        whole = policy.evaluate(pingan.read_facts(ROOT / "policies" / "facts" / f"{name}.json"), as_of=as_of)
        hidden = whole._whole.facts.data  # type: ignore[attr-defined]
        interview = held(policy, hidden, as_of)
        assert decided(interview.outcome) == decided(whole)
        known = interview.steps - len(interview.unknown)
        settled = " | ".join(f"{share} %" for share in shares(interview))
        asked = f"`{'`, `'.join(targets)}` | {interview.steps} | {known} | {form(policy, hidden)}"
        print(f"| `{name}` | {asked} | {settled} | {of_one_rule(policy, hidden, as_of):.1f} |")


if __name__ == "__main__":
    main()
