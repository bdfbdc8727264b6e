"""Facts of which a condition is true, made so rather than waited for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import cached_property
from itertools import islice
from typing import Any, Final

from pingan.language.shapes import Members
from pingan.policy import Policy
from pingan.program.facts import check_facts
from pingan.testing.strategies.asking import asking
from pingan.testing.strategies.conditioned import Way, fitting, ways
from pingan.testing.strategies.drawing import NOTHING, Data, Draw, Drawing, Drawn, Known
from pingan.testing.strategies.narrowing import Narrowing
from pingan.testing.strategies.packages import hypothesis, st
from pingan.testing.strategies.plans import Plan, Plans, plans_of

_LOOKED_AT: Final = 400
"""Cases that are tried for one that makes a condition true, where single facts do not decide it."""
_SEEDS: Final = 8


class Where:
    """A condition about the facts of *policy*, and what draws facts that make it surely true."""

    def __init__(
        self,
        policy: Policy,
        where: str,
        known: Known,
        only: tuple[tuple[str, ...], ...] | None,
        unread: bool,
        as_of: date | datetime | str | None,
    ) -> None:
        self.text = where
        self.policy, self.key = asking(policy, where)
        meaning = self.policy.model
        found = ways(meaning, self.key)
        wanted = None if only is None else (*only, *(path for way in found for path in way))
        self.plans = plans_of(meaning, only=wanted, unread=unread)
        self.known = known
        self.as_of: date | datetime = self.plans.instants[0] if as_of is None else policy._instant(as_of)
        possible = [way for way in found if is_possible(way, self.plans)]
        self.ways = tuple(_OneWay(self.plans, known, way) for way in possible) or (_OneWay(self.plans, known, {}),)

    def __repr__(self) -> str:
        return repr(self.text)

    def holds(self, facts: object, as_of: date | datetime | None = None) -> bool:
        """Whether the condition is surely so of *facts*."""
        part = self.policy.program.part(facts, as_of=as_of or self.as_of, definitions=frozenset({self.key}))
        return part.findings[0].value == Members(frozenset({True}))

    @cached_property
    def seeds(self) -> tuple[Mapping[str, Any], ...]:
        """Small facts that make it true; whatever is added to such facts, it stays true."""
        from pingan.witnesses import candidates

        cases = islice(candidates(self.policy, [self.key]), _LOOKED_AT)
        plain = (case.facts for case in cases if not case.settings)
        return tuple(islice((self._canonical(facts) for facts in plain if self.holds(facts)), _SEEDS))

    def _canonical(self, facts: object) -> Mapping[str, Any]:
        vocabulary = self.policy.model.vocabulary
        return check_facts(facts, vocabulary, as_of=self.as_of, zone=self.policy.zone).data

    @cached_property
    def completing(self) -> Narrowing:
        everything = plans_of(self.policy.model, unread=True)
        return Narrowing(everything, self.plans, Drawing(self.plans, True), True)


class _OneWay:
    def __init__(self, plans: Plans, known: Known, way: Way) -> None:
        drawing = Drawing(plans, known, _forced(way, plans))
        self.facts: tuple[tuple[str, Drawn], ...] = tuple((n, drawing.of(plan)) for n, plan in plans.facts.items())
        self.plans = plans

    def draw(self, draw: Draw) -> Data:
        found = {n: v for n, one in self.facts if (v := one(draw)) is not NOTHING}
        return {n: v for n, v in found.items() if v != {} or self.plans.facts[n].optional}


@st.composite
def files_where(draw: st.DrawFn, where: Where) -> Data:
    """Fact files of which *where* surely holds."""
    found: Data = draw(st.sampled_from(where.ways)).draw(draw)
    if where.holds(found):
        return found
    if not where.seeds:
        hypothesis.reject()
    together = merged(found, draw(st.sampled_from(where.seeds)))
    if where.known is True:
        together = where.completing.narrowed(draw, where._canonical(together))
    if not where.holds(together):
        hypothesis.reject()
    return together


def merged(found: Mapping[str, Any], first: Mapping[str, Any]) -> Data:
    """*found* with what *first* says of the same facts in its place."""
    together = dict(found)
    for name, value in first.items():
        before = together.get(name)
        if isinstance(value, dict) and isinstance(before, dict) and not (_says(value) or _says(before)):
            together[name] = merged(before, value)
        else:
            together[name] = value
    return together


_FORMS: Final = frozenset(
    {"known", "open", "possible", "one_of", "at_least", "more_than", "at_most", "less_than", "value", "from", "until"}
)


def _says(value: Mapping[str, Any]) -> bool:
    """Whether a mapping of a fact file is no record, but says what a value may be."""
    return bool(value.keys() & _FORMS)


def is_possible(way: Way, plans: Plans) -> bool:
    """Whether every fact that *way* asks something of has a value that was found for it."""
    found = {path: plan_at(path, plans) for path in way}
    return all(plan is not None and fitting(plan, way[path]) for path, plan in found.items())


def _forced(way: Way, plans: Plans) -> dict[tuple[str, ...], tuple[Any, ...] | None]:
    """The values of the facts that *way* asks something of; of records on the way to them, that they are there."""
    found: dict[tuple[str, ...], tuple[Any, ...] | None] = {}
    for path, demands in way.items():
        plan = plan_at(path, plans)
        assert plan is not None
        found |= dict.fromkeys((path[:length] for length in range(1, len(path))), None)
        found[path] = fitting(plan, demands)
    return found


def plan_at(path: tuple[str, ...], plans: Plans) -> Plan | None:
    plan = plans.facts.get(path[0])
    for name in path[1:]:
        plan = None if plan is None else plan.fields.get(name)
    return plan
