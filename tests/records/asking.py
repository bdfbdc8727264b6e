"""A small policy with everything that a record depends on, and a question put to it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pingan

POLICY = """\
policy river "River" {
    clauses "river.jsonl"
    version "1.0"
    zone "Asia/Shanghai"
    in force from 2016-01-01
    uses words
}
parameter limit: decimal >= 0
parameter promptly: duration
interpretation deep { readings { included, excluded } default included }
define is_deep: boolean {
    is depth >= limit when deep = included
    is depth > limit otherwise
}
rule close "封路" {
    cite "1-a"
    when is_deep and witness = "Marker"
    then warden must close_road within 2 hours
}
rule open {
    when present(told_on)
    then warden may open_road by 2016-12-31
}
rule never { then warden must not open_road }
"""
WORDS = """\
vocabulary words
fact depth "水深": decimal >= 0
fact told_on: date optional
fact witness: text sensitive
actor warden
action close_road
action open_road
"""
REGISTER = '{"id": "1-a", "locator": "1", "anchor": "close it"}\n'
FACTS: dict[str, Any] = {"depth": "2.5", "told_on": "2016-05-01", "witness": "Marker"}
AS_OF = date(2016, 6, 1)
KEY = b"0123456789abcdef"


def written(folder: Path, policy: str = POLICY, words: str = WORDS, register: str = REGISTER) -> Path:
    """The policy's file in *folder*, with its vocabulary and register."""
    folder.mkdir(exist_ok=True)
    for name, text in {"river.rules": policy, "words.rules": words, "river.jsonl": register}.items():
        folder.joinpath(name).write_text(text, encoding="utf-8")
    return folder / "river.rules"


def asked(file: Path, key: bytes | None = KEY, **options: Any) -> tuple[pingan.Outcome, dict[str, Any]]:
    """The answer to the question, and its record."""
    policy = pingan.load(file, settings={"limit": "2.5"})
    outcome = policy.evaluate(FACTS, **{"as_of": AS_OF, "since": {"close": "2016-05-31T08:00+08:00"}, **options})
    record: dict[str, Any] = outcome.to_record(key)
    return outcome, record
