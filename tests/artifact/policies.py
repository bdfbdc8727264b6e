"""A small policy with everything that an artifact must carry, and its artifact."""

from __future__ import annotations

from pathlib import Path

import pingan

TEXT = """\
policy flood "Floods on the lower river" {
    version "2"
    zone "Asia/Shanghai"
    clauses "flood.jsonl"
    in force from 2016-01-01
}

enum Kind { river, drill }

fact depth "水深": integer >= 0
fact kind: Kind
fact noticed_at: datetime
fact closed_at: datetime optional
fact seats: integer >= 0
fact caller: text sensitive

actor warden "堤防管理员"

action close_road "封路"
action report

parameter shelter_from: integer >= 0
parameter soon: duration
set soon = 2 hours

rule closing "封路" {
    cite "1-a"
    since noticed_at
    when depth >= 30 and caller != "nobody"
    unless kind = drill
    then warden must close_road within soon fulfilled at closed_at
}

rule shelter {
    cite "1-b"
    when depth >= shelter_from
    then warden must ensure seats >= 40
}

rule reporting {
    cite "1-b"
    then warden must report every month
}

scenario "nobody closed the road" {
    given depth = 45
    given kind = river
    given noticed_at = 2016-06-01T10:00
    given closed_at = absent
    as of 2016-06-01T13:00
    expect undetermined closing because caller
}

scenario "with the dam" {
    together with dam
    given depth = 50
    as of 2016-06-01T13:00
    expect dam.spill applies
}
"""
DAM = """\
policy dam {
    extends flood
}
action open_gate
rule spill {
    when depth >= 50
    then warden must open_gate
}
"""
REGISTER = """\
{"id": "flood-1-a", "locator": "1", "anchor": "close the road"}
{"id": "flood-1-b", "locator": "1", "anchor": "tell the mayor"}
"""
FACTS = {
    "depth": 45,
    "kind": "river",
    "noticed_at": "2016-06-01T10:00+08:00",
    "closed_at": None,
    "seats": 3,
    "caller": "somebody",
}
AS_OF = "2016-06-01T13:00"


def written(folder: Path) -> Path:
    """The policy as files in *folder*."""
    (folder / "flood.rules").write_text(TEXT, "utf-8")
    (folder / "dam.rules").write_text(DAM, "utf-8")
    (folder / "flood.jsonl").write_text(REGISTER, "utf-8")
    return folder / "flood.rules"


def built(folder: Path, **settings: object) -> Path:
    """Its artifact, in *folder*."""
    path = folder / "flood.pgb"
    path.write_bytes(pingan.build(pingan.load(written(folder), settings=settings)))
    return path
