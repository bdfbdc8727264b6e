"""Makes a finding smaller, as long as it is the same: `python -m tests.fuzz.minimising TARGET FILE FOLDER`."""

from __future__ import annotations

import importlib
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.fuzz.driving import kind_of

SECONDS = 120


def found(check: Callable[[bytes], None], data: bytes) -> str | None:
    """What kind of finding *data* is; None if it is none."""
    try:
        check(data)
    except Exception as problem:
        return kind_of(problem)
    return None


def smaller(data: bytes, same: Callable[[bytes], bool], until: float) -> bytes:
    """*data* without whatever parts it can do without, from large to small."""
    size = max(1, len(data) // 2)
    while size:
        start = 0
        while start < len(data):
            if time.monotonic() > until:
                return data
            less = data[:start] + data[start + size :]
            if same(less):
                data = less
            else:
                start += size
        size //= 2
    return data


def main(target: str, file: str, out: str) -> None:
    check = importlib.import_module(f"tests.fuzz.targets.{target}").check
    data = Path(file).read_bytes()
    kind = found(check, data)
    if kind is None:
        raise SystemExit(f"{file}: found once and not again")
    least = smaller(data, lambda less: found(check, less) == kind, time.monotonic() + SECONDS)
    Path(out).mkdir(parents=True, exist_ok=True)
    Path(out, Path(file).name).write_bytes(least)
    print(f"{target}: {kind}\n  {least[:200]!r}")


if __name__ == "__main__":
    main(*sys.argv[1:])
