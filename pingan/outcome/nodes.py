"""The answer: norms with their states, findings, causes, conflicts, and on demand the reasons."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Literal

from attrs import field, frozen

from pingan.language.shapes import Range, Shape, Truth
from pingan.model.nodes import Citation, Level, Modality
from pingan.source import NOWHERE, Span

State = Literal["none", "applies", "pending", "due", "fulfilled", "late", "breached"]
STATES: tuple[State, ...] = ("none", "applies", "pending", "due", "fulfilled", "late", "breached")

CauseKind = Literal[
    "missing", "bounded", "open", "judgement", "parameter", "reading", "first_held", "calendar", "time_of_day"
]


@frozen(order=True)
class Cause:
    """Why something is undetermined: what is not known, of what kind it is, and in words what would settle it.

    *subject* is a path of facts (``incident.persons[1].role``), the key of a parameter, interpretation or rule,
    ``as_of``, or the name of a calendar. ``judgement``: *authorities* says whose determination is awaited.
    """

    subject: str
    kind: CauseKind
    authorities: tuple[str, ...] = ()


@frozen
class Element:
    """The element a norm of a ``for each`` is about; nested ones joined in order.

    *name* is the value of its key field, a simple value itself where all of the list are known and differ, else its
    position from 1, or ``others`` (every unlisted one);
    *path* is where it stands in the facts.
    """

    variable: str
    name: str
    path: str
    others: bool = False


@frozen
class Party:
    """A bearer or a partner: a declared actor by name, or a value of *record* by its path.

    *label* is the actor's, or the record's key.
    """

    name: str
    label: str | None = None
    record: str | None = None


@frozen
class Argument:
    """An argument of a duty; *value* is everything that it may be (*masked*: that may be told of it)."""

    name: str
    value: Shape
    masked: bool = False


@frozen
class Deadline:
    """When the norm must be done at the latest, included: a day or an instant.

    *earliest* and *latest* differ while facts leave it open (None: no bound on that side).
    """

    earliest: date | datetime | None
    latest: date | datetime | None
    zone: str


@frozen
class Part:
    """A part of a fulfilment and whether it is done.

    A limb of `and`, a member of `has all of`, an element of `all` or `share`.
    """

    text: str
    done: Truth
    span: Span = field(default=NOWHERE, eq=False, repr=False)


@frozen(slots=False)  # with slots one of so many fields takes three times as long to make
class Norm:
    """One norm of one rule for one element and one period, and every state that it may have."""

    policy: str
    rule: str
    label: str | None
    place: int
    depth: int
    bearer: Party
    partners: tuple[Party, ...]
    modality: Modality
    action: str | None
    """None for ``ensure``; then *duty* is the printed condition."""
    kind: str | None
    duty: str
    arguments: tuple[Argument, ...]
    elements: tuple[Element, ...]
    period: tuple[date, date] | None
    deadline: Deadline | None
    age: tuple[timedelta | None, timedelta | None] | None
    """Least and greatest time since T, where there is no number (None inside: no bound)."""
    states: frozenset[State]
    applicable: Truth
    """Whether the rule holds and nothing overrides it (``otherwise``: whether its norm was missed, too)."""
    shortfall: Range | None
    required: Shape | None
    actual: Shape | None
    parts: tuple[Part, ...]
    soft: bool
    notes: tuple[str, ...]
    citations: tuple[Citation, ...]
    causes: tuple[Cause, ...]
    overridden_by: tuple[str, ...]
    """Keys of rules that surely apply and defeat this one."""
    zone: str
    level: Level | None = None
    """The level of law at which it arises: that of its policy."""
    masked: tuple[str, ...] = ()
    """Which of its entries are not told, because they follow from sensitive facts: ``deadline``, ``shortfall``, …"""
    span: Span = field(default=NOWHERE, eq=False, repr=False)

    @property
    def key(self) -> tuple[object, ...]:
        """What the norm is known and sorted by: policy, rule, place, element, period, bearer."""
        names = tuple((e.others, int(e.name) if e.name.isdecimal() else 0, e.name) for e in self.elements)
        return (self.policy, self.rule, self.place, self.depth, names, self.period or (), self.bearer.name)

    @property
    def rule_key(self) -> str:
        """The key of its rule (``policy.rule``)."""
        return self.rule if self.rule.startswith(f"{self.policy}.") else f"{self.policy}.{self.rule}"

    @property
    def state(self) -> State | Literal["undetermined"]:
        """The one state possible, or ``undetermined``."""
        return next(iter(self.states)) if len(self.states) == 1 else "undetermined"

    def _claim(self, *states: State) -> Truth:
        return Truth.of(frozenset(s in states for s in self.states))

    @property
    def applies(self) -> Truth:
        """Whether the norm applies at all (any state but none)."""
        return self._claim("applies", "pending", "due", "fulfilled", "late", "breached")

    @property
    def done(self) -> Truth:
        """Whether it has been fulfilled, in time or late."""
        return self._claim("fulfilled", "late")

    @property
    def open(self) -> Truth:
        """Whether it is still to be done and not yet missed (pending or due)."""
        return self._claim("pending", "due")

    @property
    def missed(self) -> Truth:
        """Whether it was fulfilled late or is breached."""
        return self._claim("late", "breached")


@frozen
class Stricter:
    """Of two norms of a group the one, *norm*, asks more than the other: an earlier deadline, a higher standard.

    Indexes into the outcome's norms. *holds* says whether it surely does or only may, where both apply; of norms
    that surely ask the same nothing is said.
    """

    kind: Literal["deadline", "standard"]
    norm: int
    than: int
    holds: Truth
    citations: tuple[Citation, ...]


@frozen
class Group:
    """Norms of equal bearer, modality, action and arguments: shown as one, each keeping its own state.

    Of norms that ensure a standard those of one group measure the same thing, and may ask for more or less of it.
    *norms* are indexes into the outcome's norms.
    """

    norms: tuple[int, ...]
    deadline: Deadline | None
    citations: tuple[Citation, ...]
    stricter: tuple[Stricter, ...] = ()


@frozen
class Finding:
    """Something the author or reader should know that is not a norm.

    The value of a definition, nothing to measure, an override across policies, a judgement without its author.
    """

    kind: Literal["definition", "nothing_to_measure", "override", "unattributed_judgement", "unset_word", "cases"]
    subject: str
    value: Shape | None = None
    message: str = ""
    citations: tuple[Citation, ...] = ()
    causes: tuple[Cause, ...] = ()
    masked: bool = False
    """Whether the value is not told, because it follows from sensitive facts."""


@frozen
class Conflict:
    """Two norms that cannot both be met; *holds* says whether they surely stand against each other."""

    kind: Literal["must_against_must_not", "should_against_must_not", "may_against_must_not"]
    left: int
    right: int
    holds: Truth
    citations: tuple[Citation, ...]
    causes: tuple[Cause, ...] = ()


@frozen
class RankedCause:
    """A cause, and how many conclusions wait for it."""

    cause: Cause
    conclusions: int


@frozen
class Succession:
    """A policy that replaces another, from which day on (None: that is open), and whether it has done so here."""

    policy: str
    first: date | None
    holds: Truth


@frozen
class PolicyStatus:
    """A policy of the evaluation: its version and digest, whether its scope holds and whether it is in force."""

    name: str
    label: str | None
    version: str | None
    document: str | None
    digest: str
    in_scope: Truth
    in_force: Truth
    causes: tuple[Cause, ...] = ()
    level: Level | None = None
    place: int = 1
    """Its place when policies are told from the widest level to the narrowest, a child after what it extends."""
    extends: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()
    replaced_by: tuple[Succession, ...] = ()


@frozen
class Reliance:
    """An interpretation that conclusions rest on: the reading used (None: not chosen).

    *changes* are the norms that another reading would change (indexes).
    """

    interpretation: str
    question: str | None
    reading: str | None
    chosen_by: str
    changes: tuple[int, ...]


@frozen
class JudgementRead:
    """A person's determination that a conclusion rests on: path, value, who and when (None: not said).

    Of one that is sensitive (*masked*) only the path is told.
    """

    path: str
    value: Shape | None
    by: str | None
    at: date | datetime | None
    masked: bool = False


@frozen
class Undetermined:
    """A conclusion that waits for something: *subject* is a policy, a key (of a conflict both), *index* a norm's."""

    kind: Literal["policy", "norm", "definition", "conflict"]
    subject: str
    index: int | None
    causes: tuple[Cause, ...]


