"""The server as an editor meets it."""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

import pingan
from tests.editor.workspace import FLOOD, RULES_ZH, WATER, written
from tests.lsp.session import SECONDS, Session, edited, told

DOCUMENT = types.TextDocumentIdentifier


def test_a_policy_is_opened_broken_mended_and_looked_around_in(tmp_path: Path) -> None:
    files = written(tmp_path)

    async def story(session: Session) -> None:
        client = session.client
        flood = session.open(files["flood"])
        assert [d for d in await session.diagnostics(flood) if d.severity == types.DiagnosticSeverity.Error] == []

        session.change(flood, "and alarm >= yellow", "and alarm >=")
        (broken,) = await session.diagnostics(flood)
        assert broken.code == "unexpected-text" and broken.range.start.line == FLOOD[
            : FLOOD.index("then warden must patrol")
        ].count("\n")
        # What is broken hides nothing else.
        symbols = await client.text_document_document_symbol_async(types.DocumentSymbolParams(flood))
        assert [s.name for s in symbols or ()][-2:] == ["watch", "high water"]
        assert not await client.text_document_formatting_async(_formatting(flood))

        session.change(flood, "and alarm >=", "and alarm >= bleu")
        (unknown,) = await session.diagnostics(flood)
        assert unknown.code == "unknown-name" and "bleu" in unknown.message

        session.change(flood, "alarm >= bleu", "alarm >= yellow")
        assert all(d.severity != types.DiagnosticSeverity.Error for d in await session.diagnostics(flood))

        where = await client.text_document_definition_async(
            types.DefinitionParams(flood, session.at(flood, "g.depth|_cm"))
        )
        assert isinstance(where, types.Location) and where.uri == files["water"].as_uri()
        asked = types.ReferenceParams(types.ReferenceContext(True), flood, session.at(flood, "define hi|gh"))
        places = await client.text_document_references_async(asked)
        assert sorted(Path(p.uri).name for p in places or ()) == [
            "%E7%BB%86%E5%88%99.rules",
            "flood.rules",
            "flood.rules",
        ]
        found = await client.workspace_symbol_async(types.WorkspaceSymbolParams("巡查"))
        assert {s.name for s in found or ()} == {"patrol", "warden", "加密巡查"}

    told(story, tmp_path)


def test_names_are_changed_in_all_files_and_emoji_count_twice(tmp_path: Path) -> None:
    files = written(tmp_path)

    async def story(session: Session) -> None:
        flood, rules = session.open(files["flood"]), session.open(files["细则"])
        place = session.at(flood, 'Weir", depth|_cm: 40')
        line = FLOOD[: FLOOD.index("😀")].count("\n")
        assert place.line == line and place.character == FLOOD.split("\n")[line].index("depth_cm") + 5 + 1
        ready = await session.client.text_document_prepare_rename_async(types.PrepareRenameParams(flood, place))
        assert isinstance(ready, types.PrepareRenamePlaceholder) and ready.placeholder == "depth_cm"
        made = await session.client.text_document_rename_async(types.RenameParams(flood, place, "水位_cm"))
        assert made is not None and made.changes is not None
        texts = {uri: edited((WATER if "water" in uri else FLOOD), list(edits)) for uri, edits in made.changes.items()}
        assert texts == {
            files["flood"].as_uri(): FLOOD.replace("depth_cm", "水位_cm"),
            files["water"].as_uri(): WATER.replace("depth_cm", "水位_cm"),
        }
        label = types.RenameParams(rules, session.at(rules, "站.高|水"), "涨水")
        by_label = await session.client.text_document_rename_async(label)
        assert by_label is not None and by_label.changes is not None
        assert edited(RULES_ZH, list(by_label.changes[files["细则"].as_uri()])) == RULES_ZH.replace("高水", "涨水")
        with pytest.raises(JsonRpcException, match="保留词"):
            await session.client.text_document_rename_async(
                types.RenameParams(rules, session.at(rules, "站.高|水"), "当")
            )
        clause = session.at(flood, '"1-|b" "only')
        with pytest.raises(JsonRpcException, match="ids of clauses"):
            await session.client.text_document_prepare_rename_async(types.PrepareRenameParams(flood, clause))

    told(story, tmp_path)


