"""`pingan witness`: scenarios to start from, written only where they pass."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import pingan
from tests.cli.conftest import Run

BARE = """\
# Who keeps it.
policy pool "泳池" {
    zone "Asia/Shanghai"
}

fact depth "水深": integer >= 0
fact closed: boolean

actor keeper

action close_pool

# Deep water.
rule closing "关闭" {
    when depth >= 3
    then keeper must close_pool fulfilled when closed
}

rule always {
    then keeper may close_pool
}

define deep: boolean { is depth > 5 }
"""

CHINESE = """\
政策 泳池 “泳池规定” {
    时区 “Asia/Shanghai”
}

事实 水深：整数 ≥ 0

主体 管理员

行动 关闭泳池

规则 关闭 “关闭” {
    当 水深 ≥ 3 时
    则 管理员 应当 关闭泳池
}
"""


@pytest.fixture
def pool(folder: Path) -> Path:
    file = folder / "pool.rules"
    file.write_text(BARE, "utf-8")
    return file


def test_a_rule_is_shown_at_its_boundary_on_both_sides_and_open(run: Run, pool: Path) -> None:
    result = run("witness", "pool.rules", "closing")
    assert result.exit_code == 0
    assert result.stdout.count("scenario ") == 3
    assert "given depth = 3\n" in result.stdout
    assert "given depth = 2\n" in result.stdout
    assert "expect undetermined closing because closed, depth" in result.stdout
    assert pool.read_text("utf-8") == BARE


def test_a_rule_may_be_named_by_its_label_and_by_its_key(run: Run, pool: Path) -> None:
    by_label, by_key = run("witness", "pool.rules", "关闭"), run("witness", "pool.rules", "pool.closing")
    assert by_label.stdout == by_key.stdout != ""


def test_a_wrong_name_is_told_with_what_was_meant(run: Run, pool: Path) -> None:
    result = run("witness", "pool.rules", "closin")
    assert result.exit_code == 2
    assert "did you mean `closing`?" in result.stderr


def test_a_kind_that_no_rule_has_is_refused(run: Run, pool: Path) -> None:
    assert run("witness", "pool.rules", "closing", "--kind", "dew").exit_code == 2
    assert "`pool.deep` is never `7`" in run("witness", "pool.rules", "deep", "--kind", "7").stderr


def test_states_and_values_of_definitions_can_be_asked_for(run: Run, pool: Path) -> None:
    assert "expect closing fulfilled" in run("witness", "pool.rules", "closing", "--kind", "fulfilled").stdout
    shown = run("witness", "pool.rules", "deep").stdout
    assert all(line in shown for line in ("expect deep = true", "expect deep = false", "expect undetermined deep"))


def test_what_cannot_be_is_said_and_is_a_finding(run: Run, pool: Path) -> None:
    result = run("witness", "pool.rules", "always", "--kind", "none")
    assert result.exit_code == 1
    assert "pool.always none: that cannot be" in result.stderr
    chinese = run("witness", "pool.rules", "always", "--kind", "none", "--language", "zh")
    assert "pool.always none：不可能出现" in chinese.stderr


def test_what_was_not_found_is_not_called_impossible(run: Run, pool: Path) -> None:
    result = run("witness", "pool.rules", "closing", "--kind", "late", "--evaluations", "5")
    assert result.exit_code == 1
    assert "none found within" in result.stderr


def test_written_scenarios_pass_stay_in_form_and_leave_the_rest_alone(run: Run, pool: Path) -> None:
    written = run("witness", "pool.rules", "--write")
    assert "4 scenarios written to pool.rules" in written.stderr
    text = pool.read_text("utf-8")
    assert text.startswith(BARE)
    assert run("test", "pool.rules").exit_code == 0
    assert run("fmt", "--check", "pool.rules").exit_code == 0
    again = run("witness", "pool.rules", "--write")
    assert again.exit_code == 0  # that `always` always applies is said, and no finding
    assert "pool.always none: that cannot be" in again.stderr
    assert pool.read_text("utf-8") == text


def test_a_folder_to_write_to_is_told_by_its_name(run: Run, pool: Path) -> None:
    (pool.parent / "elsewhere").mkdir()
    result = run("witness", "pool.rules", "--write", "elsewhere")
    assert result.exit_code == 2
    assert "elsewhere" in result.stderr


def test_what_somebody_writes_meanwhile_is_not_lost(run: Run, pool: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pingan.cli import witness_files

    def meanwhile(path: Path, *_: object) -> None:
        path.write_text(BARE + "# meanwhile\n", "utf-8")

    monkeypatch.setattr(witness_files, "_check", meanwhile)
    result = run("witness", "pool.rules", "--write")
    assert result.exit_code == 2
    assert "pool.rules has changed meanwhile: nothing is written" in result.stderr
    assert pool.read_text("utf-8") == BARE + "# meanwhile\n"


def test_titles_are_never_used_twice(run: Run, pool: Path) -> None:
    for _ in range(2):
        assert run("witness", "pool.rules", "closing", "--kind", "applies", "--write").exit_code == 0
    titles = [s.title for s in pingan.load(str(pool)).scenarios]
    assert titles == ["closing: applies", "closing: applies (2)"]


def test_a_chinese_policy_gets_chinese_scenarios(run: Run, folder: Path) -> None:
    file = folder / "泳池.rules"
    file.write_text(CHINESE, "utf-8")
    assert run("witness", "泳池.rules", "--write").exit_code == 0
    text = file.read_text("utf-8")
    assert "情景 “关闭：适用” {\n    已知 水深 = 3\n" in text
    assert run("test", "泳池.rules").exit_code == 0
    assert run("fmt", "--check", "泳池.rules").exit_code == 0


def test_line_ends_are_those_of_the_file(run: Run, pool: Path) -> None:
    pool.write_bytes(BARE.replace("\n", "\r\n").encode())
    run("witness", "pool.rules", "--write")
    content = pool.read_bytes()
    assert content.count(b"\n") == content.count(b"\r\n")
    assert run("test", "pool.rules").exit_code == 0


def test_scenarios_can_go_to_another_file(run: Run, pool: Path, folder: Path) -> None:
    assert run("witness", "pool.rules", "closing", "--write", "more.txt").exit_code == 0
    assert (folder / "more.txt").read_text("utf-8").count("scenario ") == 3
    assert pool.read_text("utf-8") == BARE


def test_a_policy_with_a_mistake_is_told_and_left_alone(run: Run, pool: Path) -> None:
    pool.write_text(BARE + "rule broken { when dept >= 3 then keeper must close_pool }\n", "utf-8")
    before = pool.read_bytes()
    result = run("witness", "pool.rules", "--write")
    assert result.exit_code == 2
    assert "unknown-name" in result.stderr
    assert pool.read_bytes() == before


def test_a_shipped_policy_is_not_written_to(run: Run) -> None:
    result = run("witness", "ankang", "--write")
    assert result.exit_code == 2
    assert "name that file" in result.stderr


def test_data_for_programs(run: Run, pool: Path) -> None:
    result = run("witness", "pool.rules", "closing", "--format", "json", "--kind", "none")
    (found,) = json.loads(result.stdout)["witnesses"]
    assert found["facts"] == {"depth": 2}
    assert found["changed"] == "depth"
    assert found["scenario"].startswith('scenario "')
    json.dumps(found)


def test_a_rule_of_a_parent_is_shown_by_scenarios_of_the_policy_asked(run: Run, folder: Path) -> None:
    vocabulary = "fact depth: integer >= 0\nactor keeper\naction close\n"
    parent = f"policy parent\n{vocabulary}rule closing {{ when depth > 3 then keeper must close }}\n"
    child = "policy child { extends parent }\nrule softer { overrides closing when depth > 9 then keeper may close }\n"
    (folder / "parent.rules").write_text(parent, "utf-8")
    (folder / "child.rules").write_text(child, "utf-8")
    shown = run("witness", "child.rules", "closing", "--write")
    assert shown.exit_code == 0
    assert "together" not in (folder / "child.rules").read_text("utf-8")
    assert "3 scenarios: 3 passed" in run("test", "child.rules").stderr
