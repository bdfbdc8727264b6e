"""Records that were changed, digests put right: the same answer again, every difference by name, or problems."""

from __future__ import annotations

import functools
import json
import tempfile
from pathlib import Path
from typing import Any

import pingan
from pingan.outcome.record import digest_of, parse_record
from tests.fuzz.asking import ours
from tests.fuzz.targets.artifacts import changed
from tests.records.asking import FACTS, KEY, POLICY, WORDS, asked, written

SEEDS = (
    b"",
    b"\x00{}",
    b"\x01\x00\x10\x03a",
    b"\x02\x00\x05\x04b",
    b'\x00{"format": 1, "digest": ""}',
    b"\x02" + bytes(40),
)


@functools.cache
def recorded() -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        return asked(written(Path(folder)))[1]


@functools.cache
def policy() -> pingan.Policy:
    words = pingan.Source("words.rules", WORDS)
    text = POLICY.replace('    clauses "river.jsonl"\n', "").replace('    cite "1-a"\n', "")
    return pingan.load(pingan.Source("river.rules", text), words, settings={"limit": "2.5"})


def line(data: bytes) -> bytes:
    match data[0] % 3 if data else 0:
        case 0:
            return data[1:]
        case 1:
            return changed(json.dumps(recorded(), ensure_ascii=False).encode(), data[1:])
        case _:
            content = changed(json.dumps(recorded(), ensure_ascii=False).encode(), data[1:])
            try:
                record = json.loads(content)
                record["digest"] = digest_of({k: v for k, v in record.items() if k != "digest"})
                return json.dumps(record, ensure_ascii=False).encode()
            except (ValueError, TypeError, AttributeError, RecursionError):
                return content


def check(data: bytes) -> None:
    record = ours(lambda: parse_record(line(data)))
    if record is None:
        return
    ours(lambda: pingan.replay(record, policy(), facts=FACTS, key=KEY))
    ours(lambda: pingan.compare(record, policy(), facts=FACTS))
