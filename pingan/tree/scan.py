"""What is looked at before parsing: limits, characters that mislead, full-width punctuation, comments, brackets."""

from __future__ import annotations

import re
import unicodedata
from itertools import accumulate
from typing import Final

from attrs import frozen

from pingan.diagnostics.diagnostic import MAXIMUM_DIAGNOSTICS, Diagnostics
from pingan.language.names import NAME_REST, lookalike
from pingan.source import Source, Span
from pingan.syntax.building.module import MAXIMUM_NESTING
from pingan.syntax.nodes import Comment

MAXIMUM_SOURCE: Final = 16 * 1024 * 1024
"""UTF-8 bytes of one file."""

_HALF_WIDTH: Final = dict(zip("，、：（）｛｝｜＝＜＞＋－−＊×／÷％．！＃　", ",,:(){}|=<>+--**//%.!# ", strict=True))
_ALPHABET: Final = NAME_REST + r" \t\r\n(){}|:,=<>!≠≤≥+\-*/%‰.…"
_TEXT: Final = r'(?P<text>"[^"\n]*+"|“[^”\n]*+”)'
_COMMENT: Final = r"|(?P<comment>[#＃][^\n]*+)"
_BRACKET: Final = r"|(?P<bracket>[(){}（）｛｝])"
_ODD: Final = (
    rf"|(?P<wide>[{re.escape(''.join(_HALF_WIDTH))}])"
    r'|(?P<unclosed>["“][^\n]*+)'
    rf"|(?P<other>[^{_ALPHABET}])"
)
_SCAN: Final = re.compile(_TEXT + _COMMENT + _BRACKET + _ODD)
_SCAN_OF_SHALLOW: Final = re.compile(_TEXT + _COMMENT + _ODD)
_BRACKETS: Final = re.compile(r'"[^"\n]*+"|“[^”\n]*+”|[#＃"“][^\n]*+|([(){}（）｛｝])')
_STEPS: Final = {**dict.fromkeys("({（｛", 1), **dict.fromkeys(")}）｝", -1)}
_BIDI: Final = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_LINE_ENDS: Final = "\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029"
_HIDDEN: Final = re.compile(
    f"(?P<bidi>[{_BIDI}])"
    rf"|\r(?=\n)|(?P<line_end>[{_LINE_ENDS}])"
    r"|(?P<control>[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f])"
    r"|(?P<invisible>[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u2060-\u2065\u206a-\u206f\u3164\ufeff"
    r"\uffa0\ufff9-\ufffc\U000e0000-\U000e0fff])"
    r"|(?P<surrogate>[\ud800-\udfff])"
)
_SUSPECT: Final = re.compile(
    rf"[{_BIDI}{_LINE_ENDS}\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u2060-\u206f"
    r"\u3164\ufeff\uffa0\ufff9-\ufffc\U000e0000-\U000e0fff\ud800-\udfff]"
)
"""All that `_HIDDEN` may find, as one class: most texts hold nothing of it, and this says so much sooner."""
_HIDDEN_MESSAGES: Final = {
    "bidi": "changes the direction of the text, so that it reads otherwise than it stands",
    "line_end": "looks like the end of a line, and is none: what follows it would be read as part of the same line",
    "control": "is a control character",
    "invisible": "cannot be seen",
    "surrogate": "is half a character: the text was decoded wrongly",
}
_CLOSING: Final = {"(": ")", "{": "}"}


@frozen
class Scan:
    """A text ready for the parser: *text* is as long as the source's, so that places stay what they are."""

    text: str
    comments: tuple[Comment, ...]
    troubled: tuple[int, ...]
    """Offsets at which something was reported; the parser need not complain there again."""
    is_parsable: bool = True


def scan(source: Source, diagnostics: Diagnostics) -> Scan:
    """Checks the characters of *source* and gives its text with half-width punctuation outside texts and comments."""
    if len(source.text) > MAXIMUM_SOURCE or len(source.text.encode("utf-8", "surrogatepass")) > MAXIMUM_SOURCE:
        diagnostics.error(
            "too-large",
            f"a file may hold {MAXIMUM_SOURCE // 1024**2} MiB, and this one holds more",
            Span(source, 0, 0),
            help="split it in a policy and vocabularies that it uses",
        )
        return Scan("", (), (), is_parsable=False)
    text = " " + source.text[1:] if source.text.startswith("\ufeff") else source.text
    text, troubled = _without_hidden(text, source, diagnostics)
    return _Scanner(source, diagnostics, text, troubled).run()


def _without_hidden(text: str, source: Source, diagnostics: Diagnostics) -> tuple[str, list[int]]:
    """*text* with hidden characters replaced by spaces, and where they stood."""
    troubled: list[int] = []
    if _SUSPECT.search(text) is None:
        return text, troubled
    for found in _HIDDEN.finditer(text):
        if found.lastgroup is None:
            continue  # CR LF
        if len(diagnostics) < MAXIMUM_DIAGNOSTICS:
            diagnostics.error(
                "hidden-character",
                f"{_described(found.group())} {_HIDDEN_MESSAGES[found.lastgroup]}",
                Span(source, *found.span()),
                help="end lines with LF or CR LF" if found.lastgroup == "line_end" else "delete it",
            )
        troubled.append(found.start())
    if troubled:
        text = _HIDDEN.sub(lambda m: " " if m.lastgroup else m.group(), text)
    return text, troubled


