"""The pass from a file's bytes to a source: UTF-8, and nothing else guessed silently."""

from __future__ import annotations

from pingan.diagnostics.diagnostic import Diagnostics
from pingan.source import Source, Span
from pingan.tree.scan import MAXIMUM_SOURCE


def read_source(name: str, content: bytes, diagnostics: Diagnostics) -> Source | None:
    """The source that *content* is in UTF-8 (a byte order mark is no part of it); None when it is something else."""
    try:
        if len(content) <= MAXIMUM_SOURCE + 3:
            return Source(name, content.decode("utf-8-sig"))
        message = f"a file may hold {MAXIMUM_SOURCE // 1024**2} MiB, and this one holds more"
        _refuse(name, "too-large", message, "split it in a policy and vocabularies that it uses", diagnostics)
    except UnicodeDecodeError as problem:
        encoding = other_encoding(content)
        line = content.count(b"\n", 0, problem.start) + 1
        if encoding is None:
            message, remedy = f"byte {problem.start} (line {line}) is not UTF-8", "save the file as UTF-8"
        else:
            message = f"the file is not UTF-8 (from line {line} on); it reads as {encoding}"
            remedy = f"convert it: `iconv -f {encoding} -t UTF-8`, or save it as UTF-8 in the editor"
        _refuse(name, "unreadable-text", message, remedy, diagnostics)
    return None


def _refuse(name: str, code: str, message: str, remedy: str, diagnostics: Diagnostics) -> None:
    diagnostics.error(code, message, Span(Source(name, ""), 0, 0), help=remedy)


def other_encoding(content: bytes) -> str | None:
    """The encoding that *content* is probably in: a UTF-16 with its mark, or GBK, in which old Chinese editors save."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "UTF-16"
    try:
        content.decode("gb18030")
    except UnicodeDecodeError:
        return None
    return "GBK"
