"""Classes for the facts of a policy: frozen, typed, taken by `Policy.evaluate`, and drawn by ``st.from_type``."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from fractions import Fraction
from keyword import iskeyword
from typing import Any, Final, Literal

import attrs

from pingan.language import types
from pingan.model import nodes as model
from pingan.policy import Policy
from pingan.program.fact_objects import NOT_GIVEN, NotGiven

_MADE: Final[list[FactTypes]] = []
"""Those that were made before Hypothesis was imported: it asks for them then."""

_PYTHON: Final[Mapping[type, Any]] = {
    types.BooleanType: bool,
    types.TextType: str,
    types.ActorType: str,
    types.DateType: date,
    types.DateTimeType: datetime,
    types.DurationType: timedelta,
    types.PeriodType: dict,
}


class FactTypes(Mapping[str, type[Any]]):
    """The classes of a policy's records, by name, and ``Facts``, the class of all its facts.

    ``found["Gauge"]`` and ``found.Gauge`` are the same class.
    """

    def __init__(self, policy: Policy, classes: Mapping[str, type[Any]], facts: type[Any]) -> None:
        self._policy = policy
        self._classes = dict(classes)
        self.Facts = facts

    def __getitem__(self, name: str) -> type[Any]:
        return self._classes[name]

    def __getattr__(self, name: str) -> type[Any]:
        if name.startswith("_") or name not in self._classes:
            raise AttributeError(f"there is no record `{name}`; there are {', '.join(self._classes) or 'none'}")
        return self._classes[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._classes)

    def __len__(self) -> int:
        return len(self._classes)

    def __repr__(self) -> str:
        return f"<FactTypes {', '.join(self._classes)}>"

    def register(self) -> None:
        """Tells Hypothesis how objects of these classes are drawn."""
        from pingan.testing.strategies.objects import register

        register(self._policy, self._classes, self.Facts)


def fact_types(policy: Policy) -> FactTypes:
    """Frozen classes for the records of *policy*, and ``Facts`` for all its facts.

    Every field is a keyword with its Python type (members of an enum are a Literal of their names, lists are tuples),
    and `NOT_GIVEN` unless it is given: not known. `Policy.evaluate` takes the objects; Hypothesis draws them with
    ``st.from_type``, whether it is imported before or after. Raises ValueError for a name that no class can have.

    >>> import pingan
    >>> text = "policy p record Gauge { depth: integer } fact gauge: Gauge"
    >>> found = fact_types(pingan.load(pingan.Source("p.rules", text)))
    >>> found.Facts(gauge=found.Gauge(depth=3))
    Facts(gauge=Gauge(depth=3))
    """
    vocabulary = policy.model.vocabulary
    made: dict[str, type[Any]] = {}
    for name, record in vocabulary.records.items():
        made[name] = _class(name, record.fields)
    facts = {name: fact.field for name, fact in vocabulary.facts.items() if fact.field is not None}
    found = FactTypes(policy, made, _class("Facts", facts))
    for cls in (*made.values(), found.Facts):
        _annotate(cls, made, vocabulary)
    if "hypothesis" in sys.modules:
        found.register()
    else:
        _MADE.append(found)
    return found


def register_types() -> None:
    """Called by Hypothesis when it is imported: registers what was made before."""
    while _MADE:
        _MADE.pop(0).register()


def attribute(field: model.Field) -> str:
    """What the attribute for *field* is called: its name; where that is a word of Python's, a label that names it."""
    for name in (field.name, field.label):
        if name is not None and name.isidentifier() and not iskeyword(name) and not name.startswith("__"):
            return name
    raise ValueError(f"no Python class can have an attribute called `{field.name}`: give it a label that is a name")


def _class(name: str, fields: Mapping[str, model.Field]) -> type[Any]:
    attributes = {
        attribute(f): attrs.field(default=NOT_GIVEN, alias=attribute(f), metadata={"fact": f}) for f in fields.values()
    }
    found: type[Any] = attrs.make_class(
        name, attributes, frozen=True, kw_only=True, repr=False, slots=True, class_body={"__repr__": _shown}
    )
    return found


def _shown(self: Any) -> str:
    """Only what is given."""
    given = ((a.name, getattr(self, a.name)) for a in attrs.fields(type(self)))
    said = (f"{name}={value!r}" for name, value in given if value is not NOT_GIVEN)
    return f"{type(self).__name__}({', '.join(said)})"


def _annotate(cls: type[Any], made: Mapping[str, type[Any]], vocabulary: model.Vocabulary) -> None:
    hints: dict[str, Any] = {}
    for each in attrs.fields(cls):
        declared: model.Field = each.metadata["fact"]
        hint = python_type(declared.type, made)
        hints[each.name] = (hint | None if declared.optional else hint) | NotGiven
    cls.__annotations__ = hints


def python_type(type_: types.Type, made: Mapping[str, type[Any]]) -> Any:
    """The Python type of values of *type_*."""
    match type_:
        case types.NumberType(integer=integer):
            return int if integer else Fraction
        case types.EnumType(members=members):
            return Literal[members]
        case types.RecordType(name=name):
            return made[name]
        case types.ListType(element=element) | types.SetType(element=element):
            return tuple[python_type(element, made), ...]  # type: ignore[misc]
    return _PYTHON[type(type_)]
