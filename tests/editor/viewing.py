"""Views of texts, for the tests of what an editor asks."""

from __future__ import annotations

import os
from pathlib import Path

import pingan
from pingan.editor.completion import completions
from pingan.editor.feature_nodes import Completion
from pingan.editor.nodes import Changes
from pingan.editor.project import Project
from pingan.editor.view import View

MARK = "¦"
"""Where the cursor stands."""
POLICIES = Path(__file__).parents[2] / "policies"

FLOOD = """vocabulary flood

enum Warning "预警级别" ordered { none "无", yellow "黄色", red "红色" }
enum Sign "迹象" { seepage "渗水", crack "裂缝" }

record Gauge "水位站" {
    station "站名": text key
    depth_cm "水深": integer >= 0
    signs "迹象": set of Sign
    read_at "读数时间": datetime
    hopeless "无望": judgement by engineer
    phone "电话": text optional sensitive
}

fact gauge "水位": Gauge
fact gauges "各站": list of Gauge
fact warning "预警": Warning
fact closed_at "封路时间": datetime optional

actor engineer "工程师"
actor warden "巡查员"

action close_road "封闭道路"
action report "报告" (to "对象": actor, about "事由": Warning)
parameter promptly "及时": duration
"""

HEADER = "policy zz { uses flood }\n"
HEADER_ZH = "政策 zz { 采用 flood }\n"


def marked(text: str) -> tuple[str, int]:
    """*text* without its mark, and where that stood."""
    place = text.index(MARK)
    return text[:place] + text[place + 1 :], place


def view_of(
    text: str, folder: Path | str = "/nowhere", *, spoken: str = "en", name: str = "zz", load: bool = False
) -> View:
    """*text* as the file *name*, beside the vocabulary `FLOOD`."""
    project = Project()
    path = os.path.join(os.path.abspath(folder), f"{name}.rules")
    project.edit(os.path.join(os.path.abspath(folder), "flood.rules"), FLOOD)
    project.edit(path, text)
    if load:
        project.load(path, loaded(text, path))
    return View(project.snapshot(), path, spoken)


def loaded(text: str, path: str) -> pingan.Policy:
    """The policy that *text* is, with `FLOOD` beside it in memory."""
    flood = pingan.Source(os.path.join(os.path.dirname(path), "flood.rules"), FLOOD)
    return pingan.load(pingan.Source(path, text), flood)


def completed(text: str, *, spoken: str = "en", header: str = HEADER) -> tuple[Completion, ...]:
    """What may be written at the mark of *text*."""
    whole, place = marked(header + text)
    return completions(view_of(whole, spoken=spoken), place)


def words(found: tuple[Completion, ...]) -> list[str]:
    return [one.text for one in found]


def applied(text: str, changes: Changes, path: str) -> str:
    """*text* of the file *path* with *changes*."""
    for change in sorted(changes[path], key=lambda c: -c.start):
        text = text[: change.start] + change.text + text[change.end :]
    return text


def shipped(name: str) -> tuple[Project, str, str]:
    """A project with the policy *name* open, its path and its text."""
    path = str(POLICIES / name / f"{name}.rules")
    text = Path(path).read_text("utf-8")
    project = Project()
    project.edit(path, text)
    return project, path, text
