"""The workload's incidents as columns: by the million, from a seed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from tests.benchmarks.workload import ACTS, BOOLEANS, DECIMALS, INTEGERS, SIZES, Incident, Workload

if TYPE_CHECKING:
    import pyarrow

BITS: Final = np.arange(len(ACTS), dtype=np.uint16)


@dataclass(frozen=True)
class Columns:
    """Members by number, booleans, integers, decimals in units of their last place, and acts as bits of a number."""

    by_name: dict[str, np.ndarray[Any, Any]]
    digits: int

    def __len__(self) -> int:
        return len(self.by_name["acts"])

    def incident(self, place: int) -> Incident:
        """One of them as it would be given alone."""
        found: Incident = {}
        for name, column in self.by_name.items():
            value = column[place].item()
            match name[0]:
                case "k":
                    found[name] = f"e{name[1:]}_{value}"
                case "d":
                    found[name] = Decimal(value).scaleb(-self.digits)
                case "a":
                    found[name] = [act for bit, act in enumerate(ACTS) if value >> bit & 1]
                case _:
                    found[name] = value
        return found


def columns(of: Workload, count: int, *, seed: int = 4) -> Columns:
    chance = np.random.default_rng(seed)
    found: dict[str, np.ndarray[Any, Any]] = {
        f"k{i}": chance.integers(0, size, count, dtype=np.int8) for i, size in enumerate(SIZES)
    }
    found |= {f"b{i}": chance.random(count, dtype=np.float32) < 0.5 for i in range(BOOLEANS)}
    found |= {f"n{i}": (of.highest * chance.random(count) ** 4).astype(np.int32) for i in range(INTEGERS)}
    found |= {f"d{i}": chance.integers(0, 10**of.digits, count, dtype=np.int32) for i in range(DECIMALS)}
    acts = np.zeros(count, dtype=np.uint16)
    for bit in BITS:
        acts |= (chance.random(count, dtype=np.float32) < 0.17).astype(np.uint16) << bit
    return Columns({**found, "acts": acts}, of.digits)


def arrow(found: Columns, *, texts: bool = False) -> pyarrow.Table:
    """A table with one struct column, as the policy's facts are: acts as lists; members as dictionaries or *texts*."""
    import pyarrow as pa

    arrays = {name: _array(name, column, found.digits) for name, column in found.by_name.items()}
    if texts:
        kinds = {"k": pa.string(), "a": pa.list_(pa.string())}
        arrays = {name: made.cast(kinds.get(name[0], made.type)) for name, made in arrays.items()}
    struct = pa.StructArray.from_arrays(list(arrays.values()), names=list(arrays))
    return pa.table({"i": struct})


def _array(name: str, column: np.ndarray[Any, Any], digits: int) -> pyarrow.Array:
    import pyarrow as pa

    match name[0]:
        case "k":
            members = [f"e{name[1:]}_{member}" for member in range(SIZES[int(name[1:])])]
            return pa.DictionaryArray.from_arrays(pa.array(column), pa.array(members))
        case "d":
            return _decimals(column, digits)
        case "a":
            return _lists(column)
        case _:
            return pa.array(column)


def _decimals(column: np.ndarray[Any, Any], digits: int) -> pyarrow.Array:
    """The numbers behind decimals are whole ones of sixteen bytes."""
    import pyarrow as pa

    halves = np.zeros((len(column), 2), dtype=np.int64)
    halves[:, 0] = column
    kind = pa.decimal128(digits + 1, digits)
    return pa.Array.from_buffers(kind, len(column), [None, pa.py_buffer(halves.tobytes())])


def _lists(column: np.ndarray[Any, Any]) -> pyarrow.Array:
    import pyarrow as pa

    held = (column[:, None] >> BITS & 1).astype(bool)
    offsets = np.zeros(len(column) + 1, dtype=np.int32)
    np.cumsum(held.sum(axis=1), out=offsets[1:])
    members = np.nonzero(held)[1].astype(np.int8)
    named = pa.DictionaryArray.from_arrays(pa.array(members), pa.array(ACTS))
    return pa.ListArray.from_arrays(pa.array(offsets), named)
