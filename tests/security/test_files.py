"""Files, pipes, links and streams: only ordinary files are read, nothing but ordinary files is replaced."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import pingan
from pingan.cli import cli
from pingan.cli.output import write_atomically

POLICY = """\
policy %s { zone "Asia/Shanghai" }
fact n: integer
actor a
action go
rule r { when n > 3 then a must go }
"""
COMMANDS = (
    ("check",),
    ("evaluate", "--as-of", "2016-01-01"),
    ("test",),
    ("fmt",),
    ("fmt", "--check"),
    ("graph", "--format", "json"),
    ("facts",),
)
POSIX = pytest.mark.skipif(os.name != "posix", reason="pipes and links of POSIX")
ROOT = Path(__file__).parents[2]

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command in a folder with `p.rules`."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "p.rules").write_text(POLICY % "p", "utf-8")
    return lambda *arguments: CliRunner().invoke(cli, arguments, catch_exceptions=False)


def told(result: Result) -> None:
    """It ended with an exit code of its own and said why."""
    assert result.exit_code in (1, 2)
    assert result.output.strip()
    assert "Traceback" not in result.output
    assert "error in pingan" not in result.output


def shell(line: str, folder: Path) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PINGAN": f"{sys.executable} -m pingan", "LC_ALL": "C.UTF-8"}
    return subprocess.run(
        ["bash", "-c", line], cwd=folder, env=environment, capture_output=True, timeout=60, check=False
    )


@POSIX
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("kind", ["pipe", "folder", "loop", "dangling", "zero", "binary", "nul", "empty"])
def test_what_is_no_policy_file_is_told_by_every_command(run: Run, command: tuple[str, ...], kind: str) -> None:
    target = "odd.rules"
    match kind:
        case "pipe":
            os.mkfifo(target)
        case "folder":
            Path(target).mkdir()
        case "loop":
            Path(target).symlink_to(target)
        case "dangling":
            Path(target).symlink_to("nowhere")
        case "zero":
            target = "/dev/zero"
        case _:
            content = {"binary": bytes(range(256)) * 9, "nul": b"policy odd\0\n", "empty": b""}[kind]
            Path(target).write_bytes(content)
    told(run(*command, target))


@POSIX
def test_a_folder_with_a_pipe_in_it_is_checked_and_formatted_around_it(run: Run) -> None:
    os.mkfifo("pipe.rules")
    told(run("check", "."))
    told(run("fmt", "."))
    assert Path("pipe.rules").is_fifo()


@POSIX
def test_a_register_that_is_a_pipe_or_a_folder_is_told(run: Run) -> None:
    for number, make in enumerate((os.mkfifo, os.mkdir)):
        name = f"reg{number}"
        make(f"{name}.jsonl")
        Path(f"{name}.rules").write_text(f'policy {name} {{ clauses "{name}.jsonl" }}\n', "utf-8")
        told(run("check", f"{name}.rules"))


# --- writing -------------------------------------------------------------------------------------------------------


@POSIX
@pytest.mark.parametrize("command", [("graph", "--format", "json"), ("facts",)], ids=" ".join)
def test_a_pipe_that_nobody_reads_is_neither_replaced_nor_waited_for(run: Run, command: tuple[str, ...]) -> None:
    os.mkfifo("pipe")
    told(run(*command, "p.rules", "-o", "pipe"))
    assert Path("pipe").is_fifo()


@POSIX
def test_what_is_no_ordinary_file_is_written_to_and_stays(tmp_path: Path) -> None:
    """A device, for instance: run by an administrator, ``-o /dev/null`` must not make a file of it."""
    pipe, read = tmp_path / "pipe", []
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    for _ in range(1000):  # until the reader is there
        try:
            write_atomically(pipe, b"x" * 100_000)
            break
        except OSError:
            threading.Event().wait(0.01)
    reader.join()
    assert read == [b"x" * 100_000]
    assert pipe.is_fifo()


@POSIX
def test_a_link_keeps_pointing_to_what_is_written(run: Run) -> None:
    Path("real").write_text("old", "utf-8")
    Path("link").symlink_to("real")
    assert run("graph", "p.rules", "--format", "json", "-o", "link").exit_code == 0
    assert Path("link").is_symlink()
    assert Path("real").read_text("utf-8").startswith("{")


@pytest.mark.parametrize("name", ["nowhere/x", "a" * 300, "p.rules/x"])
def test_a_file_that_cannot_be_written_is_named_as_it_was_given(run: Run, name: str) -> None:
    result = run("facts", "p.rules", "-o", name)
    told(result)
    assert name in result.output
    assert ".tmp" not in result.output


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="needs a user whom permissions bind")
def test_a_policy_in_a_folder_that_may_not_be_written_is_left_as_it_is(run: Run) -> None:
    Path("shut").mkdir()
    Path("shut/p.rules").write_text(POLICY % "p", "utf-8")
    Path("shut").chmod(0o555)
    told(run("fmt", "shut/p.rules"))
    assert Path("shut/p.rules").read_text("utf-8") == POLICY % "p"
    Path("shut").chmod(0o755)


# --- names ---------------------------------------------------------------------------------------------------------


@POSIX
@pytest.mark.parametrize(
    "name", [b"\xff\xfe.rules", b"\x1b[31mred.rules", b"a\n::error::b.rules", "\u202ebidi.rules".encode()]
)
@pytest.mark.parametrize("form", ["text", "json", "sarif", "github"])
def test_file_names_of_any_bytes_are_shown_harmless(run: Run, name: bytes, form: str) -> None:
    Path(os.fsdecode(name)).write_text("policy {", "utf-8")
    result = run("check", "--format", form, os.fsdecode(name))
    assert result.exit_code == 1
    assert not any(character in result.output for character in "\x1b\u202e")
    assert not any(line.startswith("::error::b") for line in result.output.splitlines())


@pytest.mark.parametrize(
    "target",
    ["", "a" * 5000, "../" * 40 + "nowhere", "\\\\host\\share", "file:///etc/passwd", "http://x/p.rules", "p.rules/"],
)
@pytest.mark.parametrize("command", COMMANDS[:4], ids=" ".join)
def test_targets_that_are_no_paths_are_told(run: Run, command: tuple[str, ...], target: str) -> None:
    told(run(*command, target))


# --- streams -------------------------------------------------------------------------------------------------------


@POSIX
@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("$PINGAN check p.rules >&-", 0),
        ("$PINGAN check p.rules >&- 2>&-", 0),
        ("$PINGAN check nowhere.rules >&- 2>&-", 2),
        ("$PINGAN fmt - <&-", 2),
        ("$PINGAN evaluate p.rules --facts - --as-of 2016-01-01 <&-", 2),
        ("$PINGAN evaluate p.rules --as-of 2016-01-01 | true", None),
        ("echo '{\"n\": 4}' | $PINGAN evaluate p.rules --facts /dev/stdin --as-of 2016-01-01", 0),
        ("$PINGAN evaluate p.rules --facts <(echo '{\"n\": 4}') --as-of 2016-01-01", 0),
    ],
)
def test_streams_that_are_closed_or_piped_end_in_an_exit_code(tmp_path: Path, line: str, code: int | None) -> None:
    (tmp_path / "p.rules").write_text(POLICY % "p", "utf-8")
    done = shell(line, tmp_path)
    assert b"Traceback" not in done.stderr
    assert b"error in pingan" not in done.stderr
    assert code is None or done.returncode == code


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_told(tmp_path: Path) -> None:
    (tmp_path / "p.rules").write_text(POLICY % "p", "utf-8")
    done = shell("$PINGAN evaluate p.rules --as-of 2016-01-01 --format json > /dev/full", tmp_path)
    assert done.returncode == 2
    assert b"No space left" in done.stderr


# --- while others write ---------------------------------------------------------------------------------------------


def test_a_file_that_changes_while_it_is_loaded_is_one_of_its_versions(tmp_path: Path) -> None:
    path = tmp_path / "p.rules"
    texts = [POLICY % "p", (POLICY % "p").replace("> 3", "> 5").replace("must go", "must not go")]
    path.write_text(texts[0], "utf-8")
    stop = threading.Event()

    def change() -> None:
        while not stop.is_set():
            for text in texts:
                write_atomically(path, text.encode())

    writer = threading.Thread(target=change)
    writer.start()
    try:
        allowed = {(4, "must"), (6, "must_not")}
        for _ in range(15):
            policy = pingan.load(path)
            norms = {n: policy.evaluate({"n": n}, as_of="2016-01-01").norms[0] for n in (4, 6)}
            seen = {(n, norm.modality) for n, norm in norms.items()}
            assert len({norm.modality for norm in norms.values()}) == 1
            assert seen & allowed
    finally:
        stop.set()
        writer.join()
