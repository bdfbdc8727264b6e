"""Clause forms: one generic node for all of them, made of what their productions hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from attrs import frozen

from pingan.diagnostics.diagnostic import Annotation
from pingan.source import Span
from pingan.syntax import nodes
from pingan.syntax.building.context import Context, Handler, Part
from pingan.syntax.building.expressions import operator
from pingan.syntax.building.token import Token
from pingan.syntax.form_nodes import HEAD_ITEMS

_ONCE: Final = {k: k.replace("_", " ") for k in ("in_force", "since", "when", "then", "soft", "label")}
_SEVERAL: Final = ("cite", "overrides")
_COMPARISONS: Final = ("EQUAL", "NOT_EQUAL", "LESS", "AT_MOST_SIGN", "MORE", "AT_LEAST_SIGN")


@frozen
class FormProductions:
    """The forms that a text uses, and their productions the order of whose children says nothing."""

    names: tuple[str, ...] = ()
    reordered: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    """Their words, of every dialect: in another dialect a deadline's word may stand where they do."""

    def form_of(self, production: str) -> str | None:
        """The form that *production* belongs to."""
        owners = [n for n in self.names if production == n or production.startswith(f"{n}_")]
        return max(owners, key=len, default=None)

    def handler(self, production: str) -> Handler:
        """What makes a node of *production*. Raises KeyError for a production of no form."""
        form = self.form_of(production)
        if form is None:
            raise KeyError(production)
        is_sorted = production in self.reordered
        if production == form:
            return lambda context, span, children: _declaration(form, context, span, children, is_sorted)
        return lambda context, span, children: _part(production, context, span, children, is_sorted)


def _declaration(
    form: str, context: Context, span: Span, children: list[Any], is_sorted: bool
) -> nodes.FormDeclaration:
    first = next((c for c in children if isinstance(c, nodes.Name)), None)
    if first is None:
        context.diagnostics.error("unexpected-text", f"this `{form}` has no name", span)
        return nodes.FormDeclaration(form, nodes.Name("_", span=span), span=span)
    name = context.name(first)
    rest = [c for c in children if c is not first]
    built = _children(context, rest, is_sorted)
    _check_once(built, f"`{name.text}`", context)
    label = next((p for p in built if isinstance(p, nodes.FormPart) and p.production == "label"), None)
    whole = nodes.FormPart(form, built, span=span)
    parts = tuple(_as_part(form, c) for c in built if not _is_head(c) and c is not label)
    text = label.children[0] if label is not None else None
    return nodes.FormDeclaration(
        form, name, text if isinstance(text, str) else None, nodes.RuleHead.of(whole), parts, span=span
    )


def _as_part(form: str, child: nodes.FormChild) -> nodes.FormPart:
    """*child* of the declaration itself as a part: what stands in no production of its own is called like the form."""
    if isinstance(child, nodes.FormPart):
        return child
    return nodes.FormPart(form, (child,), span=child.span if isinstance(child, nodes.Node) else nodes.Name("").span)


def _part(production: str, context: Context, span: Span, children: list[Any], is_sorted: bool) -> nodes.FormPart:
    built = _children(context, children, is_sorted)
    _check_once(built, "this", context)
    return nodes.FormPart(production, built, span=span)


def _is_head(child: nodes.FormChild) -> bool:
    return isinstance(child, nodes.Each) or (isinstance(child, nodes.FormPart) and child.production in HEAD_ITEMS)


def _check_once(children: tuple[nodes.FormChild, ...], owner: str, context: Context) -> None:
    seen: dict[str, Span] = {}
    for child in children:
        if not isinstance(child, nodes.FormPart) or child.production not in _ONCE:
            continue
        if child.production in seen:
            context.diagnostics.error(
                "duplicate-item",
                f"`{_ONCE[child.production]}` stands twice in {owner}",
                Annotation(child.span),
                Annotation(seen[child.production], "first here"),
                help="leave one of them out, or join them",
            )
        seen.setdefault(child.production, child.span)


def _children(context: Context, children: list[Any], is_sorted: bool) -> tuple[nodes.FormChild, ...]:
    built = [made for child in children for made in _made(context, child)]
    # Where each dialect has its own order of words, and in braces, the order says nothing: equal trees need one order.
    return tuple(sorted(built, key=_kind)) if is_sorted else tuple(built)


def _kind(child: nodes.FormChild) -> tuple[int, str]:
    """Names, texts and signs first, then other nodes by their class, then parts by their production."""
    if isinstance(child, nodes.FormPart):
        return (2, child.production)
    return (int(not isinstance(child, str | nodes.Name | nodes.TextLiteral)), type(child).__name__)


def _made(context: Context, child: Any) -> tuple[nodes.FormChild, ...]:
    """What *child* becomes. Of `cite "a", "b"` each is a part of its own, as if its author had written `cite` twice."""
    made = _child(context, child)
    if isinstance(made, nodes.FormPart) and made.production in _SEVERAL:
        return tuple(nodes.FormPart(made.production, (c,), span=made.span) for c in made.children)
    return (made,)


def _child(context: Context, child: Any) -> nodes.FormChild:
    match child:
        case Token(type="KEY"):
            return context.name(child)
        case Token(type="STRING"):
            return nodes.TextLiteral(context.text(child), span=context.span(child))
        case Token(type=type) if type in _COMPARISONS:
            return operator(child)
        case Token():
            return str(child)
        case Part(kind, value, span):
            return nodes.FormPart(kind, _values(value), span=span)
        case tuple():
            values = _values(child)
            return nodes.FormPart("entry", values, span=_covering(values))
        case _:
            node: nodes.Node = child
            return node


def _values(value: Any) -> tuple[nodes.FormChild, ...]:
    """What a core part holds, without the tuples that it is grouped in; a mark that only says yes holds nothing."""
    if value is None or isinstance(value, bool):
        return ()
    if isinstance(value, Part):
        return (nodes.FormPart(value.kind, _values(value.value), span=value.span),)
    if isinstance(value, tuple | list):
        return tuple(v for inner in value for v in _values(inner))
    if isinstance(value, nodes.Node | str):
        return (value,)
    return (str(value),)


def _covering(values: tuple[nodes.FormChild, ...]) -> Span:
    spans = [v.span for v in values if isinstance(v, nodes.Node)]
    return spans[0].to(spans[-1]) if spans else nodes.Name("").span


def handlers_of(productions: FormProductions, core: Mapping[str, Handler]) -> Mapping[str, Handler]:
    """*core* handlers for the core's productions, generic ones for those of forms."""
    return _Handlers(productions, core)


class _Handlers(dict[str, Handler]):
    def __init__(self, productions: FormProductions, core: Mapping[str, Handler]) -> None:
        super().__init__(core)
        self._productions = productions

    def __missing__(self, production: str) -> Handler:
        self[production] = self._productions.handler(production)
        return self[production]
