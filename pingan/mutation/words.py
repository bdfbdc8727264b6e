"""The words of a report about mutants, in English and Chinese."""

from __future__ import annotations

from typing import Final

from attrs import frozen

from pingan.language.spoken import Spoken

_MUTATORS: Final = {
    "condition": ("a condition forgotten", "漏写条件"),
    "exception": ("an exception forgotten", "漏写除外情形"),
    "operand": ("one limb of `and` or `or` forgotten", "漏写并列条件之一"),
    "junction": ("`and` and `or` taken for one another", "“且”“或”互换"),
    "negation": ("a condition turned into its contrary", "条件取反"),
    "strictness": ("the limit itself counted, or not", "界限本身含与不含互换"),
    "threshold": ("a limit off by one", "界限差一"),
    "member": ("another value in its place", "换成另一个值"),
    "set-member": ("a value missing from a list", "列举中少一个值"),
    "quantifier": ("some and all taken for one another", "任一与全部互换"),
    "filter": ("all elements where only some were meant", "漏写筛选条件"),
    "arithmetic": ("plus and minus taken for one another", "加减互换"),
    "rounding": ("rounded the other way", "取整方向相反"),
    "extreme": ("least and greatest, start and end taken for one another", "大小、始末互换"),
    "period-end": ("a period without one of its ends", "时期缺一端"),
    "modality": ("another modality", "情态不同"),
    "bearer": ("somebody else, or one bearer less", "义务主体不同或漏写"),
    "action": ("another action", "行动不同"),
    "argument": ("another argument of the action, or one less", "行动的对象不同或漏写"),
    "partner": ("one of those who act jointly forgotten", "漏写会同者"),
    "norm": ("one of several norms forgotten", "漏写多项规定之一"),
    "deadline": ("a deadline forgotten, or moved off holidays", "漏写期限，或遇休顺延有误"),
    "length": ("a deadline off by one unit", "期限差一个单位"),
    "unit": ("a deadline in another unit", "期限单位不同"),
    "holding": ("judged at another time", "判定时间不同"),
    "evidence": ("what shows it forgotten", "漏写完成或违反的依据"),
    "otherwise": ("what follows from a miss forgotten", "漏写未完成的后果"),
    "since": ("what deadlines count from forgotten", "漏写起算点"),
    "override": ("an override forgotten", "漏写优先关系"),
    "in-force": ("binding at any time", "漏写施行期间"),
    "scope": ("applying to everybody", "漏写适用范围"),
    "soft": ("what is only attested taken for a duty", "倡导误作义务"),
    "case": ("a case forgotten, or in the wrong order", "漏写情形或次序有误"),
    "promise": ("what is promised of cases forgotten", "漏写互斥或相符"),
    "setting": ("set to something else", "设定值不同"),
    "cite": ("a citation forgotten", "漏写依据"),
}


@frozen
class Words(Spoken):
    """What a report says."""

    def mutator(self, name: str) -> str:
        """What somebody got wrong who made such a mistake."""
        return self.say(*_MUTATORS.get(name, (name, name)))
