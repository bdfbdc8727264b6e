"""Facts of which a condition is true: of every one that is drawn, without waiting for them."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st

import pingan
from pingan.testing import facts
from pingan.testing.strategies.where import Where
from tests.testing.flood import policy

# Every health check is on: a condition must not be met by throwing examples away.
STRICT = settings(max_examples=25, deadline=None, suppress_health_check=[], database=None, phases=[Phase.generate])
CONDITIONS = [
    "warning = red",
    "warning >= blue and district.residents = 12345 and district.share > 0.9",
    "district.closed and present(district.closed_on) and district.closed_on in (from 2020-02-01 until 2020-02-03)",
    'district.contact = "nobody" or district.delay > 9 days',
    "not (district.residents >= 10 or warning != none)",
    "not present(district.closed_on)",
    "any(g in district.gauges: g.depth > 45 and g.signs has all of {crack, seepage})",
    "count(g in district.gauges where g.depth > 45) >= 2 and warning in {blue, yellow}",
    "all(g in district.gauges: g.depth > 45) and size(district.gauges) = 2",
    "strained and not district.closed",
    "district.residents * 2 > 5000",
    "date(as_of) in district.open_days",
    "预警级别 = red",
    "any(g in district.gauges: g.unsafe)",
]


@pytest.mark.parametrize("known", ["partly", "exact", True])
@pytest.mark.parametrize("where", CONDITIONS)
def test_a_condition_is_true_of_all_that_is_drawn(where: str, known: Any) -> None:
    asked = Where(policy(), where, known, None, False, None)
    seen: Counter[str] = Counter()

    @STRICT
    @given(facts(policy(), where=where, known=known))
    def drawn(found: dict[str, Any]) -> None:
        assert asked.holds(found)
        seen[str(found)] += 1

    drawn()
    assert len(seen) > 8


@pytest.mark.parametrize(
    ("where", "smallest"),
    [
        ("warning >= yellow and district.residents > 1000", {"district": {"residents": 1001}, "warning": "yellow"}),
        ("any(g in district.gauges: g.depth > 45)", {"district": {"gauges": [{"depth": 46}]}}),
    ],
)
def test_what_fails_under_a_condition_shrinks_to_what_it_asks(where: str, smallest: object) -> None:
    quick = settings(max_examples=2000, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
    assert find(facts(policy(), where=where), lambda found: True, settings=quick) == smallest


@settings(max_examples=10)
@given(st.data())
def test_a_condition_about_a_shipped_policy_holds(data: st.DataObject) -> None:
    where = "hospital.beds >= 200 and any(p in incident.persons: p.ringleader) and incident.place = inside"
    found = data.draw(facts(policy("jilin"), where=where))
    assert Where(policy("jilin"), where, True, None, False, None).holds(found)


def test_conditions_may_be_written_in_either_dialect() -> None:
    chinese = facts(policy(), where="warning ≥ yellow 且 非 district.closed")
    assert find(chinese, lambda found: True).keys() == {"district", "warning"}


@pytest.mark.parametrize(
    ("where", "message", "place"),
    [
        ("warning = purple", "neither a member of `Warning`", (1, 11)),
        ("district.residents > 3 and\n  distrct.closed", "no fact, definition, parameter or actor", (2, 3)),
        ("warning >", "cannot stand here", (1, 10)),
        ("district.residents", "expected a boolean", (1, 1)),
        ("true } define more: boolean { is true", "expected one condition", (1, 1)),
        ("true when false", "expected one condition", (1, 1)),
        ("", "cannot stand here", (1, 1)),
    ],
)
def test_what_is_no_condition_is_told_with_its_place(where: str, message: str, place: tuple[int, int]) -> None:
    with pytest.raises(pingan.PolicyError, match=message) as error:
        facts(policy(), where=where)
    span = error.value.diagnostics[0].span
    assert span is not None
    assert (span.source.name, span.source.position(span.start)) == ("where", place)


def test_a_comment_hides_nothing() -> None:
    assert find(facts(policy(), where="warning = red # and more"), lambda found: True) == {"warning": "red"}


def test_a_condition_needs_a_policy_and_not_only_what_it_means() -> None:
    with pytest.raises(TypeError, match="needs a Policy"):
        facts(policy().model, where="warning = red")


def test_a_condition_about_policies_that_extend_one_another_knows_the_names_of_all() -> None:
    upper = 'policy upper { zone "UTC" }\nfact rain: integer >= 0\ndefine wet: boolean { is rain > 50 }\n'
    lower = 'policy lower { extends upper zone "UTC" }\ndefine very_wet: boolean { is rain > 90 }\n'
    for order in ((upper, lower), (lower, upper)):
        several = pingan.load(*(pingan.Source(f"{text.split()[1]}.rules", text) for text in order))
        found = find(facts(several, where="wet and not very_wet"), lambda found: True, settings=STRICT)
        assert found == {"rain": 51}
