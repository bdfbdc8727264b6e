"""Facts read record by record: what is not refuted, what is proven, and a copy that nobody else can change.

A record is read by a function made for it where all or most of its fields are given, field by field otherwise; what is
the same for all records with the same fields given is worked out once and kept.
"""

from __future__ import annotations

from pingan.masks.lookups import MISSING, Integers, Lookup, Sets, collected, lookup_of
from pingan.masks.positions import OddError
from pingan.masks.tables import Column, Group, Pair

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    Read = tuple[int, int, int, int, object]
    """What is not refuted, what is proven, the strata that depend on what is given, which records are there, and the
    copy."""
    ReadRecord = Callable[[dict[object, object]], Read | None]
    Maker = Callable[["Reader"], ReadRecord]

MAXIMUM_FORMS = 512
_OFTEN = 16
"""The use of a record for which functions are made."""


class Form:
    """What all records have in common in which the same fields are given, in the same order.

    *plain* are the fields whose values are looked up as they are, *typed* those whose type is looked at before.
    """

    __slots__ = ("is_renamed", "mask", "names", "plain", "proven", "records", "sets", "strata", "typed")

    def __init__(self, names: tuple[str, ...], left: Pair, *, is_renamed: bool) -> None:
        self.names = names
        self.mask, self.proven = left
        self.is_renamed = is_renamed
        self.strata = 0
        self.plain: list[tuple[str, Lookup]] = []
        self.typed: list[tuple[str, type, Lookup]] = []
        self.sets: list[tuple[str, Lookup]] = []
        self.records: list[tuple[str, Reader]] = []

    def add(self, name: str, found: Lookup | Reader) -> None:
        """Takes the field *name* in."""
        if isinstance(found, Reader):
            self.records.append((name, found))
            return
        self.strata |= found.column.strata
        if isinstance(found, Sets):
            self.sets.append((name, found))
        elif isinstance(found, Integers):
            self.typed.append((name, int, found))
        elif found.column.kind == "boolean":
            self.typed.append((name, bool, found))
        else:
            self.plain.append((name, found))


