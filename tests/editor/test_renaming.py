"""Renaming: over all files, by name and by label, and only where everything still means what it meant."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import pytest

import pingan
from pingan.editor.nodes import Change
from pingan.editor.project import Project
from pingan.editor.renaming import RenameError, applied, moved_place, prepare, rename
from tests.editor.workspace import FLOOD, RULES_ZH, WATER, place, project_in

POLICIES = Path(__file__).parents[2] / "policies"
TEXTS = {"water": WATER, "flood": FLOOD, "细则": RULES_ZH}


def renamed(folder: Path, name: str, marked: str, new: str) -> dict[str, str]:
    """The texts of the files that change, by name."""
    project, paths = project_in(folder)
    changes = rename(project.snapshot(), paths[name], place(TEXTS[name], marked), new)
    names = {path: name for name, path in paths.items()}
    return {names[path]: applied(TEXTS[names[path]], made) for path, made in changes.items()}


def test_a_field_is_renamed_in_all_files_and_scenarios(tmp_path: Path) -> None:
    found = renamed(tmp_path, "flood", "g.depth|_cm >= 30", "level_cm")
    assert set(found) == {"water", "flood"}
    assert found["water"] == WATER.replace("depth_cm", "level_cm")
    assert found["flood"] == FLOOD.replace("depth_cm", "level_cm")


def test_a_label_that_stands_for_a_name_is_renamed_as_a_label(tmp_path: Path) -> None:
    found = renamed(tmp_path, "细则", "站.高|水", "涨水")
    assert found == {"flood": FLOOD.replace("高水", "涨水"), "细则": RULES_ZH.replace("高水", "涨水")}


def test_what_a_clause_form_made_is_renamed_with_it(tmp_path: Path) -> None:
    found = renamed(tmp_path, "flood", "table |road ", "street")
    assert found == {"flood": FLOOD.replace("table road ", "table street ").replace("expect road_1", "expect street_1")}


def test_the_definition_that_a_table_makes_is_renamed_where_it_stands(tmp_path: Path) -> None:
    found = renamed(tmp_path, "flood", "and al|arm >=", "alert")
    assert "| depth | alert " in found["flood"] and "expect alert = red" in found["flood"]
    assert "table alarm_levels" in found["flood"]
    (tmp_path / "flood.rules").write_text(found["flood"], encoding="utf-8")
    assert pingan.check(tmp_path / "flood.rules") == ()


def test_what_overrides_names_is_renamed(tmp_path: Path) -> None:
    found = renamed(tmp_path, "flood", "rule |watch", "guard")
    assert "优先于 flood.guard" in found["细则"] and "expect guard.patrol" in found["flood"]


@pytest.mark.parametrize(
    ("name", "marked", "new", "why"),
    [
        ("flood", "rule |watch", "when", "is a word of the language"),
        ("flood", "rule |watch", "应当", "is a word of the language"),
        ("flood", "rule |watch", "a b", "is no name"),
        ("flood", "rule |watch", "", "is no name"),
        ("flood", "rule |watch", "9x", "is no name"),
        ("flood", "rule |watch", "integer", "has a meaning of its own"),
        ("flood", "rule |watch", "road_1", "already names"),
        ("water", "actor |warden", "bureau", "already names"),
        ("water", "actor |warden", "水利局", "already names"),
        ("water", "|yellow", "red", "already names"),
        ("flood", "for each |gauge in", "gauges", "already names"),
        ("flood", "expect road|_1 applies", "x", "is made of `road`"),
        ("flood", '"1-|b" "only', "x", "ids of clauses"),
        ("flood", "uses wa|ter", "x", "called like its file"),
        ("flood", "# What is d|one", "x", "no name stands here"),
    ],
)
def test_what_cannot_be_renamed_is_refused_and_said_why(
    tmp_path: Path, name: str, marked: str, new: str, why: str
) -> None:
    with pytest.raises(RenameError) as refused:
        renamed(tmp_path, name, marked, new)
    assert why in str(refused.value)
    assert refused.value.said[1] and not refused.value.said[1].isascii()


def test_what_stands_outside_the_workspace_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "own.rules"
    text = "policy own { uses actors, hospitals }\nrule a { then hospital must ensure hospital.sickbeds > 0 }\n"
    path.write_text(text, encoding="utf-8")
    snapshot = Project([tmp_path]).snapshot()
    at = next(o for o in snapshot.occurrences(str(path)) if o.symbol.kind in ("fact", "actor"))
    with pytest.raises(RenameError, match="outside the workspace"):
        prepare(snapshot, str(path), at.start)


def test_there_and_back_gives_the_same_bytes(tmp_path: Path) -> None:
    project, paths = project_in(tmp_path)
    snapshot = project.snapshot()
    tried = 0
    for name, path in paths.items():
        for one in snapshot.occurrences(path):
            try:
                changes = rename(snapshot, path, one.start, "quite_new")
            except RenameError:
                assert one.symbol.kind in ("clause", "module") or one.symbol.origin
                continue
            texts = {p: applied(snapshot.text_of(p), made) for p, made in changes.items()}
            after = snapshot.with_texts(texts)
            back = rename(after, path, moved_place(changes.get(path, ()), one.start), TEXTS[name][one.start : one.end])
            assert {p: applied(texts[p], made) for p, made in back.items()} == {p: snapshot.text_of(p) for p in texts}
            tried += 1
    assert tried > 60


@pytest.mark.parametrize("seed", [1, 2])
def test_a_renamed_policy_answers_as_before(tmp_path: Path, seed: int) -> None:
    folder = POLICIES / "ankang"
    snapshot = Project([folder]).snapshot()
    path = str(folder / "ankang.rules")
    chance = random.Random(seed)
    own = [o for o in snapshot.occurrences(path) if o.symbol.path == path and o.symbol.kind not in ("clause", "module")]
    one = chance.choice([o for o in own if not o.symbol.origin and o.symbol.kind in ("rule", "definition", "form")])
    changes = rename(snapshot, path, one.start, "quite_new")
    for file in folder.glob("*.*"):
        text = file.read_bytes().decode("utf-8")
        made: tuple[Change, ...] = changes.get(str(file), ())
        (tmp_path / file.name).write_text(applied(text, made), encoding="utf-8", newline="")
    before, after = pingan.load(path), pingan.load(tmp_path / "ankang.rules")
    assert [(r.title, r.passed) for r in after.test()] == [(r.title, r.passed) for r in before.test()]
    name, day = one.symbol.name, date(2016, 6, 1)
    for old, new in zip(before.evaluate({}, as_of=day).norms, after.evaluate({}, as_of=day).norms, strict=True):
        assert old.rule.replace(name, "quite_new") == new.rule.replace(name, "quite_new")
