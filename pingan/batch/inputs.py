"""Tables of any kind as blocks of Arrow record batches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from pingan.batch.packages import pyarrow as pa

BLOCK_ROWS = 262_144
"""Records that are worked on at once."""


def reader_of(table: object) -> pa.RecordBatchReader:
    """*table* as a stream of record batches of one schema.

    It is anything that speaks Arrow's C interface (PyArrow, Polars, pandas, DuckDB, …), a mapping of columns by name,
    or record batches one after the other. Raises TypeError for anything else, and what Arrow raises for columns that
    do not belong together.
    """
    if isinstance(table, pa.RecordBatchReader):
        return table
    if isinstance(table, pa.RecordBatch):
        return pa.RecordBatchReader.from_batches(table.schema, [table])
    if hasattr(table, "__arrow_c_stream__"):
        return pa.RecordBatchReader.from_stream(table)
    if hasattr(table, "__arrow_c_array__"):
        found = pa.record_batch(table)
        return pa.RecordBatchReader.from_batches(found.schema, [found])
    if isinstance(table, Mapping):
        return pa.table(dict(table)).to_reader()
    if isinstance(table, Iterable) and not isinstance(table, str | bytes):
        return _of_batches(iter(table))
    raise TypeError(f"expected a table (Arrow, Polars, pandas, columns by name), not {type(table).__name__}")


def _of_batches(batches: Iterator[object]) -> pa.RecordBatchReader:
    first = next(batches, None)
    if first is None:
        return pa.RecordBatchReader.from_batches(pa.schema([]), [])

    def checked() -> Iterator[pa.RecordBatch]:
        for batch in chain([first], batches):
            if not isinstance(batch, pa.RecordBatch):
                raise TypeError(f"expected Arrow record batches, not {type(batch).__name__}")
            yield batch

    if not isinstance(first, pa.RecordBatch):
        raise TypeError(f"expected Arrow record batches, not {type(first).__name__}")
    return pa.RecordBatchReader.from_batches(first.schema, checked())


def blocks(reader: Iterable[pa.RecordBatch], rows: int) -> Iterator[pa.RecordBatch]:
    """The records in blocks of *rows* (the last one may have fewer), however they come."""
    waiting: list[pa.RecordBatch] = []
    count = 0
    for batch in reader:
        start = 0
        while start < batch.num_rows:
            part = batch.slice(start, min(rows - count, batch.num_rows - start))
            waiting.append(part)
            count += part.num_rows
            start += part.num_rows
            if count == rows:
                yield joined(waiting)
                waiting, count = [], 0
    if count:
        yield joined(waiting)


def joined(parts: list[pa.RecordBatch]) -> pa.RecordBatch:
    """One record batch of several."""
    if len(parts) == 1:
        return parts[0]
    table = pa.Table.from_batches(parts).unify_dictionaries().combine_chunks()
    return table.to_batches()[0]
