"""Work that only builds: the garbage collector rests meanwhile."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Final


class _Rest:
    """How many threads build at the moment, and whether the collector is to be woken when the last has done."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.builders = 0
        self.woken = False


_REST: Final = _Rest()


@contextmanager
def building() -> Iterator[None]:
    """What is made inside is kept, and nothing of it is garbage: collecting would only look through it all, often.

    The collector rests until the last thread that builds has done, however it ended, and what was there by then counts
    as old. A collector that the application has turned off stays off, and what it has frozen stays frozen.
    """
    with _REST.lock:
        if _REST.builders == 0:
            _REST.woken = gc.isenabled()
            gc.disable()
        _REST.builders += 1
    try:
        yield
    finally:
        with _REST.lock:
            _REST.builders -= 1
            if _REST.builders == 0 and _REST.woken:
                if gc.get_freeze_count() == 0:
                    # All to the oldest generation at once: the first collection of the young would go through it.
                    gc.freeze()
                    gc.unfreeze()
                gc.enable()
