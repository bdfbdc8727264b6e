"""Generated plain `if`s, one a rule: what one would write by hand, knowing only true and false."""

from __future__ import annotations

from collections.abc import Sequence

from tests.benchmarks.peers import Peer, floating
from tests.benchmarks.workload import And, Atom, Condition, Not, Or, Workload, atoms

LABEL = "plain `if`s"
WHAT = "one generated function, one `if` a rule, each fact read once"
NEEDS = None


def source(of: Workload) -> str:
    read = sorted({test.field for rule in of.rules for test in atoms(rule.condition)})
    lines = ["def decide(facts):", "    found = []", *(f"    {field} = facts[{field!r}]" for field in read)]
    for rule in of.rules:
        lines += [f"    if {written(rule.condition)}:", f"        found.append({rule.name!r})"]
    return "\n".join([*lines, "    return found", ""])


def written(condition: Condition) -> str:
    match condition:
        case Atom(field, "is"):
            return field
        case Atom(field, "has", value):
            return f"{value!r} in {field}"
        case Atom(field, "in", members):
            return f"{field} in {members!r}"
        case Atom(field, ">=" | "<" as operator, value):
            return f"{field} {operator} {value}"
        case Atom(field, operator, value):
            return f"{field} {'==' if operator == '=' else operator} {value!r}"
        case Not(part):
            return f"not ({written(part)})"
        case And(parts):
            return " and ".join(f"({written(p)})" if isinstance(p, Or) else written(p) for p in parts)
        case Or(parts):
            return " or ".join(f"({written(p)})" if isinstance(p, And) else written(p) for p in parts)
    raise AssertionError(condition)


def peers(of: Workload) -> list[Peer]:
    namespace: dict[str, object] = {}
    exec(compile(source(of), "plain ifs", "exec"), namespace)
    decide = namespace["decide"]

    def run(many: Sequence[object]) -> None:
        for facts in many:
            decide(facts)  # type: ignore[operator]

    return [Peer("plain ifs", floating, run, lambda facts: frozenset(decide(facts)))]  # type: ignore[operator]
