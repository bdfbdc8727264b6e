"""The kernel: records of one schema in, packed bits out; whatever columns cannot say goes to single evaluations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from attrs import define, frozen

from pingan.batch import bits
from pingan.batch.asking import NOTHING, Asking, AsOf
from pingan.batch.bits import Bits
from pingan.batch.block import Block, array_of
from pingan.batch.checking import Values, cell_value
from pingan.batch.claims import Claims, can_say
from pingan.batch.conjunctions import Pair
from pingan.batch.data import plain_records, valid
from pingan.batch.decoding import Decoder
from pingan.batch.facts import facts_data
from pingan.batch.instants import Instants, instants_of
from pingan.batch.limits import safe_size
from pingan.batch.packages import pyarrow as pa
from pingan.batch.prepared import prepared
from pingan.batch.rows import Rows
from pingan.batch.schema import Columns, Options, Path, columns_of
from pingan.batch.strata import Combinations, Group
from pingan.diagnostics.errors import FactError, FactProblem
from pingan.language.instants import parse_instant
from pingan.language.types import RecordType
from pingan.matching.nodes import Atom, Matching
from pingan.program.program import Program


@frozen(eq=False)
class Answers:
    """What a block of records came to: a packed row a rule, in the order of the rules' keys.

    *possibly* is *surely* itself where nothing is open. *failed* are the records whose facts cannot be used, by their
    place in the block; no rule holds for them, and none is told to be refuted.
    """

    length: int
    surely: Any
    possibly: Any
    failed: Mapping[int, tuple[FactProblem, ...]]

    @property
    def failed_bits(self) -> Bits | None:
        if not self.failed:
            return None
        found = bits.zeros(self.length)
        bits.set_bits(found, np.array(sorted(self.failed), np.int64), np.ones(len(self.failed), np.bool_))
        return found


@define(eq=False)
class Kernel:
    """A policy ready for records of one schema. What it learns of single values it keeps from block to block.

    It is for one thread at a time.
    """

    program: Program
    columns: Columns
    as_of: AsOf | None
    zone: str
    matching: Matching
    rules: tuple[str, ...]
    asking: Asking
    rows: Rows
    decoders: Mapping[Path, Decoder]
    optional: Mapping[Path, Sequence[Path]]

    @staticmethod
    def of(program: Program, schema: pa.Schema, as_of: AsOf | None, zone: str, options: Options) -> Kernel:
        """Raises FactError naming every column that cannot be read."""
        policy = program.policy
        columns = columns_of(schema, policy.vocabulary, program.fact_names, options)
        ready = prepared(program)
        matching, asking = ready.matching, ready.asking
        most = safe_size(program, schema)
        decoders = {
            leaf.path: Decoder(
                leaf,
                Values(
                    leaf,
                    policy.vocabulary,
                    program.fact_names,
                    program.environment.dialects,
                    ZoneInfo(asking.zone),
                    most,
                ),
                most,
            )
            for leaf in columns.leaves
        }
        paths = {f.path for f in matching.fields if f.path} | set(decoders)
        rules = tuple(output.key for output in matching.outputs if output.kind == "rule")
        return Kernel(
            program,
            columns,
            as_of,
            zone,
            matching,
            rules,
            asking,
            ready.rows(_asked(matching, columns)),
            decoders,
            {path: optional_records(program, path) for path in paths},
        )

    def evaluate(self, records: pa.RecordBatch) -> Answers:
        """What follows for a block of *records* of the schema that the kernel was made for."""
        records = plain_records(records)
        block = self.block(records)
        as_of = self.instants(records)
        if as_of.odd is not None:
            block.odd |= as_of.odd
        claims = Claims(block, self.matching, self.asking, self.optional)
        combinations = Combinations(block, self.asking, as_of, self.optional)

        def atom(number: int) -> Pair:
            test = self.matching.tests[number]
            assert isinstance(test, Atom)
            if not self.matching.fields[test.field].path and as_of.one is not None:
                return self._today(test, as_of.one, block.length)
            found = claims.pair(number)
            assert found is not None  # `_asked` has left out those that columns cannot say
            return found

        def strata(group: Group, alive: Bits) -> Sequence[Pair]:
            return combinations.pairs(group, bits.unpacked(alive, block.length))

        possibly, surely = self.rows.run(block.length, atom, strata)
        rules = len(self.rules)
        alike = possibly is surely
        surely = surely[:rules]
        possibly = surely if alike else possibly[:rules]
        return self._with_odd(records, block, as_of, possibly, surely)

    def _today(self, atom: Atom, as_of: AsOf, length: int) -> Pair:
        """The rows of a claim about the day of the evaluation."""
        truth = self.asking.truth(atom.expression, NOTHING, as_of)
        none, every = bits.zeros(length), bits.ones(length)
        return (every if truth & 1 else none), (every if truth == 1 else none)

    # --- what a block is ----------------------------------------------------------------------------------------

    def block(self, records: pa.RecordBatch) -> Block:
        columns = {
            leaf.path: self.decoders[leaf.path].column(array_of(records, leaf.column, leaf.steps))
            for leaf in self.columns.leaves
        }
        structs = {s.path: valid(array_of(records, s.column, s.steps)) for s in self.columns.structs}
        odd = np.zeros(records.num_rows, np.bool_)
        for column in columns.values():
            if column.odd is not None:
                odd |= column.odd
        if self.columns.facts is not None:
            further = valid(records.column(self.columns.facts))
            odd |= True if further is None else further
        return Block(columns, self.columns, records.num_rows, structs, odd)

    def instants(self, records: pa.RecordBatch) -> Instants:
        if self.columns.as_of is None:
            return Instants(self.as_of)
        return instants_of(
            plain_records(records).column(self.columns.as_of), lambda text: parse_instant(text, self.zone)
        )

    # --- records by themselves ----------------------------------------------------------------------------------

    def data(self, records: pa.RecordBatch) -> list[dict[str, Any] | FactError]:
        """The facts of every record in the form of a fact file."""
        return facts_data(
            plain_records(records), self.columns, self.program.fact_names, self.program.policy.vocabulary, cell_value
        )

    def facts(self, record: pa.RecordBatch) -> dict[str, Any]:
        """The facts of one record in the form of a fact file. Raises FactError when its JSON cannot be read."""
        (found,) = self.data(record)
        if isinstance(found, FactError):
            raise found
        return found

    def _with_odd(self, records: pa.RecordBatch, block: Block, as_of: Instants, possibly: Any, surely: Any) -> Answers:
        """The answers with those of records that are evaluated one by one written over them."""
        rows = np.flatnonzero(block.odd)
        if not len(rows):
            return Answers(block.length, surely, possibly, {})
        failed: dict[int, tuple[FactProblem, ...]] = {}
        masks = np.zeros((2, len(rows), bits.size(len(self.rules))), np.uint8)
        for start in range(0, len(rows), 4096):
            some = rows[start : start + 4096]
            for n, (row, facts) in enumerate(zip(some.tolist(), self.data(records.take(pa.array(some))), strict=True)):
                try:
                    if isinstance(facts, FactError):
                        raise facts
                    found = self.asking.masks(facts, as_of.at(row))
                except FactError as error:
                    failed[row] = error.problems
                    continue
                for which, mask in enumerate(found):
                    text = (mask & (1 << len(self.rules)) - 1).to_bytes(masks.shape[2], "little")
                    masks[which, start + n] = np.frombuffer(text, np.uint8)
        if possibly is surely and not (masks[0] == masks[1]).all():
            possibly = surely.copy()
        flags = np.unpackbits(masks, axis=2, count=len(self.rules), bitorder="little").view(np.bool_)
        for rule in range(len(self.rules)):
            bits.set_bits(surely[rule], rows, flags[1, :, rule])
            if possibly is not surely:
                bits.set_bits(possibly[rule], rows, flags[0, :, rule])
        return Answers(block.length, surely, possibly, failed)


def optional_records(program: Program, path: Path) -> Sequence[Path]:
    """The records on the way to *path* that may be absent."""
    vocabulary = program.policy.vocabulary
    declared = vocabulary.facts[path[0]].field
    found: list[Path] = []
    for n, name in enumerate(path[1:], 1):
        assert declared is not None
        if declared.optional:
            found.append(path[:n])
        assert isinstance(declared.type, RecordType)
        declared = vocabulary.records[declared.type.name].fields[name]
    return tuple(found)


def _asked(matching: Matching, columns: Columns) -> frozenset[int]:
    """The atoms that columns do not say, or that the program is quicker to say for each value."""
    given = {leaf.path: leaf for leaf in columns.leaves}
    found = set()
    for number, test in enumerate(matching.tests):
        if not isinstance(test, Atom):
            continue
        where = matching.fields[test.field]
        above = any(where.path[:n] in given for n in range(1, len(where.path)))
        asked_each = not where.path and columns.as_of is not None
        if above or asked_each or (where.path in given and not can_say(test, where)):
            found.add(number)
    return frozenset(found)
