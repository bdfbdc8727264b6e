"""What the printers of forms about duties share: who, in which order of words, and what shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import evolve

from pingan.clauses import duties
from pingan.source import Span
from pingan.syntax import nodes
from pingan.syntax.printing import rules
from pingan.syntax.printing.expressions import path
from pingan.syntax.printing.layout import Document, Group, Line, Nest, joined
from pingan.syntax.printing.style import Style
from pingan.syntax.printing.written import breaks_before

Orders = Mapping[str, Mapping[str, str]]
"""Orders of words by dialect and production; the dialect's own come first, those of English (``en``) last."""


def with_orders(style: Style, orders: Orders) -> Style:
    """*style* knowing in which order the productions of a form are written."""
    rows = {**orders["en"], **orders.get(style.dialect.name, {})}
    made = {production: tuple(row.split()) for production, row in rows.items()}
    return evolve(style, dialect=evolve(style.dialect, order={**made, **style.dialect.order}))


def actors(who: Sequence[nodes.Path], style: Style, word: str | None = None) -> Document | None:
    """Actors joined by `and`, after the keyword *word*; None when there are none."""
    if not who:
        return None
    together = f" {style(*style.dialect.order['together'])} "
    document = joined(together, (path(p, style) for p in who))
    return document if word is None else (style(word), " ", document)


def deadline(part: nodes.FormPart, style: Style) -> Document | None:
    """The deadline in *part*, if there is one."""
    found = duties.deadline(part)
    return None if found is None else rules.deadline(found, style)


def act(part: nodes.FormPart | None, style: Style) -> Document | None:
    """The action in *part*, if there is one."""
    found = duties.found(part, nodes.Act)
    return rules.duty(found[0], style) if found else None


def line(first: Document, part: nodes.FormPart, style: Style, *more: Document) -> Document:
    """*first* with what shows it and what follows from a miss, each on a line of its own where it was written so."""
    evidence = duties.found(part, nodes.Evidence)
    tail = [*more, *(rules.evidence(e, style) for e in evidence)]
    otherwise = duties.found(part.part("otherwise"), nodes.Norm)
    tail += [(style("OTHERWISE"), " ", rules.norm(o, style)) for o in otherwise]
    is_open = bool(otherwise) or (style.as_written and any(breaks_before(e.span) for e in evidence))
    return Group((first, Nest(4, tuple((Line(), t) for t in tail))), is_open)


def own_span(part: nodes.FormPart, inner: Sequence[nodes.FormPart]) -> Span:
    """Where *part* stands, without the parts *inner* at its end."""
    if not inner:
        return part.span
    ends = [c.span.end for c in part.children if isinstance(c, nodes.Node) and c not in inner]
    return Span(part.span.source, part.span.start, max(ends, default=part.span.end))
