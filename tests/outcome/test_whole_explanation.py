"""A whole explanation, word by word, and what kind of reason each line is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest

import pingan
from pingan import Outcome, Reason

TEXT = """\
policy p "P" {
    zone "Asia/Shanghai"
    in force from 2016-01-01
}
enum Kind "类" { river "河", drill }
record Unit "单位" is actor { name: text key  staff "人数": integer }
fact n "数": integer
fact kind "类别": Kind
fact kinds: set of Kind
fact units "各单位": list of Unit
fact at "时": datetime
fact done "毕": datetime optional
fact calm: judgement by warden
actor warden "管理员"
actor mayor
action go "前往"
action take (it: integer)
parameter soon "及时": duration
set soon = 2 hours
define many "多": boolean { is n > 3 }

rule a "甲" {
    since at
    when many and kind = river
    unless kinds has drill
    then warden must go within soon fulfilled at done
         otherwise mayor must take(it: n) within 1 day
}
rule b "乙" {
    in force from 2016-03-01 until 2016-06-30
    when any(s in units: s.staff > 3)
    then warden must go by 2016-05-01
}
rule c {
    for each s in units
    when s.staff >= 2
    then warden should ensure s.staff >= 3
}
rule d {
    overrides a
    when calm
    then warden must not go
}
rule e { then warden must take(it: 1) every month by day 5 }
"""
FACTS = {
    "n": 4,
    "kind": "river",
    "kinds": {"known": [], "open": True},
    "units": [{"name": "x", "staff": 3}, {"name": "y", "staff": {"at_least": 1, "at_most": 2}}],
    "at": "2016-05-01T08:00+08:00",
    "done": None,
}

ENGLISH = """\
Undetermined
warden must go soon (2 hours) — does not apply or breached (p.rules:26)
  - in force: from 2016-01-01 — yes: as_of is 2016-05-02 12:00
  - condition: many and kind = river — yes
    - definition: many is yes
      - n > 3 — yes: n is 4
    - kind = river — yes: kind is river
  - exception: kinds has drill — undetermined: kinds is not given
  - displaced by: d — may apply
    - in force: from 2016-01-01 — yes: as_of is 2016-05-02 12:00
    - condition: calm — undetermined: calm is awaited from warden
  - deadline: soon — by 2016-05-01 10:00
    - parameter: soon is 2 hours (set by p)
    - at is 2016-05-01 08:00
    - time: as_of is 2016-05-02 12:00
  - fulfilment: done is absent

Undetermined
mayor must take(it: 4) within 1 day — does not apply or applies (p.rules:27)
  - rule: missed: warden must go soon (2 hours) — does not apply or breached
    - in force: from 2016-01-01 — yes: as_of is 2016-05-02 12:00
    - condition: many and kind = river — yes (see above)
    - exception: kinds has drill — undetermined: kinds is not given
    - displaced by: d — may apply (see above)
    - deadline: soon — by 2016-05-01 10:00 (see above)
    - fulfilment: done is absent
  - deadline: within 1 day — by 2016-05-02: as_of is 2016-05-02 12:00

Does not apply
warden must go by 2016-05-01 — does not apply (p.rules:32)
  - condition: any(s in units: s.staff > 3) — no
    - list: units is 2 in all
    - units[1]
      - s.staff > 3 — no: units[1].staff is 3
    - units[2]
      - s.staff > 3 — no: units[2].staff is at least 1 and at most 2

Met
warden should ensure s.staff ≥ 3 [s x] — met (p.rules:37)
  - in force: from 2016-01-01 — yes: as_of is 2016-05-02 12:00
  - list: units is 2 in all
  - condition: s.staff ≥ 2 — yes: units[1].staff is 3
  - fulfilment: s.staff ≥ 3 — yes: units[1].staff is 3

Undetermined
warden should ensure s.staff ≥ 3 [s y] — does not apply or due (p.rules:37)
  - in force: from 2016-01-01 — yes: as_of is 2016-05-02 12:00
  - list: units is 2 in all
  - condition: s.staff ≥ 2 — undetermined: units[2].staff is at least 1 and at most 2
  - fulfilment: s.staff ≥ 3 — no: units[2].staff is at least 1 and at most 2

