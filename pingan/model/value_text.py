"""What is known, in words: values, bounds and paths as a person reads them, in English or Chinese.

All text that comes from facts or policies is made safe to show here.
"""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction
from typing import Final, assert_never
from zoneinfo import ZoneInfo

from attrs import frozen

from pingan.diagnostics.plain import plain
from pingan.language.dialect import Language, by_labels, full_width, in_chinese
from pingan.language.shapes import (
    Elements,
    Interval,
    Members,
    PeriodBounds,
    Range,
    Record,
    Scalar,
    SetBounds,
    Shape,
    Truth,
)
from pingan.language.to_data import LONGEST_BITS
from pingan.language.to_data import number_text as exact_text
from pingan.language.types import UNKNOWN, ActorType, DurationType, EnumType, ListType, RecordType, SetType, Type
from pingan.model import nodes as model
from pingan.model.expression_nodes import Suffix
from pingan.model.to_text import PARTS, duration_text

_SHOWN_TEXT: Final = 120
_SHOWN_MEMBERS: Final = 12

_WORDS: Final[dict[str, tuple[str, str]]] = {
    "yes": ("yes", "是"),
    "no": ("no", "否"),
    "undetermined": ("undetermined", "未定"),
    "unknown": ("not known", "未知"),
    "absent": ("absent", "不存在"),
    "or absent": ("{0}, or absent", "{0}，或不存在"),
    "or": (" or ", "或"),
    "and": (" and ", "且"),
    "comma": (", ", "、"),
    "at least": ("at least {0}", "不少于{0}"),
    "more than": ("more than {0}", "多于{0}"),
    "at most": ("at most {0}", "不多于{0}"),
    "less than": ("less than {0}", "少于{0}"),
    "not before": ("{0} or later", "{0}或以后"),
    "after": ("after {0}", "{0}以后"),
    "not after": ("{0} or earlier", "{0}或以前"),
    "before": ("before {0}", "{0}以前"),
    "none": ("none", "无"),
    "others": ("{0}, perhaps others", "{0}，或许还有其他"),
    "some": ("any, if any", "尚不清楚"),
    "perhaps": ("{0}, perhaps {1}", "{0}，或许还有{1}"),
    "perhaps only": ("perhaps {0}", "或许有{0}"),
    "from": ("from {0} until {1}", "自{0}至{1}"),
    "from on": ("from {0} on", "自{0}起"),
    "until": ("until {0}", "至{0}"),
    "always": ("always", "不限"),
    "exists": ("known to exist", "存在"),
    "elements": ("{0} in all", "共{0}项"),
    "elements or more": ("{0} or more", "至少{0}项"),
    "masked": ("(not shown)", "（不显示）"),
    "more": ("{0}, … ({1} in all)", "{0}等{1}项"),
    "about": ("{0} (about {1})", "{0}（约{1}）"),
    "long": ("a number of some {0} digits", "约{0}位的数"),
}


def word(name: str, language: Language, *parts: object) -> str:
    """One of the fixed words of this page, its places filled with *parts* (which are never read as a template)."""
    text = _WORDS[name][in_chinese(language)]
    for number, part in enumerate(parts):
        text = text.replace("{" + str(number) + "}", str(part), 1)
    return text


def truth_text(truth: Truth, language: Language) -> str:
    """yes, no or undetermined."""
    return word({Truth.TRUE: "yes", Truth.FALSE: "no", Truth.UNDETERMINED: "undetermined"}[truth], language)


def name_text(name: str, label: str | None, language: Language) -> str:
    """The label in Chinese, the name in English, as expressions are written."""
    return plain(label if by_labels(language) and label else name)


def instant_text(value: date | datetime, language: Language, zone: str) -> str:
    """A day, or an instant in *zone*: ``2016-01-05 10:30``, ``2016年1月5日 10:30``."""
    local = value
    if isinstance(value, datetime) and value.tzinfo is not None:
        try:
            local = value.astimezone(ZoneInfo(zone))
        except OverflowError:  # in the first or last hours of the calendar
            local = value
    day = f"{local.year}年{local.month}月{local.day}日" if full_width(language) else f"{local:%Y-%m-%d}"
    if not isinstance(local, datetime):
        return day
    seconds = f":{local:%S}" if local.second or local.microsecond else ""
    seconds += f".{local.microsecond:06d}".rstrip("0") if local.microsecond else ""
    return f"{day} {local:%H:%M}{seconds}"


def fields_along(path: str, policy: model.Policy) -> tuple[model.Field, ...]:
    """The declarations of the fact and the fields that *path* goes through, as far as they are known."""
    fields = {n: f.field for n, f in policy.vocabulary.facts.items() if f.field}
    found: list[model.Field] = []
    for step in path.split("."):
        declared = fields.get(step.partition("[")[0])
        if declared is None:
            break
        found.append(declared)
        kind: Type = declared.type
        while isinstance(kind, ListType):
            kind = kind.element
        record = policy.vocabulary.records.get(kind.name) if isinstance(kind, RecordType) else None
        fields = dict(record.fields) if record else {}
    return tuple(found)


