"""What conclusions rest on besides facts: judgements, readings, settings, and which of two rules goes first."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from attrs import frozen

from pingan.diagnostics.plain import plain
from pingan.language.dialect import in_chinese
from pingan.language.shapes import Truth
from pingan.language.types import UNKNOWN
from pingan.model import nodes as model
from pingan.model.to_text import counted_text, expression_text
from pingan.model.value_text import fields_along, name_text, word
from pingan.outcome import layers
from pingan.outcome.nodes import Conflict, Reason, ReasonKind, Reliance
from pingan.outcome.phrases import citations_text, join
from pingan.report.nodes import Block, Cell, Items, Line, Paragraph, Row, Section, Table, Tone, Width
from pingan.report.norms import NormRows
from pingan.report.telling import Telling, is_chinese

_HOLDS: Final = {
    Truth.TRUE: ("these cannot both be met", "二者不能同时遵守"),
    Truth.UNDETERMINED: ("these may stand against each other", "二者可能冲突"),
    Truth.FALSE: ("these do not stand against each other here", "二者在此不冲突"),
}
_TONES: Final[dict[Truth, Tone]] = {Truth.TRUE: "missed", Truth.UNDETERMINED: "open", Truth.FALSE: "none"}


@frozen
class ReliedPart:
    """The sections about what was relied on. *reasons* are those of the norms told, for the readings they name."""

    telling: Telling
    reasons: Collection[Reason]

    def section(self) -> Section:
        say = self.telling.say
        parts = [
            Section("judgements", say("Judgements of competent persons", "有权者的认定"), tuple(self._judgements())),
            Section("readings", say("Readings of unclear wording", "对不明确文字的读法"), tuple(self._readings())),
            Section("settings", say("Parameters and settings", "参数与设定"), tuple(self._parameters())),
        ]
        title = say("What the conclusions rest on", "结论的依据")
        return Section("relied", title, (), tuple(part for part in parts if part.blocks))

    def subjects(self, kind: ReasonKind) -> frozenset[str]:
        return frozenset().union(*(reason.subjects(kind) for reason in self.reasons))

    def _is_given(self, key: str) -> bool:
        """Whether the parameter or interpretation *key* was set by whoever asked."""
        given = self.telling.answer.asked.settings
        return key in given or key.partition(".")[2] in given

    # --- judgements ------------------------------------------------------------------------------------------------

    def _judgements(self) -> Iterator[Block]:
        telling, say = self.telling, self.telling.say
        rows = []
        told = self.subjects("judgement")
        for read in telling.answer.judgements:
            if telling.arranged.is_chosen and read.path not in told:
                continue
            along = fields_along(read.path, telling.answer.model)
            value = word("masked", telling.language)
            if read.value is not None:
                value = telling.general.value(read.value, along[-1].type if along else UNKNOWN)
            by = at = word("masked", telling.language)
            if not read.masked:
                by = telling.general.party(read.by) if read.by else say("author not said", "未说明认定人")
                at = telling.moment(read.at) if read.at else say("not said", "未说明")
            rows.append(Row(tuple(Cell.of(text) for text in (telling.general.path(read.path), value, by, at))))
        heads = (say("What", "事项"), say("Found to be", "认定结果"), say("By", "认定人"), say("When", "时间"))
        if rows:
            widths: tuple[Width, ...] = ("wide", "short", "medium", "medium")
            yield Table(say("Judgements relied on", "所依据的认定"), heads, widths, tuple(rows))

    # --- readings --------------------------------------------------------------------------------------------------

    def _readings(self) -> Iterator[Block]:
        telling, say = self.telling, self.telling.say
        told = self.subjects("reading")
        used = [
            r
            for r in telling.answer.interpretations
            if r.interpretation in told
            or self._is_given(r.interpretation)
            or any(index in telling.numbers for index in r.changes)
        ]
        heads = (
            say("Question", "问题"),
            say("Reading used", "所采读法"),
            say("Other readings", "其他读法"),
            say("Another reading changes", "改采其他读法的影响"),
        )
        if used:
            rows = tuple(self._reading(r) for r in used)
            yield Table(say("Readings relied on", "所采用的读法"), heads, ("wide", "medium", "medium", "medium"), rows)

    def _reading(self, reliance: Reliance) -> Row:
        telling, say, language = self.telling, self.telling.say, self.telling.language
        found = telling.answer.model.interpretations.get(reliance.interpretation)
        names = {r.name: name_text(r.name, r.label, language) for r in found.readings} if found else {}
        by = {"default": say("by default", "默认"), "set": say("chosen", "选定")}.get(reliance.chosen_by)
        reading = say("no reading is chosen", "未选定读法")
        if reliance.reading is not None:
            reading = names.get(reliance.reading) or plain(reliance.reading)
        others = [text for name, text in names.items() if name != reliance.reading]
        return Row(
            (
                Cell.of(self._question(reliance), Line(telling.general.key(reliance.interpretation), "note")),
                Cell.of(Line(reading, "strong"), Line(by or plain(reliance.chosen_by), "note")),
                Cell.of(telling.listed(others)),
                Cell.of(*self._changes(reliance)),
            )
        )

    def _question(self, reliance: Reliance) -> str:
        telling = self.telling
        asked = telling.note(reliance.question or "")
        if in_chinese(telling.language) and not is_chinese(asked):
            return ""  # the question of a policy in another language: its title is what a reader here can take in
        return asked

    def _changes(self, reliance: Reliance) -> Iterator[Line]:
        telling = self.telling
        here = [i for i in reliance.changes if i in telling.numbers]
        elsewhere = [i for i in reliance.changes if i not in telling.numbers]
        if here:
            numbers = telling.numbered(here)
            yield Line(telling.say(f"No. {numbers}", f"第{numbers}项"))
        if elsewhere:
            count = telling.counted(len(elsewhere), "provision", "provisions", "项规定")
            keys = dict.fromkeys(telling.general.key(telling.answer.norms[i].rule_key) for i in elsewhere)
            names = telling.listed([*list(keys)[:3], *(["…"] if len(keys) > 3 else [])])
            not_told = telling.say(f"{count} not told here ({names})", f"此处未列的{count}（{names}）")
            yield Line(not_told, "note")
        if not reliance.changes:
            yield Line(telling.say("nothing", "无"), "note")

    # --- parameters ------------------------------------------------------------------------------------------------

    def _parameters(self) -> Iterator[Block]:
        telling, say = self.telling, self.telling.say
        policy, told = telling.answer.model, self.subjects("parameter")
        rows = []
        for key, parameter in policy.parameters.items():
            if key not in told and not self._is_given(key):
                continue
            value = self._value(parameter)
            by = plain(parameter.set_by) if parameter.set_by and parameter.value is not None else ""
            known = {"the application": say("the application", "应用程序")}
            title = Cell.of(telling.general.key(key), Line(plain(key), "code"))
            rows.append(Row((title, Cell.of(value), Cell.of(known.get(by, by)))))
        heads = (say("Parameter", "参数"), say("Value", "取值"), say("Set by", "设定者"))
        if rows:
            yield Table(say("Parameters used", "所用参数"), heads, ("wide", "medium", "medium"), tuple(rows))
        words = {f.subject for f in telling.answer.findings if f.kind == "unset_word"}
        unset = [telling.general.key(key) for key in policy.parameters if key in words and self._is_told(key, told)]
        if unset:
            listed = telling.listed(unset)
            yield Paragraph(say(f"No number is set for: {listed}.", f"未设定期限的用语：{listed}。"), "note")

    def _is_told(self, key: str, told: Collection[str]) -> bool:
        return key in told or not self.telling.arranged.is_chosen

    def _value(self, parameter: model.Parameter) -> Line:
        telling, value = self.telling, parameter.value
        if value is None:
            return Line(telling.say("not set", "尚未设定"), "note", "open")
        if isinstance(value, model.Duration):
            return Line(counted_text(value, telling.language))
        return Line(plain(expression_text(value, telling.answer.model, telling.language)))


@frozen
class ConflictPart:
    """The section about rules that meet: conflicts, what displaces what, and which of several asks more."""

    telling: Telling

    def section(self) -> Section:
        say = self.telling.say
        title = say("Where rules meet: conflicts and precedence", "规定之间：冲突与优先")
        blocks = [*self._conflicts(), *self._displaced(), *self._stricter()]
        if not blocks:
            blocks = [Paragraph(say("No conflict between norms was found.", "未发现规定之间的冲突。"))]
        return Section("conflicts", title, tuple(blocks))

    def _conflicts(self) -> Iterator[Block]:
        telling, numbers = self.telling, self.telling.numbers
        items = []
        for conflict in telling.answer.conflicts:
            if telling.arranged.is_chosen and not {conflict.left, conflict.right} & set(numbers):
                continue
            items.append(Cell.of(*self._conflict(conflict)))
        if items:
            yield Items(tuple(items))

    def _conflict(self, conflict: Conflict) -> Iterator[Line]:
        telling, rows = self.telling, NormRows(self.telling)
        yield Line(telling.say(*_HOLDS[conflict.holds]), "strong", _TONES[conflict.holds])
        for index in (conflict.left, conflict.right):
            norm = telling.answer.norms[index]
            cited = citations_text(norm.citations, telling.language) or plain(norm.rule_key)
            number = telling.numbers.get(index)
            numbered = telling.say(f"No. {number}: ", f"第{number}项：") if number else ""
            yield Line(f"{numbered}{rows.sentence(index)}", target=f"why-{number}" if number else None)
            yield Line(cited, "clause")
        if conflict.causes:
            waits = telling.causes(conflict.causes, telling.zone)
            yield Line(telling.say(f"open: {waits}", f"未定：{waits}"), "note", "open")
        if conflict.holds is not Truth.FALSE:
            unsolved = telling.say(
                "No rule of the policies says which goes first: whoever answers for it decides.",
                "各政策均未规定何者优先，须由负责人决定。",
            )
            yield Line(unsolved, "note")

    def _displaced(self) -> Iterator[Block]:
        telling = self.telling
        told: dict[str, Cell] = {}
        for norm in telling.answer.norms:
            if not norm.overridden_by or (telling.arranged.is_chosen and norm.rule_key not in self._chosen):
                continue
            names = join((telling.general.key(k) for k in norm.overridden_by), telling.language, last=(" and ", "和"))
            title = telling.general.key(norm.rule_key)
            said = telling.say(f"{title} is displaced by {names}", f"“{title}”被“{names}”排除")
            cited = [c for k in norm.overridden_by for c in telling.answer.model.rules[k].citations]
            by = citations_text(tuple(cited), telling.language)
            told.setdefault(said, Cell.of(said, Line(by, "clause")))
        if told:
            yield Paragraph(telling.say("Solved by what the policies say goes first:", "依政策规定的优先关系处理："))
            yield Items(tuple(told.values()))

    @property
    def _chosen(self) -> set[str]:
        return {self.telling.answer.norms[i].rule_key for i in self.telling.numbers}

    def _stricter(self) -> Iterator[Block]:
        telling = self.telling
        marks = layers.marks_of(telling.answer.groups)
        told: dict[str, Cell] = {}
        for index in telling.numbers:
            norm = telling.answer.norms[index]
            for found in layers.comparisons(telling.answer, marks, [index], telling.words(norm.zone)):
                told.setdefault(found.line(), Cell.of(found.line()))
        if told:
            yield Paragraph(telling.say("Where several demand the same, and one asks more:", "要求相同而宽严不一的："))
            yield Items(tuple(told.values()))
