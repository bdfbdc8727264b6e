"""A policy with a fact of every type, small enough that what fails with it is read at a glance."""

from __future__ import annotations

from functools import cache
from typing import Any

import pingan

TEXT = """
policy flood { zone "Asia/Shanghai" in force from 2016-01-05 }
enum Warning "预警" ordered { none, blue, yellow, red }
enum Sign { seepage, crack, sand_boil }
record Gauge { station: text key  depth: integer >= 0  signs: set of Sign  read_at: datetime
               unsafe: judgement by engineer }
record District { residents: integer >= 0  share: decimal >= 0 and <= 1  closed: boolean  closed_on: date optional
                  gauges: list of Gauge  contact: text  open_days: period  delay: duration }
fact district: District
fact warning "预警级别": Warning
fact unread: boolean
actor warden
actor engineer
action close_road
parameter grace: duration
define deep (g: Gauge): boolean { is g.depth >= 30 }
define strained: boolean { is any(g in district.gauges: g.deep) or district.residents > 1000 }
rule close {
    when warning >= yellow and district.share < 80% and any(g in district.gauges where g.deep: g.signs has crack)
    unless district.closed or district.contact = "nobody" or district.delay > 2 hours
    then warden must close_road within 3 days fulfilled at district.closed_on
}
rule judged {
    when any(g in district.gauges where g.unsafe) and district.residents > 1000
    then warden should close_road within grace
}
rule fair { when date(as_of) in district.open_days then warden may close_road }
"""


@cache
def policy(name: str = "flood") -> pingan.Policy:
    """The flood policy, or one that ships."""
    return pingan.load(pingan.Source("flood.rules", TEXT)) if name == "flood" else pingan.load(name)


def at(data: Any, path: list[str]) -> list[Any]:
    """The values at *path* of a fact file, through lists."""
    if isinstance(data, dict) and "known" in data:
        data = data["known"]
    if isinstance(data, list):
        return [value for each in data for value in at(each, path)] if path else [data]
    if not path:
        return [data]
    return at(data[path[0]], path[1:]) if isinstance(data, dict) and path[0] in data else []
