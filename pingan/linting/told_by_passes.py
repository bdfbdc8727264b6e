"""Warnings that the passes tell while they read a policy: set up, allowed and explained like any other rule.

They stay where they are told, because whoever loads a policy gets them (`Policy.diagnostics`), without linting.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from attrs import frozen

from pingan.linting.lint import Group


@frozen
class Told:
    """A warning of a pass: its group, why it matters, and what its fixes do (None: it has none)."""

    group: Group
    why: str
    fix: str | None = None


_OF_CONDITIONS: Final[Mapping[str, Told]] = {
    "always-present": Told(
        "conditions", "Whoever wrote it wanted to know whether the fact is known, and the condition does not ask that."
    ),
    "contradiction": Told("conditions", "What is guarded by it looks like a duty, and binds nobody ever."),
    "hidden-name": Told("names", "A reader who knows the vocabulary takes the name for what it means there."),
    "read-twice": Told(
        "conditions",
        "A person is asked for more than the answer takes, and where facts are partly known nothing is decided.",
        fix="Writes the alternatives as one set: `kind in {river, sea}`.",
    ),
    "unreachable-case": Told(
        "conditions",
        "The case was written because it was to say something; it never does.",
        fix="Takes the case away. Not safe: perhaps it was meant to stand above the other.",
    ),
}

_OF_NORMS: Final[Mapping[str, Told]] = {
    "certain-conflict": Told("norms", "Nobody can do right by both, and every outcome reports the conflict."),
    "idle-evidence": Told("norms", "It reads as if it decided when the duty is breached, and it decides nothing."),
    "never-follows": Told("norms", "A consequence that is promised and can never come about deceives its readers."),
    "never-in-force": Told(
        "norms", "Nobody is ever bound by it, although it stands in the policy like any other rule."
    ),
    "period-not-read": Told("norms", "One report would answer for every month, those to come included."),
    "ungrouped-action": Told("norms", "Overviews that put like duties together leave this one out."),
}

_OF_DOCUMENTS: Final[Mapping[str, Told]] = {
    "duplicate-citation": Told(
        "documents",
        "One of the two is probably the slip for another clause, which then counts as not encoded.",
        fix="Takes the second citation away.",
    ),
    "level-order": Told("documents", "Which of two norms prevails is read off the levels of their policies."),
    "no-citation": Told("documents", "What cites nothing cannot be checked against the document by anybody."),
    "phases-apart": Told("documents", "On the days between them the duties of neither hold, and nobody notices."),
    "phases-overlap": Told(
        "documents", "On the days that both have, duties of both hold, which no campaign plans for."
    ),
    "two-versions": Told(
        "documents", "Duties count twice, and where the versions differ they may contradict each other."
    ),
}

_OF_TABLES: Final[Mapping[str, Told]] = {
    "table-cell": Told(
        "tables", "The row can never count, so what it was to decide is decided otherwise or not at all."
    ),
    "table-duplicate": Told("tables", "One of the rows is idle, or the two contradict each other."),
    "table-gap": Told("tables", "For these values the table says nothing, and no norm follows."),
    "table-overlap": Told("tables", "Which row counts then depends on their order, which the table says it does not."),
    "table-unchecked": Told("tables", "Gaps and overlaps may be left that nobody is told of."),
    "table-unreachable": Told("tables", "The row looks like a decision, and never takes part in one."),
}

_OF_NAMES: Final[Mapping[str, Told]] = {
    "look-alike-names": Told(
        "names", "A reader cannot tell which of the two a rule reads, and a reviewer misses a swap."
    ),
    "bad-form": Told("norms", "A clause form knows its own pitfalls better than anybody else."),
}

TOLD_BY_PASSES: Final[Mapping[str, Told]] = MappingProxyType(
    dict(sorted({**_OF_CONDITIONS, **_OF_NORMS, **_OF_DOCUMENTS, **_OF_TABLES, **_OF_NAMES}.items()))
)
"""By code, in the order of codes. Other codes of passes are errors only, which nobody can allow or switch off."""
