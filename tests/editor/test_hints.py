"""What is shown between the words."""

from __future__ import annotations

import json

from pingan.editor.hints import Shown, hints
from tests.editor.viewing import HEADER, view_of

TEXT = (
    HEADER
    + """set promptly = 2 hours
rule a "甲" {
    cite "1-a"
    for each g in gauges
    since gauge.read_at
    when g.depth_cm > 3 and g.depth_cm < 9
    then warden must close_road promptly,
         engineer must report within 1 hour
}
"""
)


def _shown(text: str, shown: Shown | None = None, *, spoken: str = "en", folder: object = "/nowhere") -> str:
    view = view_of(text, str(folder), spoken=spoken, load=folder == "/nowhere")
    for found in reversed(hints(view, 0, len(text), shown)):
        text = f"{text[: found.place]}⟦{found.text}⟧{text[found.place :]}"
    return text


def test_labels_types_and_deadlines_stand_where_they_belong() -> None:
    text = _shown(TEXT)
    assert "when g.depth_cm⟦水深⟧ > 3 and g.depth_cm < 9" in text, "a label once in a declaration"
    assert "for each g⟦: Gauge⟧ in gauges⟦各站⟧" in text
    assert "close_road⟦封闭道路⟧ promptly⟦及时⟧⟦= 2 hours from gauge.read_at⟧" in text
    assert "within 1 hour⟦from gauge.read_at⟧" in text
    assert 'rule a "甲"' in text, "what is declared tells its label itself"


def test_clauses_have_their_locators(tmp_path) -> None:
    (tmp_path / "zz.jsonl").write_text(json.dumps({"id": "zz-1-a", "locator": "part one"}), "utf-8")
    text = TEXT.replace("uses flood", 'uses flood clauses "zz.jsonl"')
    assert 'cite "1-a"⟦part one⟧' in _shown(text, folder=tmp_path).replace('1-a⟦part one⟧"', '1-a"⟦part one⟧')


def test_each_kind_can_be_turned_off() -> None:
    off = Shown(labels=False, clauses=False, deadlines=False, types=False)
    assert _shown(TEXT, off) == TEXT
    assert "⟦水深⟧" not in _shown(TEXT, Shown(labels=False)) and "⟦: Gauge⟧" in _shown(TEXT, Shown(labels=False))


def test_where_labels_are_written_names_are_shown() -> None:
    text = "政策 zz { 采用 flood }\n规则 甲 { 当 水位.水深 > 3 时 则 巡查员 应当 封闭道路 }\n"
    assert "水位⟦gauge⟧.水深⟦depth_cm⟧" in _shown(text, spoken="zh")
