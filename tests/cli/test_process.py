"""`pingan` as a process: streams, signals, hostile names, and errors of our own."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import pingan
from tests.cli.conftest import BREACH, Run

Shell = Callable[..., subprocess.CompletedProcess[bytes]]


def test_help_names_every_command_and_the_exit_codes(run: Run) -> None:
    text = run("--help").stdout
    for word in ("check", "evaluate", "explain", "facts", "fmt", "graph", "list", "test", "Exit codes"):
        assert word in text
    assert run("--version").stdout.strip() == f"pingan, version {pingan.__version__}"


@pytest.mark.parametrize(
    "arguments",
    [
        ["evalute", "x"],
        ["evaluate"],
        ["evaluate", "no-such.rules"],
        ["evaluate", "flood.rules", "--facts", "no-such.json"],
        ["evaluate", "flood.rules", "--facts", "."],
        ["evaluate", "flood.rules", "--format", "xml"],
        ["evaluate", "flood.rules", "--fail-on", "rain"],
        ["check", "no-such-folder"],
        ["check", "empty"],
        ["fmt", "no-such.rules"],
        ["test", "jiln"],
        ["graph", "flood.rules", "--format", "png"],
        ["facts"],
    ],
)
def test_bad_usage_exits_2_with_a_message(run: Run, folder: Path, arguments: list[str]) -> None:
    (folder / "empty").mkdir()
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith("pingan: ")
    assert "Traceback" not in result.stderr


def test_a_shipped_name_with_a_slip_is_suggested(run: Run) -> None:
    assert "did you mean `jilin`?" in run("evaluate", "jiln").stderr


def test_an_error_of_ours_exits_70_and_says_what_to_report(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("secret\x1b[31m")

    monkeypatch.setattr(pingan, "load", broken)
    result = run("evaluate", "flood.rules")
    assert result.exit_code == 70
    assert "ZeroDivisionError" in result.stderr
    assert pingan.__version__ in result.stderr
    assert "Traceback" not in result.stderr
    assert "\x1b" not in result.stderr
    monkeypatch.setenv("PINGAN_TRACEBACK", "1")
    assert "Traceback" in run("evaluate", "flood.rules").stderr


def test_an_unreadable_file_exits_2(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "folder.rules").mkdir()
    (folder / "folder.rules" / "x.rules").mkdir()
    assert run("check", "folder.rules").exit_code == 2
    assert run("check", "a\0b").exit_code == 2
    (folder / "loop.rules").symlink_to("loop.rules")
    assert run("check", "loop.rules").exit_code in (1, 2)
    assert run("evaluate", "loop.rules").exit_code == 2


def test_a_policy_file_of_twenty_megabytes_is_refused_quickly(run: Run, folder: Path) -> None:
    (folder / "big.rules").write_text("policy big\n" + "# filler\n" * 2_400_000, "utf-8")
    result = run("check", "big.rules")
    assert result.exit_code == 1
    assert "too-large" in result.stdout


def test_facts_and_names_cannot_forge_lines_of_a_log(run: Run, folder: Path) -> None:
    evil = "evil\x1b[2J\npingan: all fine\r\u202e"
    facts = json.dumps({evil: 1, "kind": evil})
    for arguments in (
        ["evaluate", "flood.rules", "--facts", "-"],
        ["evaluate", evil],
        ["evaluate", "flood.rules", "--why", evil],
        ["evaluate", "flood.rules", "--set", f"{evil}=1"],
        ["evaluate", "flood.rules", "--as-of", evil],
        ["evaluate", "flood.rules", "--facts", evil],
        ["test", "flood.rules", "-k", evil],
        ["explain", evil],
        ["fmt", evil],
        [evil],
        ["evaluate", f"--{evil}"],
        ["graph", "flood.rules", "--format", "dot", "-o", f"no/{evil}"],
    ):
        result = run(*arguments, stdin=facts)
        assert result.exit_code == 2, arguments
        shown = result.stdout + result.stderr
        assert not any(c in shown for c in "\x1b\r\u202e"), arguments
        assert not any(line.startswith("pingan: all fine") for line in shown.splitlines()), arguments


def test_policy_text_cannot_speak_to_the_terminal(run: Run, folder: Path) -> None:
    (folder / "evil.rules").write_text(
        'policy evil "\x1b]0;owned\x07" {\n    zone "\x1b[2J"\n}\n# \u202e\nrule \x9b31m', "utf-8"
    )
    for command in ("check", "evaluate", "test", "graph", "facts"):
        result = run(command, "evil.rules")
        assert result.exit_code in (1, 2)
        assert not any(c in result.stdout + result.stderr for c in "\x1b\x07\x9b\u202e"), command


def test_a_reader_that_goes_away_is_no_error_of_ours(shell: Shell) -> None:
    done = shell("for i in 1 2 3; do pingan explain; done | head -c 1; pingan evaluate flood.rules | true")
    assert b"Traceback" not in done.stderr
    assert b"BrokenPipe" not in done.stderr
    assert b"error in pingan" not in done.stderr


def test_pipes_get_plain_utf8_whatever_the_locale(shell: Shell) -> None:
    line = "pingan evaluate flood.rules --facts facts.json --as-of 2016-06-01T13:00 --language zh --format json"
    narrow = shell(line, PYTHONIOENCODING="ascii", LC_ALL="C")
    wide = shell(line, PYTHONIOENCODING="utf-8")
    assert narrow.returncode == wide.returncode == 0
    assert narrow.stdout == wide.stdout
    assert b"\x1b" not in wide.stdout
    text = shell(line.replace("--format json", ""), PYTHONIOENCODING="iso-8859-1")
    assert text.returncode == 0
    assert b"\\u" in text.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo terminal")
def test_a_terminal_gets_colours_unless_it_declines(shell: Shell) -> None:
    line = "script -qec \"$PY -m 'pingan' evaluate flood.rules --facts facts.json --as-of 2016-06-01T13:00\" /dev/null"
    colored = shell(line, TERM="xterm-256color")
    if colored.returncode == 127:
        pytest.skip("no `script` here")
    assert b"\x1b[" in colored.stdout
    declined = shell(line, TERM="xterm-256color", NO_COLOR="1")
    assert b"\x1b[" not in declined.stdout
    assert b"breached" in declined.stdout


def test_the_same_question_gives_the_same_bytes(shell: Shell) -> None:
    line = "pingan evaluate flood.rules --facts facts.json --as-of 2016-06-01T13:00 --format json --why closing"
    answers = {shell(line, PYTHONHASHSEED=seed).stdout for seed in ("0", "1", "2")}
    assert len(answers) == 1
    assert json.loads(answers.pop())


def test_exit_codes_reach_the_shell(shell: Shell) -> None:
    command = "pingan evaluate flood.rules --facts facts.json --as-of 2016-06-01T13:00"
    assert shell(command).returncode == 0
    assert shell(f"{command} --fail-on breach").returncode == 3
    assert shell(f"{command} --fail-on undetermined").returncode == 4
    assert shell("pingan evaluate nowhere").returncode == 2
    assert shell("pingan fmt --check flood.rules < /dev/null").returncode == 0
    assert BREACH["closed_at"] is None


def test_completion_can_be_asked_for(shell: Shell) -> None:
    done = shell("pingan ", _PINGAN_COMPLETE="bash_source")
    assert b"_PINGAN_COMPLETE=bash_complete" in done.stdout
    words = shell("pingan ", _PINGAN_COMPLETE="bash_complete", COMP_WORDS="pingan evaluate jil", COMP_CWORD="2")
    assert b"jilin" in words.stdout
