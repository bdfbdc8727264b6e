"""A policy as a function from record batches to record batches: what streams and clusters call."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from pingan.batch.kernel import Answers, Kernel
from pingan.batch.packages import pyarrow as pa
from pingan.batch.results import Form, arrays_of, fields_of
from pingan.batch.schema import Options, columns_of
from pingan.program.program import Program


class BatchFunction:
    """Answers for record batches of *schema*, as record batches of `result`. It can be pickled.

    *form* ``lists``: the keys of the rules that apply (``applicable``), of those that may (``undecided``), and what is
    wrong with the facts (``errors``; then the other two are null). ``columns``: a boolean a rule, null while it is
    open. The column that names records, if there is one, comes first.
    """

    def __init__(
        self,
        program: Program,
        schema: pa.Schema,
        *,
        as_of: date | datetime | None,
        zone: str,
        options: Options | None = None,
        form: Form = "lists",
    ) -> None:
        self._program = program
        self._schema = schema
        self._as_of = as_of
        self._zone = zone
        self._options = Options() if options is None else options
        self._form: Form = form
        self._kernel: Kernel | None = None
        names = program.fact_names
        self._columns = columns_of(schema, program.policy.vocabulary, names, self._options)
        self._rules = tuple(program.policy.rules)
        named = [] if self._columns.id is None else [schema.field(self._columns.id)]
        self.result = pa.schema([*named, *fields_of(self._rules, form)])

    def __reduce__(self) -> tuple[Any, ...]:
        given = self._program, self._schema, self._as_of, self._zone, self._options, self._form
        return _again, given

    def answers(self, records: pa.RecordBatch) -> Answers:
        """What follows for *records*, packed."""
        if self._kernel is None:
            self._kernel = Kernel.of(self._program, self._schema, self._as_of, self._zone, self._options)
        return self._kernel.evaluate(records)

    def __call__(self, records: pa.RecordBatch) -> pa.RecordBatch:
        """What follows for *records*, of the schema `result`."""
        return self.told(self.answers(records), records)

    @property
    def id_index(self) -> int | None:
        """The column that names records, by its place."""
        return self._columns.id

    @property
    def id_type(self) -> pa.DataType | None:
        return None if self._columns.id is None else self._schema.field(self._columns.id).type

    def told(self, answers: Answers, records: pa.RecordBatch) -> pa.RecordBatch:
        """*answers* for *records* as a record batch."""
        arrays = arrays_of(answers, self._rules, self._form)
        if self._columns.id is not None:
            arrays.insert(0, records.column(self._columns.id))
        return pa.RecordBatch.from_arrays(arrays, schema=self.result)


def _again(program: Program, schema: pa.Schema, as_of: Any, zone: str, options: Options, form: Form) -> BatchFunction:
    return BatchFunction(program, schema, as_of=as_of, zone=zone, options=options, form=form)
