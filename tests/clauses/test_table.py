"""What is said about tables before any facts, and what they are lowered to."""

from __future__ import annotations

import random
import time

import pytest

import pingan
from pingan.clauses.table.coverage import Box, GaveUpError, Search
from pingan.diagnostics.diagnostic import Diagnostic, Severity
from pingan.source import Source

VOCABULARY = """policy story
enum Level { primary, secondary, tertiary }
enum Alarm ordered { none, yellow, red }
enum Sign { crack, boil }
record Hospital { level: Level  share: decimal >= 0 and <= 1 }
fact level: Level
fact beds: integer >= 0 and <= 1000
fact share: decimal >= 0 and <= 1
fact opened_on: date optional
fact delay: duration
fact signs: set of Sign
fact city: text
fact other: integer
parameter limit: integer
parameter set_limit: integer
set set_limit = 5
actor warden
action patrol
"""


def told(table: str) -> tuple[Diagnostic, ...]:
    return pingan.check(Source("story.rules", f"{VOCABULARY}\n{table}\n"))


def said(table: str) -> list[str]:
    return [f"{d.code}: {d.message}" for d in told(table)]


@pytest.mark.parametrize(
    ("cells", "where"),
    [
        (("beds", "< 5", "> 5"), "`beds` is 5"),
        (("beds", "<= 5", ">= 7"), "`beds` is 6"),
        (("beds", "{0}", ">= 2"), "`beds` is 1"),
        (("beds", "< set_limit", "> 5"), "`beds` is 5"),
        (("share", "< 50%", "> 50%"), "`share` is 50%"),
        (("share", "<= 0.5", ">= 0.6"), "`share` is 0.55"),
        (("level", "primary", "secondary"), "`level` is tertiary"),
        (("level", "not {primary, tertiary}", "primary"), "`level` is tertiary"),
        (("opened_on", "< 2016-01-05", ">= 2016-01-05"), "`opened_on` is absent"),
        (("opened_on", "not 2016-01-05", "absent"), "`opened_on` is 2016-01-05"),
        (("opened_on", "from 2016-01-01 until 2016-12-31", "< 2016-01-01"), "`opened_on` is 2017-01-01"),
        (("delay", "< 2 hours", "> 2 hours"), "`delay` is 2 hours"),
        (("signs", "has crack", "has boil"), "`signs` is {}"),
        (("signs", "has any of {crack, boil}", "not has crack"), None),
        (("signs", "has all of {crack, boil}", "not has crack"), "`signs` is {crack}"),
        (("city", '"a"', '"b"'), "`city` is something else"),
        (("beds", "< 5", ">= 5"), None),
    ],
)
def test_gaps_are_shown_by_values(cells: tuple[str, str, str], where: str | None) -> None:
    column, one, other = cells
    found = said(f"table t {{ hit first\n| {column} | v: integer |\n| {one} | 1 |\n| {other} | 2 |\n}}")
    assert [m for m in found if "table-gap" in m] == ([f"table-gap: no row matches where {where}"] if where else [])


@pytest.mark.parametrize(
    ("one", "other", "where"),
    [
        ("<= 5 | -", ">= 5 | -", "`beds` is 5"),
        ("<= 5 | primary", ">= 5 | not primary", None),
        ("> 3 | {primary, tertiary}", "< 5 | not primary", "`beds` is 4 and `level` is tertiary"),
        ("> 3 | -", "< 4 | -", None),
    ],
)
def test_overlaps_are_shown_by_values(one: str, other: str, where: str | None) -> None:
    found = said(f"table t {{\n| beds | level | v: integer |\n| {one} | 1 |\n| {other} | 2 |\notherwise | 3 |\n}}")
    wanted = [f"table-overlap: rows 1 and 2 both match, for example where {where}"] if where else []
    assert [m for m in found if "table-overlap" in m] == wanted


def test_any_rows_may_overlap_where_they_say_the_same() -> None:
    table = "table t { hit any\n| beds | v: integer |\n| > 3 | 1 |\n| > 5 | 1 |\n| > 900 | 2 |\notherwise | 0 |\n}"
    assert said(table) == ["table-overlap: rows 1 and 3 differ and both match, for example where `beds` is 901"]


def test_rows_never_reached_are_told() -> None:
    table = "table t { hit first\n| beds | v: integer |\n| < 5 | 1 |\n| >= 3 | 2 |\n| 7 | 3 |\notherwise | 4 |\n}"
    assert said(table) == [
        "table-unreachable: row 3 is never reached: the rows before it match wherever it does",
        "table-unreachable: the last row is never reached: the rows above leave nothing open",
    ]


def test_priority_goes_by_its_own_order() -> None:
    table = "table t { hit priority\n| beds | v: Alarm |\n| >= 0 | yellow |\n| 5 | none |\n| 6 | red |\n}"
    assert said(table) == ["table-unreachable: row 2 is never reached: the rows before it match wherever it does"]


