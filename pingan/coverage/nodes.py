"""What is known of how a policy covers the clauses of its document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Final, Literal

from attrs import field, frozen

from pingan.coverage.text_nodes import TextCoverage

Standing = Literal["encoded", "omitted", "missing"]
Shown = Literal["holds", "near-miss", "undetermined"]

STANDINGS: Final[tuple[Standing, ...]] = ("encoded", "omitted", "missing")
SHOWN: Final[tuple[Shown, ...]] = ("holds", "near-miss", "undetermined")
"""What a scenario may show of a clause: that what it says follows, does not follow, or cannot be told."""

KINDS: Final = (
    "trigger-duty",
    "escalation",
    "listed-supervision",
    "threshold",
    "deadline",
    "sanction",
    "permission",
    "prohibition",
)
"""The kinds of clauses that a policy encodes and shows by scenarios, unless others are named.

They are kinds of norms, whatever their subject: each says when something follows, and so each can be put to the test.
"""


@frozen
class Citing:
    """Who cites a clause: a rule, a definition, or a declaration of a clause form (then *kind* is the form's name).

    *made* are the keys of the rules and definitions that the form made and that cite the clause.
    """

    kind: str
    key: str
    label: str | None
    file: str
    line: int
    made: tuple[str, ...] = ()


@frozen(order=True)
class Expected:
    """An expectation that came true: the scenario's title, and the line."""

    line: int
    title: str


@frozen
class ClauseCoverage:
    """How one clause stands. *asked* says whether it is of a kind that is not to be omitted and wants scenarios."""

    id: str
    kind: str | None
    locator: str | None
    anchor: str | None
    summary: str | None
    standing: Standing
    cited_by: tuple[Citing, ...] = ()
    reason: str | None = None
    """Why it is omitted."""
    shown: Mapping[Shown, tuple[Expected, ...]] = field(factory=dict, eq=False)
    excused: Mapping[str, str] = field(factory=dict, eq=False)
    """The register's reasons, by what they excuse from: ``omitted``, ``holds``, ``near-miss``, ``undetermined``."""
    asked: bool = False
    summary_zh: str | None = None
    """The register's summary in Chinese, where it has one."""

    @property
    def lacking(self) -> tuple[Shown, ...]:
        """What no scenario shows of it and should: empty unless it is encoded and asked for."""
        if not self.asked or self.standing != "encoded":
            return ()
        return tuple(s for s in SHOWN if not self.shown.get(s) and s not in self.excused)

    @property
    def wrongly_omitted(self) -> bool:
        """Whether it is of a kind that is not to be omitted, and is, with nothing to excuse that."""
        return self.asked and self.standing == "omitted" and "omitted" not in self.excused

    @property
    def idle_excuses(self) -> tuple[str, ...]:
        """What it is excused from and does not need to be."""
        idle = [s for s in SHOWN if s in self.excused and (self.shown.get(s) or self.standing != "encoded")]
        return (*(["omitted"] if "omitted" in self.excused and self.standing != "omitted" else []), *idle)


@frozen
class Tally:
    """How many clauses of a kind or of a section stand how; *complete* of the encoded ones lack no scenario."""

    name: str
    encoded: int = 0
    omitted: int = 0
    missing: int = 0
    asked: int = 0
    """Encoded ones that want scenarios."""
    complete: int = 0
    """Those of them that lack none."""

    @property
    def clauses(self) -> int:
        return self.encoded + self.omitted + self.missing

    @property
    def share(self) -> Fraction:
        """The part that is encoded or omitted with a reason, exactly; 1 where there is nothing."""
        return Fraction(self.encoded + self.omitted, self.clauses) if self.clauses else Fraction(1)


@frozen
class Coverage:
    """How the policy *policy* covers the clauses of its register, in the register's order."""

    policy: str
    label: str | None
    document: str | None
    register: str
    kinds: tuple[str, ...]
    """The kinds that are not to be omitted and want scenarios."""
    clauses: tuple[ClauseCoverage, ...]
    scenarios: int | None = None
    """How many scenarios were run; None: none were asked for."""
    failed: tuple[str, ...] = ()
    """Names of scenarios that did not come true; they show nothing."""
    text: TextCoverage | None = None
    """What the document's text says to the register; None: it was not given."""

    def standing(self, standing: Standing) -> tuple[ClauseCoverage, ...]:
        """The clauses that stand so."""
        return tuple(c for c in self.clauses if c.standing == standing)

    @property
    def missing(self) -> tuple[ClauseCoverage, ...]:
        """Clauses that nothing cites and that are not omitted."""
        return self.standing("missing")

    @property
    def wrongly_omitted(self) -> tuple[ClauseCoverage, ...]:
        """Omitted clauses of the kinds that are not to be omitted."""
        return tuple(c for c in self.clauses if c.wrongly_omitted)

    @property
    def lacking(self) -> tuple[ClauseCoverage, ...]:
        """Encoded clauses for which a scenario is wanting; empty when no scenarios were run."""
        return () if self.scenarios is None else tuple(c for c in self.clauses if c.lacking)

    @property
    def idle_excuses(self) -> tuple[ClauseCoverage, ...]:
        """Clauses that are excused from something without need; empty when no scenarios were run."""
        return () if self.scenarios is None else tuple(c for c in self.clauses if c.idle_excuses)

    @property
    def total(self) -> Tally:
        """All clauses together."""
        return tally("", self.clauses)

    @property
    def by_kind(self) -> tuple[Tally, ...]:
        """Kinds in alphabetical order; clauses without a kind under an empty name."""
        groups = _groups((c.kind or "", c) for c in self.clauses)
        return tuple(tally(name, groups[name]) for name in sorted(groups))

    @property
    def by_section(self) -> tuple[Tally, ...]:
        """Sections (locators) in the register's order; clauses without a locator under an empty name."""
        return tuple(tally(name, group) for name, group in _groups((c.locator or "", c) for c in self.clauses).items())


def tally(name: str, clauses: Iterable[ClauseCoverage]) -> Tally:
    """The counts of *clauses* under *name*."""
    given = tuple(clauses)
    encoded, omitted, missing = (sum(c.standing == s for c in given) for s in STANDINGS)
    asked = [c for c in given if c.asked and c.standing == "encoded"]
    return Tally(name, encoded, omitted, missing, len(asked), sum(not c.lacking for c in asked))


def _groups(clauses: Iterable[tuple[str, ClauseCoverage]]) -> dict[str, list[ClauseCoverage]]:
    found: dict[str, list[ClauseCoverage]] = {}
    for name, clause in clauses:
        found.setdefault(name, []).append(clause)
    return found
