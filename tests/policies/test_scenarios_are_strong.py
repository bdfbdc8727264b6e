"""What the scenarios of the policies that come with pingan would notice."""

from __future__ import annotations

import pytest

import pingan
from tests.policies.incident_rules import conditions

# `present(hospital)` before goals of that hospital: where it is not there, nobody bears them.
CANNOT_MATTER = {"gongcheng": 5, "xigong": 8}


def test_every_condition_about_incidents_is_shown_to_matter_by_itself() -> None:
    shown = {name: [c.shown for _, c in conditions(pingan.load(name))] for name in pingan.shipped_policies()}
    short = {
        name: f"{sum(of)}/{len(of)}"
        for name, of in shown.items()
        if 10 * sum(of) < 9 * (len(of) - CANNOT_MATTER.get(name, 0))
    }
    assert short == {}
    assert 10 * sum(map(sum, shown.values())) >= 9 * sum(map(len, shown.values()))


@pytest.mark.nightly
@pytest.mark.parametrize("name", pingan.shipped_policies())
def test_nine_mutants_of_ten_are_noticed(name: str) -> None:
    report = pingan.mutate(pingan.load(name), witnesses=False)
    assert not report.failing
    assert report.score * 10 >= 9, f"{float(report.score):.3f}"
