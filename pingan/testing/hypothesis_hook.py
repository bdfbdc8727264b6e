"""What Hypothesis calls when it is imported (its entry point). Light: every program that has both pays for it."""

from __future__ import annotations

import sys


def register_types() -> None:
    """Registers the fact types that were made before Hypothesis was imported; most programs have made none."""
    made = sys.modules.get("pingan.testing.classes")
    if made is not None:
        made.register_types()
