"""An artifact whose bytes or whose parts were changed, with hashes that are right: the same answers, or a refusal."""

from __future__ import annotations

import contextlib
import functools
import os
import tempfile
from pathlib import Path

import pingan
from pingan.codec.container import RefusedError, container, opened
from tests.artifact.policies import AS_OF, FACTS, built
from tests.fuzz.asking import ours

SEEDS = (
    b"", b"\x00\x00\x10\x05", b"\x01\x00\x00\x00\x10\x07", b"\x01\x01\x00\x40\x20{", b"\x01\x02\x01\x00\x33]",
    b"\x02pgb\r\n\x1a\x00\xff\x01\x00\x00\x00",
)  # fmt: skip


@functools.cache
def whole() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        return built(Path(folder), shelter_from=40).read_bytes()


@functools.cache
def place() -> Path:
    return Path(tempfile.mkdtemp(prefix=f"artifacts-{os.getpid()}-")) / "any.pgb"


def changed(content: bytes, data: bytes) -> bytes:
    """*content* with bytes changed: four bytes of *data* each (two where, one how many go, one what comes)."""
    for start in range(0, min(len(data) - 3, 40), 4):
        at = int.from_bytes(data[start : start + 2], "big") * 7 % (len(content) + 1)
        content = content[:at] + data[start + 3 : start + 4] + content[at + data[start + 2] % 8 :]
    return content


def artifact(data: bytes) -> bytes:
    match data[0] % 3 if data else 0:
        case 0:
            return changed(whole(), data[1:])
        case 1:
            found = opened(whole())
            names = [*found.sections]
            chosen = names[data[1] % len(names)] if len(data) > 1 else names[0]
            parts = {name: found.section(name) for name in names}
            parts[chosen] = changed(parts[chosen], data[2:])
            return container(found.head, parts)
        case _:
            return data[1:]


def check(data: bytes) -> None:
    content = artifact(data)
    with contextlib.suppress(RefusedError):
        opened(content)
    place().write_bytes(content)
    policy = ours(lambda: pingan.load(place()))
    if policy is None:
        return
    ours(lambda: policy.evaluate(FACTS, as_of=AS_OF).to_json())
    ours(lambda: policy.evaluate({}, as_of=AS_OF).to_text(language="zh"))
    ours(lambda: policy.test())
    ours(lambda: policy.export("json"))
