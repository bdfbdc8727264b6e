"""The files of a workspace at one moment, and what their names mean."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from threading import RLock

from attrs import evolve, field, frozen

from pingan.diagnostics.diagnostic import Diagnostics
from pingan.editor.binding import declared_names
from pingan.editor.binding_words import Words
from pingan.editor.declared import Declares, declared_by, made_by_form
from pingan.editor.documents import Document, Placed, document_of
from pingan.editor.finding import Reach, files_below, folders_of, is_within, path_of, reach, read_below
from pingan.editor.kept import Bound, Kept, Register, prune, stamp_of
from pingan.editor.loaded import Loaded
from pingan.editor.names import Known, Names, merged
from pingan.editor.nodes import Occurrence, Place, Symbol, Variable
from pingan.editor.reading import Piece, Readers
from pingan.language.environment import Environment
from pingan.language.stack import with_room
from pingan.modules.folders import is_file_name
from pingan.modules.registers import MAXIMUM_REGISTER, read_register
from pingan.source import Source
from pingan.syntax import nodes as syntax
from pingan.syntax.lowering import lower_module


@frozen(eq=False, slots=False)
class Snapshot:
    """The files of a workspace at one moment: nothing that is typed afterwards changes it."""

    open: Mapping[str, Document] = field(repr=False)
    """The documents that are open, by path."""
    roots: tuple[str, ...]
    files: tuple[str, ...] = field(repr=False)
    """The policy files of the workspace, open or not."""
    environment: Environment = field(repr=False)
    _readers: Readers = field(repr=False)
    _kept: Kept = field(repr=False)
    _lock: RLock = field(repr=False)
    _loaded: Mapping[str, Loaded] = field(factory=dict, repr=False)
    _known: dict[str, Known] = field(factory=dict, init=False, repr=False)
    _names: dict[str, Names] = field(factory=dict, init=False, repr=False)

    # --- files ---------------------------------------------------------------------------------------------------

    def document(self, path: str) -> Document | None:
        """The file *path*: as it stands in the editor, else as it is on disk. None when it cannot be read."""
        found = self.open.get(path) or self._kept.disk.get(path)
        return found if found is not None else self._on_disk(Path(path).parent, (Path(path).name,))

    def _read(self, place: Path, parts: tuple[str, ...]) -> Document | None:
        found = self.open.get(path_of(place, parts))
        return found if found is not None else self._on_disk(place, parts)

    def _on_disk(self, place: Path, parts: tuple[str, ...]) -> Document | None:
        path = path_of(place, parts)
        with self._lock:
            if path not in self._kept.disk:
                self._kept.stamps[path] = stamp_of(path)
                text = read_below(place, parts)
                self._kept.disk[path] = None if text is None else document_of(path, text, self._readers)
            return self._kept.disk[path]

    def text_of(self, path: str) -> str:
        """The text of a file that something leads to: a document, or a register."""
        register = next((r for r in self._kept.registers.values() if r is not None and r.path == path), None)
        document = self.document(path) if register is None else None
        return register.source.text if register is not None else document.text if document is not None else ""

    def with_texts(self, texts: Mapping[str, str]) -> Snapshot:
        """As it would be if the files *texts*, by path, held these."""
        made = {p: document_of(p, text, self._readers, self.document(p)) for p, text in texts.items()}
        return evolve(self, open={**self.open, **made})

    def is_read(self, path: str) -> bool:
        """Whether the file *path* is at hand: open, or read before."""
        return path in self.open or path in self._kept.disk

    def is_in_workspace(self, path: str) -> bool:
        """Whether the file *path* is the user's own: open, or below a folder of the workspace."""
        return path in self.open or any(path == r or path.startswith(r.rstrip(os.sep) + os.sep) for r in self.roots)

    @cached_property
    def paths(self) -> tuple[str, ...]:
        """The files of the workspace and those that are open."""
        return tuple(dict.fromkeys((*self.open, *self.files)))

    def loaded(self, path: str) -> Loaded | None:
        """The last version of the policy in the file *path* that could be used, and of all that it uses."""
        found = self._loaded.get(path)
        if found is None:
            return None
        return evolve(found, now={p: d.text for p in found.sources if (d := self.document(p)) is not None})

    def modules_for(self, path: str) -> tuple[tuple[str, str | None, bool], ...]:
        """The modules that the file *path* may name: name, label, and whether it is a policy."""
        folders = folders_of(path, self.environment)
        found: dict[str, tuple[str, str | None, bool]] = {}
        for other in (*self.paths, *files_below(folders)):
            document = self.document(other) if other != path else None
            if document is not None and document.header is not None and is_within(other, folders):
                header = document.header
                found.setdefault(document.module, (document.module, header.label, document.is_policy))
        return tuple(found[name] for name in sorted(found))

    # --- names ---------------------------------------------------------------------------------------------------

    def reach(self, path: str) -> Reach | None:
        """The modules that the file *path* reaches."""
        document = self.document(path)
        if document is None:
            return None
        kept = self._kept.reaches.get(path)
        if kept is not None:
            now = {d.path: self.document(d.path) for d, _ in kept.read}
            if all((n := now[d.path]) is not None and n.references == r and n.module == d.module for d, r in kept.read):
                modules = {name: now[d.path] or d for name, d in kept.modules.items()}
                return evolve(kept, modules=modules)
        found = reach(document, self.environment, self._read)
        self._kept.reaches[path] = found
        return found

    def known(self, path: str) -> Known | None:
        """The file *path* with what it declares."""
        if path not in self._known:
            found = self.reach(path)
            if found is None:
                return None
            self._known[path] = with_room(lambda: self._make_known(path, found))
        return self._known[path]

    def _make_known(self, path: str, found: Reach) -> Known:
        document = found.modules[self._module_of(path, found)]
        raw = self._raw(document)
        forms = [p.piece for p in document.placed if _form(p.piece) is not None]
        by_piece = raw.by_piece
        if forms:
            visible = tuple(found.modules[name] for name in found.visible if name in found.modules)
            raws = tuple(map(self._raw, visible))
            others = self._merged(f"{path} as written", raws[1:])
            seeing = Names(document.module, raws, {}, self.environment, others)
            by_piece = tuple(
                self._lowered(placed.piece, document, visible, seeing)[0] if _form(placed.piece) else declares
                for placed, declares in zip(document.placed, by_piece, strict=True)
            )
        register = self._register(document)
        clauses, place = (register.clauses, register.path) if register is not None else (None, None)
        kept = self._kept.knowns.get(path)
        if kept is None or not kept.is_of(document, by_piece, clauses):
            kept = self._kept.knowns[path] = Known(document, by_piece, clauses, place)
        return kept

    def _merged(self, name: str, others: tuple[Known, ...]) -> Mapping[str, tuple[int, ...]]:
        """What *others* declare, by word: as long as they are the same ones, worked out once under *name*."""
        kept = self._kept.merged.get(name)
        if kept is None or len(kept[0]) != len(others) or any(a is not b for a, b in zip(kept[0], others, strict=True)):
            kept = self._kept.merged[name] = others, merged(others)
        return kept[1]

    def _module_of(self, path: str, found: Reach) -> str:
        return next(name for name, document in found.modules.items() if document.path == path)

    def _raw(self, document: Document) -> Known:
        """*document* with what it declares, clause forms as they are written."""
        kept = self._kept.raws.get(document.path)
        if kept is None or kept.document is not document:
            made = tuple(self._declares(p.piece, document) for p in document.placed)
            kept = self._kept.raws[document.path] = Known(document, made)
        return kept

    def _declares(self, piece: Piece, document: Document) -> Declares:
        module, path = document.module, document.path
        key = id(piece), _called(document)
        kept = self._kept.raw.get(key)
        if kept is None or kept[0] is not piece:
            ats = tuple(at for node in piece.nodes for at in declared_by(node, module, path))
            prune(self._kept.raw)
            kept = self._kept.raw[key] = piece, Declares(ats)
        return kept[1]

    def _lowered(
        self,
        piece: Piece,
        document: Document,
        visible: tuple[Document, ...],
        seeing: Names,
    ) -> tuple[Declares, tuple[syntax.CoreDeclaration, ...]]:
        """What a declaration of a clause form declares, and what it stands for."""
        key, seen = (id(piece), _called(document)), seeing.print_of(piece.words)
        kept = self._kept.made.get(key)
        if kept is None or kept[0] is not piece or kept[1] != seen:
            node = _form(piece)
            assert node is not None
            made = self._lower(node, document, visible)
            others = tuple(
                at for n in piece.nodes if n is not node for at in declared_by(n, document.module, document.path)
            )
            ats = (*others, *made_by_form(node, made, document.module, document.path))
            prune(self._kept.made)
            kept = self._kept.made[key] = piece, seen, Declares(ats), made
        return kept[2], kept[3]

    def _lower(
        self, node: syntax.FormDeclaration, document: Document, visible: tuple[Document, ...]
    ) -> tuple[syntax.CoreDeclaration, ...]:
        own = document.written
        if own is None:
            return ()
        modules = tuple(m for d in visible if (m := d.written) is not None)
        made = lower_module(evolve(own, declarations=(node,)), self.environment, Diagnostics(), modules)
        return made.module.core

    def names(self, path: str) -> Names | None:
        """The names that the file *path* may use."""
        if path not in self._names:
            found = self.reach(path)
            if found is None:
                return None
            known = {name: k for name, d in found.modules.items() if (k := self.known(d.path)) is not None}
            visible = tuple(known[name] for name in found.visible if name in known)
            module = self._module_of(path, found)
            beside = tuple(k for k in known.values() if k not in visible)
            others = self._merged(path, (*visible[1:], *beside))
            self._names[path] = Names(module, visible, known, self.environment, others)
        return self._names[path]

    # --- what names mean -------------------------------------------------------------------------------------------

    def bound(self, path: str, number: int) -> Bound:
        """The names of the piece *number* of the file *path*, by place in the piece."""
        names, known = self.names(path), self.known(path)
        if names is None or known is None or number >= len(known.document.placed):
            return Bound((), ())
        piece = known.document.placed[number].piece
        key, seen = (id(piece), _called(known.document)), names.print_of(piece.words)
        kept = self._kept.bound.get(key)
        if kept is None or kept[0] is not piece or kept[1] != seen:
            made = with_room(lambda: self._bind(known, number, names))
            prune(self._kept.bound)
            kept = self._kept.bound[key] = piece, seen, made
        return kept[2]

    def _bind(self, known: Known, number: int, names: Names) -> Bound:
        piece, declares = known.document.placed[number].piece, known.by_piece[number]
        binder = Words(names, _owner(declares, number))
        declared_names(declares, binder)
        if piece.is_broken and known.document.language is not None:
            binder.words(Source("<piece>", "\n" + piece.text), known.document.language)
        for node in piece.nodes:
            if isinstance(node, syntax.FormDeclaration):
                binder.form(node, self._kept.made[id(piece), _called(known.document)][3])
            else:
                binder.core(node)
        return Bound(tuple(sorted(binder.found.values(), key=lambda o: o.start)), tuple(binder.bound))

    def occurrences(self, path: str, start: int = 0, end: int | None = None) -> Iterator[Occurrence]:
        """The names of the file *path* that touch characters *start* up to *end*, in order."""
        document = self.document(path)
        if document is None:
            return
        last = len(document.text) if end is None else end
        # One before: a name that ends where a piece does is touched by the beginning of the next.
        for number in range(max(document.number_at(start) - 1, 0), len(document.placed)):
            placed = document.placed[number]
            if placed.start > last:
                return
            for found in self.bound(path, number).occurrences:
                if placed.start + found.end >= start and placed.start + found.start <= last:
                    yield moved(found, placed)

    def at(self, path: str, offset: int) -> Occurrence | None:
        """The name at *offset* (or directly before it)."""
        found = [o for o in self.occurrences(path, offset, offset) if o.start <= offset <= o.end]
        return found[-1] if found else None

    def variables_at(self, path: str, offset: int) -> Mapping[str, Variable]:
        """The variables that may be used at *offset*, the innermost of a name; places count from the file."""
        document = self.document(path)
        placed = document.placed_at(offset) if document is not None else None
        if document is None or placed is None:
            return {}
        found: dict[str, Variable] = {}
        for variable in self.bound(path, document.number_at(offset)).variables:
            start, end = variable.start + placed.start, variable.end + placed.start
            if start <= offset <= end:
                found[variable.symbol.name] = evolve(variable, start=start, end=end)
        return found

    def place_of(self, symbol: Symbol) -> Place | None:
        """Where *symbol* is declared: the line of a clause in its register; of what a form made, the form's name."""
        known = self.known(symbol.path)
        if known is None:
            return None
        if symbol.kind == "clause":
            return self._clause_place(known, symbol)
        if symbol.kind == "variable":
            return self._variable_place(known, symbol)
        if symbol.origin:
            symbol = next((s for s in known.places if s.name == symbol.origin and s.kind == "form"), symbol)
        found = known.places.get(symbol)
        return Place(known.document.path, found[1], found[2]) if found is not None else None

    def _variable_place(self, known: Known, symbol: Symbol) -> Place | None:
        owner, _, start = symbol.owner.rpartition(":")
        for number, (placed, declares) in enumerate(zip(known.document.placed, known.by_piece, strict=True)):
            if _owner(declares, number) == owner:
                begin = placed.start + int(start)
                return Place(known.document.path, begin, begin + len(symbol.name))
        return None

    def _clause_place(self, known: Known, symbol: Symbol) -> Place | None:
        """The line of the register that the clause stands in."""
        register = self._register(known.document)
        if register is None:
            return None
        start = 0
        for line in register.source.text.split("\n"):
            if f'"{symbol.name}"' in line:
                found = read_register(Source("", line), Diagnostics())
                if symbol.name in found:
                    return Place(register.path, start, start + len(line.rstrip("\r")))
            start += len(line) + 1
        return None

    def _register(self, document: Document) -> Register | None:
        header = document.header
        name = header.register if isinstance(header, syntax.PolicyHeader) else None
        if name is None or not is_file_name(name) or not name.endswith(".jsonl"):
            return None
        place = Path(document.path).parent
        path = path_of(place, (name,))
        with self._lock:
            if path not in self._kept.registers:
                self._kept.stamps[path] = stamp_of(path)
                text = read_below(place, (name,), MAXIMUM_REGISTER)
                source = Source(path, text or "")
                clauses = read_register(source, Diagnostics())
                self._kept.registers[path] = None if text is None else Register(path, source, clauses)
            return self._kept.registers[path]


def _owner(declares: Declares, number: int) -> str:
    """What the variables of the piece *number* belong to."""
    return next((at.declared.symbol.name for at in declares), "") or f"#{number}"


def moved(found: Occurrence, placed: Placed) -> Occurrence:
    return Occurrence(placed.start + found.start, placed.start + found.end, found.symbol, found.role, found.by_label)


def _called(document: Document) -> str:
    """A file by its place, and as a module: equal texts in two files declare two things."""
    return f"{document.module} {document.path}"


def _form(piece: Piece) -> syntax.FormDeclaration | None:
    return next((n for n in piece.nodes if isinstance(n, syntax.FormDeclaration)), None)
