"""Norms and the items of rules as documents."""

from __future__ import annotations

from typing import assert_never

from pingan.syntax import nodes
from pingan.syntax.printing.expressions import SUM, expression, path
from pingan.syntax.printing.layout import Document, Group, Line, Nest, joined
from pingan.syntax.printing.style import Style
from pingan.syntax.printing.written import breaks_before


def in_force(node: nodes.InForce, style: Style) -> Document:
    """``in force from a until b for e``."""
    parts: list[Document] = [style("IN_FORCE")]
    if node.during:
        period = expression(node.period, style, SUM)
        parts += [period, style("DURING")] if style.is_chinese else [style("DURING"), period]
    else:
        parts.append(expression(node.period, style))
    if node.tested is not None:
        tested = expression(node.tested, style, SUM)
        parts += [style("TAKING"), tested, style("AS_STANDARD")] if style.is_chinese else [style("FOR"), tested]
    return joined(" ", parts)


def since(node: nodes.Expression, style: Style) -> Document:
    start = expression(node, style, SUM)
    return (style("FROM"), " ", start, " ", style("SINCE_END")) if style.is_chinese else (style("SINCE"), " ", start)


def each(node: nodes.Each, style: Style) -> Document:
    collection = expression(node.collection, style, SUM)
    if style.is_chinese:
        parts: tuple[Document, ...] = (style("FOR"), collection, style("AMONG"), style("EACH"), node.variable.text)
    else:
        parts = (style("FOR_EACH"), node.variable.text, style("IN"), collection)
    return joined(" ", parts)


def when(node: nodes.Expression, style: Style, *before: str) -> Document:
    """``when …``; Chinese closes it with 时."""
    document: tuple[Document, ...] = (style(*before, "WHEN"), " ", expression(node, style))
    return (*document, " ", style("WHEN_END")) if style.is_chinese else document


def norm(node: nodes.Norm, style: Style) -> Document:
    """``BEARER MODALITY DUTY [deadline] [evidence] [otherwise …]``, the deadline before the duty in Chinese."""
    between = f" {style('TOGETHER' if style.is_chinese else 'AND')} "
    parts: list[Document] = [joined(between, (path(b, style) for b in node.bearers))]
    if node.partners:
        parts += [" ", style("WITH"), " ", joined(between, (path(p, style) for p in node.partners))]
    parts += [" ", style.dialect.modality(node.modality)]
    limit = () if node.deadline is None else (" ", deadline(node.deadline, style))
    duty = (" ", _duty(node.duty, style))
    more: list[Document] = [_evidence(e, style) for e in node.evidence]
    if style.is_chinese:
        parts += [*limit, *duty]
    elif limit and isinstance(node.duty, nodes.Ensure):
        parts += duty
        more.insert(0, limit[1])
    else:
        parts += [*duty, *limit]
    if node.otherwise is not None:
        more.append((style("OTHERWISE"), " ", norm(node.otherwise, style)))
    # A consequence stands on a line of its own; evidence does where it was written so.
    is_open = node.otherwise is not None or (style.as_written and any(breaks_before(e.span) for e in node.evidence))
    return Group((*parts, Nest(4, tuple((Line(), m) for m in more))), is_open)


def _duty(node: nodes.Act | nodes.Ensure, style: Style) -> Document:
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
            return _limit(expression(length, style), "WITHIN", rolling, style)
        case nodes.By(limit, rolling):
            return _limit(expression(limit, style, SUM), "BEFORE" if style.is_chinese else "BY", rolling, style)
        case nodes.Every(unit, day):
            what = path(unit, style) if isinstance(unit, nodes.Path) else style.recurring(unit)
            by_day = (
                ""
                if day is None
                else f" {day} 日 {style('BEFORE')}"
                if style.is_chinese
                else f" {style('BY_DAY')} {day}"
            )
            return (style("EVERY"), " ", what, by_day)
        case _:
            assert_never(node)


def _limit(limit: Document, word: str, rolling: bool, style: Style) -> Document:
    rolls = (" ", style("ROLLING")) if rolling else ()
    if style.is_chinese:
        return (style("AT"), " ", limit, " ", style(word), *rolls)
    return (style(word), " ", limit, *rolls)


def _evidence(node: nodes.Evidence, style: Style) -> Document:
    state, kind = node.kind.rsplit("_", 1)
    word = style(state.upper())
    if kind == "at":
        return (word, " ", style("AT"), " ", expression(node.expression, style, SUM))
    condition = expression(node.expression, style)
    if style.is_chinese:
        return (style("TAKING"), " ", condition, " ", style("IS"), " ", word)
    return (word, " ", style("WHEN"), " ", condition)
