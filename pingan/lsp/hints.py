"""Inlay hints."""

from __future__ import annotations

from lsprotocol import types

from pingan.editor.feature_nodes import Hint
from pingan.editor.hints import Shown, hints
from pingan.editor.view import View
from pingan.lsp.server import PolicyServer
from pingan.lsp.settings import Settings


def register(server: PolicyServer) -> None:
    @server.feature(types.TEXT_DOCUMENT_INLAY_HINT)
    def hinted(params: types.InlayHintParams) -> list[types.InlayHint]:
        view = server.view(params.text_document.uri)
        if view is None or view.document is None:
            return []
        start, end = server.positions(view.document).offsets(params.range)
        return [_hint(server, view, found) for found in hints(view, start, end, shown(server.settings))]


def shown(settings: Settings) -> Shown:
    """Which hints *settings* ask for: all that they do not turn off."""
    wanted = settings.hints
    everything = wanted.get("enabled", True)
    return Shown(
        **{name: everything and wanted.get(name, True) for name in ("labels", "clauses", "deadlines", "types")}
    )


def _hint(server: PolicyServer, view: View, found: Hint) -> types.InlayHint:
    assert view.document is not None
    return types.InlayHint(
        position=server.positions(view.document).position(found.place),
        label=found.text,
        kind=types.InlayHintKind.Type if found.kind == "type" else None,
        tooltip=found.tooltip or None,
        padding_left=found.kind != "type",
    )
