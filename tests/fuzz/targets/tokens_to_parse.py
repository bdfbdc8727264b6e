"""Words of both dialects in any order: policies that are refused, or loaded and asked."""

from __future__ import annotations

import pingan
from pingan import PolicyError, Source
from tests.fuzz.asking import hold, ours, spoken

SEEDS = (b"", b"\x00", b"\x80", bytes(range(60)), bytes(range(128, 188)))


def check(data: bytes) -> None:
    source = Source("fuzz.rules", spoken(data))
    found = pingan.check(source)
    hold(all(d.message for d in found), "a finding says nothing")
    try:
        policy = pingan.load(source)
    except PolicyError:
        return
    ours(lambda: policy.evaluate({}, as_of="2016-06-01").to_json())
