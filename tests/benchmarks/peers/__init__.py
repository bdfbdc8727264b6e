"""Other ways to the same answers: each takes the workload in its own best form.

A module here has `LABEL`, what it is called in tables, `WHAT`, how it is used, `NEEDS`, the package it is measured
with (None: none), and `peer(workload)`. Only those that are installed are measured; the table says which are not.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Final

from tests.benchmarks.workload import And, Atom, Condition, Incident, Not, Or, Workload

SINGLE: Final = (
    "plain_ifs",
    "zen_engine",
    "cel_expressions",
    "clips_rules",
    "cedar_policies",
    "rule_engine_rules",
    "json_logic_rules",
)


@dataclass(frozen=True)
class Peer:
    """One way to answer, ready to be asked.

    *form* makes of an incident what it is asked with (not timed), *run* asks for all of several and forgets the
    answers (timed), *answer* asks for one. *calls*: it answers no more than so many as quickly as the first ones.
    """

    name: str
    form: Callable[[Incident], object]
    run: Callable[[Sequence[object]], None]
    answer: Callable[[object], frozenset[str]]
    calls: int | None = None


def module(name: str) -> ModuleType:
    return import_module(f"tests.benchmarks.peers.{name}")


def missing(name: str) -> str | None:
    """The package that *name* would need and that is not installed."""
    needed: str | None = module(name).NEEDS
    return needed if needed is not None and find_spec(needed) is None else None


def peers(name: str, of: Workload) -> list[Peer]:
    """Every form in which *name* is tried."""
    found: list[Peer] = module(name).peers(of)
    return found


def floating(incident: Incident) -> Incident:
    """The incident with binary fractions for decimals, which most engines prefer. Order is kept."""
    return {key: float(value) if key[0] == "d" else value for key, value in incident.items()}  # type: ignore[arg-type]


def infix(condition: Condition, *, has: str, negation: str, conjunction: str, disjunction: str) -> str:
    """The condition in the notation that most engines share; *has* says membership of `{value}` in `{field}`."""

    def written(part: Condition) -> str:
        match part:
            case Atom(field, "is"):
                return field
            case Atom(field, "has", value):
                return has.format(field=field, value=value)
            case Atom(field, "in", members):
                return f"{field} in [{', '.join(repr(member) for member in members)}]"  # type: ignore[attr-defined]
            case Atom(field, ">=" | "<" as operator, value):
                return f"{field} {operator} {value}"
            case Atom(field, operator, value):
                return f"{field} {'==' if operator == '=' else operator} '{value}'"
            case Not(inner):
                return negation.format(written(inner))
            case And(parts):
                return f"({conjunction.join(written(inner) for inner in parts)})"
            case Or(parts):
                return f"({disjunction.join(written(inner) for inner in parts)})"
        raise AssertionError(part)

    return written(condition)
