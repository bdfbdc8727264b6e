"""The workload as a policy, and its incidents as facts for it."""

from __future__ import annotations

from collections.abc import Iterable

from tests.benchmarks.workload import (
    ACTS,
    BOOLEANS,
    DECIMALS,
    INTEGERS,
    SIZES,
    And,
    Atom,
    Condition,
    Incident,
    Not,
    Or,
    Workload,
)

AS_OF = "2016-06-01T12:00+08:00"


def policy_text(of: Workload, name: str = "made") -> str:
    """A policy whose rules have the names of the workload's."""
    lines = [f'policy {name} {{ zone "Asia/Shanghai"  in force from 2016-01-01 }}', ""]
    lines += [
        f"enum E{i} {{ {', '.join(f'e{i}_{member}' for member in range(size))} }}" for i, size in enumerate(SIZES)
    ]
    lines += [f"enum Act {{ {', '.join(ACTS)} }}", "", "record Incident {"]
    lines += [f"    k{i}: E{i}" for i in range(len(SIZES))]
    lines += [f"    b{i}: boolean" for i in range(BOOLEANS)]
    lines += [f"    n{i}: integer >= 0 and <= {of.highest}" for i in range(INTEGERS)]
    lines += [f"    d{i}: decimal >= 0 and <= 1" for i in range(DECIMALS)]
    lines += ["    acts: set of Act", "}", "fact i: Incident", "actor police", ""]
    for rule in of.rules:
        lines += [
            f"action a_{rule.name}",
            f"rule {rule.name} {{",
            f"    when {written(rule.condition)}",
            f"    then police must a_{rule.name}",
            "}",
        ]
    return "\n".join([*lines, ""])


def written(condition: Condition) -> str:
    match condition:
        case Atom(field, "is"):
            return f"i.{field}"
        case Atom(field, "in", members):
            return f"i.{field} in {{{', '.join(members)}}}"  # type: ignore[arg-type]
        case Atom(field, operator, value):
            return f"i.{field} {operator} {value}"
        case Not(Atom(operator="is") as part):
            return f"not {written(part)}"
        case Not(part):
            return f"not ({written(part)})"
        case And(parts):
            return " and ".join(_inside(part) for part in parts)
        case Or(parts):
            return " or ".join(_inside(part) for part in parts)
    raise AssertionError(condition)


def _inside(part: Condition) -> str:
    return f"({written(part)})" if isinstance(part, And | Or) else written(part)


def facts_of(found: Iterable[Incident]) -> list[dict[str, object]]:
    """The incidents as facts of the policy."""
    return [{"i": incident} for incident in found]


def names(keys: Iterable[str]) -> frozenset[str]:
    """The workload's names of rules by their keys in the policy."""
    return frozenset(key.rpartition(".")[2].rpartition("/")[2] for key in keys)
