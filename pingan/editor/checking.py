"""What is wrong with a file as it stands in the editor: all of it, in its own time."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from attrs import evolve, field, frozen

from pingan import pipeline
from pingan.diagnostics.diagnostic import Annotation, Diagnostic, Diagnostics
from pingan.diagnostics.errors import PolicyError
from pingan.diagnostics.fix import Edit
from pingan.editor.documents import Document
from pingan.editor.loaded import Result
from pingan.editor.snapshot import Snapshot
from pingan.language.library import STANDARD
from pingan.linting.checked import Checked, checked
from pingan.linting.configuration import DEFAULT, Configuration
from pingan.linting.reading import configuration_file, read_configuration
from pingan.policy import Policy
from pingan.source import Source, Span
from pingan.tree.from_text import parse


@frozen(eq=False)
class Answer:
    """What a check came to. *policy* is what the file says, where it says something."""

    result: Result
    policy: Policy | None = field(default=None, repr=False)
    is_whole: bool = True
    """Whether nothing is left to be looked for."""


def configuration_for(snapshot: Snapshot, path: str) -> tuple[Configuration, tuple[Diagnostic, ...]]:
    """How the file *path* is linted, as the workspace has it, and what is wrong with what says so."""
    root = next((r for r in snapshot.roots if path.startswith(r.rstrip(os.sep) + os.sep)), None)
    found = configuration_file(Path(path)) if root is not None else None
    if found is None or root is None or not found.is_relative_to(root):
        return DEFAULT, ()
    try:
        return read_configuration(found), ()
    except PolicyError as error:
        return DEFAULT, error.diagnostics


def first_look(snapshot: Snapshot, path: str) -> Answer:
    """What can be told soon: whether the file parses, and then whether the policy can be used."""
    document = snapshot.document(path)
    if document is None:
        return Answer(Result((), {}))
    if document.is_broken:
        return Answer(_result(_of_broken(document, snapshot), {path: document.source}, snapshot))
    try:
        policy = pipeline.load(_target(document), environment=snapshot.environment, texts=_texts(snapshot))
    except PolicyError as error:
        found = checked(_target(document), environment=snapshot.environment, texts=_texts(snapshot))
        return Answer(_result(found.diagnostics or error.diagnostics, {path: document.source}, snapshot))
    return Answer(_result((), _sources(policy, document), snapshot), policy, is_whole=False)


def second_look(snapshot: Snapshot, path: str, configuration: Configuration) -> Answer:
    """Everything that can be said against the file."""
    document = snapshot.document(path)
    if document is None:
        return Answer(Result((), {}))
    found: Checked = checked(
        _target(document), configuration=configuration, environment=snapshot.environment, texts=_texts(snapshot)
    )
    sources = {path: document.source} if found.policy is None else _sources(found.policy, document)
    return Answer(_result(found.diagnostics, sources, snapshot), found.policy)


def _target(document: Document) -> Path | Source:
    """A text that has no file is read by itself."""
    return Path(document.path) if Path(document.path).parent.is_dir() else document.source


def _texts(snapshot: Snapshot) -> Mapping[str, str]:
    return {os.path.realpath(path): document.text for path, document in snapshot.open.items()}


def _sources(policy: Policy, document: Document) -> dict[str, Source]:
    found = {os.path.abspath(m.span.source.name): m.span.source for m in policy.modules}
    return {**found, document.path: document.source}


def _result(found: Iterable[Diagnostic], sources: Mapping[str, Source], snapshot: Snapshot) -> Result:
    diagnostics = tuple(_needed(d, snapshot) for d in found)
    met = (a.span.source for d in diagnostics for a in d.annotations)
    return Result(diagnostics, {**{os.path.abspath(s.name): s for s in met}, **sources})


def _of_broken(document: Document, snapshot: Snapshot) -> tuple[Diagnostic, ...]:
    """What is wrong with a text that does not parse: only what does not is read again."""
    kept = [p for number, p in enumerate(document.placed) if number == 0 or p.piece.is_broken]
    text = document.text
    if kept and len(kept) < len(document.placed):
        text = _only(text, [(p.start, p.end) for p in kept])
    found = Diagnostics()
    parse(Source(document.source.name, text), found, snapshot.environment)
    return tuple(_onto(diagnostic, document.source) for diagnostic in found.sorted())


def _only(text: str, places: Iterable[tuple[int, int]]) -> str:
    """*text* with spaces for everything that stands outside *places*; lines stay lines."""
    made: list[str] = []
    last = 0
    for start, end in places:
        made += _blank(text[last:start]), text[start:end]
        last = end
    return "".join((*made, _blank(text[last:])))


def _blank(text: str) -> str:
    return "\n".join(" " * len(line) for line in text.split("\n"))


def _needed(diagnostic: Diagnostic, snapshot: Snapshot) -> Diagnostic:
    """A library that the server was not started with is the user's to choose, and never the workspace's."""
    if diagnostic.code not in ("missing-library", "unknown-library"):
        return diagnostic
    known = ", ".join(m.name for m in snapshot.environment.libraries if m.name != STANDARD)
    remedy = "libraries are code: start the language server with `pingan lsp --library NAME`"
    return evolve(diagnostic, help=f"{remedy} (it has {known})" if known else remedy)


def _onto(diagnostic: Diagnostic, source: Source) -> Diagnostic:
    """*diagnostic* about *source*, of which a part was read."""

    def moved(span: Span) -> Span:
        return Span(source, span.start, span.end)

    annotations = tuple(Annotation(moved(a.span), a.remark) for a in diagnostic.annotations)
    fixes = tuple(
        evolve(fix, edits=tuple(Edit(moved(edit.span), edit.text) for edit in fix.edits)) for fix in diagnostic.fixes
    )
    return evolve(diagnostic, annotations=annotations, fixes=fixes)
