"""Levels, replacing, and what is certain about periods when a policy is read."""

from __future__ import annotations

import pytest

from tests.model.reading import complaints, read

LEVELS = "enum Law ordered { national, county }\nenum Size ordered { small, county }\nenum Sort { rural, coastal }\n"


def codes(*texts: str) -> list[tuple[str, str]]:
    return [(d.code, d.span.text if d.span else "") for d in read(*texts)[1]]


def level(path: str) -> tuple[str, int] | str | None:
    """Enum and order of a level; what is said against it."""
    policy, said = read(f"policy p {{ level {path} uses words }}", "vocabulary words\n" + LEVELS)
    if policy is None:
        return said[0].help or said[0].message
    found = policy.headers["p"].level
    return (found.enum, found.order) if found else None


def test_a_level_is_a_member_of_an_ordered_enum() -> None:
    assert level("national") == ("Law", 1)
    assert level("Law.county") == ("Law", 2)
    assert level("Size.county") == ("Size", 2)


@pytest.mark.parametrize(
    ("path", "remedy"),
    [
        ("county", "`Law.county` or `Size.county`"),
        ("nationl", "did you mean `national`?"),
        ("rural", "enum Sort ordered"),
        ("Law.rural", "a level is a member of an ordered enum"),
        ("words.Law.county", "a level is a member of an ordered enum"),
    ],
)
def test_what_is_no_level_is_told_with_a_remedy(path: str, remedy: str) -> None:
    found = level(path)
    assert isinstance(found, str) and remedy in found


def test_levels_of_two_enums_cannot_be_compared() -> None:
    words = "vocabulary words\n" + LEVELS
    said = codes("policy a { level national uses words extends b }", "policy b { level small uses words }", words)
    assert said == [("level-order", "b")]


def phases(*lines: str) -> list[str]:
    return [code for code, _ in complaints("\n".join(lines))]


def test_phases_that_follow_each_other_are_right() -> None:
    assert (
        phases(
            "define campaign: period { is from 2016-01-01 until 2016-12-31 }",
            "define phase_1: period { is from 2016-01-01 until 2016-03-31 }",
            "define phase_2: period { is from 2016-04-01 until 2016-12-31 }",
            "define spring: period { is from 2016-03-01 until 2016-05-31 }",
        )
        == []
    )


def test_phases_of_one_campaign_that_overlap_are_told_by_what_they_fill() -> None:
    said = phases(
        "define campaign: period { is from 2016-01-01 until 2016-12-31 }",
        "define start_up: period { is from 2016-01-01 until 2016-04-30 }",
        "define full_swing: period { is from 2016-04-11 until 2016-12-31 }",
    )
    assert said == ["phases-overlap"]


def test_the_days_in_common_are_shown() -> None:
    policy, said = read(
        "policy p\n"
        'define one "第一阶段": period { is from 2008-04-02 until 2008-04-10 }\n'
        'define two "第二阶段": period { is from 2008-04-10 until 2008-11-30 }\n'
    )
    assert policy is not None
    assert [d.message for d in said] == ["`one` and `two` have 1 day in common: 2008-04-10"]
    assert said[0].help is not None and "`from end(one)`" in said[0].help


def test_phases_are_compared_in_the_reading_that_is_chosen() -> None:
    texts = (
        "define phase_1: period { is from 2016-01-01 until 2016-03-31 when reach = far"
        " is from 2016-01-01 until 2016-04-30 otherwise }",
        "define phase_2: period { is from 2016-04-01 until 2016-12-31 }",
    )
    assert phases(*texts) == ["phases-overlap"]
    assert phases("set reach = far", *texts) == []


def test_a_period_said_by_another_may_not_end_before_it_begins() -> None:
    said = complaints(
        "define one: period { is from 2016-01-01 until 2016-06-30 }\n"
        "define two: period { is from end(one) until 2016-05-31 }\n"
    )
    assert ("empty-period", "from end(one) until 2016-05-31") in said


