"""Answers tell notes, questions and titles in the language asked for, where they are translated."""

from __future__ import annotations

from pathlib import Path

import pytest

import pingan
from pingan.catalogue.pages import pages
from pingan.diagnostics.errors import PolicyError

POLICY = """
policy flood "Floods" {
    document "Order 3"
    omits "1-b" "a wish"
}
interpretation banks {
    question "Which banks are meant?"
    readings { left "the left one", both "both of them" }
    default both
}
actor warden
action close_road
fact depth: integer
rule closing {
    when depth >= 3 and banks = both
    then warden must close_road
    note "as the text says"
}
"""
CHINESE = """
[texts]
"Floods" = "防汛办法"
"Order 3" = "三号令"
"Which banks are meant?" = "指哪一侧河岸？"
"both of them" = "两侧"
"as the text says" = "依原文"
"not in the policy" = "多余"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "flood.rules").write_text(POLICY, "utf-8")
    (tmp_path / "flood.zh.toml").write_text(CHINESE, "utf-8")
    return tmp_path


def _text(policy: pingan.Policy, language: str) -> str:
    return policy.evaluate({"depth": 4}, as_of="2024-01-01").to_text(language=language)


def test_a_chinese_answer_tells_the_translations(folder: Path) -> None:
    told = _text(pingan.load(folder / "flood.rules"), "zh")
    for text in ("防汛办法", "三号令", "依原文"):
        assert text in told
    assert "as the text says" not in told


def test_an_answer_in_another_language_is_as_it_was_written(folder: Path) -> None:
    told = _text(pingan.load(folder / "flood.rules"), "en")
    assert "as the text says" in told
    assert "依原文" not in told


def test_data_digests_and_decisions_know_nothing_of_translations(folder: Path) -> None:
    with_texts = pingan.load(folder / "flood.rules")
    (folder / "flood.zh.toml").unlink()
    without = pingan.load(folder / "flood.rules")
    question = {"depth": 4}
    one, other = (p.evaluate(question, as_of="2024-01-01").to_json() for p in (with_texts, without))
    assert one == other


def test_an_artifact_carries_them(folder: Path) -> None:
    policy = pingan.load(folder / "flood.rules")
    (folder / "flood.pgb").write_bytes(pingan.build(policy))
    assert _text(pingan.load(folder / "flood.pgb"), "zh") == _text(policy, "zh")


def test_a_question_is_told_translated(folder: Path) -> None:
    policy = pingan.load(folder / "flood.rules")
    assert "指哪一侧河岸？" in _text(policy, "zh")
    assert "Which banks are meant?" in _text(policy, "en")


def test_a_file_that_is_wrong_keeps_the_policy_from_loading(folder: Path) -> None:
    (folder / "flood.zh.toml").write_text("[texts\n", "utf-8")
    with pytest.raises(PolicyError) as raised:
        pingan.load(folder / "flood.rules")
    (found,) = raised.value.diagnostics
    assert found.code == "bad-translation"
    assert "line 1" in found.message


def test_the_pages_about_a_policy_tell_them_too(folder: Path) -> None:
    told = pages([pingan.load(folder / "flood.rules")], "zh")
    (page,) = (text for name, text in told.items() if "flood" in name)
    for text in ("防汛办法", "依原文", "指哪一侧河岸？"):
        assert text in page
    assert "Which banks" not in page
