"""What is allowed but probably not what was meant."""

from __future__ import annotations

from typing import Final

from pingan.diagnostics.diagnostic import Diagnostics
from pingan.model import nodes as model
from pingan.model.walk import parts

_SIMPLE: Final = (model.Constant, model.FactValue, model.FieldValue, model.ElementValue, model.ParameterValue)
"""They hold no condition: a field is of a fact, of an element, or of another field."""


def check_condition(condition: model.Expression | None, diagnostics: Diagnostics) -> None:
    """Warns of ``x = a or x = b``: two readings of x, where ``x in {a, b}`` is one and knows more."""
    if condition is None:
        return
    waiting = [condition]
    while waiting:
        part = waiting.pop()
        if isinstance(part, model.Or):
            _check_alternatives(part, diagnostics)
        waiting += [p for p in reversed(parts(part)) if not isinstance(p, _SIMPLE)]


def _check_alternatives(alternatives: model.Or, diagnostics: Diagnostics) -> None:
    seen: dict[model.Expression, model.Comparison] = {}
    for part in alternatives.operands:
        if not isinstance(part, model.Comparison) or part.operator != "=" or not isinstance(part.right, model.Constant):
            continue
        if part.left in seen:
            first = seen[part.left]
            name = part.left.span.text
            message = f"`{name}` is read twice here: when it is only partly known, the answer stays open"
            remedy = f"write `{name} in {{{first.right.span.text}, {part.right.span.text}}}`"
            diagnostics.warning("read-twice", message, first.span.to(part.span), help=remedy)
            return
        seen[part.left] = part
