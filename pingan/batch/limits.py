"""How large lists and sets may be without coming near the limits of an evaluation."""

from __future__ import annotations

from typing import Final

from pingan.batch.packages import pyarrow as pa
from pingan.program.fact_check import MAXIMUM_VALUES
from pingan.program.program import Program
from pingan.program.visits import is_light

LARGEST: Final = 1_000
"""Elements of one fact; of more the record is evaluated by itself."""


def safe_size(program: Program, schema: pa.Schema) -> int:
    """Up to how many elements, nested ones counted, each fact of a record may have without any limit being near."""
    width = sum(_width(field.type) for field in schema)
    size = min(LARGEST, MAXIMUM_VALUES // (2 * width + 2))
    while size and not is_light(program.graph, size):
        size //= 2
    return size


def _width(kind: pa.DataType) -> int:
    """How many values one element of a column may consist of."""
    return 1 + sum(_width(kind.field(n).type) for n in range(kind.num_fields))
