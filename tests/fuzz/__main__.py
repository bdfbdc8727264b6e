"""Fuzzes targets (all of them, if none is named), two at a time, and puts what is found into the corpus.

Every input that reaches something new is kept below the folder of the run, and is where the next run begins.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

FUZZ: Final = Path(__file__).parent
ROOT: Final = FUZZ.parents[1]
TARGETS: Final = tuple(sorted(p.stem for p in (FUZZ / "targets").glob("[a-z]*.py")))
ENVIRONMENT: Final = {"PINGAN_CACHE": "", "PYTHONHASHSEED": "0", "PYTHONPATH": str(ROOT)}
_STATISTIC: Final = re.compile(r"stat::(\w+):\s+(\d+)")
_REACHED: Final = re.compile(r"cov: (\d+)")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=", ".join(TARGETS))
    parser.add_argument("--seconds", type=int, default=60, help="for each target")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--work", type=Path, default=ROOT / "build" / "fuzz", help="where inputs are kept between runs")
    options = parser.parse_args()
    targets = options.targets or TARGETS
    if unknown := set(targets) - set(TARGETS):
        parser.error(f"no such target: {', '.join(sorted(unknown))}")
    words = options.work / "words.txt"
    words.parent.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-c", "from tests.fuzz.asking import dictionary; print(dictionary())"]
    env = {**os.environ, **ENVIRONMENT}
    words.write_text(subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=True).stdout)
    with ThreadPoolExecutor(options.workers) as pool:
        results = list(pool.map(lambda target: fuzzed(target, options.seconds, options.work), targets))
    with (options.work / "runs.jsonl").open("a", encoding="utf-8") as log:
        log.writelines(json.dumps(result) + "\n" for result in results)
    return 1 if any(result["finds"] for result in results) else 0


def fuzzed(target: str, seconds: int, work: Path) -> dict[str, Any]:
    """One target, for a while: what was run, and what was found, smaller now and in the corpus."""
    corpus, finds = work / "corpus" / target, work / "finds" / target
    corpus.mkdir(parents=True, exist_ok=True)
    finds.mkdir(parents=True, exist_ok=True)
    before = {path.name for path in finds.iterdir()}
    seed(target, corpus)
    began, runs, reached, ends = time.monotonic(), 0, 0, 0
    while (left := seconds - (time.monotonic() - began)) > 0 and ends < 10:
        flags = [
            f"-max_total_time={max(1, round(left))}", "-timeout=60", "-rss_limit_mb=2048", "-max_len=4096",
            "-report_slow_units=30", f"-dict={work / 'words.txt'}", f"-artifact_prefix={finds}/",
            "-print_final_stats=1", str(corpus),
        ]  # fmt: skip
        command = [sys.executable, "-m", "tests.fuzz.driving", target, str(finds), *flags]
        done = subprocess.run(command, cwd=ROOT, env={**os.environ, **ENVIRONMENT}, capture_output=True)
        said = (done.stdout + done.stderr).decode("utf-8", "replace")
        (work / f"{target}.log").write_text(said, "utf-8")
        runs += int(dict(_STATISTIC.findall(said)).get("number_of_executed_units", 0))
        reached = max([reached, *map(int, _REACHED.findall(said))])
        ends += 1
    new = sorted(path.name for path in finds.iterdir() if path.name not in before)
    found = [name for name in new if name.startswith(("find-", "timeout-", "oom-", "crash-")) and "." not in name]
    took = round(time.monotonic() - began)
    print(f"{target:24} {runs:9} runs in {took:5} s, {reached} places reached, {len(found)} found", flush=True)
    for name in found:
        minimise(target, finds / name)
    return {"target": target, "seconds": took, "runs": runs, "reached": reached, "finds": found}


def seed(target: str, corpus: Path) -> None:
    """Begins *corpus* with the target's seeds and with what is committed."""
    code = f"from tests.fuzz.targets.{target} import SEEDS; print([s.hex() for s in SEEDS])"
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, **ENVIRONMENT}, capture_output=True, check=True)
    for number, content in enumerate(json.loads(done.stdout.decode().replace("'", '"'))):
        (corpus / f"seed-{number}").write_bytes(bytes.fromhex(content))
    for path in (FUZZ / "corpus" / target).glob("*"):
        (corpus / path.name).write_bytes(path.read_bytes())


def minimise(target: str, path: Path) -> None:
    """What was found, smaller, in the corpus; told with how it is asked again."""
    out = FUZZ / "corpus" / target
    command = [sys.executable, "-m", "tests.fuzz.minimising", target, str(path), str(out)]
    try:
        done = subprocess.run(
            command, cwd=ROOT, env={**os.environ, **ENVIRONMENT}, capture_output=True, text=True, timeout=600
        )
        print(done.stdout or done.stderr[-500:], flush=True)
    except subprocess.TimeoutExpired:
        out.mkdir(parents=True, exist_ok=True)
        (out / path.name).write_bytes(path.read_bytes())
        print(f"{target}: {path.name} takes too long to be made smaller; it is in the corpus as it was found")


if __name__ == "__main__":
    raise SystemExit(main())
