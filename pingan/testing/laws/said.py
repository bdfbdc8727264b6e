"""What is not as a law has it, in English and in Chinese."""

from __future__ import annotations


class Said(str):
    """A line in English that knows itself in Chinese, too."""

    __slots__ = ("chinese",)

    chinese: str

    def __new__(cls, english: str, chinese: str) -> Said:
        """The line in both."""
        found = super().__new__(cls, english)
        found.chinese = chinese
        return found


def in_chinese_of(line: str) -> str:
    """*line* in Chinese, where it is known."""
    return line.chinese if isinstance(line, Said) else line
