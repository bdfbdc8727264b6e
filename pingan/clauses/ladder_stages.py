"""The stages of a ladder as written: what each says of its place among the others, read and checked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from attrs import frozen

from pingan.diagnostics.diagnostic import Annotation
from pingan.diagnostics.suggest import did_you_mean
from pingan.source import Span
from pingan.syntax import nodes
from pingan.syntax.lowering import Lowering

MAXIMUM_STAGES: Final = 16
"""Stages that one ladder may have."""
_NO_NORMS: Final = "it has no norms: add `then`, or leave it out"


@frozen
class After:
    """``after persuade``, ``after persuade fulfilled``: the stages that must have been reached, or done."""

    stages: tuple[nodes.Name, ...]
    fulfilled: bool
    span: Span


@frozen
class Stage:
    """One stage: a rule's items, its norms, and its place among the other stages. Marks are where they stand."""

    name: nodes.Name
    label: str | None
    head: nodes.RuleHead
    norms: tuple[nodes.Norm, ...]
    after: tuple[After, ...]
    replaces: tuple[nodes.FormPart, ...]
    replaces_all: Span | None
    stays: Span | None
    skippable: Span | None
    beside: Span | None
    part: nodes.FormPart

    @property
    def replaced(self) -> tuple[nodes.Name, ...]:
        """The stages that it names as replaced."""
        return tuple(n for part in self.replaces for n in names_of(part))

    @property
    def then(self) -> Span | None:
        part = self.part.part("then")
        return part.span if part else None


def names_of(part: nodes.FormPart) -> tuple[nodes.Name, ...]:
    return tuple(c for c in part.children if isinstance(c, nodes.Name))


def stages_of(declaration: nodes.FormDeclaration) -> tuple[Stage, ...]:
    """The stages of *declaration*, lowest first."""
    return tuple(map(_stage, declaration.parts_of("ladder_stage")))


def in_order(declaration: nodes.FormDeclaration) -> Span | None:
    """Where `step by step` stands."""
    return next((p.span for p in declaration.parts_of("ladder_in_order")), None)


def _stage(part: nodes.FormPart) -> Stage:
    label = part.part("label")
    text = label.children[0] if label and label.children else None
    return Stage(
        name=names_of(part)[0],
        label=text if isinstance(text, str) else None,
        head=nodes.RuleHead.of(part),
        norms=tuple(n for p in part.parts("then") for n in p.children if isinstance(n, nodes.Norm)),
        after=tuple(
            After(names_of(p), p.part("ladder_fulfilled") is not None, p.span) for p in part.parts("ladder_after")
        ),
        replaces=part.parts("ladder_replaces"),
        replaces_all=_place(part, "ladder_replaces_all"),
        stays=_place(part, "ladder_stays"),
        skippable=_place(part, "ladder_skippable"),
        beside=_place(part, "ladder_beside"),
        part=part,
    )


def _after(part: nodes.FormPart) -> After:
    return After(names_of(part), part.part("ladder_fulfilled") is not None, part.span)


def _place(part: nodes.FormPart, production: str) -> Span | None:
    found = part.part(production)
    return found.span if found else None


# --- what cannot be meant ------------------------------------------------------------------------------------------


def check_stages(declaration: nodes.FormDeclaration, stages: Sequence[Stage], lowering: Lowering) -> None:
    """Reports names that are taken or unknown, and words that say nothing where they stand."""
    steps = [s for s in stages if not s.beside]
    if len(steps) < 2:
        message = f"`{declaration.name.text}` has {'only one stage' if steps else 'no stages'} to climb"
        lowering.error(message, declaration.name.span, help="a ladder has two stages or more; else write a rule")
    if len(stages) > MAXIMUM_STAGES:
        message = f"a ladder may have {MAXIMUM_STAGES} stages, and this one has {len(stages)}"
        lowering.error(message, stages[MAXIMUM_STAGES].name.span, code="too-large")
    _check_names(declaration, stages, lowering)
    ordered = in_order(declaration) is not None
    for place, stage in enumerate(stages):
        _check_references(stage, stages[:place], stages, lowering)
        for span, what, remedy in _idle(stage, steps, ordered):
            lowering.error(f"`{what}` says nothing in this stage", span, help=remedy)


