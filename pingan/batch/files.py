"""Files of records: Parquet, CSV and JSON Lines, read a block at a time and written in one step."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, Final, Literal

from attrs import frozen

from pingan.batch.packages import pyarrow as pa
from pingan.diagnostics.errors import FactError, FactProblem
from pingan.diagnostics.plain import plain

Format = Literal["parquet", "csv", "jsonl"]
SUFFIXES: Final[Mapping[str, Format]] = {
    ".parquet": "parquet", ".pq": "parquet", ".csv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl",
}  # fmt: skip
FACTS: Final = "facts"
"""The column that lines of JSON are read into."""
LONGEST_LINE: Final = 1024 * 1024
"""Bytes of one line of JSON, as of a fact file."""


def format_of(path: str | os.PathLike[str]) -> Format:
    """The format that the ending of a file's name says. Raises FactError for others."""
    found = SUFFIXES.get(Path(path).suffix.lower())
    if found is None:
        raise _error(path, "the ending does not say the format", f"use one of {', '.join(sorted(SUFFIXES))}")
    return found


def _error(path: object, message: str, remedy: str | None = None) -> FactError:
    return FactError((FactProblem(plain(str(path)), message, remedy, "bad-fact-file"),))


@frozen
class Records:
    """A file opened: its columns, how many records it has (None: not known before), and these, block after block.

    *cells* says that every column is text; *lines* that there is one column, of JSON.
    """

    schema: pa.Schema
    count: int | None
    batches: Iterator[pa.RecordBatch]
    cells: bool = False
    lines: bool = False


def open_records(path: str | os.PathLike[str], rows: int, named: Iterable[str] = ()) -> Records:
    """The records of a file, in batches of about *rows*. *named* are the names that lines of JSON have besides facts.

    Raises FactError when it cannot be read.
    """
    kind = format_of(path)
    try:
        match kind:
            case "parquet":
                return _parquet(path, rows)
            case "csv":
                return _csv(path)
            case "jsonl":
                return _lines(path, rows, tuple(named))
    except OSError as wrong:
        reason = plain(wrong.strerror or str(wrong))
        raise _error(path, f"the file cannot be read: {reason[:1].lower()}{reason[1:]}") from None
    except pa.ArrowException as wrong:
        raise _broken(path, wrong) from None


def _broken(path: object, wrong: Exception) -> FactError:
    return _error(path, f"the file is not well formed: {plain(str(wrong))[:300]}")


def _guarded(batches: Iterable[pa.RecordBatch], path: object) -> Iterator[pa.RecordBatch]:
    try:
        yield from batches
    except (OSError, pa.ArrowException, UnicodeDecodeError) as wrong:
        raise _broken(path, wrong) from None


def _parquet(path: str | os.PathLike[str], rows: int) -> Records:
    from pyarrow import parquet

    file = parquet.ParquetFile(path)
    batches: Iterable[pa.RecordBatch] = file.iter_batches(rows)
    if any(_has_inner_dictionary(kind) for kind in file.schema_arrow.types):
        # Arrow cuts no dictionaries inside structs and lists in pieces: a group of rows at a time, as it was written.
        groups = (file.read_row_group(number) for number in range(file.num_row_groups))
        batches = (batch for group in groups for batch in group.to_batches())
    return Records(file.schema_arrow, file.metadata.num_rows, _guarded(batches, path))


def _has_inner_dictionary(kind: pa.DataType) -> bool:
    inner = [kind.field(n).type for n in range(kind.num_fields)]
    return any(pa.types.is_dictionary(one) or _has_inner_dictionary(one) for one in inner)


def _csv(path: str | os.PathLike[str]) -> Records:
    from pyarrow import csv as arrow_csv

    with open(path, encoding="utf-8-sig", newline="") as head:
        try:
            names = next(csv.reader(islice(head, 1000)), [])
        except UnicodeDecodeError:
            raise _error(path, "the file is not UTF-8", "save it as UTF-8") from None
    if not names:
        raise _error(path, "the file has no line of names", "write the names of the facts in the first line")
    reader = arrow_csv.open_csv(
        path,
        parse_options=arrow_csv.ParseOptions(newlines_in_values=True),
        convert_options=arrow_csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()),
            null_values=[""],
            strings_can_be_null=True,
            quoted_strings_can_be_null=False,
        ),
    )
    return Records(reader.schema, None, _guarded(reader, path), cells=True)


