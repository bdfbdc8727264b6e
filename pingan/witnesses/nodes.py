"""Questions in plain data, and what was found by asking them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Literal

from attrs import field, frozen

Kind = Literal[
    "applies", "undetermined", "none", "pending", "due", "fulfilled", "late", "breached", "true", "false"
]  # fmt: skip
"""Of a rule: that it applies, that this is open, that it does not, or that one of its norms is in that state.

Of a definition: that it is open, or (of a boolean) true or false.
"""

RULE_KINDS: tuple[Kind, ...] = ("applies", "none", "undetermined")
"""What is shown of every rule unless something else is asked for."""

STATE_KINDS: tuple[Kind, ...] = ("pending", "due", "fulfilled", "late", "breached")


@frozen
class Case:
    """A question: facts in the form of a fact file (exact values as in Python), and the instant that is asked about.

    *settings* and *since* are as in `Policy.evaluate`.
    """

    facts: Mapping[str, object]
    as_of: date | datetime
    settings: Mapping[str, object] = field(factory=dict)
    since: Mapping[str, date | datetime] = field(factory=dict)


@frozen
class Witness:
    """A case that shows that *key* (of a rule or a definition) can be *kind*.

    *beside* is a case that differs from it in *changed* alone: the path of one fact, or ``as_of``. Beside a rule that
    does not apply it is one in which it does, and beside one that is undetermined the fact is given. *value* is what a
    definition came to. *evaluations* is how many questions finding it took.
    """

    key: str
    kind: str
    case: Case
    beside: Case | None = None
    changed: str | None = None
    evaluations: int = 0


@frozen
class Search:
    """What became of a search: the witness; without one whether it is *impossible*, and after how many *evaluations*.

    *impossible* is only said where every case that there is was covered.
    """

    witness: Witness | None
    evaluations: int
    impossible: bool = False
