"""What is said to be never, always or a consequence, against every case there is."""

from __future__ import annotations

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

import pingan
from pingan.linting.analysis.pairs import applies_where
from pingan.linting.analysis.sameness import same
from pingan.linting.analysis.worlds import Worlds
from pingan.model import nodes as m
from pingan.testing import facts, policies

VOCABULARY = """\
policy p { zone "Asia/Shanghai" }
enum Kind ordered { river, sea, rain }
record Place { wet: boolean  wide: decimal optional }
fact depth: decimal >= 0
fact kind: Kind
fact drill: boolean
fact spare: decimal optional
fact place: Place
actor warden
action close_road
define deep: boolean { is depth >= 2 }
define grade: Kind {
    is sea when depth >= 2 and kind != rain
    is rain when drill
    is river otherwise
}
define soaked(q: Place): boolean { is q.wet and depth > 1 }
"""
TESTS = [
    *(f"depth {sign} {number}" for sign in ("<", "<=", ">", ">=", "=", "!=") for number in (0, 1, 2)),
    *(f"kind {sign} sea" for sign in ("=", "!=", "<", ">=")),
    "kind in {river, rain}",
    "kind in {river, sea, rain}",
    "drill",
    "drill = true",
    "drill != true",
    "present(spare)",
    "spare > 1",
    "spare <= 1",
    "spare != 1",
    "deep",
    "grade = sea",
    "grade >= sea",
    "grade in {river, rain}",
    "place.soaked",
    "place.wet",
    "place.wide >= 2",
    "{1, 2} has 1",
    "{1, 2} has 3",
    "2 > 1",
]
DEPTHS = ("0", "0.5", "1", "1.5", "2", "3")
SPARES = (None, "0.5", "1", "2")

conditions = st.recursive(
    st.sampled_from(TESTS),
    lambda inner: st.one_of(
        inner.map(lambda c: f"not ({c})"),
        st.lists(inner, min_size=2, max_size=3).map(lambda limbs: " and ".join(f"({limb})" for limb in limbs)),
        st.lists(inner, min_size=2, max_size=3).map(lambda limbs: " or ".join(f"({limb})" for limb in limbs)),
    ),
    max_leaves=6,
)


def policy_of(*told: str) -> pingan.Policy:
    rules = "".join(f"rule r{n} {{ when {c} then warden must close_road }}\n" for n, c in enumerate(told))
    return pingan.load(pingan.Source("p.rules", VOCABULARY + rules))


def worlds_there_are() -> list[dict[str, object]]:
    return [
        {"depth": depth, "kind": kind, "drill": drill, "spare": spare, "place": {"wet": wet, "wide": wide}}
        for depth, kind, drill, spare, wet, wide in product(
            DEPTHS, ("river", "sea", "rain"), (True, False), SPARES, (True, False), (None, "2")
        )
    ]


WORLDS = worlds_there_are()


def truths(policy: pingan.Policy, rule: str) -> list[bool]:
    """Whether the condition of *rule* holds, in every case there is."""
    return [rule in policy.evaluate(case, as_of="2016-07-01").applicable_rules for case in WORLDS]


@settings(deadline=None, max_examples=60)
@given(conditions)
def test_never_and_always_are_what_every_case_says(condition: str) -> None:
    policy = policy_of(condition)
    worlds, rule = Worlds(policy.model), policy.model.rules["p.r0"]
    assert rule.condition is not None
    found = truths(policy, "p.r0")
    assert worlds.is_never(rule.condition) == (not any(found))
    assert worlds.is_always(rule.condition) == all(found)


@settings(deadline=None, max_examples=40)
@given(conditions, conditions)
def test_what_follows_follows_in_every_case(one: str, other: str) -> None:
    policy = policy_of(one, other)
    worlds = Worlds(policy.model)
    first, second = (policy.model.rules[key] for key in ("p.r0", "p.r1"))
    assert first.condition is not None and second.condition is not None
    pairs = list(zip(truths(policy, "p.r0"), truths(policy, "p.r1"), strict=True))
    follows = all(right for left, right in pairs if left)
    assert worlds.implies([first.condition], second.condition) == follows
    assert applies_where(worlds, first, second) == follows
    if same(first.condition, second.condition):
        assert all(left == right for left, right in pairs)


@settings(deadline=None, max_examples=40)
@given(st.data())
def test_rules_that_are_apart_never_apply_together(data: st.DataObject) -> None:
    policy = data.draw(policies(most_rules=3))
    outcome = policy.evaluate(data.draw(facts(policy)), as_of="2016-07-01")
    worlds, rules = Worlds(policy.model), policy.model.rules
    applying = [rules[key] for key in outcome.applicable_rules]
    assert all(worlds.binding(rule) for rule in applying)
    plain = [rule for rule in applying if not rule.each]
    assert not any(worlds.are_apart(worlds.binding(a), worlds.binding(b)) for a in plain for b in plain)


def test_readings_and_parameters_may_be_anything_however_they_are_set() -> None:
    text = """\
    policy p { zone "Asia/Shanghai" }
    parameter limit: integer
    set limit = 3
    fact depth: integer
    interpretation how { question "How?" readings { wide, narrow } default wide }
    define at_all: boolean { is how = narrow }
    define both: boolean { is how = narrow and how = wide }
    define over: boolean { is limit > 5 }
    define either: boolean { is how in {narrow, wide} }
    """
    policy = pingan.load(pingan.Source("p.rules", text))
    worlds = Worlds(policy.model)

    def value(name: str) -> m.Expression:
        return policy.model.definitions[f"p.{name}"].cases[0].value

    assert not worlds.is_never(value("at_all"))
    assert not worlds.is_never(value("over"))
    assert worlds.is_never(value("both"))
    assert worlds.is_always(value("either"))


def test_a_definition_said_of_an_element_that_is_called_like_its_own_is_left_alone() -> None:
    text = """\
    policy p { zone "Asia/Shanghai" }
    record Ward { beds: integer  nurses: list of Nurse }
    record Nurse { patients: integer }
    fact wards: list of Ward
    actor warden
    action close_road
    define overworked(w: Ward): boolean { is any(n in w.nurses: n.patients > w.beds) }
    define odd(w: Ward): boolean { is any(n in wards: n.beds > w.beds) and not any(n in wards: n.beds > w.beds) }
    rule one {
        for each n in wards
        when n.overworked and not n.odd
        then warden must close_road
    }
    """
    policy = pingan.load(pingan.Source("p.rules", text))
    assert Worlds(policy.model).binding(policy.model.rules["p.one"])


def test_numbers_far_apart_do_not_matter() -> None:
    huge = 10**27
    policy = policy_of(f"depth >= {huge}", f"depth < {huge}")
    worlds = Worlds(policy.model)
    first, second = (policy.model.rules[key].condition for key in ("p.r0", "p.r1"))
    assert first is not None and second is not None
    assert worlds.is_never(first, second) and not worlds.is_never(first)
