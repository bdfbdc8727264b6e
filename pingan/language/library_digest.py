"""What identifies the content of a library: decision records name it, so that nothing is replayed with another."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Iterator
from functools import partial
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, Final

from pingan.language.library import Library

_MOST_FILES: Final = 1000


def library_digest(library: Library) -> str:
    """SHA-256 (hex) of everything that *library* says and of the Python files beside the code that it brings."""
    if library.digest:
        return library.digest
    content = hashlib.sha256()
    for line in (*_declared(library), *_vocabularies(library), *_code(library)):
        content.update(f"{len(line)}:{line}\n".encode("utf-8", "backslashreplace"))
    return content.hexdigest()


def _declared(library: Library) -> Iterator[str]:
    yield from (library.name, library.version)
    for dialect in library.dialects:
        yield f"dialect {dialect.name} {dialect.digest}"
    for form in library.clause_forms:
        yield f"form {form.name} {sorted(form.productions.items())!r}"
        yield repr([(name, sorted(words.items())) for name, words in sorted(form.words.items())])
    for function in library.functions:
        yield f"function {function.name} {sorted(function.words.items())!r}"
    for calendar in library.calendars:
        yield f"calendar {calendar.name} {calendar.first} {calendar.last} {calendar.digest}"
        yield f"{sorted(calendar.holidays)!r} {sorted(calendar.workdays)!r}"
    yield from (f"exporter {exporter.name} {exporter.suffix}" for exporter in library.exporters)


def _vocabularies(library: Library) -> Iterator[str]:
    if library.vocabularies is not None:
        for name, content in _contents(library.vocabularies, (".rules", ".jsonl")):
            yield f"module {name} {content}"


def _code(library: Library) -> Iterator[str]:
    """The Python files of the packages that the library's functions, forms and exporters are written in."""
    callables: list[Callable[..., Any]] = []
    for function in library.functions:
        callables += [function.check, function.act]
    for form in library.clause_forms:
        callables += [form.lower, form.print, *([form.check] if form.check else [])]
    callables += [exporter.export for exporter in library.exporters]
    packages = {_package(given) for given in callables} - {""}
    for package in sorted(p for p in packages if p.partition(".")[0] != "pingan"):
        for name, content in _contents(files(package), (".py",)):
            yield f"code {package} {name} {content}"


def _package(given: Any) -> str:
    """The package that *given*, something to call, is defined in; empty where there is none."""
    while isinstance(given, partial):
        given = given.func
    module = sys.modules.get(getattr(given, "__module__", None) or "")
    return getattr(module, "__package__", None) or ""


def _contents(folder: Traversable, suffixes: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    found = sorted((file for file in folder.iterdir() if file.name.endswith(suffixes)), key=lambda file: file.name)
    for file in found[:_MOST_FILES]:
        if file.is_file():
            yield file.name, hashlib.sha256(file.read_bytes()).hexdigest()
