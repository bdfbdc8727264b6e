"""The policies that come with pingan, by name."""

from __future__ import annotations

from pingan.language.data import data

SUFFIX = ".rules"


def shipped_policies() -> tuple[str, ...]:
    """The names that `pingan.load` knows without a path, in order; nothing is read.

    >>> "jilin" in shipped_policies()
    True
    """
    try:
        entries = [e for e in data("policies").iterdir() if not e.name.startswith((".", "_"))]
    except FileNotFoundError:
        return ()
    names = {e.name.removesuffix(SUFFIX) for e in entries if e.name.endswith(SUFFIX)}
    names |= {e.name for e in entries if e.is_dir() and e.joinpath(e.name + SUFFIX).is_file()}
    return tuple(sorted(names))
