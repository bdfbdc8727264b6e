"""The clause form `ladder`: what it is lowered to, how it is printed, what is refused and what is doubted."""

from __future__ import annotations

import pytest

import pingan
from pingan.diagnostics.diagnostic import Diagnostic, Diagnostics
from pingan.modules.loader import load_modules
from pingan.source import Source
from pingan.stdlib import standard_environment
from pingan.syntax import nodes
from pingan.syntax.to_text import print_expression

HEAD = """policy story {
    zone "Asia/Shanghai"
    in force from 2016-01-05
}

record Person { name: text key  ringleader: boolean }
record Incident { a: boolean  b: boolean  c: boolean  done_at: datetime optional  persons: list of Person }

fact i: Incident
actor police
action talk
action warn
action remove
action take_away (who: Person)

"""
TWO = "stage low { when i.a then police must talk } stage high { when i.b then police must warn }"


def lowered(ladder: str) -> tuple[nodes.Declaration, ...]:
    diagnostics = Diagnostics()
    modules = load_modules([Source("story.rules", HEAD + ladder)], diagnostics, environment=standard_environment())
    assert not diagnostics.has_errors, list(diagnostics)
    return modules.modules["story"].syntax.declarations


def rule(ladder: str, name: str) -> nodes.Rule:
    return next(d for d in lowered(ladder) if isinstance(d, nodes.Rule) and d.name.text == name)


def found(ladder: str) -> tuple[Diagnostic, ...]:
    return tuple(pingan.check(Source("story.rules", HEAD + ladder)))


def shown(expression: nodes.Expression | None) -> str:
    assert expression is not None
    return print_expression(expression)


def test_a_ladder_becomes_an_enum_a_definition_and_a_rule_for_every_stage() -> None:
    enum, definition, *rules = lowered(f'ladder way "Way" {{ cite "1" {TWO} stage over {{ cite "2" when i.c }} }}')[-4:]
    assert isinstance(enum, nodes.Enum)
    assert enum.ordered
    assert enum.name.text == "story_way"
    assert [m.name.text for m in enum.members] == ["low", "high", "over"]
    assert isinstance(definition, nodes.Definition)
    assert (definition.name.text, definition.label) == ("way", "Way")
    assert [c.clause for c in definition.cites] == ["1", "2"]
    assert [(shown(c.value), shown(c.condition)) for c in definition.cases] == [
        ("over", "i.c"),
        ("high", "i.b"),
        ("low", "i.a"),
    ]
    assert [r.name.text for r in rules if isinstance(r, nodes.Rule)] == ["low", "high"]


def test_what_stands_before_the_stages_is_joined_with_their_own() -> None:
    text = (
        'ladder way { cite "1" since i.done_at when i.a unless i.c note "all"'
        ' stage low { cite "2" then police must talk }'
        ' stage high { when i.b unless i.persons = i.persons note "own" since as_of then police must warn } }'
    )
    low, high = (rule(text, name) for name in ("low", "high"))
    assert [c.clause for c in low.cites] == ["2", "1"]
    assert (shown(low.condition), [shown(e) for e in low.exceptions]) == ("i.a", ["i.c"])
    assert (shown(low.since), shown(high.since)) == ("i.done_at", "as_of")
    assert shown(high.condition) == "i.a and i.b"
    assert len(high.exceptions) == 2
    assert (low.notes, high.notes) == (("all",), ("own", "all"))


def test_a_stage_overrides_what_it_replaces_unless_it_may_be_replaced_itself() -> None:
    text = f"ladder way {{ {TWO} stage top {{ when i.c then police must remove replaces all earlier }} }}"
    assert [p.text for p in rule(text, "top").overrides] == ["low", "high"]
    chain = text.replace("must warn }", "must warn replaces low }")
    assert rule(chain, "high").overrides == ()
    assert [shown(e) for e in rule(chain, "low").exceptions] == ["i.b"]


def test_variables_of_other_stages_are_called_otherwise_where_they_would_hide_one() -> None:
    text = (
        "ladder way { stage low { for each p in i.persons when p.ringleader then police must talk }"
        " stage high { after low for each p in i.persons when i.a then police must take_away(p) } }"
    )
    assert shown(rule(text, "high").condition) == "any(p_2 in i.persons where p_2.ringleader) and i.a"
    assert not found(text)


def test_nodes_stand_where_the_author_wrote_them() -> None:
    definition = next(d for d in lowered(f"ladder way {{ {TWO} }}") if isinstance(d, nodes.Definition))
    assert definition.name.span.text == "way"
    assert [case.value.span.text for case in definition.cases] == ["high", "low"]
    assert rule(f"ladder way {{ {TWO} }}", "low").span.text.startswith("stage low {")


def test_two_policies_may_have_ladders_of_one_name() -> None:
    ladder = f"ladder way {{ {TWO} }}"
    first = Source("one.rules", HEAD.replace("story", "one", 1) + ladder)
    second = Source("two.rules", 'policy two { zone "Asia/Shanghai" extends one }\n' + ladder)
    policy = pingan.load(first, second)
    outcome = policy.evaluate({"i": {"a": True, "b": False, "c": False}}, as_of="2016-06-01")
    assert {r.definition: r.surely for r in outcome.reached} == {"one.way": "low", "two.way": "low"}


