"""The words of a coverage report, in English and Chinese."""

from __future__ import annotations

from attrs import frozen

from pingan.coverage.nodes import Citing, ClauseCoverage, Coverage, Tally
from pingan.coverage.text_nodes import Held, Stretch, TextCoverage
from pingan.language.dialect import in_chinese
from pingan.language.spoken import Spoken

_CHINESE = {
    "encoded": "已编写",
    "omitted": "已说明不写",
    "missing": "缺漏",
    "holds": "成立",
    "near-miss": "不成立",
    "undetermined": "未定",
    "rule": "规则",
    "definition": "定义",
}


@frozen
class Words(Spoken):
    """What a report says."""

    def word(self, word: str) -> str:
        """A word of the report, or the name of a clause form, which stays as it is."""
        return self.say(word, _CHINESE.get(word, word))

    def standing(self, standing: str) -> str:
        return self.word(standing)

    def shown(self, shown: str) -> str:
        return self.say(shown.replace("-", " "), _CHINESE[shown])

    def excuse(self, excuse: str) -> str:
        return self.shown(excuse)

    # --- titles -----------------------------------------------------------------------------------------------------

    @property
    def heads(self) -> tuple[str, ...]:
        """The heads of the columns of counts."""
        english = ("clauses", "encoded", "omitted", "missing", "accounted")
        return ("条款", "已编写", "不写", "缺漏", "有交代") if in_chinese(self.language) else english

    @property
    def missing(self) -> str:
        return self.say("Missing: neither cited nor omitted", "缺漏：既未引用，也未说明不写")

    @property
    def wrongly_omitted(self) -> str:
        return self.say("Omitted, though of a kind that is to be encoded", "不写，而该类条款应当编写")

    @property
    def lacking(self) -> str:
        return self.say("Scenarios wanting", "缺少情景")

    @property
    def idle_excuses(self) -> str:
        return self.say("Excused from what is there, or was not asked for", "无须免除")

    @property
    def failed(self) -> str:
        return self.say("Scenarios that failed (see `pingan test`)", "未通过的情景（见 `pingan test`）")

    @property
    def wrong(self) -> str:
        return self.say("Not where the register says", "与登记的位置不符")

    @property
    def several(self) -> str:
        return self.say("Anchors that stand in their section more than once", "在其章节中不止一处的起始文字")

    @property
    def uncovered(self) -> str:
        return self.say("Text with no clause", "没有条款对应的文字")

    @property
    def long(self) -> str:
        return self.say(
            "Clauses with further sentences behind them: does one say more?", "其后另有数句的条款：是否另有规定？"
        )

    @property
    def headings(self) -> str:
        return self.say("Headings and short lines with no clause", "没有条款对应的标题和短行")

    @property
    def read(self) -> str:
        return self.say("read from ", "读取自")

    @property
    def before(self) -> str:
        return self.say("not read before: ", "之前未读：")

    @property
    def after(self) -> str:
        return self.say("not read after: ", "之后未读：")

    # --- sentences --------------------------------------------------------------------------------------------------

    def counts(self, total: Tally) -> str:
        return self.say(
            f"{total.clauses} clauses: {total.encoded} encoded, {total.omitted} omitted with a reason, "
            f"{total.missing} missing; {self.percent(total.share)} accounted for",
            f"{total.clauses}个条款：已编写{total.encoded}，已说明不写{total.omitted}，缺漏{total.missing}；"
            f"有交代的占{self.percent(total.share)}",
        )

    def scenarios(self, coverage: Coverage) -> str:
        if coverage.scenarios is None:
            return self.say("scenarios not run", "未运行情景")
        number, failed = coverage.scenarios, len(coverage.failed)
        told = self.say(f"{number} scenarios", f"情景{number}个")
        if failed:
            told += self.say(f", of which {failed} failed and show nothing", f"，其中{failed}个未通过，不作数")
        return told

    def summary(self, clause: ClauseCoverage) -> str:
        return self.say(clause.summary or "", clause.summary_zh or clause.summary or "")

    def citing(self, citing: Citing) -> str:
        name = citing.key.partition(".")[2]
        return f"{self.word(citing.kind)} {name}" + (f" ({citing.label})" if citing.label else "")

    def excused(self, what: str, reason: str) -> str:
        shown = self.excuse(what)
        return self.say(f"excused from “{shown}”: {reason}", f"免除“{shown}”：{reason}")

    def held(self, text: TextCoverage) -> str:
        found, of = sum(c.right for c in text.clauses), len(text.clauses)
        pages = (
            self.say(f", {text.page_marks} page numbers", f"，文中页码{text.page_marks}个") if text.page_marks else ""
        )
        return self.say(
            f"{text.name}: {found} of {of} clauses found where the register says; "
            f"{text.segments} paragraphs and items, {len(text.uncovered)} stretches with no clause, "
            f"{len(text.headings)} headings{pages}",
            f"{text.name}：{of}个条款中{found}个与登记的位置相符；段落和条目{text.segments}个，"
            f"没有条款对应的文字{len(text.uncovered)}处，标题{len(text.headings)}处{pages}",
        )

    def stretch(self, stretch: Stretch) -> str:
        line = self.say(f"line {stretch.line}", f"第{stretch.line}行")
        length = self.say(f"{stretch.length} characters", f"{stretch.length}字")
        section = f"{stretch.section}  " if stretch.section else ""
        return f"{section}{line}  {stretch.words}…  ({length})"

    def sentences(self, held: Held) -> str:
        where = self.say(f"line {held.line}, {held.sentences} sentences", f"第{held.line}行，{held.sentences}句")
        return f"{held.clause}  {where}"
