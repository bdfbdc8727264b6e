"""The outline, what can be folded and selected, and links to other files."""

from __future__ import annotations

from lsprotocol import types

from pingan.editor import outline as outlines
from pingan.editor import structure
from pingan.editor.outline import Item
from pingan.editor.view import View
from pingan.lsp.kinds import SYMBOL_KINDS
from pingan.lsp.places import uri_of
from pingan.lsp.server import PolicyServer


def register(server: PolicyServer) -> None:
    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    def symbols(params: types.DocumentSymbolParams) -> list[types.DocumentSymbol]:
        view = server.view(params.text_document.uri)
        if view is None or view.document is None:
            return []
        return [_symbol(server, view, item) for item in outlines.outline(view.document)]

    @server.feature(types.TEXT_DOCUMENT_FOLDING_RANGE)
    def folds(params: types.FoldingRangeParams) -> list[types.FoldingRange]:
        view = server.view(params.text_document.uri)
        if view is None or view.document is None:
            return []
        kinds = {"comment": types.FoldingRangeKind.Comment, "region": None}
        return [types.FoldingRange(f.first, f.last, kind=kinds[f.kind]) for f in structure.folds(view.document)]

    @server.feature(types.TEXT_DOCUMENT_SELECTION_RANGE)
    def selections(params: types.SelectionRangeParams) -> list[types.SelectionRange]:
        view = server.view(params.text_document.uri)
        if view is None:
            return []
        return [_selection(server, view, position) for position in params.positions]

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_LINK)
    def links(params: types.DocumentLinkParams) -> list[types.DocumentLink]:
        view = server.view(params.text_document.uri)
        if view is None:
            return []
        found = structure.links(view.snapshot, view.path)
        return [types.DocumentLink(server.range(view, one.start, one.end), uri_of(one.path)) for one in found]


def _symbol(server: PolicyServer, view: View, item: Item) -> types.DocumentSymbol:
    return types.DocumentSymbol(
        name=item.name.strip() or "…",  # a client may refuse a symbol without a name
        kind=SYMBOL_KINDS[item.kind],
        range=server.range(view, item.start, item.end),
        selection_range=server.range(view, item.name_start, item.name_end),
        detail=item.label,
        children=[_symbol(server, view, child) for child in item.children],
    )


def _selection(server: PolicyServer, view: View, position: types.Position) -> types.SelectionRange:
    assert view.document is not None
    nested = structure.selections(view.document, server.offset(view, position))
    found: types.SelectionRange | None = None
    for start, end in reversed(nested):
        found = types.SelectionRange(server.range(view, start, end), found)
    assert found is not None
    return found
