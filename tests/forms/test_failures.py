"""Whatever a library's form does wrong is said with its name and the author's place, and never a traceback."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from attrs import evolve

import pingan
from pingan.diagnostics.diagnostic import Diagnostic, Diagnostics
from pingan.language.environment import Environment
from pingan.language.library import Library
from pingan.source import NOWHERE, Source, Span
from pingan.stdlib import standard_environment
from pingan.syntax import nodes
from pingan.syntax.lowering import Lowering
from pingan.syntax.printing.blocks import Block, Unit
from tests.forms.watch import LIBRARY, WATCH, environment_with, lower

TEXT = """policy flood { needs dikes }
actor warden
actor mayor
action walk (to: actor)
fact depth: integer >= 0
watch dikes {
    gauge depth >= 30
    walked by warden telling mayor
}
"""


def only(text: str, environment: Environment) -> Diagnostic:
    """The only thing wrong with *text*."""
    found = pingan.check(Source("flood.rules", text), environment=environment)
    assert len(found) == 1, found
    return found[0]


def lowering_to(make: Callable[[nodes.FormDeclaration, Lowering], Any]) -> Diagnostic:
    """What is said when the form lowers to what *make* gives."""
    return only(TEXT, environment_with(lower=make))


def raising(problem: BaseException) -> Callable[..., Any]:
    def fail(*_: object) -> Any:
        raise problem

    return fail


class UnspeakableError(Exception):
    def __str__(self) -> str:
        raise ValueError("no words")


class Stubborn(tuple[Any, ...]):
    def __iter__(self) -> Any:
        raise LookupError("no")


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        (ValueError("the tide\nis out"), "ValueError: the tide is out"),
        (AssertionError(), "AssertionError"),
        (RecursionError("deep"), "RecursionError: deep"),
        (UnspeakableError(), "UnspeakableError"),
        (StopIteration(3), "StopIteration: 3"),
        (KeyError("\x1b[31m"), "KeyError"),
    ],
)
def test_a_lowering_that_raises_is_named_with_the_place_of_the_declaration(problem: Exception, said: str) -> None:
    found = lowering_to(raising(problem))
    assert found.code == "library-failed"
    assert found.message.startswith(f"the clause form `watch` of the library `dikes` fails: {said}")
    assert found.span is not None
    assert (found.span.text, found.span.line) == ("dikes", 6)
    assert "\x1b" not in found.message


def test_a_lowering_that_never_ends_by_itself_ends() -> None:
    def again(declaration: nodes.FormDeclaration, lowering: Lowering) -> Any:
        return again(declaration, lowering)

    assert lowering_to(again).message.endswith("maximum recursion depth exceeded")


@pytest.mark.parametrize("problem", [KeyboardInterrupt(), GeneratorExit()])
def test_what_stops_a_program_is_not_swallowed(problem: BaseException) -> None:
    with pytest.raises(type(problem)):
        lowering_to(raising(problem))


@pytest.mark.parametrize("part", ["lower", "check"])
def test_a_form_does_not_end_the_program(part: str) -> None:
    found = only(TEXT, environment_with(**{part: raising(SystemExit(3))}))
    assert (found.code, "fails: SystemExit: 3" in found.message) == ("library-failed", True), found.message


def _rule(declaration: nodes.FormDeclaration, lowering: Lowering, **changes: Any) -> nodes.Rule:
    return evolve(lower(declaration, lowering)[0], **changes)


def _elsewhere() -> Span:
    return Span(Source("other.rules", "rule x { }"), 0, 4)


NONSENSE: dict[str, Callable[[nodes.FormDeclaration, Lowering], Any]] = {
    "it gives nothing (None), not a tuple": lambda d, w: None,
    "it gives a `str`, not a tuple": lambda d, w: "rule x",
    "it gives a `Rule`, not a tuple": _rule,
    "it gives a `Name` among its declarations": lambda d, w: (d.name,),
    "it gives a `FormDeclaration` among": lambda d, w: (d,),
    "it gives a `Rule`, not": lambda d, w: lower(d, w)[0],
    "it declares `dikes` twice": lambda d, w: lower(d, w) * 2,
    "it lowers this to nothing and does not say why": lambda d, w: (),
    "LookupError: no": lambda d, w: Stubborn(lower(d, w)),
    "whose `name` is a `str`": lambda d, w: (_rule(d, w, name="dikes"),),
    "whose `norms` is a `list`": lambda d, w: (_rule(d, w, norms=list(lower(d, w)[0].norms)),),
    "whose `soft` is an `int`": lambda d, w: (_rule(d, w, soft=1),),
    "whose `condition` is a `str`": lambda d, w: (_rule(d, w, condition="depth > 3"),),
    "whose `condition` is an `Unknown`": lambda d, w: (_rule(d, w, condition=nodes.Unknown()),),
    "it makes a rule without a norm": lambda d, w: (_rule(d, w, norms=()),),
    "it makes the name 'two words', which is none": lambda d, w: (_rule(d, w, name=nodes.Name("two words")),),
    "it makes the name `when`, a word of the language": lambda d, w: (_rule(d, w, name=nodes.Name("when")),),
    "it joins 1 conditions": lambda d, w: (_rule(d, w, condition=nodes.And((nodes.BooleanLiteral(True),))),),
    "it makes a path of 0 names": lambda d, w: (_rule(d, w, condition=nodes.Path(())),),
    "it makes the number '1e9'": lambda d, w: (_rule(d, w, condition=nodes.NumberLiteral("1e9")),),
    "it makes the text 'a\\nb'": lambda d, w: (_rule(d, w, label="a\nb"),),
    "it makes what only a scenario may give": lambda d, w: (_rule(d, w, condition=nodes.SetLiteral((), True)),),
    "whose span is a `tuple`": lambda d, w: (_rule(d, w, span=(1, 2)),),
    "that stands in another text": lambda d, w: (_rule(d, w, span=_elsewhere()),),
    "that stands outside the declaration": lambda d, w: (_rule(d, w, span=Span(d.span.source, 0, 5)),),
    "it nests more than 160 levels deep": lambda d, w: (_rule(d, w, condition=_deep()),),
    "it lowers this to more than 100000 parts": lambda d, w: (_rule(d, w, condition=_wide()),),
    "it reports something without a code": lambda d, w: w.error("", d.span),
    "at no place in a text": lambda d, w: w.error("this is wrong", None),  # type: ignore[arg-type]
}


def _deep() -> nodes.Expression:
    node: nodes.Expression = nodes.BooleanLiteral(True)
    for _ in range(200):
        node = nodes.Not(node)
    return node


def _wide() -> nodes.Expression:
    node: nodes.Expression = nodes.And((nodes.BooleanLiteral(True), nodes.BooleanLiteral(False)))
    for _ in range(20):
        node = nodes.Or((node, node))
    return node


@pytest.mark.parametrize("said", NONSENSE)
def test_nonsense_is_refused_where_it_comes_from(said: str) -> None:
    found = lowering_to(NONSENSE[said])
    assert (found.code, said in found.message) == ("library-failed", True), found.message
    assert found.span is not None
    assert 6 <= found.span.line <= 9
    assert found.help is not None


def test_what_an_author_did_wrong_is_said_as_the_form_says_it() -> None:
    found = only(TEXT.replace("    walked by warden telling mayor\n", ""), standard_environment(LIBRARY))
    assert (found.code, found.message, found.help) == ("bad-form", "nobody walks", "say who: `walked by`")
    assert found.span is not None
    assert found.span.text == "dikes"


def test_nodes_without_a_place_stand_where_what_they_belong_to_does() -> None:
    def placeless(declaration: nodes.FormDeclaration, lowering: Lowering) -> Any:
        (rule,) = lower(declaration, lowering)
        norm = evolve(rule.norms[0], span=NOWHERE, duty=nodes.Act(nodes.Name("walk"), ()))
        return (evolve(rule, span=NOWHERE, norms=(norm,)),)

    source = Source("flood.rules", TEXT)
    policy = pingan.load(source, environment=environment_with(lower=placeless))
    (norm,) = policy.model.rules["flood.dikes"].norms
    assert norm.span.text.startswith("watch dikes")


CHECKS: dict[str, Callable[[Any, Any, Diagnostics], None]] = {
    "ZeroDivisionError: ": lambda d, p, found: 1 // 0,  # type: ignore[dict-item]
    "it reports something without a code": lambda d, p, found: found.error("odd", "", d.span),
    "at no place in a text": lambda d, p, found: found.error("odd", "odd", Span(d.span.source, 5, 9_999)),
}


@pytest.mark.parametrize("said", CHECKS)
def test_a_check_that_fails_is_named(said: str) -> None:
    found = only(TEXT, environment_with(check=CHECKS[said]))
    assert (found.code, said in found.message) == ("library-failed", True), found.message


def test_a_check_sees_the_declaration_and_the_policy() -> None:
    def check(declaration: nodes.FormDeclaration, policy: Any, found: Diagnostics) -> None:
        for key, rule in policy.rules.items():
            found.warning("odd", f"{key} from {declaration.name.text}", rule.norms[0].span)

    found = only(TEXT, environment_with(check=check))
    assert (found.message, found.span and found.span.line) == ("flood.dikes from dikes", 8)


PRINTERS: dict[str, Callable[[Any, Any], Any]] = {
    "OSError: no ink": raising(OSError("no ink")),
    "SystemExit: 3": raising(SystemExit(3)),
    "its printer gave no `Block`": lambda d, style: "watch dikes",
    "its printer gave no `Block` of": lambda d, style: Block("watch", (Unit(3),)),  # type: ignore[arg-type]
    "what it prints says something else": lambda d, style: Block(f"watch {d.name.text}", ()),
    "what it prints says": lambda d, style: Block("}", ()),
}


@pytest.mark.parametrize("said", PRINTERS)
def test_a_printer_that_fails_is_named_and_nothing_is_printed(said: str) -> None:
    with pytest.raises(pingan.PolicyError) as error:
        pingan.format_text(Source("flood.rules", TEXT), environment=environment_with(print=PRINTERS[said]))
    (found,) = error.value.diagnostics
    assert (found.code, said in found.message) == ("library-failed", True), found.message
    assert found.span is not None
    assert found.span.text == "dikes"


GRAMMARS = {
    "its grammar can be read in two ways": 'watch: _WATCH NAME "{" watch_who* "}"\nwatch_who: (_GAUGE path)+',
    "its grammar can be read in two": 'watch: _WATCH NAME "{" watch_who* "}"\nwatch_who: _GAUGE arith | _GAUGE path',
    "its grammar cannot be read": 'watch: _WATCH NAME "{" watch_who',
    "'_NOWHERE' used but not defined": 'watch: _WATCH NAME "{" _NOWHERE "}"',
    "begins with one of its own keywords": 'watch: NAME "{" "}"',
    "no production is called `watch`": "watch_who: _WATCH NAME",
    "`rule` is a production of the language itself": "watch: _WATCH NAME\nrule: _GAUGE",
    "`who` is not called like the form": "watch: _WATCH who\nwho: NAME",
    "`who` is not called like": "watch: _WATCH NAME -> who",
    "`%override` cannot stand": "watch: _WATCH NAME\n%override label: NAME",
    "`watch` can be written in more than 1024": f'watch: _WATCH NAME "{{" {"watch_who? " * 11} "}}"\nwatch_who: NAME',
    "`watch_who` can be written": f'watch: _WATCH NAME "{{" watch_who "}}"\nwatch_who: {"(NAME | STRING) " * 11}',
    "`(a | b | …)*`": f'watch: _WATCH NAME "{{" ({"[watch_who] " * 40})* "}}"\nwatch_who: NAME',
    '"gauge" is a word': 'watch: _WATCH NAME "gauge" NAME',
}


NO_OPENER = ("begins with one of its own keywords", "no production is called `watch`")


def test_what_else_is_wrong_beside_a_form_that_fails_is_told() -> None:
    broken = environment_with(productions={"": 'watch: _WATCH NAME "{" watch_who'})
    text = TEXT.replace("actor mayor", "actor mayor mayor") + "rule x { when }\n"
    found = pingan.check(Source("flood.rules", text), environment=broken)
    assert [(d.code, d.span and d.span.line) for d in found if d.code != "library-failed"] == [
        ("unexpected-text", 3),
        ("unexpected-text", 10),
    ]


@pytest.mark.parametrize("said", GRAMMARS)
def test_a_grammar_that_does_not_fit_is_named(said: str) -> None:
    found = pingan.check(Source("flood.rules", TEXT), environment=environment_with(productions={"": GRAMMARS[said]}))
    # The declarations of a form that cannot be used are not reported as well.
    failed = [d for d in found if said not in NO_OPENER or d.code == "library-failed"]
    assert len(failed) == 1, found
    assert "the clause form `watch` of the library `dikes` fails" in failed[0].message
    assert said in failed[0].message


WORDS: dict[str, dict[str, tuple[str, ...]]] = {
    "the keyword `FROM` is one of the language's own": {"FROM": ("from",)},
    "`gauge it!` is no word": {"GAUGE": ("gauge it!",)},
    "the keyword `GAUGE` has no word": {"GAUGE": ()},
    "`Gauge` is no name of a keyword": {"Gauge": ("gauge",)},
}


@pytest.mark.parametrize("said", WORDS)
def test_words_that_are_none_are_named(said: str) -> None:
    words = {"en": {**WATCH.words["en"], **dict(WORDS[said])}}
    found = pingan.check(Source("flood.rules", TEXT), environment=environment_with(words=words))
    assert any(d.code == "library-failed" and said in d.message for d in found), found


def test_what_does_not_use_the_form_is_read_all_the_same() -> None:
    broken = environment_with(productions={"": 'watch: _WATCH NAME "{" watch_who'})
    text = "policy flood { needs dikes }\nactor warden\n"
    assert pingan.check(Source("flood.rules", text), environment=broken) == ()


def test_a_form_of_two_libraries_is_that_of_the_one_that_the_file_needs() -> None:
    other = Library("other", "1", clause_forms=(evolve(WATCH, lower=raising(ValueError("not me"))),))
    environment = standard_environment(other, LIBRARY)
    source = Source("flood.rules", TEXT)
    clashes = {d.code for d in pingan.check(source, environment=environment)}
    assert not any("not me" in d.message for d in pingan.check(source, environment=environment)), clashes
