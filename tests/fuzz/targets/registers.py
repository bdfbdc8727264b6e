"""Any register held against any document: places, stretches and reports, or diagnostics."""

from __future__ import annotations

import functools
import json
import tempfile
from pathlib import Path

import pingan
from pingan.coverage.from_policy import with_text
from pingan.coverage.to_dict import coverage_data
from pingan.coverage.to_html import coverage_html
from pingan.coverage.to_text import coverage_text
from pingan.diagnostics.diagnostic import Diagnostics
from pingan.modules.registers import read_register
from pingan.source import Source
from tests.coverage.conftest import CLAUSES, DOCUMENT
from tests.fuzz.asking import ours

REGISTER = "".join(
    json.dumps({"id": short, "locator": locator, "anchor": anchor}, ensure_ascii=False) + "\n"
    for short, locator, anchor, *_ in CLAUSES
)
SEEDS = (
    b"", REGISTER.encode() + b"\xfe" + DOCUMENT.encode(),
    '{"id": "1", "locator": "第三条第2款第(一)项", "anchor": "应当"}'.encode()
    + b"\xfe" + "第三条 a\n\n（一）应当".encode(),
    '{"id": "1", "locator": "一(二)3", "anchor": "第"}'.encode() + b"\xfe" + "第一条 应当。\n一、二、\n（三）".encode(),
)  # fmt: skip
HEAD = 'policy pool {{ document "D" clauses "{name}" zone "UTC" }}\n'


@functools.cache
def folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="registers-"))


def check(data: bytes) -> None:
    register, _, document = data.partition(b"\xfe")
    found = Diagnostics()
    clauses = read_register(Source("pool.jsonl", register.decode("utf-8", "replace")), found)
    path = folder() / "pool.jsonl"
    path.write_bytes(register)
    (folder() / "pool.rules").write_text(HEAD.format(name=path.name), "utf-8")
    policy = ours(lambda: pingan.load(folder() / "pool.rules"))
    if policy is None or not clauses:
        return
    coverage = pingan.coverage_of(policy)
    held = with_text(coverage, Source("document", document.decode("utf-8", "replace")))
    coverage_data([held])
    for language in ("en", "zh"):
        coverage_text(held, language, full=True)
        coverage_html([held], language)
