"""What an outcome says besides its norms, as lines of a report: values of definitions, and remarks."""

from __future__ import annotations

from collections.abc import Iterator

from pingan.diagnostics.plain import plain
from pingan.language.dialect import in_chinese
from pingan.language.types import UNKNOWN
from pingan.model.value_text import word
from pingan.outcome.nodes import Finding
from pingan.outcome.phrases import citations_text
from pingan.outcome.promises import cases_text
from pingan.outcome.reached import value_text
from pingan.report.nodes import Cell, Line
from pingan.report.telling import Telling


def finding_lines(finding: Finding, telling: Telling) -> Iterator[Line]:
    """A remark; nothing for values, which stand in a table, and for words without a number, told with parameters."""
    if finding.kind in ("definition", "unset_word"):
        return
    general, say = telling.general, telling.say
    said, about = plain(finding.message), ""
    match finding.kind:
        case "override":
            name = general.key(finding.message)
            said = say(f"displaced by {name}", f"被{name}排除")
        case "nothing_to_measure":
            said = say("there is nothing to measure", "没有可衡量的对象")
        case "unattributed_judgement":
            said = say("the author of this judgement is not said", "未说明认定人")
        case "cases":
            said, where = cases_text(finding, telling.answer.model, chinese=in_chinese(telling.language))
            about = general.path(where) if where else ""
        case _:
            pass
    titled = general.key(finding.subject)
    subject = titled if titled != plain(finding.subject) else general.path(finding.subject)
    yield Line(telling.titled(" ".join(part for part in (about, subject) if part), said))
    yield Line(citations_text(finding.citations, telling.language), "clause")


def value_cells(finding: Finding, telling: Telling) -> tuple[Cell, ...]:
    """A definition, its value, and the clause; empty for what is no value."""
    if finding.kind != "definition":
        return ()
    definition = telling.answer.model.definitions.get(finding.subject)
    value = word("masked", telling.language)
    if finding.value is not None and not finding.masked:
        value = value_text(finding.value, definition.type if definition else UNKNOWN, telling.general)
    waits = telling.causes(finding.causes, telling.zone)
    return (
        Cell.of(telling.general.key(finding.subject)),
        Cell.of(value, Line(telling.say(f"open: {waits}", f"未定：{waits}"), "note", "open") if waits else None),
        Cell.of(Line(citations_text(finding.citations, telling.language), "clause")),
    )
