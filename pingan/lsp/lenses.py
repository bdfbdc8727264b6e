"""Code lenses; scenarios are run in the background, when nothing is to be checked any more."""

from __future__ import annotations

from collections.abc import Callable

from lsprotocol import types

from pingan.editor.feature_nodes import Lens
from pingan.editor.lenses import lenses
from pingan.editor.results import Results, results_of
from pingan.editor.view import View
from pingan.lsp.places import uri_of
from pingan.lsp.server import PolicyServer


def register(server: PolicyServer) -> None:
    results: dict[str, Results] = {}

    def run(path: str, is_wanted: Callable[[], bool]) -> None:
        """Runs the scenarios of the file *path*, if they have not been run as they stand now."""
        if not server.settings.lenses or path not in server.versions:
            results.pop(path, None)
            return
        loaded = server.snapshot().loaded(path)
        if loaded is None or (path in results and results[path].policy is loaded.policy):
            return
        document = server.snapshot().document(path)
        found = results_of(loaded.policy, server.spoken(document), is_wanted=is_wanted)
        if found is not None:
            results[path] = found
            _refresh(server)

    server.checks.afterwards.append(run)

    @server.feature(types.TEXT_DOCUMENT_CODE_LENS, types.CodeLensOptions(resolve_provider=False))
    def shown(params: types.CodeLensParams) -> list[types.CodeLens]:
        view = server.view(params.text_document.uri)
        if view is None or not server.settings.lenses:
            return []
        return [_lens(server, view, found) for found in lenses(view, results.get(view.path))]


def _refresh(server: PolicyServer) -> None:
    """Has the client ask again."""
    workspace = server.client_capabilities.workspace
    ability = workspace.code_lens if workspace is not None else None
    if ability is not None and ability.refresh_support:
        server.workspace_code_lens_refresh(None, callback=lambda _: None)


def _lens(server: PolicyServer, view: View, found: Lens) -> types.CodeLens:
    arguments = [uri_of(found.arguments[0]), *found.arguments[1:]] if found.arguments else None
    command = types.Command(found.title, found.command, arguments=arguments)
    return types.CodeLens(server.range(view, found.start, found.end), command)
