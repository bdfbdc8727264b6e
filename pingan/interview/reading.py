"""What a person wrote as the answer to a question, as a value in the form of a fact file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from attrs import frozen

from pingan.diagnostics.plain import plain
from pingan.diagnostics.suggest import did_you_mean
from pingan.interview.given import elements
from pingan.language import types
from pingan.language.spoken import Spoken
from pingan.outcome.questions import Option, Question

MAXIMUM_ELEMENTS: Final = 1_000
"""Elements of a list that one answer may say there are."""
MAXIMUM_NAMED: Final = 12
"""Options that are named where an answer is none of them."""
MAXIMUM_LINE: Final = 4_096

YES: Final = frozenset({"yes", "y", "true", "是", "对", "有", "真", "是的", "存在"})
NO: Final = frozenset({"no", "n", "false", "否", "不", "不是", "没有", "无", "假", "不存在"})
NONE: Final = frozenset({"none", "no", "nothing", "absent", "null", "无", "没有", "不存在", "0"})
UNKNOWN: Final = frozenset({"", "?", "？", "unknown", "not known", "don't know", "不知道", "不清楚", "未知", "不详"})
MORE: Final = ("+", "…", "...", "等")
"""Ends an answer that may not be all there is."""

_BETWEEN: Final = re.compile(r"\s*(?:\.\.|~|～|至|到|\bto\b|—|–)\s*")
_COMMAS: Final = re.compile(r"\s*[,，、;；]\s*")
_BOUNDS: Final = ((">=", "at_least"), ("≥", "at_least"), ("<=", "at_most"), ("≤", "at_most"), (">", "more_than"),
                  ("<", "less_than"), ("at least ", "at_least"), ("at most ", "at_most"), ("more than ", "more_than"),
                  ("less than ", "less_than"), ("不少于", "at_least"), ("至少", "at_least"), ("不多于", "at_most"),
                  ("至多", "at_most"), ("多于", "more_than"), ("少于", "less_than"))  # fmt: skip
_CHINESE_DAY: Final = re.compile(r"(\d{1,4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日?")
_SLASHED: Final = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})")
_TIME: Final = re.compile(
    r"(\d{4}-\d{2}-\d{2})(?:[T ]\s*|\s*)(\d{1,2})[:：点时](\d{2})?分?(?::(\d{2}))?(Z|[+-]\d{2}:\d{2})?"
)
_INTEGER: Final = re.compile(r"[+-]?\d+")
_DECIMAL: Final = re.compile(r"[+-]?\d+(\.\d+)?(/\d+)?")


class NotUnderstoodError(ValueError):
    """An answer that is none: the message says in words why, and what would be one."""


@frozen
class Reader:
    """Understands answers in words of both languages, and says in *spoken*'s what it does not understand."""

    spoken: Spoken
    zone: str
    by_number: bool = True
    """Whether options are known by their numbers, too."""

    def __call__(self, text: str, question: Question, given: object = None) -> Any:
        """The value that *text* answers *question* with; *given* is what is known already of a list or a set.

        Raises NotUnderstoodError.
        """
        if len(text) > MAXIMUM_LINE:
            raise NotUnderstoodError(self._say("the answer is too long", "答案太长"))
        text = text.strip()
        if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
            text = text[1:-1]
            if isinstance(question.type, types.TextType):
                return text
        if question.optional and text.casefold() in NONE and not _counts(question):
            return None
        if question.kind == "existence":
            return {} if self._truth(text) else self._absent(question)
        return self._value(text, question, given)

    def _say(self, english: str, chinese: str) -> str:
        return self.spoken.say(english, chinese)

    def _absent(self, question: Question) -> None:
        if not question.optional:
            raise NotUnderstoodError(self._say("it is known to exist", "已知其存在"))

    def _value(self, text: str, question: Question, given: object) -> Any:
        match question.type:
            case types.BooleanType():
                return self._truth(text)
            case types.SetType(element=element):
                return self._several(text, given, lambda part: self._element(part, element, question.options))
            case types.ListType(element=types.RecordType()):
                return self._records(text, question, given)
            case types.ListType(element=element):
                return self._several(text, given, lambda part: self._scalar(part, element, ()))
            case type_:
                return self._scalar(text, type_, question.options)

    def _element(self, part: str, element: types.Type, options: Sequence[Option]) -> object:
        return self._scalar(part, element, options)

    def _truth(self, text: str) -> bool:
        word = text.casefold()
        if word in YES:
            return True
        if word in NO:
            return False
        raise NotUnderstoodError(
            self._say("answer yes or no; leave the line empty if it is not known", "请答“是”或“否”；不知道则留空")
        )

    # --- single values ----------------------------------------------------------------------------------------------

    def _scalar(self, text: str, type: types.Type, options: Sequence[Option]) -> Any:
        match type:
            case types.EnumType(ordered=ordered):
                return self._member(text, options, ordered)
            case types.ActorType():
                return self._actor(text, options)
            case types.TextType():
                return text
            case types.NumberType() | types.DateType() | types.DateTimeType() | types.DurationType():
                return self._bounded(text, self._single(type))
            case types.PeriodType():
                return self._period(text)
            case types.BooleanType():
                return self._truth(text)
        raise NotUnderstoodError(self._say("this cannot be said in a line", "此项不能用一行回答"))

    def _single(self, type: types.Type) -> Callable[[str], Any]:
        match type:
            case types.NumberType(integer=integer):
                return lambda text: self._number(text, integer)
            case types.DateType():
                return self._day
            case types.DateTimeType():
                return self._instant
            case _:
                return lambda text: text

    def _number(self, text: str, integer: bool) -> int | str:
        plainly = unicodedata.normalize("NFKC", text).replace(",", "").replace(" ", "")
        if plainly.endswith("%") and not integer and _DECIMAL.fullmatch(plainly[:-1]):
            from fractions import Fraction

            from pingan.language.to_data import number_text

            return number_text(Fraction(plainly[:-1]) / 100)
        if integer and _INTEGER.fullmatch(plainly) and len(plainly) <= 40:
            return int(plainly)
        if not integer and _DECIMAL.fullmatch(plainly) and len(plainly) <= 80:
            return plainly.removeprefix("+")
        raise NotUnderstoodError(
            self._say(
                f"write {'a whole number' if integer else 'a number'}, such as 3",
                f"请写{'整数' if integer else '数'}，如 3",
            )
        )

    def _day(self, text: str) -> str:
        found = _iso_day(text)
        if found is None:
            raise NotUnderstoodError(
                self._say("write a day such as 2016-06-01", "请写日期，如 2016-06-01 或 2016年6月1日")
            )
        return found

    def _instant(self, text: str) -> Any:
        plainly = unicodedata.normalize("NFKC", text)
        day = _iso_day(plainly)
        if day is not None:
            # Some instant of that day.
            first = date.fromisoformat(day)
            try:
                return {
                    "at_least": self._local(first, 0, 0, 0),
                    "less_than": self._local(first + timedelta(days=1), 0, 0, 0),
                }
            except OverflowError:
                return {"at_least": self._local(first, 0, 0, 0)}
        rest = _CHINESE_DAY.sub(_from_match, plainly, count=1)
        rest = _SLASHED.sub(_from_match, rest, count=1)
        parts = _TIME.fullmatch(rest.strip())
        if parts is None:
            raise NotUnderstoodError(
                self._say(
                    "write a time such as 2016-06-01 10:30, or a day",
                    "请写时间，如 2016-06-01 10:30；只知道日期则写日期",
                )
            )
        day, hour, minute, second, offset = parts.groups()
        try:
            if offset:
                return f"{day}T{int(hour):02}:{minute or '00'}:{second or '00'}{offset}"
            return self._local(date.fromisoformat(day), int(hour), int(minute or 0), int(second or 0))
        except ValueError:
            raise NotUnderstoodError(self._say("there is no such time", "没有这个时间")) from None

    def _local(self, day: date, hour: int, minute: int, second: int) -> str:
        """An instant in the policy's zone."""
        found = datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=ZoneInfo(self.zone))
        return found.isoformat()

    def _bounded(self, text: str, single: Callable[[str], Any]) -> Any:
        """A value, or bounds: ``>= 3``, ``3..5``."""
        for sign, name in _BOUNDS:
            if text.casefold().startswith(sign):
                return {name: _one_end(single(text[len(sign) :].strip()), name)}
        ends = _BETWEEN.split(text)
        if len(ends) == 2 and all(ends):
            low, high = (single(end) for end in ends)
            return {"at_least": _one_end(low, "at_least"), **_upper(high)}
        return single(text)

    def _period(self, text: str) -> dict[str, object]:
        ends = [
            end.strip() for end in _BETWEEN.split(text.removeprefix("from ").removeprefix("自").replace("until", ".."))
        ]
        if len(ends) != 2:
            raise NotUnderstoodError(
                self._say(
                    "write the first and the last day: 2016-01-01..2016-12-31; .. alone: always",
                    "请写起止日期：2016-01-01..2016-12-31；不限则写 ..",
                )
            )
        return {name: self._day(end) if end else None for name, end in zip(("from", "until"), ends, strict=True)}

    # --- of several -------------------------------------------------------------------------------------------------

    def _member(self, text: str, options: Sequence[Option], ordered: bool) -> Any:
        for sign, name in _BOUNDS if ordered else ():
            if text.casefold().startswith(sign):
                return {name: self._choice(text[len(sign) :].strip(), options)}
        parts = [part for part in _COMMAS.split(text) if part]
        if len(parts) > 1:
            return {"one_of": list(dict.fromkeys(self._choice(part, options) for part in parts))}
        return self._choice(text, options)

    def _actor(self, text: str, options: Sequence[Option]) -> str:
        # The path of a record that is an actor will do, too; the facts are checked.
        return text if "." in text or "[" in text else str(self._choice(text, options))

    def _choice(self, text: str, options: Sequence[Option]) -> object:
        plainly = unicodedata.normalize("NFKC", text).strip().rstrip(".)、")
        if self.by_number and plainly.isdecimal() and len(plainly) < 6 and 0 < int(plainly) <= len(options):
            return options[int(plainly) - 1].value
        for option in options:
            if text in (option.value, option.label):
                return option.value
        folded = text.casefold().replace(" ", "_")
        for option in options:
            if folded in (str(option.value).casefold(), (option.label or "").casefold()):
                return option.value
        known = [str(name) for option in options for name in (option.value, option.label) if name]
        hint = did_you_mean(text[:64], known) if not self.spoken.say("", "x") else None
        remedy = hint or self._remedy(options)
        raise NotUnderstoodError(
            self._say(f"`{plain(text[:60])}` is none of them; {remedy}", f"没有“{plain(text[:60])}”这一项；{remedy}")
        )

    def _remedy(self, options: Sequence[Option]) -> str:
        if self.by_number:
            return self._say(
                f"answer with a number from 1 to {len(options)}, or with the name",
                f"请答 1 至 {len(options)} 的序号，或写名称",
            )
        few = [option for option in options[:MAXIMUM_NAMED] if option.value is not None]
        named = [plain(self._say(str(o.value), str(o.label or o.value))) for o in few]
        more = "" if len(options) <= MAXIMUM_NAMED else "…"
        return self._say(f"there are {', '.join(named)}{more}", f"可写{'、'.join(named)}{more}")

    def _several(self, text: str, given: object, element: Callable[[str], object]) -> object:
        text, others = _ended(text)
        before = list(elements(given))
        if text.casefold() in NONE or not text:
            return {"known": before, "open": True} if others else before
        found = [element(part) for part in _COMMAS.split(text) if part]
        together = [*before, *(value for value in found if value not in before)]
        return {"known": together, "open": True} if others else together

    def _records(self, text: str, question: Question, given: object) -> object:
        """How many there are, or their names, where the record has a key."""
        text, others = _ended(text)
        before = list(elements(given))
        plainly = unicodedata.normalize("NFKC", text)
        if text.casefold() in NONE or not text:
            found: list[Mapping[str, object]] = []
        elif plainly.isdecimal():
            if len(plainly) > 6 or int(plainly) > MAXIMUM_ELEMENTS:
                raise NotUnderstoodError(
                    self._say(f"at most {MAXIMUM_ELEMENTS:,} at a time", f"一次至多 {MAXIMUM_ELEMENTS} 项")
                )
            found = [{} for _ in range(int(plainly))]
        elif question.key is not None:
            found = [{question.key: name} for name in _COMMAS.split(text) if name]
        else:
            raise NotUnderstoodError(self._say("write how many there are, 0 for none", "请写有几项，没有则写 0"))
        return {"known": [*before, *found], "open": True} if others else [*before, *found]


