"""What the columns of a table are: facts, the record's name, its instant, further facts as JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator

from attrs import field, frozen

from pingan.batch.fitting import Fitting, Misfit, is_text, reads_cells
from pingan.batch.packages import pyarrow as pa
from pingan.diagnostics.errors import FactError, FactProblem
from pingan.diagnostics.plain import plain
from pingan.language.types import RecordType, Type
from pingan.model.nodes import Field, Vocabulary
from pingan.program.fact_names import FactNames, canonical_path
from pingan.program.fact_places import quoted, suggestion

Path = tuple[str, ...]
_UNNAMED_INDEX = re.compile(r"__index_level_[0-9]+__")
"""What pandas calls an index that has no name: nothing that anybody meant to give."""


@frozen
class Leaf:
    """A fact, or a field of records that are facts, given by a column or (*steps*: fields, by index) a struct in it.

    *optional* are the paths of the records on the way that may be absent; *absent* says that null means absent.
    *cell* marks a column whose values are written as text though facts of the type are not (CSV).
    """

    path: Path
    declared: Field
    column: int
    steps: tuple[int, ...] = ()
    optional: tuple[Path, ...] = ()
    absent: bool = False
    cell: bool = False


@frozen
class Struct:
    """A record given by a column of structs, or by a struct in one; *absent* says that null means absent."""

    path: Path
    declared: Field
    column: int
    steps: tuple[int, ...] = ()
    absent: bool = False


@frozen
class Columns:
    """How the tables of one schema are read. Of the columns that are no facts the index, or None."""

    schema: pa.Schema
    leaves: tuple[Leaf, ...]
    structs: tuple[Struct, ...]
    id: int | None = None
    facts: int | None = None
    as_of: int | None = None
    left_out: frozenset[str] = frozenset()
    """Names in the facts written as JSON that are no facts."""


@frozen
class Options:
    """What a caller says about columns, by their names.

    *id* names each record in results; *facts* holds further facts as JSON; *as_of* the instants asked about.
    *absent* are those in which null means known to be absent; *ignore* are not read.
    *cells* says that every column may be written as text; *left_out* that the columns *id* and *as_of* stand among the
    facts written as JSON, too.
    """

    id: str | None = None
    facts: str | None = None
    as_of: str | None = None
    absent: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    cells: bool = False
    left_out: bool = False


def columns_of(schema: pa.Schema, vocabulary: Vocabulary, names: FactNames, options: Options) -> Columns:
    """How a table of *schema* is read. Raises FactError naming every column that cannot be."""
    return _Reader(schema, vocabulary, names, options).columns()


@frozen
class _Reader:
    schema: pa.Schema
    vocabulary: Vocabulary
    names: FactNames
    options: Options
    leaves: list[Leaf] = field(factory=list, init=False)
    structs: list[Struct] = field(factory=list, init=False)
    misfits: list[Misfit] = field(factory=list, init=False)
    codes: dict[int, str] = field(factory=dict, init=False)

    def columns(self) -> Columns:
        special = {n: self._index(n, what) for n, what in self._special()}
        every = (*special, *self.options.absent, *self.options.ignore)
        for name in sorted(set(every)):
            if name not in self.schema.names:
                self._wrong(name, "there is no such column", suggestion(name, tuple(self.schema.names), "columns"))
        for index, column in enumerate(self.schema):
            if self.schema.names.index(column.name) != index:
                self._wrong(column.name, "there are two columns of this name", "keep one of them", "duplicate-fact")
            elif column.name not in special and column.name not in self.options.ignore:
                if not _UNNAMED_INDEX.fullmatch(column.name):
                    self._column(index, column)
        self._check_twice()
        if self.misfits:
            raise FactError(
                tuple(
                    FactProblem(plain(where) or "(column without a name)", what, remedy, self.codes.get(n, "bad-fact"))
                    for n, (where, what, remedy) in enumerate(self.misfits)
                )
            )
        found = self.options
        return Columns(
            self.schema,
            tuple(self.leaves),
            tuple(self.structs),
            None if found.id is None else special[found.id],
            None if found.facts is None else special[found.facts],
            None if found.as_of is None else special[found.as_of],
            frozenset(n for n in (found.id, found.as_of) if n is not None) if found.left_out else frozenset(),
        )

    def _special(self) -> Iterator[tuple[str, str]]:
        for name, what in ((self.options.id, "id"), (self.options.facts, "facts"), (self.options.as_of, "as_of")):
            if name is not None:
                yield name, what

    def _index(self, name: str, what: str) -> int:
        if name not in self.schema.names:
            return -1  # told with the others
        index = int(self.schema.names.index(name))
        given = self.schema.field(index).type
        types = pa.types
        if what == "facts" and not is_text(given):
            self._wrong(name, f"expected facts as JSON text, not a column of type {given}", None)
        zoned = types.is_timestamp(given) and given.tz is not None
        if what == "as_of" and not (zoned or types.is_date(given) or is_text(given)):
            remedy = "give dates, or timestamps with a zone"
            self._wrong(name, f"expected instants or days, not a column of type {given}", remedy)
        return index

    def _wrong(self, where: str, what: str, help: str | None, code: str = "bad-fact") -> None:
        self.codes[len(self.misfits)] = code
        self.misfits.append((where, what, help))

    # --- one column -------------------------------------------------------------------------------------------

    def _column(self, index: int, column: pa.Field) -> None:
        found = canonical_path(column.name, self.vocabulary, self.names) if "[" not in column.name else None
        if found is None:
            self._unknown(column.name)
            return
        path = tuple(found[0].split("."))
        declared, optional = self._declared(path)
        fitting = Fitting(self.vocabulary, self.names, self.options.cells)
        misfits = list(fitting.field(declared, column.type, column.name))
        self.misfits.extend(misfits)
        absent = column.name in self.options.absent
        if absent and (not declared.optional or declared.judgement is not None):
            self._wrong(column.name, "null cannot mean absent: the fact is not optional", "null is unknown here")
        if not misfits:
            self._add(path, declared, column.type, index, (), optional, absent)

    def _add(
        self,
        path: Path,
        declared: Field,
        given: pa.DataType,
        column: int,
        steps: tuple[int, ...],
        optional: tuple[Path, ...],
        absent: bool,
    ) -> None:
        """The leaves of a column, or of a struct in it."""
        if not isinstance(declared.type, RecordType) or not pa.types.is_struct(given):
            cell = self.options.cells and is_text(given) and reads_cells(declared.type)
            self.leaves.append(Leaf(path, declared, column, steps, optional, absent, cell))
            return
        self.structs.append(Struct(path, declared, column, steps, absent))
        record = self.vocabulary.records[declared.type.name]
        names = self.names.fields[declared.type.name]
        inside = (*optional, path) if declared.optional else optional
        for n in range(given.num_fields):
            child = given.field(n)
            name = names.find(child.name)
            assert name is not None  # `Fitting` has said so
            self._add((*path, name), record.fields[name], child.type, column, (*steps, n), inside, False)

    def _declared(self, path: Path) -> tuple[Field, tuple[Path, ...]]:
        """The declaration of a path, and the paths of the optional records that it goes through."""
        fact = self.vocabulary.facts[path[0]].field
        assert fact is not None
        declared, optional = fact, []
        for n, step in enumerate(path[1:], 1):
            if declared.optional:
                optional.append(path[:n])
            assert isinstance(declared.type, RecordType)
            declared = self.vocabulary.records[declared.type.name].fields[step]
        return declared, tuple(optional)

    def _unknown(self, name: str) -> None:
        first, _, rest = name.partition(".")
        fact = self.names.facts.find(first)
        if fact is None or not rest:
            remedy = suggestion(first, self.names.facts.all, "facts")
            self._wrong(name, f"no vocabulary declares the fact {quoted(first)}", remedy, "unknown-fact")
            return
        declared = self.vocabulary.facts[fact].field
        for step in rest.split("."):
            kind: Type | None = declared.type if declared else None
            if not isinstance(kind, RecordType):
                break
            fields = self.names.fields[kind.name]
            found = fields.find(step)
            if found is None:
                what = f"the record `{kind.name}` has no field {quoted(step)}"
                self._wrong(name, what, suggestion(step, fields.all, "fields"), "unknown-fact")
                return
            declared = self.vocabulary.records[kind.name].fields[found]
        self._wrong(name, "only records have fields that are columns of their own", None, "unknown-fact")

    def _check_twice(self) -> None:
        """No fact is given by two columns, nor a record as a whole and by a column of a field."""
        seen: dict[Path, int] = {}
        given = [(struct.path, struct.column) for struct in self.structs]
        whole = {leaf.path for leaf in self.leaves}
        for path, column in sorted(given + [(leaf.path, leaf.column) for leaf in self.leaves]):
            above = [path[:n] for n in range(1, len(path)) if path[:n] in whole]
            first = seen.get(path, seen.get(above[0]) if above else None)
            if first is not None and first != column:
                what = f"given twice, by this column and by {quoted(self.schema.names[first])}"
                self._wrong(self.schema.names[column], what, "keep one of the two", "duplicate-fact")
            seen.setdefault(path, column)
