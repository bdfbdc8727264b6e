"""Types, vocabularies, and what a text leaves open, as written."""

from __future__ import annotations

from typing import Literal

from attrs import frozen

from pingan.syntax.expression_nodes import ComparisonOperator, Expression, Itemised, Name, Node, Path


@frozen
class NamedType(Node):
    """A built-in type (canonical name), enum or record, with the range it may state."""

    name: Name
    range: tuple[tuple[ComparisonOperator, Expression], ...] = ()


@frozen
class SetOf(Node):
    element: NamedType


@frozen
class ListOf(Node):
    element: NamedType


@frozen
class JudgementOf(Node):
    """A value that only a person determines: a boolean unless *value* says otherwise; no *authorities*: anybody."""

    value: NamedType | SetOf | None
    authorities: tuple[Name, ...]


TypeExpression = NamedType | SetOf | ListOf | JudgementOf

Mark = Literal["optional", "key", "sensitive"]


@frozen
class Field(Node):
    """A field of a record, a fact, or a parameter of an action: name, label, type and marks."""

    name: Name
    label: str | None
    type: TypeExpression
    marks: tuple[Mark, ...] = ()


@frozen
class Member(Node):
    """A member of an enum, or a reading of an interpretation."""

    name: Name
    label: str | None


@frozen
class Enum(Node):
    name: Name
    label: str | None
    ordered: bool
    members: tuple[Member, ...]


@frozen
class Record(Node):
    name: Name
    label: str | None
    is_actor: bool
    fields: tuple[Field, ...]


@frozen
class Fact(Node):
    """A fact of the vocabulary; its name, label, type and marks are those of *field*."""

    field: Field


@frozen
class Actor(Node):
    """Somebody who can bear a norm; *counts_as* is the class of actors that it is one of."""

    name: Name
    label: str | None
    counts_as: Name | None = None


@frozen
class Action(Node):
    name: Name
    label: str | None
    parameters: tuple[Field, ...]
    kind: Name | None


@frozen
class Parameter(Node):
    """Its name, label, type and range are those of *field*."""

    field: Field


@frozen
class Setting(Node):
    """``set name = value``: a parameter's value, or the chosen reading of an interpretation."""

    target: Path
    value: Expression


@frozen
class Interpretation(Itemised):
    name: Name
    label: str | None
    question: str | None
    readings: tuple[Member, ...]
    default: Name | None


@frozen
class Cite(Node):
    clause: str


@frozen
class Case(Node):
    """``is value when condition``, ``is value otherwise`` (*otherwise*), or ``is value`` alone."""

    value: Expression
    condition: Expression | None
    otherwise: bool = False


Exclusive = Literal["exclusive", "agreeing"]
"""What an author promises of a definition's cases: one holds at most, or those that hold together say the same."""


@frozen
class Definition(Itemised):
    name: Name
    label: str | None
    subject: tuple[Name, Name] | None
    """Variable and record of a definition that belongs to a record."""
    type: TypeExpression
    cites: tuple[Cite, ...]
    cases: tuple[Case, ...]
    exclusive: Exclusive | None = None
    """Promised of its cases; where facts break the promise the first case counts and the outcome tells."""
