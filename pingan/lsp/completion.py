"""Completion and signature help."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from attrs import astuple, evolve, fields
from lsprotocol import types
from lsprotocol.types import CompletionItemKind as ItemKind

from pingan.editor.completion import completions
from pingan.editor.declared_told import told
from pingan.editor.feature_nodes import Completion, CompletionKind
from pingan.editor.hover import documentation
from pingan.editor.nodes import Symbol
from pingan.editor.signature import signature
from pingan.editor.view import View
from pingan.lsp.server import PolicyServer

_KINDS: Final[Mapping[CompletionKind, ItemKind]] = {
    "module": ItemKind.Module,
    "enum": ItemKind.Enum,
    "member": ItemKind.EnumMember,
    "record": ItemKind.Struct,
    "field": ItemKind.Field,
    "fact": ItemKind.Variable,
    "actor": ItemKind.Interface,
    "action": ItemKind.Method,
    "argument": ItemKind.Property,
    "parameter": ItemKind.Constant,
    "interpretation": ItemKind.Value,
    "reading": ItemKind.EnumMember,
    "definition": ItemKind.Function,
    "rule": ItemKind.Class,
    "form": ItemKind.Class,
    "scenario": ItemKind.Event,
    "variable": ItemKind.Variable,
    "clause": ItemKind.Reference,
    "library": ItemKind.Module,
    "keyword": ItemKind.Keyword,
    "type": ItemKind.Struct,
    "function": ItemKind.Function,
    "value": ItemKind.Constant,
    "unit": ItemKind.Unit,
    "snippet": ItemKind.Snippet,
    "code": ItemKind.Text,
    "calendar": ItemKind.Value,
}
TRIGGERS: Final = [".", '"', "“", "{", "(", "：", "（", ":"]


def register(server: PolicyServer) -> None:
    options = types.CompletionOptions(trigger_characters=TRIGGERS, resolve_provider=True)

    @server.feature(types.TEXT_DOCUMENT_COMPLETION, options)
    def complete(params: types.CompletionParams) -> types.CompletionList | None:
        view = server.view(params.text_document.uri)
        if view is None:
            return None
        found = completions(view, server.offset(view, params.position))
        uri = params.text_document.uri
        if not _fills_in(server):
            found = tuple(evolve(c, text=c.text.replace("$0", ""), snippet=False) for c in found if c.kind != "snippet")
        items = [_item(server, view, one, place, uri) for place, one in enumerate(found)]
        # What is typed next is matched here, too: by labels, and by words of the other dialect.
        return types.CompletionList(is_incomplete=True, items=items)

    @server.feature(types.COMPLETION_ITEM_RESOLVE)
    def resolve(item: types.CompletionItem) -> types.CompletionItem:
        data = item.data if isinstance(item.data, dict) else {}
        view = server.view(str(data.get("uri", "")))
        text = _documentation(view, data) if view is not None else ""
        if text:
            item.documentation = types.MarkupContent(types.MarkupKind.Markdown, text)
        return item

    triggers = types.SignatureHelpOptions(trigger_characters=["(", "（", ",", "、", "，", ":", "："])

    @server.feature(types.TEXT_DOCUMENT_SIGNATURE_HELP, triggers)
    def signatures(params: types.SignatureHelpParams) -> types.SignatureHelp | None:
        view = server.view(params.text_document.uri)
        found = signature(view, server.offset(view, params.position)) if view is not None else None
        if found is None:
            return None
        markup = types.MarkupContent(types.MarkupKind.Markdown, found.documentation)
        notes = (*found.notes, *[""] * len(found.arguments))
        arguments = [types.ParameterInformation(a, n or None) for a, n in zip(found.arguments, notes, strict=False)]
        shown = types.SignatureInformation(found.title, markup, arguments, found.active)
        return types.SignatureHelp([shown], 0, found.active)


def _fills_in(server: PolicyServer) -> bool:
    """Whether the client knows places to fill in."""
    document = server.client_capabilities.text_document
    ability = document.completion if document is not None else None
    item = ability.completion_item if ability is not None else None
    return item is not None and bool(item.snippet_support)


def _item(server: PolicyServer, view: View, found: Completion, place: int, uri: str) -> types.CompletionItem:
    typed = view.text[found.start : found.end]
    replaced = server.range(view, found.start, found.end)
    data: dict[str, Any] = {"uri": uri}
    if found.symbol is not None:
        data["symbol"] = list(astuple(found.symbol))
    elif found.documentation:
        data["about"] = found.documentation
    return types.CompletionItem(
        label=found.title,
        label_details=types.CompletionItemLabelDetails(description=found.beside) if found.beside else None,
        kind=_KINDS[found.kind],
        detail=found.detail or None,
        sort_text=f"{place:05d}",
        # It has been matched already, perhaps by its label: the client is not to sort it out again.
        filter_text=typed or found.matched,
        insert_text_format=types.InsertTextFormat.Snippet if found.snippet else types.InsertTextFormat.PlainText,
        text_edit=types.TextEdit(replaced, found.text),
        data=data,
    )


def _documentation(view: View, data: Mapping[str, Any]) -> str:
    held = data.get("symbol")
    if isinstance(held, list) and len(held) == len(fields(Symbol)):
        return told(view, Symbol(*held))
    about = data.get("about")
    return documentation(view, about) if isinstance(about, str) else ""
