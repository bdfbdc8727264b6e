"""The pages of sample facts: what `make catalogue` writes under their commands, and `test_samples.py` compares.

A page is written by hand; in a ``console`` block each line ``$ pingan …`` is run and followed by what it prints.
"""

from __future__ import annotations

import os
import re
import shlex
import sys
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path
from typing import Final
from unittest import mock

from attrs import frozen
from click.testing import CliRunner

from pingan.cli.main import cli
from tests.docs.pages import ROOT

FOLDER: Final = ROOT / "docs/samples"
LIST: Final = FOLDER / "README.md"
BLOCK: Final = re.compile(r"^```console\n(?P<body>.*?)^```$", re.M | re.S)


@frozen
class Question:
    """What a command of a page asks: the policies, the file of facts, the instant."""

    policies: tuple[str, ...]
    facts: str
    as_of: str


def pages() -> list[Path]:
    """The pages of samples, without their list."""
    return sorted(set(FOLDER.glob("*.md")) - {LIST})


def commands(text: str) -> list[str]:
    """The commands of a page, each in one line."""
    lines = (line for block in BLOCK.finditer(text) for line in block["body"].splitlines())
    return [line[2:] for line in lines if line.startswith("$ ")]


def questions(page: Path) -> Iterator[Question]:
    """What the page asks with `pingan evaluate` or `pingan calendar`, settings aside."""
    for command in commands(page.read_text(encoding="utf-8")):
        _, name, *arguments = shlex.split(command)
        options = {o: arguments[n + 1] for n, o in enumerate(arguments) if o in ("--facts", "--as-of")}
        if name in ("evaluate", "calendar") and len(options) == 2 and "--set" not in arguments:
            policies = arguments[: next(n for n, a in enumerate(arguments) if a.startswith("-"))]
            yield Question(tuple(policies), options["--facts"], options["--as-of"])


def printed(command: str) -> str:
    """What *command* prints, run in the root of the checkout."""
    program, *arguments = shlex.split(command)
    if program != "pingan":
        raise ValueError(f"a page of samples runs pingan, not {program}")
    variables = {"NO_COLOR": "1", "COLUMNS": "100"}
    with chdir(ROOT), mock.patch.dict(os.environ, variables):
        result = CliRunner().invoke(cli, arguments, catch_exceptions=False)
    if result.exit_code:
        raise ValueError(f"{command}: exit code {result.exit_code}\n{result.output}")
    return "\n".join(line.rstrip() for line in result.stdout.strip("\n").splitlines())


def refreshed(text: str) -> str:
    """The page *text* with what its commands print now."""

    def again(block: re.Match[str]) -> str:
        parts = [f"$ {command}\n{printed(command)}\n" for command in commands(block[0])]
        return f"```console\n{chr(10).join(parts)}```"

    return BLOCK.sub(again, text)


def main() -> None:
    """Writes the pages that have changed."""
    for page in pages():
        text = page.read_text(encoding="utf-8")
        new = refreshed(text)
        if new != text:
            page.write_text(new, encoding="utf-8", newline="\n")
            sys.stdout.write(f"written: {page.relative_to(ROOT)}\n")


if __name__ == "__main__":
    main()
