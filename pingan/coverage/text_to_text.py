"""What holding a register against the document's text found, as text for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pingan.coverage.text_nodes import Held, Stretch, TextCoverage
from pingan.coverage.words import Words
from pingan.diagnostics.plain import plain


def text_lists(text: TextCoverage, words: Words, *, full: bool = False) -> Iterator[str]:
    """What was read; clauses not where the register says, text with no clause; with *full* headings, too."""
    yield _read(text, words)
    if text.wrong:
        title = words.say("Not where the register says", "与登记的位置不符")
        yield listed(title, [_wrong(c, words) for c in text.wrong])
    several = [c for c in text.clauses if c.times > 1]
    if several:
        title = words.say("Anchors that stand in their section more than once", "在其章节中不止一处的起始文字")
        yield listed(title, [f"{plain(c.clause)}  {plain(c.anchor or '')}" for c in several])
    if text.uncovered:
        title = words.say("Text with no clause", "没有条款对应的文字")
        yield listed(title, [_stretch(s, words) for s in text.uncovered])
    if text.long:
        title = words.say(
            "Clauses with further sentences behind them: does one say more?", "其后另有数句的条款：是否另有规定？"
        )
        yield listed(title, [_long(c, words) for c in text.long])
    if full and text.headings:
        title = words.say("Headings and short lines with no clause", "没有条款对应的标题和短行")
        yield listed(title, [_stretch(s, words) for s in text.headings])


def listed(title: str, lines: Sequence[str]) -> str:
    """A list under its title, with the number of its entries."""
    inside = [f"  {line}" for entry in lines for line in entry.split("\n")]
    return "\n".join([f"{title} ({len(lines)}):", *inside])


def _read(text: TextCoverage, words: Words) -> str:
    found = sum(c.right for c in text.clauses)
    lines = [
        words.say(
            f"{plain(text.name)}: {found} of {len(text.clauses)} clauses found where the register says; "
            f"{text.segments} paragraphs and items, {len(text.uncovered)} stretches with no clause, "
            f"{len(text.headings)} headings",
            f"{plain(text.name)}：{len(text.clauses)}个条款中{found}个与登记的位置相符；段落和条目{text.segments}个，"
            f"没有条款对应的文字{len(text.uncovered)}处，标题{len(text.headings)}处",
        ),
        words.say("read from ", "读取自") + _stretch(text.read, words),
    ]
    for stretch, english, chinese in (
        (text.before, "not read before: ", "之前未读："),
        (text.after, "not read after: ", "之后未读："),
    ):
        if stretch is not None:
            lines.append(words.say(english, chinese) + _stretch(stretch, words))
    if text.page_marks:
        lines.append(words.say(f"{text.page_marks} page numbers inside the text", f"文中页码{text.page_marks}个"))
    return "\n".join(lines)


def _wrong(held: Held, words: Words) -> str:
    told = []
    if held.lost is not None:
        told.append(words.say(f"the document has no `{plain(held.lost)}`", f"文件中没有`{plain(held.lost)}`"))
    where = f"{plain(held.found_in or '-')}" + words.say(f", line {held.line}", f"（第{held.line}行）")
    match held.standing:
        case "elsewhere":
            told.append(words.say(f"the anchor stands in {where}", f"起始文字在{where}"))
        case "outside":
            told.append(
                words.say(f"the anchor stands outside of what was read ({where})", f"起始文字在所读范围之外，{where}")
            )
        case "altered":
            begins = plain(held.begins or "")
            told.append(
                words.say(
                    f"only `{begins}` of the anchor is there, in {where}", f"只找到起始文字的`{begins}`，在{where}"
                )
            )
        case "missing":
            told.append(words.say("the anchor is not in the document", "文件中没有起始文字"))
        case _:
            pass
    parts = [
        plain(held.clause),
        plain(held.locator or "-"),
        plain(held.anchor or "-"),
        words.say("; ", "；").join(told),
    ]
    return "  ".join(parts)


def _long(held: Held, words: Words) -> str:
    where = words.say(f"line {held.line}, {held.sentences} sentences", f"第{held.line}行，{held.sentences}句")
    return f"{plain(held.clause)}  {where}"


def _stretch(stretch: Stretch, words: Words) -> str:
    line = words.say(f"line {stretch.line}", f"第{stretch.line}行")
    length = words.say(f"{stretch.length} characters", f"{stretch.length}字")
    section = f"{plain(stretch.section)}  " if stretch.section else ""
    return f"{section}{line}  {plain(stretch.words)}…  ({length})"
