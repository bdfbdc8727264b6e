"""Links of Markdown pages, rewritten where a page of the site stands elsewhere than its file."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable

FENCE = re.compile(r"^(?P<indent> *)(?P<ticks>`{3,}).*?^(?P=indent)(?P=ticks) *$", re.M | re.S)
CODE = re.compile(r"(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`)", re.S)
LINK = re.compile(r"\]\((?P<target>[^)\s]+)\)")
OUTSIDE = re.compile(r"[a-z]+:|#|/")


def rewritten(text: str, target_of: Callable[[str], str]) -> str:
    """*text* with `target_of` of every relative link that stands outside code."""
    return beside_code(text, lambda prose: LINK.sub(lambda link: f"]({_new(link['target'], target_of)})", prose))


def beside_code(text: str, change: Callable[[str], str]) -> str:
    """*text* with *change* made to what is no code."""
    parts: list[str] = []
    at = 0
    for fence in FENCE.finditer(text):
        parts += [_beside_spans(text[at : fence.start()], change), fence[0]]
        at = fence.end()
    return "".join([*parts, _beside_spans(text[at:], change)])


def _beside_spans(text: str, change: Callable[[str], str]) -> str:
    # Link texts may hold code, so spans are hidden while links are looked for, not cut out.
    spans: list[str] = []

    def hidden(span: re.Match[str]) -> str:
        spans.append(span[0])
        return f"\x00{len(spans) - 1}\x00"

    changed = change(CODE.sub(hidden, text))
    return re.sub(r"\x00(\d+)\x00", lambda mark: spans[int(mark[1])], changed)


def _new(target: str, target_of: Callable[[str], str]) -> str:
    if OUTSIDE.match(target):
        return target
    path, mark, anchor = target.partition("#")
    return f"{target_of(path)}{mark}{anchor}"


def linked(text: str) -> list[str]:
    """The files that *text* links to, in order, each once; paths as written."""
    found: dict[str, None] = {}

    def note(path: str) -> str:
        found[path] = None
        return path

    rewritten(text, note)
    return list(found)


def joined(page: str, target: str) -> str:
    """The path that *target* on *page* leads to."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), target))


def between(page: str, target: str) -> str:
    """How *page* links to the path *target*."""
    return posixpath.relpath(target, posixpath.dirname(page) or ".")
