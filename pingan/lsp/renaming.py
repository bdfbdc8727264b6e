"""Names changed over all files."""

from __future__ import annotations

from lsprotocol import types

from pingan.editor import renaming
from pingan.editor.renaming import RenameError
from pingan.lsp.edits import workspace_edit
from pingan.lsp.server import PolicyServer


def register(server: PolicyServer) -> None:
    @server.feature(types.TEXT_DOCUMENT_PREPARE_RENAME)
    def prepare(params: types.PrepareRenameParams) -> types.PrepareRenamePlaceholder | None:
        view = server.view(params.text_document.uri)
        if view is None:
            return None
        try:
            found = renaming.prepare(view.snapshot, view.path, server.offset(view, params.position))
        except RenameError as error:
            raise server.failed(*error.said, view.document) from error
        return types.PrepareRenamePlaceholder(server.range(view, found.start, found.end), found.name)

    @server.feature(types.TEXT_DOCUMENT_RENAME, types.RenameOptions(prepare_provider=True))
    @server.thread()
    def rename(params: types.RenameParams) -> types.WorkspaceEdit | None:
        view = server.view(params.text_document.uri)
        if view is None:
            return None
        try:
            offset = server.offset(view, params.position)
            changes = renaming.rename(view.snapshot, view.path, offset, params.new_name)
        except RenameError as error:
            raise server.failed(*error.said, view.document) from error
        return workspace_edit(server, view.snapshot, changes)
