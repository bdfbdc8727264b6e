"""A batch decides every record as it is decided by itself, whatever the columns, the blocks and the policy."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pyarrow as pa
from hypothesis import given, note
from hypothesis import strategies as st

from pingan.batch.bits import bit
from pingan.batch.inputs import blocks
from pingan.batch.kernel import Kernel
from pingan.batch.schema import Options
from pingan.graph.from_model import lower
from pingan.model import nodes as m
from pingan.program.from_graph import compile_graph
from pingan.program.program import Program
from tests.batch.alone import Decided, decided
from tests.batch.tables import tables
from tests.properties.cases import DAYS, ENVIRONMENT, INSTANTS, instants
from tests.strategies.facts import facts, worlds
from tests.strategies.models import models
from tests.strategies.vocabularies import VOCABULARY, ZONE


def decided_together(
    program: Program, table: pa.Table, as_of: date | datetime | None, rows: int, options: dict[str, Any]
) -> list[Decided]:
    """What a kernel says of each record of *table*, in blocks of *rows*."""
    kernel = Kernel.of(program, table.schema, as_of, ZONE, Options(**options))
    found: list[Decided] = []
    for block in blocks(table.to_reader(), rows):
        answers = kernel.evaluate(block)
        for row in range(answers.length):
            if row in answers.failed:
                found.append(tuple(sorted(problem.path for problem in answers.failed[row])))
                continue
            found.append(tuple(  # type: ignore[arg-type]
                {rule for rule, holds in zip(kernel.rules, bit(matrix, row), strict=True) if holds}
                for matrix in (answers.surely, answers.possibly)
            ))  # fmt: skip
    return found


@given(st.data(), models(), instants())
def test_a_batch_decides_as_single_evaluations(data: st.DataObject, policy: m.Policy, as_of: date | datetime) -> None:
    each = st.one_of(facts(policy), worlds(policy))
    records = data.draw(st.lists(each, min_size=1, max_size=6), label="records")
    drawn = data.draw(tables(records, VOCABULARY), label="table")
    program = compile_graph(lower(policy), ENVIRONMENT)
    expected = [decided(program, record, as_of, ZONE) for record in records]
    for rows in (1, 2, 7):
        note(f"blocks of {rows}")
        assert decided_together(program, drawn.table, as_of, rows, drawn.options) == expected


@given(st.data(), models(), st.integers(1, 5))
def test_each_record_may_be_asked_about_its_own_instant(data: st.DataObject, policy: m.Policy, count: int) -> None:
    whole_days = data.draw(st.booleans(), label="whole days")
    moments = data.draw(st.lists(st.sampled_from(DAYS if whole_days else INSTANTS), min_size=count, max_size=count))
    records = data.draw(st.lists(worlds(policy), min_size=count, max_size=count), label="records")
    drawn = data.draw(tables(records, VOCABULARY), label="table")
    kind = pa.date32() if whole_days else data.draw(st.sampled_from([pa.timestamp("us", "UTC"), pa.string()]))
    written = [moment.isoformat() for moment in moments] if kind == pa.string() else moments
    table = drawn.table.append_column("asked", pa.array(written, kind))
    program = compile_graph(lower(policy), ENVIRONMENT)
    expected = [decided(program, record, as_of, ZONE) for record, as_of in zip(records, moments, strict=True)]
    for rows in (1, 3):
        assert decided_together(program, table, None, rows, {**drawn.options, "as_of": "asked"}) == expected
