"""The time of one decision as a drawing: how many times as long as pingan other engines take, by number of rules."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape
from itertools import pairwise

WIDTH, HEIGHT = 760, 420
LEFT, RIGHT, TOP, BOTTOM = 70, 190, 46, 46
TITLE = "One decision: times as long as pingan, by number of rules"
COLOURS = ("#555555", "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#b8860b")
"""Told apart without seeing red from green; lines are named where they end, too."""

Lines = Mapping[str, Sequence[tuple[float, float]]]
"""By engine: numbers of rules and how many times as long as pingan it takes."""


def chart(lines: Lines) -> str:
    """An SVG picture with both axes in powers of ten."""
    every = [point for points in lines.values() for point in points] or [(10, 1)]
    low = math.floor(min(0.0, *(math.log10(y) for _, y in every)))
    high = math.ceil(max(1.0, *(math.log10(y) for _, y in every)))
    first, last = math.log10(min(x for x, _ in every)), math.log10(max(x for x, _ in every))

    def across(rules: float) -> float:
        return LEFT + (math.log10(rules) - first) / max(1.0, last - first) * (WIDTH - LEFT - RIGHT)

    def down(slower: float) -> float:
        return HEIGHT - BOTTOM - (math.log10(slower) - low) / (high - low) * (HEIGHT - TOP - BOTTOM)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" '
        f'font-size="13" role="img">',
        f"<title>{TITLE}</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
        f'<text x="{LEFT}" y="24" font-size="15" fill="#222">{TITLE}</text>',
    ]
    for power in range(low, high + 1):
        y = down(10.0**power)
        shade = "#222" if power == 0 else "#ddd"
        parts.append(f'<line x1="{LEFT}" y1="{y:.1f}" x2="{WIDTH - RIGHT}" y2="{y:.1f}" stroke="{shade}"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end" fill="#444">{_power(power)}</text>')
    for rules in sorted({x for x, _ in every}):
        x = across(rules)
        parts.append(f'<line x1="{x:.1f}" y1="{TOP}" x2="{x:.1f}" y2="{HEIGHT - BOTTOM}" stroke="#eee"/>')
        label = f"{rules:,.0f} rules"
        parts.append(f'<text x="{x:.1f}" y="{HEIGHT - BOTTOM + 20}" text-anchor="middle" fill="#444">{label}</text>')
    places = _apart([down(points[-1][1]) for points in lines.values()] + [down(1.0)])
    for (name, points), colour, place in zip(lines.items(), _colours(len(lines)), places, strict=False):
        path = " ".join(f"{across(x):.1f},{down(y):.1f}" for x, y in points)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2.5"/>')
        parts += [f'<circle cx="{across(x):.1f}" cy="{down(y):.1f}" r="3.5" fill="{colour}"/>' for x, y in points]
        parts.append(_label(place, name, colour))
    parts.append(_label(places[-1], "pingan", "#222"))
    return "\n".join([*parts, "</svg>", ""])


def _label(y: float, name: str, colour: str) -> str:
    return f'<text x="{WIDTH - RIGHT + 12}" y="{y + 4:.1f}" fill="{colour}">{escape(name.replace("`", ""))}</text>'


def _colours(count: int) -> list[str]:
    return [COLOURS[i % len(COLOURS)] for i in range(count)]


def _power(power: int) -> str:
    return f"{10**power:,} ×" if power >= 0 else f"{10.0**power:g} ×"


def _apart(wanted: Sequence[float], gap: float = 17) -> list[float]:
    """Places near those *wanted*, no two nearer to each other than *gap*, and none below the drawing."""
    order = sorted(range(len(wanted)), key=lambda place: wanted[place])
    found = list(wanted)
    for before, after in pairwise(order):
        found[after] = max(found[after], found[before] + gap)
    lowest: float = HEIGHT - BOTTOM
    for place in reversed(order):
        found[place] = min(found[place], lowest)
        lowest = found[place] - gap
    return found
