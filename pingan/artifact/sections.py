"""What the sections of an artifact hold, as data and back."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, TypeVar

from attrs import evolve, frozen

from pingan.artifact.nodes import Known, kinds
from pingan.codec.container import RefusedError
from pingan.codec.reading import UnreadableError, from_rows
from pingan.codec.writing import to_rows
from pingan.diagnostics.diagnostic import Diagnostic
from pingan.model.loaded import Modules
from pingan.model.nodes import Policy as PolicyModel
from pingan.source import Source

TEXTS: Final = "texts"
MODEL: Final = "model"
SYNTAX: Final = "syntax"

T = TypeVar("T")


Stack = tuple[tuple[str, ...], Modules | tuple[Diagnostic, ...]]
"""The names of further policies, sorted, and all modules together with them; diagnostics where they cannot be used."""
Stacks = tuple[Stack, ...]


@frozen
class Meaning:
    """What a policy means, under which settings, and the warnings about it."""

    model: PolicyModel
    settings: Mapping[str, object]
    diagnostics: tuple[Diagnostic, ...]


@frozen
class Files:
    """The modules that a policy was read from, alone and with further policies that scenarios are asked along with."""

    modules: Modules
    stacks: Stacks = ()


def texts_section(texts: Sequence[Source]) -> bytes:
    return _json([[text.name, text.text] for text in texts])


def meaning_section(meaning: Meaning, texts: Sequence[Source]) -> bytes:
    headers = {name: evolve(h, digested=Known(h.digest)) for name, h in meaning.model.headers.items()}
    model = evolve(meaning.model, headers=headers)
    return _json(to_rows((model, dict(meaning.settings), meaning.diagnostics), kinds(), texts))


def files_section(files: Files, texts: Sequence[Source]) -> bytes:
    return _json(to_rows((files.modules, files.stacks), kinds(), texts))


def texts_of(content: bytes) -> tuple[Source, ...]:
    """The texts in a section. Raises RefusedError for anything else."""

    def read(data: Any) -> tuple[Source, ...]:
        found = tuple(Source(name, text) for name, text in data)
        if not all(isinstance(part, str) for each in found for part in (each.name, each.text)):
            raise UnreadableError("a text was expected")
        return found

    return _read(content, TEXTS, read)


def meaning_of(content: bytes, texts: Sequence[Source]) -> Meaning:
    """The meaning in a section. Raises RefusedError for anything else."""

    def read(data: Any) -> Meaning:
        model, settings, diagnostics = from_rows(data, kinds(), texts)
        if not isinstance(model, PolicyModel) or not isinstance(settings, dict) or not _told(diagnostics):
            raise UnreadableError("a policy was expected")
        return Meaning(model, settings, diagnostics)

    return _read(content, MODEL, read)


def files_of(content: bytes, texts: Sequence[Source]) -> Files:
    """The modules in a section. Raises RefusedError for anything else."""

    def read(data: Any) -> Files:
        modules, stacks = from_rows(data, kinds(), texts)
        sound = isinstance(modules, Modules) and all(
            all(isinstance(name, str) for name in names) and (isinstance(found, Modules) or _told(found))
            for names, found in stacks
        )
        if not sound:
            raise UnreadableError("modules were expected")
        return Files(modules, stacks)

    return _read(content, SYNTAX, read)


def _told(found: object) -> bool:
    return isinstance(found, tuple) and all(isinstance(each, Diagnostic) for each in found)


def _json(data: object) -> bytes:
    return json.dumps(data, separators=(",", ":")).encode("ascii")


def _read(content: bytes, name: str, read: Callable[[Any], T]) -> T:
    try:
        return read(json.loads(content))
    except (ValueError, TypeError, RecursionError) as error:
        raise RefusedError(f"the artifact is damaged: its section `{name}` holds something else") from error
