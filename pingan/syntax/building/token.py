"""A word, number, text or sign that a node is made of."""

from __future__ import annotations


class Token(str):
    """The characters of a terminal of the grammar, which *type* names, and where they begin."""

    __slots__ = ("start_pos", "type")

    type: str
    start_pos: int

    def __new__(cls, type: str, text: str, start: int) -> Token:
        made = super().__new__(cls, text)
        made.type = type
        made.start_pos = start
        return made

    __match_args__ = ("type",)
