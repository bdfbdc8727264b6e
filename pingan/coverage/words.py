"""The words of a coverage report, in English and Chinese."""

from __future__ import annotations

from fractions import Fraction

from attrs import frozen

from pingan.language.dialect import Language, in_chinese


@frozen
class Words:
    """What a report says, in *language*."""

    language: Language

    def say(self, english: str, chinese: str) -> str:
        return chinese if in_chinese(self.language) else english

    def standing(self, standing: str) -> str:
        return self.say(standing, {"encoded": "已编写", "omitted": "已说明不写", "missing": "缺漏"}[standing])

    def shown(self, shown: str) -> str:
        return self.say(
            {"holds": "holds", "near-miss": "near miss", "undetermined": "undetermined"}[shown],
            {"holds": "成立", "near-miss": "差一点不成立", "undetermined": "未定"}[shown],
        )

    def listed(self, items: list[str]) -> str:
        return self.say(", ", "、").join(items)

    def percent(self, share: Fraction) -> str:
        """Cut off, never rounded up: 100 % is all of it."""
        tenths = share.numerator * 1000 // share.denominator
        return f"{tenths // 10}.{tenths % 10}{self.say(' %', '%')}"
