"""Files with clause forms as text: which forms they may use, what is said where something is wrong, and limits."""

from __future__ import annotations

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

import pingan
from pingan.language.library import Library
from pingan.source import Source
from pingan.stdlib import standard_environment
from pingan.syntax import nodes
from tests.forms.watch import ENVIRONMENT, WATCH
from tests.tree.parsing import parsed, problem, problems

HEADER = "policy flood { needs dikes }\n"
WORDS = "actor warden\nactor mayor\naction walk (to: actor)\nfact depth: integer >= 0\nfact wet: boolean\n"
ROUND = "walked by warden telling mayor"


def read(text: str) -> nodes.Module:
    return parsed(text, ENVIRONMENT)


def forms_in(module: nodes.Module) -> list[str]:
    return [d.name.text for d in module.declarations if isinstance(d, nodes.FormDeclaration)]


# --- which forms a file may use


@pytest.mark.parametrize(
    "header",
    [
        "policy flood { needs dikes }",
        "policy flood { needs other, dikes }",
        "policy flood { needs other needs dikes }",
        "policy flood {\n    # needs nothing\n    document “needs nothing” needs\n    # really\n    dikes }",
        'policy flood "needs {" { zone "UTC" needs dikes uses a }',
        "policy flood { applies when max(a, b) = 3 needs dikes }",
        "policy needs { needs dikes }",
        "policy flood { uses needs needs dikes }",
        "policy flood { uses a, needs\n needs dikes }",
        "policy flood { applies when needs needs dikes }",
        "# policy x { needs nothing }\npolicy flood ｛ needs dikes ｝",
    ],
)
def test_the_header_says_which_libraries_a_file_is_read_with(header: str) -> None:
    environment = standard_environment(*ENVIRONMENT.libraries[1:], Library("other", "1"))
    module = parsed(f"{header}\nwatch a {{ {ROUND} }}\n", environment)
    assert forms_in(module) == ["a"]


def test_a_header_in_chinese_says_it_too() -> None:
    module = read("政策 汛期 ｛\n    需要 dikes\n｝\n巡查 大堤 { 由 巡查员 报 镇长 巡视 }\n")
    assert forms_in(module) == ["大堤"]


@pytest.mark.parametrize(
    "header",
    [
        "policy flood",
        "policy flood { # needs dikes\n}",
        'policy flood "needs dikes" { document "needs dikes" }',
        "policy flood { uses needs uses dikes }",
        "policy flood { applies when needs = dikes }",
        "policy flood {} # needs dikes",
    ],
)
def test_without_it_the_form_is_not_there_and_the_remedy_says_so(header: str) -> None:
    found = problem(f"{header}\nwatch a {{ {ROUND} }}\n", ENVIRONMENT)
    assert found.code == "unexpected-text"
    assert found.message.startswith("`watch` cannot stand here")
    assert found.help == "it opens a clause form of the library `dikes`: write `needs dikes` in the header"


@pytest.mark.parametrize("text", ["wathc a {}", f"wacth a {{ {ROUND} }}\nwatch b {{ {ROUND} }}"])
def test_a_misspelt_form_leads_to_the_form(text: str) -> None:
    assert problem(f"{HEADER}{text}\n", ENVIRONMENT).help == "did you mean `watch`?"


def test_the_forms_of_the_standard_library_need_not_be_asked_for() -> None:
    environment = standard_environment()
    first, *others = environment.libraries
    environment = evolve(environment, libraries=(evolve(first, clause_forms=(WATCH,)), *others))
    assert forms_in(parsed(f"policy flood\nwatch a {{ {ROUND} }}\n", environment)) == ["a"]


# --- words


def test_the_words_of_a_form_are_names_everywhere_else() -> None:
    text = (
        f"{HEADER}{WORDS}"
        "fact watch: boolean\nfact gauge: integer >= 0\nactor stage\naction telling\nrecord WATCH { stage: boolean }\n"
        f"watch watch {{ when watch and gauge > 3\n gauge gauge > 3\n {ROUND} }}\n"
        "rule gauge { when watch or gauge = 2 then stage must telling }\n"
        'scenario "s" { given watch = true given gauge = 3 expect gauge applies }\n'
    )
    module = read(text)
    assert forms_in(module) == ["watch"]
    assert not [d for d in pingan.check(Source("f", text), environment=ENVIRONMENT) if d.code == "unexpected-text"]


def test_a_word_of_a_form_is_no_deadline_where_the_form_is_used() -> None:
    text = f"{HEADER}rule r {{ then warden must walk {{}} }}\nwatch a {{ {ROUND} }}\n"
    assert problem(text.replace(" {}", " telling"), ENVIRONMENT).code in ("reserved-word", "unexpected-text")
    assert read(f"{HEADER}rule r {{ then warden must walk telling }}\n").core


@pytest.mark.parametrize("items", [("gauge depth > 3", ROUND, "when wet"), (ROUND, "when wet", "gauge depth > 3")])
def test_the_order_of_items_says_nothing(items: tuple[str, ...]) -> None:
    first = read(f"{HEADER}watch a {{ when wet\n gauge depth > 3\n {ROUND} }}\n")
    assert read(f"{HEADER}watch a {{\n" + "\n".join(items) + "\n}\n") == first


# --- what is said


@pytest.mark.parametrize(
    ("body", "place", "said"),
    [
        ("gauge depth 3", "3", "an operator"),
        ("gauge 3", "3", "a name"),
        ("walked by warden mayor", "mayor", "`telling`"),
        ("stage { }", "{", "a name"),
        ("stage red { otherwise }", "otherwise", "an item of the rule"),
        ("then warden must walk", "then", "`gauge`"),
        ("telling mayor", "telling", "`walked by`"),
    ],
)
def test_what_was_expected_is_said_in_the_words_of_the_form(body: str, place: str, said: str) -> None:
    found = problem(f"{HEADER}watch a {{ {body} }}\n", ENVIRONMENT)
    assert found.code == "unexpected-text"
    assert found.span is not None
    assert (found.span.text, said in found.message) == (place, True), found.message
    assert "OF_WATCH" not in found.message


