"""A small vocabulary that has one of everything."""

from __future__ import annotations

from fractions import Fraction

from pingan.language.shapes import Interval
from pingan.language.types import (
    ACTOR,
    BOOLEAN,
    DATE,
    DATETIME,
    DECIMAL,
    DURATION,
    INTEGER,
    PERIOD,
    TEXT,
    EnumType,
    ListType,
    NumberType,
    RecordType,
    SetType,
)
from pingan.model import nodes as model

LEVEL = EnumType("Level", ("low", "middle", "high"), True)
KIND = EnumType("Kind", ("flood", "storm", "drill"))
NATURAL = NumberType(True, Interval(0, None, False, True))
SHARE = NumberType(False, Interval(0, Fraction(1), False, False))


def a_field(name: str, type: object, label: str | None = None, **marks: object) -> model.Field:
    return model.Field(name, label, type, **marks)  # type: ignore[arg-type]


def a_record(name: str, *fields: model.Field, is_actor: bool = False) -> model.Record:
    return model.Record("words", name, None, {f.name: f for f in fields}, is_actor)


def a_vocabulary() -> model.Vocabulary:
    station = a_record(
        "Station",
        a_field("code", TEXT, "站号", key=True),
        a_field("pumps", NATURAL, "泵数"),
        a_field("open", BOOLEAN),
        is_actor=True,
    )
    incident = a_record(
        "Incident",
        a_field("kind", KIND, "类别"),
        a_field("level", LEVEL, "等级"),
        a_field("also", SetType(KIND), "另有"),
        a_field("people", NATURAL, "人数"),
        a_field("depth", DECIMAL, optional=True),
        a_field("share", SHARE),
        a_field("closed", BOOLEAN, "已结束"),
        a_field("name", TEXT, sensitive=True),
        a_field("day", DATE),
        a_field("at", DATETIME, optional=True),
        a_field("lasted", DURATION),
        a_field("season", PERIOD),
        a_field("warden", ACTOR),
        a_field("told", SetType(ACTOR)),
        a_field("dangerous", BOOLEAN, "危险", judgement=model.Judgement(("engineer",))),
        a_field("stations", ListType(RecordType("Station")), "站点"),
        a_field("readings", ListType(INTEGER)),
        a_field("main", RecordType("Station"), optional=True),
    )
    facts = [
        model.Fact("words", "incident", "事件", a_field("incident", RecordType("Incident"), "事件")),
        model.Fact("words", "drill", None, a_field("drill", BOOLEAN, optional=True)),
        model.Fact("words", "depot", None, a_field("depot", RecordType("Station"))),
    ]
    return model.Vocabulary(
        {
            e.name: model.Enum(
                "words",
                e.name,
                None,
                tuple(model.Member(m, {"flood": "洪水", "high": "高"}.get(m)) for m in e.members),
                e.ordered,
            )
            for e in (LEVEL, KIND)
        },
        {r.name: r for r in (incident, station)},
        {f.name: f for f in facts},
        {
            "engineer": model.Actor("words", "engineer", "工程师"),
            "mayor": model.Actor("words", "mayor", "市长"),
        },
        {},
    )
