"""Everything of the language can be extended from outside: what `pingan-floods` brings works as the core does."""

from __future__ import annotations

import json
import pickle
from fractions import Fraction
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

import pingan
from pingan.diagnostics.diagnostic import Diagnostics
from pingan.language.environment import Environment
from pingan.language.shapes import Interval, Range, exactly
from pingan.source import Source
from pingan.syntax import nodes
from pingan.syntax.to_text import print_module
from pingan.tree.from_text import parse
from tests.strategies.syntax import modules

EXAMPLES = Path(__file__).parent / "examples"
POLICY = EXAMPLES / "dike_watch.rules"
AS_OF = "2026-04-02T12:00"


@pytest.fixture(scope="module")
def floods() -> Environment:
    from pingan_floods import LIBRARY

    return pingan.standard_environment(LIBRARY)


def source(text: str | None = None) -> Source:
    return Source("dike_watch.rules", POLICY.read_text("utf-8") if text is None else text)


def facts() -> object:
    return pingan.read_facts(EXAMPLES / "rising.json")


# --- reading and writing -------------------------------------------------------------------------------------------


def test_the_library_is_whole_and_its_policy_has_no_fault(floods: Environment) -> None:
    assert floods.problems == ()
    assert pingan.check(source(), environment=floods) == ()


@pytest.mark.parametrize("dialect", ["en", "zh", "de"])
def test_a_policy_is_translated_there_and_back(floods: Environment, dialect: str) -> None:
    text = source().text
    there = pingan.format_text(source(), dialect=dialect, environment=floods)
    assert pingan.format_text(there, environment=floods) == there
    assert pingan.format_text(there, dialect="en", environment=floods) == text
    assert [d.code for d in pingan.check(source(there), environment=floods)] == []


def test_german_has_its_own_order_of_words(floods: Environment) -> None:
    text = pingan.format_text(source(), dialect="de", environment=floods)
    assert "    seit gauge.read_at\n" in text
    assert "mayor binnen 30 Minuten anrufen\n" in text
    assert "office muss binnen 2 Werktagen close_road\n" in text
    assert "Freibord(gauge.dike, gauge.level)" in text


@settings(max_examples=40, deadline=None)
@given(module=modules(3), dialect=st.sampled_from(["en", "zh", "de"]))
def test_every_module_is_translated_into_german_and_back(module: nodes.Module, dialect: str) -> None:
    from pingan_floods import LIBRARY

    environment = pingan.standard_environment(LIBRARY)
    needs = (*(n for n in module.header.needs if n.text == "floods"), nodes.Name("floods"))[:1]
    module = evolve(module, header=evolve(module.header, needs=needs), dialect="de")
    text = print_module(module, "de", environment=environment)
    read = parse(Source("m.rules", text), Diagnostics(), environment)
    assert read == module
    there = print_module(read, dialect, environment=environment)
    assert parse(Source("m.rules", there), Diagnostics(), environment) == module


def test_a_form_that_ships_is_written_in_the_words_that_the_dialect_has_for_it(floods: Environment) -> None:
    text = """policy p {
    needs floods
    uses waters
}

escalation high_water {
    when gauge.level > 3
    from office to mayor within 2 hours alert
}
"""
    text = pingan.format_text(text.replace(" alert", "").replace("to mayor", "alert to mayor"), environment=floods)
    german = pingan.format_text(text, dialect="de", environment=floods)
    assert "Meldekette high_water {" in german
    assert "von office alert an mayor binnen 2 Stunden" in german
    assert pingan.format_text(german, dialect="en", environment=floods) == text


# --- what follows ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("dialect", ["en", "zh", "de"])
def test_the_same_follows_whatever_it_is_written_in(floods: Environment, dialect: str) -> None:
    text = pingan.format_text(source(), dialect=dialect, environment=floods)
    policy = pingan.load(source(text), environment=floods)
    outcome = policy.evaluate(facts(), as_of=AS_OF)
    assert {(n.rule, n.duty, n.states) for n in outcome.norms} == {
        ("high_water", "alert", frozenset({"applies"})),
        ("closing", "close_road", frozenset({"pending", "fulfilled"})),
    }
    assert [result.failures for result in policy.test() if not result.passed] == []


def test_answers_and_reasons_are_told_in_german(floods: Environment) -> None:
    outcome = pingan.load(source(), environment=floods).evaluate(facts(), as_of=AS_OF)
    assert "Lagezentrum muss binnen 2 Werktagen Straße_sperren" in outcome.to_text(language="de")
    assert "Reserve < 1 — yes" in str(outcome.explain("dike_watch.high_water", language="de"))
    assert outcome.explain(language="de").to_dict()["language"] == "de"
    with pytest.raises(ValueError, match="there are en, zh, de"):
        outcome.to_text(language="fr")


def test_facts_and_settings_may_be_german(floods: Environment) -> None:
    policy = pingan.load(source(), environment=floods, settings={"promptly": "20 Minuten"})
    outcome = policy.evaluate(facts(), as_of=AS_OF)
    assert "by 2026-04-02 10:20" in outcome.to_text()


