"""Chooses, of all inputs that fuzzing kept, a few for the corpus: `python -m tests.fuzz.choosing FOLDER [TARGET…]`.

FOLDER is that of a run of `tests.fuzz`. The shortest come first, and each brings lines of the package that none before
it ran. What was found stays; what was chosen before goes, if it brings nothing any more.
"""

from __future__ import annotations

import hashlib
import importlib
import sys
import time
from pathlib import Path

import coverage

from tests.fuzz.__main__ import FUZZ, ROOT, TARGETS

SECONDS = 0.5
"""Of processor time that what is chosen for a target may take together: it is asked on every run of the tests."""
MOST = 60
LOOKING = 10
"""Seconds of processor time for looking at one target's inputs."""


def chosen(target: str, work: Path) -> list[bytes]:
    check = importlib.import_module(f"tests.fuzz.targets.{target}").check
    check(b"")
    kept: list[bytes] = []
    seen: set[tuple[str, int]] = set()
    spent = 0.0
    measuring = coverage.Coverage(data_file=None, config_file=False, include=[f"{ROOT}/pingan/*"], messages=False)
    until = time.process_time() + LOOKING
    for path in sorted((work / "corpus" / target).iterdir(), key=lambda p: (p.stat().st_size, p.name)):
        if time.process_time() > until:
            break
        data = path.read_bytes()
        measuring.erase()
        measuring.start()
        try:
            check(data)
        finally:
            measuring.stop()
        found = measuring.get_data()
        lines = {(file, line) for file in found.measured_files() for line in found.lines(file) or ()}
        if lines <= seen:
            continue
        began = time.process_time()
        check(data)
        took = time.process_time() - began
        if spent + took <= SECONDS and len(kept) < MOST:
            spent += took
            seen |= lines
            kept.append(data)
    return kept


def main(work: str, *targets: str) -> None:
    for target in targets or TARGETS:
        folder = FUZZ / "corpus" / target
        folder.mkdir(parents=True, exist_ok=True)
        for path in folder.glob("kept-*"):
            path.unlink()
        kept = chosen(target, Path(work))
        for data in kept:
            (folder / f"kept-{hashlib.sha256(data).hexdigest()[:12]}").write_bytes(data)
        print(f"{target}: {len(kept)} inputs, {sum(map(len, kept))} bytes", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
