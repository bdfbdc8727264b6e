"""The order of things means nothing: of facts, of their members, of declarations and of modules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pingan.outcome.nodes import Cause
from pingan.outcome.outcome import Outcome
from pingan.outcome.replay import differences
from pingan.outcome.to_dict import conflict_data, finding_data, norm_data
from pingan.testing.laws.law import Law, Trial
from pingan.testing.laws.places import TURNED
from pingan.testing.laws.said import Said


def _looks(trial: Trial) -> Iterator[str]:
    given = trial.facts()
    if trial.conclude is not None:
        if trial.conclusions(given) != trial.conclusions(turned(given)):
            yield Said("with the facts in the opposite order the conclusions are others", "事实倒序时结论不同")
        return
    said = answer(trial.outcome(given))
    elsewhere = trial.places.get(TURNED, trial.policy)
    now = answer(trial.outcome(turned(given), elsewhere))
    yield from told_otherwise("with facts and declarations in the opposite order", "事实与声明倒序时", said, now)


ORDER_FREE = Law(
    "order-free",
    (
        "the order of the facts, of the declarations and of the modules means nothing",
        "事实、声明与模块的先后没有意义",
    ),
    _looks,
)


def told_otherwise(where: str, chinese: str, said: object, now: object) -> Iterator[str]:
    """Each entry of *said* that is another in *now*."""
    for found in differences(said, now):
        yield Said(f"{where}: {found}", f"{chinese}：{found.path} 原为 {found.recorded}，现为 {found.now}")


def answer(outcome: Outcome) -> dict[str, Any]:
    """What *outcome* decides and tells, as plain data: without the versions that told it.

    Nor does it say which norms another reading would change, which is worked out by asking again under each.
    """
    return {
        "policies": {s.name: [s.in_scope.value, s.in_force.value, _causes(s.causes)] for s in outcome.policies},
        "norms": [{**norm_data(norm), "causes": _causes(norm.causes)} for norm in outcome.norms],
        "findings": [{**finding_data(finding), "causes": _causes(finding.causes)} for finding in outcome.findings],
        "conflicts": [conflict_data(conflict) for conflict in outcome.conflicts],
        "waiting": {ranked.cause.subject: ranked.conclusions for ranked in outcome.causes},
        "rules": {"apply": ", ".join(outcome.applicable_rules), "are open": ", ".join(outcome.undecided_rules)},
    }


def _causes(causes: Iterable[Cause]) -> str:
    return ", ".join(f"{cause.subject} ({cause.kind})" for cause in causes)


def turned(data: Any) -> Any:
    """*data* with its keys in the opposite order. Lists keep theirs, which is the order of their elements."""
    if isinstance(data, dict):
        return {key: turned(value) for key, value in reversed(data.items())}
    return [turned(item) for item in data] if isinstance(data, list) else data
