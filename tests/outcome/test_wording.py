"""How an answer says what it says: headings, names in labels, parentheses, what is told together."""

from __future__ import annotations

from datetime import date

import pytest

import pingan

TEXT = """
policy works {
    zone "Asia/Shanghai"
}
enum Plan "预案" { fire "消防", flood "防汛" }
record Committee "调解委员会" {
    name "名称": text key
    papers "文书": set of Plan
    strong "有力": boolean
    quick "及时": boolean
}
record Park "园区" {
    plans "已有预案": set of Plan
    committees "委员会": list of Committee
    quiet "安静": boolean
    books "台账": boolean
}
fact park "园区": Park
interpretation calm "清静之义" {
    question "Does 清静 mean that nobody is there?"
    readings { empty "无人", silent "无声" }
    default silent
}
actor keeper "管理员"
action help "协助"
action drill "演练" (plan "预案": Plan)

rule plans "预案齐备" {
    for each plan in {fire, flood}
    then keeper must ensure park.plans has plan
}
rule papers "文书齐备" {
    for each committee in park.committees
    when any(other in park.committees: other.strong) or park.quiet and committee.strong
    then keeper must ensure committee.papers has flood
}
rule needed "预案有用" {
    for each plan in {flood}
    then keeper must ensure park.quiet
}
rule twins "成对" {
    for each first in park.committees
    for each second in park.committees
    when first.strong and not second.strong
    then keeper must ensure first.quick = second.quick
}
rule drills "演练到位" {
    for each plan in {fire, flood}
    when park.plans has plan
    then keeper must drill(plan: plan)
}
rule books "台账" {
    then keeper must ensure park.books by 2020-06-01
}
rule quiet "清静" {
    when calm = silent or park.quiet
    then keeper should ensure park.quiet by 2020-12-31 throughout
}
rule help_gladly "尽量协助" {
    soft
    then keeper must help by 2020-06-30
    note "whoever asks"
}
rule help "协助" {
    then keeper must help by 2020-07-30
    note "whoever asks"
}
rule help_again "再协助" {
    then keeper must help by 2020-07-30
    note "whoever asks"
}
"""
FACTS = {
    "park": {
        "committees": [{"name": "东院", "strong": True, "papers": ["fire"]}, {"name": "西院", "strong": False}],
        "quiet": True,
        "books": True,
        "plans": ["fire"],
    }
}


@pytest.fixture(scope="module")
def outcome() -> pingan.Outcome:
    return pingan.load(pingan.Source("works.rules", TEXT)).evaluate(FACTS, as_of=date(2020, 7, 1))


def below(text: str, heading: str) -> str:
    """What stands under *heading*."""
    (found,) = (block for block in text.split("\n\n") if block.startswith(f"{heading}\n"))
    return found


def test_advice_stands_apart_from_duties(outcome: pingan.Outcome) -> None:
    english, chinese = outcome.to_text(), outcome.to_text(language="zh")
    assert "should" not in below(english, "To be done")
    assert "keeper should ensure park.quiet" in below(english, "Advised")
    assert "宜" not in below(chinese, "应办事项")
    assert "管理员 宜 2020年12月31日 前 始终 确保 园区.安静" in below(chinese, "宜办事项")


def test_hard_wording_is_not_told_together_with_soft_wording(outcome: pingan.Outcome) -> None:
    done = below(outcome.to_text(language="zh"), "应办事项")
    hard, soft = done.index("2020年7月30日 前 协助"), done.index("2020年6月30日 前 协助")
    assert "倡导性表述" not in done[hard:soft]
    assert "倡导性表述" in done[soft:]
    assert "（works.help）" not in done
    assert done[hard:soft].count("协助\n") == 3, "two hard duties are told as one, each rule on its line"


def test_what_norms_told_together_note_is_told_once(outcome: pingan.Outcome) -> None:
    assert below(outcome.to_text(), "To be done").count("note: whoever asks") == 2, "one for the hard, one for the soft"