def in_force(policy: str, rule: str) -> list[str]:
    text = (
        f"policy p {{ in force {policy} }}\nactor warden\naction close\nfact at: date\n"
        f"define phase: period {{ is from 2017-01-01 until 2017-06-30 }}\n"
        f"rule it {{ in force {rule} then warden must close }}"
    )
    return [code for code, _ in codes(text)]


def test_a_rule_whose_time_lies_outside_its_policy_is_told() -> None:
    assert in_force("from 2016-01-01 until 2016-12-31", "during phase") == ["never-in-force"]
    assert in_force("until 2016-12-31 for at", "during phase for at") == ["never-in-force"]
    assert in_force("until 2017-01-01", "during phase") == []
    # Another instant is tested: both can be so.
    assert in_force("until 2016-12-31", "during phase for at") == []


def test_a_policy_that_is_replaced_before_it_begins_is_told() -> None:
    old = "policy old { in force from 2016-01-01 }\nactor warden\naction close\nrule it { then warden must close }"
    late = "rule late { in force from 2015-06-01 then warden must close }"
    new = "policy new { in force from {} replaces old }"
    assert codes(new.replace("{}", "2015-01-01"), old) == [("never-in-force", "from 2016-01-01")]
    assert codes(new.replace("{}", "2017-01-01"), old) == []
    ended = old + "\nrule after { in force from 2018-01-01 then warden must close }"
    assert codes(new.replace("{}", "2017-01-01"), ended) == [("never-in-force", "from 2018-01-01")]
    assert codes(new.replace("{}", "2017-01-01"), old + "\n" + late) == []


def conflicts(first: str, second: str, before: str = "") -> list[str]:
    text = (
        "policy p\nactor warden\nactor guard\naction close (what: boolean)\nfact wet: boolean\nfact dry: boolean\n"
        f"{before}\nrule one {{ {first} }}\nrule two {{ {second} }}"
    )
    return [code for code, _ in codes(text)]


def test_what_is_forbidden_and_demanded_at_the_same_time_is_certain() -> None:
    do, not_do = "then warden must close(what: wet)", "then warden must not close(what: wet)"
    assert conflicts(do, not_do) == ["certain-conflict"]
    assert conflicts(f"when wet {do}", f"when wet {not_do}") == ["certain-conflict"]
    assert conflicts(f"in force until 2016-01-05 {do}", f"in force from 2016-01-05 {not_do}") == ["certain-conflict"]
    assert conflicts("then warden may close(what: wet)", not_do) == ["certain-conflict"]


def test_what_need_not_meet_is_no_certain_conflict() -> None:
    do, not_do = "then warden must close(what: wet)", "then warden must not close(what: wet)"
    assert conflicts(f"when wet {do}", f"when dry {not_do}") == []
    assert conflicts(f"in force until 2016-01-04 {do}", f"in force from 2016-01-05 {not_do}") == []
    assert conflicts(do, "then guard must not close(what: wet)") == []
    assert conflicts(do, "then warden must not close(what: dry)") == []
    assert conflicts(do, f"overrides one {not_do}") == []


def test_versions_of_one_document_must_not_bind_together() -> None:
    old, new = (f'policy {n} {{ version "{v}" document "Act 1" in force {t} }}' for n, v, t in
                (("old", 1, "from 2010-01-01 until 2015-12-31"), ("new", 2, "from 2015-07-01")))  # fmt: skip
    assert codes(old, new) == [("two-versions", "old")]
    assert codes(old.replace("2015-12-31", "2015-06-30"), new) == []
    assert codes(old, new.replace(" }", " replaces old }")) == []
    assert codes(old.replace("Act 1", "Act 2"), new) == []


def test_two_modules_may_declare_the_same_in_the_same_words() -> None:
    words = "record Town is actor { people: integer }\nfact town: Town\nactor mayor"
    assert codes(f"policy a\n{words}", f"policy b\n{words}") == []
    said = codes(f"policy a\n{words}", f"policy b\n{words.replace('integer', 'decimal')}")
    assert said == [("duplicate-name", "Town")]
