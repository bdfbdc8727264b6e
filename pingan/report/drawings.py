"""Decision graphs of the rules told, each small enough to be read on a sheet of A4."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Final

from attrs import evolve, frozen

from pingan.diagnostics.plain import plain, width
from pingan.exporters.from_graph import picture_of
from pingan.exporters.layout import COLUMN_WIDTH, FONT_SIZE, Layout, LayoutError, layout
from pingan.exporters.picture import Box, Picture, shortened, wrapped
from pingan.graph.nodes import DecisionGraph
from pingan.outcome.outcome import Outcome
from pingan.report.arranged import urgency
from pingan.report.nodes import Block, Drawing, Paragraph, Section
from pingan.report.telling import Telling

MAXIMUM_PICTURES: Final = 8
"""Pictures of a report in which nobody asked for certain rules."""
PAGE: Final = (668.0, 860.0)
"""What a page of A4 has room for, in CSS pixels: its width and height without margins and a heading."""
TURNED: Final = (996.0, 560.0)
"""The same of a page turned round."""
LEAST_SCALE: Final = 0.62
"""So small a picture may be printed: its letters are 6 points high then."""
_NARROW: Final = 19
"""Columns of a label where the picture would else be too wide."""
_NOTE: Final = 24
MAXIMUM_BOXES: Final = 90
"""More boxes than a page could hold so that they can be read."""
_APART: Final = 40.0
"""Points between two boxes in a row, at least."""


@frozen
class Fitted:
    """A picture with its places, and whether it takes a page turned round."""

    picture: Picture
    placed: Layout
    turned: bool

    @property
    def scale(self) -> float:
        """How large it comes out on a page: 1 is as it is drawn."""
        wide, high = TURNED if self.turned else PAGE
        return min(1.0, wide / max(self.placed.width, 1.0), high / max(self.placed.height, 1.0))

    @property
    def can_be_read(self) -> bool:
        return self.scale >= LEAST_SCALE


@frozen
class DrawingPart:
    """The section with the decision graphs."""

    telling: Telling
    outcome: Outcome
    graph: DecisionGraph

    def section(self) -> Section | None:
        rules = self._rules()
        if not rules:
            return None
        telling, say = self.telling, self.telling.say
        title = say("How the facts decide: pictures", "事实如何决定：图示")
        shown = rules if telling.arranged.is_chosen else rules[:MAXIMUM_PICTURES]
        blocks: list[Block] = [Paragraph(self._legend(), "legend")]
        try:
            drawn = [list(self._drawn(rule, number)) for number, rule in enumerate(shown, start=1)]
        except LayoutError:
            missing = say(
                "The pictures are left out: they need the extra `graph` (pip install 'pingan[graph]'). The same stands "
                "in words under “Why”.",
                "此处未附图示：绘图需要安装附加组件 `graph`（pip install 'pingan[graph]'）。文字说明见“理由”。",
            )
            return Section("pictures", title, (Paragraph(missing, "note"),))
        # Sheets that are turned round come last, so that none is left half empty between others.
        drawn.sort(key=lambda found: any(isinstance(block, Drawing) and block.turned for block in found))
        blocks += [block for found in drawn for block in found]
        if len(rules) > len(shown):
            more = telling.counted(len(rules) - len(shown), "rule is", "rules are", "条规则")
            told = say(
                f"{more} not drawn here: `--rule` asks for the picture of a rule, and `pingan graph` draws them all.",
                f"另有{more}未画出：`--rule` 可指定某条规则，`pingan graph` 可画出全部。",
            )
            blocks.append(Paragraph(told, "note"))
        return Section("pictures", title, tuple(blocks))

    def _legend(self) -> str:
        return self.telling.say(
            "From the facts on the left to what follows on the right. Thick and blue is the path that decides; amber "
            "is open, green holds or is done, red was missed; what is pale decides nothing here.",
            "自左侧的事实至右侧的结论。蓝色粗线为起决定作用的路径；黄色为未定，绿色为成立或已完成，红色为已违反或逾期；"
            "浅色部分在此不起作用。",
        )

    def _rules(self) -> list[str]:
        """The rules (keys) to draw: first those of what is most urgent."""
        norms = self.telling.answer.norms
        ranked = sorted(self.telling.numbers, key=lambda i: (urgency(norms[i]), i))
        return [key for key in dict.fromkeys(norms[i].rule_key for i in ranked) if key in self.graph.policy.rules]

    def _drawn(self, rule: str, number: int) -> Iterator[Block]:
        telling = self.telling
        norms = telling.answer.norms
        told = tuple(telling.number(i) for i in telling.numbers if norms[i].rule_key == rule)
        title = telling.general.key(rule)
        whole = picture_of(self.graph, self.outcome, rules=[rule], language=telling.language)
        pictures = fitting(evolve(whole, title=title))
        if not pictures:
            too_large = telling.say("is too large for a page; see “Why”:", "图幅过大，见“理由”：")
            numbers = telling.listed([line.text for line in told])
            yield Paragraph(f"{title}{telling.say(' ', '：')}{too_large} {numbers}", "note")
            return
        for place, fitted in enumerate(pictures, start=1):
            parted = telling.say(f" ({place} of {len(pictures)})", f"（{place}／{len(pictures)}）")
            named = plain(fitted.picture.title) + (parted if len(pictures) > 1 else "")
            boxes = telling.counted(len(fitted.picture.boxes), "box", "boxes", "个方框")
            arrows = telling.counted(len(fitted.picture.arrows), "arrow", "arrows", "个箭头")
            described = telling.say(
                f"Decision graph of {named}: {boxes}, {arrows}.", f"“{named}”的决策图：{boxes}，{arrows}。"
            )
            yield Drawing(
                f"picture-{number}-{place}", named, described, fitted.picture, fitted.placed, told, fitted.turned
            )


def fitting(whole: Picture) -> list[Fitted]:
    """The picture as it is where that can be read, else narrower, else turned round, else only what decides, else cut
    where definitions begin. Nothing where a part of that cannot be read either."""
    small, path = narrowed(whole), deciding(whole)
    attempts = [(whole, False), (small, False), (whole, True), (small, True)]
    if path.boxes and len(path.boxes) < len(whole.boxes):
        attempts += [(path, False), (narrowed(path), False), (path, True), (narrowed(path), True)]
    placed: dict[Picture, Layout] = {}
    for attempt, turned in attempts:
        fitted = _fitted(attempt, turned, placed)
        if fitted:
            return [fitted]
    parts = [
        _fitted(part, False, placed) or _fitted(part, True, placed)
        for part in _cut(narrowed(path if path.boxes else whole))
    ]
    found = [part for part in parts if part is not None]
    return found if len(found) == len(parts) else []


def _fitted(picture: Picture, turned: bool, placed: dict[Picture, Layout]) -> Fitted | None:
    """*picture* in its places, where it can be read; *placed* are those that were laid out before."""
    if not _might_fit(picture, turned):
        return None
    if picture not in placed:
        placed[picture] = layout(picture)
    fitted = Fitted(picture, placed[picture], turned)
    return fitted if fitted.can_be_read else None


def _might_fit(picture: Picture, turned: bool) -> bool:
    """Whether it is worth laying out: a long chain, or very many boxes, take minutes and then do not fit."""
    if len(picture.boxes) > MAXIMUM_BOXES:
        return False
    widths = {box.id: _width(box) for box in picture.boxes}
    from_left: dict[str, float] = {}
    into: dict[str, list[str]] = {}
    for arrow in picture.arrows:
        into.setdefault(arrow.target, []).append(arrow.source)
    waiting = [box.id for box in picture.boxes]
    begun: set[str] = set()
    while waiting:
        box = waiting[-1]
        before = [source for source in into.get(box, ()) if source not in from_left and source not in begun]
        if before and box not in from_left:
            begun.add(box)
            waiting += before
            continue
        waiting.pop()
        ends = [from_left[source] + _APART for source in into.get(box, ()) if source in from_left]
        from_left[box] = widths[box] + max(ends, default=0.0)
    return max(from_left.values(), default=0.0) * LEAST_SCALE <= (TURNED if turned else PAGE)[0]


def _width(box: Box) -> float:
    """No more than the width of *box* when it is laid out."""
    if box.kind == "logic":
        return 30.0
    return max(width(line) for line in box.lines) * COLUMN_WIDTH * FONT_SIZE


def narrowed(picture: Picture) -> Picture:
    """*picture* with the labels of its boxes broken into shorter lines."""
    boxes = (evolve(box, lines=_rewrapped(box), note=shortened(box.note, _NOTE)) for box in picture.boxes)
    return evolve(picture, boxes=tuple(boxes))


def _rewrapped(box: Box) -> tuple[str, ...]:
    text = ""
    for line in box.lines:
        # Han characters have no space between them; where a line ends among them there was none.
        spaced = text and width(text[-1]) == 1 and width(line[:1]) == 1
        text += f" {line}" if spaced else line
    return wrapped(text, _NARROW, 7)


def deciding(picture: Picture) -> Picture:
    """*picture* with only what lies on the path that decides."""
    kept = {box.id for box in picture.boxes if box.decides}
    return _only(picture, kept)


def _only(picture: Picture, kept: Collection[str], title: str | None = None) -> Picture:
    boxes = tuple(box for box in picture.boxes if box.id in kept)
    arrows = tuple(arrow for arrow in picture.arrows if arrow.source in kept and arrow.target in kept)
    return evolve(picture, title=title or picture.title, boxes=boxes, arrows=arrows)


def _cut(picture: Picture) -> Sequence[Picture]:
    """*picture* in parts: what a definition is made from stands in a picture of its own."""
    into: dict[str, list[str]] = {}
    for arrow in picture.arrows:
        into.setdefault(arrow.target, []).append(arrow.source)
    by_id = {box.id: box for box in picture.boxes}
    definitions = [box.id for box in picture.boxes if box.kind == "definition" and into.get(box.id)]
    ends = [box.id for box in picture.boxes if box.kind in ("rule", "norm")]

    def above(starts: Sequence[str]) -> set[str]:
        """All that leads to *starts*, up to the definitions."""
        found, waiting = set(starts), list(starts)
        while waiting:
            for source in into.get(waiting.pop(), ()):
                if source not in found:
                    found.add(source)
                    if source not in definitions:
                        waiting.append(source)
        return found

    parts = [_only(picture, above(ends))]
    for definition in definitions:
        title = f"{picture.title} · {' '.join(by_id[definition].lines)}"
        part = _only(picture, above([definition]), title)
        # Inside its own picture what leads away from a definition is left out.
        arrows = tuple(arrow for arrow in part.arrows if arrow.source != definition)
        parts.append(evolve(part, arrows=arrows))
    return [part for part in parts if part.boxes]
