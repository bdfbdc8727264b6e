"""The clause form `supervision` (督办): who supervises a matter, who asks a superior to, and who may end it."""

from __future__ import annotations

from typing import Final

from attrs import evolve, frozen

from pingan.clauses import duties, printing
from pingan.clauses.duties import Timed
from pingan.language.clause_form import ClauseForm
from pingan.language.data import data
from pingan.source import Span
from pingan.syntax import nodes
from pingan.syntax.lowering import Lowering
from pingan.syntax.printing import rules
from pingan.syntax.printing.blocks import Block, Unit
from pingan.syntax.printing.expressions import SUM, expression
from pingan.syntax.printing.forms import form_block
from pingan.syntax.printing.layout import Document
from pingan.syntax.printing.style import Style

MATTER: Final = ("what", "事项")
"""What the parameter of an action that takes the matter supervised may be called."""

DEFAULT_ACTIONS: Final = {
    "supervision_ordinary": ("supervise", "督办"),
    "supervision_listed": ("list_for_supervision", "挂牌督办"),
    "supervision_request": ("request_supervision", "提请督办"),
    "supervision_listing": ("request_listing", "提请挂牌督办"),
    "supervision_release": ("release_supervision", "解除督办"),
}
"""Actions where none is named: the first of each row that a vocabulary declares, by name or label."""

_MANNERS: Final = {
    "supervision_ordinary": ("supervision_ordinary", False),
    "supervision_listed": ("supervision_listed", False),
    "supervision_jointly": ("supervision_ordinary", True),
    "supervision_jointly_listed": ("supervision_listed", True),
}
"""By how a supervision is said: the row of default actions, and whether all act jointly."""

_MODALITIES: Final[dict[str, nodes.Modality]] = {
    "supervision_must": "must",
    "supervision_should": "should",
    "supervision_may": "may",
    "supervision_discretion": "discretion",
}


@frozen
class _Matter:
    """What is supervised, and the parameters that it was filled into."""

    value: nodes.Expression | None
    filled: list[str]


def lower(declaration: nodes.FormDeclaration, lowering: Lowering) -> tuple[nodes.Rule, ...]:
    """Rules for those who supervise and ask to, which end where a release begins; and rules for the releases."""
    matter = _matter(declaration, lowering)
    since = declaration.head.since
    timed: list[Timed] = []
    releases: list[tuple[nodes.Rule, ...]] = []
    for part in declaration.parts:
        start = duties.expression(part, "supervision_after") or since
        match part.production:
            case "supervision_by":
                timed += [Timed(norm, start) for norm in _supervising(part, matter, lowering)]
            case "supervision_request":
                timed += [Timed(norm, start) for norm in _asking(part, matter, lowering)]
    ended = tuple(e for p in declaration.parts_of("supervision_release") if (e := duties.expression(p, "when")))
    if not timed and not ended and not lowering.diagnostics.has_errors:
        message, remedy = "this supervision says nobody to supervise", "add `supervised by …`, or `listed by …`"
        lowering.error(message, declaration.name.span, help=remedy, code="missing-item")
    made = duties.rules(lowering, timed, exceptions=(*declaration.head.exceptions, *ended))
    # By the name, not by the dialect: a rule is called the same in every translation of a file.
    word = "_release" if declaration.name.text.isascii() else "_解除"
    for number, part in enumerate(declaration.parts_of("supervision_release"), start=1):
        suffix = word if number == 1 else f"{word}_{number}"
        releases.append(_release(part, suffix, matter, lowering))
    if matter.value is not None and not matter.filled and not lowering.diagnostics.has_errors:
        message = "none of the actions here takes what is supervised"
        lowering.error(message, matter.value.span, help="declare it with one more parameter: `(what: …)`")
    return (*made, *(rule for some in releases for rule in some))


def _matter(declaration: nodes.FormDeclaration, lowering: Lowering) -> _Matter:
    parts = declaration.parts_of("supervision_of")
    for again in parts[1:]:
        message, remedy = "what is supervised is said twice", "leave one of them out"
        lowering.error(message, again.span, help=remedy, code="duplicate-item")
    value = parts[0].children[0] if parts else None
    return _Matter(value, [])  # type: ignore[arg-type]


