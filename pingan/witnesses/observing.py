"""What is so in a case, as expectations of a scenario."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from fractions import Fraction
from typing import Any, Final

from attrs import frozen

from pingan.language import types
from pingan.language.shapes import Interval, Members, PeriodBounds, Range, SetBounds, Shape, Truth
from pingan.model import nodes as model
from pingan.outcome.nodes import STATES, Cause, Norm
from pingan.policy import Policy
from pingan.program.part import Part
from pingan.program.shapes import is_settled
from pingan.syntax import nodes as syntax
from pingan.witnesses.kit import Kit
from pingan.witnesses.literals import Literals, NotWritableError, number
from pingan.witnesses.naming import Naming
from pingan.witnesses.nodes import Case

MOST_CAUSES: Final = 4
"""Causes that an expectation names."""


def observed(policy: Policy, case: Case, keys: Iterable[str]) -> tuple[syntax.Expectation, ...]:
    """Expectations about the rules and definitions *keys* that hold in *case*, of the policy of the first key.

    Of a rule: the states of its norms and who is bound by what, deadlines and shortfalls where they are settled; that
    it is undetermined and for want of what; that no norm of it may be there. Raises FactError for what is wrong
    with the case.
    """
    return observed_with(Kit.of(policy), case, keys)


def observed_with(kit: Kit, case: Case, keys: Iterable[str]) -> tuple[syntax.Expectation, ...]:
    """As `observed`, with what is known of the policy already."""
    wanted = tuple(dict.fromkeys(keys))
    under = kit.looker.policy_of(case.settings)
    if not wanted or under is None:
        return ()
    module = kit.home(wanted[0])
    meant = under.model
    rules = frozenset(key for key in wanted if key in meant.rules)
    definitions = frozenset(key for key in wanted if key in meant.definitions)
    part = under.program.part(case.facts, as_of=case.as_of, since=case.since, rules=rules, definitions=definitions)
    seen = _Seen(meant, kit.naming(module), kit.literals(module), part)
    found = [e for key in wanted for e in (seen.rule(key) if key in rules else seen.definition(key))]
    return tuple(dict.fromkeys(found))


@frozen
class _Seen:
    policy: model.Policy
    naming: Naming
    literals: Literals
    part: Part

    # --- rules --------------------------------------------------------------------------------------------------------

    def rule(self, key: str) -> Iterator[syntax.Expectation]:
        norms = [n for n in self.part.norms if n.rule_key == key]
        name = self.naming.subject(key)
        if not norms:
            for state in _states_of(self.policy.rules[key]):
                yield syntax.ExpectState(name, state, negated=True)
            return
        actions = {n.action for n in norms}
        for action in sorted(actions, key=lambda each: each or ""):
            of_action = [n for n in norms if n.action == action]
            subject = name
            if len(actions) > 1 and action is not None:
                subject = syntax.Path((*name.names, self.naming.shared(action, "action")))
            elif len(actions) > 1:  # an `ensure` beside an action has no name of its own
                of_action = norms
            yield from self._norms(subject, of_action)
        yield from self._bound(norms)

    def _norms(self, subject: syntax.Path, norms: Sequence[Norm]) -> Iterator[syntax.Expectation]:
        for state in STATES:
            if any(n.states == {state} for n in norms):
                yield syntax.ExpectState(subject, state)
        if all(n.states == {"none"} for n in norms):
            return
        opened = [n for n in norms if len(n.states) > 1]
        if opened:
            causes = list(self._causes(opened[0]))[:MOST_CAUSES]
            yield syntax.ExpectUndetermined(subject, tuple(causes))
            if all(n.applies is Truth.TRUE for n in norms):
                yield syntax.ExpectState(subject, "none", negated=True)
        for norm in norms:
            if norm.applies is Truth.TRUE:
                yield from self._details(subject, norm)

    def _details(self, subject: syntax.Path, norm: Norm) -> Iterator[syntax.Expectation]:
        end = norm.deadline
        if end is not None and end.earliest is not None and end.earliest == end.latest:
            if not (isinstance(end.earliest, datetime) and end.zone != self.literals.zone):
                yield syntax.ExpectDeadline(subject, self.literals.moment(end.earliest))
        shortfall = norm.shortfall
        if shortfall is not None and shortfall.interval is not None and not shortfall.absent:
            value = _single(shortfall.interval)
            if isinstance(value, int | Fraction) and value > 0 and not _is_length(norm):
                try:
                    yield syntax.ExpectShortfall(subject, number(value))
                except NotWritableError:
                    return

    def _bound(self, norms: Sequence[Norm]) -> Iterator[syntax.Expectation]:
        """Who is bound by what, of norms that surely apply."""
        for norm in norms:
            if norm.applies is Truth.TRUE and norm.action is not None and "[" not in norm.bearer.name:
                action = self.naming.shared(norm.action, "action")
                yield syntax.ExpectNorm(self.naming.party(norm.bearer.name), norm.modality, action)

    def _causes(self, norm: Norm) -> Iterator[syntax.Path]:
        policies = {p.name: p for p in self.part.policies}
        scope = policies[norm.policy].causes if norm.policy in policies else ()
        yield from self._paths(norm.causes or scope)

    def _paths(self, causes: Iterable[Cause]) -> Iterator[syntax.Path]:
        found: dict[syntax.Path, None] = {}
        for cause in causes:
            subject = re.sub(r"\[\d+\]", "", cause.subject)
            if subject == "as_of":
                found.setdefault(syntax.Path((syntax.Name(subject),)))
            elif subject.split(".")[0] in self.policy.vocabulary.facts:
                found.setdefault(self.naming.fact_path(subject))
            elif subject in self.policy.parameters or subject in self.policy.interpretations:
                found.setdefault(self.naming.named(subject, "parameter", "interpretation"))
            elif subject in self.policy.rules:
                found.setdefault(self.naming.named(subject, "rule"))
        yield from found

    # --- definitions --------------------------------------------------------------------------------------------------

    def definition(self, key: str) -> Iterator[syntax.Expectation]:
        finding = next((f for f in self.part.findings if f.subject == key), None)
        if finding is None or finding.value is None:
            return
        subject = self.naming.subject(key)
        if not is_settled(finding.value):
            yield syntax.ExpectUndetermined(subject, tuple(self._paths(finding.causes))[:MOST_CAUSES])
            return
        try:
            value = self._value(finding.value, self.policy.definitions[key].type)
        except NotWritableError:
            return
        if value is not None:
            yield syntax.ExpectValue(subject, value)

    def _value(self, shape: Shape, kind: types.Type) -> syntax.Expression | None:
        if not shape.present:
            return syntax.AbsentLiteral()
        match shape:
            case Members(frozenset() as values):
                return self.literals.scalar(next(iter(values)), kind)
            case Range(Interval() as interval):
                value: Any = _single(interval)
                if isinstance(kind, types.DurationType):
                    return syntax.DurationLiteral(str(value // 3600), "hour") if value % 3600 == 0 else None
                return self.literals.scalar(value, kind)
            case SetBounds(surely) if isinstance(kind, types.SetType):
                members = sorted(surely, key=str)
                return syntax.SetLiteral(tuple(self.literals.scalar(each, kind.element) for each in members))
            case PeriodBounds(start, end):
                ends: list[Any] = [_single(e.interval) if e.interval else None for e in (start, end)]
                if ends == [None, None]:
                    return None
                return syntax.PeriodLiteral(*(None if e is None else self.literals.moment(e) for e in ends))
            case _:
                return None


def _single(interval: Interval) -> object:
    return interval.low if interval.single else None


def _is_length(norm: Norm) -> bool:
    return norm.action is not None


def _states_of(rule: model.Rule) -> tuple[Any, ...]:
    """States that a norm of *rule* can have, where it applies."""
    found: dict[Any, None] = {}
    for norm in rule.norms:
        evidence = norm.fulfilled_at or norm.fulfilled_when or norm.breached_at or norm.breached_when
        if isinstance(norm.duty, model.Ensure) and norm.deadline is None:
            found |= {"fulfilled": None, "breached" if norm.modality == "must" else "due": None}
        elif evidence is None and isinstance(norm.duty, model.Act):
            found["applies"] = None
        else:
            found |= dict.fromkeys(("pending", "due", "fulfilled"))
    return tuple(found)
