"""A real client that starts `pingan lsp` and speaks with it over standard input and output."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

from lsprotocol import types
from pytest_lsp import LanguageClient, make_test_lsp_client

SECONDS = 30

Story = Callable[["Session"], Awaitable[None]]


class Session:
    """What a client does, by the paths of files; positions are found by their text."""

    def __init__(self, client: LanguageClient, result: types.InitializeResult) -> None:
        self.client = client
        self.abilities = result.capabilities
        self.texts: dict[str, str] = {}
        self._version = 0

    def open(self, path: Path, text: str | None = None) -> types.TextDocumentIdentifier:
        uri = path.as_uri()
        self.texts[uri] = path.read_bytes().decode("utf-8") if text is None else text
        self._version += 1
        item = types.TextDocumentItem(uri, "pingan", self._version, self.texts[uri])
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
        return types.TextDocumentIdentifier(uri)

    def change(self, document: types.TextDocumentIdentifier, old: str, new: str) -> None:
        """Replaces *old*, which stands once in the text."""
        text = self.texts[document.uri]
        start = text.index(old)
        span = types.Range(position(text, start), position(text, start + len(old)))
        self.texts[document.uri] = text[:start] + new + text[start + len(old) :]
        self.send(document, types.TextDocumentContentChangePartial(span, new))

    def send(self, document: types.TextDocumentIdentifier, change: types.TextDocumentContentChangeEvent) -> None:
        self._version += 1
        named = types.VersionedTextDocumentIdentifier(self._version, document.uri)
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(named, [change]))

    def at(self, document: types.TextDocumentIdentifier, marked: str) -> types.Position:
        """The position of ``|`` in *marked*, which stands in the text once."""
        before, after = marked.split("|", 1)
        return position(self.texts[document.uri], self.texts[document.uri].index(before + after) + len(before))

    async def diagnostics(self, document: types.TextDocumentIdentifier) -> list[types.Diagnostic]:
        """What was last found, as soon as it is of the newest version."""

        async def wait() -> list[types.Diagnostic]:
            while True:
                asked = await self.client.text_document_diagnostic_async(types.DocumentDiagnosticParams(document))
                if isinstance(asked, types.RelatedFullDocumentDiagnosticReport):
                    return list(asked.items)

        return await asyncio.wait_for(wait(), SECONDS)


def position(text: str, offset: int) -> types.Position:
    """The place of the character *offset* in UTF-16 units, worked out in another way than the server does."""
    lines = text[:offset].split("\n")
    return types.Position(len(lines) - 1, len(lines[-1].encode("utf-16-le")) // 2)


def edited(text: str, edits: list[types.TextEdit]) -> str:
    """*text* after *edits*."""

    def offset(place: types.Position) -> int:
        lines = text.split("\n")
        units = lines[place.line].encode("utf-16-le")[: place.character * 2]
        return sum(len(line) + 1 for line in lines[: place.line]) + len(units.decode("utf-16-le"))

    for edit in sorted(edits, key=lambda e: offset(e.range.start), reverse=True):
        text = text[: offset(edit.range.start)] + edit.new_text + text[offset(edit.range.end) :]
    return text


def told(story: Story, folder: Path, *arguments: str, abilities: types.ClientCapabilities | None = None) -> None:
    """Starts a server for the workspace *folder*, lets *story* happen, and stops it as the protocol has it."""

    async def run() -> None:
        client = make_test_lsp_client()
        await client.start_io(sys.executable, "-m", "pingan", "lsp", *arguments)
        try:
            asked = types.InitializeParams(
                capabilities=abilities or types.ClientCapabilities(),
                workspace_folders=[types.WorkspaceFolder(folder.as_uri(), folder.name)],
            )
            result = await asyncio.wait_for(client.initialize_session(asked), SECONDS)
            await asyncio.wait_for(story(Session(client, result)), SECONDS)
            await asyncio.wait_for(client.shutdown_session(), SECONDS)
        except BaseException:
            # It was not asked to stop, and would be waited for.
            if client._server is not None:
                client._server.kill()
            raise
        finally:
            await asyncio.wait_for(client.stop(), SECONDS)

    asyncio.run(run())
