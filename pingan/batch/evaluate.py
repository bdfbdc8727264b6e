"""A policy asked about all records of a table."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING

from pingan.batch.inputs import BLOCK_ROWS, blocks, reader_of
from pingan.batch.instants import problem_of
from pingan.batch.kernel import Kernel
from pingan.batch.outcome import BatchOutcome
from pingan.batch.schema import Options
from pingan.diagnostics.errors import FactError, FactProblem
from pingan.language.instants import parse_instant

if TYPE_CHECKING:
    from pingan.policy import Policy


def evaluate_batch(
    policy: Policy,
    table: object,
    *,
    as_of: date | datetime | str | None = None,
    as_of_column: str | None = None,
    id_column: str | None = None,
    facts_column: str | None = None,
    absent: Iterable[str] = (),
    ignore: Iterable[str] = (),
    block_rows: int = BLOCK_ROWS,
) -> BatchOutcome:
    """What follows for every record of *table*; see `Policy.evaluate_batch`."""
    if block_rows < 1:
        raise ValueError("a block has at least one record")
    reader = reader_of(table)
    options = Options(id_column, facts_column, as_of_column, absent=tuple(absent), ignore=tuple(ignore))
    kernel = Kernel.of(policy.program, reader.schema, instant(policy, as_of, as_of_column), policy.zone, options)
    found = [(records, kernel.evaluate(records)) for records in blocks(reader, block_rows)]
    return BatchOutcome(kernel.rules, kernel, policy.evaluate, found)


def instant(policy: Policy, as_of: object, column: str | None) -> date | datetime | None:
    """The instant asked about; None where a column says it."""
    if (as_of is None) == (column is None):
        raise FactError((FactProblem("as_of", "give the instant asked about, or the column that says it", None),))
    if column is not None:
        return None
    moment = parse_instant(as_of, policy.zone) if isinstance(as_of, str) else as_of
    problem = problem_of(moment)
    if problem is not None:
        raise FactError((problem,))
    assert isinstance(moment, date)
    return moment
