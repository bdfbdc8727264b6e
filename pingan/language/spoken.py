"""What the words of every report are made of: two languages, lists and shares."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from attrs import frozen

from pingan.language.dialect import Language, in_chinese


@frozen
class Spoken:
    """The words of a report in *language*. Nothing of them is made safe to show: whoever shows them does that."""

    language: Language

    def say(self, english: str, chinese: str) -> str:
        return chinese if in_chinese(self.language) else english

    def listed(self, items: Sequence[str]) -> str:
        return self.say(", ", "、").join(items)

    def percent(self, share: Fraction) -> str:
        """Cut off, never rounded up: 100 % is all of it."""
        tenths = share.numerator * 1000 // share.denominator
        return f"{tenths // 10}.{tenths % 10}{self.say(' %', '%')}"
