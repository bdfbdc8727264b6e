"""Edits that leave tidy text behind, and edits applied."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pingan.diagnostics.fix import Edit, Fix
from pingan.source import Span

_BLANK = " \t\u3000"


def removal(span: Span) -> Edit:
    """Takes away what stands at *span*: with its line where nothing else stands there, else with the space before it.

    A comment that stands behind it on its line stays, on a line of its own.
    """
    text = span.source.text
    start, end = span.start, span.end
    line = text.rfind("\n", 0, start) + 1
    following = text.find("\n", end)
    following = len(text) if following < 0 else following
    if not text[line:start].strip() and not text[end:following].strip():
        return Edit(Span(span.source, line, min(following + 1, len(text))), "")
    if text[line:start].strip():
        while start > line and text[start - 1] in _BLANK:
            start -= 1
    else:
        while end < following and text[end] in _BLANK:
            end += 1
    return Edit(Span(span.source, start, end), "")


def removal_from_list(span: Span) -> Edit:
    """Takes away one of several that stand with commas between them, and one of the commas."""
    text = span.source.text
    start, end = span.start, span.end
    before = start
    while before and text[before - 1] in _BLANK + "\r\n":
        before -= 1
    if before and text[before - 1] in ",，、":
        return Edit(Span(span.source, before - 1, end), "")
    while end < len(text) and text[end] in _BLANK + "\r\n":
        end += 1
    if end < len(text) and text[end] in ",，、":
        end += 1
        while end < len(text) and text[end] in _BLANK:
            end += 1
        return Edit(Span(span.source, start, end), "")
    return removal(span)


def holds_comment(span: Span) -> bool:
    """Whether a comment may stand inside *span*: an edit would take it away."""
    return "#" in span.text or "＃" in span.text


def applied(text: str, edits: Iterable[Edit]) -> str:
    """*text* with *edits*, which do not overlap, in it."""
    found: list[str] = []
    position = 0
    for edit in sorted(edits, key=lambda e: (e.span.start, e.span.end)):
        found += [text[position : edit.span.start], edit.text]
        position = edit.span.end
    return "".join([*found, text[position:]])


def overlap(left: Sequence[Edit], right: Sequence[Edit]) -> bool:
    """Whether any edit of *left* is in the way of one of *right*."""
    return any(_in_the_way(a.span, b.span) for a in left for b in right if a.span.source.name == b.span.source.name)


def _in_the_way(left: Span, right: Span) -> bool:
    if left.start == left.end or right.start == right.end:
        return left.start <= right.end and right.start <= left.end  # which of the two would come first?
    return left.start < right.end and right.start < left.end


def sources_of(fix: Fix) -> frozenset[str]:
    """The names of the texts that *fix* changes."""
    return frozenset(edit.span.source.name for edit in fix.edits)
