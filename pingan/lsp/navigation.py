"""From names to what they name and where they are used."""

from __future__ import annotations

from lsprotocol import types

from pingan.editor import navigation
from pingan.editor.navigation import Target
from pingan.editor.snapshot import Snapshot
from pingan.editor.view import View
from pingan.lsp.kinds import SYMBOL_KINDS
from pingan.lsp.places import path_of
from pingan.lsp.server import PolicyServer


def register(server: PolicyServer) -> None:
    @server.feature(types.TEXT_DOCUMENT_DEFINITION)
    def definition(params: types.DefinitionParams) -> list[types.LocationLink] | types.Location | None:
        view = server.view(params.text_document.uri)
        if view is None:
            return None
        found = navigation.definition(view.snapshot, view.path, server.offset(view, params.position))
        return _target(server, view, found)

    @server.feature(types.TEXT_DOCUMENT_TYPE_DEFINITION)
    def type_definition(params: types.TypeDefinitionParams) -> list[types.LocationLink] | types.Location | None:
        view = server.view(params.text_document.uri)
        if view is None:
            return None
        found = navigation.type_definition(view.snapshot, view.path, server.offset(view, params.position))
        return _target(server, view, found)

    @server.feature(types.TEXT_DOCUMENT_REFERENCES)
    @server.thread()
    def references(params: types.ReferenceParams) -> list[types.Location]:
        view = server.view(params.text_document.uri)
        if view is None:
            return []
        offset = server.offset(view, params.position)
        declaration = params.context.include_declaration
        places = navigation.references(view.snapshot, view.path, offset, declaration=declaration)
        return [server.location(view.snapshot, place) for place in places]

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT)
    def highlights(params: types.DocumentHighlightParams) -> list[types.DocumentHighlight]:
        view = server.view(params.text_document.uri)
        if view is None:
            return []
        found = navigation.highlights(view.snapshot, view.path, server.offset(view, params.position))
        return [
            types.DocumentHighlight(
                server.range(view, one.start, one.end),
                types.DocumentHighlightKind.Write if one.role == "declaration" else types.DocumentHighlightKind.Read,
            )
            for one in found
        ]

    @server.feature(types.WORKSPACE_SYMBOL)
    @server.thread()
    def symbols(params: types.WorkspaceSymbolParams) -> list[types.WorkspaceSymbol]:
        snapshot = server.snapshot()
        return [_symbol(server, snapshot, one) for one in navigation.workspace_symbols(snapshot, params.query)]


def _symbol(server: PolicyServer, snapshot: Snapshot, found: navigation.Found) -> types.WorkspaceSymbol:
    within = " · ".join(part for part in (found.label, found.within) if part)
    return types.WorkspaceSymbol(
        name=found.name,
        kind=SYMBOL_KINDS[found.kind],
        location=server.location(snapshot, found.place),
        container_name=within or None,
    )


def _target(
    server: PolicyServer, view: View, target: Target | None
) -> list[types.LocationLink] | types.Location | None:
    if target is None:
        return None
    location = server.location(view.snapshot, target.place)
    abilities = server.client_capabilities.text_document
    definition = abilities.definition if abilities is not None else None
    if definition is None or not definition.link_support:
        return location
    origin = server.range(view, target.origin.start, target.origin.end)
    return [types.LocationLink(location.uri, location.range, location.range, origin)]


__all__ = ["path_of", "register"]
