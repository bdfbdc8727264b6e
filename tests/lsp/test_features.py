"""Completion, hovers, colours, hints, lenses and actions, as an editor asks for them."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from lsprotocol import types

import pingan
from pingan.lsp.semantic_tokens import MODIFIERS, TYPES, difference
from tests.editor.viewing import FLOOD
from tests.lsp.session import Session, edited, told

TEXT = """policy zz {
    uses flood
}

set promptly = 2 hours

rule close "封路😀" {
    since gauge.read_at
    when gauge.depth_cm > 3 and warning = red
    then warden must close_road promptly
}

scenario "high" {
    given warning = red
    given gauge.depth_cm = 4
    as of 2016-01-05
    expect close applies
}
"""


def _files(folder: Path) -> Path:
    (folder / "flood.rules").write_text(FLOOD, "utf-8")
    path = folder / "zz.rules"
    path.write_text(TEXT, "utf-8")
    return path


def test_what_is_typed_is_completed_and_explained(tmp_path: Path) -> None:
    path = _files(tmp_path)

    async def story(session: Session) -> None:
        client, document = session.client, session.open(path)
        session.change(document, "warning = red\n", "预\n")
        asked = types.CompletionParams(document, session.at(document, "and 预|"))
        found = await client.text_document_completion_async(asked)
        assert isinstance(found, types.CompletionList) and found.is_incomplete
        first = found.items[0]
        assert first.label == "warning" and first.kind == types.CompletionItemKind.Variable
        assert first.label_details is not None and first.label_details.description == "预警"
        assert isinstance(first.text_edit, types.TextEdit) and first.filter_text == "预"
        # `😀` stands two lines above: columns count in UTF-16 units of their own line.
        assert edited(session.texts[document.uri], [first.text_edit]).count("and warning\n") == 1
        full = await client.completion_item_resolve_async(first)
        assert isinstance(full.documentation, types.MarkupContent) and "**fact** `warning`" in full.documentation.value

        session.change(document, "must close_road promptly", "must report(to: ")
        shown = await client.text_document_signature_help_async(
            types.SignatureHelpParams(document, session.at(document, "report(to: |"))
        )
        assert shown is not None and shown.signatures[0].label == "report(to: actor, about: Warning)"

    told(story, tmp_path)


def _filling(*, is_able: bool) -> types.ClientCapabilities:
    item = types.ClientCompletionItemOptions(snippet_support=is_able)
    completion = types.CompletionClientCapabilities(completion_item=item)
    return types.ClientCapabilities(text_document=types.TextDocumentClientCapabilities(completion=completion))


@pytest.mark.parametrize("is_able", [True, False])
def test_places_to_fill_in_are_sent_to_those_who_know_them(tmp_path: Path, is_able: bool) -> None:
    path = _files(tmp_path)

    async def story(session: Session) -> None:
        document = session.open(path)
        asked = types.CompletionParams(document, types.Position(99, 0))
        found = await session.client.text_document_completion_async(asked)
        assert isinstance(found, types.CompletionList)
        formats = {item.insert_text_format for item in found.items}
        assert (types.InsertTextFormat.Snippet in formats) is is_able
        assert "rule" in {item.label for item in found.items}

    told(story, tmp_path, abilities=_filling(is_able=is_able))


def test_names_are_told_and_hinted_in_the_language_that_is_set(tmp_path: Path) -> None:
    path = _files(tmp_path)

    async def story(session: Session) -> None:
        client, document = session.client, session.open(path)
        await session.diagnostics(document)
        types.HoverParams(document, session.at(document, "depth|_cm > 3"))
        hover = await client.text_document_hover_async(
            types.HoverParams(document, session.at(document, "depth|_cm > 3"))
        )
        assert hover is not None and isinstance(hover.contents, types.MarkupContent)
        assert "**field** `Gauge.depth_cm` 水深" in hover.contents.value
        whole = types.Range(types.Position(0, 0), types.Position(99, 0))
        hints = await client.text_document_inlay_hint_async(types.InlayHintParams(document, whole))
        assert {"水深", "封闭道路", "= 2 hours from gauge.read_at"} <= {str(hint.label) for hint in hints or ()}
        session.client.workspace_did_change_configuration(
            types.DidChangeConfigurationParams({"pingan": {"language": "zh", "inlayHints": {"labels": False}}})
        )
        hover = await client.text_document_hover_async(
            types.HoverParams(document, session.at(document, "depth|_cm > 3"))
        )
        assert hover is not None and isinstance(hover.contents, types.MarkupContent)
        assert "**字段**" in hover.contents.value
        hints = await client.text_document_inlay_hint_async(types.InlayHintParams(document, whole))
        assert [str(hint.label) for hint in hints or ()] == ["= 2 小时 自 gauge.read_at 起"]

    told(story, tmp_path)


def test_colours_are_sent_whole_in_part_and_as_what_has_changed(tmp_path: Path) -> None:
    path = _files(tmp_path)

    async def story(session: Session) -> None:
        client, document = session.client, session.open(path)
        legend = session.abilities.semantic_tokens_provider
        assert legend is not None and tuple(legend.legend.token_types) == TYPES
        whole = await client.text_document_semantic_tokens_full_async(types.SemanticTokensParams(document))
        assert whole is not None
        assert ("close", "rule", ("declaration",)) in _read(session.texts[document.uri], whole.data)
        session.change(document, "depth_cm > 3", "depth_cm > 12")
        asked = types.SemanticTokensDeltaParams(document, whole.result_id or "")
        delta = await client.text_document_semantic_tokens_full_delta_async(asked)
        assert isinstance(delta, types.SemanticTokensDelta) and len(delta.edits) == 1
        numbers = list(whole.data)
        for edit in delta.edits:
            numbers[edit.start : edit.start + edit.delete_count] = edit.data or []
        again = await client.text_document_semantic_tokens_full_async(types.SemanticTokensParams(document))
        assert again is not None and numbers == list(again.data)
        found = _read(session.texts[document.uri], numbers)
        assert ("12", "number", ()) in found and ("warden", "actor", ()) in found
        rule = types.Range(session.at(document, "|rule close"), session.at(document, "must |close_road"))
        part = await client.text_document_semantic_tokens_range_async(types.SemanticTokensRangeParams(document, rule))
        assert part is not None and 10 < len(part.data) // 5 < len(numbers) // 5
        assert set(_read(session.texts[document.uri], part.data)) <= set(found)

    told(story, tmp_path)


def _read(text: str, numbers: object) -> list[tuple[str, str, tuple[str, ...]]]:
    """The tokens that *numbers* stand for: what is written, its type, its modifiers."""
    lines = [line.encode("utf-16-le") for line in text.split("\n")]
    data, found = list(numbers), []  # type: ignore[call-overload]
    line = column = 0
    for place in range(0, len(data), 5):
        down, right, length, kind, bits = data[place : place + 5]
        line, column = line + down, right if down else column + right
        written = lines[line][column * 2 : (column + length) * 2].decode("utf-16-le")
        found.append((written, TYPES[kind], tuple(m for n, m in enumerate(MODIFIERS) if bits >> n & 1)))
    return found


@pytest.mark.parametrize(
    ("old", "new"), [([], [1]), ([1, 2, 3], [1, 3]), ([1, 1, 1], [1, 1]), ([1], []), ([4, 5], [4, 5])]
)
def test_the_difference_of_two_rows_makes_one_of_the_other(old: list[int], new: list[int]) -> None:
    made = list(old)
    for edit in difference(old, new):
        made[edit.start : edit.start + edit.delete_count] = edit.data or []
    assert made == new


def test_scenarios_are_run_in_the_background_and_told_above_them(tmp_path: Path) -> None:
    path = _files(tmp_path)

    async def story(session: Session) -> None:
        client, document = session.client, session.open(path)
        asked = types.CodeLensParams(document)
        titles = await _titles(client, asked, until="✓ passed")
        assert "1 scenario, 0 failed" in titles
        lenses = await client.text_document_code_lens_async(asked)
        run = next(lens.command for lens in lenses or () if lens.command and lens.command.title == "✓ passed")
        assert run.command == "pingan.runScenario" and list(run.arguments or ()) == [document.uri, "high"]
        session.change(document, "depth_cm > 3", "depth_cm > 5")
        titles = await _titles(client, asked, until="✗ failed")
        assert not [title for title in titles if "earlier" in title]

    async def _titles(client: object, asked: types.CodeLensParams, *, until: str) -> list[str]:
        for _ in range(200):
            lenses = await client.text_document_code_lens_async(asked)  # type: ignore[attr-defined]
            titles = [lens.command.title for lens in lenses or () if lens.command]
            if any(title.startswith(until) and "earlier" not in title for title in titles):
                return titles
            await asyncio.sleep(0.1)
        raise AssertionError(titles)

    told(story, tmp_path)


def test_actions_are_named_at_once_and_worked_out_when_one_is_chosen(tmp_path: Path) -> None:
    path = _files(tmp_path)

    async def story(session: Session) -> None:
        client, document = session.client, session.open(path)
        await session.diagnostics(document)
        place = session.at(document, "rule clo|se")
        asked = types.CodeActionParams(document, types.Range(place, place), types.CodeActionContext([]))
        found = await client.text_document_code_action_async(asked)
        actions = {a.title: a for a in found or () if isinstance(a, types.CodeAction)}
        witness = next(a for title, a in actions.items() if "near miss" in title)
        assert witness.edit is None
        resolved = await client.code_action_resolve_async(witness)
        text = edited(session.texts[document.uri], _edits(resolved, document.uri))
        assert pingan.load(pingan.Source("zz.rules", text), pingan.Source("flood.rules", FLOOD)).model.scenarios[1:]
        only = types.CodeActionContext([], only=[types.CodeActionKind.QuickFix])
        assert not await client.text_document_code_action_async(
            types.CodeActionParams(document, types.Range(place, place), only)
        )

    told(story, tmp_path)


def test_a_finding_is_mended_by_its_action(tmp_path: Path) -> None:
    path = _files(tmp_path)

    async def story(session: Session) -> None:
        client, document = session.client, session.open(path)
        session.change(document, "must close_road", "must close_rod")
        found = await session.diagnostics(document)
        wrong = next(d for d in found if d.code == "unknown-name")
        asked = types.CodeActionParams(document, wrong.range, types.CodeActionContext([wrong]))
        actions = [
            a for a in await client.text_document_code_action_async(asked) or () if isinstance(a, types.CodeAction)
        ]
        declare = next(a for a in actions if "Declare action" in a.title)
        assert declare.kind == types.CodeActionKind.QuickFix and declare.diagnostics
        after = edited(session.texts[document.uri], _edits(declare, document.uri))
        assert "action close_rod\n\nrule close" in after

    told(story, tmp_path)


def _edits(action: types.CodeAction, uri: str) -> list[types.TextEdit]:
    assert action.edit is not None and action.edit.changes is not None
    return list(action.edit.changes[uri])
