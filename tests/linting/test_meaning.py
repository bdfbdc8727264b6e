"""Rules of meaning: what each reports beyond its page, and what looks like it and is left alone."""

from __future__ import annotations

import pytest

import pingan
from pingan.diagnostics.diagnostic import Diagnostic
from pingan.linting.configuration import Configuration
from pingan.linting.running import lint

WORDS = """\
policy p {
    zone "Asia/Shanghai"
    applies when place.wet and share >= 1%
    in force from 2016-01-01 until 2016-12-31
}
enum Kind ordered { river, sea, rain }
record Place { wet: boolean  wide: decimal optional  hurt: integer >= 0 }
fact depth: decimal >= 0 and <= 1000
fact share: decimal >= 0 and <= 1
fact kind: Kind
fact drill: boolean
fact closed: boolean
fact spare: decimal optional
fact seen_at: datetime
fact closed_at: datetime optional
fact place: Place
fact places: list of Place
actor warden
actor mayor
action close_road
action open_road
action tell (whom: actor)
define deep: boolean { is depth >= 30 }
parameter limit: decimal
set limit = 50
interpretation how { question "How?" readings { wide, narrow } default wide }
"""


def found(code: str, text: str, *, words: str = WORDS) -> tuple[Diagnostic, ...]:
    policy = pingan.load(pingan.Source("p.rules", words + text))
    return lint(policy, Configuration(select=(code,)))


def rule(items: str, name: str = "r") -> str:
    return f"rule {name} {{ {items} }}\n"


CLOSE = "then warden must close_road"
DONE = "fulfilled at closed_at"


def timed(label: str, deadline: str) -> str:
    return f'rule r "{label}" {{ since seen_at then warden must close_road {deadline} {DONE} }}'


def monthly(label: str, deadline: str) -> str:
    evidence = "fulfilled when date(closed_at) in period"
    return f'rule r "{label}" {{ then warden must close_road {deadline} {evidence} }}'


