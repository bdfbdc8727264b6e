"""What a policy says of itself is read off its text."""

from __future__ import annotations

from datetime import date

import pytest

import pingan
from pingan.catalogue.overview import Overview, overview, without_scenarios
from pingan.syntax import nodes
from tests.docs.pages import ROOT

HEADER = """policy p "A plan" {{
    document "Plan 1"
    jurisdiction "North bank"
    issued 2016-01-05 by office
    {in_force}
    omits "3" "says nothing"
}}
actor office
action act
rule first {{ cite "1" then office must act }}
define second: boolean {{ cite "2", "1" is true }}
"""


def told(in_force: str, more: str = "") -> Overview:
    policy = pingan.load(pingan.Source("p.rules", HEADER.format(in_force=in_force) + more))
    return overview(policy.modules.modules["p"])


def days(in_force: str, more: str = "") -> tuple[date | None, date | None, tuple[str, ...]]:
    found = told(in_force, more)
    return found.first, found.last, found.readings


def test_the_header_is_told_and_clauses_are_counted_once() -> None:
    found = told("in force from 2016-01-05")
    assert (found.name, found.label, found.document, found.jurisdiction) == ("p", "A plan", "Plan 1", "North bank")
    assert (found.issued, found.issuers) == (date(2016, 1, 5), ("office",))
    assert (found.clauses, found.encoded, found.omitted, found.rules) == (None, 2, 1, 1)


def test_days_in_force_are_those_of_the_header() -> None:
    assert days("in force from 2016-01-05 until month 2017-02") == (date(2016, 1, 5), date(2017, 2, 28), ())
    assert days("") == (None, None, ())


def test_days_in_force_are_those_of_a_definition() -> None:
    assert days("in force during d", "define d: period { is from 2016-01-05 }") == (date(2016, 1, 5), None, ())


@pytest.mark.parametrize(("more", "year"), [("", 2017), ("set years = early", 2016)])
def test_a_reading_chooses_the_days_and_is_named(more: str, year: int) -> None:
    text = f"""
    interpretation years {{ question "which?" readings {{ early, late }} default late }}
    define d: period {{
        is from 2016-01-01 until 2016-12-31 when years = early
        is from 2017-01-01 until 2017-12-31 otherwise
    }}
    {more}
    """
    assert days("in force during d", text) == (date(year, 1, 1), date(year, 12, 31), ("years",))


def test_days_that_facts_decide_are_not_told() -> None:
    more = "fact begun: boolean define d: period { is from 2016-01-01 when begun is from 2017-01-01 otherwise }"
    assert days("in force during d", more) == (None, None, ())


def test_without_scenarios_everything_else_stands_where_it_stood() -> None:
    text = 'policy p\n\nscenario "a" {\n    given b = { c: 1 }\n}\n\n# scenario of sorts\nfact scenario: boolean\n'
    less = without_scenarios(text)
    assert less == "policy p\n\n\n\n\n\n# scenario of sorts\nfact scenario: boolean\n"
    assert without_scenarios("政策 p\n\n情景 “甲” {\n    已知 b = 1\n}\n") == "政策 p\n\n\n\n\n"


@pytest.mark.parametrize("name", ["jilin", "zhangping"])
def test_the_overview_of_a_shipped_policy_needs_no_scenarios(name: str) -> None:
    whole = pingan.load(name).modules.modules[name]
    text = (ROOT / "policies" / name / f"{name}.rules").read_text(encoding="utf-8")
    source = pingan.Source(f"policies/{name}/{name}.rules", without_scenarios(text))
    less = pingan.load(source).modules.modules[name]
    assert overview(less) == overview(whole)
    assert not any(isinstance(d, nodes.Scenario) for d in less.syntax.core)
    assert any(isinstance(d, nodes.Scenario) for d in whole.syntax.core)


def test_a_vocabulary_is_no_policy() -> None:
    source = pingan.Source("v.rules", "vocabulary v fact a: boolean")
    with pytest.raises(ValueError, match="no policy"):
        overview(pingan.load(source, pingan.Source("p.rules", "policy p")).modules.modules["v"])
