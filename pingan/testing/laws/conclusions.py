"""What the laws speak about: the conclusions of an answer, whoever gave it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Literal

from attrs import frozen

from pingan.language.shapes import Shape, Truth
from pingan.outcome.nodes import Cause, Norm
from pingan.outcome.outcome import Outcome
from pingan.program.shapes import is_settled

Key = tuple[object, ...]
FACTS = frozenset({"missing", "bounded", "open", "judgement"})
"""The kinds of causes that facts settle."""


@frozen
class NormConclusion:
    """What is concluded of one norm for one element and period."""

    rule: str
    place: int
    depth: int
    paths: tuple[str, ...]
    """Where its elements stand: an element is known by its place; its name may yet become known."""
    period: tuple[date, date] | None
    bearer: str
    above: tuple[str, ...]
    """What tells apart norms that follow the misses of several bearers: these bearers, or a number."""
    others: bool
    """Whether it is about elements that are not listed."""
    states: frozenset[str]
    causes: frozenset[Cause]
    applicable: frozenset[bool]
    unmeasured: bool = False
    """Whether there is nothing to measure, as far as that is said of a single norm."""

    @property
    def key(self) -> Key:
        return (self.rule, self.place, self.depth, self.paths, self.period, self.bearer, self.above)

    def __str__(self) -> str:
        element = f" for {', '.join(self.paths)}" if self.paths else ""
        period = f" for {self.period[0]} to {self.period[1]}" if self.period else ""
        otherwise = " otherwise" * self.depth
        return f"{self.rule} ({self.bearer}, norm {self.place}{otherwise}){element}{period}"

    @property
    def chinese(self) -> str:
        """What it is called in Chinese."""
        element = f"，{'、'.join(self.paths)}" if self.paths else ""
        period = f"，{self.period[0]}至{self.period[1]}" if self.period else ""
        return f"{self.rule}（{self.bearer}，第{self.place}项{'之未履行后果' * self.depth}{element}{period}）"


@frozen
class Conclusions:
    """Everything that the laws speak about."""

    norms: tuple[NormConclusion, ...]
    definitions: Mapping[str, tuple[Shape, frozenset[Cause]]]
    """Of each definition that belongs to no record: what it may be, and what it waits for."""
    policies: Mapping[str, tuple[Truth, Truth, frozenset[Cause]]]
    """Of each policy whether its scope holds, whether it is in force, and what that waits for."""
    conflicts: Mapping[tuple[Key, Key], Truth]

    @property
    def by_key(self) -> Mapping[Key, NormConclusion]:
        return {norm.key: norm for norm in self.norms}

    @property
    def open(self) -> tuple[Open, ...]:
        """Every undetermined norm and definition, and the causes that it lists."""
        norms = (Open("norm", norm, norm.causes) for norm in self.norms if len(norm.states) > 1)
        found = self.definitions.items()
        values = (Open("definition", key, causes) for key, (shape, causes) in found if not is_settled(shape))
        return (*norms, *values)


@frozen
class Open:
    """A conclusion that is not settled."""

    kind: Literal["norm", "definition"]
    subject: NormConclusion | str
    causes: frozenset[Cause]


def conclusions_of(outcome: Outcome) -> Conclusions:
    """What *outcome* concludes; it is to be made with ``show_sensitive=True``, for the laws look at everything."""
    norms = tuple(_norms(outcome))
    return Conclusions(
        norms,
        {
            f.subject: (f.value, frozenset(f.causes))
            for f in outcome.findings
            if f.kind == "definition" and f.value is not None
        },
        {p.name: (p.in_scope, p.in_force, frozenset(p.causes)) for p in outcome.policies},
        {(norms[c.left].key, norms[c.right].key): c.holds for c in outcome.conflicts},
    )


def _norms(outcome: Outcome) -> Iterator[NormConclusion]:
    met: Counter[Key] = Counter()
    for norm in outcome.norms:
        found = _norm(norm, ())
        met[found.key] += 1
        yield found if met[found.key] == 1 else _norm(norm, (f"no. {met[found.key]}",))


def _norm(norm: Norm, above: tuple[str, ...]) -> NormConclusion:
    return NormConclusion(
        rule=norm.rule_key,
        place=norm.place,
        depth=norm.depth,
        paths=tuple(element.path for element in norm.elements),
        period=norm.period,
        bearer=norm.bearer.name,
        above=above,
        others=any(element.others for element in norm.elements),
        states=frozenset(norm.states),
        causes=frozenset(norm.causes),
        applicable=_possible(norm.applicable),
    )


def _possible(truth: Truth) -> frozenset[bool]:
    return frozenset({True, False}) if truth is Truth.UNDETERMINED else frozenset({truth is Truth.TRUE})
