"""The text of a policy in lines, and in each the pieces that conditions take, with how those stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Literal

from attrs import frozen

from pingan.scenario_coverage.nodes import ConditionCoverage, PolicyCoverage, Standing
from pingan.scenario_coverage.words import Words

Mark = Literal["covered", "partly", "uncovered", "fixed"]


@frozen
class Piece:
    """A piece of a line; *standing* is None where no condition is. *told* says what is known of it."""

    text: str
    standing: Mark | None = None
    told: str | None = None


@frozen
class Line:
    pieces: tuple[Piece, ...]
    standing: Standing | None = None


def marked_lines(policy: PolicyCoverage, words: Words) -> Iterator[Line]:
    """Every line of the policy's text."""
    source = policy.span.source
    conditions = [c for d in policy.declarations for c in d.conditions if c.span.source.name == source.name]
    pieces = _pieces(source.text, conditions, words)
    heads: dict[int, list[Standing]] = {}
    for declaration in policy.declarations:
        if declaration.kind != "policy" and declaration.span.source.name == source.name:
            heads.setdefault(declaration.span.line, []).append(declaration.standing)
    number, line = 1, list[Piece]()
    for piece in pieces:
        first, *further = piece.text.split("\n")
        line.append(Piece(first, piece.standing, piece.told))
        for text in further:
            yield _line(line, heads.get(number, ()))
            number, line = number + 1, [Piece(text, piece.standing, piece.told)]
    if any(piece.text for piece in line):
        yield _line(line, heads.get(number, ()))


def _line(pieces: Sequence[Piece], heads: Sequence[Standing]) -> Line:
    kept = tuple(Piece(p.text.rstrip("\r"), p.standing, p.told) for p in pieces if p.text.rstrip("\r"))
    found: list[Standing] = [p.standing for p in kept if p.standing is not None and p.standing != "fixed"]
    return Line(kept, _together([*found, *heads]))


def _together(standings: Sequence[Standing]) -> Standing | None:
    """Covered or uncovered where all are, else partly; None of nothing."""
    if not standings:
        return None
    return standings[0] if len(set(standings)) == 1 else "partly"


def _pieces(text: str, conditions: Sequence[ConditionCoverage], words: Words) -> Iterator[Piece]:
    """*text* cut where conditions begin and end; where one stands in another, a piece is the inner one's."""
    at: dict[tuple[int, int], list[ConditionCoverage]] = {}
    for condition in conditions:
        if condition.span.start < condition.span.end and condition.part not in ("override", "missed"):
            at.setdefault((condition.span.start, condition.span.end), []).append(condition)
    spans = sorted(at, key=lambda span: (span[0], -span[1]))
    cuts = sorted({0, len(text), *(place for span in spans for place in span)})
    open_spans: list[tuple[int, int]] = []
    waiting = iter(spans)
    following = next(waiting, None)
    for start, end in pairwise(cuts):
        while following is not None and following[0] <= start:
            open_spans.append(following)
            following = next(waiting, None)
        open_spans = [span for span in open_spans if span[1] > start]
        inner = min(open_spans, key=lambda span: span[1] - span[0], default=None)
        yield Piece(text[start:end]) if inner is None else _piece(text[start:end], at[inner], words)


def _piece(text: str, conditions: Sequence[ConditionCoverage], words: Words) -> Piece:
    told = words.say("; ", "；").join(_told(condition, words) for condition in conditions)
    counted: list[Standing] = [c.standing for c in conditions if not c.fixed]
    return Piece(text, _together(counted) or "fixed", told)


def _told(condition: ConditionCoverage, words: Words) -> str:
    if condition.fixed:
        said = words.say("fixed by settings, not counted", "由设定决定，不计入")
    elif condition.shown:
        said = words.say("shown to matter", "已证明起作用")
    else:
        said = words.wanting(condition)
    return f"{words.condition(condition)}{words.say(': ', '：')}{said}"
