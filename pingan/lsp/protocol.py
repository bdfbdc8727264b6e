"""The part of the protocol that keeps texts: ours, since lines end where the protocol says, and nowhere else."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, Any, cast

from lsprotocol import types
from pygls.exceptions import JsonRpcException, JsonRpcInvalidRequest
from pygls.protocol import LanguageServerProtocol
from pygls.protocol.language_server import lsp_method

if TYPE_CHECKING:
    from pingan.lsp.server import PolicyServer


class _Writer:
    """Writes one message at a time, whichever thread has it to send."""

    def __init__(self, writer: Any) -> None:
        self._writer = writer
        self._lock = Lock()

    def write(self, data: bytes) -> Any:
        with self._lock:
            return self._writer.write(data)

    def close(self) -> Any:
        return self._writer.close()


class Protocol(LanguageServerProtocol):
    """As pygls has it, but for the texts of documents, and that every request is answered."""

    def set_writer(self, writer: Any, include_headers: bool = True) -> None:
        super().set_writer(_Writer(writer), include_headers)

    def structure_message(self, data: dict[str, Any]) -> Any:
        try:
            return super().structure_message(data)
        except JsonRpcException as error:
            if "id" in data and "method" in data:  # a client that is told nothing would wait for ever
                self._send_response(data["id"], None, error.to_response_error())
            raise

    def handle_message(self, message: Any) -> None:
        method = getattr(message, "method", types.EXIT)
        if self._shutdown and hasattr(message, "id") and method != types.EXIT:
            self._send_response(message.id, None, JsonRpcInvalidRequest().to_response_error())
            return
        super().handle_message(message)

    @property
    def _policies(self) -> PolicyServer:
        return cast("PolicyServer", self._server)

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: types.DidOpenTextDocumentParams) -> None:
        document = params.text_document
        self._policies.opened(document.uri, document.text, document.version)

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: types.DidChangeTextDocumentParams) -> None:
        document = params.text_document
        self._policies.changed(document.uri, params.content_changes, document.version)

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: types.DidCloseTextDocumentParams) -> None:
        self._policies.closed(params.text_document.uri)

    @lsp_method(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)
    def lsp_workspace__did_change_workspace_folders(self, params: types.DidChangeWorkspaceFoldersParams) -> None:
        self._policies.folders_changed(params.event)
