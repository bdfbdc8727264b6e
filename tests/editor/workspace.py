"""A small workspace: a vocabulary, a policy with a register and tables, and a Chinese one that extends it."""

from __future__ import annotations

from pathlib import Path

from pingan.editor.project import Project

WATER = """vocabulary water "水务"

enum Alarm "预警级别" ordered { none "无", yellow "黄色", red "红色" }
record Gauge "水位站" is actor { station "站名": text key  depth_cm "水深": integer >= 0 }
fact gauges "各站": list of Gauge
fact depth "水深值": integer >= 0
actor warden "巡查员"
actor bureau "水利局"
action patrol "巡查" (what "对象": Alarm)
action close_road "封路"
parameter promptly "及时": duration
"""

FLOOD = """# What is done when the water rises.
policy flood "防汛预案" {
    clauses "flood.jsonl"
    zone "Asia/Shanghai"
    in force from 2024-01-01
    uses water
    omits "1-b" "only a heading"
}

set promptly = 2 hours

define high "高水" (g: Gauge): boolean { is g.depth_cm >= 30 }

table alarm_levels "预警标准" {
    cite "1-a"
    hit first
    | depth | alarm "预警": Alarm |
    | >= 50 | red    |
    | >= 30 | yellow |
    otherwise | none |
}

table road "封路表" {
    cite "1-a"
    hit first
    | alarm | then |
    | red   | then warden must close_road promptly |
    | -     | - |
}

rule watch "看守" {
    cite "1-a"
    for each gauge in gauges
    when gauge.high and alarm >= yellow
    then warden must patrol(what: alarm)
}

scenario "high water" {
    given depth = 60
    given gauges = {{ station: "😀 Weir", depth_cm: 40 }}
    as of 2024-06-01
    expect alarm = red
    expect road_1 applies
    expect watch.patrol applies
    expect warden must close_road
}
"""

REGISTER = """{"id": "flood-1-a", "summary": "the road is closed", "summary_zh": "封闭道路"}
{"id": "flood-1-b", "summary": "a heading"}
"""

RULES_ZH = """政策 细则 “防汛细则” {
    时区 “Asia/Shanghai”
    施行 自 2024-01-01
    承接 flood
}

规则 加密巡查 “加密巡查” {
    优先于 flood.watch
    对 各站 中 每个 站
    当 站.高水 且 预警 ≥ 红色 时
    则 巡查员 应当 巡查（对象：预警）
}
"""


def written(folder: Path) -> dict[str, Path]:
    """The files of the workspace in *folder*, by name."""
    files = {"water": WATER, "flood": FLOOD, "细则": RULES_ZH}
    for name, text in files.items():
        (folder / f"{name}.rules").write_text(text, encoding="utf-8", newline="")
    (folder / "flood.jsonl").write_text(REGISTER, encoding="utf-8", newline="")
    return {name: folder / f"{name}.rules" for name in files}


def project_in(folder: Path) -> tuple[Project, dict[str, str]]:
    """The workspace in *folder*, and the paths of its files by name."""
    return Project([folder]), {name: str(path) for name, path in written(folder).items()}


def place(text: str, marked: str) -> int:
    """Where ``|`` of *marked*, which stands in *text* once, is."""
    before, after = marked.split("|", 1)
    assert text.count(before + after) == 1, marked
    return text.index(before + after) + len(before)
