"""The instants of a report in their order: when what happened, when it was asked, and what is due when."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta
from math import log1p
from typing import Final, Literal

from attrs import frozen

from pingan.model.value_text import instant_text
from pingan.outcome.nodes import Norm
from pingan.outcome.norm_text import duty_words, party_text
from pingan.report.facts import Given, moment_of
from pingan.report.nodes import Block, Mark, Section, Timeline, Tone
from pingan.report.telling import Telling, tone_of
from pingan.report.times import first_moment, last_moment, length_text

MAXIMUM_MARKS: Final = 26
"""Marks of a picture that fits a page; those nearest to the instant asked are drawn."""
_LONGEST: Final = timedelta(days=365)


@frozen
class _Point:
    kind: Literal["fact", "asked", "deadline"]
    moment: date | datetime
    instant: datetime
    text: str
    tone: Tone = "plain"


@frozen
class TimelinePart:
    """The section with the timeline of *given* facts and the deadlines of the norms told."""

    telling: Telling
    given: Collection[Given]

    def section(self) -> Section | None:
        telling = self.telling
        points = sorted({*self._facts(), *self._deadlines()}, key=_order)
        if not points:
            return None
        asked = self._point("asked", telling.answer.as_of, telling.say("asked about this instant", "提问时点"))
        if asked is None:
            return None
        chosen, left_out = self._nearest(points, asked)
        marks = tuple(self._marks(sorted([*chosen, asked], key=_order)))
        title = telling.say("Timeline", "时间线")
        more = (
            telling.say(f"{left_out} more instants are not drawn.", f"另有{left_out}个时点未画出。") if left_out else ""
        )
        block: Block = Timeline(title, self._description(points), marks, more, self._legend())
        return Section("timeline", title, (block,))

    def _description(self, points: Collection[_Point]) -> str:
        telling = self.telling
        facts = sum(point.kind == "fact" for point in points)
        parts = [
            telling.counted(facts, "fact", "facts", "个事实") if facts else "",
            telling.say("the instant asked", "提问时点"),
            telling.counted(len(points) - facts, "deadline", "deadlines", "个期限") if facts < len(points) else "",
        ]
        shown = telling.listed([part for part in parts if part])
        return telling.say(f"In the order of time, not to scale: {shown}.", f"按时间先后排列，不按比例：{shown}。")

    def _legend(self) -> str:
        return self.telling.say(
            "A dot is what happened, a square what is due, the diamond the instant asked.",
            "圆点为已发生的事，方块为期限，菱形为提问时点。",
        )

    def _point(
        self, kind: Literal["fact", "asked", "deadline"], moment: date | datetime, text: str, tone: Tone = "plain"
    ) -> _Point | None:
        zone = self.telling.zone
        try:
            instant = last_moment(moment, zone) if kind == "deadline" else first_moment(moment, zone)
        except OverflowError:
            return None
        return _Point(kind, moment, instant, text, tone)

    def _facts(self) -> Iterator[_Point]:
        for given in self.given:
            moment = moment_of(given.shape)
            point = None if moment is None else self._point("fact", moment, self.telling.general.path(given.path))
            if point:
                yield point

    def _deadlines(self) -> Iterator[_Point]:
        telling = self.telling
        for index, number in telling.numbers.items():
            norm = telling.answer.norms[index]
            if norm.deadline is None or norm.states <= {"none"}:
                continue
            moment = norm.deadline.latest or norm.deadline.earliest
            point = None
            if moment is not None:
                point = self._point("deadline", moment, self._due(norm, number), tone_of(norm))
            if point:
                yield point

    def _due(self, norm: Norm, number: int) -> str:
        telling = self.telling
        words = telling.words(norm.zone)
        who, what = party_text(norm.bearer, words), telling.flowing(duty_words(norm, words))
        ends = norm.deadline
        open_end = telling.say(", at the latest", "，至迟") if ends and ends.earliest != ends.latest else ""
        return telling.say(f"No. {number}: {who}: {what}{open_end}", f"第{number}项：{who}：{what}{open_end}")

    def _nearest(self, points: list[_Point], asked: _Point) -> tuple[list[_Point], int]:
        """The points that are drawn: those nearest to the instant asked; and how many others there are."""
        if len(points) <= MAXIMUM_MARKS:
            return points, 0
        near = sorted(points, key=lambda p: (abs(p.instant - asked.instant), _order(p)))[:MAXIMUM_MARKS]
        return near, len(points) - len(near)

    def _marks(self, points: list[_Point]) -> Iterator[Mark]:
        telling = self.telling
        before: _Point | None = None
        for point in points:
            gap = point.instant - before.instant if before else timedelta()
            # A year is drawn no longer than the eye takes in; the length is told beside it.
            weight = min(1.0, log1p(gap / timedelta(hours=1)) / log1p(_LONGEST / timedelta(hours=1)))
            length = length_text(gap, telling)
            after = telling.say(f"{length} later", f"{length}后") if before and gap >= timedelta(minutes=1) else ""
            when = instant_text(point.moment, telling.language, telling.zone)
            yield Mark(point.kind, when, point.text, after, weight, point.tone)
            before = point


def _order(point: _Point) -> tuple[datetime, bool, str]:
    return point.instant, point.kind == "deadline", point.text
