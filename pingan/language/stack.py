"""Room on the stack for recursive passes, however deep the caller already is."""

from __future__ import annotations

import contextvars
import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
_NAME = "pingan-stack"


def with_room(function: Callable[[], T]) -> T:
    """The result of *function*; when the stack is too full for it, run again on a fresh thread's empty stack.

    *function* must be repeatable: what it did before the stack ran out is done again.
    Nesting limits keep every pass below a whole stack, so the second attempt has enough.
    """
    try:
        return function()
    except RecursionError:
        pass
    # Only now, with the failed attempt's frames gone, is there room to start a thread.
    return _on_fresh_stack(function)


def is_on_fresh_stack() -> bool:
    """Whether this is the second attempt of `with_room`: there is no more room to be had."""
    return threading.current_thread().name == _NAME


def _on_fresh_stack(function: Callable[[], T]) -> T:
    results: list[T] = []
    failures: list[BaseException] = []

    def run() -> None:
        try:
            results.append(function())
        except BaseException as failure:  # handed to the caller, whatever it is
            failures.append(failure)

    thread = threading.Thread(target=contextvars.copy_context().run, args=(run,), name=_NAME)
    thread.start()
    thread.join()
    if failures:
        raise failures[0]
    return results[0]
