"""The file of translations beside a policy, kept in step with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from attrs import frozen

from pingan.modules.translations import TABLE
from pingan.translation.texts import Text

_ESCAPES = {'"': '\\"', "\\": "\\\\"}


@frozen
class Translated:
    """The texts of a module with what each is in *language*; empty: not translated yet.

    *idle* are translations of what the module does not say any more.
    """

    module: str
    language: str
    texts: tuple[tuple[Text, str], ...]
    idle: tuple[tuple[str, str], ...]

    @property
    def missing(self) -> tuple[Text, ...]:
        return tuple(text for text, told in self.texts if not told)

    @property
    def is_complete(self) -> bool:
        """Whether every text is translated, and nothing else is."""
        return not self.missing and not self.idle


def translated(module: str, language: str, texts: Sequence[Text], known: Mapping[str, str]) -> Translated:
    """*texts* with what is *known* of them."""
    own = {text.text for text in texts}
    idle = tuple((text, told) for text, told in known.items() if text not in own)
    return Translated(module, language, tuple((text, known.get(text.text, "")) for text in texts), idle)


def to_toml(translated: Translated) -> str:
    """The file that holds *translated*: declaration by declaration, in the order of the policy."""
    return "\n".join(_lines(translated)) + "\n"


def _lines(translated: Translated) -> Iterator[str]:
    yield f"# Texts of {translated.module}.rules in `{translated.language}`; an empty one is told as it is written."
    yield "# `pingan translate` keeps this file in step with the policy."
    yield ""
    yield f"[{TABLE}]"
    where = None
    for text, told in translated.texts:
        if text.where != where:
            where = text.where
            yield f"\n# {where}"
        yield f"{_quoted(text.text)} = {_quoted(told)}"
    if translated.idle:
        yield "\n# Not in the policy any more."
        yield from (f"{_quoted(text)} = {_quoted(told)}" for text, told in translated.idle)


def _quoted(text: str) -> str:
    """*text* as a TOML string on one line."""
    return '"' + "".join(_ESCAPES.get(c, c) if c.isprintable() else f"\\U{ord(c):08x}" for c in text) + '"'
