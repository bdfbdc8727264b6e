"""Drawn policies and facts: the program decides as the reference reads the model."""

from __future__ import annotations

from tests.fuzz.drawing import drawn
from tests.properties.test_same_everywhere import test_the_program_decides_as_the_reference_reads as law

SEEDS = (b"", bytes(600), bytes(range(256)) * 4)
check = drawn(law)
