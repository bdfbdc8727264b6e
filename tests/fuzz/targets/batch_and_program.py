"""Drawn policies and records: a batch decides each record as it is decided by itself."""

from __future__ import annotations

from tests.batch.test_agreement import test_a_batch_decides_as_single_evaluations as law
from tests.fuzz.drawing import drawn

SEEDS = (b"", bytes(600), bytes(range(256)) * 4)
check = drawn(law)
