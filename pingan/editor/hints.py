"""What is shown between the words: labels, locators of clauses, where deadlines count from, types of variables."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from pingan.editor.documents import Placed
from pingan.editor.feature_nodes import Hint
from pingan.editor.nodes import Symbol
from pingan.editor.value_words import value_text
from pingan.editor.view import View
from pingan.model import nodes as model
from pingan.model.to_text import counted_text
from pingan.syntax import nodes as syntax

_LABELLED = frozenset(
    {"field", "fact", "actor", "action", "definition", "rule", "parameter", "interpretation", "reading", "member"}
)
_LONGEST = 40


@frozen
class Shown:
    """Which hints are wanted."""

    labels: bool = True
    clauses: bool = True
    deadlines: bool = True
    types: bool = True


def hints(view: View, start: int, end: int, shown: Shown | None = None) -> tuple[Hint, ...]:
    """The hints among characters *start* up to *end*, in order."""
    wanted = shown or Shown()
    document = view.document
    if document is None or document.language is None:
        return ()
    found: list[Hint] = []
    for number in range(document.number_at(start), len(document.placed)):
        placed = document.placed[number]
        if placed.start > end:
            break
        found += _of_names(view, number, placed, wanted)
        if wanted.deadlines:
            found += _of_deadlines(view, placed)
        if wanted.types:
            found += _of_variables(view, number, placed)
    return tuple(sorted((h for h in found if start <= h.place <= end), key=lambda h: h.place))


def _of_names(view: View, number: int, placed: Placed, wanted: Shown) -> Iterator[Hint]:
    """The other name of what is named, once in a declaration; the locator of a clause, each time."""
    told: set[Symbol] = set()
    for found in view.snapshot.bound(view.path, number).occurrences:
        symbol = found.symbol
        if symbol.kind == "clause":
            clause = view.names.clause(symbol.name) if wanted.clauses else None
            if clause is not None and clause.locator:
                tooltip = (clause.summary_zh if view.is_chinese() else clause.summary) or ""
                yield Hint(placed.start + found.end, clause.locator, "clause", tooltip)
        elif wanted.labels and symbol.kind in _LABELLED and found.role == "use" and symbol not in told:
            told.add(symbol)
            other = symbol.name if found.by_label else symbol.label
            if other and other != placed.piece.text[found.start : found.end]:
                yield Hint(placed.start + found.end, _short(other), "label", other)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _of_variables(view: View, number: int, placed: Placed) -> Iterator[Hint]:
    """Of what kind a variable is, where it is bound."""
    values = {v.symbol: v.value for v in view.snapshot.bound(view.path, number).variables}
    for found in view.snapshot.bound(view.path, number).occurrences:
        value = values.get(found.symbol)
        if found.symbol.kind == "variable" and found.role == "declaration" and value is not None:
            if not _says_itself(placed.piece.text, found.end):
                yield Hint(placed.start + found.end, f": {value_text(view, value)}", "type")


def _says_itself(text: str, end: int) -> bool:
    """Whether the type stands there: ``(g: Gauge)``."""
    return text[end : end + 2].lstrip()[:1] in (":", "：")


def _of_deadlines(view: View, placed: Placed) -> Iterator[Hint]:
    for node in placed.piece.nodes:
        if isinstance(node, syntax.Rule):
            for norm in node.norms:
                yield from _of_norm(view, placed, node, norm)


def _of_norm(view: View, placed: Placed, rule: syntax.Rule, norm: syntax.Norm | None) -> Iterator[Hint]:
    is_first = True
    while norm is not None:
        deadline = norm.deadline
        if isinstance(deadline, syntax.Within | syntax.Word):
            parts = [
                part for part in (_length(view, deadline), _beginning(view, placed, rule) if is_first else "") if part
            ]
            if parts:
                yield Hint(placed.at(deadline.span.end), " ".join(parts), "deadline")
        norm, is_first = norm.otherwise, False


def _beginning(view: View, placed: Placed, rule: syntax.Rule) -> str:
    """What the deadline counts from."""
    if rule.since is None:
        return ""
    start, end = placed.at(rule.since.span.start), placed.at(rule.since.span.end)
    return view.say(f"from {_short(view.text[start:end])}", f"自 {_short(view.text[start:end])} 起")


def _length(view: View, deadline: syntax.Within | syntax.Word) -> str:
    """What the parameter is set to that a deadline names."""
    if isinstance(deadline, syntax.Word):
        name = deadline.parameter.text
    elif isinstance(deadline.duration, syntax.Path):
        name = deadline.duration.names[-1].text
    else:
        return ""
    declared = view.names.find(name, "parameter")
    if declared is None or view.loaded is None:
        return ""
    symbol = declared.symbol
    parameter = view.loaded.policy.model.parameters.get(f"{symbol.module}.{symbol.name}")
    if parameter is None:
        return ""
    if isinstance(parameter.value, model.Duration):
        return f"= {counted_text(parameter.value, 'zh' if view.is_chinese() else 'en')}"
    return view.say("(not set)", "（未设定）") if parameter.value is None else ""
