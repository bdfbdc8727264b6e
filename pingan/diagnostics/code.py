"""What is known of a diagnostic code."""

from __future__ import annotations

from textwrap import dedent

from attrs import field, frozen


def _text(block: str) -> str:
    return dedent(block).strip("\n") + "\n"


def _paragraph(block: str) -> str:
    return " ".join(block.split())


@frozen
class Code:
    """What a code means, in one line and in a paragraph; the smallest text that gives it, and how to write it better.

    *example* and *better* are whole policies (loaded together with *settings*); where it takes several files,
    each begins with a line ``=== name.rules`` (``=== name.rules -> target`` is a link).
    """

    name: str
    title: str
    explanation: str = field(converter=_paragraph)
    example: str = field(converter=_text)
    better: str = field(converter=_text)
    encoding: str = "utf-8"
    """How the file of the example is saved."""