Undetermined
warden must not go — does not apply or applies (p.rules:42)
  - in force: from 2016-01-01 — yes: as_of is 2016-05-02 12:00
  - condition: calm — undetermined: calm is awaited from warden

Applies
warden must take(it: 1) every month by day 5 [2016-04-01 to 2016-04-30] — applies (p.rules:44)
  - in force: from 2016-01-01 — yes: as_of is 2016-05-02 12:00
  - deadline: every month by day 5 — by 2016-04-05: as_of is 2016-05-02 12:00

Applies
warden must take(it: 1) every month by day 5 [2016-05-01 to 2016-05-31] — applies (p.rules:44)
  - in force: from 2016-01-01 — yes: as_of is 2016-05-02 12:00
  - deadline: every month by day 5 — by 2016-05-05: as_of is 2016-05-02 12:00
"""

CHINESE = """\
未定
管理员 应当 及时（2 小时） 前往 —— 不适用或已违反 (p.rules:26)
  - 【施行时间】自 2016年1月1日 —— 是（评估时：2016年5月2日 12:00）
  - 【条件】多 且 类别 = 河 —— 是
    - 【定义】多：是
      - 数 > 3 —— 是（数：4）
    - 类别 = 河 —— 是（类别：河）
  - 【例外】kinds 含 drill —— 未定（kinds：未提供）
  - 【优先规则】d —— 是否适用未定
    - 【施行时间】自 2016年1月1日 —— 是（评估时：2016年5月2日 12:00）
    - 【条件】calm —— 未定（calm：尚待管理员认定）
  - 【期限】及时 —— 最迟2016年5月1日 10:00
    - 【参数】及时：2 小时（由p设定）
    - 时：2016年5月1日 08:00
    - 【时间】评估时：2016年5月2日 12:00
  - 【履行】毕：不存在

未定
mayor 应当 1 日内 take（it：4） —— 不适用或适用 (p.rules:27)
  - 【规则】前一义务：管理员 应当 及时（2 小时） 前往 —— 不适用或已违反
    - 【施行时间】自 2016年1月1日 —— 是（评估时：2016年5月2日 12:00）
    - 【条件】多 且 类别 = 河 —— 是（见上）
    - 【例外】kinds 含 drill —— 未定（kinds：未提供）
    - 【优先规则】d —— 是否适用未定（见上）
    - 【期限】及时 —— 最迟2016年5月1日 10:00（见上）
    - 【履行】毕：不存在
  - 【期限】1 日内 —— 最迟2016年5月2日（评估时：2016年5月2日 12:00）

不适用
管理员 应当 2016年5月1日 前 前往 —— 不适用 (p.rules:32)
  - 【条件】任一（单位 属于 各单位：单位.人数 > 3） —— 否
    - 【清单】各单位：共2项
    - 各单位[1]
      - 单位.人数 > 3 —— 否（各单位[1].人数：3）
    - 各单位[2]
      - 单位.人数 > 3 —— 否（各单位[2].人数：不少于1且不多于2）

已满足
管理员 宜 确保 单位.人数 ≥ 3（单位：x） —— 已满足 (p.rules:37)
  - 【施行时间】自 2016年1月1日 —— 是（评估时：2016年5月2日 12:00）
  - 【清单】各单位：共2项
  - 【条件】单位.人数 ≥ 2 —— 是（各单位[1].人数：3）
  - 【履行】单位.人数 ≥ 3 —— 是（各单位[1].人数：3）

未定
管理员 宜 确保 单位.人数 ≥ 3（单位：y） —— 不适用或待完成 (p.rules:37)
  - 【施行时间】自 2016年1月1日 —— 是（评估时：2016年5月2日 12:00）
  - 【清单】各单位：共2项
  - 【条件】单位.人数 ≥ 2 —— 未定（各单位[2].人数：不少于1且不多于2）
  - 【履行】单位.人数 ≥ 3 —— 否（各单位[2].人数：不少于1且不多于2）

未定
管理员 不得 前往 —— 不适用或适用 (p.rules:42)
  - 【施行时间】自 2016年1月1日 —— 是（评估时：2016年5月2日 12:00）
  - 【条件】calm —— 未定（calm：尚待管理员认定）

