"""Drawn models as policies, and the conclusions of the reference as the laws look at them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from attrs import define, field

from pingan.diagnostics.diagnostic import Diagnostic
from pingan.graph.from_model import lower
from pingan.graph.nodes import DecisionGraph
from pingan.language.environment import Environment
from pingan.language.shapes import Truth
from pingan.model import nodes as m
from pingan.model.loaded import Modules
from pingan.policy import Policy
from pingan.testing.laws import Trial
from pingan.testing.laws.conclusions import Conclusions, NormConclusion
from pingan.testing.laws.law import Data
from tests.properties.cases import ENVIRONMENT, decided
from tests.reference import Decision, NormDecision
from tests.strategies.vocabularies import ZONE


@define(slots=False, eq=False)
class DrawnParts:
    """What a policy is made of that was never written."""

    model: m.Policy
    environment: Environment = ENVIRONMENT
    diagnostics: tuple[Diagnostic, ...] = ()
    settings: Mapping[str, object] = field(factory=dict)
    modules: Modules = field(factory=lambda: Modules({}, ()))
    registers: Mapping[str, str] = field(factory=dict)
    tables: None = None
    zone: str = ZONE
    language: str = "en"
    title: str = "drawn"

    @cached_property
    def graph(self) -> DecisionGraph:
        return lower(self.model)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self.model.headers)

    def under(self, settings: Mapping[str, object]) -> DrawnParts:
        raise NotImplementedError

    def along(self, names: frozenset[str]) -> DrawnParts:
        raise NotImplementedError


def policy_of(model: m.Policy) -> Policy:
    return Policy(DrawnParts(model))


def by_reference(trial: Trial, data: Data) -> Conclusions:
    """What the reference concludes."""
    return conclusions_of(decided(trial.policy.model, data, trial.as_of, dict(trial.since) or None))


def conclusions_of(decision: Decision) -> Conclusions:
    return Conclusions(
        tuple(map(_norm, decision.norms)),
        {key: (shape, frozenset(causes)) for key, (shape, causes) in decision.definitions.items()},
        {name: (scope, force, frozenset(causes)) for name, (scope, force, causes) in decision.policies.items()},
        {(_key(left), _key(right)): Truth(holds) for (left, right), holds in decision.conflicts.items()},  # type: ignore[arg-type]
    )


def _key(key: tuple[object, ...]) -> tuple[object, ...]:
    """The key of a norm without its policy, which its rule names."""
    _, rule, place, depth, paths, period, bearer, above = key
    return rule, place, depth, paths, period, bearer, above


def _norm(norm: NormDecision) -> NormConclusion:
    return NormConclusion(
        rule=norm.rule,
        place=norm.place,
        depth=norm.depth,
        paths=norm.paths,
        period=norm.period,
        bearer=norm.bearer,
        above=norm.above,
        others=norm.others,
        states=norm.states,
        causes=frozenset(norm.causes),
        applicable=norm.applicable,
        unmeasured=norm.nothing_to_measure,
    )
