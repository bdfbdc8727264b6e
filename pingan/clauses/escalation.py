"""The clause form `escalation` (上报): who passes a matter on to whom, by when, level by level."""

from __future__ import annotations

from typing import Final, cast

from attrs import evolve

from pingan.clauses import duties, printing
from pingan.clauses.duties import Timed
from pingan.language.clause_form import ClauseForm
from pingan.language.data import data
from pingan.source import Span
from pingan.syntax import nodes
from pingan.syntax.lowering import Lowering
from pingan.syntax.printing.blocks import Block, Unit
from pingan.syntax.printing.expressions import SUM, expression
from pingan.syntax.printing.forms import form_block
from pingan.syntax.printing.layout import Document
from pingan.syntax.printing.style import Style

DEFAULT_ACTIONS: Final = ("report", "上报")
"""The action of a route that names none: the first of these that a vocabulary declares, by name or label."""

_SIGNATURE: Final = "(to: actor) is escalation"


def lower(declaration: nodes.FormDeclaration, lowering: Lowering) -> tuple[nodes.Rule, ...]:
    """A norm for every recipient of every route; a rule for every event that deadlines count from."""
    routes = declaration.parts_of("escalation_route")
    if not routes:
        message = "this escalation says nobody to tell"
        lowering.error(message, declaration.name.span, help="add a route: `from … to …`", code="missing-item")
    timed = [one for route in routes for one in _route(route, declaration.head.since, lowering)]
    return duties.rules(lowering, timed)


def _route(route: nodes.FormPart, since: nodes.Expression | None, lowering: Lowering) -> list[Timed]:
    """The norms of a route, and of what it says besides: others told by the same senders."""
    senders = duties.paths(route, "bearers")
    timed = _chain(route, senders, since, lowering)
    for also in route.parts("escalation_also"):
        timed += _chain(_completed(also, route), senders, since, lowering)
    return timed


def _completed(also: nodes.FormPart, route: nodes.FormPart) -> nodes.FormPart:
    """*also* with what it leaves to the *route* that it goes on from: partners, the action, the time."""
    taken: list[nodes.FormChild | None] = [route.part("partners")]
    if also.part("modality") is None:
        taken.append(route.part("modality"))
    if not duties.found(also, nodes.Act):
        taken += duties.found(route, nodes.Act)
    if duties.deadline(also) is None and also.part("escalation_after") is None:
        taken += (duties.deadline(route), route.part("escalation_after"))
    return evolve(also, children=(*also.children, *(c for c in taken if c is not None)))


def _chain(
    first: nodes.FormPart, senders: tuple[nodes.Path, ...], since: nodes.Expression | None, lowering: Lowering
) -> list[Timed]:
    """The norms of *first* and its further steps, whose senders are the recipients of the step before."""
    timed: list[Timed] = []
    before: nodes.FormPart | None = None
    for step in (first, *first.parts("escalation_step")):
        start = duties.expression(step, "escalation_after")
        if start is None:
            start = since if before is None else _receipt(step, before, since, lowering)
        timed += [Timed(norm, start) for norm in _norms(step, senders, lowering)]
        before, senders = step, duties.paths(step, "escalation_recipients")
    return timed


def _receipt(
    step: nodes.FormPart, before: nodes.FormPart, since: nodes.Expression | None, lowering: Lowering
) -> nodes.Expression | None:
    """When the step *before* was done, from which this one counts; without a time to count, what all count from."""
    done = [e.expression for e in duties.found(before, nodes.Evidence) if e.kind == "fulfilled_at"]
    limit = duties.deadline(step)
    if not done and isinstance(limit, nodes.Word | nodes.Within):
        lowering.error(
            "this counts from when the step before was done, and that one does not say when",
            limit.span,
            help="add `fulfilled at …` to the step before, or `after …` here",
        )
    return done[0] if done else since


def _norms(step: nodes.FormPart, senders: tuple[nodes.Path, ...], lowering: Lowering) -> list[nodes.Norm]:
    written = next(iter(duties.found(step, nodes.Act)), None)
    recipients = duties.paths(step, "escalation_recipients")
    place = _span(recipients) or step.span
    _check_recipients(recipients, senders, lowering)
    action = duties.action(lowering, written, DEFAULT_ACTIONS, place, _SIGNATURE)
    if action is None:
        return []
    parameter = duties.recipient_parameter(lowering, action)
    if parameter is None:
        message = f"`{action.name.text}` has no parameter for whom it tells"
        remedy = f"declare it with one: `action {action.name.text} (to: actor)`"
        span = place if written is None else written.action.span
        lowering.error(message, span, help=remedy, code="wrong-arguments")
        return []
    said = step.part("modality")
    modality = cast(nodes.Modality, "must" if said is None else said.children[0])
    made = []
    for recipient in recipients:
        duty = duties.act(lowering, written, action, [(parameter, recipient)], step.span)
        norm = duties.norm(step, duty, bearers=senders, modality=modality)
        made.append(duties.evolved_evidence(norm, _recorded(step, recipient)))
    return made


