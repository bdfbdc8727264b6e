"""Headers, registers, zones, and several policies together."""

from __future__ import annotations

import pytest

from pingan.diagnostics.diagnostic import Diagnostics
from pingan.model import nodes as model
from pingan.model.from_syntax import resolve
from pingan.model.loaded import Clause, LoadedModule, Modules
from pingan.source import Source
from pingan.stdlib import standard_environment
from pingan.tree.from_text import parse
from tests.model.reading import read, resolved

REGISTER = {f"plan-{n}": Clause(f"plan-{n}", f"section {n}", f"anchor {n}") for n in ("1-a", "1-b", "2-a")}


def with_register(text: str) -> tuple[model.Policy | None, list[str]]:
    diagnostics = Diagnostics()
    syntax = parse(Source("plan", text), diagnostics)
    assert syntax is not None
    modules = Modules({"plan": LoadedModule(syntax, REGISTER)}, ("plan",))
    policy = resolve(modules, standard_environment(), diagnostics)
    return policy, [d.code for d in diagnostics.sorted()]


RULE = "actor a\naction go\nrule r { cite %s then a must go }"


def test_a_clause_is_cited_by_its_full_id_or_without_the_policys_name() -> None:
    for written in ('"1-a"', '"plan-1-a"'):
        policy, _ = with_register("policy plan\n" + RULE % written)
        assert policy is not None
        assert policy.rules["plan.r"].citations == (model.Citation("plan", "plan-1-a", "section 1-a", "anchor 1-a"),)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("policy plan\n" + RULE % '"1-c"', "unknown-clause"),
        ("policy plan\n" + RULE % '"1-a", "plan-1-a"', "duplicate-citation"),
        ("policy plan\nactor a\naction go\nrule r { then a must go }", "no-citation"),
        ('policy plan { omits "1-a" "no" }\n' + RULE % '"1-a"', "cited-and-omitted"),
        ('policy plan { omits "9" "no" }\n' + RULE % '"1-a"', "unknown-clause"),
        ('policy plan { omits "1-b" "no" omits "plan-1-b" "no" }\n' + RULE % '"1-a"', "duplicate-name"),
    ],
)
def test_clauses_are_held_against_the_register(text: str, code: str) -> None:
    assert with_register(text)[1] == [code]


def test_without_a_register_clauses_are_taken_as_they_are() -> None:
    policy = resolved("policy plan\n" + RULE % '"1-a"')
    assert policy.rules["plan.r"].citations == (model.Citation("plan", "1-a"),)


def test_the_header_is_resolved() -> None:
    policy = resolved(
        """
        policy plan "方案" {
            version "1.2"
            document "No. 1"
            issued 2016-01-05 by office
            zone "Asia/Shanghai"
            applies when wet
            in force from 2016-01-05
            omits "1-b" "history"
        }
        fact wet: boolean
        actor office
        """
    )
    header = policy.headers["plan"]
    assert (header.label, header.version, header.document, header.issuers, header.zone) == (
        "方案",
        "1.2",
        "No. 1",
        ("office",),
        "Asia/Shanghai",
    )
    assert isinstance(header.scope, model.FactValue)
    assert header.in_force is not None and isinstance(header.in_force.period, model.PeriodOf)
    assert header.omissions == (model.Omission("1-b", "history"),)


def test_the_digest_changes_with_the_meaning_and_not_with_comments_or_places() -> None:
    text = "policy plan { uses words }\nactor a\naction go\nrule r { then a must go }"
    words = "vocabulary words\nfact wet: boolean"
    digest = resolved(text, words).headers["plan"].digest
    assert resolved("# a comment\n\n" + text.replace(" {", "   {"), words).headers["plan"].digest == digest
    assert resolved(text.replace("must", "may"), words).headers["plan"].digest != digest
    assert resolved(text, words + "\nfact dry: boolean").headers["plan"].digest != digest
    assert len(digest) == 64


def test_an_unknown_zone_is_reported_where_it_is_written() -> None:
    _, said = read('policy plan { zone "Asia/Shangai" }')
    assert [(d.code, d.span and d.span.text, d.help) for d in said] == [
        ("unknown-zone", '"Asia/Shangai"', "did you mean `Asia/Shanghai`?")
    ]


@pytest.mark.parametrize("zone", ["../../etc/passwd", "/etc/localtime", "Asia", "", "\\\\\\\\host\\\\x", "con"])
def test_a_zone_that_is_a_path_is_no_zone(zone: str) -> None:
    _, said = read(f'policy plan {{ zone "{zone}" }}')
    assert said


def test_a_child_has_the_zone_of_its_parent_and_a_vocabulary_that_of_the_policy_asked_for() -> None:
    policy = resolved(
        "policy child { extends parent }\nrule r { when late then a must go }",
        'policy parent { zone "Asia/Shanghai" uses words }',
        "vocabulary words\nactor a\naction go\nfact t: datetime\nfact d: date\ndefine late: boolean { is t > d }",
    )
    assert policy.headers["child"].zone == "Asia/Shanghai"
    late = policy.definitions["words.late"].cases[0].value
    assert isinstance(late, model.Comparison)
    assert isinstance(late.left, model.DateOf) and late.left.zone == "Asia/Shanghai"


def test_a_policy_extends_one_other() -> None:
    _, said = read("policy child { extends one extends two }", "policy one", "policy two")
    assert [d.code for d in said] == ["two-parents"]


def test_names_of_the_parent_and_its_vocabularies_are_visible_and_the_policys_own_come_first() -> None:
    policy = resolved(
        "policy child { extends parent }\ndefine grade: integer { is 2 }\n"
        "rule r { when grade > parent.grade then a must go }",
        "policy parent { uses words }\ndefine grade: integer { is 1 }",
        "vocabulary words\nactor a\naction go",
    )
    condition = policy.rules["child.r"].condition
    assert isinstance(condition, model.Comparison)
    assert condition.left == model.DefinitionValue("child.grade", type=policy.definitions["child.grade"].type)
    assert isinstance(condition.right, model.DefinitionValue)
    assert condition.right.definition == "parent.grade"


def test_the_order_of_declarations_and_of_files_says_nothing() -> None:
    parts = [
        "fact wet: boolean",
        "define a: boolean { is b }",
        "define b: boolean { is not wet }",
        "actor x",
        "action go",
    ]
    rule = "rule r { when a then x must go }"
    one = resolved("\n".join(["policy plan", *parts, rule]))
    other = resolved("\n".join(["policy plan", rule, *reversed(parts)]))
    assert (one.rules, one.definitions, one.vocabulary) == (other.rules, other.definitions, other.vocabulary)
    assert list(one.definitions) == list(other.definitions) == ["plan.b", "plan.a"]


def test_both_dialects_mean_the_same() -> None:
    english = """
        policy plan
        fact wet "湿": boolean
        actor a "甲"
        action go "去"
        rule r { when wet then a must go within 2 hours }
        """
    chinese = """
        政策 plan
        事实 wet “湿”：真假
        主体 a “甲”
        行动 go “去”
        规则 r { 当 湿 时 则 甲 应当 于 2 小时 内 去 }
        """
    one, other = resolved(english), resolved(chinese)
    assert (one.rules, one.vocabulary) == (other.rules, other.vocabulary)
    assert one.headers["plan"].digest != ""


def test_nothing_to_resolve_is_no_policy() -> None:
    assert resolve(Modules({}, ()), standard_environment(), Diagnostics()) is None
