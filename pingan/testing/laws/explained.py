"""What is open says what it waits for, and what is settled rests on what it says it rests on."""

from __future__ import annotations

from collections.abc import Iterator

from pingan.diagnostics.errors import FactError
from pingan.outcome.nodes import Norm
from pingan.outcome.outcome import Outcome
from pingan.program.shapes import is_settled
from pingan.testing.laws.conclusions import Conclusions, NormConclusion, Open
from pingan.testing.laws.containment import states_text, value_text
from pingan.testing.laws.law import Data, Law, Trial
from pingan.testing.laws.restoring import only_others
from pingan.testing.laws.restricting import restricted
from pingan.testing.laws.said import Said, in_chinese_of


def _looks(trial: Trial) -> Iterator[str]:
    before = trial.facts()
    conclusions = trial.conclusions(before)
    yield from unexplained(conclusions)
    yield from changed_by_others(trial, before, conclusions)
    if trial.conclude is None:
        outcome = trial.outcome(before)
        yield from _uncited(trial, outcome)
        yield from _resting_on_more(trial, before, outcome)


EXPLAINED = Law(
    "explained",
    (
        "what is undetermined names what it waits for, and no other fact changes it; what is settled follows from the "
        "facts that its reasons name; every norm has the clauses of its rule",
        "未定的结论指明有待什么，其他事实不会改变它；已定的结论由其理由所列事实即可得出；每项规定都附有其规则的依据",
    ),
    _looks,
)


def unexplained(conclusions: Conclusions) -> Iterator[str]:
    """Open conclusions that name nothing that they wait for."""
    # What scopes and days in force wait for is listed with the policy.
    if any(causes for _, _, causes in conclusions.policies.values()):
        return
    for each in conclusions.open:
        if not each.causes and not _open_for_good(each.subject):
            yield Said(
                f"{each.subject} is undetermined and names nothing that it waits for",
                f"{_chinese(each.subject)}未定，却没有指明有待什么",
            )


def _chinese(subject: NormConclusion | str) -> str:
    return subject if isinstance(subject, str) else subject.chinese


def _open_for_good(subject: NormConclusion | str) -> bool:
    """Whether it may be open without waiting for a fact.

    `fulfilled when` after the deadline says that it was done and not when; `otherwise` waits for what the norm does.
    """
    return not isinstance(subject, str) and ({"fulfilled", "late"} <= subject.states or subject.depth > 0)


def changed_by_others(trial: Trial, before: Data, conclusions: Conclusions) -> Iterator[str]:
    """Open conclusions that change when facts are added that none of them waits for."""
    waiting = trial.some(conclusions.open)
    if not waiting:
        return
    added = trial.more(before)
    scopes = frozenset(cause.subject for _, _, causes in conclusions.policies.values() for cause in causes)
    for each in waiting:
        listed = frozenset(cause.subject for cause in each.causes) | scopes
        others = only_others(before, added, listed, trial.policy.model)
        found = list(_differs(each, conclusions, trial.conclusions(others)))
        if found:
            trial.show("facts added", others)
            waits = ", ".join(sorted(listed)) or "nothing"
            for line in found:
                yield Said(
                    f"{line}, though it says that it waits for {waits}", f"{in_chinese_of(line)}，而它只说有待{waits}"
                )
            return
    trial.shown.pop("facts added", None)


def _differs(each: Open, before: Conclusions, after: Conclusions) -> Iterator[str]:
    subject = each.subject
    if isinstance(subject, str):
        was, now = before.definitions[subject][0], after.definitions[subject][0]
        if was != now:
            yield Said(
                f"{subject} was {value_text(was)}, and now is {value_text(now)}",
                f"{subject}原为{value_text(was, 'zh')}，现为{value_text(now, 'zh')}",
            )
        return
    same = [norm.states for norm in after.norms if norm.key == subject.key]
    if not same:
        yield Said(
            f"{subject} was {states_text(subject.states)}, and now is not there",
            f"{subject.chinese}原为{states_text(subject.states, 'zh')}，现在没有",
        )
    yield from (
        Said(
            f"{subject} was {states_text(subject.states)}, and now is {states_text(states)}",
            f"{subject.chinese}原为{states_text(subject.states, 'zh')}，现为{states_text(states, 'zh')}",
        )
        for states in same
        if states != subject.states
    )


def _uncited(trial: Trial, outcome: Outcome) -> Iterator[str]:
    """Norms without a clause that their rule cites."""
    for norm in outcome.norms:
        key = norm.rule_key
        rule = trial.policy.model.rules.get(key)
        cited = {c.clause for c in norm.citations}
        missing = [c.clause for c in rule.citations if c.clause not in cited] if rule is not None else []
        if missing:
            yield Said(
                f"{key}: its norm does not cite {', '.join(missing)}", f"{key}的规定没有引用{'、'.join(missing)}"
            )


def _resting_on_more(trial: Trial, before: Data, outcome: Outcome) -> Iterator[str]:
    """Settled conclusions that the facts which their reasons name do not give again."""
    settled = [index for index, norm in enumerate(outcome.norms) if len(norm.states) == 1]
    for index in trial.some(settled):
        norm = outcome.norms[index]
        again = _alone(trial, before, outcome, index)
        states = [frozenset[str](n.states) for n in again.norms if _same(n, norm)] if again else [norm.states]
        # A norm about an element that nothing told speaks of is not there, which is how it stands: none.
        if norm.states not in (states or [frozenset({"none"})]):
            key, was = f"{norm.policy}.{norm.rule}", frozenset[str](norm.states)
            now = " / ".join(map(states_text, states)) or "not there"
            now_zh = " / ".join(states_text(each, "zh") for each in states) or "没有"
            yield Said(
                f"{key} is {states_text(was)}; from the facts that its reasons name it is {now}",
                f"{key}为{states_text(was, 'zh')}；仅据其理由所列事实则为{now_zh}",
            )
            return
        trial.shown.pop("facts named", None)
    values = {f.subject: f.value for f in outcome.findings if f.kind == "definition" and f.value is not None}
    for key in trial.some(key for key, value in values.items() if is_settled(value)):
        again = _alone(trial, before, outcome, key)
        found = None if again is None else {f.subject: f.value for f in again.findings}.get(key)
        if found is not None and found != values[key]:
            yield Said(
                f"{key} is {value_text(values[key])}; from the facts that its reasons name it is {value_text(found)}",
                f"{key}为{value_text(values[key], 'zh')}；仅据其理由所列事实则为{value_text(found, 'zh')}",
            )
            return
        trial.shown.pop("facts named", None)


def _same(one: Norm, other: Norm) -> bool:
    """Whether they are one norm for one element: known by its place, for what it is called may not be told."""
    first, second = (
        (n.policy, n.rule, n.place, n.depth, [e.path for e in n.elements], n.period, n.bearer.name)
        for n in (one, other)
    )
    return first == second


def _alone(trial: Trial, before: Data, outcome: Outcome, subject: int | str) -> Outcome | None:
    """What follows from the facts that the explanation of *subject* names, and nothing else."""
    paths = frozenset(path for reason in outcome.explain(subject).reasons for path in reason.paths)
    try:
        return trial.outcome(trial.show("facts named", restricted(before, paths)))
    except FactError:  # an actor named by the path of a record of which nothing else is told
        return None
