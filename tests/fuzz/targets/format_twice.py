"""What is printed is in form: printing it again, or by way of the other dialect, changes nothing."""

from __future__ import annotations

import pingan
from tests.fuzz.asking import decoded, hold, ours

TEXT = True
SEEDS = (
    b'policy p { zone "UTC" }\n# a remark\nfact n: integer # b\nrule r { when n > 3 or not (n = 1) then a must b }',
    "政策 p “名”\n事实 n “数”：整数\n规则 r { 当 n 大于 3 时 则 a 应当 b }".encode(),
)


def check(data: bytes) -> None:
    text = decoded(data)
    for dialect, other in (("en", "zh"), ("zh", "en"), (None, "en")):
        once = ours(lambda dialect=dialect: pingan.format_text(text, dialect=dialect))  # type: ignore[misc]
        if once is None:
            return
        hold(pingan.format_text(once, dialect=dialect) == once, f"not idempotent in {dialect}")
        if dialect is not None:
            there = pingan.format_text(once, dialect=other)
            hold(pingan.format_text(there, dialect=dialect) == once, f"{dialect} by way of {other} is other text")
