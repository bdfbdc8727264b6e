"""Whether a rule applies: conditions, exceptions, overrides, scope, elements; and what two norms are to each other."""

from __future__ import annotations

from fractions import Fraction

import pytest

from pingan.language.shapes import Interval, Range, Truth, exactly
from tests.program.policies import causes, local, norm, policy, states

NOW = "2016-06-01 12:00"


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"a": True, "b": False}, {"applies"}),
        ({"a": False}, {"none"}),
        ({"a": True}, {"applies", "none"}),
        ({"b": True}, {"none"}),
    ],
)
def test_an_exception_takes_back_its_own_rule(facts: dict[str, bool], expected: set[str]) -> None:
    assert states("rule r { when i.a unless i.b then police must act }", {"i": facts}, NOW) == expected


@pytest.mark.parametrize(("as_of", "expected"), [("2016-01-04 23:59", {"none"}), ("2016-01-05 00:00", {"applies"})])
def test_a_policy_is_in_force_from_the_first_instant_of_its_day(as_of: str, expected: set[str]) -> None:
    assert states("rule r { then police must act }", {}, as_of) == expected


def test_an_undetermined_scope_is_reported_once() -> None:
    outcome = policy("rule r { then police must act }", header="applies when i.a").evaluate({}, as_of=local(NOW))
    assert norm(outcome).states == {"applies", "none"}
    assert norm(outcome).causes == ()
    [status] = outcome.policies
    assert status.in_scope is Truth.UNDETERMINED
    assert [c.subject for c in status.causes] == ["i.a"]


OVERRIDES = """
rule r { when i.a then police must act }
rule s { overrides r when i.b then mayor must act }
"""


@pytest.mark.parametrize(
    ("facts", "r", "s"),
    [
        ({"a": True, "b": True}, {"none"}, {"applies"}),
        ({"a": True, "b": False}, {"applies"}, {"none"}),
        ({"a": True}, {"applies", "none"}, {"applies", "none"}),
    ],
)
def test_a_rule_that_overrides_takes_the_place_of_the_other(facts: dict[str, bool], r: set[str], s: set[str]) -> None:
    outcome = policy(OVERRIDES).evaluate({"i": facts}, as_of=local(NOW))
    assert [set(norm(outcome, name).states) for name in "rs"] == [r, s]
    if len(r) == 2:
        assert causes(norm(outcome, "r")) == causes(norm(outcome, "s")) == {("i.b", "missing")}
    assert norm(outcome, "r").overridden_by == (("p.s",) if r == {"none"} else ())


def test_a_rule_overridden_by_an_overridden_rule_stands_again() -> None:
    rules = OVERRIDES + "rule t { overrides s when i.c then town must act }"
    outcome = policy(rules).evaluate({"i": {"a": True, "b": True, "c": True}}, as_of=local(NOW))
    assert [set(norm(outcome, name).states) for name in "rst"] == [{"applies"}, {"none"}, {"applies"}]


def test_an_overriding_rule_for_each_defeats_element_by_element() -> None:
    rules = """
    rule r { for each x in i.people then police must take(x) }
    rule s { overrides r for each x in i.people when x.fit then mayor must take(x) }
    """
    people = [{"name": "ann", "fit": True}, {"name": "bob", "fit": False}]
    outcome = policy(rules).evaluate({"i": {"people": people}}, as_of=local(NOW))
    found = {(n.rule, n.elements[0].name): set(n.states) for n in outcome.norms}
    assert found == {
        ("r", "ann"): {"none"},
        ("r", "bob"): {"applies"},
        ("s", "ann"): {"applies"},
        ("s", "bob"): {"none"},
    }


EACH = 'rule r { for each x in i.people when x.role = "head" then police must take(x) }'


def test_an_open_list_has_one_norm_for_all_others() -> None:
    people = {"known": [{"name": "ann", "role": "other"}], "open": True}
    outcome = policy(EACH).evaluate({"i": {"people": people}}, as_of=local(NOW))
    assert [(n.elements[0].name, set(n.states)) for n in outcome.norms] == [
        ("ann", {"none"}),
        ("others", {"applies", "none"}),
    ]
    assert causes(outcome.norms[1]) == {("i.people", "open")}