def _lines(path: str | os.PathLike[str], rows: int, named: tuple[str, ...]) -> Records:
    """JSON Lines: a fact file a line. What is *named* stands in columns of its own, too."""
    schema = pa.schema([*((name, pa.string()) for name in named), (FACTS, pa.string())])

    def batches() -> Iterator[pa.RecordBatch]:
        with open(path, "rb") as file:
            lines = _texts(file)
            while texts := list(islice(lines, min(rows, 16_384))):
                found = [_named(text, named) for text in texts] if named else []
                columns = [pa.array([one[n] for one in found], pa.string()) for n in range(len(named))]
                yield pa.RecordBatch.from_arrays([*columns, pa.array(texts, pa.string())], schema=schema)

    with open(path, "rb"):
        pass  # told here that it cannot be read, not at the first block
    return Records(schema, None, _guarded(batches(), path), lines=True)


def _texts(file: BinaryIO) -> Iterator[str]:
    """The lines that are not empty. Of one that is too long or no UTF-8 something that is no JSON."""
    while line := file.readline(LONGEST_LINE):
        whole = line
        while len(line) == LONGEST_LINE and not line.endswith(b"\n"):
            line = file.readline(LONGEST_LINE)
            whole = b"(a line longer than one MiB)"
        try:
            text = whole.decode("utf-8-sig").strip()
        except UnicodeDecodeError:
            text = "(a line that is not UTF-8)"
        if text:
            yield text


def _named(text: str, named: tuple[str, ...]) -> list[str | None]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    values = [found.get(name) if isinstance(found, dict) else None for name in named]
    return [value if value is None or isinstance(value, str) else json.dumps(value) for value in values]


# --- writing --------------------------------------------------------------------------------------------------


def write_records(path: str | os.PathLike[str], schema: pa.Schema, batches: Iterable[pa.RecordBatch]) -> None:
    """Writes *batches* to a file that is there as a whole or not at all. Raises OSError when it cannot."""
    kind = format_of(path)
    target = Path(os.path.realpath(path))
    temporary = target.with_name(f".pingan-{os.getpid()}-{target.name}.tmp")
    try:
        with open(temporary, "wb") as file:
            match kind:
                case "parquet":
                    _write_parquet(file, schema, batches)
                case "csv":
                    _write_csv(file, schema, batches)
                case "jsonl":
                    for batch in batches:
                        file.writelines(_json_lines(batch))
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, target)
    finally:
        temporary.unlink(missing_ok=True)


def _write_parquet(file: Any, schema: pa.Schema, batches: Iterable[pa.RecordBatch]) -> None:
    from pyarrow import parquet

    with parquet.ParquetWriter(file, schema) as writer:
        for batch in batches:
            writer.write_batch(batch)


def _write_csv(file: Any, schema: pa.Schema, batches: Iterable[pa.RecordBatch]) -> None:
    text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(schema.names)
    for batch in batches:
        columns = [[_cell(value) for value in column.to_pylist()] for column in batch.columns]
        writer.writerows(zip(*columns, strict=True))
    text.flush()
    text.detach()


def _cell(value: object) -> object:
    match value:
        case bool():
            return "true" if value else "false"
        case list():
            return "; ".join(_told(item) for item in value)
        case _:
            return value


def _told(item: object) -> str:
    if not isinstance(item, dict):
        return str(item)
    return str(FactProblem(item["path"], item["message"], item["help"]))


def _json_lines(batch: pa.RecordBatch) -> Iterator[bytes]:
    for record in batch.to_pylist():
        yield json.dumps(record, ensure_ascii=False, default=str).encode() + b"\n"
