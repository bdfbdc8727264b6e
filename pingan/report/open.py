"""What is undetermined, and what to find out first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Final, assert_never

from attrs import frozen

from pingan.diagnostics.plain import plain
from pingan.language.shapes import Truth
from pingan.model.value_text import name_text, word
from pingan.outcome.asking_next import next_questions
from pingan.outcome.nodes import CauseKind, Undetermined
from pingan.outcome.questions import Option, Question
from pingan.outcome.waiting import ranked_causes, undetermined
from pingan.report.nodes import Block, Cell, Items, Line, Paragraph, Row, Section, Table
from pingan.report.norms import NormRows
from pingan.report.telling import Telling

MAXIMUM_ASKED: Final = 40
"""Facts to obtain that are told; `pingan ask` goes on."""
SHOWN_ANSWERS: Final = 5
FIRST: Final = 3
"""So many stand out."""
_OF_FACTS: Final[frozenset[CauseKind]] = frozenset({"missing", "bounded", "open", "judgement"})


@frozen(slots=False)
class OpenPart:
    """The section about what facts leave open."""

    telling: Telling

    def section(self) -> Section:
        say = self.telling.say
        title = say("Undetermined: what to find out first", "未定事项：应先查明的事实")
        perhaps = self.telling.arranged.perhaps
        blocks: list[Block] = [Paragraph(self.lead()), *self._asked(), *self._decided(), *self._others()]
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
        if not waiting:
            return telling.say("No provision is undetermined; only this is open:", "没有未定的规定；未定的只有：")
        count = telling.counted(len(waiting), "provision is", "provisions are", "项规定")
        return telling.say(
            f"{count} undetermined. What is not known is not taken to be false: each stays open until the facts are "
            "there. First comes what ends most of the waiting, on average over its answers.",
            f"有{count}未定。未知不等于否：事实查明之前，有关结论保持未定。以下按查明后平均可了结的待定事项多少排列。",
        )

    # --- facts to obtain -------------------------------------------------------------------------------------------

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """What to ask, the most decisive first, and one more than is told."""
        telling = self.telling
        norms = telling.answer.norms
        goals = tuple(dict.fromkeys(norms[i].rule_key for i in telling.numbers)) if telling.arranged.is_chosen else None
        return next_questions(telling.answer, MAXIMUM_ASKED + 1, goals, ())

    def _asked(self) -> Iterator[Block]:
        """The facts to obtain, in the order in which they settle most."""
        say, asked = self.telling.say, self.questions
        heads = (
            say("Fact to obtain", "应查明的事实"),
            say("Answers", "可能的答案"),
            say("Who determines it", "由谁认定"),
            say("Open until then (No.)", "有待于此的序号"),
        )
        if asked:
            rows = tuple(self._question(question, place) for place, question in enumerate(asked[:MAXIMUM_ASKED]))
            yield Table(say("What to find out", "应查明事项"), heads, ("wide", "medium", "medium", "medium"), rows)
        if len(asked) > MAXIMUM_ASKED:
            told = say("There is more: `pingan ask` goes through it one by one.", "其余从略：`pingan ask` 可逐项询问。")
            yield Paragraph(told, "note")

    def _question(self, question: Question, place: int) -> Row:
        telling = self.telling
        waiting = telling.numbered([each.norm for each in question.why])
        return Row(
            (
                Cell.of(
                    Line(telling.general.path(question.path), "strong" if place < FIRST else "plain"),
                    Line(self._what(question), "note"),
                ),
                Cell.of(*self._answers(question)),
                Cell.of(self._who(question)),
                Cell.of(waiting or telling.say("whether the policy applies", "政策是否适用")),
            )
        )

    def _what(self, question: Question) -> str:
        say = self.telling.say
        match question.kind:
            case "value":
                return ""
            case "existence":
                return say("whether there is one", "是否存在")
            case "elements":
                return say("which there are", "包括哪些")
            case "more":
                return say(
                    f"whether there are more than the {question.count} known", f"除已知的{question.count}项外是否还有"
                )
            case _:
                assert_never(question.kind)

    def _answers(self, question: Question) -> Iterator[Line]:
        telling = self.telling
        further = ["…"] if len(question.options) > SHOWN_ANSWERS else []
        options = question.options[:SHOWN_ANSWERS]
        if not any(option.settles for option in options):
            yield Line(telling.listed([*map(self._answer, options), *further]), "note")
            return
        for option in options:
            settles = telling.say(f"settles {option.settles}", f"可确定{option.settles}项") if option.settles else ""
            yield Line(telling.bracketed(self._answer(option), settles), "note")
        yield from (Line(more, "note") for more in further)

    def _answer(self, option: Option) -> str:
        language = self.telling.language
        match option.value:
            case bool():
                return word("yes" if option.value else "no", language)
            case None:
                return word("absent", language)
            case dict():
                return word("exists", language)
            case _:
                return name_text(str(option.value), option.label, language)

    def _who(self, question: Question) -> str:
        telling = self.telling
        if question.authorities is None:
            return ""
        if not question.authorities:
            return telling.say("a judgement; of whom is not said", "须经认定，未规定认定人")
        return telling.listed([telling.general.party(authority) for authority in question.authorities])

    # --- what no fact settles --------------------------------------------------------------------------------------

    def _decided(self) -> Iterator[Block]:
        """What is open for another reason than a fact: a number that nobody set, a reading that nobody chose."""
        telling, say = self.telling, self.telling.say
        scopes = {status.name: status.causes for status in telling.answer.policies}
        rows = []
        for ranked in ranked_causes(telling.answer):
            cause = ranked.cause
            if cause.kind in _OF_FACTS:
                continue
            norms = telling.answer.norms
            open_ones = [i for i in telling.numbers if len(norms[i].states) > 1]
            waiting = [i for i in open_ones if cause in (*norms[i].causes, *scopes.get(norms[i].policy, ()))]
            if waiting or any(cause in other.causes for other in self._waiting()):
                told = telling.numbered(waiting) or say("values and policies", "计算结果、政策适用")
                rows.append(Row((Cell.of(telling.cause(cause)), Cell.of(told))))
        heads = (
            say("Not a fact, but to be decided or looked up", "非事实而须设定或查明"),
            say("Open until then (No.)", "有待于此的序号"),
        )
        if rows:
            yield Table(
                say("What else is open", "其他未定原因"), heads, ("wide", "medium"), tuple(rows[:MAXIMUM_ASKED])
            )

    def _waiting(self) -> Sequence[Undetermined]:
        """Conclusions that are open and no norms."""
        if self.telling.arranged.is_chosen:
            return ()
        answer = self.telling.answer
        silent = {status.name for status in answer.policies if Truth.FALSE in (status.in_scope, status.in_force)}
        found = [waiting for waiting in undetermined(answer) if waiting.index is None]
        return [w for w in found if w.kind != "definition" or w.subject.partition(".")[0] not in silent]

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
