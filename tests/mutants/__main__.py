"""Puts small mistakes into our own code, one at a time, and says which of them the tests notice.

A random sample of all mutants of each package, with a fixed seed; what is run is the last commit, in a copy of its own.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
SHARES: Final = {"model": 0.35, "graph": 0.15, "program": 0.5}
"""How the sample is spread: `graph` is small, and would have too few to say anything of."""


def main() -> None:
    options = _options()
    work = Path(options.work or tempfile.mkdtemp(prefix="mutants-")).resolve()
    work.mkdir(parents=True, exist_ok=True)
    copy = work / "copy"
    if not copy.exists():
        _copy(options.commit, copy)
    if options.worker is None:
        _start_workers(options, work)
    else:
        _work(options, work, copy)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument("--sample", type=int, default=900, help="how many mutants, over all packages")
    parser.add_argument("--packages", default=",".join(SHARES))
    parser.add_argument("--seed", type=int, default=6)
    parser.add_argument("--only", help="a file of names, one a line: these mutants and no sample")
    parser.add_argument("--commit", default="HEAD")
    parser.add_argument("--work", help="the folder of the copy and of what is found; going on where a run stopped")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--worker", type=int, help=argparse.SUPPRESS)
    return parser.parse_args()


def _copy(commit: str, copy: Path) -> None:
    packed = subprocess.run(["git", "archive", commit], cwd=ROOT, capture_output=True, check=True).stdout
    with tarfile.open(fileobj=BytesIO(packed)) as archive:
        archive.extractall(copy, filter="data")


def _start_workers(options: argparse.Namespace, work: Path) -> None:
    from tests.mutants.report import report
    from tests.mutants.tests import ALONE, measured

    measured(work / "copy", work / "measured.json")
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.mutants", *sys.argv[1:], "--work", str(work), "--worker", str(number)],
            cwd=ROOT,
            env={**os.environ, **ALONE, "PYTHONPATH": str(ROOT)},
        )
        for number in range(options.workers)
    ]
    for process in running:
        process.wait()
    print(report(work))


def _work(options: argparse.Namespace, work: Path, copy: Path) -> None:
    """Every so manieth mutant of the sample, one after the other; what became of it is written at once."""
    from attrs import asdict

    from tests.mutants.running import check, fate_of, prepare
    from tests.mutants.tests import measured

    chosen = list(_chosen(options, copy))
    random.Random(options.seed).shuffle(chosen)  # a run that is stopped has tried a sample, too
    found = measured(copy, work / "measured.json")
    done = {json.loads(line)["name"] for line in _lines(work)}
    prepare(copy)
    for _, mutant in chosen[options.worker :: 8 * options.workers][:4]:
        check(mutant, copy, found)
    with work.joinpath(f"fates-{options.worker}.jsonl").open("a", encoding="utf-8") as file:
        for package, mutant in chosen[options.worker :: options.workers]:
            if mutant.name not in done:
                fate = {"package": package, "kind": mutant.kind, **asdict(fate_of(mutant, copy, found))}
                file.write(json.dumps(fate, ensure_ascii=False) + "\n")
                file.flush()


def _lines(work: Path) -> Iterator[str]:
    for path in sorted(work.glob("fates-*.jsonl")):
        yield from path.read_text("utf-8").splitlines()


def _chosen(options: argparse.Namespace, copy: Path) -> Iterator[tuple[str, object]]:
    from tests.mutants.operators import mutants_of

    names = set(Path(options.only).read_text("utf-8").splitlines()) if options.only else None
    for package in options.packages.split(","):
        files = sorted(path.relative_to(copy).as_posix() for path in copy.glob(f"pingan/{package}/**/*.py"))
        every = [mutant for file in files for mutant in mutants_of(copy, file)]
        if names is None:
            count = min(len(every), round(options.sample * SHARES.get(package, 1)))
            every = random.Random(f"{options.seed} {package}").sample(every, count)
        (copy.parent / f"{package}.count").write_text(str(len(every) if names else _all(files, copy)))
        yield from ((package, mutant) for mutant in every if names is None or mutant.name in names)


def _all(files: list[str], copy: Path) -> int:
    from tests.mutants.operators import mutants_of

    return sum(len(mutants_of(copy, file)) for file in files)


if __name__ == "__main__":
    main()
