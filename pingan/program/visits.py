"""How many elements an evaluation would visit, counted from the facts before anything is evaluated."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from attrs import field, frozen

from pingan.diagnostics.errors import FactError, FactProblem
from pingan.graph.nodes import DecisionGraph, Node
from pingan.language.shapes import Elements, Record, SetBounds, Shape
from pingan.model import nodes as model
from pingan.program.facts import Facts

MAXIMUM_VISITS = 1_000_000
MAXIMUM_NORMS = 50_000

Sizes = Mapping[tuple[str, str], int]


@frozen(eq=False)
class Visiting:
    """The nodes of a graph that go through elements, themselves or below: of all others nothing is counted."""

    graph: DecisionGraph
    nodes: tuple[Node, ...]
    _allowed: dict[tuple[int, int, int], bool] = field(factory=dict)

    @staticmethod
    def of(graph: DecisionGraph) -> Visiting:
        # Every list with one element: whoever visits nothing then, never does.
        counter = _Counter(graph, {}, graph.nodes)
        own = counter.own_visits()
        return Visiting(graph, tuple(node for node in graph.nodes if counter.visits_of(node) or own[node.index]))

    def allows(self, sizes: Sizes, records: Mapping[str, int], limit: int) -> bool:
        """Whether facts so large are surely within limits: asked once of each order of magnitude."""
        asked = _rounded_up(sizes.values()), _rounded_up(records.values()), limit
        found = self._allowed.get(asked)
        if found is None:
            found = self._allowed[asked] = _are_modest(self.graph, self.nodes, *asked)
        return found


def check_visits(
    graph: DecisionGraph, facts: Facts, *, limit: int = MAXIMUM_VISITS, visiting: Visiting | None = None
) -> None:
    """Raises FactError when lists nested in each other have too many elements together.

    *visiting* are the nodes to look at, where they are known already.
    """
    sizes, records = _sizes(facts), _records(facts)
    if visiting is not None and visiting.allows(sizes, records, limit):
        return
    counter = _Counter(graph, sizes, graph.nodes if visiting is None else visiting.nodes)
    for rule in graph.policy.rules.values():
        if counter.of_rule(rule) > limit:
            message = f"the lists that {rule.key} goes through in each other have more than {limit:,} elements together"
            raise _error(message)
    for key in graph.policy.definitions:
        if counter.of_definition(key) > limit:
            message = f"the lists that {key} goes through in each other have more than {limit:,} elements together"
            raise _error(message)
    if counter.altogether(records) > limit:
        raise _error(f"all lists that the policy goes through have more than {limit:,} elements together")
    if counter.norms() > MAXIMUM_NORMS:
        raise _error(f"the rules for each element make more than {MAXIMUM_NORMS:,} norms")


def is_light(graph: DecisionGraph, size: int, *, limit: int = MAXIMUM_VISITS) -> bool:
    """Whether no evaluation visits too much while no fact has more than *size* elements, nested ones counted."""
    fields = len(graph.policy.vocabulary.facts) + sum(len(r.fields) for r in graph.policy.vocabulary.records.values())
    return _are_modest(graph, graph.nodes, size, fields * (size + 1), limit)


def _are_modest(graph: DecisionGraph, nodes: Sequence[Node], size: int, records: int, limit: int) -> bool:
    """Whether no evaluation visits too much with lists and sets of up to *size*, and so many records of each type."""
    vocabulary = graph.policy.vocabulary
    sizes = {("", name): size for name in vocabulary.facts}
    sizes |= {(record.name, name): size for record in vocabulary.records.values() for name in record.fields}
    counter = _Counter(graph, sizes, nodes)
    found = [counter.of_rule(rule) for rule in graph.policy.rules.values()]
    found += [counter.of_definition(key) for key in graph.policy.definitions]
    found.append(counter.altogether(dict.fromkeys(vocabulary.records, records)))
    return max(found) <= limit and counter.norms() <= MAXIMUM_NORMS


def _rounded_up(counts: Iterable[int]) -> int:
    """A power of two above the largest of *counts*."""
    return 1 << max(counts, default=0).bit_length()


def _error(message: str) -> FactError:
    return FactError((FactProblem("facts", message, "evaluate fewer elements at a time", "too-many-elements"),))


def _records(facts: Facts) -> Mapping[str, int]:
    """How many records of each type there are."""
    found: dict[str, int] = defaultdict(int)
    waiting = list(facts.values.values())
    while waiting:
        shape = waiting.pop()
        if isinstance(shape, Record):
            found[shape.name] += 1
            waiting.extend(shape.fields.values())
        elif isinstance(shape, Elements):
            waiting.extend(shape.elements)
    return found


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

    def __init__(self, graph: DecisionGraph, sizes: Sizes, nodes: Sequence[Node]) -> None:
        self._graph = graph
        self._visiting = nodes
        self._sizes = sizes
        self._largest = max(sizes.values(), default=0)
        self._definitions: dict[str, int] = {}
        self._nodes = [0] * len(graph.nodes)
        self._readings = {c.key: tuple(r.node for r in c.readings) for c in graph.conclusions if c.kind == "rule"}
        self._definition_nodes = {c.key: c.readings for c in graph.conclusions if c.kind == "definition"}
        # INVARIANT: definitions stand in dependency order, nodes after their operands; what a node needs is counted.
        self._count()

    def _count(self) -> None:
        pending = list(self._graph.policy.definitions)
        for node in self._visiting:
            while pending and all(r.node < node.index for r in self._definition_nodes[pending[0]]):
                self._close(pending.pop(0))
            self._nodes[node.index] = self._visits(node.expression, node.operands)
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
        return self._elements(rule) * (1 + sum(self._nodes[node] for node in self._readings[rule.key]))

    def norms(self) -> int:
        """The norms of the rules for each element: how many others there are depends on no facts."""
        rules = (rule for rule in self._graph.policy.rules.values() if rule.each)
        return sum(self._elements(rule) * len(rule.norms) for rule in rules)

    def visits_of(self, node: Node) -> int:
        return self._nodes[node.index]

    def own_visits(self) -> list[int]:
        """By node: the visits of one look at it, where what depends on no element is known already."""
        nodes = self._graph.nodes
        own = [0] * len(nodes)
        for node in self._visiting:
            inner = [own[operand] if nodes[operand].reads else 0 for operand in node.operands]
            visits = sum(inner)
            if isinstance(node.expression, model.Aggregate):
                visits += self._size(node.expression.collection) * (1 + visits - inner[0])
            own[node.index] = visits
        return own

    def altogether(self, records: Mapping[str, int]) -> int:
        """The visits of one evaluation, where what depends on no element, or on a record alone, is worked out once."""
        nodes, own = self._graph.nodes, self.own_visits()
        total = sum(own[node.index] for node in self._visiting if node.closed)
        for key, definition in self._graph.policy.definitions.items():
            times = records.get(definition.record, 1) if definition.record is not None else 1
            total += times * sum(own[r.node] for r in self._definition_nodes[key] if nodes[r.node].reads)
        for rule in self._graph.policy.rules.values():
            read = sum(own[node] for node in self._readings[rule.key] if nodes[node].reads)
            total += self._elements(rule) * read + (self._elements(rule) if rule.each else 0)
        return total

    def _elements(self, rule: model.Rule) -> int:
        """How often a rule applies at most: the elements that it is for."""
        found = 1
        for level in rule.each:
            found *= self._size(level.collection)
        return found
