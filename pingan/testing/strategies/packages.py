"""The package that the extra ``pingan[testing]`` brings for strategies, or how to get it."""

from __future__ import annotations

from pingan.diagnostics.errors import MissingPackage

try:
    import hypothesis
    from hypothesis import strategies as st
except ImportError as missing:
    raise MissingPackage(missing.name or "hypothesis", "testing", "drawing facts and policies") from None

__all__ = ["hypothesis", "st"]
