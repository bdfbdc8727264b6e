"""What fuzzing began with, and what it found, is asked again on every run, without a fuzzer."""

from __future__ import annotations

import importlib
import time
from pathlib import Path

import pytest

from tests.fuzz.__main__ import TARGETS
from tests.fuzz.asking import CORPUS, dictionary, keywords

SOON = 20
"""Seconds of processor time that no input may take; none takes two."""
MAXIMUM = 1_000_000
"""Bytes of the whole corpus."""


@pytest.mark.parametrize("target", TARGETS)
def test_nothing_in_the_corpus_is_a_finding(target: str) -> None:
    module = importlib.import_module(f"tests.fuzz.targets.{target}")
    kept = [path.read_bytes() for path in sorted(CORPUS.joinpath(target).glob("*"))]
    for data in (*module.SEEDS, *kept):
        began = time.process_time()
        module.check(data)
        assert time.process_time() - began < SOON, data


def test_the_corpus_is_small_and_has_a_folder_for_each_target() -> None:
    files = [path for path in CORPUS.rglob("*") if path.is_file()]
    assert {path.parent for path in files} <= {Path(CORPUS, target) for target in TARGETS}
    assert sum(path.stat().st_size for path in files) < MAXIMUM


def test_the_dictionary_has_every_word_of_both_dialects() -> None:
    written = dictionary().splitlines()
    assert {'"' + "".join(f"\\x{b:02X}" for b in word.encode()) + '"' for word in keywords()} <= set(written)
    assert len(written) == len(set(written)) > 300
