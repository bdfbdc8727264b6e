"""A text read at once and by Lark's trees: the same nodes, places and findings."""

from __future__ import annotations

from pingan.stdlib import standard_environment
from tests.fuzz.asking import decoded, edited, hold, spoken
from tests.tree.test_at_once import both

TEXT = True
SEEDS = (b"\x00", b"\x01", b"\x02policy p", b"\x02" + "政策 p 事实 a：真假".encode())


def check(data: bytes) -> None:
    how = (edited, spoken, decoded)[data[0] % 3 if data else 0]
    at_once, by_trees = both(how(data[1:]), standard_environment())
    hold(at_once == by_trees, "read at once it is something else")
