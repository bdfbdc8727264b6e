"""Norms and the items of rules as documents."""

from __future__ import annotations

from typing import assert_never

from pingan.syntax import nodes
from pingan.syntax.printing.expressions import ANYTHING, SUM, expression, path
from pingan.syntax.printing.layout import Document, Group, Line, Nest, joined
from pingan.syntax.printing.style import Style
from pingan.syntax.printing.written import breaks_before


def in_force(node: nodes.InForce, style: Style) -> Document:
    """``in force from a until b for e``."""
    period = expression(node.period, style, SUM if node.during else ANYTHING)
    if node.during:
        period = style.ordered("during", period=period)
    tested = None if node.tested is None else expression(node.tested, style, SUM)
    tested = None if tested is None else style.ordered("tested", moment=tested)
    return style.ordered("in_force", period=period, tested=tested)


def since(node: nodes.Expression, style: Style) -> Document:
    return style.ordered("since", moment=expression(node, style, SUM))


def each(node: nodes.Each, style: Style) -> Document:
    return style.ordered("each", variable=node.variable.text, collection=expression(node.collection, style, SUM))


def when(node: nodes.Expression, style: Style, production: str = "when") -> Document:
    """``when …``; Chinese closes it with 时."""
    return style.ordered(production, condition=expression(node, style))


def norm(node: nodes.Norm, style: Style) -> Document:
    """``BEARER MODALITY DUTY [deadline] [evidence] [otherwise …]``, the deadline before the duty in Chinese."""
    together = f" {style(*style.dialect.order['together'])} "
    partners: Document | None = None
    if node.partners:
        partners = (style("WITH"), " ", joined(together, (path(p, style) for p in node.partners)))
    limit = None if node.deadline is None else deadline(node.deadline, style)
    if limit is not None and node.holding is not None:
        limit = (limit, " ", style.dialect.holding(node.holding))
    more: list[Document] = [evidence(e, style) for e in node.evidence]
    if limit is not None and isinstance(node.duty, nodes.Ensure) and style.dialect.order["norm"][-1] == "deadline":
        more.insert(0, limit)
        limit = None
    first = style.ordered(
        "norm",
        bearers=joined(together, (path(b, style) for b in node.bearers)),
        partners=partners,
        modality=style.dialect.modality(node.modality),
        duty=duty(node.duty, style),
        deadline=limit,
    )
    if node.otherwise is not None:
        more.append((style("OTHERWISE"), " ", norm(node.otherwise, style)))
    # A consequence stands on a line of its own; evidence does where it was written so.
    is_open = node.otherwise is not None or (style.as_written and any(breaks_before(e.span) for e in node.evidence))
    return Group((first, Nest(4, tuple((Line(), m) for m in more))), is_open)


def duty(node: nodes.Act | nodes.Ensure, style: Style) -> Document:
    match node:
        case nodes.Ensure(condition):
            return Group((style("ENSURE"), Nest(4, (Line(), expression(condition, style)))))
        case nodes.Act(action, ()):
            return action.text
        case nodes.Act(action, arguments):
            documents = [
                expression(e, style) if name is None else (name.text, style.colon, expression(e, style))
                for name, e in arguments
            ]
            return (action.text, style.arguments(documents))
        case _:
            assert_never(node)


def deadline(node: nodes.Deadline, style: Style) -> Document:
    """A deadline: ``within 2 hours``, ``于 2 小时 内``."""
    match node:
        case nodes.Word(parameter):
            return parameter.text
        case nodes.Within(length, rolling):
            return style.ordered("within", length=expression(length, style), rolling=_rolling(rolling, style))
        case nodes.By(limit, rolling):
            return style.ordered("by", limit=expression(limit, style, SUM), rolling=_rolling(rolling, style))
        case nodes.Every(unit, day):
            what = path(unit, style) if isinstance(unit, nodes.Path) else style.recurring(unit)
            by_day = None if day is None else style.ordered("by_day", day=str(day))
            return style.ordered("every", unit=what, day=by_day)
        case _:
            assert_never(node)


def _rolling(rolling: bool, style: Style) -> Document | None:
    return style("ROLLING") if rolling else None


def evidence(node: nodes.Evidence, style: Style) -> Document:
    if node.kind.endswith("_at"):
        return style.ordered(node.kind, moment=expression(node.expression, style, SUM))
    return style.ordered(node.kind, condition=expression(node.expression, style))
