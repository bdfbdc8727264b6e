"""What explanations say again and again, kept: texts that no fact changes, and what single values came to.

One for each language and zone that a program is asked to explain itself in.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Final

from pingan.language import types
from pingan.language.shapes import Members, Record, Shape
from pingan.model import nodes as model
from pingan.model.to_text import Language, expression_text
from pingan.model.value_text import Words, fields_along
from pingan.model.walk import parts
from pingan.outcome.nodes import Norm, Reason
from pingan.outcome.norm_text import norm_text
from pingan.program.facts import Facts

MAXIMUM_SAID: Final = 8192
"""Claims about single values that are kept; then they are forgotten, and kept anew."""
LONGEST_SAID: Final = 80
"""Texts of facts that are kept with them are no longer."""

_WORKED_OUT: Final = (
    *(model.Not, model.And, model.Or, model.Comparison, model.Has, model.In, model.Present),
    *(model.Arithmetic, model.Negation, model.SetOf, model.PeriodOf),
)
_VALUES: Final = (
    types.BooleanType,
    types.EnumType,
    types.NumberType,
    types.DurationType,
    types.TextType,
    types.SetType,
)

Path = tuple[str, ...]
Place = tuple[model.Field | None, str]
"""The declaration of what stands at a path, and the path in words."""


class Sayings:
    """Keeps texts by the identity of what the policy says.

    INVARIANT: *is_written* is true of the policy's own expressions alone, which are there as long as this is.
    """

    def __init__(self, policy: model.Policy, words: Words, is_written: Callable[[model.Expression], bool]) -> None:
        self.policy = policy
        self.words = words
        self._is_written = is_written
        self._texts: dict[int, str] = {}
        self._places: dict[str, Place] = {}
        self._norms: dict[tuple[object, ...], str] = {}
        self._alone: dict[int, Path | None] = {}
        self._said: dict[tuple[int, str, Shape], Reason] = {}
        self._in_force: dict[int, tuple[date | datetime, int, Reason]] = {}

    def text(self, expression: model.Expression) -> str:
        """*expression* in words."""
        text = self._texts.get(id(expression))
        if text is None:
            text = expression_text(expression, self.policy, self.words.language)
            if self._is_written(expression):
                self._texts[id(expression)] = text
        return text

    def place(self, path: str) -> Place:
        """What is declared at a path of facts, and the path in words."""
        place = self._places.get(path)
        if place is None:
            along = fields_along(path, self.policy)
            place = along[-1] if along else None, self.words.path(path)
            if "[" not in path:  # of elements there is no end
                self._places[path] = place
        return place

    def norm(self, norm: Norm) -> str:
        """*norm* in words."""
        if norm.elements or norm.arguments or norm.partners or norm.period or norm.bearer.record is not None:
            return norm_text(norm, self.words)
        key = norm.policy, norm.rule, norm.place, norm.depth, norm.bearer.name
        text = self._norms.get(key)
        if text is None:
            text = self._norms[key] = norm_text(norm, self.words)
        return text

    # --- claims about one value ------------------------------------------------------------------------------------

    def said(self, expression: model.Expression, kind: str, facts: Facts, tell: Callable[[], Reason]) -> Reason:
        """What *tell* says of *expression*: where all it depends on is one value that is given, what it said before."""
        path = self.alone_read(expression)
        value = None if path is None else _given(path, facts)
        if value is None:
            return tell()
        key = id(expression), kind, value
        found = self._said.get(key)
        if found is None:
            found = tell()
            if _is_long(value):
                return found
            if len(self._said) >= MAXIMUM_SAID:
                self._said.clear()
            self._said[key] = found
        return found

    def in_force(self, force: model.InForce, as_of: date | datetime, claim: int, tell: Callable[[], Reason]) -> Reason:
        """What *tell* says of whether *force* holds; where only the instant decides it, what it said of that last."""
        last = self._in_force.get(id(force))
        if last is not None and last[0] is as_of and last[1] == claim:
            return last[2]
        found = tell()
        if self.depends_on_instant_alone(force):
            self._in_force[id(force)] = as_of, claim, found
        return found

    def said_in_force(self, force: model.InForce, as_of: date | datetime) -> Reason | None:
        """What was last said of whether *force* holds, if that was at the same instant."""
        last = self._in_force.get(id(force))
        return last[2] if last is not None and last[0] is as_of else None

    def depends_on_instant_alone(self, force: model.InForce) -> bool:
        """Whether *force* has an end and a beginning that are written out, and is about the instant itself."""
        return force.tested is None and self._is_written(force.period) and self._read(force.period) == frozenset()

    def alone_read(self, expression: model.Expression) -> Path | None:
        """The path of the only fact that *expression* reads; None where it reads others, or more than facts."""
        try:
            return self._alone[id(expression)]
        except KeyError:
            pass
        if not self._is_written(expression):
            return None
        read = self._read(expression)
        found = self._alone[id(expression)] = next(iter(read)) if read is not None and len(read) == 1 else None
        return found

    def _read(self, expression: model.Expression) -> frozenset[Path] | None:
        """The paths of the facts that *expression* reads; None where what it says depends on more than their values."""
        if isinstance(expression, model.Constant | model.Absent):
            return frozenset()
        if isinstance(expression, model.FactValue | model.FieldValue):
            path = self._path(expression)
            if path is None or not isinstance(expression.type, _VALUES):
                return None
            along = fields_along(".".join(path), self.policy)
            # What is sensitive is not kept beyond the question that it was given with.
            is_plain = bool(along) and along[-1].judgement is None and not any(field.sensitive for field in along)
            return frozenset((path,)) if is_plain else None
        if not isinstance(expression, _WORKED_OUT):
            return None
        found: frozenset[Path] = frozenset()
        for part in parts(expression):
            read = self._read(part)
            if read is None:
                return None
            found |= read
        return found

    def _path(self, expression: model.Expression) -> Path | None:
        match expression:
            case model.FactValue(name):
                return (name,)
            case model.FieldValue(record, name) if not record.optional:
                above = self._path(record)
                return None if above is None else (*above, name)
        return None


def _given(path: Path, facts: Facts) -> Shape | None:
    """What is given at *path*, through records that are there for certain."""
    fields = facts.values
    *above, last = path
    for name in above:
        record = fields.get(name)
        if not isinstance(record, Record) or record.absent or not record.present:
            return None
        fields = record.fields
    return fields.get(last)


def _is_long(value: Shape) -> bool:
    texts = value.values if isinstance(value, Members) else None
    return any(isinstance(text, str) and len(text) > LONGEST_SAID for text in texts or ())


def language_key(language: Language) -> object:
    """Languages by name, dialects by what they are."""
    return language if isinstance(language, str) else id(language)
