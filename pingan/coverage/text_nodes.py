"""What holding a register against the text of its document finds."""

from __future__ import annotations

from typing import Literal

from attrs import frozen

AnchorStanding = Literal["found", "elsewhere", "outside", "altered", "missing", "none"]
"""``found``: in the section that the locator names. ``elsewhere``: in another; ``outside``: not in what was read;
``altered``: only its beginning is there; ``missing``: not even that; ``none``: the clause has no anchor.
"""


@frozen
class Stretch:
    """A stretch of the text: where it stands, its first words, and its length in characters (spaces apart)."""

    section: str
    line: int
    words: str
    length: int


@frozen
class Held:
    """A clause held against the text. *line* is where its anchor was found; *found_in* the section there."""

    clause: str
    locator: str | None
    anchor: str | None
    has_locator: bool
    """Whether the place that the locator names exists (or it names none)."""
    lost: str | None
    """The part of the locator that is not there."""
    standing: AnchorStanding
    line: int | None = None
    found_in: str | None = None
    begins: str | None = None
    """Of an anchor that is altered: what of its beginning is there."""
    times: int = 1
    """How often the anchor stands in the section: more than once, and it does not tell which."""

    sentences: int = 0
    """How many sentences end between it and the next clause, or the end of the paragraph."""

    @property
    def right(self) -> bool:
        return self.has_locator and self.standing in ("found", "none")


@frozen
class TextCoverage:
    """A register held against the text of its document."""

    name: str
    read: Stretch
    """The part of the text that was read, from the first anchor to the last or as asked."""
    before: Stretch | None
    """What stands before that part."""
    after: Stretch | None
    page_marks: int
    """Numbers of pages inside the text that were not read."""
    clauses: tuple[Held, ...]
    uncovered: tuple[Stretch, ...]
    """Paragraphs and numbered items in which no clause begins, and sentences before the first clause of one."""
    headings: tuple[Stretch, ...]
    """Headings and short lines without a clause."""
    segments: int
    """How many paragraphs and numbered items were read, headings apart."""

    @property
    def long(self) -> tuple[Held, ...]:
        """Clauses with two sentences or more behind their own before the next clause: does one of these say more?"""
        return tuple(c for c in self.clauses if c.sentences > 2)

    @property
    def wrong(self) -> tuple[Held, ...]:
        """Clauses whose locator or anchor is not right."""
        return tuple(c for c in self.clauses if not c.right)