def test_a_policy_in_chinese_is_formatted_and_told_of_in_chinese(tmp_path: Path) -> None:
    files = written(tmp_path)
    text = RULES_ZH.replace("当 站.高水", "当   站.高水")

    async def story(session: Session) -> None:
        rules = session.open(files["细则"], text)
        edits = await session.client.text_document_formatting_async(_formatting(rules))
        assert edited(text, list(edits or ())) == pingan.format_text(text)
        symbols = await session.client.text_document_document_symbol_async(types.DocumentSymbolParams(rules))
        assert [(s.name, s.detail) for s in symbols or ()] == [("细则", "防汛细则"), ("加密巡查", "加密巡查")]
        folds = await session.client.text_document_folding_range_async(types.FoldingRangeParams(rules))
        assert [(f.start_line, f.end_line) for f in folds or ()] == [(0, 3), (6, 10)]
        links = await session.client.text_document_document_link_async(types.DocumentLinkParams(rules))
        assert [link.target for link in links or ()] == [files["flood"].as_uri(), files["flood"].as_uri()]

    told(story, tmp_path)


def test_what_is_typed_in_a_vocabulary_is_seen_where_it_is_used(tmp_path: Path) -> None:
    files = written(tmp_path)

    async def story(session: Session) -> None:
        flood, water = session.open(files["flood"]), session.open(files["water"])
        assert await _errors(session, flood) == []
        session.change(water, "action close_road", "action shut_road")
        assert await _errors(session, flood) == ["unknown-name", "unknown-name"]
        session.change(flood, "must close_road promptly", "must shut_road promptly")
        session.change(flood, "must close_road\n", "must shut_road\n")
        assert await _errors(session, flood) == []
        session.client.text_document_did_close(types.DidCloseTextDocumentParams(water))
        # On disk it is still called as before.
        assert await _errors(session, flood) == ["unknown-name", "unknown-name"]

    told(story, tmp_path)


def test_a_client_that_does_not_ask_is_told(tmp_path: Path) -> None:
    files = written(tmp_path)

    async def story(session: Session) -> None:
        flood = session.open(files["flood"], FLOOD.replace("warden must patrol", "wardn must patrol"))
        while not session.client.diagnostics.get(flood.uri):
            await session.client.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        (found,) = session.client.diagnostics[flood.uri]
        assert found.code == "unknown-name" and found.source == "pingan" and "did you mean `warden`?" in found.message
        session.change(flood, "wardn", "warden")
        while any(d.code == "unknown-name" for d in session.client.diagnostics[flood.uri]):
            await session.client.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)

    told(story, tmp_path)


def test_why_a_policy_cannot_be_used_is_told_though_the_fault_is_in_a_file_that_nobody_has_open(tmp_path: Path) -> None:
    files = written(tmp_path)
    files["water"].write_text(WATER.replace("action close_road", "action close road"), encoding="utf-8")
    asking = types.ClientCapabilities(
        text_document=types.TextDocumentClientCapabilities(diagnostic=types.DiagnosticClientCapabilities())
    )

    async def story(session: Session) -> None:
        flood, water = session.open(files["flood"]), files["water"].as_uri()
        while not session.client.diagnostics.get(water):
            await session.client.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        assert {d.code for d in session.client.diagnostics[water]} == {"unexpected-text"}
        # As soon as it is open the client asks, and is not told twice.
        session.open(files["water"])
        while session.client.diagnostics[water]:
            await session.client.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        assert flood.uri not in session.client.diagnostics

    told(story, tmp_path, abilities=asking)


def test_what_was_wrong_with_the_setting_up_of_lints_is_forgotten_when_it_is_mended(tmp_path: Path) -> None:
    files = written(tmp_path)
    setup = tmp_path / "pingan.toml"
    setup.write_text("x = [\n", encoding="utf-8")

    async def story(session: Session) -> None:
        async def told_of_it(number: int) -> None:
            while len(session.client.diagnostics.get(setup.as_uri(), [None])) != number:
                await session.client.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)

        def written_as(text: str) -> None:
            setup.write_text(text, encoding="utf-8")
            event = types.FileEvent(setup.as_uri(), types.FileChangeType.Changed)
            session.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))

        flood = session.open(files["flood"])
        await session.diagnostics(flood)
        assert len(session.client.diagnostics[setup.as_uri()]) == 1
        written_as("")
        await told_of_it(0)
        written_as("y = [\n")
        await told_of_it(1)
        session.client.text_document_did_close(types.DidCloseTextDocumentParams(flood))
        await told_of_it(0)

    told(story, tmp_path)


def test_a_request_that_cannot_be_read_or_comes_too_late_is_answered() -> None:
    nowhere = {"textDocument": {"uri": "file:///x.rules"}, "position": {"line": -1, "character": 0}}
    here = {**nowhere, "position": {"line": 0, "character": 0}}
    asked = (
        {"id": 1, "method": "initialize", "params": {"processId": None, "rootUri": None, "capabilities": {}}},
        {"id": 2, "method": "textDocument/hover", "params": nowhere},
        {"id": 3, "method": "shutdown"},
        {"id": 4, "method": "textDocument/hover", "params": here},
        {"method": "exit"},
    )
    bodies = [json.dumps({"jsonrpc": "2.0", **message}).encode() for message in asked]
    sent = b"".join(b"Content-Length: %d\r\n\r\n%b" % (len(body), body) for body in bodies)
    command = [sys.executable, "-m", "pingan", "lsp"]
    done = subprocess.run(command, input=sent, capture_output=True, timeout=SECONDS)
    answers = {}
    for found in re.finditer(rb"Content-Length: (\d+)\r\n[^{]*", done.stdout):
        answer = json.loads(done.stdout[found.end() : found.end() + int(found[1])])
        answers[answer.get("id")] = answer.get("error", {}).get("code")
    assert (done.returncode, answers) == (0, {1: None, 2: -32602, 3: None, 4: -32600})


