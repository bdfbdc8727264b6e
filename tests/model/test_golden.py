"""Hard clauses in both dialects resolve, each part with a vocabulary in its own language."""

from __future__ import annotations

from pathlib import Path

import pingan

GOLDEN = Path(__file__).parents[1] / "golden"


def errors(*texts: tuple[str, str]) -> list[str]:
    found = pingan.check(*(pingan.Source(name, text) for name, text in texts))
    return [d.message for d in found if d.severity is pingan.Severity.ERROR]


def test_the_english_clauses_resolve() -> None:
    text = (GOLDEN / "safe_hospital.en.rules").read_text("utf-8")
    assert errors(("safe_hospital.rules", text.replace("vocabulary safe_hospital", "policy safe_hospital", 1))) == []


def test_the_chinese_clauses_resolve() -> None:
    words = (GOLDEN / "ping_an_words.zh.rules").read_text("utf-8")
    clauses = (GOLDEN / "ping_an.zh.rules").read_text("utf-8")
    text = clauses.replace("词汇 平安医院", "政策 平安医院 {\n    时区 “Asia/Shanghai”\n    采用 平安词汇\n}", 1)
    assert errors(("平安词汇.rules", words), ("平安医院.rules", text)) == []
