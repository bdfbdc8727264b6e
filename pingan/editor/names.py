"""What a word means in a file: everything declared in the modules that it sees, found by name or by label."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from attrs import field, frozen

from pingan.editor.declared import Declares
from pingan.editor.documents import Document
from pingan.editor.nodes import TYPES, VALUES, Declared, Kind, Symbol, Value
from pingan.language.environment import Environment
from pingan.model.loaded import Clause


@frozen(eq=False, slots=False)
class Known:
    """A document with what its pieces declare, in order; a scenario, say, has no name that declares it."""

    document: Document
    by_piece: tuple[Declares, ...] = field(repr=False)
    clauses: Mapping[str, Clause] | None = field(default=None, repr=False)
    """Its register, by full id."""
    register: str | None = None
    """The path of the register."""

    @property
    def module(self) -> str:
        return self.document.module

    def is_of(self, document: Document, by_piece: tuple[Declares, ...], clauses: Mapping[str, Clause] | None) -> bool:
        """Whether it is what would be made of these."""
        is_same = self.document is document and self.clauses is clauses
        return is_same and all(a is b for a, b in zip(self.by_piece, by_piece, strict=True))

    @cached_property
    def tables(self) -> Mapping[Kind, Mapping[str, Declared]]:
        """What is declared, by kind and word; the first of a name counts. Parts of a declaration are not in it."""
        found: dict[Kind, dict[str, Declared]] = {}
        for ats in self.by_piece:
            for at in ats:
                declared = at.declared
                if declared.kind not in _PARTS:
                    table = found.setdefault(declared.kind, {})
                    for word in words_of(declared):
                        table.setdefault(word, declared)
        return found

    @cached_property
    def parts(self) -> Mapping[tuple[Kind, str], Mapping[str, Declared]]:
        """Members, fields, readings and arguments, and definitions of records: by kind and owner, then by word."""
        found: dict[tuple[Kind, str], dict[str, Declared]] = {}
        for ats in self.by_piece:
            owner = ""
            for at in ats:
                declared = at.declared
                if declared.kind in _OWNERS:
                    owner = _name(declared)
                if declared.kind in _PARTS or (declared.kind == "definition" and _subject(declared)):
                    of = owner if declared.kind in _PARTS else _subject(declared)
                    table = found.setdefault((declared.kind, of), {})
                    for word in words_of(declared):
                        table.setdefault(word, declared)
        return found

    @cached_property
    def declaring(self) -> Mapping[str, tuple[int, ...]]:
        """By word: which declarations it names (as the numbers of their pieces)."""
        found: dict[str, tuple[int, ...]] = {}
        for declares in self.by_piece:
            number = (declares.number,)
            for word in declares.words:
                found[word] = found[word] + number if word in found else number
        return found

    @cached_property
    def enums(self) -> Mapping[str, tuple[Declared, ...]]:
        """The enums that have a member of the name or label, by that."""
        found: dict[str, tuple[Declared, ...]] = {}
        for enum in {d.symbol: d for d in self.tables.get("enum", {}).values()}.values():
            for word in self.parts.get(("member", _name(enum)), {}):
                found[word] = (*found.get(word, ()), enum)
        return found

    @cached_property
    def places(self) -> Mapping[Symbol, tuple[int, int, int]]:
        """Where each symbol is declared: the number of the piece, and the place in the file."""
        found: dict[Symbol, tuple[int, int, int]] = {}
        for number, (placed, ats) in enumerate(zip(self.document.placed, self.by_piece, strict=True)):
            for at in ats:
                if at.name is not None:
                    span = at.name.span
                    found.setdefault(at.declared.symbol, (number, placed.at(span.start), placed.at(span.end)))
        return found


def merged(modules: Iterable[Known]) -> Mapping[str, tuple[int, ...]]:
    """By word: what it names in *modules* together."""
    found: dict[str, tuple[int, ...]] = {}
    for known in modules:
        for word, numbers in known.declaring.items():
            found[word] = found[word] + numbers if word in found else numbers
    return found


_PARTS: frozenset[Kind] = frozenset({"member", "field", "argument", "reading"})
_OWNERS: frozenset[Kind] = frozenset({"enum", "record", "action", "interpretation"})


def _name(declared: Declared) -> str:
    """What *declared* is called as the thing that it is; a symbol may go by the name of something else at its place."""
    name = getattr(declared.node, "name", None)
    return name.text if name is not None else declared.symbol.name


def _subject(declared: Declared) -> str:
    subject = getattr(declared.node, "subject", None)
    return subject[1].text if subject is not None else ""


def words_of(declared: Declared) -> tuple[str, ...]:
    """The words that find *declared*."""
    return declared.symbol.words


@frozen(eq=False, slots=False)
class Names:
    """The names that a file may use: its own, those of its parents, then those of the vocabularies they use."""

    module: str
    visible: tuple[Known, ...] = field(repr=False)
    """Where names are looked up, nearest first; the file itself is the first."""
    modules: Mapping[str, Known] = field(repr=False)
    """All modules within reach, also those that scenarios are asked along with."""
    environment: Environment = field(factory=Environment, repr=False)
    _declared_by_others: Mapping[str, tuple[int, ...]] | None = field(default=None, repr=False)
    """By word: what the modules but the file itself declare, where that is known."""
    _met: dict[tuple[str, tuple[Kind, ...]], Declared | None] = field(factory=dict, init=False, repr=False)
    _parts: dict[tuple[Kind, str], tuple[Mapping[str, Declared], ...]] = field(factory=dict, init=False, repr=False)

    @property
    def own(self) -> Known | None:
        return self.visible[0] if self.visible else None

    @property
    def path(self) -> str:
        """The file whose names they are."""
        return self.visible[0].document.path if self.visible else ""

    def find(self, word: str, *kinds: Kind) -> Declared | None:
        """What *word* means: the first kind that knows it, in the nearest module that does."""
        key = word, kinds
        if key not in self._met:
            self._met[key] = next(
                (d for kind in kinds for known in self.visible if (d := self._in(known, word, kind)) is not None), None
            )
        return self._met[key]

    def find_in(self, word: str, module: str, *kinds: Kind) -> Declared | None:
        """What *word* means as ``module.word``."""
        known = self.modules.get(module)
        if known is None:
            return None
        return next((d for kind in kinds if (d := self._in(known, word, kind)) is not None), None)

    @staticmethod
    def _in(known: Known, word: str, kind: Kind) -> Declared | None:
        return known.tables.get(kind, {}).get(word)

    def all_visible(self, *kinds: Kind) -> Iterator[Declared]:
        """Everything of *kinds* that may be named here, once each, nearest first."""
        seen: set[tuple[Kind, Symbol]] = set()
        for kind in kinds:
            for known in self.visible:
                for declared in known.tables.get(kind, {}).values():
                    if (kind, declared.symbol) not in seen:
                        seen.add((kind, declared.symbol))
                        yield declared

    # --- parts ---------------------------------------------------------------------------------------------------

    def part(self, kind: Kind, owner: str, word: str) -> Declared | None:
        """The member, field, reading or argument *word* of *owner*."""
        return next((t[word] for t in self._tables(kind, owner) if word in t), None)

    def parts(self, kind: Kind, owner: str) -> tuple[Declared, ...]:
        """The members, fields, readings or arguments of *owner*, in order."""
        found: dict[Symbol, Declared] = {}
        for table in self._tables(kind, owner):
            for declared in table.values():
                found.setdefault(declared.symbol, declared)
        return tuple(found.values())

    def _tables(self, kind: Kind, owner: str) -> tuple[Mapping[str, Declared], ...]:
        key = kind, owner
        if key not in self._parts:
            called = self._called(kind, owner)
            pairs = ((known, name) for known in (*self.visible, *self._beside) for name in called)
            found = (known.parts.get((kind, name)) for known, name in pairs)
            self._parts[key] = tuple(table for table in found if table is not None)
        return self._parts[key]

    def _called(self, kind: Kind, owner: str) -> tuple[str, ...]:
        """The names of a type: it may be written by its label."""
        if kind not in ("member", "field", "definition"):
            return (owner,)
        found = self.find(owner, "enum" if kind == "member" else "record")
        return tuple(dict.fromkeys((owner, _name(found), *found.symbol.words))) if found is not None else (owner,)

    @cached_property
    def _beside(self) -> tuple[Known, ...]:
        """Modules within reach that are not seen: what policies asked along declare."""
        return tuple(k for k in self.modules.values() if k not in self.visible)

    def field(self, record: str, word: str) -> Declared | None:
        """The field *word* of *record*, or the definition that reads like one."""
        return self.part("field", record, word) or self.part("definition", record, word)

    def fields_of(self, record: str) -> tuple[Declared, ...]:
        """The fields of *record*, and the definitions that belong to it."""
        return (*self.parts("field", record), *self.parts("definition", record))

    def members_of(self, value: Value) -> tuple[Declared, ...]:
        """What a value of an enum may be, or which readings an interpretation has."""
        return self.parts("member", value.name) or self.parts("reading", value.name.rpartition(".")[2])

    def member(self, value: Value | None, word: str) -> Declared | None:
        """The member (or the reading) *word* of the type *value*."""
        if value is None or value.name in _PLAIN:
            return None
        return self.part("member", value.name, word) or self.part("reading", value.name.rpartition(".")[2], word)

    def enum_with(self, words: Iterable[str]) -> Declared | None:
        """The only enum in sight whose members all *words* are."""
        found: set[Declared] | None = None
        for word in words:
            having = {enum for known in self.visible for enum in known.enums.get(word, ())}
            found = having if found is None else found & having
        return next(iter(found)) if found is not None and len(found) == 1 else None

    def is_record(self, value: Value | None) -> bool:
        return value is not None and self.find(value.name, "record") is not None

    # --- clauses -------------------------------------------------------------------------------------------------

    def clause(self, written: str) -> Clause | None:
        """The clause of the file's own register that *written*, a full or a short id, names."""
        register = (self.own.clauses if self.own else None) or {}
        return register.get(f"{self.module}-{written}") or register.get(written)

    # --- what depends on what -------------------------------------------------------------------------------------

    @cached_property
    def declaring(self) -> Mapping[str, tuple[int, ...]]:
        """By word: the declarations in reach that it names."""
        return merged((*self.visible, *self._beside))

    def print_of(self, words: Iterable[str]) -> frozenset[int]:
        """What a text of *words* may depend on: while it is the same, they mean what they meant."""
        if self._declared_by_others is None or self.own is None:
            declaring = self.declaring
            return frozenset(i for word in words for i in declaring.get(word, ()))
        own, others, none = self.own.declaring, self._declared_by_others, ()
        return frozenset(i for word in words for i in (*own.get(word, none), *others.get(word, none)))


_PLAIN: frozenset[str] = frozenset(
    {"boolean", "integer", "decimal", "text", "date", "datetime", "duration", "period", "actor", ""}
)

__all__ = ["TYPES", "VALUES", "Known", "Names", "words_of"]
