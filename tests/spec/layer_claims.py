"""Claims about several policies in one answer, which only the program's outcome has.

level of alarm: county                                the level at which a norm arises; `none`
stricter one_hour than two_hours: surely deadline     `possibly`; `standard`; `no` when nothing is said
policy old: replaced by new from 2016-02-01           `maybe replaced by …`, `not replaced by …`
policy order: national, county, clinic                from the widest level to the narrowest
override of two_hours: one_hour, 2 citations
"""

from __future__ import annotations

from pingan.language.shapes import Truth
from pingan.outcome.outcome import Outcome

SUBJECTS = ("level of ", "stricter ", "policy ", "override of ")


def layer_problem(subject: str, said: str, outcome: Outcome) -> str | None:
    """What is otherwise than the claim says; None when it is so."""
    found = _found(subject, outcome)
    return None if found == said else f"expected {said}, found {found}"


def _found(subject: str, outcome: Outcome) -> str:
    kind, _, rest = subject.partition(" ")
    match kind:
        case "level":
            norm = next(norm for norm in outcome.norms if norm.rule == rest.removeprefix("of "))
            return norm.level.name if norm.level else "none"
        case "stricter":
            return _stricter(*rest.split(" than "), outcome)
        case "override":
            return _override(rest.removeprefix("of "), outcome)
    if rest == "order":
        return ", ".join(status.name for status in sorted(outcome.policies, key=lambda s: s.place))
    return _replaced(rest, outcome)


def _stricter(one: str, other: str, outcome: Outcome) -> str:
    said = []
    for group in outcome.groups:
        for mark in group.stricter:
            if (outcome.norms[mark.norm].rule, outcome.norms[mark.than].rule) == (one, other):
                said.append(f"{'surely' if mark.holds is Truth.TRUE else 'possibly'} {mark.kind}")
    return " and ".join(said) or "no"


def _replaced(name: str, outcome: Outcome) -> str:
    words = {Truth.TRUE: "replaced", Truth.UNDETERMINED: "maybe replaced", Truth.FALSE: "not replaced"}
    status = next(status for status in outcome.policies if status.name == name)
    said = [f"{words[r.holds]} by {r.policy}" + (f" from {r.first}" if r.first else "") for r in status.replaced_by]
    return " and ".join(said) or "stands"


def _override(rule: str, outcome: Outcome) -> str:
    found = [f for f in outcome.findings if f.kind == "override" and f.subject.endswith(f".{rule}")]
    told = (f"{f.message.rpartition('.')[2]}, {len(f.citations)} citations" for f in found)
    return " and ".join(told) or "none"
