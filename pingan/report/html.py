"""A report as one page to read, print and file: no scripts, and nothing that is fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, assert_never

from pingan.coverage.html import Element, Markup, element, written
from pingan.exporters.svg import drawn
from pingan.report.nodes import (
    Block,
    Cell,
    Drawing,
    Items,
    Line,
    Paragraph,
    Reasons,
    ReportDocument,
    Row,
    Section,
    Step,
    Table,
    Timeline,
    Width,
)
from pingan.report.style import style
from pingan.report.timeline_svg import timeline_svgs

_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_SHARES: Final[dict[Width, int]] = {"number": 4, "short": 10, "medium": 11, "wide": 20}
_NAMES: Final = re.compile(r"(?<=[a-z0-9][_.])(?=[a-z])")
_FRAME: Final = 6.0
"""Room around a picture, in points."""


def report_html(report: ReportDocument) -> str:
    """*report* as one page, whole in itself: HTML 5, UTF-8."""
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=_POLICY),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="referrer", content="no-referrer"),
        element("title", report.mark),
        element("style", style(report.mark, report.page)),
    )
    body = element(
        "body",
        element("header", element("h1", report.title), *(_block(block, 2) for block in report.lead)),
        _contents(report),
        element("main", *(_section(section, 2) for section in report.sections)),
    )
    page = element("html", head, body, lang=report.tag)
    return f"<!DOCTYPE html>\n{written(page)}\n"


def _contents(report: ReportDocument) -> Element:
    entries = (element("li", element("a", s.title, href=f"#{s.id}")) for s in report.sections)
    heading = element("h2", report.contents, id="contents")
    return element("nav", heading, element("ol", *entries), class_="contents", aria_labelledby="contents")


def _section(section: Section, level: int) -> Element:
    parts = [_block(block, level + 1) for block in section.blocks]
    parts += [_section(inner, level + 1) for inner in section.sections]
    title = element(f"h{level}", section.title, id=f"{section.id}-title")
    return element("section", title, *parts, id=section.id, aria_labelledby=f"{section.id}-title")


def _block(block: Block, level: int) -> Element:
    match block:
        case Paragraph(text, kind):
            return element("p", text, class_=None if kind == "plain" else kind)
        case Items(items):
            return element("ul", *(element("li", *_lines(item)) for item in items), class_="items")
        case Table():
            return _table(block)
        case Reasons():
            return _reasons(block, level)
        case Timeline():
            return _timeline(block)
        case Drawing():
            return _drawing(block)
        case _:
            assert_never(block)


# --- tables ----------------------------------------------------------------------------------------------------------


def _table(table: Table) -> Element:
    if not table.heads:
        rows = (_facing(row) for row in table.rows)
        return element("table", element("tbody", *rows), class_="facing", aria_label=table.label)
    total = sum(_SHARES[width] for width in table.widths)
    columns = (element("col", style=f"width: {100 * _SHARES[w] / total:.1f}%") for w in table.widths)
    heads = element("thead", element("tr", *(element("th", head, scope="col") for head in table.heads)))
    bodies = (element("tbody", *rows) for rows in _bodies(table))
    return element("table", element("colgroup", *columns), heads, *bodies, class_="stacked", aria_label=table.label)


def _facing(row: Row) -> Element:
    """A row of a table without heads: the first cell says what the second is."""
    first, *rest = row.cells
    return element("tr", element("th", *_lines(first), scope="row"), *(element("td", *_lines(cell)) for cell in rest))


def _bodies(table: Table) -> Iterator[list[Element]]:
    """The rows, those under one heading together."""
    rows: list[Element] = []
    for row in table.rows:
        if row.is_heading and rows:
            yield rows
            rows = []
        rows.append(_row(row, table))
    if rows:
        yield rows


def _row(row: Row, table: Table) -> Element:
    if row.is_heading:
        cell = element("th", *_lines(row.cells[0]), colspan=str(len(table.heads)), scope="rowgroup")
        return element("tr", cell, class_="group")
    cells = (
        element("td", *_lines(cell), data_label=head, class_=width if cell.lines else "empty")
        for cell, head, width in zip(row.cells, table.heads, table.widths, strict=True)
    )
    return element("tr", *cells)


def _lines(cell: Cell) -> tuple[Element, ...]:
    return tuple(element("div", _line(line)) for line in cell.lines)


def _line(line: Line) -> Element:
    classes = f"l-{line.kind}" + (f" tone-{line.tone}" if line.tone != "plain" else "")
    if line.target:
        return element("a", *_breakable(line.text), href=f"#{line.target}", class_=classes)
    return element("span", *_breakable(line.text), class_=classes)


def _breakable(text: str) -> Iterator[Element | str]:
    """*text*, with places where a line may end inside the long names that policies and facts have."""
    before = ""
    for piece in _NAMES.split(text):
        if before:
            yield element("wbr")
        yield piece
        before = piece


# --- reasons ---------------------------------------------------------------------------------------------------------


def _reasons(reasons: Reasons, level: int) -> Element:
    parts: list[Element] = [element(f"h{level}", *_breakable(reasons.title))]
    parts += [element("div", _line(line)) for line in reasons.says]
    if reasons.steps:
        # What is folded away stands behind the `details`, not in it: so any browser prints it, open or not.
        parts.append(element("details", element("summary", reasons.summary), class_="fold"))
        parts.append(element("div", _steps(reasons.steps), class_="steps"))
    return element("article", *parts, id=reasons.id)


def _steps(steps: Sequence[Step]) -> Element:
    return element("ul", *(_step(step) for step in steps))


def _step(step: Step) -> Element:
    text = _breakable(step.text)
    told = element("a", *text, href=f"#{step.target}") if step.target else element("span", *text)
    return element(
        "li",
        element("span", f"{step.lead} ", class_="lead-word") if step.lead else None,
        element("span", told, class_=f"tone-{step.tone}"),
        element("div", step.cited, class_="l-clause") if step.cited else None,
        _steps(step.children) if step.children else None,
    )


# --- pictures --------------------------------------------------------------------------------------------------------


def _timeline(timeline: Timeline) -> Element:
    told = element("p", timeline.left_out, class_="note") if timeline.left_out else None
    described = element("p", timeline.description, class_="note")
    legend = element("p", timeline.legend, class_="note") if timeline.legend else None
    return element("figure", described, legend, *timeline_svgs(timeline), told, class_="timeline")


def _drawing(drawing: Drawing) -> Element:
    placed = drawing.layout
    wide, high = placed.width + 2 * _FRAME, placed.height + 2 * _FRAME
    svg = element(
        "svg",
        element("title", drawing.description),
        Markup(f'<g transform="translate({_FRAME:g} {_FRAME:g})">{drawn(drawing.picture, placed)}</g>'),
        xmlns="http://www.w3.org/2000/svg",
        width=f"{wide:.0f}",
        height=f"{high:.0f}",
        viewBox=f"0 0 {wide:.0f} {high:.0f}",
        role="img",
        aria_label=drawing.description,
    )
    numbers = [part for line in drawing.told for part in (" ", _line(line))]
    caption = element("figcaption", drawing.title, *numbers)
    scrolls = element("div", svg, class_="scroll", tabindex="0", role="region", aria_label=drawing.title)
    return element("figure", caption, scrolls, class_="graph turned" if drawing.turned else "graph", id=drawing.id)
