"""Every text of a report, in the order in which it is read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import assert_never

from pingan.report.nodes import (
    Block,
    Drawing,
    Items,
    Paragraph,
    Reasons,
    ReportDocument,
    Section,
    Step,
    Table,
    Timeline,
)


def texts_of(report: ReportDocument, *, pictures: bool = True) -> Iterator[str]:
    """The title, what stands below it, and every section; without *pictures* what is said in their place."""
    yield report.title
    for block in report.lead:
        yield from _of_block(block, pictures)
    for section in report.sections:
        yield from _of_section(section, report, pictures)


def _of_section(section: Section, report: ReportDocument, pictures: bool) -> Iterator[str]:
    yield section.title
    for block in section.blocks:
        if not pictures and is_of_pictures(block):
            if isinstance(block, Paragraph):
                yield report.without_pictures
            continue
        yield from _of_block(block, pictures)
    for inner in section.sections:
        yield from _of_section(inner, report, pictures)


def is_of_pictures(block: Block) -> bool:
    """Whether *block* is a picture that only some formats have, or is about such pictures."""
    return isinstance(block, Drawing) or (isinstance(block, Paragraph) and block.kind == "legend")


def _of_block(block: Block, pictures: bool) -> Iterator[str]:
    match block:
        case Paragraph(text):
            yield text
        case Items(items):
            yield from (line.text for item in items for line in item.lines)
        case Table():
            yield from block.heads
            yield from (line.text for row in block.rows for cell in row.cells for line in cell.lines)
        case Reasons():
            yield block.title
            yield from (line.text for line in block.says)
            yield from _of_steps(block.steps)
        case Timeline():
            yield block.description
            if pictures and block.legend:
                yield block.legend
            for mark in block.marks:
                yield from filter(None, (mark.after, mark.when, mark.text))
            yield from filter(None, (block.left_out,))
        case Drawing():
            yield block.title
            yield from (line.text for line in block.told)
        case _:
            assert_never(block)


def _of_steps(steps: Sequence[Step]) -> Iterator[str]:
    waiting = list(reversed(steps))
    while waiting:
        step = waiting.pop()
        yield from filter(None, (step.lead, step.text, step.cited))
        waiting += reversed(step.children)
