"""The navigation: it is what the pages that list others show to everybody, written down for Sphinx."""

from __future__ import annotations

import re

from docs._site.links import joined, linked

SECTION = re.compile(r"^## (?P<title>.+)$", re.M)


def sections(page: str, text: str) -> list[tuple[str, list[str]]]:
    """The sections of a home page: the title of each, and the pages of the site it lists."""
    starts = list(SECTION.finditer(text))
    ends = [*(start.start() for start in starts[1:]), len(text)]
    return [
        (start["title"].strip(), pages_linked(page, text[start.end() : end]))
        for start, end in zip(starts, ends, strict=True)
    ]


def pages_linked(page: str, text: str) -> list[str]:
    """The Markdown files below that *text* of *page* links to, in order."""
    return [path for path in (joined(page, target) for target in linked(text)) if path.endswith(".md")]


def toctree(pages: list[str], *, caption: str = "", depth: int = 1) -> str:
    """The directive that puts *pages* under this one."""
    options = [":hidden:", f":maxdepth: {depth}", *([f":caption: {caption}"] if caption else [])]
    lines = [*options, "", *(f"/{page.removesuffix('.md')}" for page in pages)]
    return "\n```{toctree}\n" + "\n".join(lines) + "\n```\n"