适用
管理员 应当 每 月 5 日前 take（it：1）（2016年4月1日至2016年4月30日） —— 适用 (p.rules:44)
  - 【施行时间】自 2016年1月1日 —— 是（评估时：2016年5月2日 12:00）
  - 【期限】每 月 5 日前 —— 最迟2016年4月5日（评估时：2016年5月2日 12:00）

适用
管理员 应当 每 月 5 日前 take（it：1）（2016年5月1日至2016年5月31日） —— 适用 (p.rules:44)
  - 【施行时间】自 2016年1月1日 —— 是（评估时：2016年5月2日 12:00）
  - 【期限】每 月 5 日前 —— 最迟2016年5月5日（评估时：2016年5月2日 12:00）
"""

KINDS = """\
norm p.a: undetermined
. in_force: true
. . instant as_of
. condition: true
. . definition p.many: true
. . . expression: true
. . . . fact n
. . expression: true
. . . fact kind
. exception: undetermined
. . fact kinds
. override p.d: undetermined
. . in_force: true
. . . instant as_of
. . condition: undetermined
. . . judgement calm: undetermined
. deadline
. . parameter p.soon
. . fact at
. . instant as_of
. evidence
. . fact done
norm p.a: undetermined
. rule p.a
. . in_force: true
. . . instant as_of
. . condition: true
. . . definition p.many: true
. . . . expression: true
. . . . . fact n
. . . expression: true
. . . . fact kind
. . exception: undetermined
. . . fact kinds
. . override p.d: undetermined
. . . in_force: true
. . . . instant as_of
. . . condition: undetermined
. . . . judgement calm: undetermined
. . deadline
. . . parameter p.soon
. . . fact at
. . . instant as_of
. . evidence
. . . fact done
. deadline
. . instant as_of
norm p.b: false
. condition: false
. . list units
. . element units[1]
. . . expression: false
. . . . fact units[1].staff
. . element units[2]
. . . expression: false
. . . . fact units[2].staff
norm p.c: true
. in_force: true
. . instant as_of
. list units
. condition: true
. . fact units[1].staff
. evidence: true
. . fact units[1].staff
norm p.c: undetermined
. in_force: true
. . instant as_of
. list units
. condition: undetermined
. . fact units[2].staff
. evidence: false
. . fact units[2].staff
norm p.d: undetermined
. in_force: true
. . instant as_of
. condition: undetermined
. . judgement calm: undetermined
norm p.e: true
. in_force: true
. . instant as_of
. deadline
. . instant as_of
norm p.e: true
. in_force: true
. . instant as_of
. deadline
. . instant as_of
"""


@pytest.fixture(scope="module")
def outcome() -> Outcome:
    return pingan.load(pingan.Source("p.rules", TEXT)).evaluate(FACTS, as_of="2016-05-02T12:00")


@pytest.mark.parametrize(("language", "expected"), [("en", ENGLISH), ("zh", CHINESE)])
def test_it_is_told_word_by_word(language: str, expected: str, outcome: Outcome) -> None:
    assert outcome.explain(language=language).to_text() == expected


def test_each_reason_is_of_its_kind(outcome: Outcome) -> None:
    assert "\n".join(lines(outcome.explain().reasons)) + "\n" == KINDS


def lines(reasons: Iterable[Reason], depth: int = 0) -> Iterator[str]:
    for reason in reasons:
        holds = "" if reason.holds is None else f": {reason.holds.name.lower()}"
        yield f"{'. ' * depth}{reason.kind}{f' {reason.subject}' if reason.subject else ''}{holds}"
        yield from lines(reason.children, depth + 1)


def test_norms_in_conflict_are_told_with_their_rules_where_these_cite_nothing(outcome: Outcome) -> None:
    english = "    warden must go soon (2 hours)\n      p.a\n    warden must not go\n      p.d\n"
    chinese = "    管理员 应当 及时（2 小时） 前往\n      甲\n    管理员 不得 前往\n      d\n"
    assert f"  these may stand against each other\n{english}" in outcome.to_text()
    assert f"  二者可能冲突\n{chinese}" in outcome.to_text(language="zh")
