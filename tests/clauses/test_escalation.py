"""Escalations: what they become, how they are refused, and that they print as they are written."""

from __future__ import annotations

import pytest

import pingan
from tests.clauses.duties import VOCABULARY, lowered, refusal


def test_every_recipient_becomes_a_norm_and_the_head_is_that_of_the_rule() -> None:
    form = """escalation e "E" {
        cite "1", "2"
        in force from 2016-01-01 for leak.at
        since leak.at
        when leak.grave
        unless leak.closed
        from plant with county to town and city promptly fulfilled at leak.told_at
        soft
        note "n"
    }"""
    rule = """rule e "E" {
        cite "1", "2"
        in force from 2016-01-01 for leak.at
        since leak.at
        when leak.grave
        unless leak.closed
        then plant with county must report(to: town) promptly fulfilled at leak.told_at,
             plant with county must report(to: city) promptly fulfilled at leak.told_at
        soft
        note "n"
    }"""
    assert lowered(form) == lowered(rule)


@pytest.mark.parametrize(
    ("route", "duty"),
    [
        ("from town to city", "must report(to: city)"),
        ("from town must not report to press", "must not report(to: press)"),
        ("from town may report to press", "may report(to: press)"),
        ("from town should notify(content: {place}) to city", "should notify(to: city, content: {place})"),
        ("from town notify({place}) to city", "must notify(to: city, content: {place})"),
        ("from town hand_in(leak) to city", "must hand_in(to: city, what: leak)"),
        ("from town to plant.superior", "must report(to: plant.superior)"),
        ("from town to city by 2016-03-01 rolling", "must report(to: city) by 2016-03-01 rolling"),
        ("from town to city every month by day 5", "must report(to: city) every month by day 5"),
        (
            "from town to city recorded in leak.informed",
            "must report(to: city) fulfilled when leak.informed has city",
        ),
    ],
)
def test_what_a_route_may_say(route: str, duty: str) -> None:
    assert lowered(f"escalation e {{ {route} }}") == lowered(f"rule e {{ then town {duty} }}")


def test_norms_stand_in_a_rule_for_each_event_that_they_count_from() -> None:
    form = """escalation e "E" {
        since leak.at
        from plant to town promptly after leak.told_at
        from plant to town within 2 hours fulfilled at leak.told_at
            then to county promptly
            then should hand_in(leak) to city
            then to press promptly after leak.at
    }"""
    rules = """rule e "E" {
        since leak.at
        then plant must report(to: town) within 2 hours fulfilled at leak.told_at,
             county should hand_in(to: city, what: leak),
             city must report(to: press) promptly
    }
    rule e_2 "E 2" {
        since leak.told_at
        then plant must report(to: town) promptly, town must report(to: county) promptly
    }"""
    assert lowered(form) == lowered(rules)


def test_several_recipients_of_a_step_all_pass_it_on() -> None:
    form = "escalation e { from plant to town and county then to city }"
    rule = """rule e {
        then plant must report(to: town), plant must report(to: county), town and county must report(to: city)
    }"""
    assert lowered(form) == lowered(rule)


def test_a_branch_takes_from_the_route_what_it_leaves_unsaid() -> None:
    form = """escalation e {
        since leak.at
        from plant with city should notify(content: {place}) to town promptly after leak.told_at,
            to county,
            report to press,
            may report to press within 2 hours
    }"""
    rules = """rule e {
        since leak.at
        then plant with city may report(to: press) within 2 hours
    }
    rule e_2 {
        since leak.told_at
        then plant with city should notify(to: town, content: {place}) promptly,
             plant with city should notify(to: county, content: {place}) promptly,
             plant with city should report(to: press) promptly
    }"""
    assert lowered(form) == lowered(rules)


def test_a_vocabulary_in_chinese_needs_no_english_word() -> None:
    vocabulary = "政策 p\n\n主体 镇\n主体 县\n行动 上报（对象：主体） 为 上报\n"
    found = lowered("上报 逐级 { 由 镇 向 县 }", vocabulary)
    assert "镇 must 上报(对象: 县)" in found


def test_every_norm_is_of_the_kind_that_its_action_is() -> None:
    policy = pingan.load(pingan.Source("p.rules", f"{VOCABULARY}\nescalation e {{ from town to city and press }}"))
    outcome = policy.evaluate({}, as_of="2016-01-01")
    assert [(n.rule, n.kind, n.bearer.name) for n in outcome.norms] == [("e", "escalation", "town")] * 2


@pytest.mark.parametrize(
    ("routes", "code", "place", "remedy"),
    [
        ("from town tell to city", "unknown-name", "tell", "declare `action tell (to: actor) is escalation`"),
        ("from town notfy to city", "unknown-name", "notfy", "did you mean `notify`?"),
        ("from town calm to city", "wrong-arguments", "calm", "declare it with one: `action calm (to: actor)`"),
        ("from town report(to: county) to city", "wrong-arguments", "to", "leave it out"),
        ("from town report(county) to city", "wrong-arguments", "county", "leave it out"),
        ("from town to city and city", "bad-form", "city", "leave one of them out"),
        ("from town and city to city", "bad-form", "city", "name somebody else"),
        ("from town to city then to county within 2 hours", "bad-form", "within 2 hours", "`fulfilled at …`"),
        ("", "missing-item", "e", "`from … to …`"),
        ("from tonw to city", "unknown-name", "tonw", "did you mean `town`?"),
        ("from town to tonw", "unknown-name", "tonw", "did you mean `town`?"),
        ("from town may report to city fulfilled at leak.at", "bad-evidence", "fulfilled at leak.at", "leave it out"),
        (
            "from town to city recorded in leak.informed fulfilled when leak.grave",
            "bad-evidence",
            "recorded in leak.informed",
            "join the two",
        ),
    ],
)
def test_what_is_wrong_is_said_where_it_stands(routes: str, code: str, place: str, remedy: str) -> None:
    found = refusal(f"escalation e {{ {routes} }}")
    assert found[:2] == (code, place)
    assert remedy in found[2]


def test_without_the_usual_action_the_remedy_is_to_declare_it_or_say_another() -> None:
    source = pingan.Source("p.rules", "policy p\nactor town\nactor city\nescalation e { from town to city }\n")
    (error,) = pingan.check(source)
    assert (error.code, error.annotations[0].span.text) == ("unknown-name", "city")
    assert error.help == "declare `action report (to: actor) is escalation`, or say which action is meant"


def test_comments_stay_with_the_route_that_they_stand_above() -> None:
    text = """policy p

escalation e {
    # Of the whole.
    cite "1"
    # First.
    from town report to city,
        # Besides.
        to county
        # And on.
        then to press promptly after leak.at
    # Second.
    from city report to press
}
"""
    printed = pingan.format_text(text)
    lines = [line.strip() for line in printed.splitlines()]
    for comment, below in (
        ("# Of the whole.", 'cite "1"'),
        ("# First.", "from town report to city,"),
        ("# Besides.", "to county"),
        ("# And on.", "then to press promptly after leak.at"),
        ("# Second.", "from city report to press"),
    ):
        assert lines[lines.index(comment) + 1] == below
    assert pingan.format_text(printed) == printed


def test_an_action_of_no_kind_is_warned_of_once() -> None:
    text = "policy p\nactor town\nactor city\nactor press\naction tell (to: actor)\n"
    found = pingan.check(pingan.Source("p.rules", f"{text}escalation e {{ from town tell to city, tell to press }}\n"))
    assert [(d.severity, d.code, d.annotations[0].span.text) for d in found] == [
        (pingan.Severity.WARNING, "ungrouped-action", "tell")
    ]