def test_nothing_that_a_client_sends_ends_the_server(tmp_path: Path) -> None:
    files = written(tmp_path)
    (tmp_path / "gbk.rules").write_bytes("词汇 老文件\n事实 水深：整数\n".encode("gbk"))
    (tmp_path / "empty.rules").write_bytes(b"")

    async def story(session: Session) -> None:
        client = session.client
        flood = session.open(files["flood"], FLOOD.replace("\n", "\r\n"))
        for place in (types.Position(0, 0), types.Position(10**6, 10**6), types.Position(3, 2**31 - 1)):
            await client.text_document_definition_async(types.DefinitionParams(flood, place))
            await client.text_document_selection_range_async(types.SelectionRangeParams(flood, [place]))
        beyond = types.Range(types.Position(9999, 5), types.Position(2, 0))
        session.send(flood, types.TextDocumentContentChangePartial(beyond, "\u2028\x00“"))
        session.send(flood, types.TextDocumentContentChangeWholeDocument("政策 " + "啊" * 100_000))
        assert await session.diagnostics(flood)
        unknown = DOCUMENT("file:///no/such/file.rules")
        for uri in (unknown.uri, "untitled:Untitled-1", "git:/x.rules?{}", "file:///%00", "", "http://[::1"):
            nowhere = DOCUMENT(uri)
            assert not await client.text_document_definition_async(
                types.DefinitionParams(nowhere, types.Position(0, 0))
            )
            session.send(nowhere, types.TextDocumentContentChangeWholeDocument("x"))
            client.text_document_did_close(types.DidCloseTextDocumentParams(nowhere))
        for name in ("gbk", "empty"):
            path = tmp_path / f"{name}.rules"
            opened = session.open(path, path.read_bytes().decode("latin-1"))
            assert await session.diagnostics(opened)
        files["water"].unlink()
        client.workspace_did_change_watched_files(
            types.DidChangeWatchedFilesParams([types.FileEvent(files["water"].as_uri(), types.FileChangeType.Deleted)])
        )
        session.send(flood, types.TextDocumentContentChangeWholeDocument(FLOOD))
        assert "unknown-module" in {d.code for d in await session.diagnostics(flood)}
        symbols = await client.text_document_document_symbol_async(types.DocumentSymbolParams(flood))
        assert len(symbols or ()) == 6

    told(story, tmp_path)


def test_columns_are_counted_as_agreed_and_libraries_are_chosen_by_the_user_alone(tmp_path: Path) -> None:
    files = written(tmp_path)
    path = tmp_path / "needy.rules"
    path.write_text("policy needy { needs os }\n", encoding="utf-8")
    (tmp_path / "pingan.toml").write_text('libraries = ["os"]\n', encoding="utf-8")
    agreed = types.ClientCapabilities(
        general=types.GeneralClientCapabilities(position_encodings=[types.PositionEncodingKind.Utf8])
    )
    line = next(number for number, text in enumerate(FLOOD.split("\n")) if "😀" in text)
    before = FLOOD.split("\n")[line].partition("depth_cm")[0]
    column = len(before.encode("utf-8"))

    async def story(session: Session) -> None:
        assert session.abilities.position_encoding == "utf-8"
        flood = session.open(files["flood"])
        asked = types.PrepareRenameParams(flood, types.Position(line, column + 2))
        found = await session.client.text_document_prepare_rename_async(asked)
        assert isinstance(found, types.PrepareRenamePlaceholder)
        assert (found.placeholder, found.range.start.character) == ("depth_cm", column)
        (missing,) = [d for d in await session.diagnostics(session.open(path)) if d.code == "missing-library"]
        assert "pingan lsp --library NAME" in missing.message

    told(story, tmp_path, abilities=agreed)


async def _errors(session: Session, document: DOCUMENT) -> list[str]:
    await asyncio.sleep(0)
    found = await session.diagnostics(document)
    return [str(d.code) for d in found if d.severity == types.DiagnosticSeverity.Error]


def _formatting(document: DOCUMENT) -> types.DocumentFormattingParams:
    return types.DocumentFormattingParams(document, types.FormattingOptions(4, True))
