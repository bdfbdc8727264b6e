"""Markdown pages as stories: a heading is a test, its fences are policies, facts and what is expected of them.

What stands before the first `##` heading is the page's prelude: its `rules` fence is put before every story's own.
A `facts` fence is YAML; besides facts it may say `as of`, `since` and `set`. Each `outcome` fence is about the
facts fence above it.
"""

from __future__ import annotations

import re
from pathlib import Path

from attrs import frozen

_FENCE = re.compile(r"^```(\w+)(?: +(\S+))?\n(.*?)^```", re.MULTILINE | re.DOTALL)


@frozen
class Step:
    """Facts (YAML text) and the claims about what follows from them."""

    facts: str
    claims: tuple[str, ...]


@frozen
class Story:
    """One heading: the policies it is about, by file name, and its steps."""

    title: str
    line: int
    sources: tuple[tuple[str, str], ...]
    steps: tuple[Step, ...]


def stories(path: Path) -> list[Story]:
    """The stories of a page, in order."""
    text = path.read_text(encoding="utf-8")
    parts = re.split(r"^## +(.+)$", text, flags=re.MULTILINE)
    prelude = "".join(body for kind, _, body in _FENCE.findall(parts[0]) if kind == "rules")
    found, line = [], parts[0].count("\n") + 1
    for title, body in zip(parts[1::2], parts[2::2], strict=True):
        found.append(_story(title.strip(), line, body, prelude))
        line += body.count("\n")
    return found


def _story(title: str, line: int, body: str, prelude: str) -> Story:
    sources: dict[str, str] = {}
    steps: list[Step] = []
    facts = ""
    for kind, name, content in _FENCE.findall(body):
        if kind == "rules" and name:
            sources[name] = content
        elif kind == "rules":
            sources["story.rules"] = sources.get("story.rules", prelude) + content
        elif kind == "facts":
            facts = content
        elif kind == "outcome":
            claims = (claim.strip() for claim in content.splitlines())
            steps.append(Step(facts, tuple(claim for claim in claims if claim and not claim.startswith("#"))))
    if not steps:
        raise ValueError(f"the story {title!r} expects nothing")
    return Story(title, line, tuple(sources.items()), tuple(steps))
