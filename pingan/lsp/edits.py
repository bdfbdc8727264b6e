"""Changes of texts as the protocol has them."""

from __future__ import annotations

from collections.abc import Iterable

from lsprotocol import types

from pingan.editor.documents import Document
from pingan.editor.nodes import Change, Changes
from pingan.editor.snapshot import Snapshot
from pingan.lsp.places import uri_of
from pingan.lsp.server import PolicyServer


def text_edits(server: PolicyServer, document: Document, changes: Iterable[Change]) -> list[types.TextEdit]:
    """*changes* of *document*."""
    positions = server.positions(document)
    return [types.TextEdit(positions.range(c.start, c.end), c.text) for c in changes]


def workspace_edit(server: PolicyServer, snapshot: Snapshot, changes: Changes) -> types.WorkspaceEdit:
    """*changes* of several files: with the versions they are of, where the client knows what that is."""
    documents = [(d, made) for path, made in changes.items() if (d := snapshot.document(path)) is not None]
    workspace = server.client_capabilities.workspace
    edit = workspace.workspace_edit if workspace is not None else None
    if edit is None or not edit.document_changes:
        return types.WorkspaceEdit(changes={uri_of(d.path): text_edits(server, d, made) for d, made in documents})
    return types.WorkspaceEdit(
        document_changes=[
            types.TextDocumentEdit(
                types.OptionalVersionedTextDocumentIdentifier(uri_of(d.path), server.versions.get(d.path)),
                list(text_edits(server, d, made)),
            )
            for d, made in documents
        ]
    )
