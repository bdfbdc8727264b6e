"""What a new project is called, and in which language it is written."""

from __future__ import annotations

from typing import Final, Literal
from zoneinfo import ZoneInfo

from attrs import frozen

from pingan.diagnostics.errors import PinganError
from pingan.diagnostics.plain import plain
from pingan.language.dialects import core_dialects
from pingan.language.names import MAXIMUM_NAME, is_name, lookalike
from pingan.language.shipped import shipped_policies
from pingan.modules.folders import is_file_name

LONGEST_TEXT: Final = 200
_QUOTES: Final = '"“”'
_ZONES: Final = {"en": "UTC", "zh": "Asia/Shanghai"}
_NAME_OF_WORDS: Final = {"en": "_words", "zh": "词汇"}


class BadProjectError(PinganError):
    """What was asked for cannot be made; the message says why and what to do."""


@frozen
class Project:
    """A project to be made. Without a *title* it is called by its *name*; without a *zone*, in that of the language."""

    name: str
    dialect: Literal["en", "zh"] = "en"
    title: str | None = None
    zone: str | None = None
    jurisdiction: str | None = None
    with_register: bool = True

    @property
    def shown_title(self) -> str:
        return self.title or self.name

    @property
    def shown_zone(self) -> str:
        return self.zone or _ZONES[self.dialect]

    @property
    def words(self) -> str:
        """The name of the vocabulary."""
        return f"{self.name}{_NAME_OF_WORDS[self.dialect]}"

    def check(self) -> None:
        """Raises BadProjectError for what no policy may be called, and for texts that none can hold."""
        _check_name(self.name, self.words)
        for what, text in (("title", self.title), ("jurisdiction", self.jurisdiction)):
            _check_text(what, text)
        try:
            ZoneInfo(self.shown_zone)
        except (ValueError, OSError, LookupError):  # LookupError: no zone of that name
            message = f"there is no time zone `{plain(self.shown_zone)[:60]}`"
            raise BadProjectError(f"{message}; zones are called like `Asia/Shanghai` or `UTC`") from None


def _check_name(name: str, words: str) -> None:
    shown = plain(name)[:60]
    if not is_name(name):
        odd = next((twin for twin in map(lookalike, name) if twin), None)
        remedy = f"write `{odd}` for the letter that looks like it" if odd else "such as `fire_safety` or `消防巡查`"
        made_of = "names are made of letters, Han characters, digits and `_`, and begin with no digit"
        raise BadProjectError(f"`{shown}` is no name: {made_of}; {remedy}")
    if len(words) > MAXIMUM_NAME:
        raise BadProjectError(f"the name is longer than {MAXIMUM_NAME - len(words) + len(name)} characters")
    if name in core_dialects().reserved:
        raise BadProjectError(f"`{shown}` is a word of the language, and no name")
    if not is_file_name(f"{name}.rules"):
        raise BadProjectError(f"`{shown}` is no name of a file on every system")
    if name in shipped_policies():
        raise BadProjectError(f"`{shown}` is the name of a policy that comes with pingan; choose another")


def _check_text(what: str, text: str | None) -> None:
    if text is None:
        return
    if not text.strip():
        raise BadProjectError(f"the {what} is empty; leave it out instead")
    if len(text) > LONGEST_TEXT:
        raise BadProjectError(f"the {what} is longer than {LONGEST_TEXT} characters")
    if any(mark in text for mark in _QUOTES) or not text.isprintable():
        raise BadProjectError(f"the {what} may hold neither quotation marks nor characters that cannot be seen")
