"""What would mend a finding: new text for places of the old."""

from __future__ import annotations

from attrs import frozen

from pingan.source import Span


@frozen
class Edit:
    """*text* instead of what stands at *span* (an empty span: put in there)."""

    span: Span
    text: str


@frozen
class Fix:
    """A way to mend a finding: a title that says what it does (``read `x` once``), and edits that do not overlap.

    A *safe* one keeps the meaning of the policy, or brings about the only meaning its text can have had; any other is
    for somebody to look at before it is applied.
    """

    title: str
    edits: tuple[Edit, ...]
    safe: bool = True
