"""What is shown above declarations, and the scenarios that are run for it."""

from __future__ import annotations

import pingan
from pingan.editor.lenses import lenses
from pingan.editor.results import results_of
from pingan.editor.view import View
from tests.editor.viewing import HEADER, shipped, view_of

TEXT = (
    HEADER
    + """rule close { when warning = red or gauge.depth_cm > 3 then warden must close_road }
rule idle { when warning = none then warden may close_road }
scenario "high" { given warning = red as of 2016-01-05 expect close applies }
scenario "wrong" { given warning = none given gauge.depth_cm = 1 as of 2016-01-05 expect close applies }
"""
)


def _titles(view: View, **more: object) -> list[str]:
    return [lens.title for lens in lenses(view, **more)]  # type: ignore[arg-type]


def test_before_anything_was_run_scenarios_can_be() -> None:
    view = view_of(TEXT)
    assert _titles(view).count("▷ run") == 2
    run = next(lens for lens in lenses(view) if lens.title == "▷ run")
    assert run.command == "pingan.runScenario" and run.arguments == (view.path, "high")


def test_results_are_told_above_scenarios_rules_and_the_policy() -> None:
    view = view_of(TEXT, load=True)
    assert view.loaded is not None
    results = results_of(view.loaded.policy, "en")
    titles = _titles(view, results=results)
    assert "✓ passed" in titles and "2 scenarios, 1 failed" in titles
    assert any(title.startswith("✗ failed: expected `close`") for title in titles)
    assert any(
        "1 scenario exercises it, " in title and "conditions never decided both ways" in title for title in titles
    )
    assert titles.count("show in graph") == 2
    assert not [title for title in titles if "earlier" in title]


def test_what_was_run_of_an_earlier_version_says_so() -> None:
    before = view_of(TEXT, load=True)
    assert before.loaded is not None
    results = results_of(before.loaded.policy, "en")
    after = view_of(TEXT.replace("> 3", "> 4"), load=True)
    assert all("earlier version" in t for t in _titles(after, results=results) if "passed" in t or "failed" in t)


def test_nobody_who_types_waits_for_scenarios() -> None:
    project, path, _ = shipped("opinion3")
    asked = iter([True, True, False])
    assert results_of(pingan.load(path), "en", is_wanted=lambda: next(asked)) is None
    assert lenses(View(project.snapshot(), path))


def test_clauses_are_counted() -> None:
    project, path, _ = shipped("opinion3")
    policy = pingan.load(path)
    project.load(path, policy)
    view = View(project.snapshot(), path, "zh")
    titles = _titles(view, results=results_of(policy, "zh"))
    assert any("尚缺0" in title and "100%" in title for title in titles)
