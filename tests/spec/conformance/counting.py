"""The table of features in the page of the suite; `python -m tests.spec.conformance.counting` writes it anew."""

from __future__ import annotations

import re

from tests.spec.conformance.reading import FOLDER, files, read

START, END = "<!-- features -->\n", "<!-- end -->"


def table() -> str:
    """A row a feature: its file, what it is about, how many cases it has."""
    found = [read(path) for path in files()]
    rows = [
        f"| [{data['feature']}]({data['feature']}.yaml) | {data['about']} | {len(data['cases'])} |" for data in found
    ]
    total = sum(len(data["cases"]) for data in found)
    return "\n".join(["| feature | about | cases |", "|---|---|---|", *rows, f"| all | | {total} |"]) + "\n"


def main() -> None:
    page = FOLDER / "README.md"
    text = page.read_text(encoding="utf-8")
    written = re.sub(f"{START}.*?{END}", lambda _: f"{START}{table()}{END}", text, flags=re.DOTALL)
    page.write_text(written, encoding="utf-8")


if __name__ == "__main__":
    main()