def _check_names(declaration: nodes.FormDeclaration, stages: Sequence[Stage], lowering: Lowering) -> None:
    seen: dict[str, Span] = {declaration.name.text: declaration.name.span}
    for stage in stages:
        if stage.name.text in seen:
            message = f"`{stage.name.text}` already names {_named(stage.name.text, declaration)}"
            first = Annotation(seen[stage.name.text], "first named here")
            lowering.error(message, stage.name.span, first, help="choose another name", code="duplicate-name")
        seen.setdefault(stage.name.text, stage.name.span)
        for again in stage.part.parts("then")[1:]:
            lowering.error(
                "`then` stands twice in this stage", again.span, help="join them with a comma", code="duplicate-item"
            )


def _named(name: str, declaration: nodes.FormDeclaration) -> str:
    return "the ladder" if name == declaration.name.text else "a stage"


def _check_references(stage: Stage, below: Sequence[Stage], stages: Sequence[Stage], lowering: Lowering) -> None:
    known = {s.name.text for s in stages}
    lower = {s.name.text: s for s in below}
    for name in (*(n for a in stage.after for n in a.stages), *stage.replaced):
        if name.text not in known:
            remedy = did_you_mean(name.text, known)
            message = f"no stage of this ladder is called `{name.text}`"
            lowering.error(message, name.span, help=remedy, code="unknown-name")
        elif name.text not in lower:
            remedy = "a stage speaks of those before it; the order of stages is that in which they are written"
            lowering.error(f"`{name.text}` does not come before `{stage.name.text}`", name.span, help=remedy)
    for name in stage.replaced:
        if name.text in lower and not lower[name.text].norms:
            lowering.error(f"`{name.text}` has no norms that could be replaced", name.span, help="leave it out")
    for name in (n for a in stage.after if a.fulfilled for n in a.stages):
        if name.text in lower:
            _check_fulfilment(lower[name.text], name, lowering)


def _check_fulfilment(stage: Stage, name: nodes.Name, lowering: Lowering) -> None:
    duties = duties_of(stage)
    if not duties:
        remedy = f"write `after {name.text}`, or state in `when` what must have been done"
        lowering.error(f"`{name.text}` orders nothing that could be fulfilled", name.span, help=remedy)
    for norm in duties:
        if evidence_of(norm) is None:
            message = f"nothing shows when `{name.text}` is fulfilled"
            remark = Annotation(norm.span, "this norm does not say it")
            lowering.error(message, name.span, remark, help="say there `fulfilled when …` or `fulfilled at …`")


def duties_of(stage: Stage) -> tuple[nodes.Norm, ...]:
    """The norms that can be fulfilled; permissions and prohibitions cannot."""
    return tuple(n for n in stage.norms if n.modality in ("must", "should"))


def evidence_of(norm: nodes.Norm) -> nodes.Expression | None:
    """What shows that *norm* has been done by now; None where nothing does, or where it recurs."""
    if isinstance(norm.deadline, nodes.Every):
        return None
    if isinstance(norm.duty, nodes.Ensure):
        return norm.duty.condition
    found: list[nodes.Expression] = []
    for evidence in norm.evidence:
        if evidence.kind == "fulfilled_when":
            found.append(evidence.expression)
        elif evidence.kind == "fulfilled_at":
            now = nodes.Path((nodes.Name("as_of", span=evidence.span),), span=evidence.span)
            found.append(nodes.Comparison("<=", evidence.expression, now, span=evidence.span))
    return nodes.Or(tuple(found), span=norm.span) if len(found) > 1 else next(iter(found), None)


def _idle(stage: Stage, steps: Sequence[Stage], ordered: bool) -> Iterator[tuple[Span, str, str]]:
    """Items that say nothing where they stand: their place, their words and a remedy."""
    if stage.skippable and not ordered:
        yield stage.skippable, "may be skipped", "only where the ladder is climbed `step by step` is no stage skipped"
    if stage.skippable and stage.beside:
        yield stage.skippable, "may be skipped", "a stage beside the others is no step of the ladder"
    if stage.stays and (stage.beside or (steps and stage is steps[-1])):
        yield stage.stays, "stays", "there is no stage above it"
    elif stage.stays and not stage.norms:
        yield stage.stays, "stays", _NO_NORMS
    if stage.beside and not stage.norms:
        yield stage.beside, "beside the others", _NO_NORMS
    for item, span in stage.head.places:
        if item in ("since", "soft", "note", "overrides") and not stage.norms:
            yield span, item, _NO_NORMS
