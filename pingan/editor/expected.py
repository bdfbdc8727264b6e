"""What a name at a place would be the name of, and of what kind a value there should be: told by what has been read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from attrs import frozen

from pingan.editor.declared import value_of as value_of_type
from pingan.editor.documents import Placed
from pingan.editor.names import Names
from pingan.editor.nodes import Declared, Kind, Value
from pingan.editor.standing import Read, Standing
from pingan.editor.values import (
    BOOLEAN,
    DATE,
    DURATION,
    PERIOD,
    Variables,
    element_of,
    field_of,
    value_of,
)
from pingan.syntax import nodes as syntax
from pingan.syntax.building.context import Part

_COMPARING: Final = frozenset({"_comparator", "EQUAL", "NOT_EQUAL", "LESS", "MORE", "AT_MOST_SIGN", "AT_LEAST_SIGN"})
_SETS: Final = frozenset({"_HAS_ANY", "_HAS_ALL"})
_BOOLEAN_AFTER: Final = frozenset({"_WHEN", "_UNLESS", "_AND", "_OR", "_NOT", "_WHERE", "_ENSURE"})
_BOUNDS: Final = frozenset({"_AT_LEAST", "_AT_MOST", "_MORE_THAN", "_LESS_THAN", "_ONE_OF"})
_SIGNS: Final = frozenset({"PLUS", "MINUS", "STAR", "SLASH"})
_LISTED: Final = frozenset({"COMMA", "_OR", "_AND", "_TOGETHER"})

_NAMED_AFTER: Final[Mapping[str, tuple[Kind, ...]]] = {
    "_USES": ("module",),
    "_EXTENDS": ("module",),
    "_REPLACES": ("module",),
    "_TOGETHER_WITH": ("module",),
    "_NEEDS": ("library",),
    "_DEFAULT": ("reading",),
    "_BY": ("actor",),
}
"""What a name is that follows a keyword directly."""

_PATHS_AFTER: Final[Mapping[str, tuple[Kind, ...]]] = {
    "_OVERRIDES": ("rule",),
    "_WITHIN": ("parameter",),
    "_AT": ("parameter",),
    "_WITH": ("actor", "fact"),
    "_SET": ("parameter", "interpretation"),
    "_GIVEN": ("fact",),
    "_BECAUSE": ("fact", "parameter", "interpretation", "definition"),
    "_UNDETERMINED": ("rule", "definition"),
    "_EXPECT": ("rule", "definition", "fact", "actor"),
    "_NO": ("rule", "actor", "fact"),
    "_SINCE": ("rule",),
    "_COUNTING": ("rule",),
    "_CONFLICT": ("rule",),
    "_LEVEL": ("member",),
}
"""What a path leads to that follows a keyword, where no expression may stand."""

_EXPRESSION: Final[tuple[Kind, ...]] = ("fact", "definition", "parameter", "interpretation", "actor")


@frozen
class Expected:
    """What may be named: *kinds*, those that fit first, and the *value* that is asked for, where that is known."""

    kinds: tuple[Kind, ...] = ()
    value: Value | None = None
    is_expression: bool = False
    is_type: bool = False
    is_unit: bool = False
    is_deadline: bool = False
    is_calendar: bool = False
    action: str | None = None
    """The action whose argument may be named."""
    record: str | None = None
    """The record whose field may be named."""
    interpretation: str | None = None
    words: tuple[str, ...] = ()
    """Names that the declaration itself has brought so far."""


def expected_at(standing: Standing, names: Names, variables: Variables) -> Expected:
    """What a name that stands next would be the name of."""
    seen = {**variables, **variables_of(standing.reads, names, variables)}
    ready = standing.before("NAME")
    if ready is None:
        ready = standing.before("KEY")
        return _keyed(ready, names, seen) if ready is not None else Expected()
    begins, governing = ready.beginnings, governing_of(ready.reads)
    is_deadline = "deadline" in begins
    keyed = _keyed(standing, names, seen) if standing.accepts("KEY") else Expected()
    if "act" in begins:
        kinds: tuple[Kind, ...] = ("action", "parameter") if is_deadline else ("action",)
        return Expected(kinds, is_deadline=is_deadline)
    if "bearers" in begins:
        return Expected(("actor", "fact"), Value("actor"), record=keyed.record)
    if "atom" in begins:
        slots = Slots(names, seen)
        value = slots.wanted(ready.reads)
        return Expected(
            _EXPRESSION, value, is_expression=True, action=keyed.action, record=keyed.record, is_deadline=is_deadline
        )
    if "named_type" in begins:
        return Expected(("enum", "record"), is_type=True)
    if "interval" in begins:
        return Expected(("parameter",), DURATION, is_unit=True)
    if "path" in begins:
        kinds = _PATHS_AFTER.get(governing, ("rule", *_EXPRESSION))
        return Expected(kinds, DURATION if kinds == ("parameter",) else None, is_deadline=is_deadline)
    if is_deadline:
        return Expected(("parameter",), DURATION, is_deadline=True)
    return _directly(ready, governing, keyed)


def _directly(ready: Standing, governing: str, keyed: Expected) -> Expected:
    """A name that is part of a production itself."""
    if governing == "_IS":
        return Expected(("actor",) if any(r.symbol == "_ACTOR" for r in ready.reads) else ())
    if governing == "_CALENDAR":
        return Expected(is_calendar=True)
    if governing == "_DEFAULT":
        name = next((r.value.text for r in ready.reads if isinstance(r.value, syntax.Name)), None)
        members = [n for r in ready.reads for n in _nodes(r.value) if isinstance(n, syntax.Member | Part)]
        flat = [m for n in members for m in (n.value if isinstance(n, Part) else (n,)) if isinstance(m, syntax.Member)]
        return Expected(("reading",), interpretation=name, words=tuple(m.name.text for m in flat))
    if governing in _NAMED_AFTER:
        return Expected(_NAMED_AFTER[governing])
    if keyed.record is not None or keyed.action is not None:
        return keyed
    if ready.last is not None and ready.last.symbol == "COLON":  # `(g: Gauge)`
        return Expected(("record",))
    return Expected()


def _keyed(standing: Standing, names: Names, variables: Variables) -> Expected:
    """What a name before a colon would be the name of."""
    ready = standing.before("KEY")
    if ready is None:
        return Expected()
    begins = ready.beginnings
    opening = _opening(ready.reads, len(ready.reads))
    if "named_argument" in begins and opening is not None and opening > 0:
        action = ready.reads[opening - 1].value
        return Expected(("argument",), action=action.text if isinstance(action, syntax.Name) else None)
    if "entry" in begins and opening is not None:
        wanted = Slots(names, variables).wanted(ready.reads[:opening])
        return Expected(("field",), record=wanted.name if wanted is not None else None)
    return Expected()


def governing_of(reads: tuple[Read, ...]) -> str:
    """The keyword that what follows belongs to: past a list that has begun."""
    for read in reversed(reads):
        if read.symbol in _LISTED or read.symbol.startswith("__") or read.symbol in ("NAME", "path", "MEMBER"):
            continue
        return read.symbol
    return ""


def _opening(reads: tuple[Read, ...], end: int) -> int | None:
    """Where among *reads*, before *end*, the bracket stands that is open there."""
    for place in range(end - 1, -1, -1):
        if reads[place].symbol in ("LBRACE", "LPAR"):
            return place
        if reads[place].symbol.startswith("_") and not reads[place].symbol.startswith("__"):
            if reads[place].symbol not in (*_LISTED, "_argument", "_comparator"):
                return None
    return None


@frozen
class Slots:
    """What kind of value belongs where something is missing."""

    names: Names
    variables: Variables

    def wanted(self, reads: tuple[Read, ...]) -> Value | None:
        """The kind of value that should follow *reads*."""
        if len(reads) < 2:
            return None
        top, under = reads[-1], reads[-2]
        symbol = top.symbol
        if symbol in _COMPARING or symbol in _SIGNS or symbol in _SETS:
            return value_of(under.value, self.names, self.variables)
        if symbol in ("_HAS", "_IN"):
            return self._member(reads)
        if symbol in _BOUNDS:
            return self.wanted(reads[:-1])
        if symbol == "LBRACE":
            return self._inside(reads[:-1])
        if symbol == "LPAR":
            return self._argument(reads, len(reads) - 1)
        if symbol == "COMMA":
            return self._listed(reads)
        if symbol == "COLON":
            return self._told(reads)
        if symbol in _BOOLEAN_AFTER:
            return BOOLEAN
        return self._by_keyword(reads)

    def _member(self, reads: tuple[Read, ...]) -> Value | None:
        """After ``has`` one of what is in the set; after ``in`` several of what stands before it."""
        value = value_of(reads[-2].value, self.names, self.variables)
        if reads[-1].symbol == "_HAS":
            return element_of(value)
        if value is None or reads[-2].symbol == "NAME":  # the variable of an aggregate
            return None
        return PERIOD if value.name in ("date", "datetime") else Value(value.name, "set")

    def _inside(self, before: tuple[Read, ...]) -> Value | None:
        """What belongs into braces that stand after *before*."""
        value = self.wanted(before)
        opening = _opening(before, len(before))
        if value is None and opening and before[opening].symbol == "LPAR":
            # `collect(C, {a})`: what is collected is what the whole should be.
            value = self.wanted(before[: opening - 1])
        return value.element if value is not None and value.many != "one" else value

    def _listed(self, reads: tuple[Read, ...]) -> Value | None:
        opening = _opening(reads, len(reads))
        if opening is None:
            return None
        if reads[opening].symbol == "LBRACE":
            return self.wanted(reads[: opening + 1]) or self._like(reads[opening + 1 :])
        return self._argument(reads, opening)

    def _like(self, reads: tuple[Read, ...]) -> Value | None:
        """Members of the one enum that has those that stand beside."""
        words = [n.names[-1].text for read in reads for n in _nodes(read.value) if isinstance(n, syntax.Path)]
        enum = self.names.enum_with(words) if words else None
        return Value(enum.symbol.name) if enum is not None else None

    def _argument(self, reads: tuple[Read, ...], opening: int) -> Value | None:
        """The argument of an action that is told by its place."""
        called = reads[opening - 1].value if opening else None
        found = arguments_of(called.text, self.names) if isinstance(called, syntax.Name) else ()
        inside = [n for read in reads[opening + 1 :] for n in _nodes(read.value) if read.symbol != "COMMA"]
        return found[len(inside)].value if len(inside) < len(found) else None

    def _told(self, reads: tuple[Read, ...]) -> Value | None:
        """After ``name:``: the value of a field, or of an argument."""
        key = reads[-2].value
        opening = _opening(reads, len(reads) - 2)
        if not isinstance(key, str | syntax.Name) or opening is None:
            return None
        word = key.text if isinstance(key, syntax.Name) else str(key)
        if reads[opening].symbol == "LBRACE":
            record = self._inside(reads[:opening])
            found = field_of(record, word, self.names) if record is not None else None
            return found.value if found is not None else None
        action = reads[opening - 1].value if opening else None
        if not isinstance(action, syntax.Name):
            return None
        return argument_value(action.text, word, self.names)

    def _by_keyword(self, reads: tuple[Read, ...]) -> Value | None:
        symbol = reads[-1].symbol
        if symbol == "_IS" or (symbol == "case_when"):
            return next((_type_value(r.value) for r in reads if isinstance(r.value, _TYPES)), None)
        if symbol in ("_SINCE", "_BY", "_FROM", "_UNTIL", "_AT"):
            return DATE
        if symbol == "_DURING":
            return PERIOD
        return None


_TYPES: Final = (syntax.NamedType, syntax.SetOf, syntax.ListOf, syntax.JudgementOf)


def _type_value(node: object) -> Value | None:
    return value_of_type(node) if isinstance(node, _TYPES) else None


def argument_value(action: str, word: str, names: Names) -> Value | None:
    """Of what kind the argument *word* of *action* is."""
    return next((a.value for a in arguments_of(action, names) if word in a.symbol.words), None)


def arguments_of(action: str, names: Names) -> tuple[Declared, ...]:
    """What may be said of *action*, in order."""
    declared = names.find(action, "action")
    if declared is None:
        return ()
    return names.parts("argument", declared.symbol.name)


def variables_of(reads: tuple[Read, ...], names: Names, known: Variables) -> dict[str, Value | None]:
    """The variables that what has been read binds: of ``for each``, of an unfinished aggregate, of a subject."""
    found: dict[str, Value | None] = {}
    for place, read in enumerate(reads):
        for node in _nodes(read.value):
            if isinstance(node, syntax.Each):
                found[node.variable.text] = element_of(value_of(node.collection, names, {**known, **found}))
            elif isinstance(node, Part) and node.kind == "subject" and isinstance(node.value, tuple):
                variable, record = node.value
                found[variable.text] = Value(record.text)
        if read.symbol == "_IN" and place >= 3 and reads[place - 2].symbol == "LPAR" and place + 1 < len(reads):
            variable = reads[place - 1].value
            if isinstance(variable, syntax.Name):
                collection = value_of(reads[place + 1].value, names, {**known, **found})
                found[variable.text] = element_of(collection)
    return found


def declared_variables(placed: Placed | None, names: Names) -> dict[str, Value | None]:
    """The variables of the declaration in *placed*, wherever in it they are bound: items stand in any order."""
    found: dict[str, Value | None] = {}
    for node in placed.piece.nodes if placed is not None else ():
        if isinstance(node, syntax.Definition) and node.subject is not None:
            found[node.subject[0].text] = Value(node.subject[1].text)
        head = node.head if isinstance(node, syntax.FormDeclaration) else node
        for each in head.each if isinstance(head, syntax.Rule | syntax.RuleHead) else ():
            found[each.variable.text] = element_of(value_of(each.collection, names, found))
    return found


def _nodes(value: object) -> Iterator[object]:
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, list):
            waiting += reversed(one)
        else:
            yield one
