"""Writes `docs/diagnostics/` from the table of codes: ``python -m tests.diagnostics.pages``."""

from __future__ import annotations

from pathlib import Path

from pingan.diagnostics.codes import CODES, page

PAGES = Path(__file__).parents[2] / "docs" / "diagnostics"


def main() -> None:
    PAGES.mkdir(parents=True, exist_ok=True)
    for old in PAGES.glob("*.md"):
        old.unlink()
    for code in CODES.values():
        (PAGES / f"{code.name}.md").write_text(page(code), "utf-8")
    lines = [f"- [{code.name}]({code.name}.md): {code.title}" for code in CODES.values()]
    head = "# Diagnostics\n\nEvery code that `pingan check` reports; `pingan explain CODE` shows a page.\n\n"
    (PAGES / "README.md").write_text(head + "\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
