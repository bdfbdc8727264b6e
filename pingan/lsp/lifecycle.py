"""How a client begins, what it sets, and what it tells of files."""

from __future__ import annotations

from typing import Any

from lsprotocol import types
from pygls.capabilities import ServerCapabilitiesBuilder

from pingan.lsp.places import path_of
from pingan.lsp.server import PolicyServer
from pingan.lsp.settings import Settings

_SECTION = "pingan"


def register(server: PolicyServer) -> None:
    @server.feature(types.INITIALIZE)
    def initialize(params: types.InitializeParams) -> None:
        chosen = ServerCapabilitiesBuilder.choose_position_encoding(params.capabilities)
        server.encoding = getattr(chosen, "value", str(chosen))
        server.locale = params.locale or ""
        server.settings = Settings.of(params.initialization_options)
        folders = [folder.uri for folder in params.workspace_folders or ()]
        if not folders and params.root_uri:
            folders = [params.root_uri]
        server.set_roots(path_of(uri) for uri in folders if uri.startswith("file:"))

    @server.feature(types.INITIALIZED)
    def initialized(params: types.InitializedParams) -> None:
        _watch(server)
        _ask_settings(server)
        server.checks.warm()

    @server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
    def configured(params: types.DidChangeConfigurationParams) -> None:
        if isinstance(params.settings, dict) and params.settings:
            server.settings = Settings.of(params.settings)
            server.files_changed()
        else:
            _ask_settings(server)

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def watched(params: types.DidChangeWatchedFilesParams) -> None:
        server.files_changed()

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def saved(params: types.DidSaveTextDocumentParams) -> None:
        server.files_changed()


def _watch(server: PolicyServer) -> None:
    """Asks to be told of files that others write."""
    workspace = server.client_capabilities.workspace
    watching = workspace.did_change_watched_files if workspace is not None else None
    if watching is None or not watching.dynamic_registration:
        return
    patterns = ("**/*.rules", "**/*.jsonl", "**/pingan.toml", "**/pyproject.toml")
    options = types.DidChangeWatchedFilesRegistrationOptions([types.FileSystemWatcher(p) for p in patterns])
    registration = types.Registration("pingan-files", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)
    server.client_register_capability(types.RegistrationParams([registration]), callback=lambda _: None)


def _ask_settings(server: PolicyServer) -> None:
    workspace = server.client_capabilities.workspace
    if workspace is None or not workspace.configuration:
        return

    def told(found: Any) -> None:
        if isinstance(found, (list, tuple)) and found and isinstance(found[0], dict):
            server.settings = Settings.of(found[0])
            server.files_changed()

    asked = types.ConfigurationParams([types.ConfigurationItem(section=_SECTION)])
    server.workspace_configuration(asked, callback=told)