REPORTED = [
    ("unused-element", rule(f"for each q in places for each z in places when q.wet {CLOSE}"), "places"),
    ("partly-in-force", rule(f"in force from 2015-06-01 {CLOSE}"), "from 2015-06-01"),
    ("partly-in-force", rule(f"in force until 2017-06-01 {CLOSE}"), "until 2017-06-01"),
    (
        "read-twice-by-definitions",
        "define a: boolean { is kind = sea }\ndefine b: boolean { is a }\n" + rule(f"when b or kind = rain {CLOSE}"),
        "kind = rain",
    ),
    ("condition-always-true", rule(f"when depth >= 5 or depth < 30 {CLOSE}"), "depth >= 5 or depth < 30"),
    (
        "condition-always-true",
        rule(f"when drill and kind in {{river, sea, rain}} {CLOSE}"),
        "kind in {river, sea, rain}",
    ),
    ("condition-always-true", rule(f"when any(q in places: q.hurt >= 0) {CLOSE}"), "q.hurt >= 0"),
    ("condition-always-true", rule("then warden must ensure deep or depth < 30"), "deep or depth < 30"),
    ("condition-never-true", rule(f"when drill or depth > 1000 {CLOSE}"), "depth > 1000"),
    ("condition-never-true", rule(f"unless kind > rain {CLOSE}"), "kind > rain"),
    ("condition-never-true", rule(f"when deep and depth < 20 {CLOSE}"), "deep and depth < 20"),
    ("condition-never-true", rule("then warden must ensure share >= 80"), "share >= 80"),
    ("redundant-condition", rule(f"when deep and depth >= 20 {CLOSE}"), "depth >= 20"),
    ("redundant-condition", rule(f"when drill or (drill and closed) {CLOSE}"), "drill and closed"),
    ("redundant-condition", rule(f"when kind in {{river, sea}} and kind != rain and drill {CLOSE}"), "kind != rain"),
    ("redundant-condition", rule(f"when spare > 3 and present(spare) {CLOSE}"), "present(spare)"),
    ("unreachable-rule", rule(f"when not place.wet {CLOSE}"), "not place.wet"),
    ("unreachable-rule", rule(f"when depth >= 40 unless deep {CLOSE}"), "depth >= 40"),
    ("idle-exception", rule(f"when deep unless depth < 20 {CLOSE}"), "depth < 20"),
    ("idle-exception", rule(f"when drill unless not place.wet {CLOSE}"), "not place.wet"),
    ("idle-exception", rule(f"unless depth > 10 unless depth > 20 {CLOSE}"), "depth > 20"),
    (
        "idle-override",
        rule(f"for each q in places when q.hurt > 3 {CLOSE}", "a")
        + rule("overrides a for each z in places when z.hurt < 2 then warden may close_road", "b"),
        "b",
    ),
    (
        "overridden-always",
        rule(f"for each q in places when q.hurt > 3 {CLOSE}", "a")
        + rule("overrides a for each z in places when z.hurt > 2 then warden may close_road", "b"),
        "a",
    ),
    (
        "case-never-reached",
        "define d: boolean { is true when drill  is false when not drill  is true otherwise }",
        "is true otherwise",
    ),
    ("double-negation", rule(f"when not not drill {CLOSE}"), "not not drill"),
    ("double-negation", rule(f"unless not drill {CLOSE}"), "not drill"),
    ("norm-twice", rule("then warden must close_road, warden and mayor must close_road"), None),
    ("norm-twice", rule("then warden must close_road, warden may close_road"), None),
    (
        "unlikely-duration",
        rule("since seen_at then warden must close_road within 0 hours fulfilled at closed_at"),
        None,
    ),
    ("never-fulfilled", rule("when drill unless closed then warden must close_road fulfilled when closed"), "closed"),
    (
        "never-fulfilled",
        rule("when not present(closed_at) then warden must close_road fulfilled at closed_at"),
        "closed_at",
    ),
    ("never-fulfilled", rule("when depth > 40 then warden must ensure depth < 30"), "depth < 30"),
    (
        "never-fulfilled",
        rule("for each q in places when q.hurt > 4 then warden must close_road fulfilled when q.hurt = 0"),
        "q.hurt = 0",
    ),
    ("never-fulfilled", rule("when not closed then warden must not open_road breached when closed"), "closed"),
    ("always-fulfilled", rule("when deep then warden must ensure depth >= 20"), "depth >= 20"),
    ("always-fulfilled", rule("then warden must ensure place.wet"), "place.wet"),
    (
        "duplicated-rule",
        rule(f"for each q in places when q.hurt > 3 {CLOSE}", "a")
        + rule(f"for each z in places when z.hurt > 3 {CLOSE}", "b"),
        "b",
    ),
    (
        "subsumed-rule",
        rule(f"when deep {CLOSE}, mayor must open_road", "a") + rule(f"when depth >= 50 {CLOSE}", "b"),
        "b",
    ),
    (
        "conflicting-norms",
        rule(f"when deep {CLOSE}", "a") + rule("when depth > 90 then warden must not close_road", "b"),
        "warden must not close_road",
    ),
    (
        "adjacent-thresholds",
        rule(f"when depth <= 40 {CLOSE}", "a") + rule("when depth >= 40 then warden must open_road", "b"),
        None,
    ),
    (
        "readings-alike",
        'interpretation which { question "?" readings { one, two, three } }\n' + rule(f"when which != one {CLOSE}"),
        None,
    ),
    ("deadline-before-start", rule("then warden must close_road by 2015-06-01 fulfilled at closed_at"), "2015-06-01"),
    (
        "deadline-before-start",
        rule("since seen_at then warden must close_road by date(seen_at) - 3 days fulfilled at closed_at"),
        "date(seen_at) - 3 days",
    ),
    ("never-missed-in-force", rule("then warden must close_road by 2016-12-31 fulfilled at closed_at"), "2016-12-31"),
    (
        "never-missed-in-force",
        rule("in force until 2016-06-30 then warden must ensure closed by 2016-07-01"),
        "2016-07-01",
    ),
    ("bearer-to-itself", rule("then warden and mayor must tell(whom: mayor)"), "mayor"),
    ("judgement-as-fact", 'fact blocked "情节恶劣": boolean\n', "blocked"),
    ("judgement-as-fact", "fact is_reasonable: boolean\n", "is_reasonable"),
    ("label-figure-differs", timed("两小时内封路", "within 3 hours"), "r"),
    ("label-figure-differs", timed("close within 48 hours", "within 1 day"), "r"),
    ("inclusive-threshold", f'rule r "30以上封路" {{ when depth > 30 {CLOSE} }}', "depth > 30"),
    ("inclusive-threshold", f'rule r "不满三十人" {{ when place.hurt <= 30 {CLOSE} }}', "place.hurt <= 30"),
    ("inclusive-threshold", 'rule r "不少于80%" { then warden must ensure share > 80% }', "share > 80%"),
]