def test_others_are_left_out_where_none_of_them_can_meet_the_condition() -> None:
    rules = "rule r { for each x in i.people when i.a then police must take(x) }"
    outcome = policy(rules).evaluate({"i": {"people": {"known": [], "open": True}, "a": False}}, as_of=local(NOW))
    assert outcome.norms == ()


def test_a_record_that_may_be_absent_bears_nothing_where_it_is() -> None:
    rules = "fact village: Town optional\nrule r { then village and mayor must act }"
    asked = policy(rules)
    [boss, village] = asked.evaluate({"village": None}, as_of=local(NOW)).norms
    assert (boss.bearer.name, set(boss.states)) == ("mayor", {"applies"})
    assert (village.bearer.name, set(village.states)) == ("village", {"none"})
    [boss, village] = asked.evaluate({}, as_of=local(NOW)).norms
    assert causes(boss) == set()
    assert causes(village) == {("village", "missing")}


# --- what is ensured ------------------------------------------------------------------------------------------


def test_a_shortfall_is_what_is_missing_from_the_requirement() -> None:
    rules = "rule r { then town should ensure i.rate >= 80% by 2020-12-31 }"
    asked = policy(rules)
    found = norm(asked.evaluate({"i": {"rate": {"at_least": "0.7"}}}, as_of=local(NOW)))
    assert found.states == {"pending", "fulfilled"}
    assert found.shortfall == Range(Interval(0, Fraction(1, 10), False, False))
    assert found.required == Range(exactly(Fraction(4, 5)))
    done = norm(asked.evaluate({"i": {"rate": "0.9"}}, as_of=local(NOW)))
    assert done.shortfall is None and done.states == {"fulfilled"}


def test_where_there_is_nothing_to_measure_nothing_is_owed() -> None:
    rules = 'rule r { cite "1" then town must ensure share(x in i.people: x.fit) >= 80% }'
    outcome = policy(rules).evaluate({"i": {"people": []}}, as_of=local(NOW))
    assert norm(outcome).states == {"none"}
    assert [(f.kind, f.subject) for f in outcome.findings] == [("nothing_to_measure", "p.r")]


def test_the_elements_that_fail_are_parts() -> None:
    rules = "rule r { then town must ensure all(x in i.people: x.fit) }"
    people = [{"name": "ann", "fit": True}, {"name": "bob", "fit": False}, {"name": "cy"}]
    found = norm(policy(rules).evaluate({"i": {"people": people}}, as_of=local(NOW)))
    assert [(p.text, p.done) for p in found.parts] == [("bob", Truth.FALSE), ("cy", Truth.UNDETERMINED)]


# --- two norms --------------------------------------------------------------------------------------------------


def test_equal_demands_are_one_group_with_the_earliest_deadline() -> None:
    rules = """
    rule r { cite "1" since i.at then town must tell(to: police) within 2 hours fulfilled at i.done_at }
    rule s { cite "2" since i.at then town must tell(to: police) within 1 hour fulfilled at i.done_at }
    rule t { since i.at then town must tell(to: mayor) within 1 hour fulfilled at i.done_at }
    """
    facts = {"i": {"at": "2016-01-06T10:00+08:00", "done_at": "2016-01-06T11:30+08:00"}}
    outcome = policy(rules).evaluate(facts, as_of=local(NOW))
    assert [set(n.states) for n in outcome.norms[:2]] == [{"fulfilled"}, {"late"}]
    first = outcome.groups[0]
    assert first.norms == (0, 1)
    assert first.deadline is not None and first.deadline.latest == local("2016-01-06 11:00")
    assert [c.clause for c in first.citations] == ["1", "2"]
    assert len(outcome.groups) == 2


