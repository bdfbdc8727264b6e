"""Properties of Hypothesis, with fuzzed bytes in the place of chance."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import settings

_SETTINGS = settings(database=None, deadline=None, print_blob=False)


def drawn(law: Any) -> Callable[[bytes], None]:
    """*law*, which Hypothesis gives its examples, asked about the example that bytes stand for."""
    fuzz = _SETTINGS(law).hypothesis.fuzz_one_input

    def check(data: bytes) -> None:
        fuzz(data)

    return check
