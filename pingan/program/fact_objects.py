"""Facts held by Python objects: attrs and data classes, structs and models, by attribute."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from enum import Enum
from itertools import islice
from typing import Any, Final

import attrs

from pingan.diagnostics.errors import FactError, FactProblem


class NotGiven(Enum):
    """The type of `NOT_GIVEN`."""

    NOT_GIVEN = "not given"


NOT_GIVEN: Final = NotGiven.NOT_GIVEN
"""Stands for a fact that is not known, where something has to stand (an attribute of an object)."""

MAXIMUM_FIELDS: Final = 200_000
"""Entries read of a mapping that is no plain dictionary."""


def fields_of(given: object) -> Mapping[object, object] | None:
    """The fields of a mapping, or of an object of a class that declares its fields; None for anything else.

    Raises FactError when *given* does not let itself be read: its own code runs then, and it may do anything.
    """
    if type(given) is dict:
        return given
    try:
        return _fields_of(given)
    except Exception as error:
        raise unreadable(given, error) from error


def unreadable(given: object, error: Exception) -> FactError:
    """The error for an object whose own code failed while it was read."""
    message = f"a value of type {type(given).__name__} cannot be read: {type(error).__name__} in its own code"
    return FactError((FactProblem("facts", message, "give plain dictionaries and lists"),))


def _fields_of(given: object) -> Mapping[object, object] | None:
    if isinstance(given, Mapping):
        # Read once and not beyond the limit, whatever it says of its length.
        return dict(islice(given.items(), MAXIMUM_FIELDS))
    if isinstance(given, type) or given is None:
        return None
    kind: type[Any] = type(given)
    if attrs.has(kind):
        names = [a.name for a in attrs.fields(kind)]
    elif dataclasses.is_dataclass(given):
        names = [f.name for f in dataclasses.fields(given)]
    else:
        declared = getattr(kind, "__struct_fields__", None) or getattr(kind, "model_fields", None)
        if not isinstance(declared, tuple | Mapping):
            return None
        names = [n for n in declared if isinstance(n, str)]
    return {name: getattr(given, name, NOT_GIVEN) for name in names}