class Reader:
    """Reads one record, or the facts themselves."""

    def __init__(self, group: Group, everything: int) -> None:
        self.group = group
        self.everything = everything
        self.columns = {n: f for n, f in group.fields.items() if isinstance(f, Column)}
        self.records = {n: Reader(f, everything) for n, f in group.fields.items() if isinstance(f, Group)}
        self.simple = {n: c for n, c in self.columns.items() if c.kind != "other"}
        self.lookups = {name: lookup_of(column, everything) for name, column in self.columns.items()}
        self.forms: dict[tuple[object, ...], Form] = {}
        self.kept: dict[object, object] = {}
        """Tables of several columns together, for the functions made for this record."""
        self.present = self.null = 0
        """The bits that say of a record that may be absent that it is there, and that it is not."""
        self.makers: tuple[Maker, Maker] | None = None
        """What makes functions for records of which all columns are given, or most; None: nothing does."""
        self._all_given: ReadRecord | None = None
        self._most_given: ReadRecord | None = None
        self._uses = 0
        self.missing = self._not_given(absent=False)
        self.missing_absent = self._not_given(absent=True)
        self.absent = self._null()

    def all(self) -> list[Reader]:
        """This one, and those of all records below."""
        return [self, *(reader for record in self.records.values() for reader in record.all())]

    def _not_given(self, *, absent: bool) -> Pair:
        """What is left where this record is not given; *absent*: where one above it may be absent."""
        absent = absent or self.group.optional
        mask = proven = self.everything
        for column in self.columns.values():
            left = column.missing_absent if absent else column.missing
            mask, proven = mask & left[0], proven & left[1]
        for record in self.records.values():
            left = record._not_given(absent=absent)
            mask, proven = mask & left[0], proven & left[1]
        return mask, proven

    def _null(self) -> int:
        """What is left where this record is null."""
        mask = self.everything
        for column in self.columns.values():
            mask &= column.absent
        for record in self.records.values():
            mask &= record._null()
        return mask

    def left_by(self, names: frozenset[str]) -> Pair:
        """What is left by the fields that are not among *names*, the record being there."""
        mask = proven = self.everything
        for name, column in self.columns.items():
            if name not in names:
                mask, proven = mask & column.missing[0], proven & column.missing[1]
        for name, record in self.records.items():
            if name not in names:
                mask, proven = mask & record.missing[0], proven & record.missing[1]
        return mask, proven

    def read(self, given: object) -> Read:
        """Raises `OddError`, or any other exception, for what is not known here."""
        if type(given) is not dict:
            raise OddError
        count = len(given)
        if self.makers is not None and count <= len(self.simple) < 2 * count:
            found = self._at_once(given)
            if found is not None:
                return found
            form = self._form_of(given)
            if form.is_renamed:
                found = self._at_once(dict(zip(form.names, given.values(), strict=True)))
                if found is not None:
                    return found
        return self._field_by_field(given)

    def _at_once(self, given: dict[object, object]) -> Read | None:
        """By a function made for this record, once that pays; None where that does not know something."""
        if self._all_given is None:
            self._uses += 1
            if self._uses < _OFTEN:
                return None
            assert self.makers is not None
            self._most_given, self._all_given = (make(self) for make in reversed(self.makers))
        read = self._all_given if len(given) == len(self.simple) else self._most_given
        assert read is not None
        try:
            return read(given)
        except KeyError:
            return None

    def _field_by_field(self, given: dict[object, object]) -> Read:
        form = self._form_of(given)
        copy: dict[str, object] = dict(zip(form.names, given.values(), strict=True))
        mask, proven, strata, there = form.mask, form.proven, form.strata, self.present
        row = self.everything
        for name, rows in form.plain:
            row &= rows[copy[name]]
        for name, kind, rows in form.typed:
            value = copy[name]
            if type(value) is not kind and value is not None:
                raise OddError
            row &= rows[value]
        for name, rows in form.sets:
            value = copy[name]
            if value is None:
                row &= rows[None]
            else:
                members = collected(value)
                row &= rows[members]
                copy[name] = [*members]
        for name, reader in form.records:
            value = copy[name]
            if value is not None:
                left, surely, touched, below, copy[name] = reader.read(value)
                mask &= left
                proven &= surely
                strata |= touched
                there |= below
            elif reader.group.optional:
                row &= reader.absent
                there |= reader.null
            else:
                raise OddError
        return mask & row, proven & row, strata, there, copy

    def _form_of(self, given: dict[object, object]) -> Form:
        keys = (*given,)
        return self.forms.get(keys) or self._form(keys)

    def _form(self, keys: tuple[object, ...]) -> Form:
        names: list[str] = []
        for key in keys:
            if type(key) is not str:
                raise OddError
            names.append(key if key in self.group.fields else self.group.aliases[key])
        if len(set(names)) != len(names):
            raise OddError  # one of them is an alias of another
        form = Form(tuple(names), self.left_by(frozenset(names)), is_renamed=tuple(names) != keys)
        for name in names:
            form.add(name, self.records.get(name) or self.lookups[name])
        if len(self.forms) >= MAXIMUM_FORMS:
            self.forms.clear()
        self.forms[keys] = form
        return form


def facts_of(copy: object) -> object:
    """The facts that a copy was made of, in canonical names; lists are lists, whatever they were."""
    if type(copy) is tuple:
        (names, of_sets, record), values, *sets = copy
        found = {n: v for n, v in zip(names, values, strict=True) if v is not MISSING}
        for name, members in zip(of_sets, sets, strict=True):
            if members is not None:
                found[name] = [*members]
        return found if record is None else {record: found}
    assert isinstance(copy, dict)
    return {name: facts_of(value) if type(value) in (tuple, dict) else value for name, value in copy.items()}
