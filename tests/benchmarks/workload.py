"""Rules and incidents made from a seed, for every engine alike, and a naive reading of them to check answers against.

An incident has 25 facts: nine enums of 3 to 31 members, eight booleans, five integers, two decimals and a set of acts.
A rule has 4.5 tests on average, joined by and, or, not, and holds of about 1.3 % of the incidents. Thresholds are
round, so that rules share them; with ``shared=False`` no two rules do.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Final

Incident = dict[str, object]
"""Facts by name: the name of a member, bool, int, Decimal, or a list of acts."""

SIZES: Final = (3, 4, 4, 5, 6, 6, 8, 10, 31)
OFTEN: Final = (1, 1, 1, 1, 2, 2, 3, 3, 6)
"""How often rules ask for each of them."""
ACTS: Final = tuple(f"act{j}" for j in range(12))
BOOLEANS, INTEGERS, DECIMALS = 8, 5, 2
ROUND: Final = (1, 2, 3, 5, 10, 20, 30, 50, 100, 150, 200, 250, 300, 400)
FIELDS: Final = (
    *(f"k{i}" for i in range(len(SIZES))),
    *(f"b{i}" for i in range(BOOLEANS)),
    *(f"n{i}" for i in range(INTEGERS)),
    *(f"d{i}" for i in range(DECIMALS)),
    "acts",
)
UNKNOWN_FACTS: Final = 3


@dataclass(frozen=True, slots=True)
class Atom:
    """A field held against constants: ``is`` (of a boolean), ``=``, ``!=``, ``in``, ``>=``, ``<``, ``has``."""

    field: str
    operator: str
    value: object = None

    def holds(self, incident: Mapping[str, object]) -> bool:
        found = incident[self.field]
        match self.operator:
            case "is":
                return found is True
            case "=":
                return found == self.value
            case "!=":
                return found != self.value
            case "in":
                return found in self.value  # type: ignore[operator]
            case ">=":
                return found >= self.value  # type: ignore[operator]
            case "<":
                return found < self.value  # type: ignore[operator]
            case "has":
                return self.value in found  # type: ignore[operator]
        raise AssertionError(self.operator)


@dataclass(frozen=True, slots=True)
class Not:
    part: Condition


@dataclass(frozen=True, slots=True)
class And:
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Or:
    parts: tuple[Condition, ...]


Condition = Atom | Not | And | Or
Limb = tuple[Atom, bool]
"""A test and whether it must hold."""


@dataclass(frozen=True, slots=True)
class Rule:
    name: str
    condition: Condition

    def conjunctions(self) -> tuple[tuple[Limb, ...], ...]:
        """The condition as a disjunction of conjunctions."""
        return tuple(_conjunctions(self.condition, True))


@dataclass(frozen=True, slots=True, eq=False)
class Workload:
    rules: tuple[Rule, ...]
    shared: bool

    @property
    def highest(self) -> int:
        """What the integers of an incident go up to."""
        return 500 if self.shared else 1_000_000

    @property
    def digits(self) -> int:
        """Places behind the point of its decimals."""
        return 3 if self.shared else 6


@cache
def workload(rules: int, *, seed: int = 1, shared: bool = True) -> Workload:
    """*rules* rules; fewer of the same seed are the first ones of more."""
    chance = random.Random(seed)
    thresholds = _thresholds(chance, shared)
    return Workload(tuple(Rule(f"r{i}", _condition(chance, thresholds)) for i in range(rules)), shared)


def incidents(of: Workload, count: int, *, seed: int = 2) -> list[Incident]:
    chance = random.Random(seed)
    return [_incident(chance, of) for _ in range(count)]


def without(found: Iterable[Incident], *, seed: int = 3, unknown: int = UNKNOWN_FACTS) -> list[Incident]:
    """The incidents, each without some of its facts."""
    chance = random.Random(seed)
    kept = []
    for incident in found:
        gone = set(chance.sample(FIELDS, unknown))
        kept.append({name: value for name, value in incident.items() if name not in gone})
    return kept


# --- the naive reading --------------------------------------------------------------------------------------------


def holds(condition: Condition, incident: Mapping[str, object]) -> bool | None:
    """Whether *condition* holds; None: what is missing decides it (strong Kleene)."""
    match condition:
        case Atom():
            return condition.holds(incident) if condition.field in incident else None
        case Not(part):
            held = holds(part, incident)
            return None if held is None else not held
        case And(parts):
            found = [holds(part, incident) for part in parts]
            return False if False in found else None if None in found else True
        case Or(parts):
            found = [holds(part, incident) for part in parts]
            return True if True in found else None if None in found else False


def fired(of: Workload, incident: Mapping[str, object]) -> frozenset[str]:
    """The rules that surely hold."""
    return frozenset(rule.name for rule in of.rules if holds(rule.condition, incident) is True)


def undecided(of: Workload, incident: Mapping[str, object]) -> frozenset[str]:
    """The rules that may hold or not, for want of facts."""
    return frozenset(rule.name for rule in of.rules if holds(rule.condition, incident) is None)


def atoms(condition: Condition) -> Iterator[Atom]:
    """Every test of *condition*, as often as it stands there."""
    match condition:
        case Atom():
            yield condition
        case Not(part):
            yield from atoms(part)
        case And(parts) | Or(parts):
            for part in parts:
                yield from atoms(part)


def _conjunctions(condition: Condition, wanted: bool) -> list[tuple[Limb, ...]]:
    match condition:
        case Atom():
            return [((condition, wanted),)]
        case Not(part):
            return _conjunctions(part, not wanted)
        case And(parts) | Or(parts):
            found = [_conjunctions(part, wanted) for part in parts]
            if isinstance(condition, Or) == wanted:
                return [one for several in found for one in several]
            product: list[tuple[Limb, ...]] = [()]
            for several in found:
                product = [(*before, *one) for before in product for one in several]
            return product


# --- making them --------------------------------------------------------------------------------------------------


def _thresholds(chance: random.Random, shared: bool) -> Iterator[int]:
    """What integers are held against."""
    if shared:
        while True:
            yield chance.choice(ROUND)
    seen: set[int] = set()
    while True:
        found = chance.randrange(1, 1_000_000)
        if found not in seen:
            seen.add(found)
            yield found


def _condition(chance: random.Random, thresholds: Iterator[int]) -> Condition:
    """Some tests, all of which must hold; at times one of them is a choice of two, or the whole is."""
    shape = chance.random()
    if shape < 0.56:
        return And(_several(chance, thresholds, chance.choice((4, 4, 4, 5))))
    if shape < 0.92:
        *parts, one, other = _several(chance, thresholds, chance.choice((4, 5, 5)))
        return And((*parts, Or((one, other))))
    if shape < 0.97:
        *parts, one, other = _several(chance, thresholds, 5)
        return And((*parts, Not(Or((one, other)))))
    return Or(tuple(And(_several(chance, thresholds, chance.choice((3, 4)))) for _ in range(2)))


def _several(chance: random.Random, thresholds: Iterator[int], count: int) -> tuple[Condition, ...]:
    """*count* tests that do not contradict each other: no fact twice, no act twice."""
    found: dict[object, Condition] = {}
    while len(found) < count:
        drawn = _test(chance, thresholds)
        (test,) = atoms(drawn)
        found.setdefault(test.value if test.field == "acts" else test.field, drawn)
    return tuple(found.values())


def _test(chance: random.Random, thresholds: Iterator[int]) -> Condition:
    drawn = chance.random()
    if drawn < 0.57:
        return _member(chance)
    if drawn < 0.68:
        test = Atom(f"b{chance.randrange(BOOLEANS)}", "is")
        return test if chance.random() < 0.6 else Not(test)
    if drawn < 0.82:
        return Atom(f"n{chance.randrange(INTEGERS)}", chance.choice((">=", ">=", "<")), next(thresholds))
    if drawn < 0.87:
        return Atom(f"d{chance.randrange(DECIMALS)}", chance.choice((">=", "<")), _part(next(thresholds)))
    member = Atom("acts", "has", chance.choice(ACTS))
    return member if chance.random() < 0.9 else Not(member)


def _member(chance: random.Random) -> Atom:
    """A test of an enum: which it is, which of some, or that it is not one."""
    field = chance.choices(range(len(SIZES)), OFTEN)[0]
    size = SIZES[field]
    if size > 3 and chance.random() < 0.33:
        members = chance.sample(range(size), min(size // 2, chance.choice((2, 3, 4))))
        return Atom(f"k{field}", "in", tuple(f"e{field}_{m}" for m in sorted(members)))
    operator = "!=" if chance.random() < 0.05 else "="
    return Atom(f"k{field}", operator, f"e{field}_{chance.randrange(size)}")


def _part(threshold: int) -> Decimal:
    """*threshold* as a number between nought and one: round numbers go up to 500, others to a million."""
    return Decimal(threshold).scaleb(-3 if threshold <= 500 else -6)


def _incident(chance: random.Random, of: Workload) -> Incident:
    made: Incident = {f"k{i}": f"e{i}_{chance.randrange(size)}" for i, size in enumerate(SIZES)}
    made |= {f"b{i}": chance.random() < 0.5 for i in range(BOOLEANS)}
    made |= {f"n{i}": int(of.highest * chance.random() ** 4) for i in range(INTEGERS)}
    made |= {f"d{i}": Decimal(chance.randrange(10**of.digits)).scaleb(-of.digits) for i in range(DECIMALS)}
    made["acts"] = [act for act in ACTS if chance.random() < 0.17]
    return made
