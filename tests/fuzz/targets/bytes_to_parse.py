"""Any bytes as a policy file: read to diagnostics that can be shown, or to a module."""

from __future__ import annotations

from pingan.diagnostics.diagnostic import Diagnostics
from pingan.diagnostics.render import render
from pingan.source import Source
from pingan.stdlib import standard_environment
from pingan.tree.from_text import parse
from tests.fuzz.asking import decoded, hold

TEXT = True
SEEDS = (
    b"",
    b"policy p",
    "政策 p 事实 a：真假".encode(),
    b"\x01policy p\xa0",
    b"\x02policy \xff",
    b"policy p\r\nrule r",
)


def check(data: bytes) -> None:
    source = Source("fuzz.rules", decoded(data))
    found = Diagnostics()
    module = parse(source, found, standard_environment())
    hold((module is None) == found.has_errors, "a text is read although it is wrong, or the other way round")
    for diagnostic in found:
        span = diagnostic.span
        hold(0 <= span.start <= span.end <= len(source.text), f"{diagnostic.code} stands outside the text")
    hold("\x1b" not in render(found.sorted(), color=False), "a report speaks to the terminal")
