"""The decision graph: what is to be worked out, each thing once, and what is concluded from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from attrs import field, frozen

from pingan.model import nodes as model
from pingan.model.walk import parts

PERIOD_VARIABLE = ""
"""Stands for `period` among the variables that an expression reads (no name of the language is empty)."""


@frozen
class Node:
    """One expression, worked out once: equal expressions (wherever they were written) are one node.

    *operands* are the nodes it is made of, always earlier ones. *reads* are the variables of elements that its
    value depends on; a node that reads none has one value in an evaluation. *expression* is the first reading met.
    """

    index: int
    expression: model.Expression
    operands: tuple[int, ...]
    reads: frozenset[str]

    @property
    def closed(self) -> bool:
        return not self.reads


ConclusionKind = Literal["policy", "definition", "rule"]


@frozen
class Reading:
    """An expression as one conclusion uses it: its own place in the text, and the node that holds its value.

    *part* says what it is there for: scope, in_force, case, guard, each, since, condition, exception, bearer,
    partner, argument, ensure, deadline, fulfilled_when, fulfilled_at, breached_when, breached_at.
    """

    part: str
    expression: model.Expression
    node: int


@frozen
class Conclusion:
    """A policy's status, a definition or a rule, and the readings it is concluded from, in the order of the text."""

    kind: ConclusionKind
    key: str
    readings: tuple[Reading, ...]


@frozen(eq=False)
class DecisionGraph:
    """Nodes (operands first) and conclusions (sorted: policies, definitions in dependency order, rules by key).

    In *rule_order* the rules that override stand before those they override.
    """

    policy: model.Policy
    nodes: tuple[Node, ...]
    conclusions: tuple[Conclusion, ...]
    rule_order: tuple[str, ...]
    _indexes: Mapping[model.Expression, int] = field(repr=False)

    def node_of(self, expression: model.Expression) -> Node | None:
        """The node of an expression that says the same as *expression*, if there is one."""
        index = self._indexes.get(expression)
        return None if index is None else self.nodes[index]


def children(expression: model.Expression) -> Iterator[model.Expression]:
    """The expressions that *expression* is directly made of, in the order of the text."""
    return iter(parts(expression))
