"""The prompt: lines in, text out. Nothing that is typed breaks it."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pingan
from pingan.repl import Session, completions, is_whole
from pingan.repl.places import is_private
from tests.interview.policies import FLOOD


@cache
def flood() -> pingan.Policy:
    return pingan.load(pingan.Source("flood.rules", FLOOD))


def typed(*lines: str, language: str = "en", facts: object = None) -> Session:
    session = Session.of(flood(), as_of="2016-06-01", facts=facts, language=language)
    for line in lines:
        session = session.heard(line)
    return session


def told(*lines: str, language: str = "en", facts: object = None) -> str:
    return typed(*lines, language=language, facts=facts).told


# --- facts ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "facts"),
    [
        ("depth = 40", {"depth": 40}),
        ("水深 = 40", {"depth": 40}),
        ("depth = {at_least: 3}", {"depth": {"at_least": 3}}),
        ("depth = >= 3", {"depth": {"at_least": 3}}),
        ("region = 北区", {"region": "north"}),
        ("region = north, south", {"region": {"one_of": ["north", "south"]}}),
        ("chief = {code: A, depth: 3}", {"chief": {"code": "A", "depth": 3}}),
        ('chief = {"code": "A"}', {"chief": {"code": "A"}}),
        ("chief.depth = 3", {"chief": {"depth": 3}}),
        ("chief = null", {"chief": None}),
        ("chief = none", {"chief": None}),
        ("gauges = 2", {"gauges": [{}, {}]}),
        ("gauges = [{code: A}]", {"gauges": [{"code": "A"}]}),
        ("signs = 管涌, crack", {"signs": ["boil", "crack"]}),
        ("drill = 否", {"drill": False}),
        ("closed_at = 2016-05-31 8:00", {"closed_at": "2016-05-31T00:00:00Z"}),
    ],
)
def test_facts_are_given_by_name_or_label(line: str, facts: object) -> None:
    session = typed(line)
    assert session.told == ""
    assert session.interview.facts == facts


def test_facts_are_added_to_replaced_and_forgotten() -> None:
    session = typed("gauges = A", "gauges += B", "gauges[2].depth = 4", "signs = boil", "signs += crack", "depth = 3")
    assert session.interview.facts == {
        "gauges": [{"code": "A"}, {"code": "B", "depth": 4}], "signs": ["boil", "crack"], "depth": 3
    }  # fmt: skip
    assert typed("region = north", "region = west").interview.facts == {"region": "west"}
    assert typed("depth = 3", "forget depth").interview.facts == {}
    assert "not given" in told("forget depth")
    unknown = typed("depth = 3", "unknown depth")
    assert unknown.interview.facts == {} and "depth: not known" in unknown.heard("facts").told
    assert "depth" not in unknown.heard("region = north").heard("questions").told


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("dpeth = 3", "did you mean `depth`"),
        ("chief.dpeth = 3", "did you mean `depth`"),
        ("stage = true", "is defined by the policy"),
        ("region = moon", "there are north, south, west"),
        ("region = 1", "there are north, south, west"),
        ("depth = -1", "declared range"),
        ("depth =", "write a value"),
        ("chief = {", "not YAML"),
        ("gauges[3].depth = 1", "there are 0 elements"),
        ("as of tomorrow", "no instant"),
        ("set limt = 3", "limit"),
        ("set limit", "write: set"),
        ("why nothing", "no rule is called"),
        ("rule tel", "did you mean"),
        ("whatif depth", "write: whatif"),
        ("language xx", "there is no language"),
        ("load", "write: load"),
    ],
)
def test_what_is_wrong_is_told_and_changes_nothing(line: str, says: str) -> None:
    session = typed("region = north", line)
    assert says in session.told
    assert session.interview.facts == {"region": "north"}


# --- questions --------------------------------------------------------------------------------------------------------


def test_expressions_are_asked_of_the_facts() -> None:
    facts = {"depth": 40, "gauges": [{"code": "A", "depth": 3}, {"code": "B"}], "region": "north"}
    assert told("stage", facts=facts).splitlines()[0] == "yes"
    assert told("险情", facts=facts).splitlines()[0] == "yes"
    assert told("depth + 2", facts=facts).splitlines()[0] == "42"
    assert told("count(g in gauges) > 1", facts=facts).splitlines()[0] == "yes"
    assert told("region", facts=facts).splitlines()[0] == "north"
    assert told("? region = south", facts=facts).splitlines()[0] == "no"
    undetermined = told("drill and stage", facts=facts)
    assert undetermined.splitlines()[0] == "not known" and "drill is not given" in undetermined
    assert "gauges[1].code" in told("gauges", facts=facts)
    assert told("chief") == "not given"


def test_what_is_no_expression_is_told_with_its_place() -> None:
    found = told("depth > bogus").splitlines()
    assert found[0].strip() == "depth > bogus" and found[1].strip() == "^^^^^"
    assert "bogus" in found[2]
    assert told("1 +") and told(")") and told("rule x {")


def test_duties_reasons_and_what_would_be_otherwise() -> None:
    facts = {"region": "north", "depth": 40, "gauges": [], "phone": "1", "closed": False}
    assert "warden must call" in told("duties", facts=facts)
    assert "drill is not given" in told("why tell", facts=facts)
    assert "drill is not given" in told("why 通知公安", facts=facts)
    otherwise = told("whatif drill = true", facts=facts)
    assert "does not apply" in otherwise and "→" in otherwise
    assert "nothing would be otherwise" in told("whatif signs = none", facts=facts)
    assert typed("whatif drill = true", facts=facts).interview.facts == facts
    assert told("duties all", facts=facts).count("\n") > told("duties", facts=facts).count("\n")
    assert "drill" in told("questions", facts=facts)
    assert "flowchart" in told("graph tell", facts=facts)


def test_settings_and_the_instant_are_of_the_session() -> None:
    session = typed("depth = 20", "set limit = 10")
    assert session.heard("stage").told.splitlines()[0] == "yes"
    assert "limit = 10" in session.heard("facts").told
    assert "2016-07-01 08:00" in typed("as of 2016-07-01 08:00", "facts").told


def test_the_text_of_a_rule() -> None:
    assert told("rule tell").splitlines()[0].startswith('rule tell "通知公安" {')
    assert told("规则 通知公安").splitlines()[-1] == "}"
    assert told("rule stage").startswith("define stage")


def test_the_question_is_a_scenario_that_holds() -> None:
    session = typed("region = north", "depth = 40", "drill = no", "closed = yes", "gauges = A", "scenario as asked")
    text = session.told
    assert text.startswith('scenario "as asked" {') and "expect" in text
    policy = pingan.load(pingan.Source("flood.rules", f"{FLOOD}\n{text}\n"))
    assert [result.passed for result in policy.test()] == [True]


def test_both_languages() -> None:
    facts = {"region": "north", "depth": 40}
    assert told("义务", language="zh", facts=facts).count("值守员 应当") == 3
    assert told("假如 演练 = 是", language="zh", facts=facts).count("→") == 2
    assert "水深：40" in told("事实", language="zh", facts=facts)
    assert told("险情", language="zh", facts=facts).splitlines()[0] == "是"
    assert "赋值" in told("帮助", language="zh") and "whatif" in told("help")
    assert typed("语言 zh").heard("duties").told.count("应当") > 0


def test_wishes_are_for_whoever_has_the_files() -> None:
    wish = typed("save a file.json").wish
    assert wish is not None and wish.names == ("a file.json",)
    assert typed("load a b").wish.names == ("a", "b")  # type: ignore[union-attr]
    assert typed("reload").wish is not None and typed("退出").wish is not None
    assert typed("save x", "facts").wish is None


def test_the_same_facts_put_to_the_policy_read_again() -> None:
    session = typed("depth = 40", "unknown drill")
    again = session.with_policy(pingan.load(pingan.Source("flood.rules", FLOOD.replace("= 30", "= 50"))), {})
    assert again.heard("stage").told.splitlines()[0] != "yes"
    assert again.interview.unknown == ("drill",)


# --- lines ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "whole"),
    [("depth = 3", True), ("chief = {", False), ("chief = {\n}", True), ("a \\", False), ("x = {\n\n", True),
     ("", True), ('"{"', True), ("f(", False), (")", True)],
)  # fmt: skip
def test_lines_belong_together_while_a_bracket_is_open(text: str, whole: bool) -> None:
    assert is_whole(text) is whole


def test_values_may_take_several_lines() -> None:
    assert typed("chief = {\n  code: A,\n  depth: 3\n}").interview.facts == {"chief": {"code": "A", "depth": 3}}


def test_sensitive_facts_are_neither_told_nor_kept() -> None:
    session = typed("phone = 13900000000", "facts")
    assert "139" not in session.told
    assert "139" not in typed("phone = 13900000000", "phone").told
    assert is_private(flood(), "phone = 13900000000") and is_private(flood(), "gauges = [{户主: 甲}]")
    assert not is_private(flood(), "depth = 3")


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text(max_size=60), max_size=4))
def test_hostile_lines(lines: list[str]) -> None:
    session = typed()
    for line in lines:
        session = session.heard(line)
        assert isinstance(session.told, str)
        completions(session, line)
        is_whole(line)


WORDS = [
    "depth",
    "=",
    "chief",
    ".",
    "{",
    "}",
    "[1]",
    "why",
    "whatif",
    "north",
    "3",
    "+=",
    "?",
    "unknown",
    "as of",
    "set",
]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(st.sampled_from(WORDS), max_size=7).map(" ".join), max_size=4))
def test_lines_of_its_own_words(lines: list[str]) -> None:
    session = typed()
    for line in lines:
        session = session.heard(line)
        assert isinstance(session.told, str)


def test_a_very_long_line_is_refused() -> None:
    assert "too long" in told("depth = " + "9" * 100_000)
    assert told("(" * 5000) != ""


# --- completion -------------------------------------------------------------------------------------------------------


def offered(before: str) -> list[str]:
    return [found.text for found in completions(typed(), before)]


def test_completion_of_commands_facts_members_definitions_and_rules() -> None:
    assert {"duties", "depth", "stage", "水深", "假如"} <= set(offered(""))
    assert offered("dep") == ["depth"]
    assert "chief.depth" in offered("chief.") and "chief.水深" in offered("chief.")
    assert offered("chief.de") == ["chief.depth"]
    assert offered("gauges[1].bro") == ["gauges[1].broken"]
    assert offered("region = n") == ["north"]
    assert offered("region = 北") == ["北区"]
    assert offered("signs has c") == ["crack"] + [x for x in offered("signs has c") if x != "crack"]
    assert "tell" in offered("why ") and "通知公安" in offered("rule 通")
    assert offered("set lim") == []
    assert "flood.limit" in offered("set ")
    assert "true" in offered("drill = ")
    assert offered("险") and "险情" in offered("险")
    assert "duties" not in offered("forget ")
    assert completions(typed(), "region = n")[0].replaces == 1
