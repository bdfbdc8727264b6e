"""The graded sanctions of ten documents, and ladders in a vocabulary that is Chinese throughout."""

from __future__ import annotations

import pingan
from tests.clauses.golden import GOLDEN, cited, ids

# The clauses of the ten registers beside the two shipped ones that are sanctions, or steps of measures that grow.
CLAUSES = {
    "ankang": "1-c",
    "county": "2.1.2-c 2.1.2-i 2.1.2-j 2.1.3-b 2.1.3-c 4.1-e 4.2-b 4.2-c",
    "district5": "B3-c B3-d",
    "gongcheng": "2.2-d 2.2-g",
    "jinzhou": "B.police-b A2-l A4-b B.proc-a",
    "jizhou": "4-g 4-i 4-j 4-k 8-j 8-k",
    "opinion3": "3-j 4-l",
    "wuhan": "2.1-d 2.1-e 2.1-f 2.1-g 2.1-h 2.1-i 2.5-c",
    "xigong": "A1.2-d D2-b D2-c D2-d D2-e D2-f D2-g D2-i",
    "zhangping": "4.4-a 4.4-b",
}


def test_every_such_clause_of_the_ten_registers_is_cited() -> None:
    assert ids(CLAUSES) - cited(GOLDEN / "graded_sanctions.rules") == set()


def test_the_outcome_says_first_how_far_the_matter_has_come() -> None:
    policy = pingan.load(GOLDEN / "分级处置.rules")
    facts = {"事件": {"扰乱秩序": True, "已停止": False, "劝说": "无效", "发生时间": "2021-03-01T09:00:00+08:00"}}
    outcome = policy.evaluate(facts, as_of="2021-03-01T11:00:00+08:00")
    told = outcome.to_text(language="zh")
    assert "所处阶段\n  扰乱秩序的处置：至少为警告，或许已到带离或刑事追究" in told
    (first, _) = outcome.reached
    assert (first.surely, first.possibly) == ("警告阶段", "刑事阶段")
    assert {cause.subject for cause in first.causes} == {"事件.警告", "事件.警告时间", "事件.犯罪"}
