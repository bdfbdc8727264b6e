"""Small vocabularies, drawn: every type of fact, names that say what they are, nothing that belongs to any domain."""

from __future__ import annotations

from collections import Counter
from typing import Final

from attrs import field, frozen

from pingan.language import types
from pingan.language.shapes import Interval
from pingan.model import nodes as m
from pingan.testing.strategies.models.surroundings import Draw
from pingan.testing.strategies.packages import st

_COUNT: Final = types.NumberType(integer=True, interval=Interval(0, None, False, True))
_PORTION: Final = types.NumberType(interval=Interval(0, 1, False, False))
_MEMBERS: Final = (("shed", "house", "mill"), ("low", "middle", "high"))
_ENUMS: Final = ("Kind", "Grade")
_RECORDS: Final = ("Person", "Unit")
_ACTORS: Final = ("warden", "mayor")
_ACTIONS: Final = ("stop", "tell")

_PLAIN: Final[tuple[tuple[str, types.Type], ...]] = (
    ("flag", types.BOOLEAN),
    ("n", _COUNT),
    ("k", types.INTEGER),
    ("x", types.DECIMAL),
    ("share_of", _PORTION),
    ("word", types.TEXT),
    ("day", types.DATE),
    ("moment", types.DATETIME),
    ("term", types.PERIOD),
    ("delay", types.DURATION),
    ("someone", types.ACTOR),
)
"""Single values and their names, the simplest first."""


@frozen
class _Words:
    """The vocabulary as far as it is made. Names are unique over all of it."""

    module: str
    enums: dict[str, types.EnumType] = field(factory=dict)
    records: dict[str, m.Record] = field(factory=dict)
    taken: Counter[str] = field(factory=Counter)

    def named(self, name: str) -> str:
        self.taken[name] += 1
        return name if self.taken[name] == 1 else f"{name}_{self.taken[name]}"

    def types(self) -> list[tuple[str, types.Type]]:
        """Every type that a fact may have, with a name for such a fact."""
        found = list(_PLAIN[:3])
        found += [(name.lower(), enum) for name, enum in self.enums.items()]
        found += _PLAIN[3:]
        found += [(f"{name.lower()}s", types.SetType(enum)) for name, enum in self.enums.items()]
        found += [(f"{name.lower()}s", types.ListType(types.RecordType(name))) for name in self.records]
        found += [(name.lower(), types.RecordType(name)) for name in self.records]
        found.append(("numbers", types.ListType(types.INTEGER)))
        return found


@st.composite
def vocabularies(draw: Draw, module: str, *, most_facts: int = 6) -> m.Vocabulary:
    """A vocabulary of enums, records, facts, actors and actions; there are an actor and an action at least."""
    words = _Words(module)
    enums = {}
    for number in range(draw(st.integers(0, 2))):
        name, members = _ENUMS[number], _MEMBERS[number][: draw(st.integers(2, 3))]
        ordered = number == 1
        words.enums[name] = types.EnumType(name, members, ordered=ordered)
        enums[name] = m.Enum(module, name, members=tuple(map(m.Member, members)), ordered=ordered)
    for number in range(draw(st.integers(0, 2))):
        name = _RECORDS[number]
        fields = [draw(_fields(words)) for _ in range(draw(st.integers(1, 4)))]
        is_actor = draw(st.booleans())
        words.records[name] = m.Record(module, name, fields={f.name: f for f in fields}, is_actor=is_actor)
    facts = [draw(_fields(words)) for _ in range(draw(st.integers(1, most_facts)))]
    actors = _ACTORS[: draw(st.integers(1, 2))]
    actions = [_action(draw, module, name, words) for name in _ACTIONS[: draw(st.integers(1, 2))]]
    return m.Vocabulary(
        enums=enums,
        records=dict(words.records),
        facts={f.name: m.Fact(module, f.name, field=f) for f in facts},
        actors={name: m.Actor(module, name) for name in actors},
        actions={action.name: action for action in actions},
    )


@st.composite
def _fields(draw: Draw, words: _Words) -> m.Field:
    name, type_ = draw(st.sampled_from(words.types()))
    mark = draw(st.sampled_from(["", "", "optional", "judged", "sensitive"]))
    optional = mark == "optional" and not isinstance(type_, types.ListType | types.SetType)
    judgeable = not isinstance(type_, types.ListType | types.RecordType | types.PeriodType)
    judgement = None
    if mark == "judged" and judgeable:
        judgement = m.Judgement(draw(st.sampled_from([(), _ACTORS[:1]])))
    return m.Field(
        words.named(name), None, type_, optional=optional, judgement=judgement, sensitive=mark == "sensitive"
    )


def _action(draw: Draw, module: str, name: str, words: _Words) -> m.Action:
    about = [types.BOOLEAN, types.ACTOR, types.DECIMAL, *words.enums.values()]
    chosen = draw(st.lists(st.sampled_from(about), max_size=2))
    fields = tuple(m.Field(f"a{place}", None, type_) for place, type_ in enumerate(chosen, start=1))
    return m.Action(module, name, parameters=fields)