@frozen
class Words:
    """Writes values with the vocabulary of *policy*; instants are local to *zone*."""

    policy: model.Policy
    language: Language
    zone: str = "UTC"
    suffix: Suffix = ""
    """How numbers are written: ``%`` in hundredths."""

    def value(self, shape: Shape, type: Type) -> str:
        """Everything that *shape* may be."""
        if not shape.present:
            return word("absent", self.language)
        text = self._present(shape, type)
        return word("or absent", self.language, text) if shape.absent else text

    def _present(self, shape: Shape, type: Type) -> str:
        match shape:
            case Members(values=None):
                return word("unknown", self.language)
            case Members(values=values):
                assert values is not None
                if values == {True, False}:
                    return word("unknown", self.language)
                return self._several(values, type, "or")
            case Range(interval=interval):
                return self.interval(interval or Interval(), type)
            case SetBounds():
                return self._set(shape, type)
            case PeriodBounds(start=start, end=end):
                return self._period(start, end)
            case Record(path=path):
                return self.path(path)
            case Elements(elements=elements, open=others):
                return word("elements or more" if others else "elements", self.language, len(elements))
            case _:
                assert_never(shape)

    def _period(self, start: Range, end: Range) -> str:
        first, last = (self.interval(e.interval, UNKNOWN) if e.interval else "" for e in (start, end))
        if first and last:
            return word("from", self.language, first, last)
        if first:
            return word("from on", self.language, first)
        return word("until", self.language, last) if last else word("always", self.language)

    def _several(self, values: frozenset[object], type: Type, joint: str) -> str:
        order = type.members if isinstance(type, EnumType) else ()
        places = {m: n for n, m in enumerate(order)}
        ranked = sorted(values, key=lambda v: (places.get(str(v), len(places)), str(v)))
        shown = [self.member(v, type) for v in ranked[:_SHOWN_MEMBERS]]
        text = word(joint, self.language).join(shown)
        return word("more", self.language, text, len(ranked)) if len(ranked) > len(shown) else text

    def member(self, value: object, type: Type) -> str:
        """One boolean, enum member, actor, text; or another single value of a set."""
        if isinstance(value, bool):
            return word("yes" if value else "no", self.language)
        if isinstance(value, date | Fraction | int):
            return self.scalar(value, type)
        text = str(value)
        if isinstance(type, EnumType):
            return self._enum_member(text, type)
        if isinstance(type, ActorType):
            return self.party(text)
        shown = plain(text)
        shown = f"{shown[:_SHOWN_TEXT]}…" if len(shown) > _SHOWN_TEXT else shown
        return f"“{shown}”" if full_width(self.language) else f'"{shown}"'

    def _enum_member(self, name: str, type: EnumType) -> str:
        enum = self.policy.vocabulary.enums.get(type.name)
        members = enum.members if enum else ()
        if not members and (reading := self.policy.interpretations.get(type.name)):
            members = reading.readings
        label = next((m.label for m in members if m.name == name), None)
        return name_text(name, label, self.language)

    def party(self, name: str) -> str:
        """An actor, or a record by its path."""
        actor = self.policy.vocabulary.actors.get(name)
        return name_text(name, actor.label, self.language) if actor else self.path(name)

    def scalar(self, value: Scalar, type: Type) -> str:
        """One number, length of time, day or instant."""
        if isinstance(value, date):
            return instant_text(value, self.language, self.zone)
        if max(abs(value.numerator), value.denominator).bit_length() > LONGEST_BITS:
            return word("long", self.language, round(value.numerator.bit_length() * 0.30103))
        if isinstance(type, DurationType):
            return duration_text(model.Duration(Fraction(value), "second"), self.language)
        text = exact_text(Fraction(value) * PARTS[self.suffix])
        if "/" not in text:
            return text + self.suffix
        return word("about", self.language, exact_text(value), f"{float(value):.4g}")

    def interval(self, interval: Interval, type: Type) -> str:
        """One value, or its bounds in words."""
        if interval.low is not None and interval.single:
            return self.scalar(interval.low, type)
        timed = isinstance(interval.low if interval.low is not None else interval.high, date)
        low, high = ("not before", "after"), ("not after", "before")
        if not timed:
            low, high = ("at least", "more than"), ("at most", "less than")
        ends = []
        if interval.low is not None:
            ends.append(word(low[interval.low_open], self.language, self.scalar(interval.low, type)))
        if interval.high is not None:
            ends.append(word(high[interval.high_open], self.language, self.scalar(interval.high, type)))
        return word("and", self.language).join(ends) or word("unknown", self.language)

    def _set(self, shape: SetBounds, type: Type) -> str:
        element = type.element if isinstance(type, SetType) else type
        surely = self._several(shape.surely, element, "comma")
        if shape.possibly == shape.surely:
            return surely or word("none", self.language)
        everything = isinstance(element, EnumType) and shape.possibly == frozenset(element.members)
        if shape.possibly is None or everything:
            return word("others", self.language, surely) if surely else word("some", self.language)
        further = self._several(shape.possibly - shape.surely, element, "or")
        if not surely:
            return word("perhaps only", self.language, further)
        return word("perhaps", self.language, surely, further)

    def path(self, path: str) -> str:
        """A path of facts: ``incident.persons[1].role``, ``事件.涉事人员[1].角色``."""
        if not by_labels(self.language):
            return plain(path)
        along = fields_along(path, self.policy)
        steps = []
        for step, declared in zip(path.split("."), (*along, *[None] * path.count(".")), strict=False):
            name, bracket, rest = step.partition("[")
            rest = rest.replace("others", "其他") if in_chinese(self.language) else rest
            steps.append(((declared and declared.label) or name) + bracket + rest)
        return plain(".".join(steps))

    def key(self, key: str) -> str:
        """The title of a rule, parameter, interpretation or definition."""
        for declared in (
            self.policy.rules,
            self.policy.parameters,
            self.policy.interpretations,
            self.policy.definitions,
        ):
            found = declared.get(key)
            if found is not None:
                return name_text(found.name, found.label, self.language)
        return plain(key)
