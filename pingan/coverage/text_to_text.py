"""What holding a register against the document's text found, as text for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pingan.coverage.text_nodes import Held, TextCoverage
from pingan.coverage.words import Words
from pingan.diagnostics.plain import plain


def text_lists(text: TextCoverage, words: Words) -> Iterator[str]:
    """What was read; clauses not where the register says, text and headings with no clause."""
    lines = [words.held(text)]
    for title, stretch in ((words.read, text.read), (words.before, text.before), (words.after, text.after)):
        if stretch is not None:
            lines.append(title + words.stretch(stretch))
    yield "\n".join(map(plain, lines))
    for title, entries in (
        (words.wrong, [wrong_text(c, words) for c in text.wrong]),
        (words.several, several(text)),
        (words.uncovered, [words.stretch(s) for s in text.uncovered]),
        (words.long, [words.sentences(c) for c in text.long]),
        (words.headings, [words.stretch(s) for s in text.headings]),
    ):
        if entries:
            yield listed(title, [plain(entry) for entry in entries])


def listed(title: str, lines: Sequence[str]) -> str:
    """A list under its title, with the number of its entries."""
    inside = [f"  {line}" for entry in lines for line in entry.split("\n")]
    return "\n".join([f"{title} ({len(lines)}):", *inside])


def several(text: TextCoverage) -> list[str]:
    """Clauses whose anchors do not tell the one place from the other."""
    return [f"{c.clause}  {c.anchor or ''}" for c in text.clauses if c.times > 1]


def wrong_text(held: Held, words: Words) -> str:
    """What is wrong with a clause's locator or anchor."""
    told = []
    if held.lost is not None:
        told.append(words.say(f"the document has no `{held.lost}`", f"文件中没有`{held.lost}`"))
    where = (held.found_in or "-") + words.say(f", line {held.line}", f"（第{held.line}行）")
    match held.standing:
        case "elsewhere":
            told.append(words.say(f"the anchor stands in {where}", f"起始文字在{where}"))
        case "outside":
            outside = words.say("the anchor stands outside of what was read, in ", "起始文字在所读范围之外，")
            told.append(outside + where)
        case "altered":
            told.append(
                words.say(f"only `{held.begins}` of the anchor is there, in ", f"起始文字只找到`{held.begins}`，在")
                + where
            )
        case "missing":
            told.append(words.say("the anchor is not in the document", "文件中没有起始文字"))
        case _:
            pass
    return "  ".join([held.clause, held.locator or "-", held.anchor or "-", words.say("; ", "；").join(told)])
