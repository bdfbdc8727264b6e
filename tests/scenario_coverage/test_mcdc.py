"""Which conditions are shown to matter, checked by hand."""

from __future__ import annotations

from tests.scenario_coverage.samples import HEAD, conditions, coverage_of, scenario, shown

RULE = "rule closing { when depth >= 3 and children unless watched then keeper must close_pool }"
BOTH = scenario("both", "depth = 3; children = true; watched = false", "closing applies")


def test_of_and_each_limb_is_shown_by_the_others_being_true() -> None:
    shallow = scenario("shallow", "depth = 2; children = true; watched = false", "closing none")
    empty = scenario("empty", "depth = 3; children = false; watched = false", "closing none")
    watched = scenario("watched", "depth = 3; children = true; watched = true", "closing none")
    assert shown(coverage_of(RULE, BOTH, shallow)) == {"depth ≥ 3"}
    assert shown(coverage_of(RULE, BOTH, shallow, empty)) == {"depth ≥ 3", "children"}
    assert shown(coverage_of(RULE, BOTH, shallow, empty, watched)) == {"depth ≥ 3", "children", "watched"}


def test_two_that_are_false_together_mask_each_other() -> None:
    neither = scenario("neither", "depth = 2; children = false; watched = false", "closing none")
    coverage = coverage_of(RULE, BOTH, neither)
    assert shown(coverage) == set()
    found = conditions(coverage)
    assert found["depth ≥ 3"].both and found["depth ≥ 3"].mattered == {"true"}
    assert found["depth ≥ 3"].unmattering == ("false",)
    assert found["watched"].unseen == ("true",)


def test_what_nobody_expects_is_not_exercised() -> None:
    other = "rule calling { when drill then guard must call }"
    coverage = coverage_of(RULE, other, BOTH)
    (policy,) = coverage.policies
    calling = next(d for d in policy.rules if d.key == "pool.calling")
    assert not calling.exercised and not calling.applied and not calling.conditions[0].seen


def test_an_undetermined_limb_does_not_mask_the_other_one() -> None:
    # With `children` not given: undetermined where deep, false where not.
    deep = scenario("deep", "depth = 3; watched = false", "undetermined closing because children")
    shallow = scenario("shallow", "depth = 2; watched = false", "closing none")
    coverage = coverage_of(RULE, deep, shallow)
    assert shown(coverage) == {"depth ≥ 3"}
    assert conditions(coverage)["children"].seen == {"undetermined"}


def test_a_decision_undetermined_both_times_shows_nothing() -> None:
    rule = "rule closing { when (depth >= 3 and children) or drill then keeper must close_pool }"
    # True and mattering (undetermined, false without it); false and mattering (undetermined, true without it).
    one = scenario("one", "depth = 3; drill = false", "undetermined closing")
    other = scenario("other", "depth = 2; children = true", "undetermined closing")
    found = conditions(coverage_of(rule, one, other))["depth ≥ 3"]
    assert found.mattered == {"true", "false"}
    assert not found.shown


def test_a_definition_matters_only_where_it_is_read() -> None:
    risky = "define risky: boolean { is depth >= 3 or children }"
    rule = "rule closing { when risky unless watched then keeper must close_pool }"
    deep = scenario("deep", "depth = 4; children = false; watched = false", "closing applies")
    watched = scenario("watched", "depth = 1; children = false; watched = true", "closing none")
    unwatched = scenario("unwatched", "depth = 1; children = false; watched = false", "closing none")
    assert shown(coverage_of(risky, rule, deep, watched)) == set()
    assert shown(coverage_of(risky, rule, deep, unwatched)) == {"depth ≥ 3", "risky"}


def test_a_guard_matters_where_the_value_would_be_another() -> None:
    level = "define level: integer { is 1 when depth >= 3 is 1 when children is 2 otherwise }"
    deep = scenario("deep", "depth = 4; children = true", "level = 1")
    calm = scenario("calm", "depth = 1; children = true", "level = 1")
    # Either guard alone gives 1, so neither changes anything by itself.
    assert shown(coverage_of(level, deep, calm)) == set()
    alone = scenario("alone", "depth = 4; children = false", "level = 1")
    none = scenario("none", "depth = 1; children = false", "level = 2")
    assert shown(coverage_of(level, alone, none)) == {"depth ≥ 3"}