def _supervising(part: nodes.FormPart, matter: _Matter, lowering: Lowering) -> list[nodes.Norm]:
    """The norms of those who supervise; where they act jointly, each with all of the others."""
    row, is_joint = next(_MANNERS[p.production] for p in _parts(part) if p.production in _MANNERS)
    duty = _duty(part, row, (), matter, lowering)
    if duty is None:
        return []
    norm = duties.norm(part, duty, modality=_modality(part, "must"))
    if not is_joint:
        return [norm]
    if len(norm.bearers) + len(norm.partners) < 2:
        message, remedy = "nobody acts jointly alone", "name the others: `by … and …`, or `by … with …`"
        lowering.error(message, norm.bearers[0].span, help=remedy)
    return [
        evolve(norm, bearers=(b,), partners=(*(o for o in norm.bearers if o != b), *norm.partners))
        for b in norm.bearers
    ]


def _asking(part: nodes.FormPart, matter: _Matter, lowering: Lowering) -> list[nodes.Norm]:
    """A norm for every superior who is asked to supervise or to list."""
    row = "supervision_listing" if part.part("supervision_listing") else "supervision_request"
    made = []
    asking, superiors = duties.paths(part, "bearers"), duties.paths(part, "supervision_superiors")
    for number, superior in enumerate(superiors):
        if superior in superiors[:number]:
            lowering.error(f"`{superior.text}` is asked twice", superior.span, help="leave one of them out")
        elif superior in asking:
            lowering.error(f"`{superior.text}` asks itself", superior.span, help="name a superior")
        duty = _duty(part, row, (superior,), matter, lowering)
        if duty is not None:
            made.append(duties.norm(part, duty, modality=_modality(part, "must")))
    return made


def _release(part: nodes.FormPart, suffix: str, matter: _Matter, lowering: Lowering) -> tuple[nodes.Rule, ...]:
    duty = _duty(part, "supervision_release", (), matter, lowering)
    if duty is None:
        return ()
    head = lowering.declaration.head
    start = duties.expression(part, "supervision_after") or head.since
    norm = duties.norm(part, duty, modality=_modality(part, "may"))
    condition = lowering.all_of((head.condition, duties.expression(part, "when")), part.span)
    return duties.rules(lowering, [Timed(norm, start)], suffix=suffix, condition=condition)


def _duty(
    part: nodes.FormPart, row: str, superiors: tuple[nodes.Path, ...], matter: _Matter, lowering: Lowering
) -> nodes.Act | None:
    """The action that is named, or that of *row*, with whom it asks and what is supervised filled in."""
    written = next(iter(duties.found(part.part("supervision_using"), nodes.Act)), None)
    place = _place(part)
    signature = "(to: actor) is supervision" if superiors else "is supervision"
    action = duties.action(lowering, written, DEFAULT_ACTIONS[row], place, signature)
    if action is None:
        return None
    filled: list[tuple[nodes.Field, nodes.Expression]] = []
    taker = duties.recipient_parameter(lowering, action) if superiors else None
    if superiors and taker is None:
        message = f"`{action.name.text}` has no parameter for whom it asks"
        remedy = f"declare it with one: `action {action.name.text} (to: actor)`"
        lowering.error(message, superiors[0].span, help=remedy, code="wrong-arguments")
        return None
    filled += [(taker, superior) for superior in superiors if taker is not None]
    about = duties.parameter_called(action, MATTER, taker, *_said(action, written))
    if matter.value is not None and about is not None:
        filled.append((about, matter.value))
        matter.filled.append(about.name.text)
    return duties.act(lowering, written, action, filled, part.span)


def _said(action: nodes.Action, written: nodes.Act | None) -> tuple[nodes.Field, ...]:
    """The parameters of *action* that its author has named."""
    names = {n.text for n, _ in written.arguments if n is not None} if written is not None else set()
    return tuple(p for p in action.parameters if {p.name.text, p.label} & names)


