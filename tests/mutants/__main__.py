"""Puts small mistakes into our own code, one at a time, and says which of them the tests notice.

A random sample of all mutants of each package, with a fixed seed; what is run is the last commit, in a copy of its own.
"""

from __future__ import annotations

import argparse
import hashlib
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
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tests.mutants.operators import Mutant
    from tests.mutants.quick import Loop
    from tests.mutants.running import Fate
    from tests.mutants.tests import Measured

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
    parser.add_argument("--tests", help="asks those that survived again, and these tests (files, folders) alone")
    parser.add_argument("--patience", type=float, help="seconds of tests that are asked before a process of its own is")
    parser.add_argument("--commit", default="HEAD")
    parser.add_argument("--work", help="the folder of the copy and of what is found; going on where a run stopped")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--worker", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--phase", choices=("quick", "sure"), help=argparse.SUPPRESS)
    return parser.parse_args()


def _copy(commit: str, copy: Path) -> None:
    packed = subprocess.run(["git", "archive", commit], cwd=ROOT, capture_output=True, check=True).stdout
    with tarfile.open(fileobj=BytesIO(packed)) as archive:
        archive.extractall(copy, filter="data")


def _start_workers(options: argparse.Namespace, work: Path) -> None:
    from tests.mutants.report import report
    from tests.mutants.tests import ALONE

    _measured(options, work)
    for phase in ("quick", "sure"):
        more = ["--work", str(work), "--phase", phase]
        running = [
            subprocess.Popen(
                [sys.executable, "-m", "tests.mutants", *sys.argv[1:], *more, "--worker", str(number)],
                cwd=ROOT,
                env={**os.environ, **ALONE, "PYTHONPATH": str(ROOT)},
                start_new_session=True,
            )
            for number in range(options.workers)
        ]
        for process in running:
            process.wait()
    print(report(work))


def _measured(options: argparse.Namespace, work: Path) -> Measured:
    from tests.mutants.tests import TESTS, measured

    if not options.tests:
        return measured(work / "copy", work / "measured.json", TESTS)
    name = hashlib.sha256(options.tests.encode()).hexdigest()[:8]
    return measured(work / "copy", work / f"measured-{name}.json", options.tests.split(","))


def _work(options: argparse.Namespace, work: Path, copy: Path) -> None:
    """Every so manieth mutant of those that nothing is known of, one after the other; each is written at once."""
    from attrs import asdict

    from tests.mutants.report import asked_by, fates
    from tests.mutants.running import QUICK, check, collect, fate_of, prepare, quick_check, quick_fate_of
    from tests.mutants.tests import TESTS

    chosen = list(_chosen(options, copy))
    random.Random(options.seed).shuffle(chosen)  # a run that is stopped has tried a sample, too
    tests, quick = options.tests.split(",") if options.tests else TESTS, options.phase == "quick"
    found = _measured(options, work)
    known = {fate["name"]: fate["fate"] for fate in fates(work)}
    open_ones: tuple[str | None, ...] = (None, "guessed") if options.patience else (None,) if quick else ("guessed",)
    if options.tests:
        open_ones = ("guessed", "survived", "uncovered")
    if options.tests and not quick:  # those that could not be put in quickly
        known.update(dict.fromkeys(asked_by(work.glob("fates-more-quick-*.jsonl")), "asked"))
    mine = [each for each in chosen if known.get(each[1].name) in open_ones][options.worker :: options.workers]
    prepare(copy)
    name = f"fates-{'more-' if options.tests else ''}{options.phase}-{options.worker}.jsonl"
    with work.joinpath(name).open("a", encoding="utf-8") as file:

        def tell(package: str, mutant: Mutant, fate: Fate) -> None:
            line = {"package": package, "kind": mutant.kind, **asdict(fate)}
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
            file.flush()

        def ask(loop: Loop) -> None:
            for _, mutant in mine[:2]:
                quick_check(mutant, found, loop)
            for package, mutant in mine:
                tell(package, mutant, quick_fate_of(mutant, found, loop, options.patience or QUICK))

        if quick:
            collect(copy, tests, ask)
            return
        for _, mutant in mine[:2]:
            check(mutant, copy, found)
        for package, mutant in mine:
            tell(package, mutant, fate_of(mutant, copy, found))


def _chosen(options: argparse.Namespace, copy: Path) -> Iterator[tuple[str, Mutant]]:
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