def test_whether_a_state_was_so_by_its_day_is_not_asked_of_its_rule(outcome: pingan.Outcome) -> None:
    assert "waits for: whether books was met when its deadline ended" in outcome.to_text()
    assert "有待：“台账”到期时是否已满足，须另行查明" in outcome.to_text(language="zh")


def test_members_stand_in_a_chinese_duty_by_their_labels(outcome: pingan.Outcome) -> None:
    chinese = outcome.to_text(language="zh", full=True)
    assert "管理员 应当 确保 园区.已有预案 含 消防\n" in chinese
    assert "管理员 应当 确保 园区.已有预案 含 防汛\n" in chinese
    assert "管理员 应当 演练（预案：消防）\n" in chinese
    assert "keeper must ensure park.plans has plan [plan flood]" in outcome.to_text()


def test_a_member_that_the_duty_does_not_name_is_told_beside_it(outcome: pingan.Outcome) -> None:
    assert "管理员 应当 确保 园区.安静（预案：防汛）" in outcome.to_text(language="zh", full=True)


def test_elements_are_told_by_the_label_of_their_type(outcome: pingan.Outcome) -> None:
    chinese = outcome.to_text(language="zh")
    assert "确保 调解委员会.文书 含 防汛（调解委员会：东院）" in chinese
    assert "[committee 东院]" in outcome.to_text()


def test_two_elements_of_one_type_keep_their_own_names(outcome: pingan.Outcome) -> None:
    chinese = outcome.to_text(language="zh")
    assert "确保 first.及时 = second.及时（first：东院，second：西院）" in chinese


def test_a_question_in_another_language_gives_way_to_the_title_of_its_reading(outcome: pingan.Outcome) -> None:
    assert "清静之义：无声（默认）" in outcome.to_text(language="zh")
    assert "Does 清静 mean that nobody is there?: silent (default)" in outcome.to_text()


def test_what_stands_together_inside_or_has_parentheses(outcome: pingan.Outcome) -> None:
    why = outcome.explain("papers", language="en").to_text()
    assert "any(other in park.committees: other.strong) or (park.quiet and committee.strong)" in why
    why = outcome.explain("papers", language="zh").to_text()
    assert "任一（调解委员会 属于 园区.委员会：调解委员会.有力） 或 （园区.安静 且 committee.有力）" in why


SCENARIO = """
scenario "nothing comes out" {
    as of 2020-07-01
    given park.quiet = true
    given park.plans = {fire, ...}
    given park.committees = { { name: "东院" } }
    expect keeper must not drill
    expect papers fulfilled
    expect undetermined books because park.quiet
    expect help.help deadline 2020-08-30
    expect park.quiet = false
}
"""


def test_failed_expectations_in_chinese_call_things_by_their_labels() -> None:
    (result,) = pingan.load(pingan.Source("works.rules", TEXT + SCENARIO)).test(language="zh")
    modality, state, causes, deadline, value = result.failures
    assert str(modality) == "预期`管理员 不得 演练`，但规则中的情态是`应当`"
    assert str(state).startswith(
        "预期`文书齐备`完成，但`管理员 … 确保 调解委员会.文书 含 防汛`（调解委员会：东院）为未定"
    )
    assert state.waits == "有待：未提供园区.委员会[1].文书；未提供园区.委员会[1].有力"
    assert str(causes).startswith("预期`台账`未定，因缺园区.安静，但`管理员 … 确保 园区.台账`为未定")
    assert str(deadline) == "预期`协助.协助`期限为2020年8月30日，但`管理员 … 协助`：期限为2020年7月30日"
    assert str(value) == "预期`park.quiet = false`，但其值为是", "an expected value stands as its author wrote it"
    (result,) = pingan.load(pingan.Source("works.rules", TEXT + SCENARIO)).test()
    assert "expected `papers` to be fulfilled, but `keeper … committee.papers has flood` for 东院 is" in str(
        result.failures[1]
    )
