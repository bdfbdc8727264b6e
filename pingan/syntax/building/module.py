"""From the nodes of a header and declarations to a module."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pingan.source import Span
from pingan.syntax import nodes
from pingan.syntax.building import declarations, expressions, rules
from pingan.syntax.building.context import Context, Handler
from pingan.syntax.building.forms import FormProductions, handlers_of

MAXIMUM_NESTING: Final = 64
"""Brackets in brackets, `not` before `not`, `otherwise` after `otherwise`."""
MAXIMUM_HEIGHT: Final = 160
"""Levels of the tree of one declaration, which long chains of `+` or `*` make as well."""
MAXIMUM_NODES: Final = 10_000
"""Nodes of one declaration."""

_HANDLERS: Final[dict[str, Handler]] = {**declarations.HANDLERS, **expressions.HANDLERS, **rules.HANDLERS}


def all_handlers(forms: FormProductions) -> Mapping[str, Handler]:
    """What makes nodes of the productions of the language and of *forms*."""
    return handlers_of(forms, _HANDLERS) if forms.names else _HANDLERS


def module_of(
    built: list[Any], context: Context, dialect: str, comments: tuple[nodes.Comment, ...]
) -> nodes.Module | None:
    """The module of the header and the declarations *built*; None when one of them cannot be used."""
    for place in context.givens_only:
        context.diagnostics.error(
            "only-in-scenarios",
            "only what a scenario gives may be open, bounded, unknown or a record",
            place,
            help="here a set lists its elements in full",
        )
    if any(node is None for node in built) or not isinstance(built[0], nodes.PolicyHeader | nodes.VocabularyHeader):
        return None
    return nodes.Module(
        built[0],
        tuple(built[1:]),
        dialect,
        comments,
        span=Span(context.source, 0, len(context.source.text)),
    )
