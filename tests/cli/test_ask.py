"""`pingan ask` and `pingan repl`: lines in, lines out, and nothing that was said is lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

AT = ("--as-of", "2016-06-01T13:00")
ANSWERS = "1\n45\nnone\n2016-06-01 10:00\n"


def test_an_interview_ends_with_the_duties_and_the_facts(run: Run) -> None:
    result = run("ask", "flood.rules", *AT, "--rule", "closing", stdin=ANSWERS)
    assert result.exit_code == 0, result.stderr
    assert "Everything is decided." in result.stdout
    assert "warden must close_road" in result.stdout and "breached" in result.stdout
    facts = json.loads(result.stdout[result.stdout.rindex("The facts, as a file:") :].partition("\n")[2])
    assert facts == {"closed_at": None, "depth": 45, "kind": "river", "noticed_at": "2016-06-01T02:00:00Z"}


def test_the_file_kept_is_one_that_evaluate_reads(run: Run, folder: Path) -> None:
    run("ask", "flood.rules", *AT, "--rule", "closing", "--output", "said.json", stdin=ANSWERS)
    asked = run("evaluate", "flood.rules", "--facts", "said.json", *AT, "--format", "json")
    given = {"depth": 45, "kind": "river", "noticed_at": "2016-06-01T10:00:00+08:00", "closed_at": None}
    (folder / "given.json").write_text(json.dumps(given), "utf-8")
    assert asked.stdout == run("evaluate", "flood.rules", "--facts", "given.json", *AT, "--format", "json").stdout


@pytest.mark.parametrize("stdin", ["", "1\n", "1\nquit\n", "1\n\udcff\n"])
def test_whoever_leaves_keeps_what_was_said(run: Run, folder: Path, stdin: str) -> None:
    data: object = stdin.encode("utf-8", "surrogateescape")
    result = run("ask", "flood.rules", *AT, "--rule", "closing", "--output", "said.json", stdin=data)
    assert result.exit_code == 0
    assert json.loads((folder / "said.json").read_text("utf-8")) == ({"kind": "river"} if stdin else {})


def test_an_interview_goes_on_from_its_file(run: Run, folder: Path) -> None:
    (folder / "said.json").write_text('{"kind": "river"}', "utf-8")
    refused = run("ask", "flood.rules", *AT, "--output", "said.json", stdin="")
    assert refused.exit_code == 2 and "is there already" in refused.stderr
    result = run(
        "ask", "flood.rules", *AT, "--rule", "closing", "--facts", "said.json", "--output", "said.json", stdin="10\n"
    )
    assert result.exit_code == 0
    assert json.loads((folder / "said.json").read_text("utf-8")) == {"depth": 10, "kind": "river"}


def test_a_limit_and_the_language(run: Run) -> None:
    result = run("ask", "flood.rules", *AT, "--language", "zh", "--limit", "1", stdin="\n\n\n")
    assert result.exit_code == 0 and result.stdout.count("[1]") == 1 and "[2]" not in result.stdout
    assert "直接回车表示“不知道”" in result.stdout


def test_a_rule_that_is_not_there(run: Run) -> None:
    result = run("ask", "flood.rules", "--rule", "closng", stdin="")
    assert result.exit_code == 2 and "did you mean" in result.stderr


# --- the prompt -------------------------------------------------------------------------------------------------------


def test_lines_piped_into_the_prompt(run: Run, folder: Path) -> None:
    lines = "depth = 45\nkind = river\ndepth > 30\nduties\nkind = {\n one_of: [drill]\n}\nkind\nsave said.json\nquit\n9"
    result = run("repl", "flood.rules", *AT, stdin=lines)
    assert result.exit_code == 0, result.stderr
    assert "\nyes\n" in result.stdout and "warden must close_road" in result.stdout and "\ndrill\n" in result.stdout
    assert json.loads((folder / "said.json").read_text("utf-8")) == {"depth": 45, "kind": "drill"}


def test_a_file_that_is_there_is_not_replaced(run: Run, folder: Path) -> None:
    result = run("repl", "flood.rules", *AT, stdin="save facts.json\nsave no/where.json\ndepth = 1\nfacts\n")
    assert result.exit_code == 0
    assert "is there already" in result.stderr and "depth: 1" in result.stdout


def test_a_policy_is_loaded_at_the_prompt_and_read_again(run: Run, folder: Path) -> None:
    result = run("repl", stdin="duties\nload nothing\nload flood.rules\ndepth = 45\nreload\ndepth\n")
    assert result.exit_code == 0
    assert "load POLICY" in result.stdout and "nothing" in result.stderr and result.stdout.rstrip().endswith("is 45")
    assert run("repl", "--facts", "facts.json", stdin="").exit_code == 2


def test_a_policy_that_broke_meanwhile_leaves_the_old_one(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pingan.cli.repl import _Prompt

    prompt = _Prompt({}, "2016-06-01", "en")
    prompt.load(("flood.rules",), {})
    assert prompt._heard("depth = 45")
    (folder / "flood.rules").write_text("policy flood", "utf-8")
    assert prompt._heard("reload")
    assert prompt._session is not None and prompt._session.heard("depth").told.startswith("45")


# --- with a program ---------------------------------------------------------------------------------------------------


def test_questions_and_answers_as_lines_of_json(run: Run, folder: Path) -> None:
    said = [{"value": "river"}, {"value": "many"}, {"value": 45}, {"back": True}, {"value": 50}, {"unknown": True}, 7]
    lines = "\n".join(map(json.dumps, said))
    how = ("--rule", "closing", "--format", "json", "--output", "said.json")
    result = run("ask", "flood.rules", *AT, *how, stdin=f"{lines}\nnot json\n")
    assert result.exit_code == 0, result.stderr
    told = [json.loads(line) for line in result.stdout.splitlines()]
    assert [each["question"]["path"] for each in told[:-1]] == [
        "kind", "depth", "depth", "closed_at", "depth", "closed_at", "noticed_at", "noticed_at", "noticed_at"
    ]  # fmt: skip
    assert told[2]["problems"][0]["path"] == "depth" and told[7]["problems"] and told[8]["problems"]
    assert told[-1]["facts"] == {"depth": 50, "kind": "river"} and told[-1]["outcome"]["norms"]
    assert json.loads((folder / "said.json").read_text("utf-8")) == told[-1]["facts"]
