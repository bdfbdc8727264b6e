"""Records against answers: what an answer was not made with, and what it decides otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, Final, Literal

from attrs import frozen

from pingan.diagnostics.errors import Difference
from pingan.outcome.to_dict import plain_data

MAXIMUM_DIFFERENCES: Final = 100
_SHOWN: Final = 200


def differences(recorded: object, now: object) -> tuple[Difference, ...]:
    """Every entry of *recorded* (of a record: what it was made with, or all of it) that is another in *now*.

    At most 100 are listed.

    >>> [str(d) for d in differences({"language": "1"}, {"language": "2"})]
    ['language was 1, now it is 2']
    """
    return tuple(islice(_differences("", plain_data(recorded), plain_data(now)), MAXIMUM_DIFFERENCES))


def _differences(path: str, recorded: object, now: object) -> Iterator[Difference]:
    if isinstance(recorded, dict) and isinstance(now, dict):
        for key in sorted({*recorded, *now}):
            yield from _differences(f"{path}.{key}" if path else key, recorded.get(key), now.get(key))
    elif isinstance(recorded, list) and isinstance(now, list) and len(recorded) == len(now):
        for position, (before, after) in enumerate(zip(recorded, now, strict=True)):
            yield from _differences(f"{path}[{position}]", before, after)
    elif recorded != now or isinstance(recorded, bool) != isinstance(now, bool):
        yield Difference(path or "record", _shown(recorded), _shown(now))


def _shown(value: object) -> str:
    match value:
        case None:
            return "not there"
        case dict() | list():
            return f"{'an object' if isinstance(value, dict) else 'a list'} of {len(value)}"
        case _:
            text = str(value).lower() if isinstance(value, bool) else str(value)
            return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


# --- what is decided otherwise -----------------------------------------------------------------------------------

What = Literal["states", "deadline", "causes", "conflict", "scope", "in_force", "appears", "disappears"]


@frozen
class Change:
    """One thing decided otherwise than it was recorded.

    *subject* says of what: a norm (``policy.rule`` and, where there are several, its place, element, period and
    bearer), a policy, or two norms that conflict. *was* and *now* are as in the data of an outcome; None: not there.
    """

    subject: str
    what: What
    was: object
    now: object

    def __str__(self) -> str:
        if self.what in ("appears", "disappears"):
            return f"{self.subject} {self.what}"
        return f"{self.subject}: {self.what} was {_told(self.was)}, now it is {_told(self.now)}"


def changes(recorded: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[Change, ...]:
    """What *now* decides otherwise than *recorded*; both are the data of an outcome."""
    found = [*_policies(recorded, now), *_norms(recorded, now), *_conflicts(recorded, now)]
    return tuple(found)


def _policies(recorded: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Change]:
    before, after = ({p["name"]: p for p in data["policies"]} for data in (recorded, now))
    for name in sorted({*before, *after}):
        if name not in before or name not in after:
            yield Change(name, "appears" if name in after else "disappears", None, None)
            continue
        keys: tuple[tuple[What, str], ...] = (("scope", "in_scope"), ("in_force", "in_force"))
        for what, key in keys:
            if before[name][key] != after[name][key]:
                yield Change(name, what, before[name][key], after[name][key])


def _norms(recorded: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Change]:
    before, after = ({_subject(norm): norm for norm in data["norms"]} for data in (recorded, now))
    for subject in dict.fromkeys((*before, *after)):
        was, found = before.get(subject), after.get(subject)
        if was is None:
            yield Change(subject, "appears", None, after[subject]["states"])
            continue
        if found is None:
            yield Change(subject, "disappears", was["states"], None)
            continue
        keys: tuple[What, ...] = ("states", "deadline", "causes")
        for what in keys:
            if was[what] != found[what]:
                yield Change(subject, what, was[what], found[what])


def _subject(norm: Mapping[str, Any]) -> str:
    """What a norm is known by, over versions."""
    told = f"{norm['policy']}.{norm['rule']}"
    if norm["place"] > 1 or norm["depth"]:
        told += f" norm {norm['place']}" + f" otherwise {norm['depth']}" * (norm["depth"] > 0)
    told += "".join(f" [{element['variable']} {element['path'] or element['name']}]" for element in norm["elements"])
    if norm["period"]:
        told += f" [{' to '.join(norm['period'])}]"
    return f"{told} of {norm['bearer']['name']}"


def _conflicts(recorded: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Change]:
    before, after = _conflicting(recorded), _conflicting(now)
    for subject in sorted({*before, *after}):
        if before.get(subject) != after.get(subject):
            yield Change(subject, "conflict", before.get(subject), after.get(subject))


def _conflicting(data: Mapping[str, Any]) -> dict[str, str]:
    subjects = [_subject(norm) for norm in data["norms"]]
    found: dict[str, str] = {}
    for conflict in data["conflicts"]:
        sides = (conflict["left"], conflict["right"])
        if all(0 <= side < len(subjects) for side in sides):
            found[" against ".join(subjects[side] for side in sides)] = conflict["holds"]
    return found


def _told(value: object) -> str:
    match value:
        case None:
            return "none"
        case [*items]:
            return " or ".join(_told(item) for item in items) or "nothing"
        case {"subject": subject, "kind": kind}:
            return f"{subject} ({kind})"
        case {"earliest": earliest, "latest": latest}:
            return str(latest) if earliest == latest else f"between {earliest or '?'} and {latest or '?'}"
        case _:
            return _shown(value)
