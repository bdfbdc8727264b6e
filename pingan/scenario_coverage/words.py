"""The words of reports on what scenarios exercise, in English and Chinese."""

from __future__ import annotations

from typing import Final

from attrs import frozen

from pingan.language.spoken import Spoken
from pingan.scenario_coverage.nodes import (
    ConditionCoverage,
    DeclarationCoverage,
    Measure,
    ScenarioCoverage,
    Standing,
    Tally,
)

_PARTS: Final = {
    "scope": ("applies when", "适用条件"),
    "in_force": ("in force", "施行期间"),
    "when": ("when", "当"),
    "unless": ("unless", "除非"),
    "override": ("overridden by", "被取代："),
    "missed": ("the norm above missed", "上一规范未履行"),
    "guard": ("case", "情形"),
    "value": ("case", "情形"),
    "fulfilled": ("fulfilled when", "履行条件"),
    "ensure": ("ensure", "确保"),
    "breached": ("breached when", "违反条件"),
    "read": ("in a value", "取值中"),
}
_WORDS: Final = {
    "true": "真",
    "false": "假",
    "undetermined": "未定",
    "policy": "政策",
    "definition": "定义",
    "rule": "规则",
    "covered": "已覆盖",
    "partly": "部分覆盖",
    "uncovered": "未覆盖",
    "clause": "条款",
    "condition": "条件",
    "mcdc": "MC/DC",
}


@frozen
class Words(Spoken):
    """What a report says."""

    def word(self, word: str) -> str:
        return self.say("MC/DC" if word == "mcdc" else word, _WORDS.get(word, word))

    def figure(self, tally: Tally) -> str:
        """``7/8 87.5 %``; a dash where there is nothing to cover."""
        return f"{tally.covered}/{tally.number} {self.percent(tally.share)}" if tally.number else "-"

    def measure(self, measure: Measure) -> str:
        english = {"clause": "clauses", "rule": "rules", "condition": "conditions", "mcdc": "MC/DC"}
        return self.say(english[measure], self.word(measure))

    def standing(self, standing: Standing) -> str:
        return self.word(standing)

    # --- sentences --------------------------------------------------------------------------------------------------

    def scenarios(self, coverage: ScenarioCoverage) -> str:
        number, failed = coverage.scenarios, len(coverage.failed)
        told = self.say(f"{number} scenarios" if number != 1 else "1 scenario", f"情景{number}个")
        if failed:
            told += self.say(f", of which {failed} failed and show nothing", f"，其中{failed}个未通过，不作数")
        return told

    def place(self, condition: ConditionCoverage) -> str:
        """Where in its declaration a condition stands: ``when``, ``case 2``."""
        english, chinese = _PARTS[condition.part]
        several = condition.part in ("guard", "value")
        return self.say(english, chinese) + (f" {condition.number}" if several else "")

    def condition(self, condition: ConditionCoverage) -> str:
        place, text = self.place(condition), condition.text
        return f"{place}{self.say(': ', '：')}{text}" if text else place

    def wanting(self, condition: ConditionCoverage) -> str:
        """What is missing of a condition, in words; empty where nothing is."""
        if condition.shown or condition.fixed:
            return ""
        if not condition.seen:
            return self.say("never looked at", "从未验证")
        unseen = [self.word(v) for v in condition.unseen]
        found = [self.say(f"never {v}", f"从未为{v}") for v in unseen]
        masked = [self.word(v) for v in condition.unmattering]
        found += [self.say(f"never matters when {v}", f"为{v}时从未起作用") for v in masked]
        if not found:
            found = [self.say("never seen to change what is decided", "从未改变判断结果")]
        return self.listed(found)

    def declaration(self, declaration: DeclarationCoverage) -> str:
        """What is missing of a rule or a definition as a whole; empty where nothing is."""
        if declaration.kind == "definition":
            return "" if declaration.exercised else self.say("never looked at", "从未验证")
        if declaration.kind == "policy" or not declaration.unseen:
            return ""
        if not declaration.applied:
            return self.say("never looked at", "从未验证")
        if len(declaration.unseen) > 1:
            return self.say("neither seen to apply nor not to", "既未见适用，也未见不适用")
        said = {"true": self.say("never applies", "从未适用"), "false": self.say("always applies", "从未不适用")}
        return self.listed([said[v] for v in declaration.unseen])

    def name(self, declaration: DeclarationCoverage) -> str:
        name = declaration.key.partition(".")[2] or declaration.key
        shown = self.say(name, declaration.label or name)
        return f"{self.word(declaration.kind)}{self.say(' ', '：')}{shown}"
