"""A policy answers the same wherever it is asked, however it is written, and whatever it was asked before."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from functools import partial

from pingan.diagnostics.errors import MissingPackage, ReplayError
from pingan.outcome.outcome import Outcome
from pingan.program.fact_files import parse_facts
from pingan.records import replay
from pingan.testing.laws.law import Data, Law, Trial
from pingan.testing.laws.order_free import answer, told_otherwise
from pingan.testing.laws.places import ARTIFACT, CHINESE, ENGLISH, TURNED
from pingan.testing.laws.said import Said

Way = Callable[[Trial, Data, Outcome], Iterator[str]]


def _looks(trial: Trial) -> Iterator[str]:
    given = trial.facts()
    outcome = trial.outcome(given)
    looks: dict[str, Way] = {
        **_WAYS,
        **{where: partial(_elsewhere, where) for where in trial.places if where != TURNED},
    }
    for way in trial.some(looks, most=2):
        yield from looks[way](trial, given, outcome)


SAME_EVERYWHERE = Law(
    "same-everywhere",
    (
        "the same question has the same answer: of the policy printed and read again in either dialect, out of an "
        "artifact, in a batch, from a fact file, from a record, whatever was asked before",
        "同一问题答案相同：政策以中英文重印再读、来自构建文件、批量评估、取自事实文件或决定记录，无论此前问过什么",
    ),
    _looks,
)


def _elsewhere(where: str, trial: Trial, given: Data, outcome: Outcome) -> Iterator[str]:
    return _told(where, outcome, trial.outcome(given, trial.places[where]))


def _told(where: str, said: Outcome, now: Outcome) -> Iterator[str]:
    yield from told_otherwise(where, _CHINESE.get(where, where), answer(said), answer(now))


def _from_a_file(trial: Trial, given: Data, outcome: Outcome) -> Iterator[str]:
    again = trial.outcome(parse_facts(json.dumps(given, ensure_ascii=False), format="json"))
    return _told("from a fact file", outcome, again)


def _copied(trial: Trial, given: Data, outcome: Outcome) -> Iterator[str]:
    """Worked out again from what travels when an outcome is sent elsewhere."""
    return _told("copied, as it is when it travels", outcome, copy.copy(trial.outcome(given)))


def _told_first(trial: Trial, given: Data, outcome: Outcome) -> Iterator[str]:
    """Explained before anything else, and in another language."""
    again = trial.outcome(given)
    again.explain(language="zh").to_text()
    yield from _told("asked for the reasons first", outcome, again)
    if again.explain().to_dict() != outcome.explain().to_dict():
        yield Said("asked again: the reasons are others", "再问一次，理由不同")


def _asked_otherwise(trial: Trial, given: Data, outcome: Outcome) -> Iterator[str]:
    """What is told of rules alone is what the norms say of them, and explained alike before and after."""
    again = trial.outcome(given)
    for told in ("applicable_rules", "undecided_rules"):
        first, second = getattr(outcome, told), getattr(again, told)
        if first != second:
            was, now = ", ".join(first), ", ".join(second)
            yield Said(f"asked again: {told} was {was}, now it is {now}", f"再问一次：{told} 原为 {was}，现为 {now}")
    if again.applicable_norms != tuple(
        norm
        for norm in outcome.norms
        if f"{norm.policy}.{norm.rule}" in {*outcome.applicable_rules, *outcome.undecided_rules}
    ):
        yield Said(
            "the norms of the rules that apply are not those of the whole answer", "适用规则的规定与整个结论中的不同"
        )


def _replayed(trial: Trial, given: Data, outcome: Outcome) -> Iterator[str]:
    """A record is replayed to the same bytes; where nothing of it is masked."""
    record = outcome.to_record()
    if "masked" in json.dumps(record, default=str):
        return
    try:
        replay(record, trial.policy, environment=trial.policy.environment)
    except ReplayError as error:
        for found in error.differences:
            yield Said(f"from a record: {found}", f"取自决定记录：{found.path} 原为 {found.recorded}，现为 {found.now}")


def _in_a_batch(trial: Trial, given: Data, outcome: Outcome) -> Iterator[str]:
    """What a batch of this one record says, where the packages for batches are installed."""
    if trial.since:
        return
    try:
        table = {"facts": [json.dumps(given, ensure_ascii=False)]}
        batch = trial.policy.evaluate_batch(table, as_of=trial.as_of, facts_column="facts")
    except MissingPackage:
        return
    for told in ("applicable_rules", "undecided_rules"):
        alone, together = getattr(outcome, told), getattr(batch, told)(0)
        if alone != together:
            was, now = ", ".join(alone), ", ".join(together)
            yield Said(f"in a batch: {told} was {was}, now it is {now}", f"批量评估：{told} 原为 {was}，现为 {now}")


_CHINESE = {
    ENGLISH: "以英文重印再读",
    CHINESE: "以中文重印再读",
    ARTIFACT: "来自构建文件",
    "from a fact file": "取自事实文件",
    "copied, as it is when it travels": "传送之后",
    "asked for the reasons first": "先问理由",
}
_WAYS: dict[str, Way] = {
    "file": _from_a_file,
    "copied": _copied,
    "reasons": _told_first,
    "again": _asked_otherwise,
    "record": _replayed,
    "batch": _in_a_batch,
}
