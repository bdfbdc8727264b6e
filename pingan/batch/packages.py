"""The packages that the extra ``pingan[batch]`` brings, or how to get them."""

from __future__ import annotations

from pingan.diagnostics.errors import MissingPackage

try:
    import numpy
    import pyarrow
    from pyarrow import compute
except ImportError as missing:
    raise MissingPackage(missing.name or "pyarrow", "batch", "evaluating many records at once") from None

__all__ = ["compute", "numpy", "pyarrow"]
