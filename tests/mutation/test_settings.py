"""What scenarios notice under settings of their own."""

from __future__ import annotations

import pingan

POLICY = """
policy desk {
    zone "Asia/Shanghai"
}

parameter promptly: duration

fact asked: boolean
actor office
action answer

rule r {
    when asked
    then office must answer promptly
}

scenario "in time" {
    given asked = true
    as of 2016-01-05T10:05
    set promptly = 10 minutes
    since r = 2016-01-05T10:00
    expect r deadline 2016-01-05T10:10
}
"""


def test_a_deadline_that_only_settings_give_a_length_is_dropped_under_these_settings_too() -> None:
    report = pingan.mutate(pingan.load(pingan.Source("desk.rules", POLICY)), only=["deadline"], witnesses=False)
    assert [(t.verdict.kind, t.verdict.by) for t in report.tried] == [("killed", "desk: in time")]
