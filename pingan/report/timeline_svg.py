"""A timeline as a drawing, from top to bottom: once as wide as a sheet of paper, once as narrow as a phone."""

from __future__ import annotations

from typing import Final

from attrs import frozen

from pingan.coverage.html import Element, element
from pingan.exporters.picture import wrapped
from pingan.report.nodes import Mark, Timeline

_LINE: Final = 18.0
_LEAST: Final = 10.0
_MOST: Final = 24.0
_LABELLED: Final = 16.0


@frozen
class _Size:
    """*rail* is where the line stands, *text* where texts begin; narrow, what happened stands below its time."""

    name: str
    width: float
    rail: float
    text: float
    columns: int
    beside: bool


_SIZES: Final = (_Size("wide", 680.0, 184.0, 202.0, 66, True), _Size("narrow", 324.0, 12.0, 28.0, 38, False))


def timeline_svgs(timeline: Timeline) -> tuple[Element, ...]:
    """The drawing in both widths; a style sheet shows one of them."""
    return tuple(_svg(timeline, size) for size in _SIZES)


def _svg(timeline: Timeline, size: _Size) -> Element:
    y, before, parts = 8.0, 8.0, list[Element]()
    for number, mark in enumerate(timeline.marks):
        if number:
            gap = _LEAST + _MOST * mark.weight + (_LABELLED if mark.after else 0.0)
            if mark.after:
                parts.append(_after(mark.after, y + gap - _LINE / 2 + 1, size))
            y += gap
        lines = wrapped(mark.text, size.columns, 4)
        middle = y + _LINE / 2
        parts += _mark(mark, lines, middle, size)
        before = middle
        y += _LINE * (len(lines) + (0 if size.beside else 1))
    rail = element("line", x1=f"{size.rail:g}", x2=f"{size.rail:g}", y1="17", y2=f"{before:.1f}", class_="rail")
    told = "; ".join(f"{mark.when}: {mark.text}" for mark in timeline.marks)
    return element(
        "svg",
        element("title", timeline.title),
        element("desc", told),
        rail,
        *parts,
        xmlns="http://www.w3.org/2000/svg",
        width=f"{size.width:g}",
        height=f"{y + 8:.0f}",
        viewBox=f"0 0 {size.width:g} {y + 8:.0f}",
        role="img",
        aria_label=f"{timeline.title}. {told}",
        class_=size.name,
    )


def _mark(mark: Mark, lines: tuple[str, ...], middle: float, size: _Size) -> list[Element]:
    parts: list[Element] = []
    asked = " asked" if mark.kind == "asked" else ""
    if mark.kind == "asked":
        start = 0.0 if size.beside else size.rail
        below = middle + 13 + (len(lines) - size.beside) * _LINE
        ends = {"x1": f"{start:g}", "x2": f"{size.width:g}", "y1": f"{below:.1f}", "y2": f"{below:.1f}"}
        parts.append(element("line", class_="now", **ends))
    parts.append(_sign(mark, middle, size))
    base = middle + 5
    if size.beside:
        parts.append(
            element(
                "text", mark.when, x=f"{size.rail - 18:g}", y=f"{base:.1f}", text_anchor="end", class_=f"when{asked}"
            )
        )
    else:
        parts.append(element("text", mark.when, x=f"{size.text:g}", y=f"{base:.1f}", class_=f"when{asked}"))
        base += _LINE
    for number, line in enumerate(lines):
        place = {"x": f"{size.text:g}", "y": f"{base + number * _LINE:.1f}"}
        parts.append(element("text", line, class_=asked.strip() or None, **place))
    return parts


def _sign(mark: Mark, middle: float, size: _Size) -> Element:
    """A dot for what happened, a square for what is due, a diamond for the instant asked: told apart without colour."""
    x = size.rail
    if mark.kind == "fact":
        return element("circle", cx=f"{x:g}", cy=f"{middle:.1f}", r="5", class_="dot")
    if mark.kind == "asked":
        points = f"{x:g},{middle - 8:.1f} {x + 8:g},{middle:.1f} {x:g},{middle + 8:.1f} {x - 8:g},{middle:.1f}"
        return element("polygon", points=points, class_="asked-dot")
    place = {"x": f"{x - 6:g}", "y": f"{middle - 6:.1f}", "width": "12", "height": "12"}
    return element("rect", class_=f"due tone-{mark.tone}", **place)


def _after(text: str, middle: float, size: _Size) -> Element:
    return element("text", text, x=f"{size.text:g}", y=f"{middle + 4:.1f}", class_="after")
