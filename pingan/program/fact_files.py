"""Fact files: JSON or YAML, read strictly into plain data for `check_facts`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import IO, Literal

from pingan.diagnostics.errors import FactError, FactProblem
from pingan.diagnostics.plain import plain
from pingan.program.fact_json import parse_json
from pingan.source import Source

MAXIMUM_FILE = 1024 * 1024
"""Longest fact file, in bytes."""

Format = Literal["json", "yaml"]
_FORMATS: dict[str, Format] = {".json": "json", ".yaml": "yaml", ".yml": "yaml"}


def read_facts(file: str | os.PathLike[str] | IO[str] | IO[bytes], *, format: Format | None = None) -> object:
    """The data of a fact file, or of an open stream.

    The ending of the file's name says which format it is; a stream without *format* is JSON if it begins with
    `{`, else YAML. Raises FactError (path ``name:line:column``) when it cannot be read or is not well formed,
    TypeError when *file* is neither a path nor an open stream.

    >>> import io
    >>> read_facts(io.StringIO('{"incident": {"participants": 3}}'))
    {'incident': {'participants': 3}}
    """
    if isinstance(file, str | os.PathLike):
        path = Path(file)
        name = plain(str(path))
        try:
            with path.open("rb") as stream:
                raw: str | bytes = stream.read(MAXIMUM_FILE + 1)
        except (OSError, ValueError) as wrong:  # ValueError: a NUL in the name
            reason = plain(getattr(wrong, "strerror", None) or str(wrong))
            raise _error(name, f"the file cannot be read: {reason[:1].lower()}{reason[1:]}") from None
        return parse_facts(raw, format=format or _FORMATS.get(path.suffix.lower()), name=name)
    if not callable(getattr(file, "read", None)):
        raise TypeError(f"read_facts(): `file` is a path or an open stream, not {_kind(file)}")
    name = plain(str(getattr(file, "name", "<facts>")))
    return parse_facts(file.read(MAXIMUM_FILE + 1), format=format, name=name)


def _kind(file: object) -> str:
    return "None" if file is None else f"a value of type {type(file).__name__}"


def parse_facts(text: str | bytes, *, format: Format | None = None, name: str = "<facts>") -> object:
    """The data that *text* writes; *name* is what errors call it."""
    if len(text) > MAXIMUM_FILE:
        raise _error(name, f"the file is longer than {MAXIMUM_FILE} bytes", "fact-limit")
    decoded = _decoded(text, name) if isinstance(text, bytes) else text
    source = Source(name, decoded.removeprefix("\ufeff"))
    if format == "json" or (format is None and source.text.lstrip()[:1] in ("{", "[")):
        return parse_json(source)
    # Only who reads YAML pays for its parser (as long as all the rest of a start).
    from pingan.program.fact_yaml import parse_yaml

    return parse_yaml(source)


def _decoded(text: bytes, name: str) -> str:
    try:
        return text.decode()
    except UnicodeDecodeError as wrong:
        line = text.count(b"\n", 0, wrong.start) + 1
        problem = FactProblem(f"{name}:{line}:1", "the file is not UTF-8", _likely(text), "bad-fact-file")
        raise FactError((problem,)) from None


def _likely(text: bytes) -> str:
    if text.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "it looks like UTF-16: save it as UTF-8"
    try:
        text.decode("gb18030")
    except UnicodeDecodeError:
        return "save it as UTF-8"
    return "it looks like GBK (GB 18030): save it as UTF-8"


def _error(name: str, message: str, code: str = "bad-fact-file") -> FactError:
    return FactError((FactProblem(name, message, None, code),))
