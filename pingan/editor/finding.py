"""Where a module that a file names is found: in the places in which the loader looks, open texts before files."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Final

from attrs import field, frozen

from pingan.editor.documents import Document
from pingan.language.data import data
from pingan.language.environment import Environment
from pingan.language.names import is_name
from pingan.modules.folders import SUFFIX, RefusedError, folder, is_file_name, rules_files
from pingan.modules.loader import MAXIMUM_CHAIN, MAXIMUM_MODULES

MAXIMUM_FILE: Final = 16 * 1024 * 1024

ReadFile = Callable[[Path, tuple[str, ...]], Document | None]
"""The document at a place below a folder, None when there is none (or it may not be read)."""


@frozen(eq=False)
class Reach:
    """The modules that a file reaches, by name, and those in which its names are looked up, nearest first."""

    modules: Mapping[str, Document]
    visible: tuple[str, ...]
    read: tuple[tuple[Document, Mapping[str, tuple[str, ...]]], ...] = field(repr=False)
    """What it rests on: while these files name the modules that they name, it is the same."""


def folders_of(path: str, environment: Environment) -> tuple[Path, ...]:
    """The folders in which the modules that the file *path* names are looked for."""
    file = Path(path)
    parent = file.parent
    own = (parent.parent, parent) if parent.name in (file.stem, "vocabulary") else (parent,)
    return (*own, *_further(environment))


def _further(environment: Environment) -> tuple[Path, ...]:
    """The policies that come with pingan, and the modules that libraries bring, as far as they are files."""
    try:
        shipped = data("policies")
    except FileNotFoundError:
        shipped = None
    places = (shipped, *(place for _, place in environment.vocabularies))
    return tuple(place for place in places if isinstance(place, Path))


def reach(document: Document, environment: Environment, read: ReadFile) -> Reach:
    """What *document* reaches."""
    folders = folders_of(document.path, environment)
    found: dict[str, Document] = {document.module: document}
    waiting = [(document, 1)]
    missing: set[str] = set()
    while waiting:
        current, depth = waiting.pop(0)
        for name in (n for names in current.references.values() for n in names):
            if name in found or name in missing or len(found) >= MAXIMUM_MODULES or depth > MAXIMUM_CHAIN:
                continue
            one = _find(name, folders, read)
            if one is None:
                missing.add(name)
            else:
                found[name] = one
                waiting.append((one, depth + 1))
    return Reach(found, _visible(document.module, found), tuple((d, d.references) for d in found.values()))


def _find(name: str, folders: tuple[Path, ...], read: ReadFile) -> Document | None:
    file = f"{name}{SUFFIX}"
    if not is_name(name) or not is_file_name(name):
        return None
    for place in folders:
        for parts in ((file,), (name, file), ("vocabulary", file)):
            document = read(place, parts)
            if document is not None:
                return document
    return None


def _visible(name: str, modules: Mapping[str, Document]) -> tuple[str, ...]:
    policies = _closure(name, modules, "extends")
    found = list(policies)
    for policy in policies:
        found += [m for m in _closure(policy, modules, "uses") if m not in found]
    return tuple(found)


def _closure(name: str, modules: Mapping[str, Document], following: str) -> tuple[str, ...]:
    found: list[str] = []
    waiting = [name]
    while waiting:
        current = waiting.pop(0)
        document = modules.get(current)
        if document is not None and current not in found:
            found.append(current)
            waiting.extend(document.references[following])
    return tuple(found)


def read_below(place: Path, parts: tuple[str, ...], limit: int = MAXIMUM_FILE) -> str | None:
    """The text of a file below the folder *place*; None where there is none, or none that a policy may read."""
    try:
        content = folder(place).read(parts, limit)
    except (RefusedError, OSError, ValueError):
        return None
    if content is None or len(content) > limit:
        return None
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return None


def path_of(place: Path, parts: tuple[str, ...]) -> str:
    """The file *parts* of *place*, as documents are called."""
    return os.path.abspath(place.joinpath(*parts))


def is_within(path: str, folders: Iterable[Path]) -> bool:
    """Whether the file *path* stands where a module is looked for in one of *folders*."""
    file = Path(path)
    places = {(str(f), f.name) for f in (file.parent, file.parent.parent)}
    wanted = {os.path.abspath(folder) for folder in folders}
    return str(file.parent) in wanted or (
        file.parent.name in (file.stem, "vocabulary") and any(place in wanted for place, _ in places)
    )


def files_below(folders: Iterable[Path]) -> tuple[str, ...]:
    """The policy files that stand in *folders*, where modules are looked for."""
    found: dict[str, None] = {}
    for place in folders:
        try:
            for path in rules_files(place, MAXIMUM_MODULES):
                found[os.path.abspath(path)] = None
        except (OSError, ValueError):
            continue
    return tuple(found)
