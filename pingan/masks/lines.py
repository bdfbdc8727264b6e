"""Lines of functions that look values up: of slots alone, to which tables are bound. Nothing is compiled here."""

from __future__ import annotations

from bisect import bisect_right

from pingan.masks.lookups import _COLLECTIONS, MISSING, Integers, Lookup, Names, Numbers, Sets
from pingan.masks.positions import OddError
from pingan.masks.readers import Reader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST_BITS = 1 << 21
_MOST_BOOLEANS = 3
_MOST_TERMS = 50
_MOST_VALUES = 600
_MOST_ENTRIES = 20_000


class Writer:
    """Lines of one function, and the values bound to its slots."""

    def __init__(self) -> None:
        self.bound: dict[str, object] = {"tp": type, "it": int, "ts": str, "bi": bisect_right}
        self.lines: list[str] = []
        self._slots: dict[int, str] = {}

    def slot(self, value: object) -> str:
        """The slot of *value*, the same one for the same value."""
        known = self._slots.get(id(value))
        if known is None:
            known = self._slots[id(value)] = f"c{len(self.bound)}"
            self.bound[known] = value
        return known

    def line(self, depth: int, text: str) -> None:
        self.lines.append("    " * depth + text)


class Body:
    """The lines that look at the values ``v0, v1, …`` of a record, and the rows that they leave."""

    def __init__(self, writer: Writer, reader: Reader, depth: int, *, some: bool) -> None:
        self.writer = writer
        self.depth = depth
        self.some = some
        """Whether fields may be missing."""
        self.lookups = [reader.lookups[name] for name in reader.simple]
        self.names = list(reader.simple)
        self.everything = reader.everything
        self.terms: list[str] = []
        self.odd = f"raise {writer.slot(OddError)}"
        self.kept = reader.kept

    def write(self) -> None:
        small = [n for n, lookup in enumerate(self.lookups) if self._is_small(lookup)]
        for group in self._packed(small):
            self._group(group)
        for number, lookup in enumerate(self.lookups):
            if number not in small:
                self._single(number, lookup)

    def _rows(self, number: int) -> object:
        """A plain dictionary where all values are known: that is quicker than one that finds further ones."""
        lookup = self.lookups[number]
        is_whole = isinstance(lookup, Names) or (isinstance(lookup, Integers) and lookup)
        return self._values(number) if is_whole else lookup

    def line(self, text: str, deeper: int = 0) -> None:
        self.writer.line(self.depth + deeper, text)

    # --- several fields of few values, one row ----------------------------------------------------------------------

    def _values(self, number: int) -> dict[object, int]:
        """The rows of a field by everything that may be given."""
        lookup = self.lookups[number]
        found: dict[object, int] = {v: row for v, row in lookup.items() if v is not None and v is not MISSING}
        if lookup.column.optional:
            found[None] = lookup[None]
        if self.some:
            found[MISSING] = lookup[MISSING]
        return found

    def _packed(self, small: list[int]) -> Iterator[list[int]]:
        """The fields *small* in groups, so that not too many rows are made of each group."""
        most = max(16, min(512, _MOST_BITS // (self.everything.bit_length() + 1)))
        values = {n: self._values(n).values() for n in small}
        sizes = {n: len(set(values[n])) for n in small}
        groups: list[tuple[int, int, list[int]]] = []
        # Those of many values come first, and stand outermost: of the others there are several dictionaries each.
        for number in sorted(small, key=lambda n: (-len(values[n]), n)):
            boolean = self._is_boolean(number)
            for place, (size, booleans, group) in enumerate(groups):
                fits = size * sizes[number] <= most and size * len(values[number]) <= _MOST_ENTRIES
                if fits and booleans + boolean <= _MOST_BOOLEANS:
                    groups[place] = size * sizes[number], booleans + boolean, [*group, number]
                    break
            else:
                groups.append((sizes[number], int(boolean), [number]))
        return (group for _, _, group in groups)

    @staticmethod
    def _is_small(lookup: Lookup) -> bool:
        """Whether all its values are known, and there are not many."""
        return bool(lookup.column.rows and isinstance(lookup, Names | Integers) and 0 < len(lookup) <= _MOST_VALUES)

    def _is_boolean(self, number: int) -> bool:
        return self.lookups[number].column.kind == "boolean"

    def _group(self, group: list[int]) -> None:
        booleans = [n for n in group if self._is_boolean(n)]
        others = [n for n in group if n not in booleans]
        term = f"t{len(self.terms)}"
        looked_up = "".join(f"[v{n}]" for n in others)
        for number in others:
            self._check(number, in_group=True)
        for number in group if self.some else ():
            left, surely = self.lookups[number].column.missing
            if left != surely:
                self.line(f"if v{number} is {self.writer.slot(MISSING)}: u &= {self.writer.slot(surely)}")
        if booleans:
            self._branches(term, booleans, others, self.everything, 0)
            self.terms.append(term + looked_up)
        else:
            self.terms.append(self.writer.slot(self._nested(self.everything, tuple(others))) + looked_up)

    def _branches(self, term: str, booleans: list[int], others: list[int], row: int, deeper: int) -> None:
        if not booleans:
            leaf = self._nested(row, tuple(others))
            self.line(f"{term} = {self.writer.slot(leaf)}", deeper)
            return
        number, *rest = booleans
        for place, (value, left) in enumerate(self._values(number).items()):
            text = f"{self.writer.slot(value)}" if value is MISSING else repr(value)
            self.line(f"{'elif' if place else 'if'} v{number} is {text}:", deeper)
            self._branches(term, rest, others, row & left, deeper + 1)
        self.line("else:", deeper)
        self.line(self.odd, deeper + 1)

    def _nested(self, row: int, others: tuple[int, ...]) -> object:
        """*row* and what is left of it by the values of *others*: a dictionary for each of them, in one another."""
        if not others:
            return row
        key = row, others, self.some
        found = self.kept.get(key)
        if found is None:
            values = self._values(others[0])
            below = {left: self._nested(row & left, others[1:]) for left in set(values.values())}
            found = self.kept[key] = {value: below[left] for value, left in values.items()}
        return found

    def _check(self, number: int, *, in_group: bool = False) -> None:
        """An integer is one by its type: True is equal to 1."""
        if isinstance(self.lookups[number], Integers):
            missing = f" and v{number} is not {self.writer.slot(MISSING)}" if self.some and in_group else ""
            self.line(f"if tp(v{number}) is not it{self._others(number)}{missing}: {self.odd}")

    def _others(self, number: int) -> str:
        """What else may stand for a value."""
        return f" and v{number} is not None" if self.lookups[number].column.optional else ""

    # --- one field --------------------------------------------------------------------------------------------------

    def _single(self, number: int, lookup: Lookup) -> None:
        if not self.some:
            self._given(number, lookup)
            return
        value, term, missing = f"v{number}", f"r{number}", lookup.column.missing
        self.line(f"if {value} is {self.writer.slot(MISSING)}:")
        self.depth += 1
        if isinstance(lookup, Sets):
            self.line(f"w{number} = None")
        if lookup.column.rows or isinstance(lookup, Sets):
            self.line(f"{term} = {self.writer.slot(missing[0])}")
            if missing[0] != missing[1]:
                self.line(f"u &= {self.writer.slot(missing[1])}")
        else:
            self.line("pass")
        self.depth -= 1
        self.line("else:")
        self.depth += 1
        count = len(self.terms)
        self._given(number, lookup)
        if len(self.terms) > count:
            self.line(f"{term} = {self.terms.pop()}")
        elif isinstance(lookup, Sets):
            self.line(f"{term} = {self.writer.slot(self.everything)}")
        self.depth -= 1
        if lookup.column.rows or isinstance(lookup, Sets):
            self.terms.append(term)

    def _given(self, number: int, lookup: Lookup) -> None:
        value, rows, column = f"v{number}", self.writer.slot(self._rows(number)), lookup.column
        others = self._others(number)
        if column.kind == "boolean":
            self.line(f"if {value} is not True and {value} is not False{others}: {self.odd}")
            return
        self._check(number)
        if isinstance(lookup, Sets):
            self._set(number, rows, others)
            return
        if isinstance(lookup, Numbers):
            found = self._number(number, lookup)
        elif isinstance(lookup, Integers) and not lookup:
            found = self._integer(number, lookup)
        else:
            found = f"{rows}[{value}]"
        if column.rows:
            self.terms.append(found)
        else:
            self.line(found)

    def _integer(self, number: int, lookup: Integers) -> str:
        """An integer of many possible ones is looked for between those where rows begin."""
        value, slot, column = f"v{number}", self.writer.slot, lookup.column
        outside = f"not {slot(lookup.low)} <= {value} <= {slot(lookup.high)}"
        self.line(f"if {f'{value} is not None and ' if column.optional else ''}{outside}: {self.odd}")
        if not column.rows:
            return value
        found = f"{slot(column.rows)}[bi({slot(column.starts)}, {value})]"
        return f"({slot(column.absent)} if {value} is None else {found})" if column.optional else found

    def _number(self, number: int, lookup: Numbers) -> str:
        """A decimal number is looked up by itself, and for its digits."""
        value, slot = f"v{number}", self.writer.slot
        known = f"(e := {slot(lookup.exact.get)}({value})) is not None and {value}.same_quantum(e[1])"
        exact = f"e[0] if {known} else {slot(lookup.further)}({value})"
        return f"({slot(lookup)}[{value}] if tp({value}) is ts else {exact})"

    def _set(self, number: int, rows: str, others: str) -> None:
        value, copy = f"v{number}", f"w{number}"
        collections = self.writer.slot(_COLLECTIONS)
        if others:
            self.line(f"if tp({value}) in {collections}: {copy} = tuple({value}); t{copy} = {rows}[{copy}]")
            self.line(f"elif {others.removeprefix(' and ')}: {self.odd}")
            self.line(f"else: {copy} = None; t{copy} = {rows}[{value}]")
            self.terms.append(f"t{copy}")
        else:
            self.line(f"if tp({value}) not in {collections}: {self.odd}")
            self.line(f"{copy} = tuple({value})")
            if self.lookups[number].column.tests:
                self.terms.append(f"{rows}[{copy}]")
            else:
                self.line(f"{rows}[{copy}]")

    def together(self, first: str) -> None:
        """*first* and all rows, in steps: an expression may only be so long."""
        for place in range(0, max(len(self.terms), 1), _MOST_TERMS):
            self.line("m = " + " & ".join([first, *self.terms[place : place + _MOST_TERMS]]))
            first = "m"

    # --- the copy ---------------------------------------------------------------------------------------------------

    def unpack(self, source: str) -> None:
        self.line(f"t = {source}")
        self.line("".join(f"v{n}, " for n in range(len(self.lookups))) + "= t")

    def copy(self, record: str | None = None) -> str:
        """The values and the members of sets, after what they are called."""
        sets = [n for n, lookup in enumerate(self.lookups) if isinstance(lookup, Sets)]
        names = self.writer.slot((tuple(self.names), tuple(self.names[n] for n in sets), record))
        return f"({names}, t, {', '.join(f'w{n}' for n in sets)})"
