"""Catalogue pages as their readers see them: rendered, and their links followed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

ANCHOR = re.compile(r'<a id="([^"<>&]+)">')


def tokens(page: str) -> Iterator[Token]:
    """Every token of *page*, with those inside lines."""
    for token in MarkdownIt("gfm-like", {"html": True, "linkify": False}).parse(page):
        yield token
        yield from token.children or ()


def visible(page: str) -> str:
    """The text of *page* without its markup."""
    return "\n".join(
        "".join(t.content for t in token.children or () if t.type in ("text", "code_inline"))
        for token in tokens(page)
        if token.type == "inline"
    )


def links(page: str) -> list[str]:
    return [str(t.attrs["href"]) for t in tokens(page) if t.type == "link_open"]


def raw(page: str) -> list[str]:
    """The pieces of HTML in *page*."""
    return [t.content for t in tokens(page) if t.type in ("html_inline", "html_block")]


def anchors(page: str) -> list[str]:
    return ANCHOR.findall("".join(raw(page)))


def strange(page: str) -> list[str]:
    """HTML other than anchors, pictures, anchors that stand twice, and links of the page that lead nowhere in it."""
    found = [piece for piece in raw(page) if not ANCHOR.fullmatch(piece) and piece != "</a>"]
    found += [t.content for t in tokens(page) if t.type in ("image", "fence", "code_block", "hr", "blockquote_open")]
    there = anchors(page)
    found += [name for name in set(there) if there.count(name) > 1]
    return found + [target for target in links(page) if target.startswith("#") and target[1:] not in there]
