"""What is undetermined, and what to find out first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from attrs import frozen

from pingan.diagnostics.plain import plain
from pingan.language.shapes import Truth
from pingan.outcome.nodes import Cause, Undetermined
from pingan.outcome.waiting import ranked_causes, undetermined
from pingan.report.nodes import Block, Cell, Items, Line, Paragraph, Row, Section, Table
from pingan.report.norms import NormRows
from pingan.report.telling import Telling

MAXIMUM_CAUSES: Final = 40
"""Things to find out that are told, those first for which most conclusions wait."""


@frozen
class OpenPart:
    """The section about what facts leave open."""

    telling: Telling

    def section(self) -> Section:
        say = self.telling.say
        title = say("Undetermined: what to find out first", "未定事项：应先查明的事实")
        asked, perhaps = self._asked(), self.telling.arranged.perhaps
        blocks: list[Block] = [Paragraph(self.lead(), "plain")]
        if asked:
            blocks += [asked, *self._more()]
        blocks += self._others()
        sections: list[Section] = []
        if perhaps:
            told = say("May have to be done, depending on what is open", "是否须办，取决于未定事实")
            sections.append(Section("perhaps", told, (NormRows(self.telling).table(told, perhaps),)))
        return Section("open", title, tuple(blocks), tuple(sections))

    def lead(self) -> str:
        telling = self.telling
        waiting = [i for i in telling.numbers if len(telling.answer.norms[i].states) > 1]
        if not waiting and not self._waiting():
            return telling.say(
                "Nothing is open: the facts settle everything.", "没有未定事项：现有事实足以得出全部结论。"
            )
        count = telling.counted(len(waiting), "provision is", "provisions are", "项规定")
        return telling.say(
            f"{count} undetermined. What is not known is not taken to be false: each stays open until the facts are "
            "there. What settles most comes first.",
            f"有{count}未定。未知不等于否：事实查明之前，有关结论保持未定。以下按可确定结论的多少排列。",
        )

    @property
    def causes(self) -> tuple[tuple[Cause, tuple[int, ...]], ...]:
        """What to find out, each with the norms told here that wait for it: as the outcome ranks them."""
        telling = self.telling
        scopes = {status.name: set(status.causes) for status in telling.answer.policies}
        found = []
        for ranked in ranked_causes(telling.answer):
            waiting = tuple(
                index
                for index in telling.numbers
                if len(telling.answer.norms[index].states) > 1
                and (
                    ranked.cause in telling.answer.norms[index].causes
                    or ranked.cause in scopes.get(telling.answer.norms[index].policy, ())
                )
            )
            if waiting or not telling.arranged.is_chosen:
                found.append((ranked.cause, waiting))
        return tuple(found)

    def _asked(self) -> Table | None:
        telling = self.telling
        rows: list[Row] = []
        for cause, waiting in self.causes[:MAXIMUM_CAUSES]:
            who = [telling.general.party(authority) for authority in cause.authorities]
            rows.append(
                Row(
                    (
                        Cell.of(Line(telling.cause(cause), "strong" if len(rows) < 3 else "plain")),
                        Cell.of(telling.listed(who)),
                        Cell.of(telling.numbered(waiting) or telling.say("values and policies", "计算结果、政策适用")),
                    )
                )
            )
        if not rows:
            return None
        heads = (
            telling.say("What is not known", "尚不清楚的事项"),
            telling.say("Who determines it", "由谁认定"),
            telling.say("Open until then (No.)", "有待于此的序号"),
        )
        return Table(telling.say("What to find out", "应查明事项"), heads, ("wide", "medium", "medium"), tuple(rows))

    def _more(self) -> Iterator[Paragraph]:
        more = len(self.causes) - MAXIMUM_CAUSES
        if more > 0:
            yield Paragraph(self.telling.say(f"And {more} more.", f"另有{more}项。"), "note")

    def _waiting(self) -> Sequence[Undetermined]:
        """Conclusions that are open and no norms."""
        if self.telling.arranged.is_chosen:
            return ()
        return [waiting for waiting in undetermined(self.telling.answer) if waiting.index is None]

    def _others(self) -> Iterator[Block]:
        telling = self.telling
        items = []
        for waiting in self._waiting():
            if waiting.kind == "conflict":
                continue  # they have a section of their own
            waits = telling.causes(waiting.causes, telling.zone)
            items.append(Cell.of(Line(self._subject(waiting), "strong"), Line(waits, "note", "open")))
        if items:
            yield Paragraph(telling.say("Open besides the provisions:", "除规定以外的未定事项："))
            yield Items(tuple(items))

    def _subject(self, waiting: Undetermined) -> str:
        telling = self.telling
        if waiting.kind == "definition":
            told = telling.general.key(waiting.subject)
            return telling.say(f"the value of {told}", f"“{told}”的结果")
        status = next(s for s in telling.answer.policies if s.name == waiting.subject)
        name = plain(status.label or status.name)
        if status.in_scope is Truth.UNDETERMINED:
            return telling.say(f"whether {name} covers this case", f"《{name}》是否适用于此情形")
        return telling.say(f"whether {name} is in force", f"《{name}》是否施行")
