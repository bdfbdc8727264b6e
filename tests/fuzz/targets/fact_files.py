"""Any bytes as a fact file, as JSON and as YAML: an outcome, or problems."""

from __future__ import annotations

import json

from pingan.program.fact_files import parse_facts
from tests.fuzz.asking import everything, hold, ours

SEEDS = (
    b'{"town": {"name": "x", "schools": [{"name": "a", "pupils": {"at_least": 20}}]}, "level": "mid"}',
    b'{"level": {"one_of": ["mid", "high"]}, "began_at": "2016-05-01T10:00+08:00", "ended_at": null}',
    b'{"calm": {"value": true, "by": "mayor", "at": "2016-05-01T10:00Z"}, "campaign": {"from": "2016-01-01"}}',
    b'{"wait": "2 hours", "town": {"budget": 1.5e3, "secret": "\\u4e2d", "schools": {"known": [], "open": true}}}',
    b"town:\n  name: x\n  schools:\n    - name: a\n      tools: [pump, boat]\n      share_safe: 50%\n",
    "城镇:\n  校: {known: [], open: true}\nlevel: {one_of: [mid, 高]}\nwait: 2 小时\n".encode(),
    b"- &a [*a]\n", b"a: !!python/object 1\n", b"a: 1\na: 2\n", b"? [x]\n: y\n", b"a: |\n  b\n  c\n", b"\xff\xfea\x00",
    b'"town": {"name": \'x\'}\n# remark\n...\n', b"level: mid # words\n---\nlevel: low\n",
)  # fmt: skip


def check(data: bytes) -> None:
    formats = ("json", "yaml") if data[:1] in b"{[" else ("yaml",)
    for form in formats:
        facts = ours(lambda form=form: parse_facts(data, format=form))  # type: ignore[misc]
        outcome = ours(lambda facts=facts: everything().evaluate(facts, as_of="2016-06-01"))  # type: ignore[misc]
        if outcome is None:
            continue
        text = outcome.to_json()
        hold(json.loads(text)["as_of"] is not None, "an outcome without an instant")
        again = everything().evaluate(facts, as_of="2016-06-01").to_json()
        hold(text == again, "the same question has another answer")
