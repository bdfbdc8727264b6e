"""Diagnostics as text for people: the message, the lines it is about, the remedy."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attrs import frozen

from pingan.diagnostics.diagnostic import Annotation, Diagnostic, Severity
from pingan.diagnostics.plain import plain, width
from pingan.source import Source

_WIDEST = 120
"""Characters of a source line that an excerpt shows at most; longer lines are cut around the place."""

_COLORS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.NOTE: "36"}


@frozen
class _Ink:
    """Puts terminal colours round text, or leaves it alone."""

    color: bool

    def __call__(self, text: str, *codes: str) -> str:
        return f"\x1b[{';'.join(codes)}m{text}\x1b[0m" if self.color and text else text


def render(diagnostics: Iterable[Diagnostic], *, color: bool = False) -> str:
    """All of *diagnostics*, an empty line between any two; ends with a line end unless there are none.

    Carets stand under the characters they mean also where these are two columns wide. Control characters
    of the sources are written out (``<U+001B>``), so that no policy text can speak to the terminal.
    """
    return "\n".join(render_diagnostic(d, color=color) + "\n" for d in diagnostics)


def render_diagnostic(diagnostic: Diagnostic, *, color: bool = False) -> str:
    """One diagnostic, without a line end after it.

    >>> from pingan.diagnostics.diagnostic import Annotation
    >>> from pingan.source import Source, Span
    >>> source = Source("flood.rules", "rule close_road {\\n    when depth >= 30\\n}\\n")
    >>> found = Diagnostic("unknown-fact", "no vocabulary declares `depth`", (Annotation(Span(source, 27, 32)),))
    >>> print(render_diagnostic(found))
    error[unknown-fact]: no vocabulary declares `depth`
     --> flood.rules:2:10
      |
    2 |     when depth >= 30
      |          ^^^^^
    """
    ink = _Ink(color)
    tint = _COLORS[diagnostic.severity]
    head = ink(f"{diagnostic.severity.value}[{plain(diagnostic.code)}]", "1", tint)
    lines = [head + ink(f": {plain(diagnostic.message)}", "1")]
    placed = [a for a in diagnostic.annotations if a.span.source.text or a.span.source.name != "<none>"]
    gutter = max((len(str(a.span.line)) for a in placed), default=1)
    for position, group in enumerate(_by_source(placed)):
        lines += _excerpt(group, "-->" if position == 0 else ":::", gutter, placed[0], ink, tint)
    if diagnostic.help:
        lines.append(f"{' ' * gutter} {ink('=', '34')} help: {plain(diagnostic.help)}")
    return "\n".join(lines)


def _by_source(annotations: Sequence[Annotation]) -> list[list[Annotation]]:
    """The annotations grouped by source, in the order in which the sources come up."""
    groups: list[tuple[Source, list[Annotation]]] = []
    for annotation in annotations:
        for source, group in groups:
            if source is annotation.span.source or source == annotation.span.source:
                group.append(annotation)
                break
        else:
            groups.append((annotation.span.source, [annotation]))
    return [group for _, group in groups]


def _excerpt(group: list[Annotation], arrow: str, gutter: int, primary: Annotation, ink: _Ink, tint: str) -> list[str]:
    first = group[0].span
    line, column = first.source.position(first.start)
    bar = ink("|", "34")
    lines = [
        f"{' ' * gutter}{ink(arrow, '34')} {plain(first.source.name)}:{line}:{column}",
        f"{' ' * gutter} {bar}",
    ]
    shown_before: int | None = None
    for annotation in sorted(group, key=lambda a: (a.span.line, a is not primary, a.span.start)):
        number = annotation.span.line
        text, before, marked, more = _cut(annotation)
        if number != shown_before:
            if shown_before is not None and number > shown_before + 1:
                lines.append(ink("...", "34"))
            lines.append(f"{ink(str(number).rjust(gutter), '34')} {bar} {text}".rstrip())
        mark = ink(("^" if annotation is primary else "-") * marked, "1", tint if annotation is primary else "34")
        remark = " ".join(filter(None, [more, plain(annotation.remark)]))
        lines.append(f"{' ' * gutter} {bar} {' ' * before}{mark}{' ' + remark if remark else ''}")
        shown_before = number
    return lines


def _cut(annotation: Annotation) -> tuple[str, int, int, str]:
    """The line of an annotation as shown, columns before its mark, columns marked, and a word if it goes on below."""
    span = annotation.span
    number, column = span.source.position(span.start)
    line = span.source.line(number)
    start = min(column - 1, len(line))
    stop = min(start + (span.end - span.start), len(line))
    last, _ = span.source.position(max(span.start, span.end - 1))
    more = f"(to line {last})" if last > number else ""
    low, high = 0, len(line)
    if len(line) > _WIDEST:
        low = max(0, min(start - _WIDEST // 4, len(line) - _WIDEST))
        high = low + _WIDEST
    ahead, behind = "…" if low else "", "…" if high < len(line) else ""
    before = ahead + _line(line[low:start])
    marked = _line(line[start : min(stop, high)])
    return ahead + _line(line[low:high]) + behind, width(before), max(1, width(marked)), more


def _line(text: str) -> str:
    """Like `plain`, with tabs as four spaces so that the marks below stay aligned."""
    return plain(text.replace("\t", "    "))
