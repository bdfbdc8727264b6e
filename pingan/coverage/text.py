"""The text of a document, to be searched without regard to blanks, line ends, and full or half width."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from typing import Final

from attrs import define, field

MAXIMUM_TEXT: Final = 16 * 1024 * 1024
"""Characters of a document."""

_HALF: Final[dict[int, int | str]] = {
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)},
    **dict.fromkeys(map(ord, "“”„‟「」『』＂〝〞"), '"'),
    **dict.fromkeys(map(ord, "‘’‚‛＇"), "'"),
    **dict.fromkeys(map(ord, "–—―－−‐‑─"), "-"),
    **dict.fromkeys(map(ord, "・•‧･"), "·"),
    **dict.fromkeys(map(ord, "．"), "."),
    **dict.fromkeys(map(ord, "｡"), "。"),
    **dict.fromkeys(map(ord, "､"), "、"),
    **dict.fromkeys(map(ord, "﹙"), "("),
    **dict.fromkeys(map(ord, "﹚"), ")"),
}
"""One character for one: places stay what they are."""
_BLANK: Final = r"\s\x00-\x1f\x7f-\x9f\xad\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff"
FILLING: Final = "\u200b"
"""Stands where numbers of pages were; no blank, for it may stand in the middle of a word."""
INK: Final = re.compile(rf"[^{_BLANK}]+")
"""Characters that show."""
_LINE: Final = re.compile(r"[^\n]+")
_PAGE_MARK: Final = re.compile(r"[ \t]*(\d{1,4})、")
_LEAST_PAGES: Final = 3
_SENTENCE_ENDS: Final = '。;:!?.…")'


def even(text: str) -> str:
    """*text* with half-width marks and one form of quotes and dashes; as long as it was."""
    return text.translate(_HALF)


def ink(text: str) -> str:
    """*text* in even form without blanks, line ends and characters that do not show.

    >>> ink("“平安  医院”，\\n２０１６年")
    '"平安医院",2016年'
    """
    return "".join(INK.findall(even(text)))


def _with_line_feeds(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


@define(slots=False, eq=False)
class Text:
    """A document's text. Places in it are counted in characters of *ink*; `lines` and `at` lead back to the text."""

    name: str
    raw: str = field(repr=False, converter=_with_line_feeds)
    page_marks: int = field(init=False, default=0)

    @cached_property
    def even(self) -> str:
        """The text in even form, as long as *raw*. Numbers of pages, and line ends before them, are `FILLING`."""
        text = even(self.raw)
        marks = _page_marks(text)
        self.page_marks = len(marks)
        if not marks:
            return text
        parts, last = [], 0
        for start, end in marks:
            parts += [text[last:start], FILLING * (end - start)]
            last = end
        return "".join([*parts, text[last:]])

    @cached_property
    def _runs(self) -> tuple[list[int], list[int]]:
        """Where each run of ink begins, in *even* and in *ink*."""
        starts, places, place = [], [], 0
        for run in INK.finditer(self.even):
            starts.append(run.start())
            places.append(place)
            place += run.end() - run.start()
        return starts, places

    @cached_property
    def ink(self) -> str:
        """What there is to search."""
        return "".join(INK.findall(self.even))

    @cached_property
    def _line_ends(self) -> list[int]:
        return [found.start() for found in re.finditer("\n", self.raw)]

    def place(self, at: int) -> int:
        """The place in *ink* of the character *at* of the text, or of the next one that shows."""
        starts, places = self._runs
        run = bisect_right(starts, at) - 1
        if run < 0:
            return 0
        end = places[run + 1] if run + 1 < len(places) else len(self.ink)
        return min(places[run] + at - starts[run], end)

    def at(self, place: int) -> int:
        """The character of the text that stands at *place*."""
        starts, places = self._runs
        run = bisect_right(places, place) - 1
        return starts[run] + place - places[run] if run >= 0 else 0

    def line(self, place: int) -> int:
        """The line (from 1) of *place*."""
        return bisect_right(self._line_ends, self.at(place)) + 1

    @property
    def in_pages(self) -> bool:
        """Whether numbers of pages ran through the text, so that line ends say nothing of paragraphs."""
        return bool(self.even) and self.page_marks > 0


def _page_marks(text: str) -> list[tuple[int, int]]:
    """Stretches of numbers of pages with the line ends before them: 1、 2、 3、 … at the start of every line with text,
    though most of these lines end in the middle of a sentence.
    """
    run: list[tuple[int, int]] = []
    broken, end, last = 0, 0, ""
    for line in _LINE.finditer(text):
        shown = line.group().rstrip()
        if not shown:
            continue
        mark = _PAGE_MARK.match(text, line.start(), line.end())
        number = int(mark[1]) if mark else 0
        if mark and run and number == len(run) + 1:
            broken += last not in _SENTENCE_ENDS
            run.append((end, mark.end()))
        elif _are_pages(run, broken):
            return run
        else:
            run, broken = [(line.start(), mark.end())] if mark and number == 1 else [], 0
        end, last = line.end(), shown[-1]
    return run if _are_pages(run, broken) else []


def _are_pages(run: list[tuple[int, int]], broken: int) -> bool:
    return len(run) >= _LEAST_PAGES and 2 * broken >= len(run) - 1
