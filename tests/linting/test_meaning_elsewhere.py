"""Rules of meaning over several policies, clause forms and dialects; what their fixes keep; which are off."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

import pingan
from pingan.diagnostics.diagnostic import Diagnostic
from pingan.linting.configuration import Configuration
from pingan.linting.edits import applied
from pingan.linting.running import lint
from tests.linting.test_meaning import CLOSE, WORDS, found, rule
from tests.linting.test_worlds import VOCABULARY, conditions

# --- several policies ----------------------------------------------------------------------------------------------

LEVELS = "vocabulary levels\nenum Level ordered { nation, town }\n"
ABOVE = """\
policy above { uses levels level nation zone "Asia/Shanghai" }
fact depth: decimal >= 0
actor warden
action close_road
rule closing { when depth >= 30 then warden must close_road }
"""


def of_files(folder: Path, code: str, **files: str) -> tuple[Diagnostic, ...]:
    for name, text in files.items():
        (folder / f"{name}.rules").write_text(text, "utf-8")
    return lint(pingan.load(folder / "below.rules"), Configuration(select=(code,)))


def test_what_a_policy_takes_back_of_its_ground_it_takes_back_on_purpose(tmp_path: Path) -> None:
    below = (
        "policy below { extends above }\nrule open { overrides closing when depth > 1 then warden may close_road }\n"
    )
    assert of_files(tmp_path, "overridden-always", levels=LEVELS, above=ABOVE, below=below) == ()


def test_a_conflict_between_levels_of_law_is_for_its_readers(tmp_path: Path) -> None:
    ban = "rule ban { when depth >= 90 then warden must not close_road }\n"
    below = "policy below { extends above uses levels level town }\n" + ban
    assert of_files(tmp_path, "conflicting-norms", levels=LEVELS, above=ABOVE, below=below) == ()
    same = "policy below { extends above uses levels level nation }\n" + ban
    assert len(of_files(tmp_path, "conflicting-norms", levels=LEVELS, above=ABOVE, below=same)) == 1


def test_only_the_files_that_are_checked_are_told_about(tmp_path: Path) -> None:
    wrong = ABOVE + "rule odd { when depth >= 0 then warden must close_road }\n"
    below = "policy below { extends above }\nrule fine { when depth > 3 then warden must close_road }\n"
    assert of_files(tmp_path, "condition-always-true", levels=LEVELS, above=wrong, below=below) == ()
    assert len(lint(pingan.load(tmp_path / "above.rules"), Configuration(select=("condition-always-true",)))) == 1


# --- clause forms, Chinese -----------------------------------------------------------------------------------------

CHINESE = """\
政策 防汛 { 时区 "Asia/Shanghai" }
事实 水深: 小数 >= 0
事实 已封路: 真假
主体 巡查员
行动 封闭道路
行动 开放道路
"""


def test_chinese_text_is_told_about_in_its_own_words() -> None:
    told = found(
        "redundant-condition", "规则 封路 { 当 水深 ≥ 50 且 水深 ≥ 30 时 则 巡查员 应当 封闭道路 }\n", words=CHINESE
    )
    assert [d.span.text for d in told if d.span] == ["水深 ≥ 30"]
    done = "规则 封路 { 当 水深 ≥ 50 且 非 已封路 时 则 巡查员 应当 封闭道路 以 已封路 为 完成 }\n"
    assert len(found("never-fulfilled", done, words=CHINESE)) == 1
    assert found("never-fulfilled", done.replace(" 且 非 已封路", ""), words=CHINESE) == ()


def test_what_a_table_puts_together_is_no_finding_and_a_cell_of_its_author_is() -> None:
    table = """\
    表 处置 {{
        命中 首行
        | 水深   | 已封路 | 则 |
        | ≥ 50   | 假     | 则 巡查员 应当 封闭道路 以 已封路 为 完成 |
        | {cell} | -      | 则 巡查员 可以 封闭道路 |
        否则              | - |
    }}
    """
    codes = ("idle-exception", "never-fulfilled", "idle-override", "condition-never-true", "unreachable-rule")
    for code in codes:
        assert found(code, table.format(cell="≥ 10"), words=CHINESE) == ()
    told = found("condition-always-true", table.format(cell="≥ 0 "), words=CHINESE)
    assert [d.span.text for d in told if d.span] in ([], ["≥ 0"])


def test_stages_of_a_ladder_are_read_as_their_author_wrote_them() -> None:
    ladder = """\
    ladder order {
        when depth >= 1
        stage warned { then warden must tell(whom: mayor) }
        stage removed { when drill and drill then warden must close_road }
    }
    """
    assert found("idle-override", ladder) == ()
    assert found("unreachable-rule", ladder) == ()


# --- fixes ---------------------------------------------------------------------------------------------------------

FIXES = ("redundant-condition", "double-negation")
PARTLY: tuple[dict[str, object], ...] = (
    {"depth": {"at_least": 1, "at_most": 3}, "drill": True, "place": {"wet": True}},
    {"kind": {"one_of": ["river", "sea"]}, "depth": "1", "spare": {"more_than": "0.5"}},
    {"drill": False, "spare": None, "kind": "sea", "place": {"wet": False, "wide": None}},
    {"depth": "2", "place": {}},
    {},
)


@settings(deadline=None, max_examples=80)
@given(conditions, st.sampled_from(["en", "zh"]))
def test_a_safe_fix_keeps_the_meaning_also_of_what_is_partly_known(condition: str, dialect: str) -> None:
    text = f"{VOCABULARY}rule r0 {{ when {condition} then warden must close_road }}\n"
    text = pingan.format_text(text, dialect=dialect)
    policy = pingan.load(pingan.Source("p.rules", text))
    for diagnostic in lint(policy, Configuration(select=FIXES)):
        for fix in diagnostic.fixes:
            mended = pingan.load(pingan.Source("p.rules", applied(text, fix.edits)))
            left = [d for d in lint(mended, Configuration(select=(diagnostic.code,))) if d == diagnostic]
            assert not left
            if not fix.safe:
                continue
            for facts in PARTLY:
                before, after = (p.evaluate(facts, as_of="2016-07-01") for p in (policy, mended))
                assert before.applicable_rules == after.applicable_rules
                assert before.undecided_rules == after.undecided_rules


def test_a_limb_is_cut_out_and_the_rest_stays_as_it_is_written() -> None:
    text = WORDS + rule("when depth >= 40 and\n    drill and depth >= 20 then warden must close_road")
    (diagnostic,) = found("redundant-condition", rule("when depth >= 40 and\n    drill and depth >= 20 " + CLOSE))
    (fix,) = diagnostic.fixes
    assert fix.safe
    assert "when depth >= 40 and\n    drill then" in applied(text, fix.edits)


def test_a_fix_that_only_holds_for_complete_facts_is_not_safe() -> None:
    (diagnostic,) = found("redundant-condition", rule(f"when deep and depth >= 20 {CLOSE}"))
    assert [fix.safe for fix in diagnostic.fixes] == [False]


def test_what_holds_a_comment_is_not_rewritten() -> None:
    (diagnostic,) = found("redundant-condition", rule(f"when depth >= 40 and # why\n depth >= 20 {CLOSE}"))
    assert diagnostic.fixes == ()


# --- what is off by default ----------------------------------------------------------------------------------------


def test_rules_that_run_scenarios_or_guess_are_off() -> None:
    policy = pingan.load(pingan.Source("p.rules", WORDS + rule(f"when deep {CLOSE}")))
    assert not {"untested-rule", "figure-not-in-clause"} & {d.code for d in lint(policy)}
    assert [d.code for d in lint(policy, Configuration(select=("untested-rule",)))] == ["untested-rule"]


def test_registers_are_held_against_what_binds(tmp_path: Path) -> None:
    register = """\
    {"id": "1", "kind": "prohibition", "anchor": "严禁封路"}
    {"id": "2", "kind": "standing-duty"}
    {"id": "3", "kind": "permission"}
    {"id": "4", "kind": "permission"}
    {"id": "5", "anchor": "不得开放"}
    """
    (tmp_path / "p.jsonl").write_text(register, "utf-8")
    text = """\
    policy p { clauses "p.jsonl" zone "Asia/Shanghai" }
    actor warden
    action close_road
    action not_open "不开放"
    rule a { cite "1" then warden must close_road }
    rule b { cite "2" then warden may close_road }
    rule c { cite "3" then warden should close_road }
    rule d { cite "4" then warden must close_road }
    rule e { cite "4" then warden may close_road }
    rule f { cite "5" then warden must not_open }
    """
    (tmp_path / "p.rules").write_text(text, "utf-8")
    told = lint(pingan.load(tmp_path / "p.rules"), Configuration(select=("modality-differs",)))
    assert [d.message.split()[0] for d in told] == ["`p-1`", "`p-2`"] or [d.message.split()[0] for d in told] == [
        "`1`",
        "`2`",
    ]
