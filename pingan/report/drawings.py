"""Decision graphs of the rules told, each small enough to be read on a sheet of A4."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Final

from attrs import evolve, frozen

from pingan.diagnostics.plain import plain, width
from pingan.exporters.from_graph import picture_of
from pingan.exporters.layout import Layout, LayoutError, layout
from pingan.exporters.picture import Box, Picture, wrapped
from pingan.graph.nodes import DecisionGraph
from pingan.outcome.outcome import Outcome
from pingan.report.arranged import urgency
from pingan.report.nodes import Block, Drawing, Line, Paragraph, Section
from pingan.report.telling import Telling

MAXIMUM_PICTURES: Final = 8
"""Pictures of a report in which nobody asked for certain rules."""
PAGE: Final = (680.0, 860.0)
"""What a page of A4 has room for, in CSS pixels: its width and height without margins and a heading."""
LEAST_SCALE: Final = 0.62
"""So small a picture may be printed: its letters are 6 points high then."""
_NARROW: Final = 19
"""Columns of a label where the picture would else be too wide."""


def scale_of(placed: Layout) -> float:
    """How large a picture comes out on a page: 1 is as it is drawn."""
    return min(1.0, PAGE[0] / max(placed.width, 1.0), PAGE[1] / max(placed.height, 1.0))


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
        blocks: list[Block] = [Paragraph(self._legend())]
        try:
            for number, rule in enumerate(shown, start=1):
                blocks += self._drawn(rule, number)
        except LayoutError:
            missing = say(
                "The pictures are left out: they need the extra `graph` (pip install 'pingan[graph]'). The same stands "
                "in words under “Why”.",
                "此处未附图示：绘图需要安装附加组件 `graph`（pip install 'pingan[graph]'）。文字说明见“理由”。",
            )
            return Section("pictures", title, (Paragraph(missing, "note"),))
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
            "From the facts on the left to what follows on the right. Thick and blue is the path that decides; amber is "
            "open, green holds or is done, red was missed; what is pale decides nothing here.",
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
        whole = picture_of(self.graph, self.outcome, title=title, rules=[rule], language=telling.language)
        pictures = self._fitting(whole)
        if not pictures:
            too_large = telling.say(
                "is too large for a page; its reasons stand under “Why”.", "图幅过大，理由见“理由”。"
            )
            yield Paragraph(f"{title}{telling.say(' ', '：')}{too_large}", "note")
        for place, (picture, placed) in enumerate(pictures, start=1):
            parted = telling.say(f" ({place} of {len(pictures)})", f"（{place}／{len(pictures)}）")
            named = plain(picture.title) + (parted if len(pictures) > 1 else "")
            boxes = telling.counted(len(picture.boxes), "box", "boxes", "个方框")
            arrows = telling.counted(len(picture.arrows), "arrow", "arrows", "个箭头")
            described = telling.say(
                f"Decision graph of {named}: {boxes}, {arrows}.", f"“{named}”的决策图：{boxes}，{arrows}。"
            )
            yield Drawing(f"picture-{number}-{place}", named, described, picture, placed, told)

    # --- what fits -------------------------------------------------------------------------------------------------

    def _fitting(self, whole: Picture) -> list[tuple[Picture, Layout]]:
        """The picture as it is, else narrower, else only what decides, else cut where definitions begin."""
        for attempt in _attempts(whole):
            placed = layout(attempt)
            if scale_of(placed) >= LEAST_SCALE:
                return [(attempt, placed)]
        parts = [(part, layout(part)) for part in _cut(narrowed(deciding(whole)))]
        return [(part, placed) for part, placed in parts if scale_of(placed) >= LEAST_SCALE]


def _attempts(whole: Picture) -> Iterator[Picture]:
    yield whole
    yield narrowed(whole)
    path = deciding(whole)
    if path.boxes and len(path.boxes) < len(whole.boxes):
        yield path
        yield narrowed(path)


def narrowed(picture: Picture) -> Picture:
    """*picture* with the labels of its boxes broken into shorter lines."""
    return evolve(picture, boxes=tuple(evolve(box, lines=_rewrapped(box)) for box in picture.boxes))


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


def picture_lines(told: Sequence[Line]) -> list[str]:
    return [line.text for line in told]
