"""A policy asked about all rows of a Spark DataFrame. Needs the extra ``pingan[spark]``.

The rows go through the executors' Python processes as Arrow batches, by the same kernel as `Policy.evaluate_batch`.
The policy travels with the task as an artifact; each process reads it once. Executors need the same version of
pingan, with the extra ``batch``, and no policy files.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from attrs import frozen

from pingan.batch.inputs import blocks
from pingan.batch.packages import pyarrow as pa
from pingan.batch.results import PROBLEM, Form
from pingan.batch.schema import Options
from pingan.batch.shipped import Asked, Question, Shipped, function_of, loaded
from pingan.diagnostics.errors import FactError, FactProblem
from pingan.program.fact_places import suggestion

if TYPE_CHECKING:
    from pathlib import Path

    from pingan.policy import Policy

__all__ = ["evaluate"]

ERRORS: Final = "errors"
ROWS: Final = 131_072
"""Rows that are worked on at once: a block costs about as much as some thousand rows."""


def evaluate(
    policy: Policy | str | Path,
    dataframe: Any,
    *,
    as_of: date | datetime | str | None = None,
    as_of_column: str | None = None,
    id_column: str | None = None,
    facts_column: str | None = None,
    absent: Iterable[str] = (),
    ignore: Iterable[str] = (),
    keep: Iterable[str] = (),
    form: Form = "lists",
) -> Any:
    """A DataFrame of what follows for every row of *dataframe*, whose columns are facts.

    *policy* is a policy, or the path of its text or artifact. The other arguments are those of
    `Policy.evaluate_batch`. The result has the column that names rows (*id_column*) and those to *keep* (facts, or
    columns to *ignore*), and then, in the form ``lists``, the keys of the rules that apply (``applicable``) and of
    those that may (``undecided``); in the form ``columns`` a boolean a rule, null while it is open. ``errors`` says
    what is wrong with the facts of a row; of such a row nothing else is told. Raises FactError naming every column
    that cannot be read, before anything runs.
    """
    asked = loaded(policy)
    options = Options(id_column, facts_column, as_of_column, absent=tuple(absent), ignore=tuple(ignore))
    question = Question.of(asked, as_of, options, form)
    schema = dataframe.limit(0).toArrow().schema
    kept = tuple(dict.fromkeys((*(() if id_column is None else (id_column,)), *keep)))
    _check_kept(kept, schema.names)
    told = function_of(asked, schema, question).result
    fields = [schema.field(name) for name in kept]
    fields += [told.field(n) for n in range(id_column is not None, len(told.names)) if told.names[n] != ERRORS]
    result = pa.schema([*fields, pa.field(ERRORS, pa.list_(PROBLEM))])
    work = _Work(Asked(Shipped.of(asked), question), tuple(schema.names), kept)
    # Spark takes the point in `incident.injury` for that of a field: on the way columns have other names.
    numbered = dataframe.toDF(*(f"c{n}" for n in range(len(schema.names))))
    return numbered.mapInArrow(work, dataframe.sparkSession.createDataFrame(result.empty_table()).schema)


def _check_kept(kept: Iterable[str], names: list[str]) -> None:
    problems = [
        FactProblem(name, "there is no such column", suggestion(name, tuple(names), "columns"))
        for name in kept
        if name not in names
    ]
    problems += [
        FactProblem(name, "the result has a column of this name already", "rename it first")
        for name in kept
        if name in ("applicable", "undecided", ERRORS)
    ]
    if problems:
        raise FactError(tuple(problems))


@frozen
class _Work:
    """What runs in an executor's process: record batches in, record batches out."""

    asked: Asked
    names: tuple[str, ...]
    kept: tuple[str, ...]

    def __call__(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for numbered in blocks(batches, ROWS):
            records = numbered.rename_columns(list(self.names))
            function = self.asked.function(records.schema)
            answers = function.answers(records)
            told = function.told(answers, records)
            found = {name: records.column(name) for name in self.kept}
            first = 0 if function.id_index is None else 1
            found |= dict(zip(told.schema.names[first:], told.columns[first:], strict=True))
            if ERRORS not in found:
                found[ERRORS] = _errors(answers.failed, answers.length)
            yield pa.RecordBatch.from_arrays(list(found.values()), names=list(found))


def _errors(failed: Mapping[int, tuple[FactProblem, ...]], length: int) -> pa.Array:
    told = [{"path": p.path, "message": p.message, "help": p.help} for n in sorted(failed) for p in failed[n]]
    ends, end = [0], 0
    for n in range(length):
        end += len(failed.get(n, ()))
        ends.append(end)
    return pa.ListArray.from_arrays(pa.array(ends, pa.int32()), pa.array(told, PROBLEM))
