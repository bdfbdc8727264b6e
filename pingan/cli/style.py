"""Colours for answers on a terminal (Rich). Imported only where there is one."""

from __future__ import annotations

import re

from rich.console import Console
from rich.text import Text

_STYLES = (
    (r"\b(breached|late)\b|违反|逾期", "bold red"),
    (r"\b(due|pending)\b|待履行|应履行", "yellow"),
    (r"\bundetermined\b|未定|不能确定", "bold magenta"),
    (r"\bfulfilled\b|已履行|履行", "green"),
    (r"`[^`\n]*`", "cyan"),
    (r"^[^\s:：][^\n]*[:：]$", "bold"),
    (r"〔[^〕\n]*〕[^\s]*", "dim"),
)
"""What is coloured how; the text itself never changes, and none of it is read as markup."""

_PATTERNS = tuple((re.compile(pattern, re.MULTILINE), style) for pattern, style in _STYLES)


def show(text: str) -> None:
    """Print *text* (plain already) with its states in colour; the terminal itself breaks long lines."""
    styled = Text(text)
    for pattern, style in _PATTERNS:
        for found in pattern.finditer(text):
            styled.stylize(style, *found.span())
    Console(highlight=False, markup=False, emoji=False).print(styled, soft_wrap=True)
