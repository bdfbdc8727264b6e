"""The same question from several threads at once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def asked_at_once(ask: Callable[[], T], count: int = 8) -> list[T]:
    """What *ask* answers each of *count* threads; fewer answers where it fails."""
    answers: list[T] = []
    threads = [threading.Thread(target=lambda: answers.append(ask())) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers
