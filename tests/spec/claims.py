"""What a line of an `outcome` fence claims, and whether it is so.

alarm: pending or fulfilled because i.notified_at     states of the norms of a rule, and what they wait for
alarm.notify[1] otherwise for 2016-02: none           by action, element, depth and period
alarm by boss may to police: applies                  by bearer, modality and whom it is about
alarm deadline: 2016-02-05 to 2016-02-06              also `shortfall`; `applies`, `done`, `missed` true or false
value x: 5                                            a definition; `value x: a or b or absent` what it may be
conflict may_open against closed: true
nothing to measure: insured
cases hold together: fee 2, 3; grade 1, 2 (region.hospitals[1])
fact error: leave it out if unknown                   the facts are refused, and the message says so
diagnostic: present(x)                                the policy is refused, and a message or help says so
explanation of alarm: i.b and not i.a                 the facts that the reasons name
group of alarm: 2 norms, deadline 2016-01-05T11:00, 2 citations
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from pingan.language.shapes import Members, Range, Shape, Truth
from tests.spec.layer_claims import SUBJECTS, layer_problem
from tests.spec.seeing import Seen, SeenNorm

ZONE = "Asia/Shanghai"
_NORM = re.compile(
    r"(?P<rule>\w+)(?:\.(?P<action>\w+))?(?:\[(?P<element>[^\]]*)\])?(?P<otherwise> otherwise)?"
    r"(?: by (?P<bearer>\w+))?(?: (?P<modality>must_not|must|should|may|discretion))?(?: to (?P<told>\w+))?"
    r"(?: for (?P<period>\d{4}(?:-\d\d)?))?(?: (?P<aspect>deadline|shortfall|applies|done|missed|count))?"
)
_ASPECTS = {
    "applies": {"applies", "pending", "due", "fulfilled", "late", "breached"},
    "done": {"fulfilled", "late"},
    "missed": {"late", "breached"},
}


def problem(claim: str, seen: Seen) -> str | None:
    """What is otherwise than *claim* says; None when it is so."""
    subject, _, said = (part.strip() for part in claim.partition(":"))
    said = claim.partition(":")[2].strip()
    if subject.startswith("value "):
        return _value(said, seen, subject.removeprefix("value "))
    if subject.startswith("conflict "):
        pair = tuple(subject.removeprefix("conflict ").split(" against "))
        return _differs(said, _truth(seen.conflicts.get(pair, Truth.FALSE)))  # type: ignore[arg-type]
    if subject == "cases hold together":
        return _differs(sorted(said.split("; ")) if said else [], sorted(seen.promises))
    if subject == "nothing to measure":
        return _differs(sorted(said.split(", ")) if said else [], sorted(seen.unmeasured))
    if subject.startswith(SUBJECTS):
        return None if seen.outcome is None else layer_problem(subject, said, seen.outcome)
    if subject.startswith(("explanation of ", "group of ")):
        return None if seen.outcome is None else _of_outcome(subject, said, seen)
    wanted = _NORM.fullmatch(subject)
    if wanted is None:
        return f"no claim is written like `{claim}`"
    norms = [norm for norm in seen.norms if _meant(norm, wanted)]
    if wanted["aspect"] == "count":
        return _differs(said, str(len(norms)))
    if not norms:
        return f"there is no norm `{subject}`; there are {[(n.rule, n.elements, n.period) for n in seen.norms]}"
    found = (_norm(norm, wanted["aspect"], said) for norm in norms)
    return next((f"{subject}: {what}" for what in found if what), None)


def _meant(norm: SeenNorm, wanted: re.Match[str]) -> bool:
    return (
        norm.rule == wanted["rule"]
        and (wanted["action"] is None or norm.action == wanted["action"])
        and (wanted["element"] is None or ", ".join(norm.elements) == wanted["element"])
        and (wanted["bearer"] is None or norm.bearer == wanted["bearer"])
        and (wanted["modality"] is None or norm.modality == wanted["modality"])
        and (wanted["told"] is None or wanted["told"] in norm.told)
        and norm.depth == (1 if wanted["otherwise"] else 0)
        and (
            wanted["period"] is None
            or (norm.period is not None and norm.period[0].isoformat().startswith(wanted["period"]))
        )
    )


def _norm(norm: SeenNorm, aspect: str | None, said: str) -> str | None:
    if aspect == "deadline":
        return _differs(
            [_instant(end) for end in said.split(" to ")], _ends([_shown(end) for end in norm.deadline or ()])
        )
    if aspect == "shortfall":
        interval = norm.shortfall.interval if norm.shortfall else None
        ends = [] if interval is None else [interval.low, interval.high]
        return _differs([_number(end) for end in said.split(" to ")] if said != "none" else [], _ends(ends))
    if aspect in _ASPECTS:
        return _differs(said, _truth(Truth.of(frozenset(state in _ASPECTS[aspect] for state in norm.states))))
    states, _, causes = said.partition(" because ")
    wrong = _differs(sorted(states.split(" or ")), sorted(norm.states))
    if wrong or not causes:
        return wrong
    return _differs([] if causes == "nothing" else sorted(causes.split(", ")), sorted(norm.causes))


def _ends(ends: Sequence[Any]) -> list[Any]:
    return list(ends[:1]) if len(ends) == 2 and ends[0] == ends[1] else list(ends)


def _value(said: str, seen: Seen, name: str) -> str | None:
    if name not in seen.values:
        return f"there is no definition `{name}`"
    shape, causes = seen.values[name]
    value, _, because = said.partition(" because ")
    several = sorted(value.split(" or "))
    wrong = _differs(value, _written(shape)) if len(several) == 1 else _differs(several, _each(shape))
    if wrong or not because:
        return wrong
    return _differs(sorted(because.split(", ")), sorted(causes))


def _written(shape: Shape | None) -> str:
    """A value in a word: itself, `absent`, or `undetermined`."""
    match shape:
        case Members(values=values, absent=False) if values is not None and len(values) == 1:
            return str(next(iter(values))).lower()
        case Range(interval=interval, absent=False) if interval is not None and interval.single:
            return str(interval.low)
        case None:
            return "absent"
    return "undetermined" if shape.present else "absent"


def _each(shape: Shape | None) -> list[str]:
    """Every single value that *shape* may be, and `absent`."""
    values = shape.values or () if isinstance(shape, Members) else ()
    return sorted([*(str(v).lower() for v in values), *(["absent"] if shape is None or shape.absent else [])])


def _number(text: str) -> Fraction:
    return Fraction(text[:-1]) / 100 if text.endswith("%") else Fraction(text)


def _instant(text: str) -> object:
    if len(text) == 10 or text == "open":
        return text
    found = datetime.fromisoformat(text)
    return (found if found.tzinfo else found.replace(tzinfo=ZoneInfo(ZONE))).astimezone(UTC)


def _shown(end: date | datetime | None) -> object:
    return end.astimezone(UTC) if isinstance(end, datetime) else "open" if end is None else end.isoformat()


def _truth(truth: Truth) -> str:
    return truth.value


def _differs(expected: object, actual: object) -> str | None:
    return None if expected == actual else f"expected {expected}, found {actual}"


# --- what only the program says ---------------------------------------------------------------------------------


def _of_outcome(subject: str, said: str, seen: Seen) -> str | None:
    outcome = seen.outcome
    assert outcome is not None
    rule = subject.rpartition(" ")[2]
    index = next((i for i, norm in enumerate(outcome.norms) if norm.rule == rule), None)
    if index is None:
        return f"there is no norm of `{rule}`"
    if subject.startswith("group"):
        group = next(group for group in outcome.groups if index in group.norms)
        deadline = _shown(group.deadline.earliest) if group.deadline else None
        size, until, citations = said.split(", ")
        expected = (int(size.split()[0]), _instant(until.removeprefix("deadline ")), int(citations.split()[0]))
        return _differs(expected, (len(group.norms), deadline, len(group.citations)))
    named = frozenset[str]().union(*(reason.paths for reason in outcome.explain(index).reasons))
    missing = [fact for fact in said.split(" and ") if not fact.startswith("not ") and fact not in named]
    extra = [fact[4:] for fact in said.split(" and ") if fact.startswith("not ") and fact[4:] in named]
    return f"the reasons name {sorted(named)}" if missing or extra else None