def test_working_days_are_those_of_the_calendar_that_the_header_names(floods: Environment) -> None:
    outcome = pingan.load(source(), environment=floods).evaluate(facts(), as_of=AS_OF)
    (closing,) = (n for n in outcome.norms if n.rule == "closing")
    assert closing.deadline is not None
    # Good Friday and Easter Monday are no working days.
    assert str(closing.deadline.latest) == "2026-04-08"


def test_a_program_with_a_library_can_be_pickled(floods: Environment) -> None:
    policy = pingan.load(source(), environment=floods)
    again = pickle.loads(pickle.dumps(policy.program))
    asked = facts()
    as_of = policy.evaluate(asked, as_of=AS_OF).as_of
    assert again.evaluate(asked, as_of=as_of).to_json() == policy.evaluate(asked, as_of=as_of).to_json()


def test_the_record_names_the_library_with_its_content(floods: Environment) -> None:
    outcome = pingan.load(source(), environment=floods).evaluate(facts(), as_of=AS_OF)
    (name,) = outcome.record["libraries"]  # type: ignore[misc,attr-defined]
    assert name == "floods"
    newer = evolve(floods, libraries=(floods.libraries[0], evolve(floods.libraries[1], version="1.0.1")))
    assert newer.contents != floods.contents


def test_the_graph_is_exported_in_the_format_of_the_library(floods: Environment) -> None:
    policy = pingan.load(source(), environment=floods)
    outcome = policy.evaluate(facts(), as_of=AS_OF)
    assert policy.export("outline", outcome).splitlines()[:2] == ["Deichwacht", "- closing: fulfilled or pending"]
    assert json.loads(policy.export("json", outcome))
    with pytest.raises(LookupError, match="outline"):
        policy.export("pdf")


# --- the function on what is possible --------------------------------------------------------------------------------

ENDS = st.integers(-40, 40).map(lambda n: Fraction(n, 4))


@given(st.tuples(ENDS, ENDS), st.tuples(ENDS, ENDS), st.fractions(0, 1), st.fractions(0, 1))
def test_the_function_holds_every_value_that_its_arguments_may_have(
    dike: tuple[Fraction, Fraction], level: tuple[Fraction, Fraction], a: Fraction, b: Fraction
) -> None:
    from pingan_floods.freeboard import act

    (d1, d2), (l1, l2) = sorted(dike), sorted(level)
    found = act((Range(Interval(d1, d2, False, False)), Range(Interval(l1, l2, False, False))))
    value = max(d1 + a * (d2 - d1) - (l1 + b * (l2 - l1)), Fraction(0))
    assert isinstance(found, Range) and found.interval is not None
    assert found.interval.low <= value <= found.interval.high  # type: ignore[operator]
    assert act((Range(exactly(d1)), Range(exactly(l1)))) == Range(exactly(max(d1 - l1, 0)))


# --- a file means the same everywhere ---------------------------------------------------------------------------------


def test_without_the_library_the_file_says_what_to_install() -> None:
    (found,) = pingan.check(source())
    assert found.code == "missing-library"
    assert found.span is not None and found.span.text == "floods"
    assert found.help is not None and "pip" in found.help and "pingan-floods" in found.help


def test_a_file_in_its_dialect_says_without_the_library_that_one_may_be_missing(floods: Environment) -> None:
    german = pingan.format_text(source(), dialect="de", environment=floods)
    (found,) = pingan.check(source(german))
    assert found.span is not None and found.span.text == "Regelwerk"
    assert found.help is not None and "--library" in found.help


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (
            "policy p\nfact a: decimal\nactor w\nrule r { when freeboard(a, 1) > 2 then w must ensure a > 1 }",
            "missing-need",
        ),
        ("policy p { uses waters }", "missing-need"),
        ("Regelwerk p", "missing-need"),
        ("policy p { calendar rhineland }", "unknown-calendar"),
        ("policy p\nwarning w { caller office call mayor }", "unexpected-text"),
        ("policy p { needs floods }\nfact muss: decimal", "reserved-word"),
        ("policy p\nfact muss: decimal", None),
    ],
)
def test_what_a_library_brings_is_there_for_files_that_need_it(
    floods: Environment, text: str, code: str | None
) -> None:
    found = pingan.check(Source("p.rules", text), environment=floods)
    assert {d.code for d in found} == ({code} if code else set())
    if code != "reserved-word" and code:
        assert any(d.help and "needs floods" in d.help.replace("braucht", "needs") for d in found)


def test_a_file_that_does_not_need_the_library_is_not_written_in_its_dialect(floods: Environment) -> None:
    with pytest.raises(pingan.PolicyError) as error:
        pingan.format_text("policy p\nfact muss: decimal\n", dialect="de", environment=floods)
    (found,) = error.value.diagnostics
    assert (found.code, found.span and found.span.text) == ("missing-need", "p")