@pytest.mark.parametrize(
    ("facts", "holds"),
    [({"a": True, "b": True}, Truth.TRUE), ({"a": True}, Truth.UNDETERMINED), ({"a": True, "b": False}, None)],
)
def test_what_may_be_done_and_must_not_be_is_a_conflict(facts: dict[str, bool], holds: Truth | None) -> None:
    rules = "rule r { when i.a then town may act }\nrule s { when i.b then town must not act }"
    outcome = policy(rules).evaluate({"i": facts}, as_of=local(NOW))
    assert [c.holds for c in outcome.conflicts] == ([] if holds is None else [holds])
    for conflict in outcome.conflicts:
        assert conflict.kind == "may_against_must_not"
        assert (outcome.norms[conflict.left].rule, outcome.norms[conflict.right].rule) == ("r", "s")
        assert [c.subject for c in conflict.causes] == ([] if holds is Truth.TRUE else ["i.b"])


def test_other_arguments_or_another_bearer_are_no_conflict() -> None:
    rules = """
    rule r { then town must tell(to: police) }
    rule s { then town must not tell(to: mayor) }
    rule t { then mayor must not tell(to: police) }
    """
    assert policy(rules).evaluate({}, as_of=local(NOW)).conflicts == ()


# --- readings and definitions ------------------------------------------------------------------------------------


def test_the_outcome_says_which_norms_another_reading_would_change() -> None:
    rules = "rule r { when sense = wide or i.a then police must act }\nrule s { then mayor must act }"
    outcome = policy(rules).evaluate({"i": {"a": False}}, as_of=local(NOW))
    [reliance] = outcome.interpretations
    assert (reliance.interpretation, reliance.reading, reliance.changes) == ("p.sense", "narrow", (0,))
    settled = policy(rules).evaluate({"i": {"a": True}}, as_of=local(NOW))
    assert settled.interpretations[0].changes == ()


def test_a_definition_is_the_union_of_the_cases_that_may_hold() -> None:
    rules = """
    define x: integer { is 1 when i.a is 100 otherwise }
    rule r { when x >= 1 then police must act }
    rule s { when x > 100 then police must act }
    rule t { when x = 50 then police must act }
    """
    outcome = policy(rules).evaluate({}, as_of=local(NOW))
    assert [set(norm(outcome, name).states) for name in "rst"] == [{"applies"}, {"none"}, {"applies", "none"}]
    assert causes(norm(outcome, "t")) == {("i.a", "missing")}
    [finding] = [f for f in outcome.findings if f.kind == "definition"]
    assert finding.value == Range(Interval(1, 100, False, False))


def test_an_unset_parameter_is_a_cause_and_its_range_decides() -> None:
    rules = "rule r { when i.n > limit then police must act }"
    asked = policy(rules)
    assert causes(norm(asked.evaluate({"i": {"n": 3}}, as_of=local(NOW)))) == {("p.limit", "parameter")}
    assert norm(asked.evaluate({"i": {"n": 0}}, as_of=local(NOW))).states == {"none"}


@pytest.mark.parametrize(
    ("facts", "expected"),
    [({"c": True}, {("i.a", "missing")}), ({}, {("i.a", "missing"), ("i.b", "missing"), ("i.c", "missing")})],
)
def test_causes_are_found_through_undetermined_limbs_only(facts: dict[str, bool], expected: object) -> None:
    rules = "rule r { when i.a and (i.b or i.c) then police must act }"
    assert causes(norm(policy(rules).evaluate({"i": facts}, as_of=local(NOW)))) == expected


def test_a_judgement_awaited_names_who_may_make_it() -> None:
    rules = "rule r { when i.found then police must act }"
    outcome = policy(rules).evaluate({}, as_of=local(NOW))
    [cause] = norm(outcome).causes
    assert (cause.subject, cause.kind, cause.authorities) == ("i.found", "judgement", ("police",))
    made = policy(rules).evaluate({"i": {"found": {"value": True, "by": "police"}}}, as_of=local(NOW))
    assert norm(made).states == {"applies"}
    assert [(j.path, j.by) for j in made.judgements] == [("i.found", "police")]
