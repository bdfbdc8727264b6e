"""Scenarios with every name bound."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from attrs import field, frozen

from pingan.model.expression_nodes import Constant, Expression
from pingan.model.rule_nodes import Modality
from pingan.source import NOWHERE, Span


@frozen
class ExpectNorm:
    """Bearer as a declared actor's name or the path of a record; *arguments* by name, where any are expected."""

    bearer: str
    modality: Modality
    action: str
    negated: bool
    arguments: tuple[tuple[str, Constant], ...] = field(default=(), kw_only=True)
    span: Span = field(default=NOWHERE, eq=False, repr=False)


@frozen
class ExpectState:
    rule: str
    action: str | None
    state: str
    negated: bool
    span: Span = field(default=NOWHERE, eq=False, repr=False)


@frozen
class ExpectShortfall:
    rule: str
    action: str | None
    value: Expression
    span: Span = field(default=NOWHERE, eq=False, repr=False)


@frozen
class ExpectDeadline:
    rule: str
    action: str | None
    value: date | datetime
    span: Span = field(default=NOWHERE, eq=False, repr=False)


@frozen
class ExpectUndetermined:
    """*subject* is the key of a rule or of a definition without a record; *causes* are paths of facts or keys of
    parameters and interpretations.
    """

    subject: str
    action: str | None
    causes: tuple[str, ...]
    span: Span = field(default=NOWHERE, eq=False, repr=False)


@frozen
class ExpectValue:
    """An expression over the facts (usually a definition) and the value it must surely have."""

    subject: Expression
    value: Expression
    span: Span = field(default=NOWHERE, eq=False, repr=False)


@frozen
class ExpectConflict:
    left: str
    right: str
    span: Span = field(default=NOWHERE, eq=False, repr=False)


Expectation = (
    ExpectNorm | ExpectState | ExpectShortfall | ExpectDeadline | ExpectUndetermined | ExpectValue | ExpectConflict
)


@frozen
class Scenario:
    """*facts* is a fact file (plain JSON data), *settings* values by key of parameter or interpretation, as the
    application would give them.
    """

    module: str
    title: str
    facts: Mapping[str, object] = field(eq=False)
    as_of: date | datetime | None
    settings: Mapping[str, object] = field(eq=False)
    since: Mapping[str, date | datetime] = field(eq=False)
    expectations: tuple[Expectation, ...]
    span: Span = field(default=NOWHERE, eq=False, repr=False)
