"""What drives the targets: findings are told apart, kept once and made small; what looks for bugs sees them."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from pingan.diagnostics.errors import FactError
from pingan.modules import folders
from tests.fuzz.asking import NotOursError, edited, hold, ours, spoken
from tests.fuzz.driving import kept
from tests.fuzz.minimising import smaller
from tests.fuzz.targets import module_folders


def test_errors_of_ours_are_right_answers_and_others_are_not() -> None:
    def fails() -> None:
        raise FactError(())

    def fails_otherwise() -> None:
        raise LookupError("a bug")

    with pytest.raises(NotOursError):
        ours(fails)  # it says nothing
    with pytest.raises(LookupError):
        ours(fails_otherwise)
    assert ours(lambda: 3) == 3


def test_a_finding_is_kept_once_and_in_its_shortest_form(tmp_path: Path) -> None:
    def check(data: bytes) -> None:
        hold(b"X" not in data, "there is an X")

    told = kept(check, tmp_path)
    for data in (b"aXb", b"ab", b"X", b"aaaX"):
        told(data)
    assert [path.read_bytes() for path in tmp_path.iterdir() if path.suffix == ""] == [b"X"]


def test_what_is_found_is_made_smaller() -> None:
    data = b"much around X and Y and more"
    assert smaller(data, lambda d: b"X" in d and b"Y" in d, time.monotonic() + 60) == b"XY"


def test_bytes_are_texts_whatever_they_are() -> None:
    for size in range(0, 40, 3):
        assert edited(os.urandom(size))
        assert spoken(os.urandom(size)).split()[1] == "p"


def test_reading_outside_a_folder_would_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    leading_out = b"\x00a\xfepolicy a { uses outside }\xfe\x01outside\xfe../outside.rules"
    module_folders.check(leading_out)

    # As if folders were never compared.
    def read(self: folders.Directory, parts: tuple[str, ...], limit: int) -> bytes | None:
        path = self.path.joinpath(*parts)
        return folders.read_file(path, limit) if path.exists() else None

    monkeypatch.setattr(folders.Directory, "read", read)
    with pytest.raises(AssertionError, match="outside"):
        module_folders.check(leading_out)