def test_a_norm_that_two_rules_bring_about_shows_neither() -> None:
    other = "rule again { when drill then keeper must close_pool }"
    together = scenario(
        "together", "depth = 3; children = true; watched = false; drill = true", "keeper must close_pool"
    )
    none = scenario("none", "depth = 3; children = false; watched = false; drill = false", "no keeper must close_pool")
    coverage = coverage_of(RULE, other, together, none)
    assert shown(coverage) == set()
    assert conditions(coverage)["children"].mattered == {"false"}


def test_overriding_is_a_condition_of_what_is_overridden() -> None:
    wide = "rule wide { when depth >= 3 then keeper must close_pool }"
    narrow = "rule narrow { overrides wide when drill then guard must call }"
    plain = scenario("plain", "depth = 3; drill = false", "wide applies")
    drilled = scenario("drilled", "depth = 3; drill = true", "wide none")
    coverage = coverage_of(wide, narrow, plain, drilled)
    assert shown(coverage) == {"narrow", "drill"}
    (policy,) = coverage.policies
    assert {d.key: d.covered for d in policy.rules} == {"pool.wide": True, "pool.narrow": True}


def test_an_element_matters_if_no_other_one_decides() -> None:
    head = 'policy pool { zone "Asia/Shanghai" }\nrecord Pool { depth: integer  open: boolean }\n'
    head += "fact pools: list of Pool\nactor keeper\naction close_pool\n"
    rule = "rule closing { when any(p in pools where p.open: p.depth >= 3) then keeper must close_pool }"
    deep, shallow = "{depth: 3, open: true}", "{depth: 1, open: true}"
    several = scenario("several", f"pools = {{ {deep}, {deep} }}", "closing applies")
    one = scenario("one", f"pools = {{ {deep}, {shallow} }}", "closing applies")
    none = scenario("none", f"pools = {{ {shallow} }}", "closing none")
    assert "p.depth ≥ 3" not in shown(coverage_of(rule, several, none, head=head))
    assert "p.depth ≥ 3" in shown(coverage_of(rule, one, none, head=head))


def test_a_norm_that_is_none_anyway_keeps_the_expectation_true() -> None:
    head = HEAD + "record Person is actor { name: text key }\nfact deputy: Person optional\n"
    rule = "rule closing { when depth >= 3 then deputy must close_pool, keeper must call }"
    deep = scenario("deep", "depth = 3; deputy = absent", "closing.call applies")
    any_of = scenario("any", "depth = 2; deputy = absent", "closing none")
    one_of = scenario("one", "depth = 2; deputy = absent", "closing.call none")
    assert shown(coverage_of(rule, deep, any_of, head=head)) == set()
    assert shown(coverage_of(rule, deep, one_of, head=head)) == {"depth ≥ 3"}


def test_what_follows_a_miss_is_looked_at_through_it() -> None:
    rule = (
        "rule closing { when depth >= 3 then keeper must close_pool by 2016-05-01 fulfilled when watched "
        "otherwise guard must call }"
    )
    missed = scenario("missed", "depth = 3; watched = false", "closing.call applies")
    early = scenario("early", "depth = 3; watched = false", "closing.call none", as_of="2016-04-01")
    shallow = scenario("shallow", "depth = 1; watched = false", "closing.close_pool none")
    found = conditions(coverage_of(rule, missed, early, shallow))
    assert found["missed"].shown
    assert found["depth ≥ 3"].shown
    assert found["watched"].mattered == {"false"}


def test_where_there_is_nothing_to_measure_nothing_matters() -> None:
    head = HEAD + "fact guards: integer optional\n"
    rule = "rule watch { when depth >= 3 then keeper must ensure guards >= 2 }"
    short = scenario("short", "depth = 3; guards = 1", "watch breached")
    absent = scenario("absent", "depth = 2; guards = absent", "watch none")
    there = scenario("there", "depth = 2; guards = 1", "watch none")
    assert "depth ≥ 3" not in shown(coverage_of(rule, short, absent, head=head))
    assert "depth ≥ 3" in shown(coverage_of(rule, short, there, head=head))
