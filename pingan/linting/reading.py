"""``[tool.pingan]`` of a ``pyproject.toml``, or ``pingan.toml``: found, read, and checked all at once."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from attrs import field, frozen

from pingan.diagnostics.codes import CODES
from pingan.diagnostics.diagnostic import Diagnostics, Severity
from pingan.diagnostics.errors import PolicyError
from pingan.diagnostics.suggest import did_you_mean
from pingan.linting.configuration import DEFAULT, Configuration
from pingan.linting.known import GROUPS, KNOWN
from pingan.linting.lint import Option, Value
from pingan.linting.places import Keys, Places
from pingan.modules.folders import RefusedError, read_file
from pingan.source import Source, Span

OWN_FILE: Final = "pingan.toml"
SHARED_FILE: Final = "pyproject.toml"
MAXIMUM_FILE: Final = 1024 * 1024
CODE: Final = "bad-configuration"
LISTS: Final = ("select", "ignore", "extend-select")
SEVERITIES: Final[Mapping[str, Severity | None]] = {
    "error": Severity.ERROR,
    "warning": Severity.WARNING,
    "note": Severity.NOTE,
    "off": None,
}


def configuration_file(path: Path) -> Path | None:
    """The file that sets up linting for *path*: the nearest in its folder or above; ``pingan.toml`` before the other.

    A ``pyproject.toml`` without ``[tool.pingan]`` is none.
    """
    place = Path(os.path.abspath(path))  # `../flood.rules` does not lie in this folder
    for folder in (place, *place.parents) if place.is_dir() else place.parents:
        if (folder / OWN_FILE).is_file():
            return folder / OWN_FILE
        if (folder / SHARED_FILE).is_file() and _says_something(folder / SHARED_FILE):
            return folder / SHARED_FILE
    return None


def _says_something(path: Path) -> bool:
    """Whether the file *path*, which is not ours alone, has a part for us; what cannot be read has none."""
    try:
        content = read_file(path, MAXIMUM_FILE)
    except (RefusedError, OSError):
        return False
    if b"pingan" not in content:
        return False
    try:
        data = tomllib.loads(content.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError):
        return re.search(rb"^\s*\[\s*tool\s*\.\s*pingan\b", content, re.MULTILINE) is not None
    tool = data.get("tool")
    return isinstance(tool, dict) and "pingan" in tool


def read_configuration(path: Path) -> Configuration:
    """What the file *path* sets up. Raises PolicyError with everything that is wrong with it, each with its place."""
    diagnostics = Diagnostics()
    text = _text(path, diagnostics)
    found = DEFAULT if text is None else configuration_of(Source(str(path), text), diagnostics)
    if diagnostics.has_errors:
        raise PolicyError(diagnostics.sorted())
    return found


def _text(path: Path, diagnostics: Diagnostics) -> str | None:
    try:
        content = read_file(path, MAXIMUM_FILE)
    except (RefusedError, OSError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        diagnostics.error(CODE, f"`{path}` cannot be read: {reason}")
        return None
    if len(content) > MAXIMUM_FILE:
        diagnostics.error(CODE, f"`{path}` holds more than {MAXIMUM_FILE // 1024} KiB")
        return None
    try:
        return content.decode("utf-8-sig")  # Windows editors put a mark before the text
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        diagnostics.error(CODE, f"line {line} of `{path}` is not UTF-8", help="save it as UTF-8")
        return None


def configuration_of(source: Source, diagnostics: Diagnostics) -> Configuration:
    """What the text *source* (by its name: of which of the two files) sets up; what is wrong with it is reported."""
    path = Path(source.name)
    try:
        data: Any = tomllib.loads(source.text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        _report_syntax(source, error, diagnostics)
        return DEFAULT
    keys: Keys = () if path.name == OWN_FILE else ("tool", "pingan")
    reader = _Reader(Places.of(source), diagnostics)
    for key in keys:
        data = data.get(key, {}) if isinstance(data, dict) else data
    if not keys and isinstance(data.get("tool"), dict) and "pingan" in data["tool"]:
        reader.report(("tool", "pingan"), f"`{OWN_FILE}` is all about pingan", "write `[lint]` instead")
        return DEFAULT
    return reader.configuration(data, keys, path.parent)


def _report_syntax(source: Source, error: Exception, diagnostics: Diagnostics) -> None:
    told = str(error) if isinstance(error, tomllib.TOMLDecodeError) else "it is nested too deep"
    found = re.search(r" \(at line (\d+), column (\d+)\)$", told)
    start = 0
    if found:
        start = sum(len(line) + 1 for line in source.text.split("\n")[: int(found[1]) - 1]) + int(found[2]) - 1
    elif told.endswith("(at end of document)"):
        start = len(source.text)
    message = re.sub(r" \(at .*\)$", "", told)
    place = Span(source, min(start, len(source.text)), min(start + 1, len(source.text)))
    diagnostics.error(CODE, f"this is no TOML: {message[:1].lower()}{message[1:]}", place)


@frozen
class _Reader:
    """Goes through the data of one file, and reports what is wrong with it at the place where it stands."""

    places: Places
    diagnostics: Diagnostics = field(repr=False)

    def report(self, keys: Keys, message: str, help: str | None = None, *, value: str | None = None) -> None:
        span = self.places.key(keys) if value is None else self.places.value(keys, value)
        self.diagnostics.error(CODE, message, span, help=help)

    def configuration(self, data: object, keys: Keys, folder: Path) -> Configuration:
        table = self.table(data, keys)
        self.unknown(table, keys, ("lint",), "section")
        lint_keys = (*keys, "lint")
        given = self.table(table.get("lint", {}), lint_keys)
        options = {
            code: self.options(code, value, (*lint_keys, code))
            for code, value in given.items()
            if code in KNOWN and KNOWN[code].options
        }
        idle = [code for code in given if code in KNOWN and not KNOWN[code].options]
        for code in idle:
            remedy = f"its severity is set in `[{'.'.join((*lint_keys, 'severity'))}]`"
            self.report((*lint_keys, code), f"`{code}` has no options", remedy)
        self.unknown(given, lint_keys, (*LISTS, "per-file-ignores", "severity", *options, *idle), "key", (*KNOWN,))
        return Configuration(
            self.codes(given["select"], (*lint_keys, "select")) if "select" in given else None,
            self.codes(given.get("ignore", []), (*lint_keys, "ignore")),
            self.codes(given.get("extend-select", []), (*lint_keys, "extend-select")),
            tuple(
                (pattern, self.codes(codes, (*lint_keys, "per-file-ignores", pattern)))
                for pattern, codes in self.table(
                    given.get("per-file-ignores", {}), (*lint_keys, "per-file-ignores")
                ).items()
            ),
            self.severities(given.get("severity", {}), (*lint_keys, "severity")),
            options,
            folder,
        )

    def table(self, data: object, keys: Keys) -> dict[str, Any]:
        if isinstance(data, dict):
            return data
        self.report(keys, f"`{keys[-1]}` is a table, not {_described(data)}", f"write `[{'.'.join(keys)}]`")
        return {}

    def unknown(
        self, table: Mapping[str, object], keys: Keys, known: Iterable[str], what: str, more: Iterable[str] = ()
    ) -> None:
        names = (*known,)
        for name in table:
            if name not in names:
                remedy = did_you_mean(name, (*names, *more)) or f"there is {', '.join(f'`{n}`' for n in names)}"
                self.report((*keys, name), f"`{name}` is no {what} of `[{'.'.join(keys) or OWN_FILE}]`", remedy)

    def codes(self, data: object, keys: Keys) -> tuple[str, ...]:
        """A list of codes and groups."""
        if not isinstance(data, list) or not all(isinstance(item, str) for item in data):
            self.report(keys, f"`{keys[-1]}` is a list of codes, not {_described(data)}", 'write `["no-citation"]`')
            return ()
        for name in data:
            problem = unknown_rule(name)
            if problem is not None:
                self.report(keys, problem[0], problem[1], value=name)
        return tuple(data)

    def severities(self, data: object, keys: Keys) -> dict[str, Severity | None]:
        found: dict[str, Severity | None] = {}
        for code, value in self.table(data, keys).items():
            problem = unknown_rule(code, groups=False)
            if problem is not None:
                self.report((*keys, code), *problem)
            elif not isinstance(value, str) or value not in SEVERITIES:
                remedy = f"write one of {', '.join(f'`{name}`' for name in SEVERITIES)}"
                shown = f"`{value}`" if isinstance(value, str) else _described(value)
                self.report((*keys, code), f"{shown} is no severity", remedy)
            else:
                found[code] = SEVERITIES[value]
        return found

    def options(self, code: str, data: object, keys: Keys) -> dict[str, Value]:
        table = self.table(data, keys)
        declared = {option.name: option for option in KNOWN[code].options}
        self.unknown(table, keys, declared, "option")
        found: dict[str, Value] = {}
        for name, given in table.items():
            if name not in declared:
                continue
            value: Any = tuple(given) if isinstance(given, list) else given
            wrong = _misfit(declared[name], value)
            if wrong is None:
                found[name] = value
            else:
                self.report((*keys, name), f"`{name}` {wrong}", declared[name].meaning)
        return found


def unknown_rule(name: str, *, groups: bool = True) -> tuple[str, str] | None:
    """What is wrong with *name* where a rule is named, and what to do; None when it names one."""
    known = (*KNOWN, *((*GROUPS, "all") if groups else ()))
    if name in known:
        return None
    if name in CODES:
        return f"`{name}` is an error, and no rule that could be set up", "mend what it reports"
    remedy = did_you_mean(name, known) or "`pingan explain` lists all rules"
    return f"there is no rule `{name}`", remedy


def _misfit(option: Option, value: object) -> str | None:
    """What is wrong with *value* for *option*."""
    default = option.default
    if isinstance(default, bool):
        return None if isinstance(value, bool) else f"is `true` or `false`, not {_described(value)}"
    if isinstance(default, int):
        if not isinstance(value, int) or isinstance(value, bool):
            return f"is a whole number, not {_described(value)}"
        return None if value >= option.minimum else f"is at least {option.minimum}"
    if isinstance(default, tuple):
        texts = isinstance(value, tuple) and all(isinstance(item, str) for item in value)
        return None if texts else f"is a list of texts, not {_described(value)}"
    if not isinstance(value, str):
        return f"is a text, not {_described(value)}"
    if option.choices and value not in option.choices:
        return f"is one of {', '.join(f'`{c}`' for c in option.choices)}"
    return None


def _described(value: object) -> str:
    kinds = {bool: "a boolean", int: "a number", float: "a number", str: "a text", list: "a list", tuple: "a list"}
    return kinds.get(type(value), "a table" if isinstance(value, dict) else "a date")
