"""Arguments of the public functions: what is of another kind is refused in a sentence that names the argument."""

from __future__ import annotations

from typing import Any


def check_argument(call: str, name: str, given: object, kinds: tuple[type[Any], ...], expected: str) -> None:
    """Raises TypeError unless *given*, the argument *name* of *call*, is one of *kinds*.

    >>> check_argument("load", "root", 5, (str,), "a folder")
    Traceback (most recent call last):
    TypeError: load(): `root` is a folder, not a value of type int
    """
    if not isinstance(given, kinds):
        found = "None" if given is None else f"a value of type {type(given).__name__}"
        raise TypeError(f"{call}(): `{name}` is {expected}, not {found}")
