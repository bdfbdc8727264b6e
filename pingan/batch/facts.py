"""The facts of one record: as shapes for what is asked here, as data for a single evaluation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import define, field, frozen

from pingan.batch.block import Block, array_of
from pingan.batch.data import Unusual, data_of
from pingan.batch.packages import pyarrow as pa
from pingan.batch.schema import Columns, Path
from pingan.diagnostics.errors import FactError, FactProblem
from pingan.language.shapes import Record, Shape
from pingan.language.types import RecordType
from pingan.model.nodes import Field, Vocabulary
from pingan.program.fact_bounds import absent
from pingan.program.fact_check import expected
from pingan.program.fact_files import parse_facts
from pingan.program.fact_names import FactNames, Names
from pingan.program.fact_places import quoted
from pingan.program.facts import Facts


@frozen
class Node:
    """A fact or field in the tree of those that columns speak about; *fields* of a record."""

    declared: Field
    path: Path
    fields: dict[str, Node] = field(factory=dict)


def tree_of(paths: Sequence[Path], vocabulary: Vocabulary) -> Mapping[str, Node]:
    """The facts, and their fields, that lie on *paths*."""
    roots: dict[str, Node] = {}
    for path in paths:
        fact = vocabulary.facts[path[0]].field
        assert fact is not None
        node = roots.setdefault(path[0], Node(fact, path[:1]))
        for n, name in enumerate(path[1:], 2):
            assert isinstance(node.declared.type, RecordType)
            declared = vocabulary.records[node.declared.type.name].fields[name]
            node = node.fields.setdefault(name, Node(declared, path[:n]))
    return roots


@define(eq=False)
class Shapes:
    """Makes checked facts of the columns of a block, for records that are not odd."""

    block: Block
    roots: Mapping[str, Node]

    def facts(self, row: int) -> Facts:
        values = {name: shape for name, node in self.roots.items() if (shape := self._shape(node, row)) is not None}
        return Facts(values, {}, (), (), {})

    def _shape(self, node: Node, row: int) -> Shape | None:
        column = self.block.columns.get(node.path)
        if column is not None and (column.given is None or column.given[row]):
            return column.shape(row)
        gone = self.block.absent(node.path)
        if gone is not None and gone[row]:
            return absent(node.declared.type, path=".".join(node.path)) if node.declared.optional else None
        if column is not None or not isinstance(node.declared.type, RecordType):
            return None
        there = self.block.record_given(node.path)
        if there is not None and not there[row]:
            return None
        inside = {name: shape for name, n in node.fields.items() if (shape := self._shape(n, row)) is not None}
        return Record(node.declared.type.name, inside, ".".join(node.path), None)


# --- data ---------------------------------------------------------------------------------------------------


def facts_data(
    records: pa.RecordBatch, plan: Columns, names: FactNames, vocabulary: Vocabulary, read_cell: Any
) -> list[dict[str, Any] | FactError]:
    """The facts of every record in the form of a fact file; or why its JSON cannot be read."""
    found: list[dict[str, Any]] = [{} for _ in range(records.num_rows)]
    wrong: dict[int, list[FactProblem]] = {}
    for struct in sorted(plan.structs, key=lambda s: s.path):
        array = array_of(records, struct.column, struct.steps)
        for row, there in enumerate(array.is_valid().to_pylist()):
            if there:
                _put(found[row], struct.path, {})
            elif struct.absent:
                _put(found[row], struct.path, None)
    for leaf in plan.leaves:
        values = data_of(array_of(records, leaf.column, leaf.steps))
        for row, value in enumerate(values):
            if isinstance(value, Unusual):
                message = f"expected {expected(leaf.declared.type)}, not {value!r}"
                wrong.setdefault(row, []).append(FactProblem(".".join(leaf.path), message))
            elif value is not None and value != {}:
                _put(found[row], leaf.path, read_cell(value, leaf.declared.type) if leaf.cell else value)
            elif leaf.absent:
                _put(found[row], leaf.path, None)
    texts = [None] * len(found) if plan.facts is None else data_of(records.column(plan.facts))
    further = Further(names, vocabulary, plan.left_out)
    return [
        FactError(tuple(wrong[row])) if row in wrong else further.merged(facts, texts[row])
        for row, facts in enumerate(found)
    ]


def _put(facts: dict[str, Any], path: Path, value: Any) -> None:
    """Writes *value* at *path*; what is absent above it stays so, unless there is something to say below it."""
    inside = facts
    for name in path[:-1]:
        below = inside.get(name)
        if below is None:
            if value is None and name in inside:
                return
            below = inside[name] = {}
        inside = below
    if value is None or value == {}:
        inside.setdefault(path[-1], value)
    else:
        inside[path[-1]] = value


@frozen
class Further:
    """Facts written as JSON, beside those of columns."""

    names: FactNames
    vocabulary: Vocabulary
    left_out: frozenset[str]

    def merged(self, facts: dict[str, Any], text: object) -> dict[str, Any] | FactError:
        if text is None:
            return facts
        try:
            further = parse_facts(str(text), format="json", name="facts")
            if not isinstance(further, dict):
                raise FactError((FactProblem("facts", "expected an object of facts"),))
            further = {name: value for name, value in further.items() if name not in self.left_out}
            fields = {name: f.field for name, f in self.vocabulary.facts.items() if f.field}
            self._add(facts, further, self.names.facts, fields, "")
        except FactError as error:
            return error
        return facts

    def _add(
        self, facts: dict[str, Any], further: dict[str, Any], names: Names, fields: Mapping[str, Field], place: str
    ) -> None:
        of_columns, merged = frozenset(facts), dict[str, str]()
        for written, value in further.items():
            name = names.find(written) or written
            given = facts[name] if name in of_columns else None
            declared = fields[name].type if name in fields else None
            if name in merged:
                message = f"given twice, as {quoted(merged[name])} and {quoted(written)}"
                remedy = "one of the two is an alias: keep one"
                raise FactError((FactProblem(f"{place}{name}", message, remedy, "duplicate-fact"),))
            if isinstance(given, dict) and isinstance(value, dict) and isinstance(declared, RecordType):
                merged[name] = written
                inside = self.vocabulary.records[declared.name].fields
                self._add(given, value, self.names.fields[declared.name], inside, f"{place}{name}.")
            elif name in of_columns:
                message = "given twice: by a column, and in the facts written as JSON"
                raise FactError((FactProblem(f"{place}{name}", message, "keep one of the two", "duplicate-fact"),))
            else:
                # As it was written: two names of one fact are told where facts are checked.
                facts[written] = value
