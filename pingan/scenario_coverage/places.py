"""Files as reports name them: relative to a folder, with `/`, so that a report means the same elsewhere."""

from __future__ import annotations

from pathlib import Path, PurePath

from pingan.diagnostics.plain import plain


def file_in(name: str, root: Path | None) -> str:
    """The file called *name*, relative to the folder *root* where it lies in it (None: as it was given)."""
    if root is None:
        return plain(name)
    try:
        return plain(Path(name).resolve().relative_to(root.resolve()).as_posix())
    except (ValueError, OSError, RuntimeError):  # it lies elsewhere, or is no path
        return plain(PurePath(name).as_posix())
