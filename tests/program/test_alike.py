"""Norms of the same action: whether their arguments are the same, and which of two lengths is surely the shorter."""

from __future__ import annotations

from typing import Any

import pytest

import pingan
from pingan import Outcome

HEAD = """\
policy p { zone "UTC" }
enum Tool { pump, boat, sand }
actor warden
action take (it: integer)
action bring (what: set of Tool)
action tell (about: Tool)
fact n: integer
fact m: integer
fact t: datetime
fact kind: Tool
fact other: Tool
fact some: set of Tool
fact more: set of Tool
"""


def asked(rules: str, facts: dict[str, Any]) -> Outcome:
    return pingan.load(pingan.Source("p.rules", HEAD + rules)).evaluate(facts, as_of="2016-06-01")


@pytest.mark.parametrize(
    ("action", "other", "facts", "expected"),
    [
        ("take(it: n)", "take(it: m)", {"n": 1, "m": 1}, ["true"]),
        ("take(it: n)", "take(it: m)", {"n": 1, "m": 2}, []),
        ("take(it: n)", "take(it: m)", {"n": 1, "m": {"at_most": 1}}, ["undetermined"]),
        ("take(it: n)", "take(it: m)", {"n": 2, "m": {"at_most": 1}}, []),
        ("take(it: n)", "take(it: m)", {"n": {"at_least": 1, "at_most": 2}, "m": {"at_least": 2}}, ["undetermined"]),
        ("take(it: n)", "take(it: m)", {"n": {"at_least": 1, "at_most": 2}, "m": {"at_least": 3}}, []),
        ("tell(about: kind)", "tell(about: other)", {"kind": "pump", "other": "pump"}, ["true"]),
        ("tell(about: kind)", "tell(about: other)", {"kind": {"one_of": ["pump", "sand"]}}, ["undetermined"]),
        ("tell(about: kind)", "tell(about: boat)", {"kind": {"one_of": ["pump", "sand"]}}, []),
        ("bring(what: some)", "bring(what: more)", {"some": ["pump"], "more": ["pump"]}, ["true"]),
        ("bring(what: some)", "bring(what: more)", {"some": ["pump"], "more": ["boat"]}, []),
        ("bring(what: some)", "bring(what: more)", {"some": {"known": ["pump"], "open": True}}, ["undetermined"]),
        (
            "bring(what: some)", "bring(what: {boat})",
            {"some": {"known": ["pump"], "open": True}}, [],
        ),
        (
            "bring(what: some)", "bring(what: {boat})",
            {"some": {"known": [], "possible": ["boat"]}}, ["undetermined"],
        ),
        (
            "bring(what: some)", "bring(what: {boat, sand})",
            {"some": {"known": [], "possible": ["boat"]}}, [],
        ),
    ],
)  # fmt: skip
def test_norms_conflict_as_far_as_their_arguments_can_be_the_same(
    action: str, other: str, facts: dict[str, Any], expected: list[str]
) -> None:
    found = asked(f"rule a {{ then warden must {action} }} rule b {{ then warden must not {other} }}", facts)
    assert [conflict.holds.name.lower() for conflict in found.conflicts] == expected


@pytest.mark.parametrize(
    ("length", "other", "stricter"),
    [
        ("2 days", "3 days", {"a": "true"}),
        ("2 days", "2 days", {}),
        ("90 minutes", "1.5 hours", {}),
        ("1 year", "13 months", {"a": "true"}),
        ("1 year", "12 months", {}),
        ("3 working days", "2 working days", {"b": "true"}),
        ("3 hours", "2 working days", {"a": "true"}),
        ("2 working days", "3 hours", {"b": "true"}),
        ("1 working day", "1 day", {"a": "undetermined", "b": "undetermined"}),
        ("1 month", "31 days", {"a": "undetermined", "b": "undetermined"}),
        ("1 month", "25 days", {"b": "true"}),
        ("1 month", "35 days", {"a": "true"}),
        ("24 hours", "1 day", {"a": "undetermined", "b": "undetermined"}),
    ],
)
def test_of_lengths_from_an_unknown_instant_the_shorter_is_known_where_it_is_always_the_same(
    length: str, other: str, stricter: dict[str, str]
) -> None:
    rules = "".join(
        f"rule {name} {{ since t then warden must take(it: 1) within {each} }}\n"
        for name, each in (("a", length), ("b", other))
    )
    outcome = asked(rules, {})
    found = {outcome.norms[s.norm].rule: s.holds.name.lower() for group in outcome.groups for s in group.stricter}
    assert found == stricter
