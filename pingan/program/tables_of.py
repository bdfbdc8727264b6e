"""matching -> tables: the conjunctions get their bits, every fact its rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from attrs import define

from pingan.language import types
from pingan.language.dialects import Dialects
from pingan.masks.tables import Column, Days, Group, Stratum, Tables
from pingan.matching.nodes import Atom, Matching
from pingan.matching.nodes import Field as MatchedField
from pingan.matching.nodes import Stratum as MatchedStratum
from pingan.model import nodes as model
from pingan.program.fact_names import FactNames, Names
from pingan.program.tables_of_columns import Columns, Demand
from pingan.program.tables_of_rows import mask_of

__all__ = ["strata_of", "tables_of"]

MAXIMUM_DEPTH = 24
MAXIMUM_COLUMNS = 10_000
"""Facts, and fields of records that are, in one table; what lies deeper is looked at each time."""
_SECOND_LAYER = 4
"""Second conjunctions get a layer of their own where one output in so many has one."""

Untouched = Callable[[MatchedStratum], int | None]


def tables_of(
    matching: Matching,
    vocabulary: model.Vocabulary,
    *,
    names: FactNames,
    dialects: Dialects,
    untouched: Untouched,
    has_set_limits: bool = False,
) -> Tables:
    """The tables of *matching* over the facts of *vocabulary*.

    *untouched* says what a stratum may be (bits) where no fact that it reads is given; None where that depends on the
    instant. With *has_set_limits* a set that is given has to be counted, and is looked at each time.
    """
    layout = _Layout.of(matching)
    tables = layout.tables()
    demands, strata = _demands(matching, layout)
    tables.strata = tuple(
        Stratum(mask_of(needs), mask_of(forbids), untouched(stratum)) for stratum, needs, forbids in strata
    )
    reads = [stratum.reads for stratum, _, _ in strata]
    columns = Columns(vocabulary, names, dialects, layout.width, has_set_limits=has_set_limits)
    by_path = {field.path: demand for field, demand in demands if field.path}
    tables.facts = _Tree(columns, vocabulary, names, by_path, reads).facts()
    tables.days = tuple(_days(columns, field, demand) for field, demand in demands if demand.bits and not field.path)
    return tables


def strata_of(matching: Matching) -> tuple[MatchedStratum, ...]:
    """The strata of the tables of *matching*, by number."""
    _, strata = _demands(matching, _Layout.of(matching))
    return tuple(stratum for stratum, _, _ in strata)


@define(eq=False)
class _Layout:
    """Which bit every conjunction has, and which place every rule.

    What a policy with a single conjunction asks, each conjunction of its rules asks too: it needs no bit.
    """

    matching: Matching
    place: Mapping[int, int]
    """Of every output that is a rule."""
    bits: Sequence[tuple[int, ...]]
    """Of every conjunction: its bit, or those of all rules of its policy."""
    doubled: bool
    extras: tuple[tuple[int, int], ...]
    standings: tuple[tuple[int, int], ...]
    width: int

    @staticmethod
    def of(matching: Matching) -> _Layout:
        outputs = matching.outputs
        rules = sorted((n for n, output in enumerate(outputs) if output.kind == "rule"), key=lambda n: outputs[n].key)
        place = {output: position for position, output in enumerate(rules)}
        of_output: dict[int, list[int]] = {}
        for number, conjunction in enumerate(matching.conjunctions):
            of_output.setdefault(conjunction.output, []).append(number)
        several = sum(len(of_output[n]) > 1 for n in rules)
        doubled = several * _SECOND_LAYER >= len(rules) > 0
        width = len(rules) * (2 if doubled else 1)
        bits: list[tuple[int, ...]] = [()] * len(matching.conjunctions)
        extras: list[tuple[int, int]] = []
        below: dict[int, list[int]] = {}
        for output in rules:
            first, *further = of_output[output]
            bits[first] = (place[output],)
            if doubled and further:
                bits[further.pop(0)] = (len(rules) + place[output],)
            for number in further:
                bits[number] = (width,)
                extras.append((width, place[output]))
                width += 1
            standing = outputs[output].standing
            if standing is not None:
                below.setdefault(standing, []).append(output)
        standings: list[tuple[int, int]] = []
        for policy, standing_rules in below.items():
            own = of_output[policy]
            if len(own) == 1:
                bits[own[0]] = tuple(bit for rule in standing_rules for n in of_output[rule] for bit in bits[n])
            else:
                for number in own:
                    bits[number] = (width,)
                    width += 1
                shown = mask_of(range(width - len(own), width))
                standings.append((shown, mask_of(place[rule] for rule in standing_rules)))
        return _Layout(matching, place, bits, doubled, tuple(extras), tuple(standings), width)

    def tables(self) -> Tables:
        outputs = self.matching.outputs
        tables = Tables(tuple(sorted(outputs[n].key for n in self.place)), self.width)
        tables.used = mask_of(bit for bits in self.bits for bit in bits)
        tables.doubled = self.doubled
        tables.extras = self.extras
        tables.standings = self.standings
        tables.overridden = tuple(
            (self.place[number], tuple(sorted(self.place[other] for other in outputs[number].overridden_by)))
            for number in self.matching.order
            if outputs[number].overridden_by
        )
        return tables


def _demands(
    matching: Matching, layout: _Layout
) -> tuple[list[tuple[MatchedField, Demand]], list[tuple[MatchedStratum, list[int], list[int]]]]:
    """What conjunctions ask of every field, and of every stratum."""
    demands = [Demand() for _ in matching.fields]
    strata: dict[int, tuple[MatchedStratum, list[int], list[int]]] = {}
    for number, conjunction in enumerate(matching.conjunctions):
        bits = layout.bits[number]
        for limb in conjunction.limbs if bits else ():
            test = matching.tests[limb.test]
            if isinstance(test, Atom):
                demands[test.field].add(limb.test, test, bits, negated=limb.negated)
            else:
                _, needs, forbids = strata.setdefault(limb.test, (test, [], []))
                (forbids if limb.negated else needs).extend(bits)
    return list(zip(matching.fields, demands, strict=True)), [strata[n] for n in sorted(strata)]


def _days(columns: Columns, field: MatchedField, demand: Demand) -> Days:
    column = columns.column((), types.DATE, demand, optional=False, below_optional=False)
    return Days(field.zone or "UTC", column.starts, column.rows)


@define(eq=False)
class _Tree:
    """The facts, record by record."""

    columns: Columns
    vocabulary: model.Vocabulary
    names: FactNames
    demands: Mapping[tuple[str, ...], Demand]
    reads: Sequence[frozenset[tuple[str, ...]]]
    _count: int = 0

    def facts(self) -> Group:
        fields = {name: fact.field for name, fact in self.vocabulary.facts.items() if fact.field}
        return self._group((), fields, self.names.facts, (), optional=False, below_optional=False, secret=False)

    def _group(
        self,
        path: tuple[str, ...],
        fields: Mapping[str, model.Field],
        names: Names,
        records: tuple[str, ...],
        *,
        optional: bool,
        below_optional: bool,
        secret: bool,
    ) -> Group:
        group = Group(path, optional=optional)
        group.strata = self._strata(path) if path else 0
        group.aliases = {n: name for n in names.all if (name := names.find(n)) is not None and name != n}
        for name, field in fields.items():
            hidden = secret or field.sensitive
            group.fields[name] = self._field(
                (*path, name), field, records, below_optional=below_optional, secret=hidden
            )
        return group

    def _field(
        self,
        path: tuple[str, ...],
        field: model.Field,
        records: tuple[str, ...],
        *,
        below_optional: bool,
        secret: bool,
    ) -> Column | Group:
        optional = field.optional and field.judgement is None
        self._count += 1
        kind = field.type
        known = isinstance(kind, types.RecordType) and field.judgement is None and len(path) < MAXIMUM_DEPTH
        if known and self._count < MAXIMUM_COLUMNS:
            assert isinstance(kind, types.RecordType)
            if kind.name not in records:
                record = self.vocabulary.records[kind.name]
                below = below_optional or optional
                names = self.names.fields[record.name]
                inner = (*records, record.name)
                return self._group(
                    path, record.fields, names, inner, optional=optional, below_optional=below, secret=secret
                )
        demand = self.demands.get(path, Demand())
        column = self.columns.column(path, kind, demand, optional=optional, below_optional=below_optional)
        column.strata = self._strata(path)
        column.secret = secret
        return column

    def _strata(self, path: tuple[str, ...]) -> int:
        return mask_of(n for n, reads in enumerate(self.reads) if _touches(path, reads))


def _touches(path: tuple[str, ...], reads: Iterable[tuple[str, ...]]) -> bool:
    """Whether something that is read lies at *path*, above it or below it."""
    return any(path[: len(read)] == read[: len(path)] for read in reads)
