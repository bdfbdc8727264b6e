"""Objects of a policy's fact types, drawn: what `facts` draws, in classes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from fractions import Fraction
from functools import partial
from typing import Any

from pingan.language import types
from pingan.model import nodes as model
from pingan.policy import Policy
from pingan.testing.classes import attribute
from pingan.testing.strategies.drawing import Draw, Drawing
from pingan.testing.strategies.facts import Facts
from pingan.testing.strategies.narrowing import exact_scalar
from pingan.testing.strategies.packages import st
from pingan.testing.strategies.plans import Plan, Plans, plan_for, plans_of


def register(policy: Policy, classes: Mapping[str, type[Any]], facts: type[Any]) -> None:
    """Makes ``st.from_type`` draw objects of *classes*, and of *facts* for all facts that *policy* reads."""
    making = _Making(policy, classes, facts)
    for name, cls in classes.items():
        st.register_type_strategy(cls, partial(_of_record, making, name))
    st.register_type_strategy(facts, partial(_of_facts, making))


def _of_record(making: _Making, name: str, _: type[Any]) -> st.SearchStrategy[Any]:
    return _records(making, name)


def _of_facts(making: _Making, _: type[Any]) -> st.SearchStrategy[Any]:
    return _facts(making)


class _Making:
    """Makes objects of what was drawn as a fact file. Its parts are made when they are first drawn."""

    def __init__(self, policy: Policy, classes: Mapping[str, type[Any]], facts: type[Any]) -> None:
        self.policy, self.classes, self.facts = policy, classes, facts
        self.vocabulary = policy.model.vocabulary
        self._plans: Plans | None = None
        self._drawn: dict[str, Any] = {}

    def __repr__(self) -> str:
        return repr(self.policy)

    @property
    def plans(self) -> Plans:
        if self._plans is None:
            self._plans = plans_of(self.policy.model)
        return self._plans

    def record(self, name: str) -> Any:
        """What draws a record: as the policy reads it where it first does; else all that it has."""
        if name not in self._drawn:
            plans, plan = self.plans, _first(name, self.plans.facts)
            if plan is None:
                field = model.Field("it", None, types.RecordType(name))
                plans = plan_for(field, self.vocabulary)
                plan = plans.facts["it"]
            self._drawn[name] = Drawing(plans, "exact").value(plan)
        return self._drawn[name]

    def root(self) -> Facts:
        if "" not in self._drawn:
            self._drawn[""] = Facts(self.plans, "exact")
        found: Facts = self._drawn[""]
        return found

    def value(self, given: Any, type_: types.Type) -> Any:
        """*given* (of a fact file, nothing of it open) as a Python value."""
        if given is None:
            return None
        match type_:
            case types.RecordType(name=name):
                return self.object(self.classes[name], given, self.vocabulary.records[name].fields)
            case types.ListType(element=element):
                return tuple(self.value(each, element) for each in given)
            case types.SetType():
                return tuple(given)
            case types.DurationType():
                seconds = Fraction(exact_scalar(given, type_))
                return timedelta(microseconds=int(seconds * 1_000_000))
            case types.NumberType() | types.DateType() | types.DateTimeType():
                return exact_scalar(given, type_)
        return given

    def object(self, cls: type[Any], given: Mapping[str, Any], fields: Mapping[str, model.Field]) -> Any:
        return cls(**{attribute(fields[name]): self.field(value, fields[name]) for name, value in given.items()})

    def field(self, given: Any, declared: model.Field) -> Any:
        if declared.judgement is not None and isinstance(given, dict) and "value" in given:
            given = given["value"]
        return self.value(given, declared.type)


def _first(name: str, plans: Mapping[str, Plan]) -> Plan | None:
    """The first place at which the policy reads a record."""
    waiting = list(plans.values())
    while waiting:
        plan = waiting.pop(0)
        if isinstance(plan.type, types.RecordType) and plan.type.name == name and plan.fields:
            return plan
        waiting += [*plan.fields.values(), *([plan.element] if plan.element else [])]
    return None


@st.composite
def _records(draw: Draw, making: _Making, name: str) -> Any:
    return making.value(making.record(name)(draw), types.RecordType(name))


@st.composite
def _facts(draw: Draw, making: _Making) -> Any:
    fields = {name: fact.field for name, fact in making.vocabulary.facts.items() if fact.field is not None}
    return making.object(making.facts, making.root().draw(draw), fields)
