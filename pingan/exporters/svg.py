"""A decision graph as SVG: one file, no script, no link, nothing fetched."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import pairwise
from math import atan2, cos, sin
from typing import TYPE_CHECKING, Final

from pingan.diagnostics.plain import plain, width
from pingan.exporters.from_graph import picture_of
from pingan.exporters.layout import (
    FONT_SIZE,
    LINE_HEIGHT,
    NOTE_SIZE,
    PADDING_Y,
    Layout,
    PlacedBox,
    Point,
    layout,
)
from pingan.exporters.picture import Arrow, Picture

if TYPE_CHECKING:
    from pingan.graph.nodes import DecisionGraph
    from pingan.model.to_text import Language
    from pingan.outcome.outcome import Outcome

MARGIN: Final = 24.0
TITLE_HEIGHT: Final = 34.0
FONTS: Final = "'Noto Sans CJK SC', 'Noto Sans SC', 'PingFang SC', 'Microsoft YaHei', 'Source Han Sans SC', sans-serif"

STYLE: Final = f"""
text {{ font-family: {FONTS}; font-size: {FONT_SIZE:g}px; fill: #1f2933; text-anchor: middle }}
.title {{ font-size: 17px; font-weight: 600; text-anchor: start }}
.note {{ font-size: {NOTE_SIZE:g}px; fill: #52606d }}
.label {{ font-size: {NOTE_SIZE:g}px; fill: #52606d; paint-order: stroke; stroke: #ffffff; stroke-width: 4px }}
.box {{ fill: #ffffff; stroke: #9aa5b1; stroke-width: 1.2 }}
.fact .box {{ fill: #e8f1fb; stroke: #7fa6d0 }}
.judgement .box {{ fill: #e8f1fb; stroke: #7fa6d0; stroke-dasharray: 5 3 }}
.definition .box {{ fill: #f2ecfb; stroke: #a78bd0 }}
.parameter .box, .reading .box {{ fill: #fdf4dc; stroke: #d3b04f }}
.logic .box {{ fill: #f1f4f7; stroke: #9aa5b1 }}
.logic text {{ font-weight: 600 }}
.scope .box {{ fill: #eef3f0; stroke: #8fa89a }}
.rule .box {{ fill: #243b53; stroke: #243b53 }}
.rule text {{ fill: #ffffff; font-weight: 600 }}
.rule .note {{ fill: #bcccdc; font-weight: 400 }}
.norm .box {{ fill: #ffffff; stroke: #243b53; stroke-width: 1.6 }}
.norm.settled .box {{ fill: #e3f4e8; stroke: #2f855a }}
.norm.open .box {{ fill: #fff5d6; stroke: #c99a1e }}
.norm.missed .box {{ fill: #fde8e6; stroke: #c53030 }}
.norm.none .box {{ fill: #f4f5f7; stroke: #9aa5b1 }}
.open .box {{ fill: #fff5d6 }}
.decides .box {{ stroke-width: 2.6 }}
.scope.decides .box, .definition.decides .box {{ stroke: #1d5fa8 }}
.fact.decides .box, .judgement.decides .box, .condition.decides .box, .logic.decides .box {{ stroke: #1d5fa8 }}
.rule.open .box {{ fill: #243b53 }}
.rule.decides .box {{ fill: #102a43; stroke: #1d5fa8 }}
.aside {{ opacity: 0.5 }}
.arrow {{ fill: none; stroke: #7b8794; stroke-width: 1.2 }}
.head {{ fill: #7b8794 }}
.defeats.arrow {{ stroke: #b44a2f; stroke-dasharray: 6 4 }}
.defeats.head {{ fill: #b44a2f }}
.decides.arrow {{ stroke: #1d5fa8; stroke-width: 2.6 }}
.decides.head {{ fill: #1d5fa8 }}
""".strip()


def export(
    graph: DecisionGraph,
    outcome: Outcome | None = None,
    *,
    title: str | None = None,
    rules: Sequence[str] = (),
    language: Language | None = None,
) -> str:
    """*graph* (only what *rules* read, when given) as an SVG document; with *outcome* the deciding path stands out.

    Raises LayoutError without the extra ``graph``.
    """
    return draw(picture_of(graph, outcome, title=title, rules=rules, language=language))


def draw(picture: Picture) -> str:
    """*picture* as an SVG document."""
    placed = layout(picture)
    title = plain(picture.title)
    wide = max(placed.width, width(title) * 9.5) + 2 * MARGIN
    high = placed.height + 2 * MARGIN + TITLE_HEIGHT
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide:.0f}" height="{high:.0f}"'
        f' viewBox="0 0 {wide:.0f} {high:.0f}" role="img">',
        f"<title>{_text(title)}</title>",
        f"<style>{STYLE}</style>",
        '<rect width="100%" height="100%" fill="#ffffff"/>',
        f'<text class="title" x="{MARGIN:g}" y="{MARGIN + 14:g}">{_text(title)}</text>',
        f'<g transform="translate({MARGIN:g} {MARGIN + TITLE_HEIGHT:g})">',
        drawn(picture, placed),
        "</g>",
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def drawn(picture: Picture, placed: Layout) -> str:
    """*picture* in its places, without a frame, a title or `STYLE`: for pages that bring these."""
    boxes = (_box(box, judged=picture.judged) for box in placed.boxes)
    return "\n".join([*_arrows(picture, placed), *boxes, *_labels(picture, placed)])


def _text(text: str) -> str:
    return escape(plain(text), quote=True)


def _box(placed: PlacedBox, *, judged: bool) -> str:
    box = placed.box
    classes: list[str] = [box.kind, box.tone]
    if judged:
        classes.append("decides" if box.decides else "aside")
    left, top = placed.x - placed.width / 2, placed.y - placed.height / 2
    round_corner = {"fact": placed.height / 2, "judgement": placed.height / 2, "logic": 14.0}.get(box.kind, 5.0)
    parts = [
        f'<g class="{" ".join(classes)}"><title>{_text(" ".join(box.lines))}</title>',
        f'<rect class="box" x="{left:.1f}" y="{top:.1f}" width="{placed.width:.1f}" height="{placed.height:.1f}"'
        f' rx="{min(round_corner, 16.0):g}"/>',
    ]
    baseline = top + (placed.height - len(box.lines) * LINE_HEIGHT - (LINE_HEIGHT - 2 if box.note else 0)) / 2
    for number, line in enumerate(box.lines):
        y = baseline + number * LINE_HEIGHT + LINE_HEIGHT * 0.72
        parts.append(f'<text x="{placed.x:.1f}" y="{y:.1f}">{_text(line)}</text>')
    if box.note:
        y = top + placed.height - (PADDING_Y + 2 if box.kind != "logic" else PADDING_Y - 1)
        parts.append(f'<text class="note" x="{placed.x:.1f}" y="{y:.1f}">{_text(box.note)}</text>')
    return "".join([*parts, "</g>"])


def _arrows(picture: Picture, placed: Layout) -> list[str]:
    """Arrows that decide are drawn last, over the others."""
    drawn = sorted(zip(picture.arrows, placed.curves, strict=True), key=lambda pair: pair[0].decides)
    return [_arrow(arrow, curve.points, judged=picture.judged) for arrow, curve in drawn]


def _labels(picture: Picture, placed: Layout) -> list[str]:
    return [
        f'<text class="label {_classes(arrow, judged=picture.judged)}"'
        f' x="{curve.label[0]:.1f}" y="{curve.label[1] + 4:.1f}">{_text(arrow.label)}</text>'
        for arrow, curve in zip(picture.arrows, placed.curves, strict=True)
        if arrow.label and curve.label
    ]


def _classes(arrow: Arrow, *, judged: bool) -> str:
    decides = ["decides" if arrow.decides else "aside"] if judged else []
    return " ".join([*(["defeats"] if arrow.defeats else []), *decides])


def _arrow(arrow: Arrow, curve: tuple[Point, ...], *, judged: bool) -> str:
    names = _classes(arrow, judged=judged)
    (tail_x, tail_y), (tip_x, tip_y) = _approach(curve)
    angle = atan2(tip_y - tail_y, tip_x - tail_x)
    size = 9.0
    wings = [(tip_x - size * cos(angle + turn), tip_y - size * sin(angle + turn)) for turn in (0.38, -0.38)]
    head = " ".join(f"{x:.1f},{y:.1f}" for x, y in [(tip_x, tip_y), *wings])
    # The line ends inside the head, so that a thick line does not show beyond the tip.
    end = (tip_x - size * 0.7 * cos(angle), tip_y - size * 0.7 * sin(angle))
    start, *bends = [*curve[:-1], end]
    path = f"M{start[0]:.1f},{start[1]:.1f} C" + " ".join(f"{x:.1f},{y:.1f}" for x, y in bends)
    parts = [f'<path class="arrow {names}" d="{path}"/>', f'<polygon class="head {names}" points="{head}"/>']
    return "".join(parts)


def _approach(curve: tuple[Point, ...]) -> tuple[Point, Point]:
    """The last stretch of a curve that has a length: the direction its head points."""
    for tail, tip in reversed(list(pairwise(curve))):
        if tail != tip:
            return tail, curve[-1]
    return (curve[-1][0] - 1, curve[-1][1]), curve[-1]