def test_a_cell_outside_the_range_is_told() -> None:
    table = "table t {\n| beds | v: integer |\n| > 1000 | 1 |\n| <= 1000 | 2 |\n}"
    assert said(table) == ["table-cell: no value of `beds` satisfies this cell"]


def test_a_member_that_the_enum_does_not_have_is_an_error() -> None:
    table = "table t {\n| level | v: integer |\n| quaternary | 1 |\notherwise | 2 |\n}"
    assert [(d.code, d.severity) for d in told(table)] == [("unknown-name", Severity.ERROR)]


def test_what_depends_on_facts_is_said_not_to_be_checked() -> None:
    table = "table t {\n| beds | v: integer |\n| > limit | 1 |\n| < other | 2 |\n| 3 | 3 |\n}"
    found = told(table)
    assert {d.code for d in found} == {"table-unchecked"}
    assert all(d.severity is Severity.NOTE for d in found)
    assert "`beds > limit`" not in found[0].message  # it is told in the words of the cell


def test_whole_conditions_on_one_fact_are_checked_like_cells() -> None:
    table = "table t {\n| beds | when | v: integer |\n| > 3 | beds < 10 | 1 |\n| <= 3 | - | 2 |\n}"
    assert said(table) == ["table-gap: no row matches where `beds` is 10"]


def test_tables_of_norms_are_checked_too() -> None:
    table = "table t {\n| beds | then |\n| > 3 | then warden must patrol |\n| > 5 | then warden may patrol |\n}"
    assert [m.split(":")[0] for m in said(table)] == ["table-gap", "table-overlap"]


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("table t {\n| v: integer |\n| 1 |\n}", "no column of this table says when a row matches"),
        ("table t {\n| beds |\n| 1 |\n}", "no column of this table says what follows"),
        ("table t {\n| beds | v: integer |\n}", "this table has no rows"),
        (
            "table t {\n| beds | v: integer |\notherwise | 1 | 2 |\n}",
            "this row has 2 cells, and the table has 1 column of outputs",
        ),
        ("table t { hit first hit any\n| beds | v: integer |\n| 1 | 1 |\n}", "a table has one hit policy"),
        ("table t {\n| beds | v: integer | v: integer |\n| 1 | 1 | 2 |\n}", "`v` names two columns"),
        ("table t {\n| beds | then | then |\n| 1 | - | - |\n}", "a table has one column of norms"),
        ("table t {\n| beds | then |\n| 1 | - |\n}", "no row of this table has a norm"),
        (
            "table t (h: Hospital) {\n| beds | then |\n| 1 | then warden must patrol |\n}",
            "a table of norms belongs to no record",
        ),
        ("table t { since opened_on\n| beds | v: integer |\n| 1 | 1 |\n}", "a table of values takes no `since`"),
        ("table t {\n| beds | v: integer |\n| 1 | > 2 |\n}", "a cell of this column is a value or `-`"),
        ("table t {\n| when | v: integer |\n| > 2 | 1 |\n}", "a cell of this column is a whole condition or `-`"),
        ("table t { hit priority\n| beds | v: Level |\n| 1 | primary |\n}", "this has no place in the order"),
    ],
)
def test_what_does_not_fit_together_is_told(table: str, message: str) -> None:
    found = told(table)
    assert [(d.code, d.severity) for d in found] == [(found[0].code, Severity.ERROR)] * len(found)
    assert message in [d.message for d in found]


def test_several_mistakes_are_told_at_once() -> None:
    table = "table t {\n| beds | v: integer |\n| 1 | 2 | 3 |\n| - | then warden must patrol |\notherwise | > 3 |\n}"
    assert len([d for d in told(table) if d.code == "bad-form"]) == 3


def test_the_explanation_cites_the_row() -> None:
    text = f"""{VOCABULARY}
table t {{
    | beds | then                     |
    | > 3  | then warden must patrol  |
    | <= 3 | then warden may patrol   |
}}
"""
    policy = pingan.load(Source("story.rules", text))
    outcome = policy.evaluate({"beds": 4}, as_of="2016-01-05")
    (norm,) = (n for n in outcome.norms if n.states == {"applies"})
    assert norm.span.text == "warden must patrol"
    assert policy.model.rules["story.t_1"].span.text.startswith("| > 3  |")


def test_two_rows_that_match_are_told_in_both_languages() -> None:
    text = f"{VOCABULARY}\ntable t {{\n| beds | v: integer |\n| > 3 | 1 |\n| > 5 | 2 |\n| <= 3 | 3 |\n}}\n"
    outcome = pingan.load(Source("story.rules", text)).evaluate({"beds": 9}, as_of="2016-01-05")
    lines = text[: text.index("| > 3 |")].count("\n") + 1
    told_at = f"(lines {lines}, {lines + 1})"
    assert f"v: cases 1 and 2 hold at once {told_at}, and at most one should" in outcome.to_text()
    assert "第 1、2 条同时成立" in outcome.to_text(language="zh")


# --- large tables ------------------------------------------------------------------------------------------------


