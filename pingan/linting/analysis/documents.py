"""What the registers say of the clauses that rules and definitions cite."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pingan.linting.looked import Looked
from pingan.model import nodes as m
from pingan.model.loaded import Clause


def clauses_of(looked: Looked, declared: m.Rule | m.Definition) -> Iterator[Clause]:
    """The clauses that *declared* cites, as far as registers have them."""
    for citation in declared.citations:
        module = looked.policy.modules.modules.get(citation.policy)
        register = None if module is None else module.register
        if register is not None and citation.clause in register:
            yield register[citation.clause]


def words_of(clause: Clause) -> Sequence[str]:
    """What the register quotes of *clause*, and how it sums it up in either language."""
    return [text for text in (clause.anchor, clause.summary, clause.summary_zh) if text]


def citing(looked: Looked) -> dict[tuple[str, str], list[m.Rule]]:
    """The rules that are checked by the clauses (policy and id) that they cite."""
    found: dict[tuple[str, str], list[m.Rule]] = {}
    for rule in looked.rules:
        for citation in rule.citations:
            found.setdefault((citation.policy, citation.clause), []).append(rule)
    return found
