"""Folders with files, links and pipes of any names and contents: nothing outside them is read."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

import pingan
from tests.fuzz.asking import CHINESE, ROOT, hold, ours
from tests.security.everything import ENGLISH

SEEDS = (
    b"", b"a\x00policy a { uses b }\nb\x00vocabulary b\n", b"a\x01policy a { clauses \"../x\" }",
    b"\x10a\xfepolicy a { uses b }\xfe\x11b\xfe../outside.rules",
    b"\x10a\xfepolicy a { uses b uses c }\xfe\x12b\xfec\xfe\x12c\xfeb", b"\x10a\xfepolicy a { extends a }",
    b"\x10a\xfepolicy a { clauses \"r.jsonl\" }\xfe\x10r.jsonl\xfe{\"id\": \"1\"}",
)  # fmt: skip
SECRET = "vocabulary outside\nfact stolen: boolean\n"
_watched: list[Path] = []


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    """Every file that Python opens while a folder is read lies in it, or belongs to Python or to this package."""
    if event != "open" or not _watched or not isinstance(arguments[0], str | bytes):
        return
    opened = os.path.realpath(os.fsdecode(arguments[0]))
    allowed = (str(_watched[0]), str(ROOT / "pingan"), str(ROOT / "grammars"), str(ROOT / "policies"), sys.prefix)
    if not opened.startswith((*allowed, sys.base_prefix, "/usr/share/zoneinfo", "/dev/null")):
        root = _watched.pop()
        raise AssertionError(f"{opened} is read from {root}")


sys.addaudithook(_watch)


def laid_out(data: bytes, root: Path) -> None:
    """Files as *data* says: pieces with 0xFE between them, two a file (kind and name, content)."""
    pieces = data.split(b"\xfe")
    for name, content in zip(pieces[0:40:2], pieces[1:40:2], strict=False):
        kind, name = name[:1], name[1:]
        parts = [part for part in os.fsdecode(name).replace("\0", "").split("/") if part not in ("", "..")][:4]
        if not parts:
            continue
        path = root.joinpath(*parts)
        if path.suffix == "":
            path = path.with_name(f"{path.name}.rules")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            if not path.parent.resolve().is_relative_to(root):
                continue  # a link laid before leads out: nothing is written there
            match kind[0] % 4 if kind else 0:
                case 0:
                    path.write_bytes(content)
                case 1 | 2:
                    path.symlink_to(os.fsdecode(content.replace(b"\0", b"")) or ".")
                case _:
                    os.mkfifo(path)
        except (OSError, ValueError, AttributeError):  # the last: no pipes on this platform
            continue


def check(data: bytes) -> None:
    with tempfile.TemporaryDirectory(prefix="folders-") as place:
        root = Path(place).resolve() / "root"
        root.mkdir()
        (root.parent / "outside.rules").write_text(SECRET, "utf-8")
        laid_out(data, root)
        (root / "everything.rules").write_text(ENGLISH if len(data) % 2 else CHINESE, "utf-8")
        targets = [root, *sorted(root.glob("*.rules"))[:3]]
        for target in targets:
            _watched.append(root)
            try:
                policy = ours(lambda target=target: pingan.load(target, root=root))  # type: ignore[misc]
            finally:
                _watched.clear()
            stolen = policy is not None and "stolen" in policy.model.vocabulary.facts
            hold(not stolen, f"{target} leads out of its folder")
        shutil.rmtree(root, ignore_errors=True)
