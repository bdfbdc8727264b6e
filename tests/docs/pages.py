"""The fenced examples of a Markdown page, and how each kind of them is tried.

What follows the language on a fence is for the tests: readers never see it.

- ``rules``: a file when it begins with `policy` or `vocabulary` (`政策`, `词汇`), else declarations that go on with
  the file before it on the page. All files of a page are loaded together. ``rules fails=CODE``: a file of its own, or
  more of the first file, that must be refused with that diagnostic. ``rules shipped``: stands in a shipped policy.
- ``json facts``: facts for the policies of the page. ``json``, ``yaml``: read without an error. With ``file=NAME``
  a block is also written to that file, for commands to use.
- ``python``: runs, one block after another; with ``>>>`` the output is compared.
- ``console``: each ``$ pingan …`` is run and its output compared (a line ``...`` stands for any lines);
  ``console exit=N``. ``$ make TARGET`` must be a target of the Makefile; other programs are not run here.
- ``sh``: commands that a reader gives elsewhere: program, command and options must exist.
- ``toml``, ``text file=NAME``: read, or written for commands to use.
- ``text REASON``, ``… unrun=REASON``: not tried, for one of `REASONS`; code is still compiled.
- ``… of=PATH``: of any kind, stands to the letter in that file of the package in ``tests/plugin`` (``of=tests``: in its
  tests), which is tried there.

``python -m tests.docs.pages`` lists what is not tried, and why.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from attrs import frozen

ROOT = Path(__file__).resolve().parents[2]
FENCE = re.compile(
    r"^(?P<indent> *)(?P<ticks>```+)(?P<info>[^\n`]*)\n(?P<body>.*?)^(?P=indent)(?P=ticks) *$", re.M | re.S
)
BESIDE: Final = (
    "README.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "policies/README.md",
    "tests/plugin/README.md",
    "tests/spec/conformance/README.md",
)
"""Pages that stand elsewhere."""
REASONS: Final = {
    "shape": "says how something is written, with places to fill",
    "drawing": "a drawing or a listing of files",
    "output": "what is printed by something that fails, or that is not run here",
    "cluster": "needs Spark, Dask or Ray; tests/batch runs the same calls",
}
"""Why a block may stand there untried."""
HEADER = re.compile(r"^(?:\s*(?:#[^\n]*)?\n)*\s*(?:policy|vocabulary|政策|词汇)\s+(\w+)")


@frozen
class Block:
    """A fenced example: its language, the options behind it, its text, and the line of its fence."""

    language: str
    options: dict[str, str]
    text: str
    line: int


def pages() -> list[Path]:
    """Every page with examples. Pages of diagnostics, policies and samples are tried by tests of their own."""
    made = {"diagnostics", "policies", "samples", "node_modules"}
    found = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]
    return sorted(page for page in found if page.exists() and not made & set(page.relative_to(ROOT).parts))


def blocks(page: Path) -> Iterator[Block]:
    text = page.read_text(encoding="utf-8")
    for match in FENCE.finditer(text):
        language, *options = match["info"].split() or [""]
        body = match["body"]
        if match["indent"]:
            body = re.sub(rf"^{match['indent']}", "", body, flags=re.M)
        named = dict(option.partition("=")[::2] for option in options)
        yield Block(language, named, body, text.count("\n", 0, match.start()) + 1)


def module_name(text: str) -> str | None:
    """The name that a policy or vocabulary file declares, None for declarations without a header."""
    found = HEADER.match(text)
    return found[1] if found else None


def rule_files(page: Path) -> dict[str, str]:
    """The rule files that the examples of *page* make up, by module name."""
    files: dict[str, str] = {}
    current = ""
    for block in blocks(page):
        if block.language != "rules" or {"fails", "shipped", "of"} & set(block.options):
            continue
        current = module_name(block.text) or current
        files[current] = files.get(current, "") + block.text + "\n"
    return files


def reason_untried(block: Block) -> str | None:
    """Why *block* is not tried: a word of `REASONS`; None when it is."""
    if block.language == "text" and not {"file", "of"} & set(block.options):
        return next(iter(block.options), "")
    return block.options.get("unrun")


def main() -> None:
    """Lists the blocks that are not tried, page by page."""
    for page in pages():
        for block in blocks(page):
            reason = reason_untried(block)
            if reason is not None:
                where = f"{page.relative_to(ROOT)}:{block.line}"
                sys.stdout.write(f"{where}: {block.language}: {REASONS.get(reason, 'for no reason that is given')}\n")


if __name__ == "__main__":
    main()
