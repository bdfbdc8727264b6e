"""An outcome as anybody may see it: what was decided, and of everything else only what no sensitive fact tells.

The same question is asked again with the sensitive facts not given. What was decided (the norms there are, their
states, whether they apply, what displaces them, conflicts, findings, and what is waited for) is taken from the first
answer; every value, instant, amount, name and reason from the second. Hence nothing but the decision can depend on
a sensitive value. What is derived from one and therefore open in the second answer is named in `Norm.masked`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from attrs import evolve, frozen

from pingan.language.shapes import Members, Shape
from pingan.model import nodes as model
from pingan.outcome.nodes import Argument, Element, Finding, Group, JudgementRead, Norm
from pingan.program.answers import Answers, answers
from pingan.program.evaluator import Evaluator
from pingan.program.evidence import test_of
from pingan.program.fact_masks import is_below
from pingan.program.frame import Frame, Instance, Situation
from pingan.program.judged import Judged
from pingan.program.sensitivity import Sensitivity
from pingan.program.shapes import is_settled

Key = tuple[object, ...]

_ANYTHING = Members(None)
_MEASURES = ("actual", "parts", "required", "shortfall")


def is_masked(evaluator: Evaluator, situation: Situation) -> bool:
    """Whether the facts have something sensitive that an expression of the policy reads."""
    return bool(situation.facts.masked) and evaluator.sensitivity.anything


def without_sensitive(situation: Situation) -> Situation:
    """The same question without the sensitive facts."""
    slots: list[Shape | None] = [None] * len(situation.slots)
    return evolve(situation, facts=situation.facts.public(), slots=slots, memory={})


@frozen(eq=False)
class Told:
    """A norm as anybody may see it, with what it and its reasons are made from in the second answer.

    *instance* is None where nothing is told of why it stands as it does.
    """

    norm: Norm
    judged: Judged
    instance: Instance | None


def masked(evaluator: Evaluator, found: Answers, twin: Answers) -> tuple[Told, ...]:
    """The norms of *found*, in its order; *twin* is the answer to the same question without the sensitive facts."""
    return tuple(
        Told(
            norm := _norm(judged, other, evaluator.sensitivity),
            evolve(other or judged, norm=norm),
            other.instance if other else None,
        )
        for judged, other in _pairs(evaluator, found, twin)
    )


def masked_norms(evaluator: Evaluator, found: Answers) -> tuple[Norm, ...]:
    """The norms of *found* as anybody may see them, in its order."""
    situation = found.frame.situation
    if not is_masked(evaluator, situation):
        return tuple(judged.norm for judged in found.norms)
    return tuple(told.norm for told in masked(evaluator, found, answers(evaluator, without_sensitive(situation))))


def _pairs(evaluator: Evaluator, found: Answers, twin: Answers) -> list[tuple[Judged, Judged | None]]:
    """Every norm of *found*, and the same one in *twin* where it may be seen there."""
    by_key = {_key(judged): judged for judged in twin.norms}
    return [(judged, _twin(judged, by_key, evaluator.sensitivity)) for judged in found.norms]


def _key(judged: Judged) -> Key:
    """What a norm is known by in both answers: its place, and that of the norms whose miss it follows from."""
    chain: list[object] = []
    at: Judged | None = judged
    while at is not None:
        chain.append((at.norm.place, at.norm.depth, at.norm.period, id(at.bearer)))
        at = at.missed
    binding = judged.instance.binding
    return (binding.rule.key, tuple(e.path for e in binding.elements), *chain)


def _twin(judged: Judged, by_key: Mapping[Key, Judged], sensitivity: Sensitivity) -> Judged | None:
    """The same norm in the second answer; none where a rule goes over a collection that is not to be seen."""
    return None if sensitivity.elements_of(judged.instance.binding.rule) else by_key.get(_key(judged))


# --- norms -------------------------------------------------------------------------------------------------------


def _norm(judged: Judged, other: Judged | None, sensitivity: Sensitivity) -> Norm:
    norm = judged.norm
    if other is None:
        return _unseen(judged, sensitivity)
    rule, written = judged.instance.binding.rule, judged.instance.norm
    names: set[str] = set()
    seen = other.norm
    if _open_deadline(seen, written) and _dated(judged, sensitivity):
        names |= {"deadline"} if seen.age is None else {"age", "deadline"}
    if sensitivity.of(test_of(written), rule):
        names |= {name for name in _MEASURES if _open_measure(seen, name)}
    arguments = tuple(_arguments(seen, written, rule, sensitivity))
    if any(argument.masked for argument in arguments):
        names.add("arguments")
    return evolve(
        seen,
        arguments=arguments,
        deadline=None if "deadline" in names else seen.deadline,
        age=None if "age" in names else seen.age,
        shortfall=None if "shortfall" in names else seen.shortfall,
        required=None if "required" in names else seen.required,
        actual=None if "actual" in names else seen.actual,
        parts=() if "parts" in names else seen.parts,
        masked=tuple(sorted(names)),
        states=norm.states,
        applicable=norm.applicable,
        causes=norm.causes,
        overridden_by=norm.overridden_by,
    )


def _unseen(judged: Judged, sensitivity: Sensitivity) -> Norm:
    """A norm of which nothing is told but that it is there and how it stands: its element is not to be seen."""
    norm, rule = judged.norm, judged.instance.binding.rule
    hidden = sensitivity.elements_of(rule)
    arguments = tuple(
        evolve(argument, value=_ANYTHING, masked=True) if sensitivity.of(expression, rule) else argument
        for argument, expression in _written(norm, judged.instance.norm)
    )
    return evolve(
        norm,
        arguments=arguments,
        elements=tuple(_unnamed(element) if element.variable in hidden else element for element in norm.elements),
        deadline=None,
        age=None,
        shortfall=None,
        required=None,
        actual=None,
        parts=(),
        masked=("actual", "age", "arguments", "deadline", "parts", "required", "shortfall"),
    )


def _unnamed(element: Element) -> Element:
    """By its position, where it stands in a list; a member of a set is not told at all."""
    if element.others:
        return element
    if not element.path.endswith("]"):
        return evolve(element, name="?", path="")
    return evolve(element, name=element.path.rpartition("[")[2].removesuffix("]"))


def _arguments(norm: Norm, written: model.Norm, rule: model.Rule, sensitivity: Sensitivity) -> Iterator[Argument]:
    for argument, expression in _written(norm, written):
        hides = not is_settled(argument.value) and sensitivity.of(expression, rule)
        yield evolve(argument, masked=True) if hides else argument


def _written(norm: Norm, written: model.Norm) -> Iterator[tuple[Argument, model.Expression]]:
    """The arguments of a norm, each with its expression."""
    if isinstance(written.duty, model.Act):
        for argument, (_, expression) in zip(norm.arguments, written.duty.arguments, strict=True):
            yield argument, expression


def _open_measure(norm: Norm, name: str) -> bool:
    if name == "parts":
        return any(part.done.value == "undetermined" for part in norm.parts)
    shape: Shape | None = {"actual": norm.actual, "required": norm.required, "shortfall": norm.shortfall}[name]
    return shape is not None and not is_settled(shape)


def _open_deadline(norm: Norm, written: model.Norm) -> bool:
    if norm.deadline is not None:
        return norm.deadline.earliest is None or norm.deadline.earliest != norm.deadline.latest
    if norm.age is not None:
        return norm.age[0] is None or norm.age[0] != norm.age[1]
    return isinstance(written.deadline, model.By)


def _dated(judged: Judged, sensitivity: Sensitivity) -> bool:
    """Whether the deadline of a norm, or what it counts from, reads a sensitive field."""
    binding = judged.instance.binding
    rule, written = binding.rule, judged.instance.norm
    limit = written.deadline.limit if isinstance(written.deadline, model.By) else None
    missed = judged.missed
    if missed is not None:
        before = sensitivity.of(missed.instance.norm.breached_at, rule) or _dated(missed, sensitivity)
        return before or sensitivity.of(limit, rule)
    read = [limit, rule.since]
    if rule.since is None and rule.in_force is not None:
        read.append(rule.in_force.period)
    return any(sensitivity.of(expression, rule) for expression in read)


# --- everything else ----------------------------------------------------------------------------------------------


def masked_findings(evaluator: Evaluator, findings: Sequence[Finding], frame: Frame) -> Iterator[Finding]:
    """*findings* with the values of definitions that read something sensitive as they are in *frame*: without it."""
    for finding in findings:
        if finding.kind != "definition" or not evaluator.sensitivity.definition(finding.subject):
            yield finding
            continue
        value = evaluator.definition(finding.subject, frame)
        if is_settled(value):
            yield evolve(finding, value=value)
        else:
            yield evolve(finding, value=None, masked=True)


def masked_groups(found: Sequence[Group], norms: Sequence[Norm]) -> Iterator[Group]:
    """Norms of which it is not told what they are about are not said to demand the same."""
    for group in found:
        apart = [index for index in group.norms if "arguments" in norms[index].masked]
        if not apart or len(group.norms) == 1:
            yield group
            continue
        together = tuple(index for index in group.norms if index not in apart)
        for members in (*((index,) for index in apart), *((together,) if together else ())):
            citations = tuple(dict.fromkeys(c for index in members for c in norms[index].citations))
            deadline = norms[members[0]].deadline if len(members) == 1 else group.deadline
            yield evolve(group, norms=members, deadline=deadline, citations=citations, stricter=())


def masked_judgements(found: Sequence[JudgementRead], places: tuple[str, ...]) -> Iterator[JudgementRead]:
    """Of those at or below *places* the path alone."""
    for read in found:
        yield evolve(read, value=None, by=None, at=None, masked=True) if is_below(read.path, places) else read