def test_in_chinese_it_is_said_in_chinese_words() -> None:
    found = problem("政策 汛期 { 需要 dikes }\n巡查 大堤 { 由 巡查员 镇长 巡视 }\n", ENVIRONMENT)
    assert "`报`" in found.message


def test_a_word_of_another_dialect_leads_to_that_of_this_one() -> None:
    found = problem("政策 汛期 { 需要 dikes }\nwatch 大堤 { }\n", ENVIRONMENT)
    assert found.help is not None
    assert "巡查" in found.help


def test_every_declaration_that_is_wrong_is_told_and_hides_no_other() -> None:
    text = (
        f"{HEADER}watch a {{ {ROUND}\nwatch b {{ gauge }}\nactor warden\n"
        f"watch c {{ {ROUND} }}\nrule r {{ when }}\nwatch d {{ telling }}\n"
    )
    found = problems(text, ENVIRONMENT)
    assert [d.span.line for d in found if d.span] == [2, 3, 6, 7]


def test_items_that_may_stand_once_are_told_wherever_they_stand() -> None:
    twice = "stage red { when wet when depth > 3 soft soft then a must b then a must c }"
    found = problems(f"{HEADER}watch a {{ {twice} }}\n", ENVIRONMENT)
    assert [(d.code, d.span.text) for d in found if d.span] == [
        ("duplicate-item", "when depth > 3"),
        ("duplicate-item", "soft"),
        ("duplicate-item", "then a must c"),
    ]


def test_a_mistake_in_a_form_is_shown_where_the_author_made_it() -> None:
    text = f"{HEADER}{WORDS}watch a {{\n    when dept > 3\n    {ROUND}\n}}\n"
    (found,) = pingan.check(Source("flood.rules", text), environment=ENVIRONMENT)
    assert (found.code, found.span and found.span.text) == ("unknown-name", "dept")


PIECES = [
    *("watch", "gauge", "stage", "stage of alarm", "walked by", "telling", "巡查", "报", "当", "when", "then", "must"),
    *("a", "b", "depth", "3", '"x"', ">", "{", "}", "(", ")", ",", ":", "not", "and", "\n", "# c\n", "cite", "note"),
    *("rule r", "needs dikes", "within 2 hours", "for each", "in", "soft", "warden", "…"),
]


@given(st.lists(st.sampled_from(PIECES), max_size=25))
def test_no_text_makes_anything_but_diagnostics(pieces: list[str]) -> None:
    text = f"{HEADER}{WORDS}watch w {{ {' '.join(pieces)}"
    found = pingan.check(Source("flood.rules", text), environment=ENVIRONMENT)
    assert all(d.code != "library-failed" for d in found), found
    assert all(d.span is not None for d in found)


# --- limits


def test_limits_hold_in_forms_as_in_rules() -> None:
    deep = "(" * 70 + "depth" + ")" * 70
    assert problem(f"{HEADER}watch a {{ gauge depth > {deep} }}\n", ENVIRONMENT).code == "too-large"
    chain = " ".join(["not"] * 70)
    assert problem(f"{HEADER}watch a {{ when {chain} wet }}\n", ENVIRONMENT).code == "too-large"
    many = " ".join(["gauge depth > 3"] * 6_000)
    assert problem(f"{HEADER}watch a {{ {many} }}\n", ENVIRONMENT).code == "too-large"
    long = "x" * 200
    assert problem(f"{HEADER}watch a {{ gauge {long} > 3 }}\n", ENVIRONMENT).code == "too-large"
    text = "é" * 3_000
    assert problem(f'{HEADER}watch a {{ gauge depth > 3 "{text}" }}\n', ENVIRONMENT).code == "bad-literal"


def test_what_only_a_scenario_may_give_stands_in_no_form() -> None:
    assert problem(f"{HEADER}watch a {{ when wet = {{a, ...}} {ROUND} }}\n", ENVIRONMENT).code == "only-in-scenarios"


# --- what declarations become


def test_overriding_a_form_overrides_every_rule_that_it_becomes() -> None:
    text = (
        f"{HEADER}{WORDS}action rest\n"
        f"watch a {{ {ROUND}\n stage red {{ when depth > 5 }} }}\n"
        "rule holiday { overrides a when wet then warden may rest }\n"
    )
    policy = pingan.load(Source("flood.rules", text), environment=ENVIRONMENT)
    assert policy.model.rules["flood.holiday"].overrides == ("flood.a", "flood.a_red")


def test_what_is_written_is_kept_beside_what_it_becomes() -> None:
    text = f"{HEADER}{WORDS}watch a {{ {ROUND} }}\n"
    policy = pingan.load(Source("flood.rules", text), environment=ENVIRONMENT)
    (module,) = policy.modules.modules.values()
    assert forms_in(module.written) == ["a"]
    assert [d.name.text for d in module.syntax.core if isinstance(d, nodes.Rule)] == ["a"]


def test_equal_meaning_has_an_equal_digest_however_it_is_written() -> None:
    form = f"{HEADER}{WORDS}watch a {{ {ROUND} when wet }}\n"
    rule = f"{HEADER}{WORDS}rule a {{ when wet then warden must walk(to: mayor) }}\n"
    digests = {
        pingan.load(Source("f", text), environment=ENVIRONMENT).model.headers["flood"].digest for text in (form, rule)
    }
    assert len(digests) == 1
