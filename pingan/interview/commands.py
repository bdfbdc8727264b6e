"""What a person may say instead of an answer, in English and Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

Command = Literal["why", "back", "facts", "questions", "help", "quit"]

_COMMANDS: Final[Mapping[Command, tuple[str, ...]]] = {
    "why": ("why", "why?", "为何", "为什么", "为什么？", "为何？"),
    "back": ("back", "undo", "返回", "上一步", "撤销"),
    "facts": ("facts", "事实", "已知"),
    "questions": ("questions", "问题", "还有哪些"),
    "help": ("help", "h", "帮助", "说明"),
    "quit": ("quit", "exit", "q", "退出", "结束"),
}
_BY_WORD: Final = {word: command for command, words in _COMMANDS.items() for word in words}


def command_in(line: str) -> Command | None:
    """The command that *line* is; an answer that reads like one is written in quotes, or with a / before a command."""
    word = line.strip().casefold()
    return _BY_WORD.get(word) or (_BY_WORD.get(word[1:]) if word.startswith("/") else None)
