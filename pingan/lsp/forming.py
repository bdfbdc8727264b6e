"""Files and declarations brought into form."""

from __future__ import annotations

from lsprotocol import types

from pingan.editor import forming
from pingan.lsp.edits import text_edits
from pingan.lsp.server import PolicyServer


def register(server: PolicyServer) -> None:
    @server.feature(types.TEXT_DOCUMENT_FORMATTING)
    @server.thread()
    def whole(params: types.DocumentFormattingParams) -> list[types.TextEdit] | None:
        view = server.view(params.text_document.uri)
        if view is None or view.document is None:
            return None
        return text_edits(server, view.document, forming.formatted(view.document, server.project.environment))

    @server.feature(types.TEXT_DOCUMENT_RANGE_FORMATTING)
    @server.thread()
    def part(params: types.DocumentRangeFormattingParams) -> list[types.TextEdit] | None:
        view = server.view(params.text_document.uri)
        if view is None or view.document is None:
            return None
        start, end = server.positions(view.document).offsets(params.range)
        changes = forming.formatted_range(view.document, server.project.environment, start, end)
        return text_edits(server, view.document, changes)
