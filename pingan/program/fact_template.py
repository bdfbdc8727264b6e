"""A fact file to fill in: everything that a vocabulary asks, as YAML to uncomment, in English or Chinese."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, assert_never

from attrs import field as attribute
from attrs import frozen

from pingan.diagnostics.plain import plain
from pingan.language.to_data import scalar_data
from pingan.language.types import (
    ActorType,
    BooleanType,
    DateTimeType,
    DateType,
    DurationType,
    EnumType,
    ListType,
    NumberType,
    PeriodType,
    RecordType,
    SetType,
    TextType,
    Type,
    UnknownType,
)
from pingan.model.nodes import Field, Member, Vocabulary
from pingan.program.fact_bounds import declared_range, range_text
from pingan.program.fact_example import field_example
from pingan.program.fact_names import FactNames, Names

_REMARKS: Final[Mapping[bool, tuple[str, ...]]] = {
    False: (
        "## Uncomment what is known. What stays commented out is unknown, which is an answer, too.",
        "## Instead of a value you may write bounds, {at_least: 3, less_than: 5}; some possible members,",
        "## {one_of: [a, b]}; or a list that may be longer, {known: [a], open: true}. A plain list is complete.",
        "## null says that something is known not to exist; only where it says so.",
    ),
    True: (
        "## 已知的事实，去掉行首的“# ”；未去掉的视为未知，未知也是一种回答。",
        "## 除确定的值外，还可以写范围 {at_least: 3, less_than: 5}（至少 3、小于 5），可能的几项 {one_of: [甲, 乙]}，",
        "## 或尚未列全的清单 {known: [甲], open: true}。直接写出的清单视为已列全。",
        "## null 表示已知不存在，仅用于注明可写 null 之处。",
    ),
}
_PHRASES: Final[Mapping[str, tuple[str, str]]] = {
    "boolean": ("true or false", "true（是）或 false（否）"),
    "length": ("a length of time", "时长"),
    "number": ("a number", "数"),
    "whole": ("a whole number", "整数"),
    "text": ("text", "文本"),
    "date": ("a date", "日期"),
    "instant": ("an instant with its offset from UTC", "时刻（须写明时区偏移）"),
    "period": ("a period; null: open", "期间；null 表示无起止"),
    "one of": ("one of {0}", "以下之一：{0}"),
    "any of": ("any of {0}", "以下若干项：{0}"),
    "actor": ("an actor, or the path of a record that is one", "主体，或作为主体的记录的路径"),
    "actors": ("a set of actors", "若干主体"),
    "list": ("a list", "清单"),
    "each": ("a list, each {0}", "清单，每项为{0}"),
    "judged": (", as determined by {0}", "，由{0}认定"),
    "anybody": ("anybody who says so", "任何人"),
    "or": (" or ", "或"),
    "null": ("or null", "或 null"),
    "and null": (", or null", "，或 null"),
}


def template(vocabulary: Vocabulary, language: str = "en") -> str:
    """A YAML file with every fact, commented out: a label, what it may be, and an example of each.

    Lines that begin with ``##`` are remarks; taking the ``# `` from any other line (and from those above it that
    it stands under) makes it a fact. In Chinese (``zh``) facts and members go by their labels, where these are names.
    """
    writer = _Writer(vocabulary, language == "zh", FactNames.of(vocabulary))
    lines = [*_REMARKS[writer.chinese]]
    for _, fact in sorted(vocabulary.facts.items()):
        if fact.field:
            lines += ["##", *(f"# {line}" for line in writer.lines(fact.field, writer.names.facts, 0))]
    return "\n".join(lines) + "\n"


@frozen
class _Writer:
    vocabulary: Vocabulary
    chinese: bool
    names: FactNames = attribute(repr=False)

    def say(self, phrase: str, part: str = "") -> str:
        before, place, after = _PHRASES[phrase][self.chinese].partition("{0}")
        return before + part + after if place else before

    def called(self, name: str, label: str | None, names: Names) -> str:
        """What a fact, field, member or actor goes by in the file."""
        return label if self.chinese and label and names.find(label) == name else name

    def lines(self, field: Field, names: Names, depth: int) -> Iterator[str]:
        margin = "  " * depth
        name = self.called(field.name, field.label, names)
        # What the name says already is not said again.
        label = plain(field.label) if field.label and field.label != name else ""
        remark = ("；" if self.chinese else "; ").join(part for part in (label, self.allowed(field)) if part)
        record = _record_of(field.type)
        if record is None or field.judgement is not None:
            yield f"{margin}{name}: {_flow(self.value(field))}  # {remark}"
            return
        fields = self.vocabulary.records[record].fields
        listed = isinstance(field.type, ListType)
        if not fields:
            yield f"{margin}{name}: {'[]' if listed else '{}'}  # {remark}"
            return
        yield f"{margin}{name}:" + (f"  # {remark}" if remark else "")
        mark = "  - " if listed else "  "
        for inner in fields.values():
            for line in self.lines(inner, self.names.fields[record], 0):
                yield f"{margin}{mark}{line}"
                mark = "    " if listed else "  "

    def value(self, field: Field) -> object:
        """The example of *field*, in the words of the file."""
        return self._worded(field_example(field, self.vocabulary), field.type)

    def _worded(self, value: object, type: Type) -> object:
        match type, value:
            case EnumType(name=name), str():
                enum = self.vocabulary.enums.get(name)
                label = next((m.label for m in enum.members if m.name == value), None) if enum else None
                return self.called(value, label, self.names.members[name]) if enum else value
            case ActorType(), str():
                return self._actor(value)
            case ((SetType(element=element) | ListType(element=element)), list()):
                return [self._worded(item, element) for item in value]
            case _, {"value": judged, "by": str() as by, **rest}:
                return {"value": self._worded(judged, type), "by": self._actor(by), **rest}
            case _:
                return value

    def _actor(self, name: str) -> str:
        actor = self.vocabulary.actors.get(name)
        return self.called(name, actor.label if actor else None, self.names.actors)

    def allowed(self, field: Field) -> str:
        """What a field may be, in words."""
        text = self.type_text(field.type)
        if field.judgement is not None:
            names = self.say("or").join(self._actor(a) for a in field.judgement.authorities)
            text += self.say("judged", names or self.say("anybody"))
        if field.optional:
            text += self.say("and null" if text else "null")
        return text

    def type_text(self, type: Type) -> str:
        match type:
            case BooleanType():
                return self.say("boolean")
            case NumberType() | DurationType():
                return self._number_text(type)
            case TextType():
                return self.say("text")
            case DateType():
                return self.say("date")
            case DateTimeType():
                return self.say("instant")
            case PeriodType():
                return self.say("period")
            case EnumType():
                return self.say("one of", self._members(type))
            case ActorType():
                return self.say("actor")
            case RecordType() | UnknownType():
                return ""
            case SetType(element=EnumType() as enum):
                return self.say("any of", self._members(enum))
            case SetType():
                return self.say("actors")
            case ListType(element=element):
                inner = self.type_text(element)
                return self.say("each", inner) if inner else self.say("list")
            case _:
                assert_never(type)

    def _number_text(self, type: NumberType | DurationType) -> str:
        duration = isinstance(type, DurationType)
        kind = "length" if duration else "whole" if isinstance(type, NumberType) and type.integer else "number"
        within = range_text(declared_range(type), lambda end: str(scalar_data(end, duration=duration)))
        within = within.replace(" and ", "，") if self.chinese else within
        return f"{self.say(kind)} {within}".rstrip()

    def _members(self, type: EnumType) -> str:
        declared = self.vocabulary.enums.get(type.name)
        joint = " < " if type.ordered else "、" if self.chinese else ", "
        if declared is None:
            return joint.join(type.members)
        return joint.join(self._member(member, self.names.members[type.name]) for member in declared.members)

    def _member(self, member: Member, names: Names) -> str:
        name = self.called(member.name, member.label, names)
        if not member.label or member.label == name:
            return name
        return f"{name}（{plain(member.label)}）" if self.chinese else f"{name} ({plain(member.label)})"


def _record_of(type: Type) -> str | None:
    element = type.element if isinstance(type, ListType) else type
    return element.name if isinstance(element, RecordType) else None


def _flow(value: object) -> str:
    """*value* in YAML's flow style. Texts that YAML would read as something else stand in quotes."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case dict():
            return "{" + ", ".join(f"{key}: {_flow(item)}" for key, item in value.items()) + "}"
        case list():
            return "[" + ", ".join(map(_flow, value)) + "]"
        case str():
            return value if value.isidentifier() and value.lower() not in ("null", "true", "false") else f'"{value}"'
        case _:
            return str(value)
