"""A policy of another domain, in Chinese throughout: checked, formatted, translated, tested, asked."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pingan.cli import cli

GOLDEN = Path(__file__).parents[1] / "golden" / "gas"
AT = ("--as-of", "2024-06-12T09:00+08:00")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments)


def evaluated(policy: Path, *arguments: str) -> Result:
    return run("evaluate", str(policy), "--facts", str(GOLDEN / "事实.json"), *AT, *arguments)


def states(policy: Path) -> dict[tuple[str, int, str], list[str]]:
    """The possible states of every norm, by rule, place and element."""
    result = evaluated(policy, "--format", "json")
    assert result.exit_code == 0, result.stderr
    norms = json.loads(result.stdout)["norms"]
    return {(n["rule"], n["depth"], json.dumps([n["place"], n["elements"], n["period"]])): n["states"] for n in norms}


def test_it_is_in_form_and_nothing_is_wrong_with_it() -> None:
    assert run("check", str(GOLDEN)).exit_code == 0
    assert run("fmt", "--check", str(GOLDEN)).exit_code == 0


def test_its_scenarios_hold() -> None:
    result = run("test", str(GOLDEN))
    assert result.exit_code == 0, result.stdout
    assert "4 passed" in result.stderr + result.stdout


def test_the_answer_reads_in_chinese() -> None:
    result = evaluated(GOLDEN / "市细则.rules")
    assert result.exit_code == 0
    for part in (
        "示例燃气公司 应当 30 分钟内 抢险",
        "最迟2024年6月3日",  # 1 June is a Saturday, and the limit rolls on.
        "差额1",
        "燃气管理部门 应当 5 个工作日内 挂牌督办",
        "甲饭店 可以 改动管道",
        "企业.月报日期尚未列全",
        "重大隐患和直排是并列还是同时具备？：并列（默认）",
    ):
        assert part in result.stdout, part
    assert " must " not in result.stdout


def test_duties_read_as_the_policy_writes_them() -> None:
    text = evaluated(GOLDEN / "市细则.rules").stdout
    for part in (
        "甲饭店 不得 改动管道\n    已遵守或已违反",
        "\n    未到期或已满足；",
        "宜 2024年12月31日 前 确保 企业.年度培训率 ≥ 90%\n",
        "要求90%，实际（目前只知：不少于0%且不多于100%）",
        "差额不少于0%且不多于90%",
        "  甲饭店 应当 整改（隐患：二）\n",
        "停止供气（用户：甲饭店）（患：一）",
        "每 演练间隔（90 日） 演练",
        "立即（1 小时） 报告",
    ):
        assert part in text, part
    assert "患.限期 前" not in text


def test_an_explanation_says_kept_and_met_and_writes_days_and_percents_out() -> None:
    text = evaluated(GOLDEN / "市细则.rules", "--why", "禁止改管", "--why", "年度培训").stdout
    assert "不得 改动管道 —— 已遵守或已违反" in text
    assert "【施行时间】自 2024年3月1日 —— 是" in text
    assert "企业.年度培训率 ≥ 90% —— 未定" in text


def test_the_data_keeps_its_states_and_its_numbers() -> None:
    answer = json.loads(evaluated(GOLDEN / "市细则.rules", "--format", "json").stdout)
    norms = {n["rule"]: n for n in answer["norms"]}
    assert norms["禁止改管"]["states"] == ["fulfilled", "breached"]
    assert norms["年度培训"]["required"] == {"value": "0.9"}


def test_unknown_facts_leave_open_what_hangs_on_them_and_nothing_else() -> None:
    by_rule: dict[str, list[list[str]]] = {}
    for (rule, _, _), found in states(GOLDEN / "市细则.rules").items():
        by_rule.setdefault(rule, []).append(found)
    assert by_rule["安检员配备"] == [["breached"]]
    assert by_rule["停气"] == [["due"], ["none"]]
    assert by_rule["学校装置"] == [["none", "fulfilled", "breached"]]
    assert by_rule["装置齐全"] == [["none", "fulfilled", "breached"]]
    assert by_rule["禁止改管"] == [["fulfilled", "breached"]]
    assert by_rule["困难减免"] == [["none"]]


@pytest.mark.parametrize("dialect", ["en", "zh"])
def test_the_dialect_it_is_printed_in_changes_no_answer(dialect: str, tmp_path: Path) -> None:
    folder = tmp_path / "gas"
    shutil.copytree(GOLDEN, folder)
    assert run("fmt", "--to", dialect, str(folder)).exit_code == 0
    assert states(folder / "市细则.rules") == states(GOLDEN / "市细则.rules")
    assert run("test", str(folder)).exit_code == 0


def test_reasons_follow_the_definition_and_cite_its_clause() -> None:
    result = evaluated(GOLDEN / "市细则.rules", "--why", "安检员配备")
    assert result.exit_code == 0
    assert "企业.应配安检员：3（省办法 5）" in result.stdout
    assert "不少于6001且不多于9000" in result.stdout


def test_it_can_be_drawn_and_its_facts_described() -> None:
    assert "应配安检员" in run("graph", str(GOLDEN / "市细则.rules")).stdout
    assert "报警器" in run("facts", str(GOLDEN / "市细则.rules")).stdout


def test_failed_expectations_are_told_in_the_dialect_of_the_policy(tmp_path: Path) -> None:
    folder = tmp_path / "gas"
    shutil.copytree(GOLDEN, folder)
    policy = folder / "市细则.rules"
    text = policy.read_text("utf-8")
    text = text.replace("预期 停气 待完成", "预期 停气 违反").replace(
        "预期 燃气管理部门 可以 酌情", "预期 燃气管理部门 可以"
    )
    policy.write_text(text, "utf-8")
    told = run("test", str(policy))
    assert told.exit_code == 1
    assert "预期`省办法.停气`违反，但`企业 … " in told.stdout
    assert "预期`燃气管理部门 可以 停止供气`，但规则中的情态是`可以 酌情`" in told.stdout
    english = run("test", str(policy), "--language", "en").stdout
    assert "expected `省办法.停气` to be breached, but " in english
    assert "the rules have it with `may at its discretion`" in english
