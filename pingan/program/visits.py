"""How many elements an evaluation would visit, counted from the facts before anything is evaluated."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from pingan.diagnostics.errors import FactError, FactProblem
from pingan.graph.nodes import DecisionGraph
from pingan.language.shapes import Elements, Record, SetBounds, Shape
from pingan.model import nodes as model
from pingan.program.facts import Facts

MAXIMUM_VISITS = 1_000_000

Sizes = Mapping[tuple[str, str], int]


def check_visits(graph: DecisionGraph, facts: Facts, *, limit: int = MAXIMUM_VISITS) -> None:
    """Raises FactError when lists nested in each other have too many elements together."""
    counter = _Counter(graph, _sizes(facts))
    for rule in graph.policy.rules.values():
        if counter.of_rule(rule) > limit:
            message = f"the lists that {rule.key} goes through in each other have more than {limit:,} elements together"
            raise FactError((FactProblem("facts", message, "evaluate fewer elements at a time", "too-many-elements"),))
    for key in graph.policy.definitions:
        if counter.of_definition(key) > limit:
            message = f"the lists that {key} goes through in each other have more than {limit:,} elements together"
            raise FactError((FactProblem("facts", message, "evaluate fewer elements at a time", "too-many-elements"),))


def _sizes(facts: Facts) -> Sizes:
    """The greatest size of any list or set, by record and field (record empty: by fact)."""
    found: dict[tuple[str, str], int] = defaultdict(int)
    waiting: list[tuple[str, str, Shape]] = [("", name, shape) for name, shape in facts.values.items()]
    while waiting:
        record, name, shape = waiting.pop()
        if isinstance(shape, Record):
            waiting.extend((shape.name, field, value) for field, value in shape.fields.items())
        elif isinstance(shape, Elements):
            found[record, name] = max(found[record, name], len(shape.elements) + shape.open)
            waiting.extend((record, name, element) for element in shape.elements if isinstance(element, Record))
        elif isinstance(shape, SetBounds):
            found[record, name] = max(found[record, name], len(shape.possibly or shape.surely))
    return found


class _Counter:
    """Visits of every node: of an aggregate, its elements times what each of them visits."""

    def __init__(self, graph: DecisionGraph, sizes: Sizes) -> None:
        self._graph = graph
        self._sizes = sizes
        self._largest = max(sizes.values(), default=0)
        self._definitions: dict[str, int] = {}
        self._nodes: list[int] = []
        self._readings = {c.key: tuple(r.node for r in c.readings) for c in graph.conclusions if c.kind == "rule"}
        self._definition_nodes = {c.key: c.readings for c in graph.conclusions if c.kind == "definition"}
        # INVARIANT: definitions stand in dependency order, nodes after their operands; what a node needs is counted.
        self._count()

    def _count(self) -> None:
        pending = list(self._graph.policy.definitions)
        for node in self._graph.nodes:
            while pending and all(r.node < node.index for r in self._definition_nodes[pending[0]]):
                self._close(pending.pop(0))
            self._nodes.append(self._visits(node.expression, node.operands))
        while pending:
            self._close(pending.pop(0))

    def _close(self, key: str) -> None:
        self._definitions[key] = sum(self._nodes[r.node] for r in self._definition_nodes[key])

    def _visits(self, expression: model.Expression, operands: tuple[int, ...]) -> int:
        inner = 0
        for operand in operands:
            inner += self._nodes[operand]
        match expression:
            case model.Aggregate(collection=collection):
                outer = self._nodes[operands[0]]
                return outer + self._size(collection) * (1 + inner - outer)
            case model.DefinitionValue(key):
                return inner + self._definitions.get(key, 0)
        return inner

    def _size(self, collection: model.Expression) -> int:
        match collection:
            case model.SetOf(elements):
                return len(elements)
            case model.FactValue(name):
                return self._sizes.get(("", name), 1)
            case model.FieldValue(record, name):
                return self._sizes.get((getattr(record.type, "name", ""), name), 1)
        return max(self._largest, 1)

    def of_definition(self, key: str) -> int:
        return self._definitions[key]

    def of_rule(self, rule: model.Rule) -> int:
        each = 1
        for level in rule.each:
            each *= self._size(level.collection)
        return each * (1 + sum(self._nodes[node] for node in self._readings[rule.key]))
