"""A report taken apart again: its blocks, its rows, and the page as a browser's parser sees it."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser

from attrs import define, evolve, field

from pingan.report.nodes import Block, Reasons, ReportDocument, Row, Section, Table

EMPTY = frozenset({"meta", "col", "wbr"})


def sections(report: ReportDocument) -> Iterator[Section]:
    waiting = list(report.sections)
    while waiting:
        section = waiting.pop(0)
        yield section
        waiting = [*section.sections, *waiting]


def blocks(report: ReportDocument) -> Iterator[Block]:
    yield from report.lead
    for section in sections(report):
        yield from section.blocks


def section(report: ReportDocument, id: str) -> Section:
    return next(found for found in sections(report) if found.id == id)


def has_section(report: ReportDocument, id: str) -> bool:
    return any(found.id == id for found in sections(report))


def text_of(report: ReportDocument, id: str) -> str:
    """Everything that a section says, a line each, its own sections included."""
    only = evolve(report, lead=(), sections=(section(report, id),))
    return "\n".join(only.texts())


def rows(report: ReportDocument) -> Iterator[Row]:
    """The rows of norms: those whose first cell is a number that leads to its reasons."""
    for block in blocks(report):
        if isinstance(block, Table):
            for row in block.rows:
                lines = row.cells[0].lines
                if lines and (lines[0].target or "").startswith("why-"):
                    yield row


def reasons(report: ReportDocument) -> list[Reasons]:
    return [block for block in blocks(report) if isinstance(block, Reasons)]


@define
class Page(HTMLParser):
    """What is on a page; elements that are not closed, or closed in another order, are found."""

    tags: list[tuple[str, dict[str, str | None]]] = field(factory=list)
    texts: list[str] = field(factory=list)
    wrong: list[str] = field(factory=list)
    _open: list[str] = field(factory=list)
    _goes_on: bool = False
    """Whether what comes next belongs to the text before it."""

    def __attrs_pre_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    @staticmethod
    def of(html: str) -> Page:
        page = Page()
        page.feed(html)
        page.close()
        page.wrong += page._open
        return page

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in EMPTY:
            self._open.append(tag)
        self._goes_on = tag == "wbr"

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        self._goes_on = False
        if not self._open or self._open.pop() != tag:
            self.wrong.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if data.strip() and self._open[-1] not in ("style",):
            if self._goes_on:
                self.texts[-1] += data.rstrip()
            else:
                self.texts.append(data.strip())

    def every(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]
