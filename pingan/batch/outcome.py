"""What follows for many records at once: packed bits, and what users make of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import define, field, frozen
from numpy.typing import NDArray

from pingan.batch import bits
from pingan.batch.kernel import Answers, Kernel
from pingan.batch.packages import pyarrow as pa
from pingan.batch.results import Form, arrays_of, by_record, counts_of, errors_of, fields_of
from pingan.model.nodes import Act, Constant, Norm

if TYPE_CHECKING:
    from pingan.outcome.outcome import Outcome


@frozen
class RuleCount:
    """For how many records a rule applies, and for how many that is open."""

    applicable: int
    undecided: int


@define(eq=False)
class BatchOutcome:
    """The answers for all records of a table, in its order.

    ``rules`` are the keys of all rules, sorted. ``surely`` and ``possibly`` hold a row of packed bits for each of them
    (the first record in the lowest bit of the first byte): the records for which it applies, and those for which it is
    not refuted. Records whose facts cannot be used have neither bit, and are in ``errors``.

    >>> outcome = policy.evaluate_batch({"depth": [45, 3, None]}, as_of="2016-06-01")
    >>> outcome.counts()["flood.close_road"]
    RuleCount(applicable=1, undecided=1)
    """

    rules: tuple[str, ...]
    _kernel: Kernel = field(repr=False)
    _evaluate: Callable[..., Outcome] = field(repr=False)
    _blocks: Sequence[tuple[pa.RecordBatch, Answers]] = field(repr=False)
    _starts: list[int] = field(init=False, repr=False)
    _matrices: dict[str, Any] = field(factory=dict, init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        self._starts = [0]
        for _, answers in self._blocks:
            self._starts.append(self._starts[-1] + answers.length)

    def __len__(self) -> int:
        return self._starts[-1]

    # --- bits -----------------------------------------------------------------------------------------------

    @property
    def surely(self) -> Any:
        """A row of packed bits a rule: the records for which it applies."""
        return self._matrix("surely", [answers.surely for _, answers in self._blocks])

    @property
    def possibly(self) -> Any:
        """A row of packed bits a rule: the records for which it applies or may apply."""
        if all(answers.possibly is answers.surely for _, answers in self._blocks):
            return self.surely
        return self._matrix("possibly", [answers.possibly for _, answers in self._blocks])

    def _matrix(self, name: str, parts: Sequence[Any]) -> Any:
        found = self._matrices.get(name)
        if found is None:
            found = self._matrices[name] = self._joined(parts)
        return found

    def _joined(self, parts: Sequence[Any]) -> Any:
        if len(parts) == 1:
            return parts[0]
        if not parts:
            return np.zeros((len(self.rules), 0), np.uint8)
        if all(start % 8 == 0 for start in self._starts[:-1]):
            return np.concatenate(parts, axis=1)
        whole = [
            np.unpackbits(part, axis=1, count=answers.length, bitorder="little")
            for part, (_, answers) in zip(parts, self._blocks, strict=True)
        ]
        return np.packbits(np.concatenate(whole, axis=1), axis=1, bitorder="little")

    # --- tables ---------------------------------------------------------------------------------------------

    def counts(self) -> dict[str, RuleCount]:
        """For how many records each rule applies, and for how many that is open."""
        applicable = np.zeros(len(self.rules), np.int64)
        undecided = np.zeros(len(self.rules), np.int64)
        for _, answers in self._blocks:
            surely, opened = counts_of(answers)
            applicable += surely
            undecided += opened
        pairs = zip(self.rules, applicable.tolist(), undecided.tolist(), strict=True)
        return {rule: RuleCount(*counts) for rule, *counts in pairs}

    def to_arrow(self, form: Form = "columns") -> pa.Table:
        """A table with a row a record, after the column that names records, if there is one.

        ``columns``: a boolean a rule, null while that is open and where the facts cannot be used. ``lists``: the keys
        of the rules that apply (``applicable``) and of those that may (``undecided``), both null where the facts cannot
        be used, and what is wrong with them (``errors``).
        """
        id_column = self._kernel.columns.id
        fields = fields_of(self.rules, form)
        named = [] if id_column is None else [self._kernel.columns.schema.field(id_column)]
        schema = pa.schema([*named, *fields])
        batches = []
        for records, answers in self._blocks:
            arrays = arrays_of(answers, self.rules, form)
            if id_column is not None:
                arrays.insert(0, records.column(id_column))
            batches.append(pa.RecordBatch.from_arrays(arrays, schema=schema))
        return pa.Table.from_batches(batches, schema)

    def pairs(self, *, undecided: bool = False) -> pa.Table:
        """A row for every norm of every rule that applies to a record (*undecided*: that may apply, and no more).

        Columns: ``record`` (its name, or its place from 0), ``rule``, ``place`` (of the norm in the rule), ``bearer``,
        ``modality``, ``action`` (or the condition that is to be ensured). A rule for each element of a list stands
        once for the record, however many of its elements it applies to.
        """
        norms = _norms(self._kernel, self.rules)
        of_rule: dict[int, list[int]] = {}
        for number, (rule, *_) in enumerate(norms):
            of_rule.setdefault(rule, []).append(number)
        counts = np.array([len(of_rule.get(n, ())) for n in range(len(self.rules))], np.int64)
        firsts = np.concatenate(([0], np.cumsum(counts)))[:-1]
        tables = [self._pairs(start, *block, norms, counts, firsts, undecided) for start, block in self._each()]
        return pa.concat_tables(tables) if tables else _pairs_table(pa.array([], pa.int64()), norms, np.array([], int))

    def _pairs(
        self,
        start: int,
        records: pa.RecordBatch,
        answers: Answers,
        norms: Sequence[tuple[Any, ...]],
        counts: NDArray[np.int64],
        firsts: NDArray[np.int64],
        undecided: bool,
    ) -> pa.Table:
        matrix = answers.possibly & ~answers.surely if undecided else answers.surely
        rows, rules = by_record(matrix, answers.length)
        times = counts[rules]
        rows = np.repeat(rows, times)
        within = np.arange(len(rows)) - np.repeat(np.cumsum(times) - times, times)
        return _pairs_table(self._names(start, records, rows), norms, np.repeat(firsts[rules], times) + within)

    @property
    def errors(self) -> pa.Table:
        """What is wrong with the facts of records: ``record``, ``path``, ``message``, ``help``, ``code``."""
        id_column = self._kernel.columns.id
        found = [
            errors_of(answers, None if id_column is None else records.column(id_column), start)
            for start, (records, answers) in self._each()
        ]
        if found:
            return pa.Table.from_batches(found)
        named = None if id_column is None else pa.nulls(0, self._kernel.columns.schema.field(id_column).type)
        return pa.Table.from_batches([errors_of(None, named, 0)])

    def _names(self, start: int, records: pa.RecordBatch, rows: NDArray[np.int64]) -> pa.Array:
        """What records are called: by the column that names them, else by their place."""
        if self._kernel.columns.id is None:
            return pa.array(rows + start)
        return records.column(self._kernel.columns.id).take(pa.array(rows))

    def _each(self) -> Iterator[tuple[int, tuple[pa.RecordBatch, Answers]]]:
        return zip(self._starts, self._blocks, strict=False)

    # --- one record -----------------------------------------------------------------------------------------

    def outcome(self, record: int, *, show_sensitive: bool = False) -> Outcome:
        """The whole outcome of one record, with norms and explanations, worked out from its columns.

        *record* is its place from 0. Raises IndexError when there is none, FactError when its facts cannot be used.
        """
        if not -len(self) <= record < len(self):
            raise IndexError(f"there are {len(self)} records")
        place = record % len(self)
        block = bisect_right(self._starts, place) - 1
        records = self._blocks[block][0].slice(place - self._starts[block], 1)
        return self._evaluate(
            self._kernel.facts(records), as_of=self._kernel.instants(records).at(0), show_sensitive=show_sensitive
        )

    def applicable_rules(self, record: int) -> tuple[str, ...]:
        """The keys of the rules that apply to a record, by its place from 0."""
        return self._rules_of(record, lambda answers: answers.surely)

    def undecided_rules(self, record: int) -> tuple[str, ...]:
        """The keys of the rules that may apply to a record, by its place from 0."""
        return self._rules_of(record, lambda answers: answers.possibly & ~answers.surely)

    def _rules_of(self, record: int, matrix: Callable[[Answers], Any]) -> tuple[str, ...]:
        if not -len(self) <= record < len(self):
            raise IndexError(f"there are {len(self)} records")
        place = record % len(self)
        block = bisect_right(self._starts, place) - 1
        flags = bits.bit(matrix(self._blocks[block][1]), place - self._starts[block])
        return tuple(self.rules[n] for n in np.flatnonzero(flags))


def _norms(kernel: Kernel, rules: Sequence[str]) -> list[tuple[int, int, str, str, str, str]]:
    """The norms of all rules and their bearers: number of the rule, place, bearer, modality, action, key."""
    program = kernel.program
    found: list[tuple[int, int, str, str, str, str]] = []
    for number, key in enumerate(rules):
        for norm in program.policy.rules[key].norms:
            for bearer in norm.bearers:
                name = str(bearer.value) if isinstance(bearer, Constant) else program.text_of(bearer)
                found.append((number, norm.place, name, norm.modality, _action(kernel, norm), key))
    return found


def _action(kernel: Kernel, norm: Norm) -> str:
    return norm.duty.action if isinstance(norm.duty, Act) else kernel.program.duty_of(norm)


def _pairs_table(names: pa.Array, norms: Sequence[tuple[Any, ...]], numbers: NDArray[Any]) -> pa.Table:
    """Rows of *norms* by their *numbers*."""
    indices = pa.array(numbers.astype(np.int32))
    columns: dict[str, Any] = {"record": names}
    texts: Mapping[str, Sequence[Any]] = {
        "bearer": [norm[2] for norm in norms],
        "modality": [norm[3] for norm in norms],
        "action": [norm[4] for norm in norms],
    }
    columns["rule"] = pa.array([norm[5] for norm in norms], pa.string()).take(indices)
    columns["place"] = pa.array([norm[1] for norm in norms], pa.int32()).take(indices)
    for name, values in texts.items():
        columns[name] = pa.array(values, pa.string()).take(indices)
    return pa.table(columns)
