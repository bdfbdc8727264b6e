"""``--library``: the libraries that a command reads policies with, and what they bring."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Final

import click

import pingan
from pingan.cli.output import show, write_output
from pingan.diagnostics.plain import plain
from pingan.diagnostics.suggest import did_you_mean
from pingan.language.installed import installed_libraries
from pingan.language.library import Library

VARIABLE: Final = "PINGAN_LIBRARIES"
_META: Final = "pingan.libraries"


def _remember(ctx: click.Context, param: click.Parameter, names: tuple[str, ...]) -> None:
    ctx.meta[_META] = tuple(dict.fromkeys(names))


library_option = click.option(
    "--library",
    metavar="NAME",
    multiple=True,
    envvar=VARIABLE,
    is_eager=True,
    expose_value=False,
    callback=_remember,
    help="Use the installed library NAME: its code is run. May be repeated; "
    f"{VARIABLE} holds more, with spaces between them.",
)
"""The option of every command that reads policies; `environment` is what it makes."""


def environment() -> pingan.Environment:
    """The standard library and the libraries that the command was given. Raises PolicyError where one is missing."""
    ctx = click.get_current_context(silent=True)
    names: tuple[str, ...] = () if ctx is None else ctx.meta.get(_META, ())
    if ctx is None or not names:
        return pingan.standard_environment()
    key = f"{_META}.environment"
    if key not in ctx.meta:
        made = pingan.standard_environment(*names)
        if made.problems:
            raise pingan.PolicyError(made.problems)
        ctx.meta[key] = made
    found: pingan.Environment = ctx.meta[key]
    return found


def library_names() -> tuple[str, ...]:
    """The names of the libraries that the command was given."""
    ctx = click.get_current_context(silent=True)
    names: tuple[str, ...] = () if ctx is None else ctx.meta.get(_META, ())
    return names


class _Named(click.ParamType[str]):
    """One of some names: those that every environment has, and those that libraries bring."""

    def __init__(self, name: str, shipped: Iterable[str]) -> None:
        self.name = name
        self.shipped = tuple(shipped)

    def brought(self) -> tuple[str, ...]:
        """The further names that the libraries given bring."""
        raise NotImplementedError

    def get_metavar(self, param: click.Parameter, ctx: click.Context | None = None) -> str:
        return f"[{'|'.join(self.shipped)}|…]"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        text = str(value)
        if text in self.shipped:
            return text
        known = (*self.shipped, *self.brought())
        if text not in known:
            hint = did_you_mean(text, known) or f"there is {', '.join(known)} (libraries may bring more: --library)"
            self.fail(f"there is no {self.name} `{plain(text)}`; {hint}", param, ctx)
        return text


class Language(_Named):
    """A dialect to read or be answered in, by its name."""

    def __init__(self) -> None:
        super().__init__("language", ("en", "zh"))

    def brought(self) -> tuple[str, ...]:
        return environment().dialects.names


class Format(_Named):
    """A format of pictures."""

    def __init__(self) -> None:
        super().__init__("format", ("svg", "dot", "mermaid", "json"))

    def brought(self) -> tuple[str, ...]:
        return tuple(environment().exporters)


def list_libraries(form: str) -> None:
    """The libraries of the environment and what they bring; of those that are only installed, the names."""
    given = [_row(library) for library in environment().libraries]
    names = {row["name"] for row in given}
    others = [name for name in installed_libraries() if name not in names]
    if form == "json":
        write_output(json.dumps({"libraries": given, "installed": others}, ensure_ascii=False, indent=2) + "\n")
        return
    lines = [f"{row['name']} {row['version']}: {plain(row['documentation'].split(chr(10))[0])}" for row in given]
    for place, row in reversed(list(enumerate(given, start=1))):
        lines[place:place] = [f"    {kind.replace('_', ' ')}: {', '.join(row[kind])}" for kind in _KINDS if row[kind]]
    if others:
        lines.append(f"installed, and used only when named (--library): {', '.join(others)}")
    show("\n".join(lines))


_KINDS: Final = ("dialects", "clause_forms", "functions", "calendars", "exporters")


def _row(library: Library) -> dict[str, Any]:
    row: dict[str, Any] = {field: getattr(library, field) for field in ("name", "version", "documentation")}
    return {**row, **{kind: [item.name for item in getattr(library, kind)] for kind in _KINDS}}


def brought_modules() -> tuple[str, ...]:
    """The modules that the libraries given bring, by name."""
    ctx = click.get_current_context(silent=True)
    if ctx is None or not ctx.meta.get(_META):
        return ()
    folders = [folder for _, folder in environment().vocabularies]
    files = (file.name for folder in folders for file in folder.iterdir())
    return tuple(sorted(name.removesuffix(".rules") for name in files if name.endswith(".rules")))
