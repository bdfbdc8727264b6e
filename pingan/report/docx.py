"""A report as a Word document: headings, tables with heads that come again on each page, links between its parts."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, assert_never

from attrs import define, field

from pingan.diagnostics.errors import MissingPackage
from pingan.diagnostics.plain import plain
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
    Tone,
    Width,
)
from pingan.report.texts import is_of_pictures

if TYPE_CHECKING:
    from docx.document import Document as Document
    from docx.text.paragraph import Paragraph as WordParagraph

_MADE: Final = datetime(2000, 1, 1)  # noqa: DTZ001  # the one instant of every document: the same report, the same bytes
_ZIPPED: Final = (2000, 1, 1, 0, 0, 0)
_LATIN: Final = "Calibri"
_HAN: Final = "Microsoft YaHei"
_CODE: Final = "Consolas"
_CENTIMETRES: Final[dict[Width, float]] = {"number": 1.1, "short": 3.0, "medium": 3.3, "wide": 6.2}
_PAGE: Final = 18.0
_COLOURS: Final[dict[Tone, str]] = {
    "plain": "000000",
    "settled": "1F6B45",
    "open": "8A5A00",
    "missed": "B3261E",
    "none": "5A6068",
}
_SOFT: Final = "4A4F55"
_DEEPEST: Final = 9
"""Steps are indented so far; deeper ones stand below those."""


def report_docx(report: ReportDocument) -> bytes:
    """*report* as the bytes of a .docx file. Raises MissingPackage without the extra ``report``."""
    try:
        import docx
    except ImportError:
        raise MissingPackage("python-docx", "report", "a Word document") from None
    writer = _Writer(docx.Document())
    writer.write(report)
    made = io.BytesIO()
    writer.document.save(made)
    return _without_times(made.getvalue())


def _without_times(content: bytes) -> bytes:
    """The same archive with every file of one date, in one order."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            entry = zipfile.ZipInfo(name, _ZIPPED)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            new.writestr(entry, old.read(name), compresslevel=6)
    return made.getvalue()


@define
class _Writer:
    document: Document
    _bookmarks: int = field(default=0)

    def write(self, report: ReportDocument) -> None:
        self._prepare(report)
        self.document.add_heading(_text(report.title), 0)
        for block in report.lead:
            self._block(block, 1)
        for section in report.sections:
            self._section(section, 1, report)

    # --- the page --------------------------------------------------------------------------------------------------

    def _prepare(self, report: ReportDocument) -> None:
        from docx.shared import Cm, Pt

        properties = self.document.core_properties
        properties.title, properties.author, properties.comments = _text(report.title), "pingan", ""
        properties.created = properties.modified = _MADE
        properties.language, properties.revision = report.tag, 1
        page = self.document.sections[0]
        page.page_width, page.page_height = Cm(21.0), Cm(29.7)
        page.left_margin = page.right_margin = Cm((21.0 - _PAGE) / 2)
        page.top_margin = page.bottom_margin = Cm(1.8)
        for style in self.document.styles:
            if style.type == 1:  # of paragraphs
                _fonts(style.element.get_or_add_rPr(), report.tag)
        normal: Any = self.document.styles["Normal"]
        normal.font.size = Pt(10)
        normal.paragraph_format.space_after = Pt(3)
        foot = page.footer.paragraphs[0]
        before, between, behind = report.page
        _run(foot, f"{report.mark}    {before}", size=8, colour=_SOFT)
        _field(foot, "PAGE")
        _run(foot, between, size=8, colour=_SOFT)
        _field(foot, "NUMPAGES")
        _run(foot, behind, size=8, colour=_SOFT)

    # --- parts -----------------------------------------------------------------------------------------------------

    def _section(self, section: Section, level: int, report: ReportDocument) -> None:
        self.document.add_heading(_text(section.title), level)
        for block in section.blocks:
            if isinstance(block, Paragraph) and block.kind == "legend":
                self._block(Paragraph(report.without_pictures, "note"), level + 1)
            elif not is_of_pictures(block):
                self._block(block, level + 1)
        for inner in section.sections:
            self._section(inner, level + 1, report)

    def _block(self, block: Block, level: int) -> None:
        match block:
            case Paragraph(text, kind):
                paragraph = self.document.add_paragraph()
                colour = {"note": _SOFT, "warning": _COLOURS["open"]}.get(kind)
                _run(paragraph, text, bold=kind == "warning", colour=colour, size=11 if kind == "lead" else None)
            case Items(items):
                for item in items:
                    self._lines(self.document.add_paragraph(style="List Bullet"), item.lines)
            case Table():
                self._table(block)
            case Reasons():
                self._reasons(block, level)
            case Timeline():
                self._timeline(block)
            case Drawing():
                pass  # none of Word's own formats shows what we draw
            case _:
                assert_never(block)

    def _lines(self, paragraph: WordParagraph, lines: Sequence[Line]) -> None:
        for number, line in enumerate(lines):
            if number:
                paragraph.add_run("\n")
            _line(paragraph, line)

    def _reasons(self, reasons: Reasons, level: int) -> None:
        heading = self.document.add_heading(_text(reasons.title), min(level, 9))
        self._bookmark(heading, reasons.id)
        if reasons.says:
            self._lines(self.document.add_paragraph(), reasons.says)
        for depth, step in _steps(reasons.steps):
            self._step(depth, step)

    def _step(self, depth: int, step: Step) -> None:
        from docx.shared import Cm, Pt

        paragraph = self.document.add_paragraph()
        paragraph.paragraph_format.left_indent = Cm(0.4 + 0.45 * min(depth, _DEEPEST))
        paragraph.paragraph_format.space_after = Pt(1)
        if step.lead:
            _run(paragraph, step.lead, size=8, colour=_SOFT)
            paragraph.add_run(" ")
        colour = _COLOURS["open"] if step.tone == "open" else None
        if step.target:
            _link(paragraph, step.text, step.target, 9)
        else:
            _run(paragraph, step.text, size=9, colour=colour)
        if step.cited:
            paragraph.add_run("\n")
            _run(paragraph, step.cited, size=8, colour=_SOFT)

    def _timeline(self, timeline: Timeline) -> None:
        self._block(Paragraph(timeline.description, "note"), 1)
        rows = []
        for mark in timeline.marks:
            when = Cell.of(Line(mark.after, "note"), Line(mark.when, "strong" if mark.kind == "asked" else "plain"))
            kind = "strong" if mark.kind == "asked" else "plain"
            rows.append(Row((when, Cell.of(Line(mark.text, kind, mark.tone)))))  # type: ignore[arg-type]
        self._table(Table(timeline.title, (), ("medium", "wide"), tuple(rows)))
        if timeline.left_out:
            self._block(Paragraph(timeline.left_out, "note"), 1)

    # --- tables ----------------------------------------------------------------------------------------------------

    def _table(self, table: Table) -> None:
        from docx.shared import Cm, Pt

        total = sum(_CENTIMETRES[width] for width in table.widths)
        widths = [Cm(_CENTIMETRES[width] * _PAGE / total) for width in table.widths]
        made = self.document.add_table(rows=0, cols=len(widths), style="Table Grid")
        made.autofit = False
        for column, width in zip(made.columns, widths, strict=True):
            column.width = width
        if table.heads:
            heads = made.add_row()
            _property(heads, "w:tblHeader")
            for cell, head, width in zip(heads.cells, table.heads, widths, strict=True):
                cell.width = width
                _run(cell.paragraphs[0], head, bold=True, size=9)
        for row in table.rows:
            cells = made.add_row()
            _property(cells, "w:cantSplit")
            if row.is_heading:
                merged = cells.cells[0].merge(cells.cells[-1])
                self._lines(merged.paragraphs[0], row.cells[0].lines)
                continue
            for cell, told, width in zip(cells.cells, row.cells, widths, strict=True):
                cell.width = width
                self._lines(cell.paragraphs[0], told.lines)
        after = self.document.add_paragraph()
        after.paragraph_format.space_after = Pt(0)

    def _bookmark(self, paragraph: WordParagraph, name: str) -> None:
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        self._bookmarks += 1
        for tag in ("w:bookmarkStart", "w:bookmarkEnd"):
            mark = OxmlElement(tag)
            mark.set(qn("w:id"), str(self._bookmarks))
            if tag == "w:bookmarkStart":
                mark.set(qn("w:name"), name.replace("-", "_"))
            paragraph._p.append(mark)


