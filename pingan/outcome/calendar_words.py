"""What an entry of a calendar of duties says: when, who must do what, on what condition, how it stands, and why."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Final

from attrs import evolve, frozen

from pingan.diagnostics.plain import plain
from pingan.language.dialect import Language, in_chinese
from pingan.language.shapes import Truth
from pingan.model import nodes as model
from pingan.model.to_text import expression_text
from pingan.model.value_text import Words, instant_text
from pingan.outcome.calendar_nodes import CalendarAnswer, CalendarEntry
from pingan.outcome.nodes import Cause
from pingan.outcome.norm_text import deadline_text_of, norm_text
from pingan.outcome.phrases import cause_text, citations_text, join, phrase, states_text

Pair = tuple[str, str]

WAITS: Final[Pair] = ("waits for: {0}", "有待：{0}")
_IF: Final[Pair] = ("if {0}", "如 {0}")
_UNLESS: Final[Pair] = ("unless {0}", "除非 {0}")
_FOLLOWS: Final[Pair] = ("only where what stands before it was missed", "仅在前项未履行时适用")
_COUNTS: Final[Pair] = ("counts from {0}", "自{0}起算")
_COUNTS_HELD: Final[Pair] = ("counts from when {0} first holds", "自“{0}”开始成立起算")
_COMING: Final[Pair] = ("in force from {0}", "自{0}起施行")
_MAY_COME: Final[Pair] = ("in force from {0}; may apply", "自{0}起施行，是否适用未定")
_SOFT: Final[Pair] = ("wording that can only be attested", "倡导性表述")
_NOTE: Final[Pair] = ("note: {0}", "注：{0}")
_NOT_SHOWN: Final[Pair] = ("the day follows from a sensitive fact and is not shown", "期限取决于敏感事实，不予显示")
_SHOWN_CAUSES: Final = 6
_MORE: Final[Pair] = ("{0}; and {1} more", "{0}；另有{1}项")
_WEEKDAYS: Final[tuple[Pair, ...]] = (
    ("Mon", "周一"), ("Tue", "周二"), ("Wed", "周三"), ("Thu", "周四"), ("Fri", "周五"), ("Sat", "周六"),
    ("Sun", "周日"),
)  # fmt: skip


@frozen
class EntryWords:
    """Tells the entries of *calendar* in *language*."""

    calendar: CalendarAnswer
    language: Language

    def say(self, pair: Pair, *parts: object) -> str:
        return phrase(pair, self.language, *parts)

    def words(self, entry: CalendarEntry) -> Words:
        return Words(self.calendar._model, self.language, entry.norm.zone)

    def summary(self, entry: CalendarEntry) -> str:
        """Who must do what by when, in one line: ``region must report every month by day 5``."""
        # The period is told beside the day.
        return norm_text(evolve(entry.norm, period=None), self.words(entry))

    def due(self, entry: CalendarEntry) -> str:
        """The day or instant, or between which days it lies; empty where nothing is known."""
        return "" if entry.deadline is None else deadline_text_of(entry.deadline, self.language)

    def period(self, entry: CalendarEntry) -> str:
        """``2016-02-01 to 2016-02-29``; empty for what does not recur."""
        if entry.norm.period is None:
            return ""
        first, last = (instant_text(day, self.language, entry.norm.zone) for day in entry.norm.period)
        return first if first == last else f"{first}{'至' if in_chinese(self.language) else ' to '}{last}"

    def day(self, day: date) -> str:
        """``2016-02-05 Fri``."""
        if in_chinese(self.language):
            return f"{instant_text(day, self.language, 'UTC')}（{_WEEKDAYS[day.weekday()][1]}）"
        return f"{instant_text(day, self.language, 'UTC')} {_WEEKDAYS[day.weekday()][0]}"

    def conditions(self, entry: CalendarEntry) -> list[str]:
        """On what condition it is owed: ``if …``, ``unless …``; and that something was missed before."""
        rule = self.calendar._model.rules.get(f"{entry.norm.policy}.{entry.norm.rule}")
        lines = []
        if rule is not None and rule.condition is not None:
            lines.append(self.say(_IF, expression_text(rule.condition, self.calendar._model, self.language)))
        for exception in rule.exceptions if rule else ():
            lines.append(self.say(_UNLESS, expression_text(exception, self.calendar._model, self.language)))
        if entry.norm.depth:
            lines.append(self.say(_FOLLOWS))
        return lines

    def standing(self, entry: CalendarEntry) -> list[str]:
        """How it stands, where facts were given; of a rule that is coming, from when it is in force."""
        lines = []
        if self.calendar.has_facts and entry.coming:
            first = instant_text(entry.in_force[0] or date.min, self.language, entry.norm.zone)
            lines.append(self.say(_MAY_COME if entry.applies is Truth.UNDETERMINED else _COMING, first))
        elif self.calendar.has_facts:
            lines.append(states_text(entry.norm, self.language))
        if "deadline" in entry.norm.masked:
            lines.append(self.say(_NOT_SHOWN))
        if self.calendar.has_facts and entry.causes:
            lines.append(self.waits(entry.causes, self.words(entry)))
        return lines

    def waits(self, causes: tuple[Cause, ...], words: Words) -> str:
        shown = [cause_text(cause, words) for cause in causes[:_SHOWN_CAUSES]]
        text = ("；" if in_chinese(self.language) else "; ").join(shown)
        if len(causes) > len(shown):
            text = self.say(_MORE, text, len(causes) - len(shown))
        return self.say(WAITS, text)

    def details(self, entry: CalendarEntry) -> Iterator[str]:
        """Everything else, a line each: conditions (where there are no facts), how it stands, marks, clauses."""
        if not self.calendar.has_facts:
            yield from self.conditions(entry)
        elif entry.norm.depth:
            yield self.say(_FOLLOWS)
        yield from self.standing(entry)
        if entry.first is entry.last is None:
            yield from self.counted_from(entry)
        if entry.norm.soft:
            yield self.say(_SOFT)
        told = self.calendar._model.told
        yield from (self.say(_NOTE, plain(told(note, self.language))) for note in entry.norm.notes)
        yield self.source(entry)

    def counted_from(self, entry: CalendarEntry) -> Iterator[str]:
        """What a deadline without a day counts from: an expression, or when its rule first held."""
        policy, words = self.calendar._model, self.words(entry)
        rule = policy.rules.get(f"{entry.norm.policy}.{entry.norm.rule}")
        if rule is None or entry.norm.depth:
            return
        match rule.norms[entry.norm.place - 1].deadline:
            case model.Within() if rule.since is not None:
                yield self.say(_COUNTS, expression_text(rule.since, policy, self.language))
            case model.Within():
                yield self.say(_COUNTS_HELD, words.key(rule.key))
            case model.Every(parameter=str(parameter), length=None):
                cause = Cause(parameter, "parameter")
                yield from [] if cause in entry.causes else [cause_text(cause, words)]

    def source(self, entry: CalendarEntry) -> str:
        """The clauses; of a rule that cites none, its name."""
        cited = citations_text(entry.norm.citations, self.language)
        return cited or plain(f"{entry.norm.policy}.{entry.norm.rule}")

    def moment(self, moment: date | datetime, zone: str) -> str:
        return instant_text(moment, self.language, zone)

    def titles(self) -> list[str]:
        """The policies asked, by their titles."""
        headers = self.calendar._model.headers
        told = self.calendar._model.told
        names = [(headers[s.name].label if s.name in headers else None) or s.name for s in self.calendar.policies]
        return [plain(told(name, self.language)) for name in names]

    def joined(self, texts: list[str]) -> str:
        return join(texts, self.language, last=("; ", "；"))
