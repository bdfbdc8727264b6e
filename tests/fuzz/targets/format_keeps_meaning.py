"""A policy formatted, or turned into the other dialect, has the same model and the same findings."""

from __future__ import annotations

import pingan
from pingan import PolicyError, Source
from pingan.language.stack import with_room
from tests.fuzz.asking import edited, hold

SEEDS = (b"", *(bytes([0, n]) for n in range(0, 120, 7)))


def check(data: bytes) -> None:
    text = edited(data)
    try:
        policy = pingan.load(Source("fuzz.rules", text))
    except PolicyError:
        return
    for dialect in ("en", "zh"):
        turned = Source("fuzz.rules", pingan.format_text(text, dialect=dialect))
        again = pingan.load(turned)
        hold(with_room(lambda again=again: again.model == policy.model), f"another model in {dialect}")  # type: ignore[misc]
        ours, theirs = (sorted(d.code for d in p.diagnostics) for p in (policy, again))
        hold(ours == theirs, f"other findings in {dialect}: {ours}, {theirs}")