def _counts(question: Question) -> bool:
    """Whether 0 is a value of it."""
    return isinstance(question.type, types.NumberType | types.DurationType | types.ListType | types.SetType)


def _ended(text: str) -> tuple[str, bool]:
    """*text* without the mark that there may be others, and whether it had one."""
    for mark in MORE:
        if text.endswith(mark):
            return text.removesuffix(mark).rstrip(" ,，、"), True
    return text, False


def _iso_day(text: str) -> str | None:
    plainly = unicodedata.normalize("NFKC", text).strip()
    match = _CHINESE_DAY.fullmatch(plainly) or _SLASHED.fullmatch(plainly)
    iso = _from_match(match) if match else plainly
    try:
        return date.fromisoformat(iso).isoformat() if len(iso) == 10 else None
    except ValueError:
        return None


def _from_match(match: re.Match[str]) -> str:
    year, month, day = match.groups()
    return f"{int(year):04}-{int(month):02}-{int(day):02}"


def _one_end(value: Any, bound: str) -> Any:
    """An end that is some instant of a day is that day's first, or the one after its last."""
    if isinstance(value, dict):
        return value["at_least"] if bound in ("at_least", "less_than") else value.get("less_than", value["at_least"])
    return value


def _upper(value: Any) -> dict[str, Any]:
    """The upper end of a range, itself included."""
    return {"less_than": value["less_than"]} if isinstance(value, dict) and "less_than" in value else {"at_most": value}
