"""Hypothesis profiles: `dev` (quick), `ci`, `nightly`, `mutants`; chosen by PINGAN_HYPOTHESIS_PROFILE."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings

# The machines that run this have two slow cores: a deadline would fail for the wrong reason.
_COMMON = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow, HealthCheck.data_too_large]}

settings.register_profile("dev", max_examples=25, **_COMMON)
# A change is judged by the change: `ci` draws the same examples each time, `nightly` goes looking for new ones.
settings.register_profile("ci", max_examples=100, derandomize=True, database=None, **_COMMON)
settings.register_profile("nightly", max_examples=1000, **_COMMON)
# Mutants are judged by the same examples, too, and by few: what a thousand would notice once counts for little.
settings.register_profile("mutants", max_examples=25, derandomize=True, database=None, **_COMMON)
settings.load_profile(os.environ.get("PINGAN_HYPOTHESIS_PROFILE", "dev"))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out what is marked `nightly` unless PINGAN_NIGHTLY is set."""
    if os.environ.get("PINGAN_NIGHTLY"):
        return
    kept = [item for item in items if item.get_closest_marker("nightly") is None]
    if len(kept) != len(items):
        config.hook.pytest_deselected(items=[item for item in items if item not in kept])
        items[:] = kept
