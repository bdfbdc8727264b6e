"""Documents of the protocol (URIs) and files."""

from __future__ import annotations

import os
from urllib.parse import quote, unquote

from pygls.uris import from_fs_path, to_fs_path

_NOWHERE = os.path.join(os.path.abspath(os.sep), "<unsaved>")


def path_of(uri: str) -> str:
    """The file that *uri* names; what has no file (yet) stands where nothing else does, so nothing is beside it."""
    if uri.startswith("file:"):
        found = to_fs_path(uri)
        if found and "\0" not in found:
            return os.path.abspath(found)
    return os.path.join(_NOWHERE, quote(uri, safe=""))


def is_file(path: str) -> bool:
    """Whether *path* is that of a file, and not of a text that was never saved."""
    return not path.startswith(_NOWHERE + os.sep)


def uri_of(path: str) -> str:
    """The URI of the file *path*, or of the text that was never saved."""
    if not is_file(path):
        return unquote(path[len(_NOWHERE) + 1 :])
    return from_fs_path(path) or ""
