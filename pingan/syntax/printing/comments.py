"""Which comment belongs to what: above it, at the end of its line, or inside it."""

from __future__ import annotations

from attrs import frozen

from pingan.source import Span
from pingan.syntax.nodes import Comment

Comments = tuple[Comment, ...]


@frozen
class Attached:
    """The comments of one thing; *start* is where it stood (None: nowhere)."""

    leading: Comments = ()
    inside: Comments = ()
    trailing: Comments = ()
    start: Span | None = None


@frozen
class Placement:
    """The comments of several things, in the order the things were given; *closing* stand after the last of them."""

    units: tuple[Attached, ...]
    closing: Comments


def attached(comments: Comments, spans: tuple[Span, ...]) -> Placement:
    """Each of *comments* to the thing at one of *spans* that it stands above, in or beside.

    A thing whose span is empty stands nowhere and gets none.
    """
    order = sorted((i for i, s in enumerate(spans) if s.end > s.start), key=lambda i: spans[i].start)
    found: dict[int, tuple[list[Comment], list[Comment], list[Comment]]] = {i: ([], [], []) for i in order}
    closing: list[Comment] = []
    position = 0
    for comment in comments:
        start = comment.span.start
        while position < len(order) and spans[order[position]].end <= start:
            position += 1
        before = order[position - 1] if position else None
        if before is not None and _is_beside(spans[before], comment):
            found[before][2].append(comment)
        elif position == len(order):
            closing.append(comment)
        else:
            inside = spans[order[position]].start <= start
            found[order[position]][1 if inside else 0].append(comment)
    units = tuple(
        Attached(tuple(found[i][0]), tuple(found[i][1]), tuple(found[i][2]), spans[i]) if i in found else Attached()
        for i in range(len(spans))
    )
    return Placement(units, tuple(closing))


def merged(parts: list[Attached]) -> Attached:
    """The comments of a thing that was written in several *parts* and becomes one."""
    first, *others = parts
    inside = (*first.inside, *(c for o in others for c in (*o.leading, *o.inside)))
    return Attached(first.leading, inside, tuple(c for p in parts for c in p.trailing), first.start)


def opening(comments: Comments, spans: tuple[Span, ...]) -> tuple[Comments, Comments]:
    """The comment right behind the brace that opens the block of *spans* (one or none), and the other *comments*."""
    if not comments:
        return (), ()
    span = comments[0].span
    before = span.source.text[: span.start].rstrip(" \t\u3000")
    is_beside = before.endswith(("{", "｛")) and not any(s.end > s.start and s.start < span.start for s in spans)
    return (comments[:1], comments[1:]) if is_beside else ((), comments)


def _is_beside(span: Span, comment: Comment) -> bool:
    """Whether *comment* stands behind *span* on the same line, with nothing but a closing word or comma between."""
    between = span.source.text[span.end : comment.span.start]
    return "\n" not in between and "{" not in between and "}" not in between
