"""What a target may see: an answer, or an error of ours that can be shown."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, TypeVar

import pingan
from pingan import PinganError, Policy, Source
from pingan.diagnostics.plain import plain
from pingan.language.dialect import DIALECTS, dialect
from tests.security.everything import ENGLISH
from tests.spec.reading import stories

T = TypeVar("T")

ROOT: Final = Path(__file__).resolve().parents[2]
CORPUS: Final = Path(__file__).parent / "corpus"
CHINESE: Final = pingan.format_text(ENGLISH, dialect="zh")
LONGEST: Final = 4096
"""Bytes of an input: what is found in longer ones is found in short ones sooner."""
_WORD: Final = re.compile(r"\"[^\"\n]*\"|“[^”\n]*”|#.*|\w+|\s+|[^\w\s]")


class NotOursError(AssertionError):
    """Something that should hold does not."""


def ours(ask: Callable[[], T]) -> T | None:
    """The result of *ask*, or None where it ends in an error of ours, which says something that can be shown."""
    try:
        return ask()
    except PinganError as error:
        said = str(error)
        hold(bool(said) and plain(said) == said, f"an error that cannot be shown: {said!r}")
        return None


def hold(claim: bool, otherwise: str) -> None:
    if not claim:
        raise NotOursError(otherwise)


def keywords() -> Iterator[str]:
    """The words of both dialects, built-in names among them."""
    for name in DIALECTS:
        spoken = dialect(name)
        for rows in (spoken.keywords, *spoken.groups.values()):
            for words in rows.values():
                yield from words


def dictionary() -> str:
    """The words as libFuzzer reads them."""
    words = dict.fromkeys([*keywords(), *(word for word in words_of(ENGLISH + CHINESE) if word.strip())])
    quoted = ("".join(f"\\x{byte:02X}" for byte in word.encode()) for word in words)
    return "".join(f'"{word}"\n' for word in quoted if word)


def words_of(text: str) -> list[str]:
    return _WORD.findall(text)


@functools.cache
def everything() -> Policy:
    """One policy with every feature of the language in it."""
    return pingan.load(Source("everything.rules", ENGLISH))


@functools.cache
def pieces() -> tuple[str, ...]:
    """What a place in a text may become: words of the language, words of policies, and what is odd."""
    odd = (
        "\x00", "\r", "\x1b[31m", "\u202e", "\u2028", "\u200b", "\ufeff", "：", "“", "’", "9" * 29, "0" * 400,
        "10000-01-01", "0000-00-00", "2016-02-30", "9999-12-31", "0001-01-01", "%", "‰", "/ 0", "((((", "}}}}", "{{{{",
        "not not not", "非", "as_of", "period", "..", "/*", "{0.__class__}", "1.0", "-1", "{ }", "()", "：=",
    )  # fmt: skip
    return tuple(dict.fromkeys((*keywords(), *words_of(ENGLISH), *words_of(CHINESE), *odd)))


@functools.cache
def bases() -> tuple[tuple[str, ...], ...]:
    """Texts that edits begin with: everything in both dialects, small policies of every clause form, and stories."""
    small = [path.read_text("utf-8") for path in sorted((ROOT / "tests/golden").glob("*.rules"))]
    told = [
        text
        for page in sorted((ROOT / "tests/spec").glob("*.md"))
        for story in stories(page)
        for _, text in story.sources[:1]
    ]
    texts = [ENGLISH, CHINESE, *(text for text in small if len(text) < 6000), *told]
    return tuple(tuple(words_of(text)) for text in texts)


def edited(data: bytes) -> str:
    """One of `bases` with a few words changed, left out, put in, said again or exchanged.

    Two bytes of *data* say which, and then four bytes each edit (what, where, and what with).
    """
    words = list(bases()[int.from_bytes(data[:2], "big") % len(bases())])
    for start in range(2, min(len(data) - 3, 34), 4):
        what, place, much = data[start], int.from_bytes(data[start + 1 : start + 3], "big"), data[start + 3]
        at, choice = place % len(words), pieces()[(what // 5 * 256 + much) % len(pieces())]
        match what % 5:
            case 0:
                words[at] = choice
            case 1:
                del words[at : at + 1 + much % 24]
            case 2:
                words.insert(at, f" {choice} ")
            case 3:
                words[at:at] = words[at : at + much]
            case _:
                other = (at + much * 7) % len(words)
                words[at], words[other] = words[other], words[at]
        words = words or [" "]
    return "".join(words)


def spoken(data: bytes) -> str:
    """A text of words, each byte or two bytes of *data* one of them: a header, and then whatever comes."""
    chosen, text, place = pieces(), ["policy p " if data[:1] < b"\x80" else "政策 p "], 1
    while place < len(data) and len(text) < 600:
        number = data[place]
        place += 1
        if number >= 128 and place < len(data):
            number = (number - 128) * 256 + data[place]
            place += 1
        text += (chosen[number % len(chosen)], " ")
    return "".join(text)


def decoded(data: bytes) -> str:
    """*data* as text: as UTF-8 with what is wrong replaced or kept, or byte by byte."""
    how = {0x01: ("latin-1", "strict"), 0x02: ("utf-8", "surrogateescape")}.get(data[0] if data else 0)
    return data.decode("utf-8", "replace") if how is None else data[1:].decode(*how)
