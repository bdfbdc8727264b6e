"""What `boundaries_of` finds: data, nothing that searches."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from attrs import field, frozen

FactPath = tuple[str, ...]
"""Canonical names from a fact downwards; through a list the element's fields follow the list's own name."""


@frozen(eq=False)
class Boundaries:
    """Where a policy's answers may change.

    ``values`` are by path, in the form of a fact file (numbers exact, days and instants as such, durations as
    timedeltas, sets as lists, None where the fact may be absent), those first that the policy holds the fact against,
    each with its neighbours. Of lists of records only the fields have values; ``sizes`` are the lengths worth trying.
    ``settings`` are by key: of each parameter that is not set values for it, of each interpretation its readings.
    ``instants`` are days and instants to ask about, an ordinary day first: one on which the policies are in force.
    """

    values: Mapping[FactPath, tuple[object, ...]] = field(repr=False)
    sizes: Mapping[FactPath, tuple[int, ...]] = field(repr=False)
    settings: Mapping[str, tuple[object, ...]] = field(repr=False)
    instants: tuple[date | datetime, ...]
