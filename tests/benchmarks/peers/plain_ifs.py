"""Generated plain `if`s, one a rule: what one would write by hand, knowing only true and false."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tests.benchmarks.peers import Peer, floating
from tests.benchmarks.workload import ACTS, FIELDS, SIZES, And, Atom, Condition, Not, Or, Workload, atoms

LABEL = "plain `if`s"
WHAT = "one generated function, one `if` a rule, each fact read once"
NEEDS = None


def source(of: Workload) -> str:
    read = sorted({atom.field for rule in of.rules for atom in atoms(rule.condition)})
    lines = ["def decide(facts):", "    found = []", *(f"    {field} = facts[{field!r}]" for field in read)]
    return "\n".join([*lines, *_rules(of), "    return found", ""])


def checking(of: Workload) -> str:
    """The same, with all facts looked at first: names, types, ranges, members."""
    lines = ["def decide(facts):", "    for name in facts:", f"        if name not in {_set(FIELDS)}:", RAISE]
    for field in FIELDS:
        lines += [f"    {field} = facts[{field!r}]", f"    if {_wrong(field, of)}:", RAISE]
    return "\n".join([*lines, "    found = []", *_rules(of), "    return found", ""])


RAISE = "            raise ValueError(facts)"


def _rules(of: Workload) -> list[str]:
    lines = []
    for rule in of.rules:
        lines += [f"    if {written(rule.condition)}:", f"        found.append({rule.name!r})"]
    return lines


def _wrong(field: str, of: Workload) -> str:
    match field[0]:
        case "k":
            return f"{field} not in {_set(f'e{field[1:]}_{member}' for member in range(SIZES[int(field[1:])]))}"
        case "b":
            return f"{field} is not True and {field} is not False"
        case "n":
            return f"type({field}) is not int or not 0 <= {field} <= {of.highest}"
        case "d":
            return f"type({field}) is not float or not 0 <= {field} <= 1"
    return f"type({field}) is not list or not {_set(ACTS)}.issuperset({field})"


def _set(members: Iterable[str]) -> str:
    return "{" + ", ".join(map(repr, members)) + "}"


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
    return [_peer("plain ifs", source(of))]


def checked_peer(of: Workload) -> Peer:
    return _peer("plain ifs that check", checking(of))


def _peer(name: str, made: str) -> Peer:
    namespace: dict[str, object] = {}
    exec(compile(made, name, "exec"), namespace)
    decide = namespace["decide"]

    def run(many: Sequence[object]) -> None:
        for facts in many:
            decide(facts)  # type: ignore[operator]

    return Peer(name, floating, run, lambda facts: frozenset(decide(facts)))  # type: ignore[operator]
