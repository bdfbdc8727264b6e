"""What a client may set. Nothing of it names code, a library or a program."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from attrs import field, frozen

Scope = Literal["open", "workspace"]


@frozen
class Settings:
    """*language* of what is told: ``en``, ``zh``, or that of the file (``auto``). *diagnostics*: of which files."""

    language: str = "auto"
    diagnostics: Scope = "open"
    hints: Mapping[str, bool] = field(factory=dict)
    """Which inlay hints are shown, by kind."""
    lenses: bool = True

    @staticmethod
    def of(data: object) -> Settings:
        """What *data* (from the client) sets; anything it does not say, or says in another way, is as ever."""
        found = data if isinstance(data, Mapping) else {}
        inner = found.get("pingan")
        found = inner if isinstance(inner, Mapping) else found
        language = _word(found, "language", ("auto", "en", "zh"), "auto")
        scope = _word(_table(found, "diagnostics"), "scope", ("open", "workspace"), "open")
        hints = {k: v for k, v in _table(found, "inlayHints").items() if isinstance(k, str) and isinstance(v, bool)}
        lenses = _table(found, "codeLens").get("enabled", True)
        return Settings(language, "workspace" if scope == "workspace" else "open", hints, lenses is not False)


def _table(data: Mapping[Any, Any], key: str) -> Mapping[Any, Any]:
    found = data.get(key)
    return found if isinstance(found, Mapping) else {}


def _word(data: Mapping[Any, Any], key: str, words: tuple[str, ...], otherwise: str) -> str:
    found = data.get(key)
    return found if isinstance(found, str) and found in words else otherwise
