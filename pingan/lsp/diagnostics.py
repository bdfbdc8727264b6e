"""What is wrong with files, told to the client: sent as soon as it is known, or when it asks."""

from __future__ import annotations

import asyncio
import hashlib
import os

from lsprotocol import types

from pingan.diagnostics.diagnostic import Diagnostic, Severity
from pingan.editor.loaded import Carried, Result
from pingan.editor.snapshot import Snapshot
from pingan.lsp.checker import places_of
from pingan.lsp.places import is_file, path_of, uri_of
from pingan.lsp.positions import Positions
from pingan.lsp.server import PolicyServer
from pingan.source import Source, Span

_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.NOTE: types.DiagnosticSeverity.Information,
}
_UNUSED = "unused-"


def register(server: PolicyServer) -> None:
    server.listeners.append(server.checks.changed)
    shown: set[str] = set()
    server.checks.published.append(lambda path: _published(server, path, shown))
    server.listeners.append(lambda path: _published(server, path, shown) if path in shown else None)

    @server.feature(
        types.TEXT_DOCUMENT_DIAGNOSTIC,
        types.DiagnosticOptions(inter_file_dependencies=True, workspace_diagnostics=True, identifier="pingan"),
    )
    async def asked(
        params: types.DocumentDiagnosticParams,
    ) -> types.RelatedFullDocumentDiagnosticReport | types.RelatedUnchangedDocumentDiagnosticReport:
        path = path_of(params.text_document.uri)
        await asyncio.wrap_future(server.checks.done(path))
        items = told(server, server.snapshot(), path)
        name = _name(items)
        if params.previous_result_id == name:
            return types.RelatedUnchangedDocumentDiagnosticReport(result_id=name)
        return types.RelatedFullDocumentDiagnosticReport(items=items, result_id=name)

    @server.feature(types.WORKSPACE_DIAGNOSTIC)
    async def all_asked(params: types.WorkspaceDiagnosticParams) -> types.WorkspaceDiagnosticReport:
        known = {path_of(p.uri): p.value for p in params.previous_result_ids}
        found: list[types.WorkspaceFullDocumentDiagnosticReport | types.WorkspaceUnchangedDocumentDiagnosticReport] = []
        if server.settings.diagnostics == "workspace":
            for path in server.snapshot().files:
                if path not in server.versions:
                    await asyncio.wrap_future(server.checks.done(path))
                    found.append(_report(server, path, known.get(path)))
        return types.WorkspaceDiagnosticReport(found)


def _report(
    server: PolicyServer, path: str, before: str | None
) -> types.WorkspaceFullDocumentDiagnosticReport | types.WorkspaceUnchangedDocumentDiagnosticReport:
    items = told(server, server.snapshot(), path)
    name = _name(items)
    if before == name:
        return types.WorkspaceUnchangedDocumentDiagnosticReport(uri_of(path), name)
    return types.WorkspaceFullDocumentDiagnosticReport(uri_of(path), items, result_id=name)


def _name(items: list[types.Diagnostic]) -> str:
    """What equal reports have in common."""
    return hashlib.sha256(repr(items).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _published(server: PolicyServer, path: str, shown: set[str]) -> None:
    """Something new is known of *path*: sent, unless the client asks. *shown*: files it does not ask for."""
    is_asked_for = path in server.versions or server.settings.diagnostics == "workspace"
    if not path.endswith(".rules") or not pulls(server):
        items = told(server, server.snapshot(), path)
    elif is_asked_for:
        if path not in shown:
            return
        items = []
    else:
        # Nobody has it open, and what is wrong with it may be why the file that uses it cannot be used.
        items = [i for i in told(server, server.snapshot(), path) if i.severity is types.DiagnosticSeverity.Error]
        if not items and path not in shown:
            return
    (shown.add if items else shown.discard)(path)
    server.text_document_publish_diagnostics(
        types.PublishDiagnosticsParams(uri_of(path), items, server.versions.get(path))
    )


def pulls(server: PolicyServer) -> bool:
    """Whether the client asks for diagnostics."""
    abilities = server.client_capabilities.text_document
    return abilities is not None and abilities.diagnostic is not None


def told(server: PolicyServer, snapshot: Snapshot, path: str) -> list[types.Diagnostic]:
    """What is known to be wrong with the file *path*: found when it was checked, or what uses it."""
    found: dict[Diagnostic, Result] = {}
    results = server.checks.results
    own = results.get(path)
    for of, result in sorted(results.items(), key=lambda pair: pair[0] != path):
        for diagnostic in result.diagnostics:
            where = _path(diagnostic, of)
            # What was found in it when it was checked by itself is all that its own lints have to say.
            if where == path and (of == path or own is None or diagnostic.severity is Severity.ERROR):
                found.setdefault(diagnostic, result)
    made = _Made(server, snapshot, path)
    return [item for diagnostic, result in found.items() if (item := made.item(diagnostic, result)) is not None]


def _path(diagnostic: Diagnostic, of: str) -> str:
    """The file that *diagnostic*, found when *of* was checked, is about."""
    if diagnostic.span is None:
        return of
    name = diagnostic.span.source.name
    return name if not is_file(of) else os.path.abspath(name)


class _Made:
    """Diagnostics as the client wants them, at the places where things stand now."""

    def __init__(self, server: PolicyServer, snapshot: Snapshot, path: str) -> None:
        self.server, self.snapshot, self.path = server, snapshot, path
        self._carried: dict[tuple[str, int], tuple[Carried, Positions]] = {}

    def item(self, diagnostic: Diagnostic, result: Result) -> types.Diagnostic | None:
        whole = types.Range(types.Position(0, 0), types.Position(0, 0))
        place = self._range(diagnostic.span) if diagnostic.span is not None else whole
        if place is None:
            return None
        remedy = f"\n{diagnostic.help}" if diagnostic.help else ""
        return types.Diagnostic(
            range=place,
            message=f"{diagnostic.message}{remedy}",
            severity=_SEVERITIES[diagnostic.severity],
            code=diagnostic.code,
            source="pingan",
            tags=[types.DiagnosticTag.Unnecessary] if diagnostic.code.startswith(_UNUSED) else None,
            related_information=self._related(diagnostic),
        )

    def _related(self, diagnostic: Diagnostic) -> list[types.DiagnosticRelatedInformation] | None:
        found = []
        for annotation in diagnostic.annotations[1:]:
            place = self._range(annotation.span)
            if place is not None:
                where = types.Location(uri_of(self._name(annotation.span.source)), place)
                found.append(types.DiagnosticRelatedInformation(where, annotation.remark or diagnostic.message))
        return found or None

    def _name(self, source: Source) -> str:
        return os.path.abspath(source.name) if is_file(self.path) else source.name

    def _range(self, span: Span) -> types.Range | None:
        """Where *span* stands now; None when it is gone."""
        name = self._name(span.source)
        key = name, id(span.source)
        if key not in self._carried:
            document = self.snapshot.document(name) if name.endswith(".rules") or not is_file(name) else None
            now = document.text if document is not None else span.source.text
            positions = Positions(now, self.server.encoding)
            if document is not None:
                positions = self.server.positions(document)
            self._carried[key] = Carried.between(span.source.text, now), positions
        carried, positions = self._carried[key]
        found = carried.span(span.start, span.end)
        return positions.range(*found) if found is not None else None


__all__ = ["places_of", "pulls", "register", "told"]
