"""Scenarios as written: what is given, and what is expected."""

from __future__ import annotations

from typing import Literal

from attrs import frozen

from pingan.syntax.expression_nodes import DateLiteral, DateTimeLiteral, Expression, Given, Itemised, Name, Node, Path
from pingan.syntax.rule_nodes import Modality
from pingan.syntax.vocabulary_nodes import Setting


@frozen
class GivenFact(Node):
    path: Path
    value: Given


@frozen
class AsOf(Node):
    value: DateLiteral | DateTimeLiteral


@frozen
class Since(Node):
    """``since RULE = T``: when the rule first held."""

    rule: Path
    value: Expression


State = Literal["none", "applies", "pending", "due", "fulfilled", "late", "breached"]


@frozen
class ExpectNorm(Node):
    """``expect police must remove_from_scene``: such a norm surely applies; negated: surely none does.

    With *arguments*, as an act has them (``expect hospital must report(to: police)``), only norms with these are meant.
    """

    bearer: Path
    modality: Modality
    action: Name
    negated: bool = False
    arguments: tuple[tuple[Name | None, Expression], ...] = ()


@frozen
class ExpectState(Node):
    """``expect guards breached``; *rule* may end in the name of the action meant."""

    rule: Path
    state: State
    negated: bool = False


@frozen
class ExpectShortfall(Node):
    rule: Path
    value: Expression


@frozen
class ExpectDeadline(Node):
    rule: Path
    value: DateLiteral | DateTimeLiteral


@frozen
class ExpectUndetermined(Node):
    """Undetermined, and (where *causes* are given) each of them among its causes."""

    subject: Path
    causes: tuple[Path, ...] = ()


@frozen
class ExpectValue(Node):
    subject: Path
    value: Expression


@frozen
class ExpectConflict(Node):
    left: Path
    right: Path


Expectation = (
    ExpectNorm | ExpectState | ExpectShortfall | ExpectDeadline | ExpectUndetermined | ExpectValue | ExpectConflict
)


@frozen
class Scenario(Itemised):
    title: str
    givens: tuple[GivenFact, ...] = ()
    as_of: AsOf | None = None
    settings: tuple[Setting, ...] = ()
    since: tuple[Since, ...] = ()
    expectations: tuple[Expectation, ...] = ()
    along_with: tuple[Name, ...] = ()
    """Policies that are asked along with its own."""
