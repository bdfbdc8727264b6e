"""What the value of an expression depends on: paths of facts, and whether the instant of the evaluation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import define, field, frozen

from pingan.graph.nodes import Conclusion, DecisionGraph
from pingan.matching.atoms import Reading, Subject
from pingan.model import nodes as model

_OF_BINDING = ("scope", "in_force", "each", "condition", "exception")
"""The parts of policies and rules that decide whether a rule applies."""

Path = tuple[str, ...] | None


@frozen
class Reads:
    """Paths of facts from the facts downwards, everything below them included; *instant*: when it is asked."""

    paths: frozenset[tuple[str, ...]] = frozenset()
    instant: bool = False

    def __or__(self, other: Reads) -> Reads:
        if other == _NOTHING:
            return self
        return Reads(self.paths | other.paths, self.instant or other.instant)

    def shortest(self) -> Reads:
        """Without paths below others of them."""
        found = {path for path in self.paths if not any(path[:n] in self.paths for n in range(1, len(path)))}
        return Reads(frozenset(found), self.instant)


_NOTHING = Reads()


@define(eq=False)
class Readers:
    """What the nodes, definitions and rules of a graph depend on, each worked out once."""

    graph: DecisionGraph
    reading: Reading
    conclusions: Mapping[tuple[str, str], Conclusion]
    overriding: Mapping[str, list[str]]
    _of_nodes: dict[tuple[int, Path], Reads] = field(factory=dict)
    _of_definitions: dict[tuple[str, Path], Reads] = field(factory=dict)

    def of_node(self, index: int, subject: Subject | None = None) -> Reads:
        """What the value of a node depends on. An element adds nothing: it belongs to a collection that is read."""
        key = index, None if subject is None else subject.path
        found = self._of_nodes.get(key)
        if found is None:
            found = self._of_nodes[key] = self._of_expression(index, subject)
        return found

    def _of_expression(self, index: int, subject: Subject | None) -> Reads:
        node = self.graph.nodes[index]
        expression = node.expression
        path = self.reading.path(expression, subject)
        if path is not None:
            return Reads(frozenset({path}))
        if isinstance(expression, model.DefinitionValue):
            inner = self.reading.any_subject(expression, subject)
            if inner is not None:
                return self._of_defined(expression.definition, inner)
        found = Reads(instant=isinstance(expression, model.AsOf))
        if isinstance(expression, model.DefinitionValue):
            found |= self.of_definition(expression.definition)
        for operand in node.operands:
            found |= self.of_node(operand, subject)
        return found

    def of_definition(self, key: str, subject: Subject | None = None) -> Reads:
        """What a definition depends on; without *subject*, beside the record that it belongs to."""
        which = key, None if subject is None else subject.path
        found = self._of_definitions.get(which)
        if found is None:
            nodes = (reading.node for reading in self.conclusions["definition", key].readings)
            found = self._of_definitions[which] = self.of_nodes(nodes, subject)
        return found

    def _of_defined(self, key: str, subject: Subject) -> Reads:
        """What the definition of a record depends on: what it reads of it, or at least whether it is there."""
        found = self.of_definition(key, subject)
        if any(path[: len(subject.path)] == subject.path for path in found.paths):
            return found
        return found | Reads(frozenset({subject.path}))

    def of_rule(self, key: str) -> Reads:
        """What it depends on whether a rule applies."""
        rule = self.graph.policy.rules[key]
        header = self.graph.policy.headers.get(rule.module)
        readings = list(self.conclusions["rule", key].readings)
        if header is not None:
            readings += self.conclusions["policy", header.key].readings
        found = self.of_nodes(reading.node for reading in readings if reading.part in _OF_BINDING)
        for other in self.overriding.get(key, ()):
            found |= self.of_rule(other)
        return found

    def of_nodes(self, nodes: Iterable[int], subject: Subject | None = None) -> Reads:
        """What several nodes depend on together."""
        found = _NOTHING
        for node in nodes:
            found |= self.of_node(node, subject)
        return found
