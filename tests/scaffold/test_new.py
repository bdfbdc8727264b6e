"""``pingan new``: what it makes passes everything that it tells its owner to run, and nothing is ever half made."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

import pingan
from pingan.cli.main import cli
from pingan.language.names import NAME_REST, is_name
from pingan.scaffold import BadProjectError, Project, project_files, write_project
from pingan.scaffold.nodes import LONGEST_TEXT


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, list(arguments), catch_exceptions=False)


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


PROJECTS = [
    Project("pool"),
    Project("pool", "en", "Pools & <b>baths</b> `x` {{name}}", "Europe/Vienna", "Vienna, 1st district"),
    Project("defect"),
    Project("level", "en", with_register=False),
    Project("消防巡查", "zh"),
    Project("消防巡查", "zh", "关于消防巡查的规定（试行）", "Asia/Shanghai", "吉林市"),
    Project("隐患", "zh", with_register=False),
    Project("消防2016", "en"),
    Project("fire_safety", "zh"),
]


@pytest.mark.parametrize("project", PROJECTS, ids=lambda p: f"{p.name}-{p.dialect}-{p.title is not None}")
def test_a_new_project_passes_what_it_tells_to_run(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / project.name
    write_project(folder, project_files(project))
    monkeypatch.chdir(folder)
    policy = f"{project.name}.rules"
    texts = [read(file) for file in folder.rglob("*") if file.is_file()]
    # A title may look like a place of the templates: it is none.
    assert not [text for text in texts if "{{" in text and "{{name}}" not in (project.title or "")]
    for command in (
        ("check", "--strict", "."),
        ("fmt", "--check", "."),
        ("test", policy, "--coverage", "--fail-under", "100"),
        *([("coverage", policy, "--fail-under", "100", "--strict")] if project.with_register else []),
        ("facts", policy, "--format", "template"),
    ):
        result = run(*command)
        assert result.exit_code == 0, (command, result.output)
    answer = run("evaluate", policy, "--facts", "facts/example.json", "--as-of", "2026-03-02T12:00")
    assert answer.exit_code == 0, answer.output
    assert ("pending" if project.dialect == "en" else "未到期") in answer.output


@pytest.mark.parametrize("project", PROJECTS[:5:4], ids=lambda p: p.dialect)
def test_what_its_readme_and_its_checks_run_exists(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / project.name
    write_project(folder, project_files(project))
    monkeypatch.chdir(folder)
    yaml = YAML(typ="safe")
    steps = yaml.load(read(folder / ".github/workflows/policy.yml"))["jobs"]["policy"]["steps"]
    hooks = yaml.load(read(folder / ".pre-commit-config.yaml"))["repos"][0]["hooks"]
    commands = [step["run"] for step in steps if "run" in step] + [hook["entry"] for hook in hooks]
    commands += re.findall(r"(?m)^pingan .+$", read(folder / "README.md"))
    ours = [command.replace('"', "") for command in commands if command.startswith("pingan ")]
    assert len(ours) >= 10
    for command in ours:
        _, *arguments = command.split()
        result = run(*arguments, *(["."] if command == "pingan fmt" else []))
        assert result.exit_code == 0, (command, result.output)
    for file in re.findall(r"(?m)^\| (`.+?`(?:[、,] `.+?`)*) \|", read(folder / "README.md")):
        for name in re.findall(r"`([^`]+)`", file):
            assert (folder / name).is_file(), name
    for pattern in re.findall(r"files: (.+)", read(folder / ".pre-commit-config.yaml")):
        assert re.search(pattern, f"{project.name}.rules")


def test_the_command_names_what_it_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("new", "pool", "--title", "Pools")
    assert result.exit_code == 0
    made = sorted(path.relative_to(tmp_path).as_posix() for path in (tmp_path / "pool").rglob("*") if path.is_file())
    assert [line for line in result.output.splitlines() if line.startswith("pool/")] == made
    assert "cd pool" in result.output
    assert read(tmp_path / "pool/pool.rules").startswith("# Pools\n")
    assert pingan.load(tmp_path / "pool/pool.rules").language == "en"


def test_a_chinese_name_makes_a_chinese_policy_unless_it_is_told(tmp_path: Path) -> None:
    assert run("new", "巡查", "--into", str(tmp_path)).exit_code == 0
    assert pingan.load(tmp_path / "巡查/巡查.rules").language == "zh"
    assert run("new", "值班", "--dialect", "en", "--into", str(tmp_path)).exit_code == 0
    assert pingan.load(tmp_path / "值班/值班.rules").language == "en"


def test_listing_writes_nothing(tmp_path: Path) -> None:
    result = run("new", "pool", "--list", "--into", str(tmp_path))
    assert result.exit_code == 0 and "pool.rules" in result.output.splitlines()
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "pool").mkdir()
    (tmp_path / "pool/notes.txt").write_text("mine")
    result = run("new", "pool", "--list", "--into", str(tmp_path))
    assert result.exit_code == 2 and "notes.txt is there already" in result.output


def test_a_folder_that_holds_anything_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "pool").mkdir()
    (tmp_path / "pool/README.md").write_text("mine")
    (tmp_path / "pool/other").mkdir()
    result = run("new", "pool", "--into", str(tmp_path))
    assert result.exit_code == 2
    assert "README.md, other" in result.output
    assert read(tmp_path / "pool/README.md") == "mine"
    assert sorted(os.listdir(tmp_path)) == ["pool"] and len(os.listdir(tmp_path / "pool")) == 2


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    (tmp_path / "pool").mkdir()
    assert run("new", "pool", "--into", str(tmp_path)).exit_code == 0
    assert (tmp_path / "pool/pool.rules").is_file()
    assert sorted(os.listdir(tmp_path)) == ["pool"]


def test_links_and_files_are_not_written_through(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "pool").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "bath").write_text("a file")
    for name in ("pool", "bath"):
        assert run("new", name, "--into", str(tmp_path)).exit_code == 2
    assert os.listdir(tmp_path / "elsewhere") == [] and read(tmp_path / "bath") == "a file"


def test_nothing_is_left_when_writing_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written = []
    whole = Path.write_text

    def failing(path: Path, *arguments: object, **options: object) -> int:
        if len(written) == 3:
            raise OSError(28, "No space left on device")
        written.append(path)
        return whole(path, *arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Path, "write_text", failing)
    with pytest.raises(OSError, match="No space"):
        write_project(tmp_path / "pool", project_files(Project("pool")))
    assert len(written) == 3 and list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("", "is no name"),
        ("2pool", "is no name"),
        ("../pool", "is no name"),
        ("/tmp/pool", "is no name"),
        ("po ol", "is no name"),
        ("pool.rules", "is no name"),
        ("роol", "write `p` for the letter"),
        ("when", "is a word of the language"),
        ("当", "is a word of the language"),
        ("con", "is no name of a file"),
        ("jilin", "comes with pingan"),
        ("x" * 200, "is longer than"),
        ("\x1b[31m", "is no name"),
    ],
)
def test_names_that_no_policy_can_have_are_refused(name: str, why: str, tmp_path: Path) -> None:
    result = run("new", "--into", str(tmp_path), "--", name)
    assert result.exit_code == 2
    assert why in result.output and "\x1b" not in result.output
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("option", "text", "why"),
    [
        ("--title", 'The "best"', "quotation marks"),
        ("--title", "“最好”", "quotation marks"),
        ("--title", "two\nlines", "cannot be seen"),
        ("--title", "\u202eevil", "cannot be seen"),
        ("--title", " ", "is empty"),
        ("--title", "x" * (LONGEST_TEXT + 1), "longer than"),
        ("--jurisdiction", 'a "b"', "quotation marks"),
        ("--zone", "Mars/Olympus", "no time zone"),
        ("--zone", "../etc/passwd", "no time zone"),
    ],
)
def test_texts_that_no_policy_can_hold_are_refused(option: str, text: str, why: str, tmp_path: Path) -> None:
    result = run("new", "pool", option, text, "--into", str(tmp_path))
    assert result.exit_code == 2 and why in result.output
    assert list(tmp_path.iterdir()) == []


@given(
    st.text(st.one_of(st.characters(), st.sampled_from("abc消防_9")), min_size=1, max_size=12),
    st.text(min_size=1, max_size=20),
    st.sampled_from(["en", "zh"]),
)
def test_whatever_it_is_called_it_reads_or_is_refused(name: str, title: str, dialect: str) -> None:
    try:
        files = project_files(Project(name, dialect, title))  # type: ignore[arg-type]
    except BadProjectError:
        return
    assert is_name(name) and re.fullmatch(f"[{NAME_REST}]+", name)
    words, policy = (pingan.Source(n, t) for n, t in sorted(files.items(), reverse=True) if n.endswith(".rules"))
    if "/" in policy.name:
        words, policy = policy, words
    alone = policy.text.replace(f'clauses "{name}.jsonl"', "").replace(f"条款表 “{name}.jsonl”", "")
    assert list(pingan.check(pingan.Source(policy.name, alone), words)) == []


def test_it_is_a_command() -> None:
    assert "a policy project" in run("--help").output
    assert "--with-register" in run("new", "--help").output
