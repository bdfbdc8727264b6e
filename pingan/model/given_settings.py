"""Settings as an application gives them: parameters and readings by name."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal

from pingan.diagnostics.diagnostic import Diagnostics
from pingan.diagnostics.errors import PolicyError


def checked_settings(settings: object) -> Mapping[str, object]:
    """*settings* as values by name. Raises PolicyError for what is no such thing."""
    if isinstance(settings, Mapping) and all(isinstance(name, str) for name in settings):
        return settings
    diagnostics = Diagnostics()
    remedy = 'write {"name": value} or {"policy.name": value}'
    diagnostics.error("type-mismatch", "settings are values by name", help=remedy)
    raise PolicyError(diagnostics.sorted())


def settings_text(settings: Mapping[str, object]) -> str | None:
    """A text that tells *settings* from all others; None where a value has none (then it fits no setting)."""
    try:
        return json.dumps(settings, sort_keys=True, default=_described, ensure_ascii=False)
    except Exception:  # a value that refers to itself, or whose own code fails
        return None


def _described(value: object) -> object:
    """A value that JSON does not have, told apart from every text that says the same."""
    return {"type": type(value).__qualname__, "value": repr(value)}


def written_setting(text: str) -> object:
    """The value that *text* stands for: JSON where it is JSON (numbers exactly), else the text (``2 hours``)."""
    try:
        value = json.loads(text, parse_float=Decimal, parse_constant=_no_number)
    except (ValueError, RecursionError):
        return text
    return text if value is None else value


def _no_number(text: str) -> object:
    raise ValueError(text)
