"""One small vocabulary with a fact of every type: what drawn policies speak about."""

from __future__ import annotations

from pingan.language import types
from pingan.language.shapes import Interval
from pingan.model import nodes as m

MODULE = "town"
KIND = types.EnumType("Kind", ("shed", "house", "mill"))
GRADE = types.EnumType("Grade", ("low", "middle", "high"), ordered=True)
COUNT = types.NumberType(integer=True, interval=Interval(0, None, False, True))
PORTION = types.NumberType(interval=Interval(0, 1, False, False))
LENGTH = types.DurationType(Interval(0, None, False, True))
KINDS = types.SetType(KIND)
PERSON = types.RecordType("Person")
UNIT = types.RecordType("Unit")
ZONE = "Asia/Shanghai"
ACTORS = ("warden", "mayor")


def _field(
    name: str, type_: types.Type, *, optional: bool = False, judged: tuple[str, ...] | None = None, key: bool = False
) -> m.Field:
    judgement = None if judged is None else m.Judgement(judged)
    return m.Field(name, None, type_, optional=optional, judgement=judgement, key=key)


_RECORDS = {
    "Person": [
        _field("role", KIND),
        _field("level", GRADE, optional=True),
        _field("age", COUNT),
        _field("score", PORTION, optional=True),
        _field("seen", types.DATETIME, optional=True),
        _field("fit", types.BOOLEAN),
        _field("tags", KINDS),
        _field("capable", types.BOOLEAN, judged=("warden",)),
    ],
    "Unit": [
        _field("size", COUNT),
        _field("open", types.BOOLEAN, optional=True),
        _field("persons", types.ListType(PERSON)),
        _field("founded", types.DATE, optional=True),
        _field("head", PERSON, optional=True),
    ],
}

_FACTS = [
    _field("flag", types.BOOLEAN),
    _field("lamp", types.BOOLEAN),
    _field("maybe", types.BOOLEAN, optional=True),
    _field("kind", KIND),
    _field("other_kind", KIND, optional=True),
    _field("grade", GRADE),
    _field("n", COUNT),
    _field("k", types.INTEGER),
    _field("x", types.DECIMAL),
    _field("y", types.DECIMAL, optional=True),
    _field("word", types.TEXT),
    _field("day", types.DATE, optional=True),
    _field("other_day", types.DATE),
    _field("at", types.DATETIME),
    _field("done_at", types.DATETIME, optional=True),
    _field("length", LENGTH),
    _field("term", types.PERIOD),
    _field("kinds", KINDS),
    _field("persons", types.ListType(PERSON)),
    _field("units", types.ListType(UNIT)),
    _field("numbers", types.ListType(types.INTEGER)),
    _field("boss", UNIT),
    _field("deputy", UNIT, optional=True),
    _field("someone", types.ACTOR),
    _field("found", types.BOOLEAN, judged=("warden", "mayor")),
    _field("graded", GRADE, judged=()),
]

_ACTIONS = {
    "stop": (),
    "report": (_field("kind", KIND), _field("to", types.ACTOR)),
    "count_up": (_field("amount", types.DECIMAL), _field("what", KINDS)),
}

VOCABULARY = m.Vocabulary(
    enums={
        enum.name: m.Enum(
            MODULE, enum.name, members=tuple(m.Member(name) for name in enum.members), ordered=enum.ordered
        )
        for enum in (KIND, GRADE)
    },
    records={
        name: m.Record(MODULE, name, fields={f.name: f for f in fields}, is_actor=name == "Unit")
        for name, fields in _RECORDS.items()
    },
    facts={f.name: m.Fact(MODULE, f.name, field=f) for f in _FACTS},
    actors={name: m.Actor(MODULE, name) for name in ACTORS},
    actions={name: m.Action(MODULE, name, parameters=parameters) for name, parameters in _ACTIONS.items()},
)
