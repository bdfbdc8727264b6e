"""What is kept for the next process is what was kept, or nothing."""

from __future__ import annotations

import os
import stat
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pingan.codec import store
from pingan.codec.store import Store, users_store

KEY = "0f" * 32
posix = pytest.mark.skipif(sys.platform == "win32", reason="permissions are POSIX's")


@pytest.fixture
def kept(tmp_path: Path) -> Store:
    found = Store(str(tmp_path / "own" / "pingan"))
    found.put(KEY, b"content")
    return found


def path(kept: Store) -> Path:
    return Path(kept.folder, f"{KEY}.kept")


def test_what_was_kept_is_found_by_another_process(kept: Store) -> None:
    assert Store(kept.folder).get(KEY) == b"content"
    assert kept.get("00") is None
    kept.put(KEY, b"other")
    assert kept.get(KEY) == b"other"
    assert [p.name for p in Path(kept.folder).iterdir()] == [path(kept).name]


@posix
def test_folder_and_files_are_the_users_alone(kept: Store) -> None:
    assert stat.S_IMODE(os.stat(kept.folder).st_mode) == 0o700
    assert stat.S_IMODE(path(kept).stat().st_mode) == 0o600


@given(st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_damaged_entries_are_nothing_and_are_written_again(kept: Store, data: st.DataObject) -> None:
    kept.put(KEY, b"content")
    whole = path(kept).read_bytes()
    place = data.draw(st.integers(0, len(whole) - 1))
    changed = data.draw(
        st.sampled_from([whole[:place], whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :]])
    )
    path(kept).write_bytes(changed)
    assert kept.get(KEY) is None
    kept.put(KEY, b"content")
    assert kept.get(KEY) == b"content"


def test_an_entry_of_another_key_is_nothing(kept: Store) -> None:
    path(kept).rename(path(kept).with_name("aa.kept"))
    assert kept.get("aa") is None


def _open_folder(kept: Store) -> None:
    os.chmod(kept.folder, 0o770)


def _open_file(kept: Store) -> None:
    path(kept).chmod(0o666)


def _linked_folder(kept: Store) -> None:
    own = Path(kept.folder)
    own.rename(own.with_name("elsewhere"))
    own.symlink_to(own.with_name("elsewhere"))


def _linked_file(kept: Store) -> None:
    moved = path(kept).rename(Path(kept.folder).parent / "moved")
    path(kept).symlink_to(moved)


def _pipe(kept: Store) -> None:
    path(kept).unlink()
    os.mkfifo(path(kept))


def _folder(kept: Store) -> None:
    path(kept).unlink()
    path(kept).mkdir()


def _gone(kept: Store) -> None:
    path(kept).unlink()
    Path(kept.folder).rmdir()


@posix
@pytest.mark.parametrize("change", [_open_folder, _open_file, _linked_folder, _linked_file, _pipe, _folder, _gone])
def test_what_others_could_have_written_is_not_believed(kept: Store, change: Callable[[Store], None]) -> None:
    change(kept)
    assert kept.get(KEY) is None


@posix
def test_what_belongs_to_somebody_else_is_not_believed(kept: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    assert kept.get(KEY) is None
    kept.put("aa", b"content")
    assert not Path(kept.folder, "aa.kept").exists()


@posix
def test_nothing_is_written_where_others_can_write(kept: Store) -> None:
    _open_folder(kept)
    kept.put("aa", b"content")
    assert not Path(kept.folder, "aa.kept").exists()


def test_a_folder_that_cannot_be_made_keeps_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    found = Store(str(tmp_path / "file" / "pingan"))
    found.put(KEY, b"content")
    assert found.get(KEY) is None


def test_the_oldest_entries_go_first(kept: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    os.utime(path(kept), (1, 1))
    monkeypatch.setattr(store, "MAXIMUM_TOTAL", path(kept).stat().st_size + 10)
    kept.put("aa", b"content")
    assert kept.get(KEY) is None
    assert kept.get("aa") == b"content"


def test_an_entry_that_is_too_long_is_not_kept(kept: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "MAXIMUM_ENTRY", 10)
    kept.put("aa", b"content")
    assert kept.get("aa") is None
    assert kept.get(KEY) is None


@pytest.mark.parametrize("key", ["", "../aa", "AA", "a/b", "x"])
def test_a_key_is_no_path(kept: Store, key: str) -> None:
    with pytest.raises(ValueError, match="hexadecimal"):
        kept.get(key)


def test_threads_share_a_store(kept: Store) -> None:
    def work(number: int) -> None:
        for _ in range(20):
            kept.put(KEY, b"%d" % number)
            assert kept.get(KEY) is not None

    threads = [threading.Thread(target=work, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [p.name for p in Path(kept.folder).iterdir()] == [path(kept).name]


def test_where_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def place() -> str | None:
        found = users_store()
        return None if found is None else found.folder

    monkeypatch.delenv("PINGAN_CACHE", raising=False)
    assert place() is None  # this is a checkout
    monkeypatch.setattr(store, "_is_checkout", lambda: False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    if sys.platform not in ("win32", "darwin"):
        assert place() == str(tmp_path / "pingan")
        monkeypatch.setenv("XDG_CACHE_HOME", "relative")
        assert place() is None
    for off in ("off", ""):
        monkeypatch.setenv("PINGAN_CACHE", off)
        assert place() is None
    monkeypatch.setenv("PINGAN_CACHE", str(tmp_path / "named"))
    assert place() == str(tmp_path / "named")
