"""The classes that data may become: each by name, with its fields and what each of them accepts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import cached_property
from types import NoneType, UnionType
from typing import Any, Final, Literal, Union, get_args, get_origin, get_type_hints

import attrs
from attrs import field, frozen

from pingan.source import Span

SCALARS: Final = frozenset({NoneType, bool, int, str})
"""What stands for itself in the data."""
PLAIN: Final = SCALARS | {Decimal, Fraction, date, datetime, timedelta, list, dict}
"""Types of the data that a field of type ``object`` may hold; lists and mappings hold only such data themselves."""

Test = Callable[[Any], bool]


@frozen
class Accepted:
    """What a field may hold: values of exactly one of *types*, or those that one of *tests* (by type) accepts.

    *plain*: any plain data, and nothing else.
    """

    types: frozenset[type]
    tests: Mapping[type, tuple[Test, ...]] = field(factory=dict)
    plain: bool = False

    def holds(self, value: object) -> bool:
        """Whether *value*, itself made of checked data, may stand here (what is plain is asked of whoever read it)."""
        kind = type(value)
        return kind in self.types or any(test(value) for test in self.tests.get(kind, ()))


@frozen
class Kind:
    """A class of nodes: its fields in order, and what each accepts (None: a span)."""

    cls: type
    names: tuple[str, ...]
    words: tuple[str, ...]
    """What the fields are called where a node is made."""
    keyword_only: frozenset[str]
    """Those of *words* that must be named there."""
    accepted: tuple[Accepted | None, ...]


@frozen(slots=False, eq=False)
class Kinds:
    """The classes that may be written and read, by the names that data call them.

    Names are given in full (``model.Act``), since classes of two subjects may share a short one. What a class accepts
    is worked out from its annotations when it is first met.
    """

    classes: Mapping[str, type]
    _met: dict[str, Kind] = field(factory=dict, init=False, repr=False)

    @cached_property
    def names(self) -> Mapping[type, str]:
        """Classes by name, turned round."""
        return {cls: name for name, cls in self.classes.items()}

    def kind(self, name: str) -> Kind | None:
        """The class called *name*; None when data may not name it."""
        found = self._met.get(name)
        if found is None and name in self.classes:
            found = self._met[name] = self._kind(self.classes[name])
        return found

    def _kind(self, cls: type) -> Kind:
        hints = get_type_hints(cls)
        fields = [f for f in attrs.fields(cls) if f.init]
        return Kind(
            cls,
            tuple(f.name for f in fields),
            tuple(f.alias or f.name for f in fields),
            frozenset(f.alias or f.name for f in fields if f.kw_only),
            tuple(None if hints[f.name] is Span else self._accepted(hints[f.name]) for f in fields),
        )

    def _accepted(self, hint: Any) -> Accepted:
        """What an annotation accepts, of the classes that are known here."""
        types: set[type] = set()
        tests: dict[type, tuple[Test, ...]] = {}
        for part in _parts(hint):
            if part is object:
                return Accepted(PLAIN, plain=True)
            if get_origin(part) is Mapping and get_args(part)[1] is object:
                return Accepted(frozenset({dict}), plain=True)
            if get_origin(part) is None:
                types |= self._classes(part)
            elif get_origin(part) is Callable:
                types |= {cls for cls in self.classes.values() if "__call__" in cls.__dict__}
            else:
                kind, test = self._container(part)
                tests[kind] = (*tests.get(kind, ()), test)
        return Accepted(frozenset(types), {kind: found for kind, found in tests.items() if kind not in types})

    def _classes(self, part: Any) -> set[type]:
        """A scalar type, or a class and the known ones derived from it."""
        if part is None or part is NoneType:
            return {NoneType}
        if part in PLAIN or part is Span or (isinstance(part, type) and issubclass(part, Enum)):
            return {part}
        found = {cls for cls in self.classes.values() if isinstance(part, type) and issubclass(cls, part)}
        if not found:
            raise TypeError(f"no class of the data is a {part!r}")
        return found

    def _container(self, part: Any) -> tuple[type, Test]:
        origin, arguments = get_origin(part), get_args(part)
        if origin is Literal:
            words = frozenset(arguments)
            return str, lambda value: value in words
        if origin is tuple and arguments[-1] is ...:
            each = self._accepted(arguments[0])
            return tuple, lambda value: all(map(each.holds, value))
        if origin is tuple:
            places = tuple(self._accepted(argument) for argument in arguments)
            return tuple, lambda value: len(value) == len(places) and all(map(Accepted.holds, places, value))
        if origin is frozenset:
            member = self._accepted(arguments[0])
            return frozenset, lambda value: all(map(member.holds, value))
        if origin in (Mapping, dict) and arguments[0] is str:
            entry = self._accepted(arguments[1])
            return dict, lambda value: all(map(entry.holds, value.values()))
        raise TypeError(f"no data are written for {part!r}")


def kinds_of(subject: str, classes: Iterable[type]) -> dict[str, type]:
    """*classes* by name, under *subject*: ``{"model.Act": Act, …}``."""
    return {f"{subject}.{cls.__name__}": cls for cls in classes}


def _parts(hint: Any) -> tuple[Any, ...]:
    """The alternatives of a union, of a union in it, and so on; anything else is one."""
    if get_origin(hint) in (Union, UnionType):
        return tuple(part for argument in get_args(hint) for part in _parts(argument))
    return (hint,)
