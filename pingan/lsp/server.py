"""The server: what a client has open, what it can do, and whom the background work reports to."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer

import pingan
from pingan.editor.documents import Document
from pingan.editor.nodes import Place
from pingan.editor.project import Project
from pingan.editor.snapshot import Snapshot
from pingan.editor.view import View
from pingan.language.dialect import Language, in_chinese
from pingan.language.environment import Environment
from pingan.lsp.checker import Checks
from pingan.lsp.places import path_of, uri_of
from pingan.lsp.positions import Positions
from pingan.lsp.protocol import Protocol
from pingan.lsp.settings import Settings

Result = TypeVar("Result")
_LOGGER = logging.getLogger(__name__)
REQUEST_FAILED = -32803


class RefusedError(JsonRpcException):
    """A request that cannot be met, for a reason that the client shows: no error of ours."""


def _is_worth_logging(record: logging.LogRecord) -> bool:
    return record.exc_info is None or not isinstance(record.exc_info[1], RefusedError)


class PolicyServer(LanguageServer):
    """Texts that a client has open over a `Project`, and the settings of the client."""

    protocol: Protocol

    def __init__(self, environment: Environment | None = None) -> None:
        super().__init__("pingan", pingan.__version__, protocol_cls=Protocol, max_workers=4)
        self.project = Project((), environment)
        self.settings = Settings()
        self.encoding = types.PositionEncodingKind.Utf16.value
        self.locale = ""
        self.roots: list[str] = []
        self.versions: dict[str, int] = {}
        """Of the open documents, by path."""
        self.listeners: list[Callable[[str], None]] = []
        """Told the path of every document that was opened, changed or closed."""
        self._positions: dict[str, tuple[str, Positions]] = {}
        self.checks = Checks(self)

    # --- documents -----------------------------------------------------------------------------------------------

    def opened(self, uri: str, text: str, version: int | None) -> None:
        path = path_of(uri)
        self.versions[path] = version or 0
        self.project.edit(path, text)
        self._tell(path)

    def changed(self, uri: str, changes: Sequence[types.TextDocumentContentChangeEvent], version: int | None) -> None:
        """Applies *changes* one after the other. Of a document that was never opened nothing is known."""
        path = path_of(uri)
        document = self.project.snapshot().open.get(path)
        if document is None:
            return
        text = document.text
        for change in changes:
            if isinstance(change, types.TextDocumentContentChangePartial):
                start, end = Positions(text, self.encoding).offsets(change.range)
                text = text[:start] + change.text + text[end:]
            else:
                text = change.text
        self.versions[path] = version or 0
        self.project.edit(path, text)
        self._tell(path)

    def closed(self, uri: str) -> None:
        path = path_of(uri)
        self.versions.pop(path, None)
        self.project.close(path)
        self._tell(path)

    def files_changed(self) -> None:
        """Files on disk may be others now."""
        self.project.refresh()
        for path in tuple(self.versions):
            self._tell(path)

    def folders_changed(self, event: types.WorkspaceFoldersChangeEvent) -> None:
        gone = {path_of(folder.uri) for folder in event.removed}
        added = [path_of(folder.uri) for folder in event.added]
        self.set_roots([*(root for root in self.roots if root not in gone), *added])

    def set_roots(self, roots: Iterable[str]) -> None:
        self.roots = list(dict.fromkeys(roots))
        self.project.set_roots(self.roots)

    def _tell(self, path: str) -> None:
        for listener in self.listeners:
            listener(path)

    # --- what handlers ask for -------------------------------------------------------------------------------------

    def snapshot(self) -> Snapshot:
        """Everything as it stands now."""
        return self.project.snapshot()

    def view(self, uri: str) -> View | None:
        """The document *uri* as it stands now; None where nothing is known of it."""
        snapshot, path = self.snapshot(), path_of(uri)
        document = snapshot.document(path)
        return None if document is None else View(snapshot, path, self.spoken(document))

    def spoken(self, document: Document | None) -> Language:
        """The language in which things are told of *document*."""
        if self.settings.language != "auto":
            return "zh" if self.settings.language == "zh" else "en"
        if self.locale.casefold().startswith("zh"):
            return "zh"
        language = document.language if document is not None else None
        return "zh" if language is not None and in_chinese(language) else "en"

    def positions(self, document: Document) -> Positions:
        """The places of *document*, as the client counts them."""
        kept = self._positions.get(document.path)
        if kept is None or kept[0] is not document.text or kept[1].encoding != self.encoding:
            kept = self._positions[document.path] = document.text, Positions(document.text, self.encoding)
        return kept[1]

    def offset(self, view: View, position: types.Position) -> int:
        """The character of the document at *position*."""
        assert view.document is not None
        return self.positions(view.document).offset(position)

    def range(self, view: View, start: int, end: int) -> types.Range:
        assert view.document is not None
        return self.positions(view.document).range(start, end)

    def location(self, snapshot: Snapshot, place: Place) -> types.Location:
        """*place* for the client, in whichever file it is."""
        return types.Location(uri_of(place.path), self.range_in(snapshot, place))

    def range_in(self, snapshot: Snapshot, place: Place) -> types.Range:
        document = snapshot.document(place.path)
        if document is None or not place.path.endswith(".rules"):
            text = snapshot.text_of(place.path)
            return Positions(text, self.encoding).range(place.start, place.end)
        return self.positions(document).range(place.start, place.end)

    # --- errors ----------------------------------------------------------------------------------------------------

    def failed(self, english: str, chinese: str, document: Document | None = None) -> RefusedError:
        """What a client shows where a request cannot be met, and why."""
        return RefusedError(chinese if self.spoken(document) == "zh" else english, code=REQUEST_FAILED)

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Into the log of the client: a message box for each keystroke would help nobody."""
        if not isinstance(error, RefusedError):
            _LOGGER.error("%s", error, exc_info=error)


def make_server(environment: Environment | None = None) -> PolicyServer:
    """A server with everything it can do. *environment*: the libraries that whoever starts it chose."""
    from pingan.lsp import features  # what it can do needs the server's type

    logging.getLogger("pygls.protocol.json_rpc").addFilter(_is_worth_logging)
    server = PolicyServer(environment)
    features.register(server)
    return server
