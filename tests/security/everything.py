"""One small policy with every feature of the language in it: what fuzzing mutates."""

from __future__ import annotations

ENGLISH = """\
# A policy about nothing, with something of everything.
policy everything "All of it" {
    version "1.0"
    document "Nr. 1"
    issued 2016-01-05 by warden
    zone "Asia/Shanghai"
    applies when town.name != "nowhere" or size(town.schools) > 0
    in force from 2016-01-01 until 2019-12-31
}

enum Level "等级" ordered { low, mid "中", high }
enum Tool { pump, boat, sand }

record School "学校" {
    name "名称": text key
    pupils "人数": integer >= 0 and <= 9000
    share_safe: decimal >= 0 and <= 1 optional
    tools: set of Tool
    inspected_on: date optional
    reports: list of Report
}
record Report {
    number: integer key
    made_on: date
    level: Level
    approved: judgement by warden or mayor
}
record Town "城" is actor {
    name: text
    schools "校": list of School
    secret: text sensitive
    budget: decimal
}

fact town "城镇": Town
fact level: Level
fact began_at: datetime optional
fact ended_at: datetime optional
fact wait: duration
fact campaign: period
fact calm: judgement by mayor

actor warden "管理员"
actor mayor
action inspect (what: School)
action report (to: actor, by_way: set of Tool) is escalation
action evacuate

parameter limit "限额": decimal >= 0
parameter promptly "及时": duration
parameter interval: duration
set interval = 30 days

interpretation sense "含义" {
    question "Narrow or wide?"
    readings { narrow, wide }
    default narrow
}

define needed "应配" (s: School): integer {
    is max(ceil(3% * s.pupils), ceil(s.pupils / 20), 1) when s.pupils > 10
    is 0 otherwise
}
define total: integer { is sum(s in town.schools: s.pupils) }
define grade: Level {
    is high when total > 1000 and level >= mid
    is mid when any(s in town.schools where boat in s.tools: s.needed > 3)
    is low otherwise
}
define phase: period { is from 2016-03-01 until 2016-11-30 }

rule base "基本" {
    when grade >= mid
    then warden must evacuate immediately_word
}
parameter immediately_word: duration

rule many "许多" {
    since began_at
    for each s in town.schools
    when s.tools has any of {pump, sand} and not (s.share_safe < 50%)
    unless s.inspected_on + 5 working days > date(as_of)
    then town must inspect(what: s) within 2 hours fulfilled at ended_at
             otherwise mayor must evacuate within 3 working days rolling,
         warden should ensure s.share_safe >= 80% by 2016-12-31
}
rule over {
    overrides base
    in force during phase for began_at
    when calm and sense = wide
    then mayor must not evacuate breached when level = high
}
rule monthly {
    then town must report(to: warden, by_way: {boat}) every month by day 5
         fulfilled at min(r in town.schools where r.inspected_on in period: r.inspected_on),
         warden may at its discretion evacuate,
         warden must evacuate every interval fulfilled when began_at in period
    soft
    note "a note"
}
rule money {
    when town.budget / count(s in town.schools where present(s.inspected_on)) > limit or wait * 2 > 3 days
    then warden must ensure share(s in town.schools where s.pupils > 0: s.share_safe >= 1) >= 80%
}

scenario "a case" {
    given town = { name: "x", schools: { { name: "a", pupils: at least 20, tools: {pump, ...} }, ... } }
    given level = one of {mid, high}
    given calm = { value: true, by: mayor, at: 2016-05-01T10:00 }
    given began_at = absent
    as of 2016-06-01
    set limit = 3
    expect no over breached
    expect undetermined monthly
}
"""
