"""What every part of a report is told with: the answer, the language, and the numbers that norms go by."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Final

from attrs import frozen

from pingan.diagnostics.plain import plain
from pingan.language.dialect import full_width, in_chinese
from pingan.language.spoken import Spoken
from pingan.model.value_text import Words, instant_text
from pingan.outcome.answer import Answer
from pingan.outcome.nodes import Cause, Norm
from pingan.outcome.phrases import cause_text
from pingan.report.arranged import Arranged
from pingan.report.nodes import Line, Tone

_HAN: Final = r"[\u3000-\u303f\u3400-\u9fff\uff01-\uff5e]"
_BETWEEN_HAN: Final = re.compile(f"(?<={_HAN}) (?={_HAN})")
SHOWN_CAUSES: Final = 6
"""Causes told in one cell; the whole list stands with the reasons and under what is open."""


@frozen
class Telling(Spoken):
    """Tells *answer*; what is said of *shows_sensitive* holds for all of it."""

    answer: Answer
    arranged: Arranged
    shows_sensitive: bool = False

    # --- words -----------------------------------------------------------------------------------------------------

    def words(self, zone: str) -> Words:
        return Words(self.answer.model, self.language, zone)

    @property
    def zone(self) -> str:
        """The zone of the first policy: in it the instant asked and those of facts are told."""
        header = next(iter(self.answer.model.headers.values()), None)
        return header.zone if header else "UTC"

    @property
    def general(self) -> Words:
        return self.words(self.zone)

    def moment(self, moment: date | datetime) -> str:
        return instant_text(moment, self.language, self.zone)

    def bracketed(self, text: str, further: str) -> str:
        """*text*, and *further* in brackets behind it."""
        if not further:
            return text
        return f"{text}（{further}）" if full_width(self.language) else f"{text} ({further})"

    def flowing(self, text: str) -> str:
        """*text*, as the language of policies writes it, as a sentence: Chinese has no spaces between its words."""
        return _BETWEEN_HAN.sub("", text) if full_width(self.language) else text

    def joined(self, texts: Collection[str]) -> str:
        """Sentences in a row, or parts of one."""
        return ("；" if in_chinese(self.language) else "; ").join(texts)

    def titled(self, title: str, text: str) -> str:
        return f"{title}{'：' if full_width(self.language) else ': '}{text}"

    def counted(self, number: int, one: str, several: str, chinese: str) -> str:
        """``1 duty``, ``2 duties``; in Chinese *chinese* behind the number."""
        return self.say(f"{number} {one if number == 1 else several}", f"{number}{chinese}")

    # --- norms and causes ------------------------------------------------------------------------------------------

    @property
    def numbers(self) -> Mapping[int, int]:
        return self.arranged.numbers

    def number(self, index: int) -> Line:
        """The number of a norm, which leads to its reasons."""
        number = self.numbers[index]
        return Line(str(number), "strong", target=why_id(number))

    def numbered(self, indexes: Collection[int]) -> str:
        """The numbers of norms, those in a row together: ``1, 3–5``. Norms without a number are left out."""
        runs: list[list[int]] = []
        for number in sorted({self.numbers[i] for i in indexes if i in self.numbers}):
            if runs and runs[-1][-1] == number - 1:
                runs[-1].append(number)
            else:
                runs.append([number])
        return self.listed([f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs])

    def cause(self, cause: Cause, zone: str | None = None) -> str:
        return cause_text(cause, self.words(zone or self.zone))

    def causes(self, causes: Collection[Cause], zone: str) -> str:
        """What something waits for, the first of it."""
        told = [self.cause(cause, zone) for cause in list(causes)[:SHOWN_CAUSES]]
        if len(causes) > len(told):
            told.append(self.say(f"and {len(causes) - len(told)} more", f"另有{len(causes) - len(told)}项"))
        return self.joined(told)

    def note(self, text: str) -> str:
        """A note or a question of the policies, in this language where somebody translated it."""
        return plain(self.answer.model.told(text, self.language))


def is_chinese(text: str) -> bool:
    """Whether *text* is Chinese rather than written in Latin letters."""
    return 2 * sum(map(str.isascii, text)) < len(text)


def why_id(number: int) -> str:
    return f"why-{number}"


def tone_of(norm: Norm) -> Tone:
    if norm.states <= {"late", "breached"}:
        return "missed"
    if norm.states <= {"none"}:
        return "none"
    return "settled" if norm.states <= {"applies", "fulfilled"} else "open"
