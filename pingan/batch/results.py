"""Answers as Arrow tables: a column a rule, or lists of rules a record."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from pingan.batch import bits
from pingan.batch.kernel import Answers
from pingan.batch.packages import pyarrow as pa

Form = Literal["lists", "columns"]

PROBLEM: Final = pa.struct(
    [pa.field("path", pa.string()), pa.field("message", pa.string()), pa.field("help", pa.string())]
)
LISTS: Final = (
    pa.field("applicable", pa.list_(pa.string())),
    pa.field("undecided", pa.list_(pa.string())),
    pa.field("errors", pa.list_(PROBLEM)),
)


def fields_of(rules: Sequence[str], form: Form) -> tuple[pa.Field, ...]:
    """The fields of results, without the record's name."""
    return LISTS if form == "lists" else tuple(pa.field(rule, pa.bool_()) for rule in rules)


def arrays_of(answers: Answers, rules: Sequence[str], form: Form) -> list[pa.Array]:
    """The columns of results, as `fields_of` says them."""
    return _lists(answers, rules) if form == "lists" else [_column(answers, n) for n in range(len(rules))]


def _column(answers: Answers, rule: int) -> pa.Array:
    """Whether a rule applies, by record; null where that is open or the facts cannot be used."""
    surely, possibly, failed = answers.surely[rule], answers.possibly[rule], answers.failed_bits
    known = None
    if possibly is not surely and answers.possibly is not answers.surely:
        known = np.invert(possibly ^ surely)
    if failed is not None:
        known = np.invert(failed) if known is None else known & ~failed
    validity = None if known is None else pa.py_buffer(known)
    return pa.Array.from_buffers(pa.bool_(), answers.length, [validity, pa.py_buffer(surely)])


def _lists(answers: Answers, rules: Sequence[str]) -> list[pa.Array]:
    names = pa.array(rules, pa.string())
    failed = np.zeros(answers.length, np.bool_)
    failed[sorted(answers.failed)] = True
    found = [_list(answers.surely, answers.length, names, failed)]
    if answers.possibly is answers.surely:
        offsets = _offsets(np.zeros(answers.length, np.int64), failed)
        found.append(pa.ListArray.from_arrays(offsets, pa.array([], pa.string())))
    else:
        found.append(_list(answers.possibly & ~answers.surely, answers.length, names, failed))
    problems = [
        [{"path": p.path, "message": p.message, "help": p.help} for p in answers.failed[n]] if failed[n] else []
        for n in np.flatnonzero(failed).tolist()
    ]
    sizes = np.zeros(answers.length, np.int64)
    sizes[np.flatnonzero(failed)] = [len(problem) for problem in problems]
    flat = pa.array([p for problem in problems for p in problem], PROBLEM)
    found.append(pa.ListArray.from_arrays(_offsets(sizes, np.zeros(answers.length, np.bool_)), flat))
    return found


def _list(matrix: Any, length: int, names: pa.Array, failed: NDArray[np.bool_]) -> pa.Array:
    rows, rules = by_record(matrix, length)
    sizes = np.bincount(rows, minlength=length)
    return pa.ListArray.from_arrays(_offsets(sizes, failed), names.take(pa.array(rules)))


def _offsets(sizes: NDArray[Any], failed: NDArray[np.bool_]) -> pa.Array:
    """Where the lists of records begin; a null stands for a list that is null."""
    offsets = np.concatenate(([0], np.cumsum(sizes))).astype(np.int32)
    gone = np.append(failed, False)
    return pa.array(offsets, pa.int32(), mask=gone) if failed.any() else pa.array(offsets, pa.int32())


def by_record(matrix: Any, length: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The places of the bits that are set in a matrix of a row a rule, by record, then by rule."""
    records, rules = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    step = 8192  # bytes: as many records as sixteen bits can count, so that sorting them is counting
    for start in range(0, bits.size(length), step):
        part = matrix[:, start : start + step]
        rule, byte = np.nonzero(part)
        within = np.flatnonzero(np.unpackbits(part[rule, byte][:, None], axis=1, bitorder="little").ravel())
        row = (byte[within >> 3] * 8 + (within & 7)).astype(np.uint16)
        order = np.argsort(row, kind="stable")
        records.append(row[order].astype(np.int64) + start * 8)
        rules.append(rule[within >> 3][order])
    return np.concatenate(records), np.concatenate(rules)


def counts_of(answers: Answers) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """By rule: for how many records it applies, and for how many that is open."""
    applicable: NDArray[np.int64] = bits.count(answers.surely)
    if answers.possibly is answers.surely:
        return applicable, np.zeros_like(applicable)
    return applicable, bits.count(answers.possibly) - applicable


def errors_of(answers: Answers | None, names: pa.Array | None, start: int) -> pa.RecordBatch:
    """What is wrong with the facts of records: one row a problem. *names* are those of all records (None: places)."""
    failed = answers.failed if answers is not None else {}
    found = [(row, problem) for row, problems in sorted(failed.items()) for problem in problems]
    rows = pa.array([row for row, _ in found], pa.int64())
    records = pa.array([row + start for row, _ in found], pa.int64()) if names is None else names.take(rows)
    texts = zip(*((p.path, p.message, p.help, p.code) for _, p in found), strict=True) if found else ([], [], [], [])
    columns = [pa.array(list(column), pa.string()) for column in texts]
    return pa.RecordBatch.from_arrays([records, *columns], names=["record", "path", "message", "help", "code"])