def test_a_ladder_is_printed_as_a_ladder_with_its_comments() -> None:
    text = f"""{HEAD}# what grows
ladder way "Way" {{
    cite "1"
    when i.c
    step by step

    # at first
    stage low "Low" {{
        may be skipped
        when i.a
        then police must talk fulfilled at i.done_at
        stays
    }}

    stage high {{
        after low fulfilled
        for each p in i.persons
        when p.ringleader
        then police must take_away(p),  # each
             police must warn
        replaces low
        soft
        note "late"
    }}

    stage aside {{
        cite "2"
        beside the others
        then police must remove
        replaces all earlier
    }}

    stage over {{
        after low, high
    }}
}}
"""
    assert pingan.format_text(text) == text
    chinese = pingan.format_text(text, dialect="zh")
    assert "须待 low 完成" in chinese
    assert pingan.format_text(chinese, dialect="en") == text


@pytest.mark.parametrize(
    ("ladder", "code", "message", "remedy"),
    [
        ("ladder way { }", "bad-form", "`way` has no stages to climb", "write a rule"),
        ("ladder way { stage low { then police must talk } }", "bad-form", "only one stage", "write a rule"),
        (f"ladder low {{ {TWO} }}", "duplicate-name", "`low` already names the ladder", "another name"),
        (f"ladder way {{ {TWO} stage low {{ when i.c }} }}", "duplicate-name", "`low` already names a stage", None),
        (f"ladder way {{ {TWO} stage top {{ after hgh when i.c }} }}", "unknown-name", "called `hgh`", "`high`"),
        (f"ladder way {{ {TWO} stage top {{ after top when i.c }} }}", "bad-form", "does not come before", "order"),
        (
            f"ladder way {{ {TWO} stage top {{ after high fulfilled when i.c }} }}",
            "bad-form",
            "nothing shows when `high` is fulfilled",
            "fulfilled at",
        ),
        (f"ladder way {{ {TWO} stage top {{ when i.c stays }} }}", "bad-form", "`stays` says nothing", "above"),
        (f"ladder way {{ {TWO} stage top {{ may be skipped when i.c }} }}", "bad-form", "`may be skipped`", "step"),
        (f"ladder way {{ {TWO} stage top {{ when i.c soft }} }}", "bad-form", "`soft` says nothing", "`then`"),
        (
            f"ladder way {{ {TWO} stage over {{ when i.c }} stage top {{ when i.c and i.a replaces over }} }}",
            "bad-form",
            "`over` has no norms that could be replaced",
            "leave it out",
        ),
    ],
)
def test_what_cannot_be_meant_is_refused(ladder: str, code: str, message: str, remedy: str | None) -> None:
    diagnostics = [d for d in found(ladder) if d.code == code and message in d.message]
    assert len(diagnostics) == 1, found(ladder)
    assert remedy is None or remedy in (diagnostics[0].help or "")


def test_a_stage_that_is_never_the_highest_is_doubted() -> None:
    (doubt,) = found("ladder way { stage low { when i.a and i.b then police must talk } stage high { when i.a } }")
    assert (doubt.code, doubt.severity) == ("bad-form", pingan.Severity.WARNING)
    assert doubt.message == "whenever `low` is reached, `high` above it is reached, too"


def test_stages_are_rules_to_the_rest_of_the_policy() -> None:
    text = f"""{HEAD}ladder way {{ {TWO} }}
rule instead {{ overrides low when i.c then police must remove }}
scenario "both" {{
    given i = {{ a: true, b: false, c: true }}
    as of 2016-06-01
    expect low none
    expect no police must talk
    expect way = low
}}
"""
    results = pingan.load(Source("story.rules", text.replace("    expect way < high\n", ""))).test()
    assert [r.passed for r in results] == [True]


def test_a_rule_cannot_take_the_place_of_the_whole_ladder_but_of_its_stages() -> None:
    policy = pingan.load(
        Source("story.rules", f"{HEAD}ladder way {{ {TWO} }} rule all {{ overrides way then police must remove }}")
    )
    assert policy.model.rules["story.all"].overrides == ("story.low", "story.high")


@pytest.mark.parametrize(
    ("condition", "message"),
    [
        ("way >= hihg", "`hihg` is neither one of the values of `way` nor the name of a value"),
        ("way >= 3", "one of the values of `way`"),
    ],
)
def test_what_compares_a_ladder_is_told_in_the_words_of_the_author(condition: str, message: str) -> None:
    (problem,) = found(f"ladder way {{ {TWO} }} rule after {{ when {condition} then police must talk }}")
    assert message in problem.message
    assert "story_way" not in f"{problem.message} {problem.help}"


def test_a_stage_alone_is_told_to_be_of_the_ladder() -> None:
    (problem,) = found(f"ladder way {{ {TWO} }} rule after {{ when high then police must talk }}")
    assert problem.help == "it is a member of `way`, but nothing here says that this is what is meant"
