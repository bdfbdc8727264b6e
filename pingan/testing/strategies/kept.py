"""What is worked out once of a policy, for as long as there is that policy: strategies are made again and again."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

T = TypeVar("T")

_KEPT: dict[int, tuple[weakref.ref[Any], dict[Hashable, Any]]] = {}
"""By identity of the policy. INVARIANT: what is kept is the same whoever works it out; it only saves time."""


def kept(of: object, key: Hashable, make: Callable[[], T]) -> T:
    """What *make* made of *of* under *key*, when it was asked for first."""
    which = id(of)
    entry = _KEPT.get(which)
    if entry is None or entry[0]() is not of:
        entry = _KEPT[which] = weakref.ref(of, lambda ref: _forget(which, ref)), {}
    found = entry[1].get(key)
    if found is None:
        found = entry[1][key] = make()
    result: T = found
    return result


def _forget(which: int, ref: weakref.ref[Any]) -> None:
    entry = _KEPT.get(which)
    if entry is not None and entry[0] is ref:
        del _KEPT[which]
