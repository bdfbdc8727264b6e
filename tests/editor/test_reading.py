"""Files cut into declarations and read one by one: the same as when they are read whole, however they are edited."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import pingan
from pingan.diagnostics.diagnostic import Diagnostics
from pingan.editor.documents import Document, document_of
from pingan.editor.forming import formatted, formatted_range
from pingan.editor.loaded import Carried
from pingan.editor.navigation import definition, highlights
from pingan.editor.outline import outline
from pingan.editor.project import Project
from pingan.editor.reading import Readers
from pingan.editor.renaming import applied
from pingan.editor.structure import folds, links, selections
from pingan.source import Source
from pingan.stdlib import standard_environment
from pingan.tree.from_text import parse
from tests.editor.workspace import FLOOD, REGISTER, RULES_ZH, WATER, place, project_in

POLICIES = Path(__file__).parents[2] / "policies"
READERS = Readers(standard_environment())
_MARKS = ("}", "{", '"', "“", "”", "#", "|", ",", "\n", "\r\n", "    ", "1", "é", "😀", "\u2028", "\x00")
_WORDS = ("rule x {", "when ", "policy p", "政策 甲 {", "规则 乙 {", "table t {", "enum e { a }", "set a = 1")
PIECES = st.sampled_from([*_MARKS, *_WORDS, 'scenario "s" {', 'cite "1-a"'])


def document(text: str) -> Document:
    return document_of("/nowhere/flood.rules", text, READERS)


@pytest.mark.parametrize("name", ["ankang/ankang", "opinion3/opinion3", "vocabulary/hospitals", "gongcheng/gongcheng"])
def test_pieces_say_what_the_whole_says(name: str) -> None:
    source = Source("x", (POLICIES / f"{name}.rules").read_text("utf-8"))
    whole = parse(source, Diagnostics(), standard_environment())
    found = document_of("x", source.text, READERS)
    assert whole is not None and not found.is_broken
    assert found.written == whole
    assert "".join(p.piece.text for p in found.placed) == source.text
    for node, placed in zip(whole.declarations, (p for p in found.placed[1:]), strict=True):
        assert placed.at(placed.piece.nodes[0].span.start) == node.span.start


@given(st.lists(st.tuples(st.integers(0, len(FLOOD)), st.integers(0, 30), PIECES), max_size=6), st.booleans())
def test_an_edited_file_is_cut_where_a_new_one_is(edits: list[tuple[int, int, str]], in_chinese: bool) -> None:
    found = document(RULES_ZH * 3 if in_chinese else FLOOD)
    for start, length, text in edits:
        changed = found.text[:start] + text + found.text[start + length :]
        found = document_of(found.path, changed, READERS, found)
        fresh = document_of(found.path, changed, READERS)
        assert [(p.start, p.end) for p in found.placed] == [(p.start, p.end) for p in fresh.placed]
        assert [p.piece for p in found.placed] == [p.piece for p in fresh.placed]


@given(st.lists(st.tuples(st.integers(0, len(FLOOD)), st.integers(0, 40), PIECES), max_size=5), st.integers(0, 2000))
def test_nothing_that_is_asked_of_any_text_raises(edits: list[tuple[int, int, str]], offset: int) -> None:
    text = FLOOD
    for start, length, put in edits:
        text = text[:start] + put + text[start + length :]
    project = Project()
    project.edit("/nowhere/water.rules", WATER)
    found = project.edit("/nowhere/flood.rules", text)
    snapshot = project.snapshot()
    path = found.path
    at = min(offset, len(text))
    occurrences = list(snapshot.occurrences(path))
    assert all(0 <= o.start < o.end <= len(text) for o in occurrences)
    assert all(a.end <= b.start for a, b in pairwise(occurrences))
    definition(snapshot, path, at)
    highlights(snapshot, path, at)
    nested = selections(found, at)
    assert nested[-1] == (0, len(text))
    assert all(i[0] >= o[0] and i[1] <= o[1] for i, o in pairwise(nested))
    for item in outline(found):
        assert 0 <= item.start <= item.name_start <= item.name_end <= item.end <= len(text)
    assert all(0 <= fold.first < fold.last < text.count("\n") + 1 for fold in folds(found))
    links(snapshot, path)
    if found.is_broken:
        assert formatted(found, standard_environment()) == ()


@given(st.text(alphabet="ab\n", max_size=60), st.text(alphabet="ab\n", max_size=60))
def test_places_are_carried_to_where_the_same_stands(old: str, new: str) -> None:
    carried = Carried.between(old, new)
    for start, now, length in carried.pairs:
        assert old[start : start + length] == new[now : now + length]
    assert all(a[0] + a[2] <= b[0] and a[1] + a[2] <= b[1] for a, b in pairwise(carried.pairs))
    same = Carried.between(old, old)
    assert [same.place(offset) for offset in range(len(old) + 1)] == list(range(len(old) + 1))


def test_the_outline_names_everything_also_what_does_not_parse(tmp_path: Path) -> None:
    found = outline(document(FLOOD.replace("and alarm >= yellow", "and alarm >=")))
    assert [(i.name, i.kind) for i in found] == [
        ("flood", "module"),
        ("high", "definition"),
        ("alarm_levels", "form"),
        ("road", "form"),
        ("watch", "rule"),
        ("high water", "scenario"),
    ]
    rule = found[4]
    assert rule.label == "看守" and FLOOD[rule.start : rule.start + 4] == "rule"
    fields = outline(document_of("/nowhere/water.rules", WATER, READERS))[2].children
    assert [(c.name, c.label) for c in fields] == [("station", "站名"), ("depth_cm", "水深")]


def test_brackets_and_comments_fold(tmp_path: Path) -> None:
    text = '# one\n# two\npolicy p {\n    zone "Asia/Shanghai"\n}\nrule a {\n    when true\n    then b must c\n}\n'
    assert [(f.first, f.last, f.kind) for f in folds(document(text))] == [
        (0, 1, "comment"),
        (2, 3, "region"),
        (5, 7, "region"),
    ]


def test_what_is_selected_grows_from_the_word_to_the_file(tmp_path: Path) -> None:
    nested = selections(document(FLOOD), place(FLOOD, "and al|arm >= yellow"))
    assert [FLOOD[a:b] for a, b in nested[:3]] == ["alarm", "alarm >= yellow", "gauge.high and alarm >= yellow"]
    assert any(FLOOD[a:b].startswith("rule watch") and FLOOD[a:b].endswith("}") for a, b in nested)


def test_registers_and_modules_are_links(tmp_path: Path) -> None:
    project, paths = project_in(tmp_path)
    found = links(project.snapshot(), paths["flood"])
    assert [(FLOOD[one.start : one.end], Path(one.path).name) for one in found] == [
        ("flood.jsonl", "flood.jsonl"),
        ("water", "water.rules"),
    ]
    assert REGISTER


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_formatting_makes_the_text_that_fmt_makes(end: str) -> None:
    text = FLOOD.replace("when gauge.high", "when   gauge.high").replace("\n", end)
    found = document(text)
    printed = applied(text, formatted(found, standard_environment()))
    assert printed.replace("\r\n", "\n") == pingan.format_text(text)
    assert ("\r\n" in printed) == (end == "\r\n")
    only = formatted_range(found, standard_environment(), text.index("rule watch"), text.index("rule watch") + 5)
    assert applied(text, only) == text.replace("when   gauge", "when gauge")
    assert formatted_range(found, standard_environment(), 0, 5) == ()
    assert formatted(document(text.replace("when ", "when when ")), standard_environment()) == ()


def test_very_long_lines_and_files_are_looked_into_in_bounded_time() -> None:
    for text in (
        "policy p " + "a " * 500_000,
        "policy p\nrule r { when " + "(" * 100_000,
        "x" * 5_000_000,
        "{" * 200_000,
    ):
        found = document(text)
        list(outline(found))
        folds(found)
        selections(found, 100)
