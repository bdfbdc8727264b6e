"""Markdown that shows any text as it is: nothing in a policy can be markup, a link, or raw HTML."""

from __future__ import annotations

import re
from typing import Final

from pingan.diagnostics.plain import plain

_MARKUP: Final = re.compile(r"[\\`*\[\]<>~$&]|(?<!\w)[_#]|_(?!\w)|(?<=\w):(?=//)|(?<=\bwww)\.|@")
_OPENER: Final = re.compile(r"^(?:[-+=:]|\d+[.)])(?=\s|$)")
_BAR: Final = r"\|"
_NOT_IN_IDS: Final = re.compile(r"[^\w.-]")


def shown(text: str) -> str:
    """*text* as itself on one line: no character of it is markup.

    >>> print(shown("2.1-a *may* | [see](x)"))
    2.1-a \\*may\\* | \\[see\\](x)
    """
    escaped = _MARKUP.sub(lambda found: f"\\{found[0]}", plain(text).strip())
    return _OPENER.sub(lambda found: f"{found[0][:-1]}\\{found[0][-1]}", escaped)


def code(text: str) -> str:
    """*text* as code, with as many backticks around it as it needs.

    >>> print(code("a `b`"))
    `` a `b` ``
    """
    safe = plain(text).strip()
    if not safe:
        return ""
    longest = max((len(run) for run in re.findall("`+", safe)), default=0)
    space = " " if safe.startswith("`") or safe.endswith("`") else ""
    return f"{'`' * (longest + 1)}{space}{safe}{space}{'`' * (longest + 1)}"


def row(*cells: str) -> str:
    """A row of a table; cells are Markdown already.

    A table is cut into cells before anything else is read, code and backslashes included: every bar is escaped here,
    and nowhere else.
    """
    return f"| {' | '.join(cell.replace('|', _BAR) for cell in cells)} |"


def identifier(kind: str, name: str) -> str:
    """The anchor of a thing, the same wherever it is linked from: ``clause-jilin-2.1-f``."""
    return f"{kind}-{_NOT_IN_IDS.sub(lambda found: f'_{ord(found[0]):x}_', name)}"


def anchor(kind: str, name: str) -> str:
    """Where links to a thing lead."""
    return f'<a id="{identifier(kind, name)}"></a>'


def link(text: str, kind: str, name: str) -> str:
    """A link inside the page; *text* is Markdown already."""
    return f"[{text}](#{identifier(kind, name)})"