ReasonKind = Literal[
    "norm", "rule", "scope", "in_force", "condition", "exception", "override", "definition", "fact", "judgement",
    "parameter", "reading", "instant", "evidence", "deadline", "list", "element", "expression", "case",
    "replacement", "stricter",
]  # fmt: skip


@frozen
class Reason:
    """One step of an explanation: what is claimed, what it came to, and the steps that decide it.

    A step of kind ``fact``, ``judgement``, ``list`` (whether it is complete) or ``element`` (that it is there) names
    in *subject* the path of a fact; taken together those of a settled conclusion give it again. *says* is the value
    in words, masked where the vocabulary calls the fact sensitive; *holds* whether a claim is true.
    """

    kind: ReasonKind
    expression: str
    says: str
    children: tuple[Reason, ...] = ()
    citations: tuple[Citation, ...] = ()
    span: Span = field(default=NOWHERE, eq=False, repr=False)
    subject: str | None = None
    holds: Truth | None = None
    masked: bool = False
    """Whether what it came to is not told, because it follows from sensitive facts."""

    @property
    def paths(self) -> frozenset[str]:
        """The paths of all facts that this explanation names."""
        return self.subjects("fact", "judgement", "list", "element")

    def subjects(self, *kinds: ReasonKind) -> frozenset[str]:
        """What the steps of these *kinds* are about (``reading``: keys of interpretations)."""
        found: set[str] = set()
        waiting = [self]
        while waiting:
            reason = waiting.pop()
            waiting += reason.children
            if reason.subject is not None and reason.kind in kinds:
                found.add(reason.subject)
        return frozenset(found)
