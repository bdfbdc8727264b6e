"""Fixes of conditions: what is read twice is read once."""

from __future__ import annotations

from pingan.diagnostics.diagnostic import Diagnostic
from pingan.diagnostics.fix import Edit, Fix
from pingan.linting.edits import holds_comment
from pingan.linting.walking import nodes_in
from pingan.model.loaded import LoadedModule
from pingan.source import Span
from pingan.syntax import nodes as syntax
from pingan.syntax.to_text import print_expression


def read_once(diagnostic: Diagnostic, span: Span, module: LoadedModule | None) -> Fix | None:
    """``x in {a, b}`` for ``x = a or x = b``: the alternatives of one ``or`` that are about one thing, side by side."""
    if module is None or module.written.dialect not in ("en", "zh"):
        return None
    for node in nodes_in(module.written):
        if isinstance(node, syntax.Or) and node.span.start <= span.start and span.end <= node.span.end:
            found = _merged(node, span, module.written.dialect)
            if found is not None:
                return found
    return None


def _merged(node: syntax.Or, span: Span, dialect: str) -> Fix | None:
    places = [n for n, operand in enumerate(node.operands) if operand.span.start == span.start]
    if not places:
        return None
    first = node.operands[places[0]]
    if not isinstance(first, syntax.Comparison):
        return None
    alike = []
    for operand in node.operands[places[0] :]:
        if not isinstance(operand, syntax.Comparison) or operand.operator != "=" or operand.left != first.left:
            break
        alike.append(operand)
    whole = first.span.to(alike[-1].span) if alike else first.span
    if len(alike) < 2 or whole.end < span.end or holds_comment(whole):
        return None
    once = syntax.In(first.left, syntax.SetLiteral(tuple(dict.fromkeys(o.right for o in alike))))
    return Fix(f"read `{first.left.span.text}` once", (Edit(whole, print_expression(once, dialect)),))
