"""What is undetermined, and what to find out first."""

from __future__ import annotations

from collections import Counter

from pingan.language.shapes import Truth
from pingan.outcome.answer import Answer
from pingan.outcome.nodes import Cause, Norm, RankedCause, Undetermined


def undetermined(outcome: Answer) -> tuple[Undetermined, ...]:
    """Every conclusion that is open: scopes and dates of policies, norms, definitions, conflicts, in this order."""
    return (
        *(
            Undetermined("policy", status.name, None, status.causes)
            for status in outcome.policies
            if Truth.UNDETERMINED in (status.in_scope, status.in_force)
        ),
        *(
            Undetermined("norm", f"{norm.policy}.{norm.rule}", index, norm.causes)
            for index, norm in enumerate(outcome.norms)
            if len(norm.states) > 1
        ),
        *(
            Undetermined("definition", finding.subject, None, finding.causes)
            for finding in outcome.findings
            if finding.kind == "definition" and finding.causes
        ),
        *(
            Undetermined("conflict", _pair(outcome, conflict.left, conflict.right), None, conflict.causes)
            for conflict in outcome.conflicts
            if conflict.holds is Truth.UNDETERMINED
        ),
    )


def _pair(outcome: Answer, left: int, right: int) -> str:
    return ", ".join(rule_key(outcome.norms[index]) for index in (left, right))


def rule_key(norm: Norm) -> str:
    """The key of the rule that *norm* stands in."""
    return f"{norm.policy}.{norm.rule}"


def ranked_causes(outcome: Answer) -> tuple[RankedCause, ...]:
    """Each cause with the number of conclusions that wait for it: most first, then by name.

    A norm also waits for what its policy's scope waits for, though that is listed once, with the policy.
    """
    counts: Counter[Cause] = Counter()
    scopes = {status.name: status.causes for status in outcome.policies}
    for waiting in undetermined(outcome):
        causes = set(waiting.causes)
        if waiting.index is not None:
            norm = outcome.norms[waiting.index]
            if "none" in norm.states:
                causes.update(scopes.get(norm.policy, ()))
        counts.update(causes)
    ranked = sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))
    return tuple(RankedCause(cause, count) for cause, count in ranked)
