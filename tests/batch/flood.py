"""A small policy that the tests of tables and files ask."""

from __future__ import annotations

import pingan

TEXT = """
policy flood "汛" { zone "Asia/Shanghai" in force from 2016-01-01 }
enum Kind { river "河", rain }
record Site {
    depth "水深": integer >= 0 and <= 1000
    kind: Kind
    tags: set of Kind
    closed: boolean
    share: decimal >= 0 and <= 1
    gone: date optional
    code "密": text sensitive
}
fact site "地点": Site
fact limit: integer
actor warden "看守"
action close_road
rule close_road { when site.depth >= 30 and site.kind = river unless site.closed then warden must close_road }
rule ended { when present(site.gone) then warden must ensure site.closed }
rule over { when site.depth > limit then warden must close_road }
rule tagged { when site.tags has rain or site.share >= 50% then warden must close_road }
"""


def flood() -> pingan.Policy:
    return pingan.load(pingan.Source("flood.rules", TEXT))
