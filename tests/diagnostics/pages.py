"""Writes `docs/diagnostics/`, and the schema of the configuration: ``python -m tests.diagnostics.pages``."""

from __future__ import annotations

from pathlib import Path

from pingan.linting.known import ALL_CODES
from pingan.linting.pages import index, page
from tests.linting.schema import main as schema

PAGES = Path(__file__).parents[2] / "docs" / "diagnostics"


def main() -> None:
    schema()
    PAGES.mkdir(parents=True, exist_ok=True)
    for old in PAGES.glob("*.md"):
        old.unlink()
    for code in ALL_CODES.values():
        (PAGES / f"{code.name}.md").write_text(page(code), "utf-8")
    (PAGES / "README.md").write_text(index(), "utf-8")


if __name__ == "__main__":
    main()
