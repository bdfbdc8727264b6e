"""A new project on disk: all of it, or nothing."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from pingan.diagnostics.plain import plain
from pingan.scaffold.nodes import BadProjectError

_SHOWN: int = 8


def clashes(folder: Path, files: Mapping[str, str]) -> tuple[str, ...]:
    """What stands in *folder* already: first what *files* would replace, then whatever else there is."""
    if not os.path.lexists(folder):
        return ()
    if folder.is_symlink() or not folder.is_dir():
        return (folder.name,)
    there = sorted(path.name for path in folder.iterdir())
    replaced = [name for name in files if os.path.lexists(folder / name)]
    return (*replaced, *(name for name in there if name not in {file.split("/")[0] for file in replaced}))


def write_project(folder: Path, files: Mapping[str, str]) -> None:
    """Write *files* into *folder*, which is new or empty: every one of them, or none.

    Raises BadProjectError where something stands already, and OSError where nothing can be written.
    """
    found = clashes(folder, files)
    if found:
        listed = ", ".join(plain(name) for name in found[:_SHOWN])
        more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
        where = plain(str(folder))
        raise BadProjectError(f"{where} is not empty: it holds {listed}{more}; choose another name or folder")
    parent = folder.absolute().parent
    # Made beside the place where it goes, so that it can be put there in one step.
    made = Path(tempfile.mkdtemp(prefix=".pingan-new-", dir=parent))
    try:
        for name, text in files.items():
            path = made.joinpath(*name.split("/"))
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        made.chmod(0o777 & ~_umask())
        if folder.is_dir():
            folder.rmdir()  # it is empty; where that has changed, this says so
        os.replace(made, folder)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
