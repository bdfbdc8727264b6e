"""Asking a question again: what would have to be the same, and what is not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pingan.diagnostics.errors import FactError, FactProblem
from pingan.outcome.outcome import Outcome
from pingan.outcome.to_dict import plain_data


def differences(recorded: Mapping[str, object], outcome: Outcome) -> tuple[str, ...]:
    """Every entry of a record (``to_dict()["record"]``) that *outcome* was not made with, in words.

    Empty: the two answer the same question with the same means, so they have to be the same bytes.
    """
    made_with = plain_data(outcome.record)
    assert isinstance(made_with, dict)
    return tuple(_differences("", plain_data(recorded), made_with))


def check_replay(recorded: Mapping[str, object], outcome: Outcome) -> None:
    """Refuses to take *outcome* for a repetition of what was recorded. Raises FactError naming each difference."""
    problems = tuple(FactProblem("record", text, code="different-record") for text in differences(recorded, outcome))
    if problems:
        raise FactError(problems)


def _differences(path: str, recorded: object, now: object) -> Iterator[str]:
    if isinstance(recorded, dict) and isinstance(now, dict):
        for key in sorted({*recorded, *now}):
            yield from _differences(f"{path}.{key}" if path else key, recorded.get(key), now.get(key))
    elif recorded != now:
        yield f"{path} was {_shown(recorded)}, now it is {_shown(now)}"


def _shown(value: object) -> str:
    return "not there" if value is None else str(value)
