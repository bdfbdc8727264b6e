"""Clauses encoded, omitted with a reason, or missing; what scenarios show of each."""

from __future__ import annotations

from fractions import Fraction

import pytest

import pingan
from pingan.coverage.nodes import KINDS
from tests.coverage.conftest import RULES, Pool


def shown(coverage: pingan.Coverage, clause: str) -> dict[str, int]:
    found = next(c for c in coverage.clauses if c.id == f"pool-{clause}")
    return {what: len(places) for what, places in found.shown.items()}


def test_a_clause_is_encoded_omitted_or_missing(pool: Pool) -> None:
    coverage = pingan.coverage_of(pool(), scenarios=False)
    assert [(c.id.removeprefix("pool-"), c.standing) for c in coverage.clauses] == [
        ("1-a", "encoded"),
        ("1-b", "omitted"),
        ("2-a", "encoded"),
        ("2-b", "encoded"),
        ("2-c", "encoded"),
        ("2-d", "encoded"),
        ("2-e", "omitted"),
        ("2-f", "missing"),
    ]
    assert coverage.total.share == Fraction(7, 8)
    assert [c.id for c in coverage.missing] == ["pool-2-f"]
    assert coverage.clauses[1].reason == "says what baths are good for"
    assert coverage.scenarios is None


def test_who_cites_a_clause_is_told_by_name_and_line(pool: Pool) -> None:
    by = {c.id: c.cited_by for c in pingan.coverage_of(pool(), scenarios=False).clauses}
    (rule,) = by["pool-2-a"]
    assert (rule.kind, rule.key, rule.label) == ("rule", "pool.closing", "Closing")
    assert RULES.split("\n")[rule.line - 1].startswith("rule closing")
    assert [(c.kind, c.key) for c in by["pool-1-a"]] == [("definition", "pool.deep")]


def test_what_a_clause_form_made_goes_by_the_forms_declaration(pool: Pool) -> None:
    clause = next(c for c in pingan.coverage_of(pool(), scenarios=False).clauses if c.id == "pool-2-d")
    (table,) = clause.cited_by
    assert (table.kind, table.key, table.label) == ("table", "pool.gate", "The gate")
    assert table.made == ("pool.gate_open",)


def test_counts_by_kind_and_by_section(pool: Pool) -> None:
    coverage = pingan.coverage_of(pool(), scenarios=False)
    kinds = {t.name: (t.encoded, t.omitted, t.missing) for t in coverage.by_kind}
    assert kinds["trigger-duty"] == (1, 1, 0)
    assert kinds["deadline"] == (0, 0, 1)
    assert [(t.name, t.clauses) for t in coverage.by_section] == [
        ("一", 2),
        ("二(一)", 1),
        ("二(二)", 2),
        ("二(三)", 3),
    ]


def test_the_kinds_asked_for_are_data(pool: Pool) -> None:
    coverage = pingan.coverage_of(pool(), scenarios=False)
    assert coverage.kinds == KINDS
    assert [c.id for c in coverage.wrongly_omitted] == ["pool-2-e"]
    other = pingan.coverage_of(pool(), kinds=["aspiration"], scenarios=False)
    assert [c.id for c in other.wrongly_omitted] == ["pool-1-b"]


def test_a_reason_in_the_register_excuses_and_idle_ones_are_told(pool: Pool) -> None:
    policy = pool(_2_e={"excused": {"omitted": "people are not rated"}}, _2_a={"excused": {"holds": "idle"}})
    coverage = pingan.coverage_of(policy)
    assert coverage.wrongly_omitted == ()
    assert [(c.id, c.idle_excuses) for c in coverage.idle_excuses] == [("pool-2-a", ("holds",))]


@pytest.mark.parametrize("excused", [{"holds": ""}, {"holds": 3}, {"never": "a reason"}, ["holds"], "holds"])
def test_an_excuse_without_a_reason_is_an_error(pool: Pool, excused: object) -> None:
    with pytest.raises(pingan.PolicyError) as error:
        pool(_2_e={"excused": excused})
    assert [d.code for d in error.value.diagnostics] == ["bad-register"]


def test_scenarios_show_that_a_rule_holds_does_not_or_cannot_be_told(pool: Pool) -> None:
    coverage = pingan.coverage_of(pool())
    assert (coverage.scenarios, coverage.failed) == (5, ())
    assert shown(coverage, "2-a") == {"holds": 2, "near-miss": 1, "undetermined": 1}
    assert {c.id: c.lacking for c in coverage.lacking} == {
        "pool-2-b": ("undetermined",),
        "pool-2-c": ("undetermined",),
        "pool-2-d": ("holds", "near-miss", "undetermined"),
    }


def test_a_definition_is_shown_by_itself_and_by_the_rules_that_read_it(pool: Pool) -> None:
    assert shown(pingan.coverage_of(pool()), "1-a") == {"holds": 2, "near-miss": 2, "undetermined": 1}


def test_a_number_just_reached_is_the_near_miss_of_its_being_missed(pool: Pool) -> None:
    assert shown(pingan.coverage_of(pool()), "2-b") == {"holds": 3, "near-miss": 1, "undetermined": 0}
    only_kept = RULES.replace("    expect enough_guards breached\n    expect enough_guards shortfall 1\n", "")
    assert shown(pingan.coverage_of(pool(only_kept)), "2-b")["near-miss"] == 0


def test_what_must_not_be_done_and_is_not_done_is_a_near_miss(pool: Pool) -> None:
    assert shown(pingan.coverage_of(pool()), "2-c") == {"holds": 1, "near-miss": 1, "undetermined": 0}


def test_a_scenario_that_fails_shows_nothing(pool: Pool) -> None:
    wrong = RULES.replace("expect undetermined closing because depth", "expect closing none")
    coverage = pingan.coverage_of(pool(wrong))
    assert coverage.failed == ("pool: nobody measured",)
    assert shown(coverage, "2-a")["undetermined"] == 0


def test_a_table_is_shown_by_the_rules_that_read_it(pool: Pool) -> None:
    more = 'scenario "somebody waits" { given outside = true as of 2016-06-01 expect guard may open_gate }\n'
    assert shown(pingan.coverage_of(pool(RULES + more)), "2-d")["holds"] == 1


def test_which_policy_is_meant_is_asked_when_several_have_a_register(pool: Pool) -> None:
    policy = pool()
    assert pingan.coverage_of(policy, "pool", scenarios=False).policy == "pool"
    with pytest.raises(ValueError, match="no policy `lake`"):
        pingan.coverage_of(policy, "lake", scenarios=False)
    with pytest.raises(ValueError, match="have no register"):
        pingan.coverage_of(pingan.load(pingan.Source("p.rules", "policy p")), scenarios=False)
    two = pingan.load("national", "jilin")
    with pytest.raises(ValueError, match="name one of national, jilin"):
        pingan.coverage_of(two, scenarios=False)


def test_the_kind_of_a_clause_is_no_part_of_what_records_are_held_to(pool: Pool) -> None:
    assert pool().registers == pool(_2_a={"kind": "deadline", "excused": {"holds": "why"}}).registers
    assert pool().registers != pool(_2_a={"summary": "Another."}).registers
