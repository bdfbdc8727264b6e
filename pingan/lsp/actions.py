"""Code actions: named at once, worked out when somebody chooses one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from attrs import evolve
from lsprotocol import types

from pingan.editor.actions import actions, resolved
from pingan.editor.feature_nodes import Action
from pingan.editor.view import View
from pingan.lsp.edits import workspace_edit
from pingan.lsp.server import PolicyServer

_KINDS: Final = {"source.organizeUses": types.CodeActionKind.SourceOrganizeImports.value}
_OFFERED: Final = [
    types.CodeActionKind.QuickFix,
    types.CodeActionKind.RefactorExtract,
    types.CodeActionKind.RefactorInline,
    types.CodeActionKind.RefactorRewrite,
    types.CodeActionKind.Source,
    types.CodeActionKind.SourceOrganizeImports,
]


def register(server: PolicyServer) -> None:
    @server.feature(
        types.TEXT_DOCUMENT_CODE_ACTION,
        types.CodeActionOptions(code_action_kinds=_OFFERED, resolve_provider=True),
    )
    def offered(params: types.CodeActionParams) -> list[types.CodeAction]:
        view = server.view(params.text_document.uri)
        if view is None or view.document is None:
            return []
        start, end = server.positions(view.document).offsets(params.range)
        found = actions(view, start, end, server.checks.result(view.path))
        return [
            _action(server, view, one, params)
            for one in found
            if params.context.only is None or _is_asked(_kind(one), params.context.only)
        ]

    @server.feature(types.CODE_ACTION_RESOLVE)
    @server.thread()
    def resolve(action: types.CodeAction) -> types.CodeAction:
        data = action.data if isinstance(action.data, dict) else {}
        view, pending = server.view(str(data.get("uri", ""))), data.get("pending")
        if view is None or not isinstance(pending, dict):
            return action
        if data.get("version") != server.versions.get(view.path):
            raise server.failed("the text has changed since: ask again", "文本已改动，请重试", view.document)
        found = resolved(view, Action(action.title, "source", pending={str(k): v for k, v in pending.items()}))
        if not found.changes:
            raise server.failed("nothing was found that could be written", "没有找到可写的内容", view.document)
        return evolve(action, edit=workspace_edit(server, view.snapshot, found.changes))


def _kind(action: Action) -> str:
    return _KINDS.get(action.kind, action.kind)


def _is_asked(kind: str, only: Iterable[Any]) -> bool:
    """Whether *kind* is one of *only*, or below one of them."""
    return any(kind == (o := str(getattr(one, "value", one))) or kind.startswith(f"{o}.") for one in only)


def _action(server: PolicyServer, view: View, found: Action, params: types.CodeActionParams) -> types.CodeAction:
    mended = [d for d in params.context.diagnostics if found.code is not None and d.code == found.code]
    edit = workspace_edit(server, view.snapshot, found.changes) if found.changes is not None else None
    uri = params.text_document.uri
    version = server.versions.get(view.path)
    data = {"uri": uri, "version": version, "pending": dict(found.pending)} if found.pending is not None else None
    return types.CodeAction(
        title=found.title,
        kind=_kind(found),
        diagnostics=mended or None,
        is_preferred=True if found.safe and mended else None,
        edit=edit,
        data=data,
    )
