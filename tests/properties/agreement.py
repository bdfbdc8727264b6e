"""Where the program says otherwise than the reference."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from pingan.language.shapes import Range, Truth
from pingan.outcome.nodes import Norm
from pingan.outcome.outcome import Outcome
from tests.reference import Decision, NormDecision


def differences(expected: Decision, outcome: Outcome) -> list[str]:
    """What the outcome says otherwise; empty when reference and program agree."""
    return [
        *_norms(expected, outcome),
        *_definitions(expected, outcome),
        *_policies(expected, outcome),
        *_conflicts(expected, outcome),
        *_findings(expected, outcome),
        *_promises(expected, outcome),
    ]


def key_of(norm: Norm) -> tuple[object, ...]:
    bearer = norm.bearer.name
    elements = tuple(element.path for element in norm.elements)
    return (norm.policy, f"{norm.policy}.{norm.rule}", norm.place, norm.depth, elements, norm.period, bearer)


def _norms(expected: Decision, outcome: Outcome) -> Iterator[str]:
    theirs, ours = defaultdict(list), defaultdict(list)
    for norm in outcome.norms:
        theirs[key_of(norm)].append(norm)
    for decided in expected.norms:
        ours[decided.key[:-1]].append(decided)
    for key in ours.keys() | theirs.keys():
        if len(ours[key]) != len(theirs[key]):
            yield f"{key}: {len(ours[key])} norms, program {len(theirs[key])}"
            continue
        # What follows the misses of several bearers has one key; only the states tell them apart.
        pairs = zip(sorted(ours[key], key=_states), sorted(theirs[key], key=_states), strict=True)
        yield from (f"{key}: {what}" for a, b in pairs for what in _norm(a, b))


def _states(norm: NormDecision | Norm) -> list[str]:
    return sorted(norm.states)


def _norm(ours: NormDecision, theirs: Norm) -> Iterator[str]:
    if ours.states != theirs.states:
        yield f"states {sorted(ours.states)}, program {sorted(theirs.states)}"
    if ours.causes != set(theirs.causes):
        yield f"causes {sorted(ours.causes)}, program {sorted(theirs.causes)}"
    if ours.states == {"none"}:
        return
    deadline = None if theirs.deadline is None else (theirs.deadline.earliest, theirs.deadline.latest)
    if [_moment(d) for d in ours.deadline or ()] != [_moment(d) for d in deadline or ()]:
        yield f"deadline {ours.deadline}, program {deadline}"
    if _interval(ours.shortfall) != _interval(theirs.shortfall):
        yield f"shortfall {ours.shortfall}, program {theirs.shortfall}"


def _moment(end: date | datetime | None) -> object:
    return end.timestamp() if isinstance(end, datetime) else end


def _interval(shape: Range | None) -> object:
    return None if shape is None else shape.interval


def _definitions(expected: Decision, outcome: Outcome) -> Iterator[str]:
    found: dict[str, Any] = {f.subject: f for f in outcome.findings if f.kind == "definition"}
    for key, (shape, causes) in expected.definitions.items():
        if key not in found:
            yield f"definition {key} is not reported"
        elif _value(found[key].value) != _value(shape):
            yield f"definition {key}: {shape}, program {found[key].value}"
        elif set(found[key].causes) != causes:
            yield f"definition {key}: causes {sorted(causes)}, program {sorted(found[key].causes)}"


def _promises(expected: Decision, outcome: Outcome) -> Iterator[str]:
    ours = {
        (key, ", ".join(map(str, cases)) + (f" ({path})" if path else "")) for key, path, cases in expected.promises
    }
    theirs = {(f.subject, f.message) for f in outcome.findings if f.kind == "cases"}
    if ours != theirs:
        yield f"cases that hold together {sorted(ours)}, program {sorted(theirs)}"


def _value(shape: Any) -> object:
    """What a shape says: one absent is like another."""
    return shape if shape.present else "absent"


def _policies(expected: Decision, outcome: Outcome) -> Iterator[str]:
    theirs = {p.name: (p.in_scope, p.in_force, frozenset(p.causes)) for p in outcome.policies}
    for name, status in expected.policies.items():
        if theirs.get(name) != status:
            yield f"policy {name}: {status}, program {theirs.get(name)}"


def _conflicts(expected: Decision, outcome: Outcome) -> Iterator[str]:
    theirs: dict[Any, Truth] = {}
    for conflict in outcome.conflicts:
        pair = [outcome.norms[conflict.left], outcome.norms[conflict.right]]
        pair.sort(key=lambda norm: norm.modality == "must_not")
        theirs[key_of(pair[0]), key_of(pair[1])] = conflict.holds
    ours: dict[Any, Truth] = {(_key(left), _key(right)): holds for (left, right), holds in expected.conflicts.items()}
    if ours != theirs:
        yield f"conflicts {ours}, program {theirs}"


def _key(key: Any) -> object:
    """A norm's key as outcomes have it: without the bearers above."""
    return key[:-1]


def _findings(expected: Decision, outcome: Outcome) -> Iterator[str]:
    ours = {norm.rule for norm in expected.norms if norm.nothing_to_measure}
    theirs = {finding.subject for finding in outcome.findings if finding.kind == "nothing_to_measure"}
    if ours != theirs:
        yield f"nothing to measure {sorted(ours)}, program {sorted(theirs)}"
