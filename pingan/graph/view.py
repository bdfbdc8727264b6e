"""The decision graph as a `networkx.DiGraph`, for people and tools.

Nodes are named ``fact:incident.acts``, ``parameter:…``, ``reading:…``, ``expression:12``, ``definition:…``, ``rule:…``,
``norm:POLICY.RULE/PLACE/DEPTH``, ``policy:…``. Attributes of a node:

- ``kind``: fact, parameter, reading, constant, expression, definition, policy, rule or norm;
- ``label``: what it says, in English words;
- ``key``: the declaration's key or the fact's path (None for expressions);
- ``span``: where it was first written;
- ``citations``: clause ids (rules, norms, definitions);
- ``decides``: whether it lies on a deciding path (False until `deciding` marked it).

An edge runs from what is read to what reads it; its ``part`` says what for (operand, condition, exception, guard,
case, fulfilled_at, …; ``norm`` from a rule to its norms, ``otherwise`` between norms, ``overrides`` between rules).
"""

from __future__ import annotations

from collections.abc import Iterable

import networkx as nx

from pingan.graph.nodes import DecisionGraph, Node
from pingan.model import nodes as model
from pingan.model.to_text import expression_text, norm_text

_OF_NORM = (
    *("bearer", "partner", "argument", "ensure", "deadline"),
    *("fulfilled_when", "fulfilled_at", "breached_when", "breached_at"),
)


def view(graph: DecisionGraph) -> nx.DiGraph[str]:
    """*graph* with its conclusions, as a directed graph; acyclic when the graph passed its checks."""
    found: nx.DiGraph[str] = nx.DiGraph()
    for node in graph.nodes:
        _add_expression(found, graph, node)
    for definition in graph.policy.definitions.values():
        label = definition.title
        _add(found, f"definition:{definition.key}", "definition", label, definition.key, definition)
    for header in graph.policy.headers.values():
        _add(found, f"policy:{header.name}", "policy", header.title, header.name, header)
    for rule in graph.policy.rules.values():
        _add_rule(found, graph, rule)
    for conclusion in graph.conclusions:
        target = f"{conclusion.kind}:{conclusion.key if conclusion.kind != 'policy' else conclusion.key.split('.')[0]}"
        for reading in conclusion.readings:
            if reading.part not in _OF_NORM:
                found.add_edge(name_of(graph.nodes[reading.node]), target, part=reading.part)
    return found


def name_of(node: Node) -> str:
    """The name of a node of the decision graph in its view."""
    match node.expression:
        case model.FactValue(name):
            return f"fact:{name}"
        case model.ParameterValue(key):
            return f"parameter:{key}"
        case model.ReadingValue(key):
            return f"reading:{key}"
        case model.DefinitionValue(key, None):
            return f"definition:{key}"
        case _:
            path = path_of(node.expression)
            return f"fact:{path}" if path else f"expression:{node.index}"


def path_of(expression: model.Expression) -> str | None:
    """``incident.acts`` for fields of fields of a fact; None for anything else."""
    match expression:
        case model.FactValue(name):
            return name
        case model.FieldValue(record, name):
            outer = path_of(record)
            return f"{outer}.{name}" if outer else None
    return None


def norm_name(rule: str, place: int, depth: int) -> str:
    """The name of a norm (*rule* by key) in the view."""
    return f"norm:{rule}/{place}/{depth}"


def _add_expression(found: nx.DiGraph[str], graph: DecisionGraph, node: Node) -> None:
    name, kind = name_of(node), _kind(node.expression)
    key = name.partition(":")[2] if kind != "expression" and kind != "constant" else None
    if name not in found:
        found.add_node(
            name,
            kind=kind,
            label=expression_text(node.expression, graph.policy, "en"),
            key=key,
            span=node.expression.span,
            citations=(),
            decides=False,
        )
    if kind == "fact":
        return
    for operand in node.operands:
        found.add_edge(name_of(graph.nodes[operand]), name, part="operand")
    if isinstance(node.expression, model.DefinitionValue) and node.expression.subject is not None:
        found.add_edge(f"definition:{node.expression.definition}", name, part="operand")


def _kind(expression: model.Expression) -> str:
    match expression:
        case model.ParameterValue():
            return "parameter"
        case model.ReadingValue():
            return "reading"
        case model.Constant() | model.Absent():
            return "constant"
        case model.DefinitionValue(_, None):
            return "definition"
    return "fact" if path_of(expression) else "expression"


def _add(found: nx.DiGraph[str], name: str, kind: str, label: str, key: str, declared: model.Declared) -> None:
    citations = tuple(c.clause for c in getattr(declared, "citations", ()))
    found.add_node(name, kind=kind, label=label, key=key, span=declared.span, citations=citations, decides=False)


def _add_rule(found: nx.DiGraph[str], graph: DecisionGraph, rule: model.Rule) -> None:
    _add(found, f"rule:{rule.key}", "rule", rule.title, rule.key, rule)
    if rule.module in {header.name for header in graph.policy.headers.values()}:
        found.add_edge(f"policy:{rule.module}", f"rule:{rule.key}", part="policy")
    for overridden in rule.overrides:
        found.add_edge(f"rule:{rule.key}", f"rule:{overridden}", part="overrides")
    citations = tuple(c.clause for c in rule.citations)
    for first in rule.norms:
        source, part = f"rule:{rule.key}", "norm"
        norm: model.Norm | None = first
        while norm is not None:
            name = norm_name(rule.key, norm.place, norm.depth)
            label = norm_text(norm, graph.policy, "en")
            found.add_node(
                name, kind="norm", label=label, key=rule.key, span=norm.span, citations=citations, decides=False
            )
            found.add_edge(source, name, part=part)
            _read_by_norm(found, graph, norm, name)
            source, part, norm = name, "otherwise", norm.otherwise


def _read_by_norm(found: nx.DiGraph[str], graph: DecisionGraph, norm: model.Norm, name: str) -> None:
    duty = norm.duty
    parts: list[tuple[str, model.Expression | None]] = [
        *(("bearer", bearer) for bearer in norm.bearers),
        *(("partner", partner) for partner in norm.partners),
        *(("argument", a) for _, a in (duty.arguments if isinstance(duty, model.Act) else ())),
        ("ensure", duty.condition if isinstance(duty, model.Ensure) else None),
        ("deadline", norm.deadline.limit if isinstance(norm.deadline, model.By) else None),
        ("fulfilled_when", norm.fulfilled_when),
        ("fulfilled_at", norm.fulfilled_at),
        ("breached_when", norm.breached_when),
        ("breached_at", norm.breached_at),
    ]
    for part, expression in parts:
        node = graph.node_of(expression) if expression is not None else None
        if node is not None:
            found.add_edge(name_of(node), name, part=part)


def deciding(found: nx.DiGraph[str], norms: Iterable[tuple[str, int, int]]) -> nx.DiGraph[str]:
    """A copy of a view in which ``decides`` marks *norms* (rule key, place, depth) and everything they follow from."""
    marked = found.copy()
    reached: set[str] = set()
    for rule, place, depth in norms:
        name = norm_name(rule, place, depth)
        if name in marked:
            reached |= {name, *nx.ancestors(marked, name)}
    for name in reached:
        marked.nodes[name]["decides"] = True
    return marked
