"""What the pass reports: the code, and the smallest place at fault."""

from __future__ import annotations

import pytest

from tests.model.reading import complaints, read

CONDITIONS = [
    ("drlil", "unknown-name", "drlil"),
    ("gauge.levle > 3", "unknown-name", "levle"),
    ("danger = hihg", "unknown-name", "hihg"),
    ("drill.level", "type-mismatch", "drill"),
    ("town.gauges.level > 3", "type-mismatch", "town.gauges"),
    ("gauge.level", "type-mismatch", "gauge.level"),
    ("gauge.level > drill", "type-mismatch", "drill"),
    ("gauge.level = danger", "type-mismatch", "danger"),
    ("drill > drill", "type-mismatch", "drill"),
    ("gauge.kinds = gauge.kinds", "type-mismatch", "gauge.kinds"),
    ("gauge = gauge", "type-mismatch", "gauge"),
    ("warned_at = absent", "compared-with-absent", "absent"),
    ("gauge.kinds has high", "unknown-name", "high"),
    ("gauge.kinds has {dike}", "type-mismatch", "{dike}"),
    ("danger has high", "type-mismatch", "danger"),
    ("days has 2016-01-05", "type-mismatch", "days"),
    ("gauge.level in season", "type-mismatch", "gauge.level"),
    ("gauge.level in town", "type-mismatch", "town"),
    ("started_on in {1, 2}", "type-mismatch", "started_on"),
    ("gauge.level + danger > 3", "type-mismatch", "danger"),
    ("started_on + 2 hours > started_on", "type-mismatch", "2 hours"),
    ("started_on + 1 > started_on", "type-mismatch", "1"),
    ("length > 2 months", "calendar-duration", "2 months"),
    ("length > 5 working days", "calendar-duration", "5 working days"),
    ("known(drill)", "unknown-name", "known"),
    ("cieling(gauge.level) > 3", "unknown-name", "cieling"),
    ("ceil(drill) > 3", "wrong-arguments", "drill"),
    ("date(started_on) = started_on", "wrong-arguments", "started_on"),
    ("date(as_of, as_of) = started_on", "wrong-arguments", "date(as_of, as_of)"),
    ("present(drill)", "always-present", "present(drill)"),
    ("present(drill, drill)", "wrong-arguments", "present(drill, drill)"),
    ("all(g in town.gauges where g.level > 3)", "wrong-arguments", "all(g in town.gauges where g.level > 3)"),
    ("count(g in town.gauges: g.level) > 3", "wrong-arguments", "g.level"),
    ("sum(g in town.gauges) > 3", "type-mismatch", None),
    ('min(g in town.gauges: g.name) = "a"', "type-mismatch", "g.name"),
    ("any(x in gauge.level where drill)", "type-mismatch", "gauge.level"),
    ("any(g in town.gauges where any(g in towns where drill))", "duplicate-name", "g"),
    ("any(period in town.gauges where drill)", "reserved-name", "period"),
    ("started_on in period", "period-not-recurring", "period"),
    ("danger in {low, high, 3}", "type-mismatch", "3"),
    ("nowhere.limit > 3", "unknown-name", "nowhere"),
    ("flood.limmit > 3", "unknown-name", "limmit"),
    ("(drill and nothing) or nothing", "unknown-name", "nothing"),
]


@pytest.mark.parametrize(("written", "code", "fault"), CONDITIONS)
def test_a_mistake_in_a_condition(written: str, code: str, fault: str | None) -> None:
    said = complaints(f"rule it {{ when {written} then warden must close_road }}")
    assert [c for c, _ in said][:1] == [code], said
    assert fault is None or said[0][1] == fault


