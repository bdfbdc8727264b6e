"""How official documents number what they say, and how locators name it: 第三章, 一、, （一）, 1., （1）, ①, 一是."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from attrs import frozen

STYLES: Final = (
    "篇", "编", "部分", "章", "节", "条", "一、", "（一）", "1.", "（1）", "①", "(a)", "一是",
)  # fmt: skip
"""Styles of numbering, the widest first: a mark ends everything that a mark of a later style began."""

_HAN = "一二三四五六七八九十百零〇两"
_WORDS: Final = {"part": "编", "chapter": "章", "section": "节", "article": "条"}
_DIGITS: Final = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS: Final = {"十": 10, "百": 100}
_CIRCLED: Final = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"

# Read from text with half-width marks: 、 and 。 have no such form.
_MARKS: Final = (
    ("unit", rf"第\s*(?P<unit>[{_HAN}]{{1,6}}|\d{{1,4}})\s*(?P<kind>编|部分|章|节|条)"),
    ("word", r"(?P<word>Part|Chapter|Section|Article|PART|CHAPTER|SECTION|ARTICLE)[ \t]+(?P<nth>\d{1,4})\b"),
    ("big", rf"(?P<big>[{_HAN}]{{1,4}})\s*[、.]"),
    ("paren", rf"\(\s*(?P<paren>[{_HAN}]{{1,4}})\s*\)"),
    # No decimal number, but a year may follow the dot where a text has lost its blanks.
    ("small", r"(?P<small>\d{1,3})\s*(?:、(?!\d)|\.(?!\d{1,2}(?!\d)))"),
    ("round", r"\(?\s*(?P<round>\d{1,3})\s*\)"),
    ("circled", f"(?P<circled>[{_CIRCLED}])"),
    ("letter", r"\((?P<letter>[a-z])\)"),
    ("first", rf"(?P<first>[{_HAN}]{{1,3}})是"),
)
_MARK: Final = "|".join(pattern for _, pattern in _MARKS)
_ARTICLE: Final = (
    rf"第\s*(?P<article>[{_HAN}]{{1,4}}|\d{{1,3}})\s*篇(?=\s|$|[:,])|篇\s*(?P<last>[{_HAN}]{{1,4}}|\d{{1,3}})\s*$"
)
AT_START: Final = re.compile(_MARK)
"""A mark where a paragraph begins."""
BARE_AT_START: Final = re.compile(r"(?P<small>\d{1,2})(?=[\u4e00-\u9fff])(?![年月日号时分秒天周个名人次项条款级倍])")
"""A number that has lost its dot: to be taken for a mark only where it goes on counting."""
INSIDE: Final = re.compile(rf"(?<=[\s\u200b。;:!?])(?:{_MARK})")
"""A mark inside a paragraph: behind a blank or the end of a sentence."""
ARTICLE: Final = re.compile(_ARTICLE, re.MULTILINE)
"""One of several documents in a text: 第1篇, …篇一."""


@frozen
class Mark:
    """A style of `STYLES` and the number."""

    style: str
    number: int

    @property
    def rank(self) -> int:
        return STYLES.index(self.style)

    def __str__(self) -> str:
        return written(self)


def mark_of(match: re.Match[str]) -> Mark | None:
    """The mark that one of the patterns found; None for what is no number after all (十百)."""
    found = {name: text for name, text in match.groupdict().items() if text is not None}
    if "article" in found or "last" in found:
        return _mark("篇", found.get("article") or found["last"])
    if "unit" in found:
        return _mark(found["kind"], found["unit"])
    if "word" in found:
        return _mark(_WORDS[found["word"].lower()], found["nth"])
    if "circled" in found:
        return Mark("①", _CIRCLED.index(found["circled"]) + 1)
    if "letter" in found:
        return Mark("(a)", ord(found["letter"]) - ord("a") + 1)
    styles = {"big": "一、", "paren": "（一）", "small": "1.", "round": "（1）", "first": "一是"}
    return next((_mark(style, found[name]) for name, style in styles.items() if name in found), None)


def _mark(style: str, text: str) -> Mark | None:
    number = number_of(text)
    return None if number is None else Mark(style, number)


def number_of(text: str) -> int | None:
    """``12`` or ``十二`` as a number; None when it is none.

    >>> number_of("二十三"), number_of("一百零五"), number_of("7"), number_of("二三")
    (23, 105, 7, None)
    """
    if text.isascii():
        return int(text) if text.isdigit() else None
    total, digit, least = 0, None, 1000
    for character in text:
        if character in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[character]
        elif character in _UNITS and _UNITS[character] < least:
            least = _UNITS[character]
            total += (1 if digit is None else digit) * least
            digit = None
        else:
            return None
    return total + (digit or 0) or None


def written(mark: Mark) -> str:
    """The mark as locators write it: 第三章, 一, (一), 1, (1), ①, 一是."""
    han = _in_han(mark.number)
    match mark.style:
        case "一、":
            return han
        case "（一）":
            return f"({han})"
        case "1.":
            return str(mark.number)
        case "（1）":
            return f"({mark.number})"
        case "①":
            return _CIRCLED[mark.number - 1]
        case "(a)":
            return f"({chr(ord('a') + mark.number - 1)})"
        case "一是":
            return f"{han}是"
        case _:
            return f"第{han}{mark.style}"


def _in_han(number: int) -> str:
    if number > 999:
        return str(number)
    digits = "零一二三四五六七八九"
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = f"{digits[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else digits[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (digits[ones] if ones else "")


# --- locators -------------------------------------------------------------------------------------------------------


@frozen
class Paragraphs:
    """第2段, 第4-6段, 首段: paragraphs by their count; -1 is the last."""

    first: int
    last: int


@frozen
class Lead:
    """序, 首部: what stands before the first number."""


@frozen
class Tail:
    """落款, 结尾: what follows the last number."""


@frozen
class Named:
    """A place by a word that stands at its beginning; *nth* of several with that word, or a number below it."""

    word: str
    nth: int | None = None


@frozen
class Numbered:
    """A mark, and the first words of its title where the locator gives them."""

    mark: Mark
    title: str = ""


Step = Paragraphs | Lead | Tail | Named | Numbered

_LEAD: Final = re.compile(r"(?:序言?|首部|前言|引言|开头|导言|preamble)(?![\w])", re.IGNORECASE)
_TAIL: Final = re.compile(r"(?:落款|结尾|尾部|末尾|ending)(?![\w])", re.IGNORECASE)
_PARAGRAPHS: Final = re.compile(rf"第\s*([{_HAN}]+|\d+)(?:\s*[-至到~]\s*([{_HAN}]+|\d+))?\s*段|(首|末)段")
_BARE: Final = re.compile(
    rf"(?:第\s*(?P<article>[{_HAN}]{{1,4}}|\d{{1,3}})\s*篇|篇\s*(?P<last>[{_HAN}]{{1,4}}|\d{{1,3}}))"
    rf"|{_MARK}|(?P<bare>[{_HAN}]{{1,4}}|\d{{1,3}}(?!\d))"
)
_REMARK: Final = re.compile(r"\([^()]*\)")
_TRAILING: Final = re.compile(rf"^(.*?)\s*([{_HAN}]|\d{{1,3}})$")


def steps(locator: str) -> Iterator[Step]:
    """The steps of *locator* (half-width), from the widest place to the narrowest.

    >>> [str(step.mark) for step in steps("二(一)3")]
    ['二', '(一)', '3']
    """
    for piece in re.split(r"/|(?<![A-Za-z])\s+|\s+(?!\d)", locator):
        rest = piece
        while rest:
            step, length = _step(rest)
            if step is not None:
                yield step
            rest = rest[length:]


def _step(rest: str) -> tuple[Step | None, int]:
    """The first step in *rest*, and how much of it that takes; None for a remark in brackets."""
    if found := _LEAD.match(rest):
        return Lead(), found.end()
    if found := _TAIL.match(rest):
        return Tail(), found.end()
    if found := _PARAGRAPHS.match(rest):
        return _paragraphs(found), found.end()
    if found := _BARE.match(rest):
        mark = _bare(found)
        if mark is not None:
            return _numbered(mark, rest, found.end())
    if found := _REMARK.match(rest):
        return None, found.end()
    word = re.split(r"[(]", rest, maxsplit=1)[0] or rest
    counted = _TRAILING.match(word)
    if counted and counted[1]:
        return Named(counted[1], number_of(counted[2])), len(word)
    return Named(word), len(word)


def _numbered(mark: Mark, rest: str, end: int) -> tuple[Step, int]:
    """A mark with its title: words up to the end of the piece, unless another mark follows at once."""
    behind = rest[end:]
    if mark.style == "篇" or not behind or _BARE.match(behind) or _REMARK.match(behind):
        return Numbered(mark), end
    return Numbered(mark, behind), len(rest)


def _bare(match: re.Match[str]) -> Mark | None:
    bare = match.groupdict().get("bare")
    if bare is None:
        return mark_of(match)
    return _mark("1." if bare.isascii() else "一、", bare)


def _paragraphs(match: re.Match[str]) -> Step | None:
    if match[3]:
        place = 1 if match[3] == "首" else -1
        return Paragraphs(place, place)
    first = number_of(match[1])
    last = number_of(match[2]) if match[2] else first
    return None if first is None or last is None else Paragraphs(first, last)
