"""A report as plain data: sections of paragraphs, tables, reasons and pictures, in one language, for every format."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from attrs import field, frozen

if TYPE_CHECKING:
    from pingan.exporters.layout import Layout
    from pingan.exporters.picture import Picture

Tone = Literal["plain", "settled", "open", "missed", "none"]
"""How it stands: settled (done, applies), open (to be done, undetermined), missed, none (does not apply)."""
LineKind = Literal["plain", "strong", "note", "state", "clause", "code"]
ParagraphKind = Literal["plain", "lead", "note", "warning", "legend"]
"""A ``legend`` is about pictures: it goes where they go."""
Width = Literal["number", "short", "medium", "wide"]


@frozen
class Line:
    """A line of text; *target* is the id of the place in the report that it leads to."""

    text: str
    kind: LineKind = "plain"
    tone: Tone = "plain"
    target: str | None = None


@frozen
class Cell:
    """What stands in one cell of a table, line below line."""

    lines: tuple[Line, ...] = ()

    @staticmethod
    def of(*texts: str | Line | None) -> Cell:
        """A cell of *texts*; those that are None or empty are left out."""
        lines = (Line(text) if isinstance(text, str) else text for text in texts if text)
        return Cell(tuple(line for line in lines if line.text))


@frozen
class Row:
    """A row; a *heading* has one cell, over all columns, for the rows below it."""

    cells: tuple[Cell, ...]
    is_heading: bool = False


@frozen
class Table:
    """Rows under heads. *label* says what it is to those who do not see it; *widths* are those of the columns."""

    label: str
    heads: tuple[str, ...]
    widths: tuple[Width, ...]
    rows: tuple[Row, ...]


@frozen
class Paragraph:
    text: str
    kind: ParagraphKind = "plain"


@frozen
class Items:
    """A list; each item is told in a line or several."""

    items: tuple[Cell, ...]


@frozen
class Step:
    """A step of a reason: *lead* says of what kind it is, *text* what it came to, *cited* which clauses say so.

    *target* is where it stands in full.
    """

    text: str
    lead: str = ""
    cited: str = ""
    tone: Tone = "plain"
    target: str | None = None
    children: tuple[Step, ...] = ()


@frozen
class Reasons:
    """Why one thing is as it is: what it says, how it stands, remarks, and the steps that decide it.

    On a screen the steps can be folded away under *summary*; printed, they are always there.
    """

    id: str
    title: str
    says: tuple[Line, ...]
    steps: tuple[Step, ...]
    summary: str = ""


@frozen
class Mark:
    """A point of a timeline: *when* in words; *after* is how long after the mark before it, in words, and *weight*
    how far from it it is drawn (0 to 1)."""

    kind: Literal["fact", "asked", "deadline"]
    when: str
    text: str
    after: str = ""
    weight: float = 0.0
    tone: Tone = "plain"


@frozen
class Timeline:
    """Marks in the order of time; *told* is the same as a table, and *left_out* how many marks it has more."""

    title: str
    description: str
    marks: tuple[Mark, ...]
    left_out: str = ""
    legend: str = ""
    """What the signs of the drawing are; said only where it is drawn."""


@frozen
class Drawing:
    """A decision graph, placed; *told* is where the same stands in words. *turned*: it takes a sheet turned round."""

    id: str
    title: str
    description: str
    picture: Picture = field(repr=False)
    layout: Layout = field(repr=False)
    told: tuple[Line, ...] = ()
    turned: bool = False


Block = Paragraph | Items | Table | Reasons | Timeline | Drawing


@frozen
class Section:
    """A heading with what stands under it; *short* is its name in the table of contents."""

    id: str
    title: str
    blocks: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()


@frozen
class ReportDocument:
    """An outcome as a document in one language, *tag* (``en``, ``zh-CN``); *mark* stands on every page.

    *shows_sensitive* says whether sensitive facts are told in it.
    """

    title: str
    tag: str
    mark: str
    contents: str
    """The heading of the table of contents."""
    page: tuple[str, str, str]
    """What stands before, between and behind the numbers of a page and of all pages."""
    without_pictures: str
    """What is said where a format has no pictures."""
    shows_sensitive: bool
    lead: tuple[Block, ...]
    sections: tuple[Section, ...]

    def to_html(self) -> str:
        """One page for screens and paper, whole in itself: HTML 5, no scripts, nothing that is fetched."""
        from pingan.report.html import report_html

        return report_html(self)

    def to_docx(self) -> bytes:
        """A Word document; the same report gives the same bytes. Raises MissingPackage without the extra ``report``."""
        from pingan.report.docx import report_docx

        return report_docx(self)

    def texts(self, *, pictures: bool = True) -> Iterator[str]:
        """Every text of it in the order in which it is read; of *pictures* what they are called and described as."""
        from pingan.report.texts import texts_of

        return texts_of(self, pictures=pictures)