def _recorded(step: nodes.FormPart, recipient: nodes.Path) -> tuple[nodes.Evidence, ...]:
    """``recorded in E``: fulfilled when E has the recipient."""
    part = step.part("escalation_recorded")
    if part is None:
        return ()
    told = nodes.Has("one", cast(nodes.Expression, part.children[0]), recipient, span=part.span)
    return (nodes.Evidence("fulfilled_when", told, span=part.span),)


def _check_recipients(recipients: tuple[nodes.Path, ...], senders: tuple[nodes.Path, ...], lowering: Lowering) -> None:
    for number, recipient in enumerate(recipients):
        if recipient in recipients[:number]:
            lowering.error(f"`{recipient.text}` is told twice", recipient.span, help="leave one of them out")
        elif recipient in senders:
            lowering.error(f"`{recipient.text}` tells itself", recipient.span, help="name somebody else")


def _span(recipients: tuple[nodes.Path, ...]) -> Span | None:
    return recipients[0].span.to(recipients[-1].span) if recipients else None


# --- printing ---------------------------------------------------------------------------------------------------

_ORDERS: Final = {
    "en": {
        "escalation_route": "FROM bearers partners modality act TO recipients deadline after",
        "escalation_also": "modality act TO recipients deadline after",
        "escalation_step": "THEN partners modality act TO recipients deadline after",
        "escalation_after": "AFTER moment",
    },
    "zh": {
        "escalation_route": "BY bearers partners modality after deadline TOWARDS recipients act",
        "escalation_also": "modality after deadline TOWARDS recipients act",
        "escalation_step": "THEN_BY_IT partners modality after deadline TOWARDS recipients act",
        "escalation_after": "FROM moment SINCE_END",
    },
}


def print_form(declaration: nodes.FormDeclaration, style: Style) -> Block:
    """The declaration in the dialect of *style*; what goes on from a route is indented under it."""
    style = printing.with_orders(style, _ORDERS)
    units: list[Unit] = []
    for route in declaration.parts_of("escalation_route"):
        branches = (route, *route.parts("escalation_also"))
        for number, branch in enumerate(branches):
            comma = style.comma if number < len(branches) - 1 else ""
            units += _printed(branch, comma, style, 4 if number else 0)
    return form_block(declaration, "ESCALATION", units, style)


def _printed(branch: nodes.FormPart, comma: str, style: Style, indent: int) -> list[Unit]:
    """A line for *branch* and for each of its further steps; *comma* ends the last."""
    steps = branch.parts("escalation_step")
    span = printing.own_span(branch, (*steps, *branch.parts("escalation_also")))
    made = [Unit(_written(branch, style), (span,), indent)]
    made += [Unit(_written(step, style), (step.span,), indent + 4) for step in steps]
    return [*made[:-1], evolve(made[-1], document=(made[-1].document, comma))]


def _written(step: nodes.FormPart, style: Style) -> Document:
    after = duties.expression(step, "escalation_after")
    said = step.part("modality")
    first = style.ordered(
        step.production,
        bearers=printing.actors(duties.paths(step, "bearers"), style),
        partners=printing.actors(duties.paths(step, "partners"), style, "WITH"),
        modality=None if said is None else style.dialect.modality(str(said.children[0])),
        act=printing.act(step, style),
        recipients=printing.actors(duties.paths(step, "escalation_recipients"), style),
        deadline=printing.deadline(step, style),
        after=None if after is None else style.ordered("escalation_after", moment=expression(after, style, SUM)),
    )
    recorded = duties.expression(step, "escalation_recorded")
    more = () if recorded is None else ((style("RECORDED_IN"), " ", expression(recorded, style, SUM)),)
    return printing.line(first, step, style, *more)


FORM: Final = ClauseForm.from_folder(
    data("grammars").joinpath("clauses"),
    "escalation",
    lower=lower,
    print=print_form,
    documentation="who passes a matter on to whom, by when, level by level",
)