LEFT_ALONE = [
    ("unused-element", rule("for each q in places then warden must close_road fulfilled when q.wet")),
    ("unused-element", rule(f"for each q in places when any(z in places: z.hurt > q.hurt) {CLOSE}")),
    ("partly-in-force", rule(f"in force from 2016-06-01 {CLOSE}")),
    ("partly-in-force", rule(f"in force from 2015-06-01 for seen_at {CLOSE}")),
    ("partly-in-force", rule(f"in force from 2017-06-01 {CLOSE}")),
    ("read-twice-by-definitions", rule(f"when kind = sea or kind = rain {CLOSE}")),
    (
        "read-twice-by-definitions",
        f"define a: boolean {{ is kind = sea and drill }}\n{rule(f'when a or kind = rain {CLOSE}')}",
    ),
    ("long-condition", rule(f"when drill and closed and deep {CLOSE}")),
    # what settings and readings decide is not decided
    ("condition-always-true", rule(f"when how = wide {CLOSE}") + rule(f"when limit > 10 {CLOSE}", "s")),
    ("condition-never-true", rule(f"when how = narrow {CLOSE}") + rule(f"when limit > 99 {CLOSE}", "s")),
    ("unreachable-rule", rule(f"when how = narrow and limit > 99 {CLOSE}")),
    # something absent compares neither way
    ("condition-always-true", rule(f"when spare >= 3 or spare < 3 {CLOSE}")),
    ("redundant-condition", rule(f"when present(spare) and not (spare > 3) {CLOSE}")),
    ("case-never-reached", "define d: boolean { is true when spare > 3  is false when spare <= 3  is true otherwise }"),
    # two readings of two things
    ("condition-always-true", rule(f"when any(q in places: q.wet) or any(q in places: not q.wet) {CLOSE}")),
    ("condition-never-true", rule(f"when any(q in places: q.wet) and any(q in places: not q.wet) {CLOSE}")),
    ("redundant-condition", rule(f"when depth >= 20 and place.hurt >= 20 {CLOSE}")),
    ("unreachable-rule", rule(f"when deep and kind = sea unless kind = rain unless drill {CLOSE}")),
    ("idle-exception", rule(f"when depth > 10 unless depth > 20 {CLOSE}")),
    ("idle-exception", rule(f"unless depth > 20 unless depth > 10 {CLOSE}")),
    (
        "idle-override",
        rule(f"when depth > 10 {CLOSE}", "a") + rule("overrides a when drill then warden may close_road", "b"),
    ),
    (
        "overridden-always",
        rule(f"when deep {CLOSE}", "a")
        + rule("overrides a when depth > 10 then warden may close_road", "b")
        + rule("overrides b when drill then mayor must close_road", "c"),
    ),
    ("double-negation", rule(f"when not (depth < 30) and not drill and kind != sea {CLOSE}")),
    ("norm-twice", rule("then warden must close_road, mayor must close_road, warden must open_road")),
    ("norm-twice", rule("then warden must close_road every month, warden must close_road every quarter")),
    ("unlikely-duration", rule("since seen_at then warden must close_road within 0 days fulfilled at closed_at")),
    ("deadline-without-evidence", rule("since seen_at then warden should close_road within 2 days")),
    ("deadline-without-since", rule("then warden must close_road by 2016-03-01 fulfilled at closed_at")),
    (
        "never-fulfilled",
        rule("when drill unless closed then warden must open_road fulfilled when not drill or closed").replace(
            "not drill or closed", "kind = sea"
        ),
    ),
    ("never-fulfilled", rule("when present(closed_at) then warden must open_road fulfilled at closed_at")),
    ("always-fulfilled", rule("when closed then warden must open_road fulfilled at closed_at")),
    # a document that says a thing twice
    ("duplicated-rule", rule(f'cite "1" when deep {CLOSE}', "a") + rule(f'cite "2" when deep {CLOSE}', "b")),
    ("duplicated-rule", rule(f"since seen_at when deep {CLOSE}", "a") + rule(f"when deep {CLOSE}", "b")),
    ("duplicated-rule", rule(f"when deep {CLOSE}", "a") + rule(f"soft when deep {CLOSE}", "b")),
    ("duplicated-rule", rule(f"for each q in places {CLOSE}", "a") + rule(CLOSE, "b")),
    ("subsumed-rule", rule(f"when deep {CLOSE}", "a") + rule("when depth > 50 then warden should close_road", "b")),
    ("subsumed-rule", rule(f"when deep {CLOSE}", "a") + rule(f"when depth > 20 and drill {CLOSE}", "b")),
    (
        "conflicting-norms",
        rule(f"when deep {CLOSE}", "a") + rule("overrides a when depth > 90 then warden must not close_road", "b"),
    ),
    ("conflicting-norms", rule(f"when deep {CLOSE}", "a") + rule("when drill then warden must not close_road", "b")),
    (
        "conflicting-norms",
        rule(f"when deep {CLOSE}", "a") + rule("when depth > 90 then mayor must not close_road", "b"),
    ),
    (
        "conflicting-norms",
        rule("when deep then warden must tell(whom: mayor)", "a")
        + rule("when depth > 90 then warden must not tell(whom: warden)", "b"),
    ),
    (
        "adjacent-thresholds",
        rule(f"when depth < 40 {CLOSE}", "a") + rule("when depth >= 40 then warden must open_road", "b"),
    ),
    ("adjacent-thresholds", rule(f"when depth > 10 and depth < 40 {CLOSE}", "a")),
    ("adjacent-thresholds", rule(f"when depth < 40 or depth > 40 {CLOSE}", "a")),
    (
        "adjacent-thresholds",
        rule(f"when depth < 40 {CLOSE}", "a")
        + rule("when depth > 40 then mayor must open_road", "b")
        + rule("when depth = 40 then mayor must close_road", "c"),
    ),
    (
        "adjacent-thresholds",
        rule(f"when depth < 40 {CLOSE}", "a") + rule("when place.hurt > 40 then mayor must open_road", "b"),
    ),
    ("readings-alike", rule(f"when how = wide {CLOSE}")),
    ("readings-alike", ""),  # one that is read nowhere is unused
    (
        "deadline-before-start",
        rule(f"in force from 2015-01-01 until 2016-12-31 for seen_at {CLOSE} by 2016-02-01 {DONE}"),
    ),
    ("never-missed-in-force", rule("then warden must close_road by 2016-12-30 fulfilled at closed_at")),
    ("never-missed-in-force", rule("then warden should close_road by 2016-12-31 fulfilled at closed_at")),
    ("bearer-to-itself", rule("then warden must tell(whom: mayor)")),
    ("judgement-as-fact", 'fact blocked "情节恶劣": judgement by mayor\nfact properly_signed "已签字": boolean\n'),
    ("label-figure-differs", timed("两小时内封路", "within 120 minutes")),
    ("label-figure-differs", monthly("每月5日前封路", "every month by day 5")),
    ("label-figure-differs", monthly("半年一次", "every half year")),
    ("label-figure-differs", timed("三级医院", "within 2 hours")),
    ("inclusive-threshold", f'rule r "30以上封路，30以下不封" {{ when depth > 30 {CLOSE} }}'),
    ("inclusive-threshold", f'rule r "cover 30 of them" {{ when depth >= 30 {CLOSE} }}'),
    ("inclusive-threshold", f'rule r "超过30" {{ when depth > 30 {CLOSE} }}'),
    ("inclusive-threshold", f'rule r "二级以上" {{ when depth > 2 and kind >= sea {CLOSE} }}'),
    (
        "scenario-twice",
        'scenario "a" { given depth = 3  as of 2016-03-01 expect deep = false }\n'
        'scenario "b" { given depth = 3  as of 2016-03-02 expect deep = false }\n'
        'scenario "c" { given depth = 3  as of 2016-03-01 expect deep = false  set how = narrow }\n',
    ),
    (
        "scenario-twice",
        'scenario "a" { given depth = 3  as of 2016-03-01 expect deep = false }\n'
        'scenario "b" { given depth = 3  as of 2016-03-01 expect undetermined how_deep }\n'
        "define how_deep: boolean { is spare > 3 }\n",
    ),
]


@pytest.mark.parametrize(("code", "text", "place"), REPORTED)
def test_it_is_reported_where_it_is_written(code: str, text: str, place: str | None) -> None:
    told = found(code, text)
    assert [d.code for d in told] == [code]
    assert told[0].span is not None
    if place is not None:
        assert told[0].span.text == place
    assert told[0].help


@pytest.mark.parametrize(("code", "text"), LEFT_ALONE)
def test_what_only_looks_like_it_is_left_alone(code: str, text: str) -> None:
    assert found(code, text) == ()


def test_a_norm_that_an_author_wrote_in_a_stage_is_looked_at() -> None:
    stages = (
        "stage low { then warden must tell(mayor) } stage high { when deep then warden must close_road within 2 hours }"
    )
    ladder = f"ladder heights {{ when depth > 1  since seen_at  {stages} }}\n"
    assert [d.code for d in found("deadline-without-evidence", ladder)] == ["deadline-without-evidence"]
