"""`redundant-condition`: a limb that follows from the others."""

from __future__ import annotations

from collections.abc import Iterator

from pingan.diagnostics.diagnostic import Annotation
from pingan.diagnostics.fix import Fix
from pingan.language import types
from pingan.linting.analysis.sameness import same
from pingan.linting.analysis.worlds import Worlds
from pingan.linting.analysis.written import conditions, connected, is_of_form, left_out
from pingan.linting.lint import Finding, Lint, Options, found
from pingan.linting.looked import Looked
from pingan.model import nodes as m

MOST = 12
"""Limbs that are held against each other."""


def check(looked: Looked, options: Options) -> Iterator[Finding]:
    for written in conditions(looked):
        for part in connected(written.condition):
            if isinstance(part, m.And | m.Or) and len(part.operands) <= MOST and not is_of_form(looked, part.span):
                yield from _checked(looked, part)


def _checked(looked: Looked, part: m.And | m.Or) -> Iterator[Finding]:
    worlds = looked.worlds
    if worlds.is_never(part) or worlds.is_always(part):
        return
    for place in reversed(range(len(part.operands))):
        others = [each for n, each in enumerate(part.operands) if n != place]
        limb = part.operands[place]
        if worlds.is_always(limb) or worlds.is_never(limb) or not _says_nothing(worlds, part, limb, others):
            continue
        reason = next((other for other in others if _says_nothing(worlds, part, limb, [other])), None)
        told = "follows from the other limbs" if isinstance(part, m.And) else "is covered by the other limbs"
        remarks = []
        if reason is not None:
            told = "follows from another limb" if isinstance(part, m.And) else "is covered by another limb"
            remarks = [Annotation(reason.span, "this says it already" if limb == reason else "this says more")]
            if isinstance(part, m.Or) and limb != reason:
                remarks = [Annotation(reason.span, "this says less, and is enough")]
        edit = left_out(looked, part, limb)
        fixes: tuple[Fix, ...] = ()
        if edit is not None:
            fixes = (Fix("leave the limb out", (edit,), safe=same(part, _joined(part, others))),)
        yield found(f"this limb {told}", limb.span, *remarks, help="leave it out", fixes=fixes)
        return


def _says_nothing(worlds: Worlds, part: m.And | m.Or, limb: m.Expression, others: list[m.Expression]) -> bool:
    """Whether *part* is the same without *limb*, because of *others*."""
    if isinstance(part, m.And):
        return worlds.implies(others, limb)
    return worlds.are_apart(worlds.form(limb), *(worlds.form(other, negated=True) for other in others))


def _joined(part: m.And | m.Or, operands: list[m.Expression]) -> m.Expression:
    return operands[0] if len(operands) == 1 else type(part)(tuple(operands), type=types.BOOLEAN)


LINT = Lint(
    code="redundant-condition",
    group="conditions",
    title="a limb of a condition that another one settles",
    what="""Reports a limb of an `and` that holds wherever the others do, and one of an `or` that holds only where
        another does, with definitions written out. Certain, of complete facts.""",
    why="Two figures for one thing: whoever changes one of them has not changed the rule. Or another limb was meant.",
    example="""
        policy flood
        actor warden
        action close_road
        fact depth_cm: integer >= 0
        rule closing {
            when depth_cm >= 50 and depth_cm >= 30
            then warden must close_road
        }
        """,
    better="""
        policy flood
        actor warden
        action close_road
        fact depth_cm: integer >= 0
        rule closing {
            when depth_cm >= 50
            then warden must close_road
        }
        """,
    check=check,
    fix="""Leaves the limb out. Safe where the condition is then equal for partly known facts, too; not safe where
        only complete facts were looked at (a definition may be open where the fact that it reads is not).""",
)