def _described(character: str) -> str:
    name = _CONTROLS.get(character) or unicodedata.name(character, "(a character without a name)").lower()
    return f"U+{ord(character):04X} {name}"


_CONTROLS: Final = {"\r": "carriage return", "\x0b": "vertical tab", "\x0c": "form feed", "\x85": "next line"}


class _Scanner:
    """One pass over a text; the lists grow as it goes."""

    def __init__(self, source: Source, diagnostics: Diagnostics, text: str, troubled: list[int]) -> None:
        self.source, self.diagnostics, self.text, self.troubled = source, diagnostics, text, troubled
        self.pieces: list[str] = []
        self.comments: list[Comment] = []
        self.depth = 0
        self.is_parsable = True

    def run(self) -> Scan:
        end = 0
        deepest = max(accumulate(_STEPS.get(mark, 0) for mark in _BRACKETS.findall(self.text)), default=0)
        for found in (_SCAN if deepest > MAXIMUM_NESTING else _SCAN_OF_SHALLOW).finditer(self.text):
            if found.lastgroup == "text":
                continue
            self.pieces.append(self.text[end : found.start()])
            self.pieces.append(self._piece(found))
            end = found.end()
            if len(self.diagnostics) >= MAXIMUM_DIAGNOSTICS or not self.is_parsable:
                self.is_parsable = False
                break
        self.pieces.append(self.text[end:])
        return Scan("".join(self.pieces), tuple(self.comments), tuple(sorted(self.troubled)), self.is_parsable)

    def _piece(self, found: re.Match[str]) -> str:
        """What the parser shall read instead of *found*, of the same length."""
        piece = found.group()
        match found.lastgroup:
            case "comment":
                text = piece[1:].rstrip()
                span = Span(self.source, found.start(), found.start() + 1 + len(text))
                self.comments.append(Comment(text.removeprefix(" "), span=span))
                return "#" + piece[1:]
            case "bracket":
                return self._bracket(found)
            case "wide":
                return _HALF_WIDTH[piece]
            case "unclosed":
                return self._unclosed(found)
            case "other":
                self._foreign(found)
                return " "
            case _:
                return piece

    def _bracket(self, found: re.Match[str]) -> str:
        bracket = _HALF_WIDTH.get(found.group(), found.group())
        self.depth += 1 if bracket in _CLOSING else -1
        if self.depth > MAXIMUM_NESTING:
            self.diagnostics.error(
                "too-large",
                f"this is nested more than {MAXIMUM_NESTING} levels deep",
                Span(self.source, *found.span()),
                help="name a part of it with a definition",
            )
            self.is_parsable = False
        return bracket

    def _unclosed(self, found: re.Match[str]) -> str:
        mark = "”" if found.group()[0] == "“" else '"'
        self._report(
            "unclosed-text", "the text that begins here has no end on this line", found, f"close it with `{mark}`", 1
        )
        # For the parser a text stands here, so that it does not stumble over the words inside.
        stripped = found.group().rstrip()
        return ('"' + " " * (len(stripped) - 2) + '"' if len(stripped) > 1 else " ").ljust(len(found.group()))

    def _foreign(self, found: re.Match[str]) -> None:
        character = found.group()
        twin = lookalike(character)
        if twin is not None:
            message = f"{_described(character)} looks like `{twin}`, and is another character"
            self._report("look-alike", message, found, f"write `{twin}`", 1)
        elif unicodedata.category(character) in ("Mn", "Me", "Mc", "Cf"):
            message = f"{_described(character)} cannot be seen apart from the letter before it"
            self._report("hidden-character", message, found, "write the letter as one character", 1)
        elif character.isspace():
            self._report(
                "unexpected-character", f"{_described(character)} is no ordinary space", found, "write a space", 1
            )
        else:
            shown = character if character.isprintable() else _described(character)
            message = f"`{shown}` has no meaning outside texts and comments"
            self._report("unexpected-character", message, found, self._remedy(found), 1)

    def _remedy(self, found: re.Match[str]) -> str | None:
        character = found.group()
        if character.isalpha():
            return "names are made of Latin letters, Han characters, digits and `_`"
        return _REMEDIES.get(character)

    def _report(self, code: str, message: str, found: re.Match[str], remedy: str | None, length: int) -> None:
        # `&&` and the like are one mistake.
        if (
            self.troubled
            and self.troubled[-1] == found.start() - 1
            and self.text[found.start() - 1] == found.group()[0]
        ):
            self.troubled.append(found.start())
            return
        self.troubled.append(found.start())
        self.diagnostics.error(code, message, Span(self.source, found.start(), found.start() + length), help=remedy)


_REMEDIES: Final = {
    "&": "write `and` or `且`",
    "|": "write `or` or `或`",
    "~": "write `not` or `非`",
    ";": "items follow one another without a mark between them; leave it out",
    "；": "items follow one another without a mark between them; leave it out",
    "。": "leave it out",
    "'": 'write texts as "…" or “…”',
    "‘": 'write texts as "…" or “…”',
    "’": 'write texts as "…" or “…”',
    "”": "a text begins with “",
    "＂": 'write `"`',
    "「": "write “…”",
    "『": "write “…”",
    "《": "write the title in “…”",
    "[": "write sets in braces: `{a, b}`",
    "]": "write sets in braces: `{a, b}`",
    "＞": "write `>`",
    "—": "write `-`",
    "–": "write `-`",
    "^": "write the multiplication out",
    "?": "names and conditions have no `?`",
    "@": "leave it out",
    "`": "leave it out",
}
