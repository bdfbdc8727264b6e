"""Hovers."""

from __future__ import annotations

from lsprotocol import types

from pingan.editor.hover import hover
from pingan.lsp.server import PolicyServer


def register(server: PolicyServer) -> None:
    @server.feature(types.TEXT_DOCUMENT_HOVER)
    def hovered(params: types.HoverParams) -> types.Hover | None:
        view = server.view(params.text_document.uri)
        found = hover(view, server.offset(view, params.position)) if view is not None else None
        if view is None or found is None:
            return None
        markup = types.MarkupContent(types.MarkupKind.Markdown, found.text)
        return types.Hover(markup, server.range(view, found.start, found.end))
