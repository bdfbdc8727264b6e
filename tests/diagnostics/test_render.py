"""A diagnostic as people see it: the house look, and carets that stand where they should."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from pingan.diagnostics.diagnostic import Annotation, Diagnostic, Severity
from pingan.diagnostics.plain import width
from pingan.diagnostics.render import render, render_diagnostic
from pingan.source import NOWHERE, Source, Span


def at(source: Source, text: str, occurrence: int = 0) -> Span:
    start = -1
    for _ in range(occurrence + 1):
        start = source.text.index(text, start + 1)
    return Span(source, start, start + len(text))


FLOOD = Source(
    "flood.rules",
    "rule close_road {\n    when incident.depth_in >= 30\n    then warden must close_road immediately\n}\n",
)


def test_it_looks_as_the_house_rules_show_it() -> None:
    found = Diagnostic(
        "unknown-fact",
        "no vocabulary declares `incident.depth_in`",
        (Annotation(at(FLOOD, "incident.depth_in")),),
        "did you mean `incident.depth_cm`?",
    )
    assert render_diagnostic(found) == (
        "error[unknown-fact]: no vocabulary declares `incident.depth_in`\n"
        " --> flood.rules:2:10\n"
        "  |\n"
        "2 |     when incident.depth_in >= 30\n"
        "  |          ^^^^^^^^^^^^^^^^^\n"
        "  = help: did you mean `incident.depth_cm`?"
    )


def test_the_caret_stands_under_wide_characters() -> None:
    source = Source("a.rules", "当 事件.行为 含 违规停尸 时")
    lines = render_diagnostic(Diagnostic("x", "m", (Annotation(at(source, "违规停尸")),))).splitlines()
    shown, marks = lines[-2], lines[-1]
    assert width(marks[: marks.index("^")]) == width(shown[: shown.index("违规停尸")])
    assert marks.count("^") == 8


def test_several_places_are_each_marked_with_their_remark() -> None:
    source = Source("a.rules", "fact a: integer\nfact b: text\nfact c: text\n\n\nrule r { when a = b }\n")
    found = Diagnostic(
        "type-mismatch",
        "a number is never equal to a text",
        (
            Annotation(at(source, "a = b"), "compared here"),
            Annotation(at(source, "a: integer"), "a number"),
            Annotation(at(source, "b: text"), "a text"),
        ),
    )
    assert render_diagnostic(found).splitlines()[1:] == [
        " --> a.rules:6:15",
        "  |",
        "1 | fact a: integer",
        "  |      ---------- a number",
        "2 | fact b: text",
        "  |      ------- a text",
        "...",
        "6 | rule r { when a = b }",
        "  |               ^^^^^ compared here",
    ]


def test_places_in_other_files_follow_under_their_own_name() -> None:
    other = Source("b.rules", "rule close_road {}\n")
    found = Diagnostic(
        "duplicate-name",
        "`close_road` is declared twice",
        (Annotation(at(FLOOD, "close_road")), Annotation(at(other, "close_road"), "first here")),
    )
    text = render_diagnostic(found)
    assert " --> flood.rules:1:6" in text
    assert " ::: b.rules:1:6" in text
    assert text.index("flood.rules") < text.index("b.rules")


def test_tabs_do_not_move_the_mark() -> None:
    source = Source("t.rules", "\t\twhen x")
    shown, marks = render_diagnostic(Diagnostic("x", "m", (Annotation(at(source, "x")),))).splitlines()[-2:]
    assert shown.index("x") == marks.index("^")


def test_a_place_over_several_lines_says_where_it_ends() -> None:
    source = Source("m.rules", "rule r {\n  when a\n}\n")
    found = Diagnostic("x", "m", (Annotation(Span(source, 0, len(source.text) - 1)),))
    assert render_diagnostic(found).splitlines()[-1] == "  | ^^^^^^^^ (to line 3)"


def test_the_end_of_the_text_can_be_pointed_at() -> None:
    source = Source("e.rules", "rule r {")
    assert (
        render_diagnostic(Diagnostic("x", "m", (Annotation(Span(source, 8, 8)),))).splitlines()[-1] == "  |         ^"
    )
    empty = Source("empty.rules", "")
    assert "empty.rules:1:1" in render_diagnostic(Diagnostic("x", "m", (Annotation(Span(empty, 0, 0)),)))


def test_a_line_of_a_million_characters_is_cut_around_its_place() -> None:
    source = Source("long.rules", "a" * 500_000 + "WRONG" + "b" * 500_000)
    lines = render_diagnostic(Diagnostic("x", "m", (Annotation(at(source, "WRONG")),))).splitlines()
    assert max(map(len, lines)) < 200
    assert lines[-2].index("WRONG") == lines[-1].index("^^^^^")


def test_without_a_place_there_is_no_excerpt() -> None:
    assert render_diagnostic(Diagnostic("x", "m", (Annotation(NOWHERE),), "h")) == "error[x]: m\n  = help: h"


def test_a_policy_cannot_speak_to_the_terminal() -> None:
    source = Source("evil\x1b]0;pwned\x07.rules", "rule \x1b[2J\x1b[31m\u202eevil { when x }")
    found = Diagnostic("x", "no `\x1b[2J`\nerror[fake]: y", (Annotation(at(source, "evil"), "\x1b[0m\rhm"),), "\x07try")
    text = render_diagnostic(found)
    assert not any(c in text for c in "\x1b\x07\r\u202e")
    assert len([line for line in text.splitlines() if line.startswith("error[")]) == 1
    shown, marks = text.splitlines()[-3:-1]
    assert shown.index("evil") == marks.index("^")


def test_colours_only_on_request_and_nothing_else_changes() -> None:
    found = Diagnostic("x", "m", (Annotation(at(FLOOD, "when"), "r"),), "h", Severity.WARNING)
    colored = render_diagnostic(found, color=True)
    assert "\x1b[" in colored
    assert re.sub(r"\x1b\[[0-9;]*m", "", colored) == render_diagnostic(found)


def test_diagnostics_are_separated_by_an_empty_line() -> None:
    two = [Diagnostic("a", "m"), Diagnostic("b", "m")]
    assert render(two) == "error[a]: m\n\nerror[b]: m\n"
    assert render([]) == ""


@given(st.text(max_size=80), st.data())
def test_any_text_and_any_place_can_be_shown(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    rendered = render_diagnostic(Diagnostic("x", text, (Annotation(Span(Source(text, text), start, end), text),), text))
    assert rendered.splitlines()[0].startswith("error[x]: ")
    assert "^" in rendered or not text
