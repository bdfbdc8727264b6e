"""What scenarios exercise of policies, as it is reported."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Final, Literal

from attrs import field, frozen

from pingan.scenario_coverage.trees import Part
from pingan.source import NOWHERE, Span

Value = Literal["true", "false", "undetermined"]
Measure = Literal["clause", "rule", "condition", "mcdc"]
Standing = Literal["covered", "partly", "uncovered"]
DeclarationKind = Literal["policy", "definition", "rule"]

VALUES: Final[tuple[Value, ...]] = ("true", "false", "undetermined")
MEASURES: Final[tuple[Measure, ...]] = ("clause", "rule", "condition", "mcdc")


@frozen
class Tally:
    """*covered* of *number*."""

    covered: int
    number: int

    @property
    def share(self) -> Fraction:
        """The part that is covered, exactly; 1 where there is nothing to cover."""
        return Fraction(self.covered, self.number) if self.number else Fraction(1)

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.covered + other.covered, self.number + other.number)


@frozen
class ConditionCoverage:
    """An atomic condition, once for each place where an author wrote one.

    *owner* is the key of the rule, definition or policy whose *part* it stands in; *number* says which case, exception
    or norm. *subject* is the rule that overrides, where that is the condition. *text* is in the policy's own language.
    A condition that is *fixed* depends on settings alone and is not counted.
    """

    id: str
    owner: str
    part: Part
    number: int
    text: str
    fixed: bool = False
    subject: str | None = None
    seen: frozenset[Value] = frozenset()
    """What it was in decisions that an expectation looks at."""
    mattered: frozenset[Value] = frozenset()
    """What it was where the opposite, everything else as it was, would have been noticed."""
    shown: bool = False
    """Whether it is shown to matter by itself (MC/DC)."""
    span: Span = field(default=NOWHERE, eq=False, repr=False)

    @property
    def both(self) -> bool:
        """Whether it was seen true and seen false."""
        return {"true", "false"} <= self.seen

    @property
    def standing(self) -> Standing:
        if self.shown:
            return "covered"
        return "partly" if self.seen else "uncovered"

    @property
    def unseen(self) -> tuple[Value, ...]:
        """Which of true and false it was not seen to be."""
        return tuple(v for v in VALUES[:2] if v not in self.seen)

    @property
    def unmattering(self) -> tuple[Value, ...]:
        """Which of true and false it was seen to be, but never where it mattered."""
        return tuple(v for v in VALUES[:2] if v in self.seen and v not in self.mattered)


@frozen
class DeclarationCoverage:
    """A rule, a definition, or the header of a policy (its scope and when it is in force).

    *exercised*: a rule that was seen to apply; a definition whose value was looked at; a header of which a condition
    was. *applied* is what a rule's applying was.
    """

    kind: DeclarationKind
    key: str
    label: str | None
    exercised: bool = False
    applied: frozenset[Value] = frozenset()
    clauses: tuple[str, ...] = ()
    conditions: tuple[ConditionCoverage, ...] = ()
    unconditional: bool = False
    """Of a rule: nothing can keep it from applying."""
    span: Span = field(default=NOWHERE, eq=False, repr=False)

    @property
    def covered(self) -> bool:
        """Of a rule, whether it was seen to apply and, unless that cannot be, not to; else whether it is exercised."""
        if self.kind != "rule":
            return self.exercised
        return self.exercised and (self.unconditional or "false" in self.applied)

    @property
    def unseen(self) -> tuple[Value, ...]:
        """Of a rule, what its applying was not seen to be and could."""
        wanted = VALUES[:1] if self.unconditional else VALUES[:2]
        return tuple(v for v in wanted if v not in self.applied) if self.kind == "rule" else ()

    @property
    def standing(self) -> Standing:
        whole = self.covered and all(c.shown for c in self.conditions if not c.fixed)
        touched = self.exercised or bool(self.applied) or any(c.seen for c in self.conditions)
        return "covered" if whole else "partly" if touched else "uncovered"


@frozen
class ClauseExercise:
    """A clause that rules or definitions cite: all of them (*cited_by*), and those that are *exercised*."""

    id: str
    cited_by: tuple[str, ...]
    exercised: tuple[str, ...]

    @property
    def standing(self) -> Standing:
        if len(self.exercised) == len(self.cited_by):
            return "covered"
        return "partly" if self.exercised else "uncovered"


@frozen
class PolicyCoverage:
    """One policy (or vocabulary): its declarations in the order of its text."""

    name: str
    label: str | None
    language: str
    declarations: tuple[DeclarationCoverage, ...]
    clauses: tuple[ClauseExercise, ...]
    scenarios: int = 0
    """Its own scenarios that ran."""
    span: Span = field(default=NOWHERE, eq=False, repr=False)

    @property
    def file(self) -> str:
        """The file that it was read from."""
        return self.span.source.name

    @property
    def rules(self) -> tuple[DeclarationCoverage, ...]:
        return tuple(d for d in self.declarations if d.kind == "rule")

    @property
    def conditions(self) -> tuple[ConditionCoverage, ...]:
        """All that count."""
        return tuple(c for d in self.declarations for c in d.conditions if not c.fixed)

    def tally(self, measure: Measure) -> Tally:
        """How much is covered, as *measure* counts it."""
        match measure:
            case "clause":
                return _tally(c.standing == "covered" for c in self.clauses)
            case "rule":
                return _tally(d.covered for d in self.rules)
            case "condition":
                return _tally(c.both for c in self.conditions)
            case "mcdc":
                return _tally(c.shown for c in self.conditions)


@frozen
class ScenarioCoverage:
    """What the scenarios of policies exercise of them."""

    policies: tuple[PolicyCoverage, ...]
    scenarios: int = 0
    failed: tuple[str, ...] = ()
    """Where those stand that did not come true, and what they are called: they show nothing."""

    def tally(self, measure: Measure) -> Tally:
        """All policies together."""
        found = Tally(0, 0)
        for policy in self.policies:
            found += policy.tally(measure)
        return found


def _tally(covered: Iterable[bool]) -> Tally:
    found = list(covered)
    return Tally(sum(found), len(found))
