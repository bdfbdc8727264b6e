"""model -> graph: equal expressions are one node, every reading keeps its place; checks and the view."""

from __future__ import annotations

import networkx as nx
import pytest
from attrs import evolve

import pingan
from pingan.diagnostics.diagnostic import Diagnostics, Severity
from pingan.graph.checks import check
from pingan.graph.from_model import lower
from pingan.graph.view import deciding, view
from tests.program.policies import local, policy

SHARED = """
rule r { when i.a and i.n >= 3 then police must act }
rule s { when i.n >= 3 unless i.b then mayor must tell(to: police) otherwise town must act }
"""


def test_equal_conditions_are_one_node_and_each_reading_keeps_its_place() -> None:
    graph = policy(SHARED).graph
    [first, second] = [
        reading
        for conclusion in graph.conclusions
        for reading in conclusion.readings
        if reading.part == "condition" and conclusion.kind == "rule"
    ]
    shared = graph.nodes[second.node]
    assert shared.index in graph.nodes[first.node].operands
    assert second.expression.span.text == "i.n >= 3"
    assert second.expression.span.start > first.expression.span.start
    assert sum(node.expression == shared.expression for node in graph.nodes) == 1


def test_operands_stand_before_what_is_made_of_them() -> None:
    graph = policy(SHARED).graph
    assert all(operand < node.index for node in graph.nodes for operand in node.operands)
    assert [node.index for node in graph.nodes] == list(range(len(graph.nodes)))


def test_a_node_reads_the_variables_that_nothing_in_it_binds() -> None:
    rules = "rule r { for each x in i.people when any(y in i.people: y.name = x.name) then police must take(x) }"
    graph = policy(rules).graph
    [condition] = [r for c in graph.conclusions for r in c.readings if r.part == "condition"]
    assert graph.nodes[condition.node].reads == {"x"}
    [collection] = [r for c in graph.conclusions for r in c.readings if r.part == "each"]
    assert graph.nodes[collection.node].closed


def test_rules_that_override_stand_before_what_they_override() -> None:
    rules = """
    rule a { then police must act }
    rule b { overrides a then police must act }
    rule c { overrides b then police must act }
    """
    order = policy(rules).graph.rule_order
    assert order.index("p.c") < order.index("p.b") < order.index("p.a")


def test_rules_in_a_circle_are_an_error_and_never_loop() -> None:
    model = policy("rule a { then police must act }\nrule b { overrides a then police must act }").model
    rules = dict(model.rules)
    rules["p.a"] = evolve(rules["p.a"], overrides=("p.b",))
    graph = lower(evolve(model, rules=rules))
    found = Diagnostics()
    check(graph, found)
    [diagnostic] = found
    assert (diagnostic.code, diagnostic.severity) == ("cycle", Severity.ERROR)


@pytest.mark.parametrize(
    ("condition", "warned"),
    [
        ("i.n >= 5 and i.n < 3", True),
        ("i.n >= 3 and i.n < 5", False),
        ("i.grade = low and i.grade = high", True),
        ("i.grade = low and i.grade in {middle, high}", True),
        ("i.grade in {low, middle} and i.grade in {middle, high}", False),
        ("i.a and not i.a", True),
        ("i.a and not i.b", False),
        ("i.b or (i.n = 1 and i.n = 2)", True),
        ("i.n = 1 or i.n = 2", False),
        ("3 > i.n and i.n > 7", True),
        ("7 < i.n and 3 > i.n", True),
        ("4 <= i.n and 3 >= i.n", True),
        ("3 <= i.n and 3 >= i.n", False),
        ("3 < i.n and 3 >= i.n", True),
        ("3 = i.n and 4 = i.n", True),
    ],
)
def test_limbs_that_rule_each_other_out_are_warned_of(condition: str, warned: bool) -> None:
    found = Diagnostics()
    check(policy(f"rule r {{ when {condition} then police must act }}").graph, found)
    assert [d.code for d in found] == (["contradiction"] if warned else [])
    assert all(d.severity is Severity.WARNING for d in found)


# --- the view ----------------------------------------------------------------------------------------------


def test_the_view_leads_from_facts_to_norms() -> None:
    found = view(policy(SHARED).graph)
    assert nx.is_directed_acyclic_graph(found)
    kinds = {found.nodes[name]["kind"] for name in found}
    assert {"fact", "constant", "expression", "policy", "rule", "norm"} <= kinds
    assert "norm:p.r/1/0" in nx.descendants(found, "fact:i.n")
    assert found.edges["rule:p.s", "norm:p.s/1/0"]["part"] == "norm"
    assert found.edges["norm:p.s/1/0", "norm:p.s/1/1"]["part"] == "otherwise"
    assert found.edges["fact:i.b", "rule:p.s"]["part"] == "exception"
    attributes = {"kind", "label", "key", "span", "citations", "decides"}
    assert all(set(found.nodes[name]) == attributes for name in found)


def test_what_decides_is_marked_on_a_copy() -> None:
    asked = policy(SHARED)
    plain = view(asked.graph)
    outcome = asked.evaluate({"i": {"n": 4, "a": False, "b": False}}, as_of=local("2016-06-01 12:00"))
    applying = [(f"{n.policy}.{n.rule}", n.place, n.depth) for n in outcome.norms if n.states != {"none"}]
    marked = deciding(plain, applying)
    decides = {name for name in marked if marked.nodes[name]["decides"]}
    assert {"norm:p.s/1/0", "rule:p.s", "fact:i.n", "fact:i.b"} <= decides
    assert "norm:p.r/1/0" not in decides
    assert not any(plain.nodes[name]["decides"] for name in plain)


WHOLE = """
policy q { zone "UTC" applies when b }
record U { name: text key  n: integer }
fact us: list of U
fact b: boolean
actor w
action go
define big (u: U): boolean { is u.n > 3 }
define any_big: boolean { is any(u in us where u.big) }
rule r { when any_big then w must go by 2016-01-05 breached at as_of }
"""


def test_the_view_says_what_part_each_thing_plays() -> None:
    found = view(pingan.load(pingan.Source("q.rules", WHOLE)).graph)
    named = {(a, b): part for a, b, part in found.edges(data="part") if not a.startswith("expression")}
    assert named == {
        ("fact:b", "policy:q"): "scope",
        ("fact:us", "expression:7"): "operand",
        ("definition:q.big", "expression:6"): "operand",
        ("definition:q.any_big", "rule:q.r"): "condition",
        ("policy:q", "rule:q.r"): "policy",
        ("rule:q.r", "norm:q.r/1/0"): "norm",
    }
    parts = [part for a, b, part in found.edges(data="part") if a.startswith("expression")]
    assert sorted(set(parts)) == ["bearer", "breached_at", "case", "deadline", "operand"]
    kinds = {name: found.nodes[name]["kind"] for name in found}
    assert kinds["expression:6"] == "expression"
    assert kinds["expression:9"] == kinds["expression:10"] == "constant"
    assert {kinds[name] for name in kinds if ":q" in name} == {"definition", "policy", "rule", "norm"}
