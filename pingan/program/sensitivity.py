"""Which expressions read a sensitive field, themselves or through a definition: the one place that decides it."""

from __future__ import annotations

from attrs import field, frozen

from pingan.graph.nodes import DecisionGraph
from pingan.model import nodes as model


@frozen(eq=False)
class Sensitivity:
    """What is derived from sensitive facts, read from the text of a policy alone."""

    _graph: DecisionGraph
    _nodes: dict[int, bool] = field(factory=dict, init=False)
    _definitions: dict[str, bool] = field(factory=dict, init=False)

    def __attrs_post_init__(self) -> None:
        # In dependency order, so that no definition has to go down a chain of others.
        for conclusion in self._graph.conclusions:
            if conclusion.kind == "definition":
                self._definitions[conclusion.key] = any(self._node(r.node) for r in conclusion.readings)

    @property
    def anything(self) -> bool:
        """Whether the policy reads any sensitive field at all."""
        return any(self._node(node.index) for node in self._graph.nodes)

    def of(self, expression: model.Expression | None, rule: model.Rule | None = None) -> bool:
        """Whether *expression* (of *rule*) reads a sensitive field, or an element of a sensitive collection."""
        if expression is None:
            return False
        node = self._graph.node_of(expression)
        if node is None:
            return not isinstance(expression, model.Constant | model.Absent)
        return self._node(node.index) or bool(node.reads & self.elements_of(rule))

    def elements_of(self, rule: model.Rule | None) -> frozenset[str]:
        """The variables of *rule* that stand for elements of a sensitive collection."""
        found: set[str] = set()
        for each in rule.each if rule else ():
            node = self._graph.node_of(each.collection)
            if node is not None and (self._node(node.index) or node.reads & found):
                found.add(each.variable)
        return frozenset(found)

    def _node(self, index: int) -> bool:
        known = self._nodes.get(index)
        if known is None:
            node = self._graph.nodes[index]
            # INVARIANT: operands are earlier nodes, and definitions do not go round in circles.
            known = self._own(node.expression) or any(self._node(operand) for operand in node.operands)
            self._nodes[index] = known
        return known

    def _own(self, expression: model.Expression) -> bool:
        vocabulary = self._graph.policy.vocabulary
        match expression:
            case model.FactValue(name):
                declared = vocabulary.facts[name].field
                return declared is not None and declared.sensitive
            case model.FieldValue(record, name):
                owner = vocabulary.records.get(getattr(record.type, "name", ""))
                return owner is not None and owner.fields[name].sensitive
            case model.DefinitionValue(key):
                return self._definition(key)
        return False

    def _definition(self, key: str) -> bool:
        known = self._definitions.get(key)
        if known is None:
            readings = next((c.readings for c in self._graph.conclusions if c.key == key), ())
            known = self._definitions[key] = any(self._node(r.node) for r in readings)
        return known

    def definition(self, key: str) -> bool:
        """Whether the definition *key* does."""
        return self._definition(key)
