"""Every diagnostic code, one row each."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from attrs import frozen


@frozen
class Code:
    """What a code means, in one line and in a paragraph; the smallest text that gives it, and how to write it better.

    *example* and *better* are whole policies. One of several files has each begin with a line ``=== name.rules``.
    """

    name: str
    title: str
    explanation: str
    example: str
    better: str


CODES: Mapping[str, Code] = MappingProxyType({})
