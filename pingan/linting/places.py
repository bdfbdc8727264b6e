"""Where keys and values stand in a TOML file: its parser says what they are, and not where."""

from __future__ import annotations

import re
from typing import Final

from attrs import frozen

from pingan.source import Source, Span

_PART: Final = re.compile(r""""(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[\w-]+""")
_KEYS: Final = rf"(?:{_PART.pattern})(?:\s*\.\s*(?:{_PART.pattern}))*"
_TABLE: Final = re.compile(rf"^[ \t]*\[\[?\s*(?P<keys>{_KEYS})\s*\]\]?", re.MULTILINE)
_KEY: Final = re.compile(rf"^[ \t]*(?P<keys>{_KEYS})\s*=", re.MULTILINE)
_SKIPPED: Final = re.compile(r'"""(?:[^\\]|\\.)*?"""|\'\'\'.*?\'\'\'|#[^\n]*', re.DOTALL)

Keys = tuple[str, ...]


@frozen
class Places:
    """The places of the keys of a TOML file; where one is not found (inside braces), that of what it stands in."""

    source: Source
    spans: dict[Keys, Span]

    @classmethod
    def of(cls, source: Source) -> Places:
        text = _SKIPPED.sub(lambda m: re.sub(r"[^\n]", " ", m.group()), source.text)
        tables = [(m.start("keys"), m.end("keys"), _names(m["keys"])) for m in _TABLE.finditer(text)]
        spans = {names: Span(source, start, end) for start, end, names in reversed(tables)}
        for found in _KEY.finditer(text):
            above = [names for start, _, names in tables if start < found.start()]
            names = ((*above[-1],) if above else ()) + _names(found["keys"])
            spans.setdefault(names, Span(source, found.start("keys"), found.end("keys")))
        return cls(source, spans)

    def key(self, keys: Keys) -> Span:
        """Where the key *keys* stands."""
        known = keys
        while known and known not in self.spans:
            known = known[:-1]
        place = self.spans.get(known, Span(self.source, 0, min(1, len(self.source.text))))
        for name in keys[len(known) :]:
            place = self._behind(place, re.escape(name)) or place
        return place

    def value(self, keys: Keys, text: str) -> Span:
        """Where the text *text* stands in the value of *keys*."""
        place = self.key(keys)
        return self._behind(place, rf"""["']{re.escape(text)}["']""") or place

    def _behind(self, place: Span, pattern: str) -> Span | None:
        following = min((s.start for k, s in self.spans.items() if s.start > place.end), default=len(self.source.text))
        found = re.compile(pattern).search(self.source.text, place.end, following)
        return Span(self.source, *found.span()) if found else None


def _names(keys: str) -> Keys:
    return tuple(part[1:-1] if part[0] in "\"'" else part for part in _PART.findall(keys))