DECLARATIONS = [
    ("fact drill: boolean", "duplicate-name", "drill"),
    ('fact exercise "drill": boolean', "duplicate-name", "exercise"),
    ("define drill: boolean { is true }", "duplicate-name", "drill"),
    ("parameter warden: integer", "duplicate-name", "parameter"),
    ("enum Level { a }", "duplicate-name", "Level"),
    ("enum Twice { a, a }", "duplicate-name", "a"),
    ('enum Twice { a "甲", b "甲" }', "duplicate-name", "b"),
    ("record Twice { a: text  a: text }", "duplicate-name", "a"),
    ("fact as_of: date", "reserved-name", "as_of"),
    ("define period: boolean { is true }", "reserved-name", "period"),
    ("record text { a: boolean }", "reserved-name", "text"),
    ("fact depth: Depht", "unknown-name", "Depht"),
    ("fact depth: judgement by wardne", "unknown-name", "wardne"),
    ("fact many: list of boolean optional", "bad-mark", "many"),
    ("fact found: judgement by warden optional", "bad-mark", "found"),
    ("fact one: text key", "bad-mark", "one"),
    ("record Two { a: text key  b: text key }", "bad-mark", "b"),
    ("record Two { a: decimal key }", "bad-mark", "a"),
    ("fact many: set of integer", "type-mismatch", "integer"),
    ("fact n: integer >= 3 and <= 2", "bad-range", None),
    ("fact n: text >= 3", "bad-range", None),
    ("fact n: integer = 3", "bad-range", "3"),
    ("fact n: integer >= 1 and != 3", "bad-range", "3"),
    ("parameter n: duration = 2 hours", "bad-range", "2 hours"),
    ("fact n: integer >= limit", "not-constant", "limit"),
    ("record Ring { next: Ring }", "cycle", "next"),
    ("actor left is right\nactor right is left", "cycle", None),
    ("actor left is left", "cycle", None),
    ("actor left is nobody_here", "unknown-name", "nobody_here"),
    ("enum Side { port }\nactor left is port", "unknown-name", "port"),
    ("record Left { right: list of Right }\nrecord Right { left: Left }", "cycle", "right"),
    ("parameter odd: list of integer", "type-mismatch", None),
    ("define a: integer >= 3 { is 3 }", "bad-range", "3"),
    ("define a: judgement by warden { is true }", "type-mismatch", None),
    ("define a: list of integer { is 3 }", "type-mismatch", None),
    ("define a: integer { is 0.5 }", "type-mismatch", "0.5"),
    ("define a: boolean { is b }\ndefine b: boolean { is not a }", "cycle", "a"),
    ("define a: boolean { is true is false when drill }", "unreachable-case", None),
    ("define level (g: Gauge): integer { is 3 }", "duplicate-name", "level"),
    (
        "define high_up (g: Gauge): boolean { is g.level > 3 }\ndefine a: boolean { is high_up }",
        "needs-record",
        "high_up",
    ),
    ("define high_up (g: Level): boolean { is true }", "type-mismatch", "Level"),
    ('interpretation both { question "?" readings { a, b } default c }', "unknown-name", "c"),
    ("define p: period { is from 2016-12-31 until 2016-01-01 }", "empty-period", None),
    ("set limit = 101", "out-of-range", "limit"),
    ("set limit = drill", "type-mismatch", "drill"),
    ("set limit = size(days)", "not-constant", "size(days)"),
    ("set limti = 3", "unknown-name", "limti"),
    ("set reach = middling", "unknown-name", "middling"),
    ("set limit = 3\nset limit = 4", "conflicting-settings", "limit"),
    ("set promptly = 2 months\ndefine a: duration { is promptly }", "calendar-duration", "promptly"),
    ("rule same { then warden must close_road }\nrule same { then warden must close_road }", "duplicate-name", "same"),
]


@pytest.mark.parametrize(("written", "code", "fault"), DECLARATIONS)
def test_a_mistake_in_a_declaration(written: str, code: str, fault: str | None) -> None:
    said = complaints(written)
    assert code in [c for c, _ in said], said
    assert fault is None or fault in [text for c, text in said if c == code] or fault == "parameter"


@pytest.mark.parametrize(
    "written",
    [
        "rule it { when nothing + 3 > limit then warden must close_road }",
        "rule it { when nothing.level.more = 3 and nothing.level then warden must close_road }",
        "rule it { for each x in nothing when x.a = x.b then x must close_road }",
        "fact depth: Depht\nrule it { when depth.a > depth.b then depth must close_road }",
        "define a: boolean { is nothing }\ndefine b: integer { is 1 when a is 2 otherwise }",
    ],
)
def test_one_mistake_is_reported_once(written: str) -> None:
    assert {code for code, _ in complaints(written)} == {"unknown-name"}
    assert len({text for _, text in complaints(written)}) == 1


def test_the_help_names_what_was_probably_meant_in_either_language() -> None:
    _, said = read('policy p\nfact incident "事件": boolean\nactor a\naction b\nrule r { when 事伴 then a must b }')
    assert [d.help for d in said] == ["did you mean `事件`?"]


def test_a_member_that_nothing_expects_is_recognised_in_the_help() -> None:
    _, said = read("policy p\nenum E { alpha, beta }\nactor a\naction b\nrule r { when alpha then a must b }")
    assert said[0].help is not None and "`E`" in said[0].help


def test_a_name_from_a_module_that_is_not_used_is_found_for_the_help() -> None:
    _, said = read("policy p\nactor a\naction b\nrule r { when wet then a must b }", "vocabulary v\nfact wet: boolean")
    assert said[0].help == "it is declared in `v`: write `uses v` in the header of `p`"


def test_asking_what_is_known_is_answered_with_present() -> None:
    _, said = read("policy p\nfact x: boolean\nactor a\naction b\nrule r { when not known(x) then a must b }")
    assert said[0].help is not None and said[0].help.startswith("`present(x)` on an optional fact")


@pytest.mark.parametrize("written", ["rule r { then a must b }", "set p = 3", 'scenario "s" { expect a must b }'])
def test_a_vocabulary_holds_no_rules_settings_or_scenarios(written: str) -> None:
    _, said = read(f"vocabulary v\nactor a\naction b\nparameter p: integer\n{written}")
    assert [d.code for d in said] == ["not-in-vocabulary"]
