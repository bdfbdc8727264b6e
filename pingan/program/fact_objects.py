"""Facts held by Python objects: attrs and data classes, structs and models, by attribute."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from enum import Enum
from typing import Final

import attrs


class NotGiven(Enum):
    """The type of `NOT_GIVEN`."""

    NOT_GIVEN = "not given"


NOT_GIVEN: Final = NotGiven.NOT_GIVEN
"""Stands for a fact that is not known, where something has to stand (an attribute of an object)."""


def fields_of(given: object) -> Mapping[object, object] | None:
    """The fields of a mapping, or of an object of a class that declares its fields; None for anything else."""
    if isinstance(given, Mapping):
        return given
    if isinstance(given, type) or given is None:
        return None
    kind = type(given)
    if attrs.has(kind):
        names = [a.name for a in attrs.fields(kind)]
    elif dataclasses.is_dataclass(given):
        names = [f.name for f in dataclasses.fields(given)]
    else:
        declared = getattr(type(given), "__struct_fields__", None) or getattr(type(given), "model_fields", None)
        if not isinstance(declared, tuple | Mapping):
            return None
        names = [n for n in declared if isinstance(n, str)]
    return {name: getattr(given, name, NOT_GIVEN) for name in names}
