"""What expressions come to, of facts that are known, bounded or missing: worked out by hand."""

from __future__ import annotations

from typing import Any

import pytest

import pingan

HEAD = """\
policy p { zone "UTC" }
enum Tool { pump, boat, sand }
record Unit { name: text key staff: integer ready: boolean opened: date optional }
fact n: integer
fact m: integer
fact x: decimal
fact s: set of Tool
fact r: set of Tool
fact d: date
fact e: date
fact t: datetime
fact u: datetime
fact units: list of Unit
actor warden
actor mayor
fact there: set of actor
fact called: set of actor
parameter pause: duration
"""

VALUES = (
    ("duration", "t - u", {"t": "2016-05-02T10:00Z", "u": "2016-05-01T08:00Z"}, 93600),
    ("duration", "t - u", {"t": "2016-05-02T10:00:00.5Z", "u": "2016-05-02T10:00Z"}, "0.5"),
    (
        "duration",
        "d - e",
        {"d": "2016-05-02", "e": {"at_least": "2016-05-01", "at_most": "2016-05-03"}},
        {"at_least": -86400, "at_most": 86400},
    ),
    ("duration", "d - e", {"d": {"more_than": "2016-05-02"}, "e": "2016-05-01"}, {"at_least": 172800}),
    ("duration", "d - e", {"d": "2016-05-02"}, {"any": True}),
    ("boolean", "s has any of r", {"s": ["pump"], "r": ["pump", "boat"]}, True),
    ("boolean", "s has any of r", {"s": ["pump"], "r": ["boat"]}, False),
    ("boolean", "s has any of r", {"s": {"known": ["pump"], "open": True}, "r": ["boat"]}, {"one_of": [False, True]}),
    ("boolean", "s has any of r", {"s": {"known": ["pump"], "open": True}, "r": ["pump"]}, True),
    ("boolean", "s has any of r", {"r": []}, False),
    ("boolean", "s has any of r", {"s": []}, False),
    (
        "boolean",
        "s has any of r",
        {"s": {"known": [], "possible": ["sand"]}, "r": {"known": ["pump"], "possible": ["boat"]}},
        False,
    ),
    ("boolean", "there has any of called", {"there": ["mayor"], "called": ["warden"]}, False),
    ("boolean", "there has any of called", {"there": {"known": [], "open": True}, "called": []}, False),
    ("boolean", "there has any of called", {"called": []}, False),
    ("boolean", "there has any of called", {"there": []}, False),
    ("boolean", "there has any of called", {"called": ["warden"]}, {"one_of": [False, True]}),
    ("boolean", "s has all of r", {"s": ["pump"], "r": []}, True),
    ("boolean", "s has all of r", {"s": ["pump"], "r": ["pump", "boat"]}, False),
    ("boolean", "s has all of r", {"s": {"known": ["pump"], "open": True}, "r": ["pump"]}, True),
    ("boolean", "s has all of r", {"s": {"known": ["pump"], "open": True}, "r": ["boat"]}, {"one_of": [False, True]}),
    ("boolean", "s has all of r", {"s": {"known": [], "possible": ["pump"]}, "r": ["boat"]}, False),
    ("boolean", "s has all of r", {"s": [], "r": {"known": [], "open": True}}, {"one_of": [False, True]}),
    (
        "decimal",
        "share(q in units: q.staff > 2)",
        {"units": [{"name": "a", "staff": 3}, {"name": "b", "staff": 1}, {"name": "c", "staff": 4}]},
        "2/3",
    ),
    (
        "decimal",
        "share(q in units: q.staff > 2)",
        {"units": [{"name": "a", "staff": 3}, {"name": "b"}]},
        {"at_least": "0.5", "at_most": 1},
    ),
    ("decimal", "share(q in units: q.staff > 2)", {"units": []}, None),
    (
        "decimal",
        "share(q in units where q.ready: q.staff > 2)",
        {"units": [{"name": "a", "staff": 3}, {"name": "b", "staff": 1, "ready": True}]},
        {"at_least": 0, "at_most": "0.5"},
    ),
    (
        "decimal",
        "share(q in units: q.staff > 2)",
        {"units": {"known": [{"name": "a", "staff": 3}], "open": True}},
        {"more_than": 0, "at_most": 1},
    ),
    (
        "decimal",
        "share(q in units: q.staff > 2)",
        {"units": {"known": [{"name": "a", "staff": 1}], "open": True}},
        {"at_least": 0, "less_than": 1},
    ),
    (
        "integer",
        "sum(q in units: q.staff)",
        {"units": [{"name": "a", "staff": 3}, {"name": "b", "staff": {"at_least": 1, "at_most": 2}}]},
        {"at_least": 4, "at_most": 5},
    ),
    (
        "integer",
        "sum(q in units where q.ready: q.staff)",
        {"units": [{"name": "a", "staff": 3}, {"name": "b", "staff": -2, "ready": True}]},
        {"at_least": -2, "at_most": 1},
    ),
    (
        "integer",
        "count(q in units where q.ready)",
        {"units": {"known": [{"name": "a", "ready": True}, {"name": "b"}], "open": True}},
        {"at_least": 1},
    ),
    (
        "date",
        "max(q in units: q.opened)",
        {"units": [{"name": "a", "opened": "2016-01-05"}, {"name": "b"}]},
        {"at_least": "2016-01-05"},
    ),
    (
        "date",
        "min(q in units: q.opened)",
        {"units": [{"name": "a", "opened": None}, {"name": "b", "opened": None}]},
        None,
    ),
    ("decimal", "n / m", {"n": 1, "m": 3}, "1/3"),
    ("decimal", "n / m", {"n": 1, "m": 0}, None),
    ("decimal", "n / m", {"n": 1, "m": {"at_least": 2, "at_most": 4}}, {"at_least": "0.25", "at_most": "0.5"}),
    ("decimal", "n / m", {"n": 1, "m": {"at_least": -1, "at_most": 4}}, {"at_least": -1, "at_most": 1, "absent": True}),
    (
        "integer",
        "n * m",
        {"n": {"at_least": -2, "at_most": 3}, "m": {"at_least": -1, "at_most": 4}},
        {"at_least": -8, "at_most": 12},
    ),
    ("integer", "n - m", {"n": {"more_than": 1}, "m": {"less_than": 5}}, {"at_least": -2}),
    ("integer", "abs(n)", {"n": {"at_least": -3, "at_most": 2}}, {"at_least": 0, "at_most": 3}),
    ("integer", "ceil(x)", {"x": {"more_than": "1.5", "less_than": 3}}, {"at_least": 2, "at_most": 3}),
    ("integer", "floor(x)", {"x": {"more_than": "1.5", "less_than": 3}}, {"at_least": 1, "at_most": 2}),
    ("integer", "round(x)", {"x": "2.5"}, 3),
    ("integer", "max(n, m)", {"n": {"at_least": 1, "at_most": 5}, "m": 3}, {"at_least": 3, "at_most": 5}),
    ("integer", "min(n, m)", {"n": {"at_least": 1, "at_most": 5}, "m": 3}, {"at_least": 1, "at_most": 3}),
    ("integer", "size(s)", {"s": {"known": ["pump"], "possible": ["boat"]}}, {"at_least": 1, "at_most": 2}),
    ("integer", "size(s)", {"s": {"known": ["pump"], "open": True}}, {"at_least": 1, "at_most": 3}),
    ("date", "d + 1 month", {"d": "2016-01-31"}, "2016-02-29"),
    ("date", "d + 1 month", {"d": {"at_least": "2016-01-30", "at_most": "2016-01-31"}}, "2016-02-29"),
    ("date", "d - 3 days", {"d": "2016-03-01"}, "2016-02-27"),
    ("date", "date(t)", {"t": "2016-05-02T23:59Z"}, "2016-05-02"),
    ("date", "d + 10 days", {"d": "9999-12-30"}, None),
    ("boolean", "d + 1 year > e", {"d": "2016-02-29", "e": "2017-02-28"}, False),
    ("boolean", "n > m", {"n": {"at_least": 3}, "m": {"at_most": 3}}, {"one_of": [False, True]}),
    ("boolean", "n >= m", {"n": {"at_least": 3}, "m": {"at_most": 3}}, True),
    ("boolean", "n < m", {"n": {"more_than": 3}, "m": 4}, False),
    ("boolean", "n = m", {"n": {"at_most": 3}, "m": {"at_least": 4}}, False),
    ("boolean", "n != m", {"n": {"at_most": 3}, "m": {"at_least": 3}}, {"one_of": [False, True]}),
)


@pytest.mark.parametrize(("kind", "expression", "facts", "expected"), VALUES)
def test_an_expression_is_as_exact_as_its_facts(
    kind: str, expression: str, facts: dict[str, Any], expected: object
) -> None:
    policy = pingan.load(pingan.Source("p.rules", f"{HEAD}define it: {kind} {{ is {expression} }}"))
    findings = policy.evaluate(facts, as_of="2016-06-01").to_dict()["findings"]
    assert [finding["value"] for finding in findings if finding["kind"] == "definition"] == [{"value": expected}]
