"""Writes `docs/diagnostics/`, and the schema of the configuration: ``python -m tests.diagnostics.pages``."""

from __future__ import annotations

from pathlib import Path

from pingan.linting.known import ALL_CODES
from pingan.linting.pages import index, page, rules_table
from tests.linting.schema import main as schema

PAGES = Path(__file__).parents[2] / "docs" / "diagnostics"
LINTING = PAGES.parent / "linting.md"
FIRST, LAST = "<!-- rules: made by `python -m tests.diagnostics.pages` -->\n", "<!-- end of rules -->\n"


def main() -> None:
    schema()
    PAGES.mkdir(parents=True, exist_ok=True)
    for old in PAGES.glob("*.md"):
        old.unlink()
    for code in ALL_CODES.values():
        (PAGES / f"{code.name}.md").write_text(page(code), "utf-8")
    (PAGES / "README.md").write_text(index(), "utf-8")
    LINTING.write_text(with_rules(LINTING.read_text("utf-8")), "utf-8")


def with_rules(text: str) -> str:
    """The page about linting, *text*, with the table of rules as it is now."""
    before, _, behind = text.partition(FIRST)
    _, _, after = behind.partition(LAST)
    return "".join([before, FIRST, "\n", "\n".join(rules_table("diagnostics/")), "\n\n", LAST, after])


if __name__ == "__main__":
    main()
