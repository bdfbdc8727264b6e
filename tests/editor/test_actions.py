"""What can be done to the text at a place: whatever comes of it can be loaded."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

import pingan
from pingan.diagnostics.diagnostic import Diagnostic
from pingan.diagnostics.errors import PolicyError
from pingan.editor.actions import actions, resolved
from pingan.editor.feature_nodes import Action
from pingan.editor.loaded import Result
from pingan.editor.view import View
from pingan.linting.checked import checked
from pingan.linting.walking import nodes_in
from pingan.pipeline import check, load
from pingan.syntax import nodes as syntax
from tests.editor.viewing import FLOOD, HEADER, applied, marked, shipped, view_of

RULE = "rule a {\n    when gauge.depth_cm > 3 and warning = red\n    then warden must close_road\n}\n"


def _all(
    text: str, *, found: tuple[Diagnostic, ...] = (), length: int = 0, load: bool = False
) -> tuple[View, tuple[Action, ...]]:
    whole, place = marked(text)
    view = view_of(whole, load=load)
    return view, actions(view, place, place + length, Result(found, {}))


def _one(found: tuple[Action, ...], words: str) -> Action:
    (only,) = [action for action in found if words in action.title]
    return only


def _done(view: View, action: Action) -> str:
    """The text after *action*, which loads with nothing but warnings."""
    done = resolved(view, action)
    assert done.changes and done.pending is None
    text = applied(view.text, done.changes, view.path)
    flood = pingan.Source("/nowhere/flood.rules", FLOOD)
    errors = [d for d in check(pingan.Source(view.path, text), flood) if d.severity.value == "error"]
    assert not errors, errors
    return text


def _errors(text: str) -> tuple[Diagnostic, ...]:
    flood = pingan.Source("/nowhere/flood.rules", FLOOD)
    try:
        pingan.load(pingan.Source("/nowhere/zz.rules", text), flood)
    except PolicyError as error:
        return error.diagnostics
    return ()


# --- findings --------------------------------------------------------------------------------------------------------


def test_fixes_of_findings_are_offered_where_they_were_found(tmp_path: Path) -> None:
    (tmp_path / "flood.rules").write_text(FLOOD, "utf-8")
    text = HEADER + RULE.replace("warning = red", "not (not (warning = red))")
    path = tmp_path / "zz.rules"
    path.write_text(text, "utf-8")
    found = checked(path).diagnostics
    place = text.index("not (not")
    offered = actions(view_of(text, tmp_path), place, place, Result(found, {}))
    fix = _one(offered, "Say it without negations")
    assert fix.safe and fix.code == "double-negation" and fix.changes is not None
    assert applied(text, fix.changes, str(path)) == HEADER + RULE
    later = actions(view_of("# new\n" + text, tmp_path), place, place + 20, Result(found, {}))
    assert not [a for a in later if a.code == fix.code], "what was found in other text is not mended in this one"


def test_a_finding_can_be_allowed_where_it_is(tmp_path: Path) -> None:
    (tmp_path / "flood.rules").write_text(FLOOD, "utf-8")
    text = HEADER + "parameter unused: integer\n" + RULE
    path = tmp_path / "zz.rules"
    path.write_text(text, "utf-8")
    found = checked(path).diagnostics
    view = view_of(text, tmp_path)
    place = text.index("unused")
    allow = _one(actions(view, place, place, Result(found, {})), "Allow `unused-parameter`")
    assert allow.changes is not None
    path.write_text(applied(text, allow.changes, view.path), "utf-8")
    assert "unused-parameter" not in {d.code for d in checked(path).diagnostics}


@pytest.mark.parametrize(
    ("text", "title", "declared"),
    [
        ("rule a { then ¦boatman must close_road }", "Declare actor", "actor boatman"),
        ("rule a { then warden must ¦row }", "Declare action", "action row"),
        ("rule a { then warden must ¦row(to: warden) }", "Declare action", "action row (to: actor)"),
        ("rule a { when ¦raining then warden must close_road }", "Declare fact", "fact raining: boolean"),
        ("rule a { when ¦depth >= 3 then warden must close_road }", "Declare fact", "fact depth: integer"),
        ("rule a { when ¦rate >= 30% then warden must close_road }", "Declare parameter", "parameter rate: decimal"),
        ("rule a { when ¦alarm = red then warden must close_road }", "Declare fact", "fact alarm: Warning"),
        ("rule a { when ¦on_day >= 2016-01-05 then warden must close_road }", "Declare fact", "fact on_day: date"),
        ("rule a { then warden must close_road within ¦grace }", "Declare parameter", "parameter grace: duration"),
        ("define x: ¦Kind { is a_ }", "Declare enum", "enum Kind"),
    ],
)
def test_a_name_that_nothing_declares_can_be_declared(text: str, title: str, declared: str) -> None:
    whole, place = marked(HEADER + text)
    view, found = _all(HEADER + text, found=_errors(whole))
    after = _done(view, _one(found, title))
    assert declared in after and after.index(declared) < place + len(declared)


# --- text ------------------------------------------------------------------------------------------------------------


def test_a_selected_condition_becomes_a_definition() -> None:
    selected = "gauge.depth_cm > 3 and warning = red"
    whole = HEADER + "# why\n" + RULE
    view = view_of(whole)
    start = whole.index(selected)
    after = _done(view, _one(actions(view, start, start + len(selected)), "Extract"))
    assert "define condition_1: boolean {\n    is gauge.depth_cm > 3 and warning = red\n}\n\n# why\nrule a" in after
    assert "when condition_1\n" in after


def test_a_condition_about_a_variable_belongs_to_its_record() -> None:
    rule = "rule a {\n    for each g in gauges\n    when (g.depth_cm > 3 and g.hopeless)\n    "
    rule += "then warden must close_road\n}\n"
    view = view_of(HEADER + rule)
    selected = "(g.depth_cm > 3 and g.hopeless)"
    start = view.text.index(selected)
    after = _done(view, _one(actions(view, start, start + len(selected)), "Extract"))
    assert "define condition_1 (g: Gauge): boolean {" in after and "when g.condition_1\n" in after


def test_what_is_no_condition_is_not_extracted() -> None:
    whole = HEADER + RULE
    for selected in ("gauge.depth_cm", "3 and warning", "close_road", "warning"):
        start = whole.index(selected)
        found = actions(view_of(whole), start, start + len(selected))
        assert not [a for a in found if "Extract" in a.title], selected


def test_a_definition_is_written_out_where_it_is_used() -> None:
    text = HEADER + "define deep: boolean {\n    is gauge.depth_cm > 3 or warning = red\n}\n"
    text += "rule a {\n    when not ¦deep\n    then warden must close_road\n}\n"
    view, found = _all(text)
    assert "when not (gauge.depth_cm > 3 or warning = red)\n" in _done(view, _one(found, "Inline `deep`"))


def test_a_definition_of_cases_is_not_written_out() -> None:
    text = HEADER + "define deep: boolean { is true when warning = red is false otherwise }\n"
    _, found = _all(text + "rule a { when ¦deep then warden must close_road }")
    assert not [a for a in found if "Inline" in a.title]


def test_the_file_can_be_written_in_the_other_dialect() -> None:
    view, found = _all("¦" + HEADER + RULE)
    after = _done(view, _one(found, "in Chinese"))
    assert after.startswith("政策 zz") and "应当" in after


def test_modules_are_put_in_order() -> None:
    view, found = _all("policy zz { uses hospitals, actors, flood, ¦actors }\n")
    assert "uses actors, flood, hospitals }" in _done(view, _one(found, "in order"))
    _, found = _all("policy zz { uses actors, ¦flood }\n")
    assert not [a for a in found if a.kind == "source.organizeUses"]


# --- documents -------------------------------------------------------------------------------------------------------


def test_clauses_that_nothing_encodes_are_cited_or_left_out(tmp_path: Path) -> None:
    rows = [{"id": f"zz-1-{letter}", "summary": f"clause {letter}"} for letter in "abc"]
    (tmp_path / "zz.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    text = (
        'policy zz {\n    uses flood\n    clauses "zz.jsonl"\n}\n\n'
        'rule b { cite "1-b" then warden must close_road }\n\n' + RULE
    )
    view = view_of(text, tmp_path)
    place = text.index("rule a") + 5
    found = actions(view, place, place)
    cite = _one(found, "Cite zz-1-a")
    assert not [a for a in found if "zz-1-b" in a.title]
    assert cite.changes is not None and 'rule a {\n    cite "1-a"\n    when' in applied(text, cite.changes, view.path)
    omit = _one(actions(view, 8, 8), "Leave out zz-1-c")
    assert omit.changes is not None
    after = applied(text, omit.changes, view.path)
    (tmp_path / "flood.rules").write_text(FLOOD, "utf-8")
    (tmp_path / "zz.rules").write_text(after, "utf-8")
    assert '    omits "1-c" "the reason"\n}' in after and pingan.load(tmp_path / "zz.rules")


@pytest.mark.parametrize(
    ("words", "said"), [("in which `a` applies", "expect a applies"), ("near miss", "expect no a")]
)
def test_a_scenario_is_found_and_written_behind_those_about_the_rule(words: str, said: str) -> None:
    text = HEADER + RULE + '\nscenario "one" {\n    as of 2016-01-05\n    expect undetermined a\n}\n\nactor other\n'
    view, found = _all(text.replace("rule a", "rule ¦a"), load=True)
    action = _one(found, words)
    assert action.changes is None, "it is worked out when somebody wants it"
    after = _done(view, action)
    assert after.index('scenario "one"') < after.index("given gauge") < after.index("actor other")
    assert pingan.format_text(after).count("scenario") == 2
    assert all(result.passed for result in pingan.load(pingan.Source("/nowhere/zz.rules", after), _flood()).test())


def _flood() -> pingan.Source:
    return pingan.Source("/nowhere/flood.rules", FLOOD)


# --- a law -----------------------------------------------------------------------------------------------------------


def _spots(view: View, number: int) -> list[tuple[int, int]]:
    """Places and selections all over the file."""
    chosen = random.Random(5)
    spots = [(place, place) for place in chosen.sample(range(len(view.text)), number)]
    placed = view.document.placed if view.document is not None else ()
    for one in chosen.sample(placed, min(number, len(placed))):
        for node in (n for top in one.piece.nodes for n in nodes_in(top)):
            if isinstance(node, syntax.And | syntax.Or | syntax.Comparison | syntax.Path) and chosen.random() < 0.3:
                spots.append((one.at(node.span.start), one.at(node.span.end)))
    return spots


@pytest.mark.parametrize(("name", "number"), [("opinion3", 5), pytest.param("jilin", 80, marks=pytest.mark.nightly)])
def test_whatever_is_done_to_a_policy_can_be_loaded(name: str, number: int) -> None:
    project, path, text = shipped(name)
    project.load(path, pingan.load(path))
    view = View(project.snapshot(), path)
    seen: set[str] = set()
    done = 0
    for start, end in _spots(view, number):
        for action in actions(view, start, end):
            if action.title in seen and action.pending is not None:
                continue
            seen.add(action.title)
            changes = resolved(view, action).changes
            if changes:
                done += 1
                assert load(path, texts={path: applied(text, changes, path)}), action.title
    assert done >= 4
