"""Values in a few words, as failed expectations name them."""

from __future__ import annotations

from datetime import date

from pingan.language.shapes import Members, Range
from pingan.outcome.nodes import Finding, Norm

_MASKED = "not shown"


def deadline_text(norm: Norm) -> str:
    deadline = norm.deadline
    if "deadline" in norm.masked:
        return f"a deadline that is {_MASKED}"
    if deadline is None:
        return "no deadline"
    if deadline.earliest == deadline.latest:
        return f"the deadline {value_text(deadline.earliest)}"
    return f"a deadline from {value_text(deadline.earliest)} to {value_text(deadline.latest)}"


def value_text(value: object) -> str:
    if value is None:
        return "?"
    return value.isoformat() if isinstance(value, date) else str(value)


def shortfall_text(norm: Norm) -> str:
    shape = norm.shortfall
    if "shortfall" in norm.masked:
        return f"a shortfall that is {_MASKED}"
    if shape is None or shape.interval is None:
        return "no shortfall"
    return f"a shortfall of {_bounds_text(shape)}"


def shape_text(finding: Finding) -> str:
    shape = finding.value
    if finding.masked:
        return _MASKED
    match shape:
        case Members(values, absent):
            names = sorted(str(v).lower() if isinstance(v, bool) else str(v) for v in values or ())
            return " or ".join(names + ["absent"] * absent) if values is not None else "any text"
        case Range():
            return _bounds_text(shape)
        case _:
            return "not settled" if finding.causes else "another value"


def _bounds_text(shape: Range) -> str:
    interval = shape.interval
    if interval is None:
        return "absent"
    text = value_text(interval.low) if interval.single else f"{value_text(interval.low)} to {value_text(interval.high)}"
    return text + (" or absent" if shape.absent else "")