def _steps(steps: Sequence[Step]) -> Iterator[tuple[int, Step]]:
    """Every step with its depth, as they are read."""
    waiting = [(0, step) for step in reversed(steps)]
    while waiting:
        depth, step = waiting.pop()
        yield depth, step
        waiting += [(depth + 1, child) for child in reversed(step.children)]


# --- runs ------------------------------------------------------------------------------------------------------------


def _text(text: str) -> str:
    """*text* without what XML cannot hold or a reader would not see."""
    return plain(text)


def _line(paragraph: WordParagraph, line: Line) -> None:
    if line.target:
        _link(paragraph, line.text, line.target, 10)
        return
    is_soft = line.kind in ("note", "clause", "code")
    colour = _COLOURS[line.tone] if line.tone != "plain" else _SOFT if is_soft else None
    _run(
        paragraph,
        line.text,
        bold=line.kind in ("strong", "state"),
        size=8 if is_soft else None,
        colour=colour,
        font=_CODE if line.kind == "code" else None,
    )


def _run(
    paragraph: WordParagraph,
    text: str,
    *,
    bold: bool = False,
    size: int | None = None,
    colour: str | None = None,
    font: str | None = None,
) -> None:
    from docx.shared import Pt, RGBColor

    run = paragraph.add_run(_text(text))
    run.bold = bold or None
    if size is not None:
        run.font.size = Pt(size)
    if colour is not None:
        run.font.color.rgb = RGBColor.from_string(colour)
    if font is not None:
        run.font.name = font


def _link(paragraph: WordParagraph, text: str, target: str, size: int) -> None:
    """A link to a place in the document."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    _run(paragraph, text, size=size, colour="0B5394")
    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), target.replace("-", "_"))
    link.append(paragraph.runs[-1]._r)
    paragraph._p.append(link)


def _field(paragraph: WordParagraph, instruction: str) -> None:
    """A number that Word works out: of this page, of all pages."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt

    run = paragraph.add_run()
    run.font.size = Pt(8)
    for kind in ("begin", "", "end"):
        if kind:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        else:
            part = OxmlElement("w:instrText")
            part.text = instruction
        run._r.append(part)


def _property(row: Any, name: str) -> None:
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _fonts(properties: Any, tag: str) -> None:
    """Fonts for Latin and for Han characters, and the language that spelling is checked in."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    fonts = properties.get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for name, value in (("ascii", _LATIN), ("hAnsi", _LATIN), ("cs", _LATIN), ("eastAsia", _HAN)):
        fonts.set(qn(f"w:{name}"), value)
    language = properties.find(qn("w:lang"))
    if language is None:
        language = OxmlElement("w:lang")
        properties.append(language)
    language.set(qn("w:val"), "en-GB" if tag == "en" else tag)
    language.set(qn("w:eastAsia"), "zh-CN")
