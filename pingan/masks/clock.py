"""Days and instants, Python's own, imported in a fifth of the time.

Up to Python 3.11 `datetime` is read whole, classes in Python included, before it hands out those in C.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date, datetime
else:
    try:
        from _datetime import date, datetime
    except ImportError:  # a Python without them
        from datetime import date, datetime

__all__ = ["date", "datetime"]
