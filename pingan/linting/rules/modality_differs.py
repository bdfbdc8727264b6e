"""`modality-differs`: a rule binds otherwise than the register says of its clause."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pingan.linting.analysis.documents import citing
from pingan.linting.lint import Finding, Lint, Options, found
from pingan.linting.looked import Looked
from pingan.model import nodes as m
from pingan.model.loaded import Clause

_FORBIDS: Final = re.compile("严禁|不得|禁止|不准|不许|must not|shall not|may not|prohibited|forbidden", re.IGNORECASE)
_NEGATIVE: Final = re.compile(
    "不|勿|未|无|避免|防止|拒|停|no_|not_|avoid|prevent|refrain|stop|refuse|without", re.IGNORECASE
)
_DUTIES: Final = ("trigger-duty", "standing-duty", "deadline", "escalation", "listed-supervision")


def check(looked: Looked, options: Options) -> Iterator[Finding]:
    for (policy, number), rules in citing(looked).items():
        module = looked.policy.modules.modules.get(policy)
        clause = module.register.get(number) if module is not None and module.register is not None else None
        if clause is None:
            continue
        message = _differs(clause, [norm for rule in rules for norm in rule.norms], looked)
        if message is not None:
            norm = rules[0].norms[0]
            yield found(f"`{number}` {message}", norm.span, help="look at the document: one of the two is wrong")


def _differs(clause: Clause, norms: list[m.Norm], looked: Looked) -> str | None:
    """What of all that rules say of *clause* does not fit its register; None where one norm does fit."""
    modalities = {norm.modality for norm in norms}
    only_allows, demands = modalities <= {"may", "discretion"}, modalities <= {"must", "must_not"}
    if clause.kind == "permission" and demands:
        return "is a permission in the register, and what is encoded binds"
    if clause.kind in _DUTIES and only_allows:
        return "is a duty in the register, and what is encoded only allows"
    if clause.kind == "prohibition" and only_allows:
        return "is a prohibition in the register, and what is encoded allows"
    forbids = clause.kind == "prohibition" or _FORBIDS.search(clause.anchor or "") is not None
    if forbids and all(_does_something(norm, looked) for norm in norms):
        return "forbids something by its register, and what is encoded has something done"
    return None


def _does_something(norm: m.Norm, looked: Looked) -> bool:
    """Whether it demands an act whose name is no negation in itself."""
    if norm.modality != "must" or not isinstance(norm.duty, m.Act):
        return False
    action = looked.model.vocabulary.actions[norm.duty.action]
    return not any(_NEGATIVE.search(word) for word in (action.name, action.label or ""))


LINT = Lint(
    code="modality-differs",
    group="documents",
    title="a rule binds otherwise than the register says of its clause",
    what="""Reports a clause of which the register says (by `kind`, or by forbidding words that it quotes) that it
        forbids, allows or demands, where every norm of the rules that cite it does something else: allows what is a
        duty, demands what is a permission, has something done where something is forbidden. Very probable.
        Recommendations fit all of them, and so does what is ensured.""",
    why="May and must are what a reader of the outcome acts upon.",
    example="""
        === flood.rules
        policy flood { clauses "flood.jsonl" }
        actor warden
        action close_road
        rule closing {
            cite "1"
            then warden must close_road
        }
        === flood.jsonl
        {"id": "1", "kind": "permission", "anchor": "the warden may close the road"}
        """,
    better="""
        === flood.rules
        policy flood { clauses "flood.jsonl" }
        actor warden
        action close_road
        rule closing {
            cite "1"
            then warden may close_road
        }
        === flood.jsonl
        {"id": "1", "kind": "permission", "anchor": "the warden may close the road"}
        """,
    check=check,
)
