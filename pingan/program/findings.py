"""What an outcome says besides its norms: values of definitions, nothing to measure, overrides, judgements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from pingan.language.shapes import Truth
from pingan.model import nodes as model
from pingan.outcome.nodes import Finding, JudgementRead
from pingan.program.causes import Walk, sorted_causes
from pingan.program.evaluator import Evaluator
from pingan.program.facts import Facts
from pingan.program.frame import Binding, Frame
from pingan.program.judged import Judged
from pingan.program.paths import given_at
from pingan.program.promises import broken_promises
from pingan.program.shapes import is_settled
from pingan.program.truth import CAN_BE_TRUE


def findings(
    evaluator: Evaluator, frame: Frame, bindings: Mapping[str, tuple[Binding, ...]], norms: Sequence[Judged]
) -> tuple[Finding, ...]:
    """All findings, sorted by kind and subject."""
    found = [
        *values(evaluator, frame, evaluator.policy.definitions),
        *_unmeasured(norms),
        *_overrides(bindings),
        *_unset_words(norms),
        *broken_promises(evaluator, frame),
        *(Finding("unattributed_judgement", path) for path in frame.situation.facts.unattributed),
    ]
    return tuple(sorted(dict.fromkeys(found), key=lambda f: (f.kind, f.subject, f.message)))


def values(evaluator: Evaluator, frame: Frame, keys: Iterable[str]) -> Iterator[Finding]:
    """The values of the definitions *keys*, but of those that belong to records."""
    for key in keys:
        definition = evaluator.policy.definitions[key]
        if definition.variable is None:
            value = evaluator.definition(key, frame)
            walk = Walk(evaluator)
            if not is_settled(value):
                walk.cases(definition, frame)
            yield Finding("definition", key, value, "", definition.citations, sorted_causes(walk.causes))


def _unmeasured(norms: Iterable[Judged]) -> Iterator[Finding]:
    for judged in norms:
        if judged.unmeasured == CAN_BE_TRUE and judged.norm.applicable is not Truth.FALSE:
            yield Finding(
                "nothing_to_measure", judged.instance.binding.rule.key, None, judged.norm.duty, judged.norm.citations
            )


def _overrides(bindings: Mapping[str, tuple[Binding, ...]]) -> Iterator[Finding]:
    """Overrides across policies that take effect; citations of both."""
    for key, bound in bindings.items():
        for binding in bound:
            for defeat in () if binding.left_out else binding.defeats:
                if defeat.rule.module != binding.rule.module and defeat.holds == CAN_BE_TRUE:
                    citations = (*binding.rule.citations, *defeat.rule.citations)
                    yield Finding("override", key, None, defeat.rule.key, citations)


def _unset_words(norms: Iterable[Judged]) -> Iterator[Finding]:
    for judged in norms:
        deadline = judged.instance.norm.deadline
        unset = isinstance(deadline, model.Within) and deadline.duration is None
        unset = unset or (isinstance(deadline, model.Every) and deadline.unit is None and deadline.length is None)
        if unset and judged.norm.states != {"none"}:
            parameter = getattr(deadline, "parameter", None)
            if parameter is not None:
                yield Finding("unset_word", parameter)


def judgements(evaluator: Evaluator, facts: Facts) -> tuple[JudgementRead, ...]:
    """The determinations among the facts that some expression of the policy reads."""
    found: list[JudgementRead] = []
    for path, (by, at) in sorted(facts.judgements.items()):
        record, name, shape = given_at(path, facts.values)
        if shape is not None and evaluator.reads_field(record, name):
            found.append(JudgementRead(path, shape, by, at))
    return tuple(found)
