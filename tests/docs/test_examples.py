"""Every fenced example in the documentation is tried."""

from __future__ import annotations

import doctest
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from contextlib import chdir
from itertools import pairwise
from pathlib import Path

import click
import pytest
from ruamel.yaml import YAML

import pingan
from pingan.cli.main import cli
from pingan.exporters import svg
from tests.docs.pages import REASONS, ROOT, Block, blocks, module_name, pages, reason_untried, rule_files

KINDS = {"rules", "json", "yaml", "toml", "python", "console", "sh", "text", "lark"}
OTHER_PROGRAMS = {
    "git",
    "npm",
    "pip",
    "python",
    "python3",
    "uv",
    "cd",
    "chromium",
    "sudo",
    "apt-get",
    "pre-commit",
    "pytest",
    "source",
    "eval",
}
AS_OF = "2016-06-01"
PAGES = pages()


@pytest.fixture(scope="module", params=PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def page(request: pytest.FixtureRequest) -> Path:
    chosen: Path = request.param
    return chosen


@pytest.fixture(scope="module")
def folder(page: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A working folder as a reader would have it: the files of the page, and the sample facts of the checkout."""
    place = tmp_path_factory.mktemp("page")
    shutil.copytree(ROOT / "policies", place / "policies")
    for name, text in rule_files(page).items():
        (place / f"{name}.rules").write_text(text, encoding="utf-8")
    for block in blocks(page):
        if "file" in block.options:
            target = place / block.options["file"]
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(block.text, encoding="utf-8")
    return place


def chosen(page: Path, *languages: str) -> Iterator[Block]:
    return (b for b in blocks(page) if b.language in languages and not {"of", "unrun"} & set(b.options))


def where(page: Path, block: Block) -> str:
    return f"{page.relative_to(ROOT)}:{block.line}"


def load(page: Path, folder: Path) -> pingan.Policy:
    return pingan.load(*(folder / f"{name}.rules" for name in rule_files(page)))


def test_every_example_is_of_a_kind_that_is_tried(page: Path) -> None:
    assert [where(page, block) for block in blocks(page) if block.language not in KINDS] == []


def test_blocks_that_are_not_tried_say_why(page: Path) -> None:
    reasons = {where(page, block): reason_untried(block) for block in blocks(page)}
    assert {place: reason for place, reason in reasons.items() if reason is not None and reason not in REASONS} == {}
    for block in blocks(page):
        if block.language == "python" and "unrun" in block.options:
            compile(block.text, where(page, block), "exec")


def test_rules_load_together(page: Path, folder: Path) -> None:
    files = rule_files(page)
    if files:
        found = pingan.check(*(folder / f"{name}.rules" for name in files))
        assert [f"{d.span}: {d.message}" for d in found if d.severity is pingan.Severity.ERROR] == []


def test_scenarios_of_the_page_hold(page: Path, folder: Path) -> None:
    if rule_files(page):
        failed = [
            str(failure) for result in load(page, folder).test() for failure in (*result.failures, *result.problems)
        ]
        assert failed == []


def test_rules_that_fail_do_so_with_the_code_they_name(page: Path) -> None:
    files = rule_files(page)
    for block in chosen(page, "rules"):
        if "fails" not in block.options:
            continue
        base = "" if module_name(block.text) else next(iter(files.values()), "")
        found = pingan.check(pingan.Source("example.rules", base + block.text))
        assert block.options["fails"] in {d.code for d in found}, (where(page, block), found)


def test_shipped_rules_stand_in_a_shipped_policy(page: Path) -> None:
    shipped = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "policies").rglob("*.rules"))
    spaceless = re.sub(r"\s+", " ", shipped)
    for block in chosen(page, "rules"):
        if "shipped" in block.options:
            assert re.sub(r"\s+", " ", block.text).strip() in spaceless, where(page, block)


def test_pieces_of_the_plug_in_package_are_its_own_text(page: Path) -> None:
    for block in blocks(page):
        of = block.options.get("of")
        if of is not None:
            file = ROOT / "tests/plugin" / ("test_floods.py" if of == "tests" else of)
            assert block.text.strip("\n") in file.read_text(encoding="utf-8"), where(page, block)


def test_facts_fit_the_policies_of_the_page(page: Path, folder: Path) -> None:
    for block in chosen(page, "json"):
        data = json.loads(block.text)
        if "facts" in block.options:
            load(page, folder).evaluate(data, as_of=AS_OF)


def test_yaml_reads(page: Path, folder: Path) -> None:
    for block in chosen(page, "yaml"):
        YAML(typ="safe").load(block.text)
        if "facts" in block.options:
            target = folder / "facts.yaml"
            target.write_text(block.text, encoding="utf-8")
            load(page, folder).evaluate(pingan.read_facts(target), as_of=AS_OF)


def test_toml_reads(page: Path) -> None:
    for block in chosen(page, "toml"):
        tomllib.loads(block.text)


def test_python_runs(page: Path, folder: Path) -> None:
    namespace: dict[str, object] = {"__name__": "example"}
    with chdir(folder):
        for block in chosen(page, "python"):
            if ">>>" in block.text:
                example = doctest.DocTestParser().get_doctest(
                    block.text, namespace, where(page, block), None, block.line
                )
                runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
                report: list[str] = []
                runner.run(example, out=report.append, clear_globs=False)
                assert runner.failures == 0, "".join(report)
                namespace = example.globs
            else:
                exec(compile(block.text, where(page, block), "exec"), namespace)


def test_commands_print_what_the_page_says(page: Path, folder: Path) -> None:
    for block in chosen(page, "console"):
        for command, expected in commands(block):
            given, _, answers = command.partition(" < ")
            program, *arguments = shlex.split(given, comments=True)
            if program in ("pingan", "pytest"):
                done = run(arguments, folder, program, (folder / answers).read_text("utf-8") if answers else "")
                told = f"{command}\n{done.stdout}{done.stderr}"
                assert done.returncode == int(block.options.get("exit", "0")), told
                assert matches(expected, done.stdout + done.stderr), told
            else:
                check_command(command)


def test_commands_that_are_not_run_exist_and_have_the_options_they_use(page: Path) -> None:
    for block in chosen(page, "sh"):
        for command in block.text.splitlines():
            if command.strip() and not command.startswith("#"):
                check_command(command)


def check_command(command: str) -> None:
    """That *command* could be given: a make target, a command of pingan with its options, or a known program."""
    program, *arguments = shlex.split(command, comments=True)
    if program == "make":
        targets = (ROOT / "Makefile").read_text(encoding="utf-8")
        assert all(f"\n{target}:" in targets for target in arguments if "=" not in target), command
    elif program == "pingan":
        found = cli.get_command(click.Context(cli), arguments[0])
        assert found is not None, command
        if isinstance(found, click.Group):
            found = found.get_command(click.Context(found), arguments[1])
            assert found is not None, command
        known = {name for option in found.params for name in (*option.opts, *option.secondary_opts)} | {"-h", "--help"}
        used = {part.partition("=")[0] for part in arguments[1:] if part.startswith("-") and part != "-"}
        assert used <= known, f"{command}: {used - known}"
    else:
        assert program in OTHER_PROGRAMS or re.match(r"\w+=", program), command


def commands(block: Block) -> list[tuple[str, str]]:
    """The commands of *block* and what each is said to print."""
    lines = block.text.splitlines()
    starts = [number for number, line in enumerate(lines) if line.startswith("$ ")]
    ends = pairwise([*starts, len(lines)])
    return [(lines[start][2:], "\n".join(lines[start + 1 : end])) for start, end in ends]


def run(arguments: list[str], folder: Path, program: str, typed: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"NO_COLOR": "1", "COLUMNS": "100", "PYTHONUTF8": "1", "LANG": "C.UTF-8"}
    return subprocess.run(
        [sys.executable, "-m", program, *arguments],
        cwd=folder,
        env=environment,
        input=typed,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
    )


def matches(expected: str, printed: str) -> bool:
    """Whether *printed* is *expected*, where a line ``...`` stands for any lines."""
    parts = [re.escape(part.strip("\n")) for part in re.split(r"^\.\.\.$", expected, flags=re.M)]
    spaceless = "\n".join(line.rstrip() for line in printed.strip("\n").splitlines())
    return re.fullmatch(r"\n?.*".join(parts), spaceless, flags=re.S) is not None


def test_the_picture_of_the_readme_is_what_its_policy_and_facts_give() -> None:
    """Made with `pingan graph jilin --rule … --facts … --as-of … -o docs/images/remove_after_warning.svg`."""
    labels = re.compile(r"<text[^>]*>([^<]*)</text>")
    facts = pingan.read_facts(ROOT / "policies/facts/corpse_blockade.json")
    policy = pingan.load("jilin")
    outcome = policy.evaluate(facts, as_of="2016-06-18T12:00")
    drawn = svg.export(policy.graph, outcome, title=policy.title, rules=["remove_after_warning"])
    shown = (ROOT / "docs/images/remove_after_warning.svg").read_text(encoding="utf-8")
    assert sorted(labels.findall(shown)) == sorted(labels.findall(drawn))


def test_links_between_pages_lead_somewhere() -> None:
    broken = []
    for page in PAGES:
        for target in re.findall(r"\]\((?!https?://|#|mailto:)([^)#\s]+)", page.read_text(encoding="utf-8")):
            if not (page.parent / target).exists():
                broken.append(f"{page.relative_to(ROOT)} -> {target}")
    assert broken == []