def _place(part: nodes.FormPart) -> Span:
    who = duties.paths(part, "bearers")
    return who[0].span.to(who[-1].span) if who else part.span


def _parts(part: nodes.FormPart) -> tuple[nodes.FormPart, ...]:
    return duties.found(part, nodes.FormPart)


def _modality(part: nodes.FormPart, default: nodes.Modality) -> nodes.Modality:
    said = [p.production for p in _parts(part) if p.production in _MODALITIES]
    return _MODALITIES[said[0]] if said else default


# --- printing ---------------------------------------------------------------------------------------------------

_ORDERS: Final = {
    "en": {
        "supervision_by": "modality manner BY bearers partners using deadline after",
        "supervision_request": "sought modality REQUESTED BY bearers partners FROM superiors using deadline after",
        "supervision_release": "modality RELEASED BY bearers partners using deadline after when",
        "supervision_after": "AFTER moment",
        "supervision_sought": "SUPERVISION",
        "supervision_listing": "LISTING",
        "supervision_must": "MUST_BE",
        "supervision_should": "SHOULD_BE",
        "supervision_may": "MAY_BE",
        "supervision_discretion": "DISCRETION_BE",
    },
    "zh": {
        "supervision_by": "BY bearers partners modality after deadline manner using",
        "supervision_request": "BY bearers partners modality after deadline REQUEST superiors sought using",
        "supervision_release": "BY bearers partners when modality after deadline RELEASE using",
        "supervision_after": "FROM moment SINCE_END",
        "supervision_sought": "SUPERVISED",
        "supervision_listing": "LISTED",
        "supervision_must": "MUST",
        "supervision_should": "SHOULD",
        "supervision_may": "MAY",
        "supervision_discretion": "MAY DISCRETION",
    },
}
_ITEMS: Final = ("supervision_of", "supervision_by", "supervision_request", "supervision_release")
_MANNER_WORDS: Final = {
    "supervision_ordinary": "SUPERVISED",
    "supervision_listed": "LISTED",
    "supervision_jointly": "JOINTLY",
    "supervision_jointly_listed": "JOINTLY_LISTED",
}


def print_form(declaration: nodes.FormDeclaration, style: Style) -> Block:
    """The declaration in the dialect of *style*."""
    style = printing.with_orders(style, _ORDERS)
    # The order of items in braces says nothing: like a rule's, they have one order in print.
    parts = (part for production in _ITEMS for part in declaration.parts_of(production))
    units = [Unit(_written(part, style), (part.span,)) for part in parts]
    return form_block(declaration, "SUPERVISION", units, style)


def _written(part: nodes.FormPart, style: Style) -> Document:
    if part.production == "supervision_of":
        return (style("MATTER"), " ", expression(part.children[0], style, SUM))  # type: ignore[arg-type]
    modality = next((p.production for p in _parts(part) if p.production in _MODALITIES), None)
    manner = next((p.production for p in _parts(part) if p.production in _MANNERS), None)
    after, when = duties.expression(part, "supervision_after"), duties.expression(part, "when")
    using = printing.act(part.part("supervision_using"), style)
    sought = "supervision_listing" if part.part("supervision_listing") else "supervision_sought"
    first = style.ordered(
        part.production,
        bearers=printing.actors(duties.paths(part, "bearers"), style),
        partners=printing.actors(duties.paths(part, "partners"), style, "WITH"),
        modality=None if modality is None else style.ordered(modality),
        manner=None if manner is None else style(_MANNER_WORDS[manner]),
        superiors=printing.actors(duties.paths(part, "supervision_superiors"), style),
        sought=style.ordered(sought),
        using=None if using is None else (style("USING"), " ", using),
        deadline=printing.deadline(part, style),
        after=None if after is None else style.ordered("supervision_after", moment=expression(after, style, SUM)),
        when=None if when is None else rules.when(when, style),
    )
    return printing.line(first, part, style)


FORM: Final = ClauseForm.from_folder(
    data("grammars").joinpath("clauses"),
    "supervision",
    lower=lower,
    print=print_form,
    documentation="who supervises a matter, who asks a superior to, and who may end it",
)