def drawn(rows: int, columns: int, blocks: int, seed: int) -> tuple[list[Box], tuple[int, ...]]:
    chance = random.Random(seed)
    full = (1 << blocks) - 1
    boxes = []
    for _ in range(rows):
        masks = [full if chance.random() < 0.4 else chance.randrange(1, full + 1) for _ in range(columns)]
        boxes.append(Box(tuple(masks)))
    return boxes, (full,) * columns


@pytest.mark.parametrize("blocks", [2, 8, 400])
def test_a_thousand_rows_of_twelve_columns_are_checked_or_given_up_in_seconds(blocks: int) -> None:
    boxes, full = drawn(1000, 12, blocks, 7)
    start = time.monotonic()
    try:
        search = Search(boxes, full)
        for number in range(len(boxes)):
            search.overlapping(number, (1 << number) - 1)
        search.uncovered(Box(full), (1 << len(boxes)) - 1)
    except GaveUpError:
        pass
    assert time.monotonic() - start < 10


@pytest.mark.parametrize("seed", range(30))
def test_the_search_finds_what_counting_finds(seed: int) -> None:
    boxes, full = drawn(4, 3, 3, seed)
    search = Search(boxes, full)
    points = [(a, b, c) for a in range(3) for b in range(3) for c in range(3)]

    def holds(box: Box, point: tuple[int, ...]) -> bool:
        return all(mask >> block & 1 for mask, block in zip(box.masks, point, strict=True))

    open_points = [p for p in points if not any(holds(b, p) for b in boxes)]
    found = search.uncovered(Box(full), 0b1111)
    assert (found is None) == (not open_points)
    assert found is None or found in open_points
    last = search.uncovered(boxes[3], 0b0111)
    inside = [p for p in points if holds(boxes[3], p) and not any(holds(b, p) for b in boxes[:3])]
    assert (last is None) == (not inside)
    shared = search.overlapping(3, 0b0111)
    for number in range(3):
        meets = any(holds(boxes[3], p) and holds(boxes[number], p) for p in points)
        assert bool(shared >> number & 1) == meets == (boxes[3].shared(boxes[number]) is not None)


def test_a_row_that_ends_without_its_mark_is_found_on_its_line() -> None:
    (found,) = told("table t {\n| beds | v: integer |\n| 1 | 1\n| 2 | 2 |\n}")
    assert found.help is not None
    assert found.span is not None
    assert found.help == f"every row ends in `|`: is one missing at the end of line {found.span.line}?"


@pytest.mark.parametrize("row", ["|  | 1 |", "|| 1 |"])
def test_an_empty_cell_is_no_alternative(row: str) -> None:
    (found,) = told(f"table t {{\n| beds | v: integer |\n{row}\n}}")
    assert found.help == "something is missing between the two `|`: write at least `-`"


def test_a_column_that_collects_sets_says_so() -> None:
    (found,) = told("table t { hit collect\n| beds | v: integer |\n| 1 | 1 |\n}")
    assert found.span is not None
    assert (found.code, found.span.text) == ("bad-form", "integer")


def test_a_row_never_reached_is_told_once_and_as_a_row() -> None:
    assert [d.code for d in told("table t { hit first\n| beds | v: integer |\n| - | 1 |\n| > 5 | 2 |\n}")] == [
        "table-unreachable"
    ]


@pytest.mark.parametrize(
    ("cell", "remedy"),
    [
        ("3-5", "this is a difference; a range is `>= 3 and <= 5`"),
        ("absent", "`beds` is never absent: it is not declared `optional`"),
        ("< 0", "the range that the vocabulary states leaves nothing here"),
    ],
)
def test_a_cell_that_nothing_satisfies_says_why(cell: str, remedy: str) -> None:
    found = told(f"table t {{ hit first\n| beds | v: integer |\n| {cell} | 1 |\n| - | 2 |\n}}")
    assert remedy in [d.help for d in found if d.code == "table-cell"]


@pytest.mark.parametrize(("kind", "value"), [("Alarm", "red"), ("boolean", "true"), ("date", "opened_on")])
def test_a_sum_of_what_is_not_added_is_told_at_the_heading(kind: str, value: str) -> None:
    (found,) = told(f"table t {{ hit collect sum\n| beds | v: {kind} |\n| 1 | {value} |\n}}")
    assert found.span is not None
    assert (found.code, found.span.text) == ("bad-form", kind)
    assert "adds numbers and lengths of time" in found.message


@pytest.mark.parametrize(
    ("cell", "remedy"),
    [
        ("more than 5", "in a cell write `>`"),
        ("at least 5", "in a cell write `>=`"),
        ("大于 5", "in a cell write `>`"),
        ("不超过 5", "in a cell write `<=`"),
        ("—", "write `-`"),
        ("——", "write `-`"),
    ],
)
def test_a_habit_in_a_cell_is_told_its_sign(cell: str, remedy: str) -> None:
    (found,) = told(f"table t {{\n| beds | v: integer |\n| {cell} | 1 |\n}}")
    assert found.help == remedy
