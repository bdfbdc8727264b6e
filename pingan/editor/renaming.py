"""A name changed wherever it stands, over all files: only where everything then still means what it meant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from attrs import field, frozen

from pingan.editor.binding import label_place
from pingan.editor.nodes import TYPES, VALUES, Change, Declared, Kind, Occurrence, Place, Symbol
from pingan.editor.snapshot import Snapshot
from pingan.editor.uses import Use, uses
from pingan.language.names import MAXIMUM_NAME, is_name

Spoken = tuple[str, str]
"""A sentence in English and in Chinese."""

_CANNOT: Final[Mapping[Kind, Spoken]] = {
    "clause": (
        "the ids of clauses are those of the register: change it there, and every tool that reads it",
        "条款编号出自条款登记册，请在登记册中修改",
    ),
    "module": (
        "a module is called like its file: rename the file and change its header by hand",
        "模块与文件同名：请先改文件名，再改文件头",
    ),
    "library": ("a library has the name that it is installed by", "扩展库以安装时的名称为准"),
    "scenario": ("a scenario has a title, which can be changed where it stands", "情景只有标题，请直接修改"),
}


class RenameError(Exception):
    """Why something cannot be renamed; *said* in English and in Chinese."""

    def __init__(self, said: Spoken) -> None:
        super().__init__(said[0])
        self.said = said


@frozen
class Renaming:
    """What would be renamed: the name at characters *start* up to *end*, which reads *name*."""

    start: int
    end: int
    name: str
    symbol: Symbol
    by_label: bool


def prepare(snapshot: Snapshot, path: str, offset: int) -> Renaming:
    """What would be renamed at *offset*. Raises RenameError where nothing can."""
    found = snapshot.at(path, offset)
    document = snapshot.document(path)
    if found is None or document is None:
        raise RenameError(("no name stands here that could be changed", "此处没有可以改名的名称"))
    symbol = found.symbol
    if symbol.kind in _CANNOT:
        raise RenameError(_CANNOT[symbol.kind])
    if symbol.origin:
        message = f"`{symbol.name}` is made of `{symbol.origin}`: rename that"
        raise RenameError((message, f"“{symbol.name}”由“{symbol.origin}”生成，请改后者的名称"))
    if not snapshot.is_in_workspace(symbol.path):
        message = f"`{symbol.name}` is declared outside the workspace, in `{symbol.module}`: it cannot be renamed here"
        raise RenameError((message, f"“{symbol.name}”在工作区之外的“{symbol.module}”中声明，此处不能改名"))
    return Renaming(found.start, found.end, document.text[found.start : found.end], symbol, found.by_label)


def rename(snapshot: Snapshot, path: str, offset: int, name: str) -> dict[str, tuple[Change, ...]]:
    """The changes that give the name *name* to what stands at *offset*: by its label, where the label stands there.

    Raises RenameError where it cannot have that name.
    """
    wanted = prepare(snapshot, path, offset)
    if name == wanted.name:
        return {}
    _check_name(snapshot, path, name)
    found = uses(snapshot, wanted.symbol, declaration=True)
    changes: dict[str, list[Change]] = {}
    for use in found:
        change = _change(use, wanted, name)
        if change is not None:
            changes.setdefault(use.place.path, []).append(change)
    if wanted.by_label:
        place = _label_place(snapshot, wanted.symbol)
        changes.setdefault(place.path, []).append(Change(place.start, place.end, name))
    outside = next((p for p in changes if not snapshot.is_in_workspace(p)), None)
    if outside is not None:
        raise RenameError((f"`{outside}` is outside the workspace", f"“{outside}”在工作区之外"))
    made = {p: tuple(sorted(set(c), key=lambda one: one.start)) for p, c in changes.items()}
    for file in made:
        _check_taken(snapshot, file, wanted, name)
    _Check(snapshot, wanted, name, made).check()
    return made


def _check_name(snapshot: Snapshot, path: str, name: str) -> None:
    names = snapshot.names(path)
    environment = names.environment if names is not None else snapshot.environment
    if not is_name(name) or len(name) > MAXIMUM_NAME:
        message = f"`{name[:40]}` is no name: names are made of Latin letters, Han characters, digits and `_`"
        raise RenameError((message, f"“{name[:40]}”不能作名称：名称由拉丁字母、汉字、数字和下划线组成"))
    dialects = environment.dialects
    if name in dialects.reserved:
        raise RenameError((f"`{name}` is a word of the language", f"“{name}”是语言的保留词"))
    if dialects.canonical("types", name) is not None or dialects.canonical("values", name) is not None:
        raise RenameError((f"`{name}` has a meaning of its own", f"“{name}”在语言中另有含义"))


_GROUPS: Final[tuple[tuple[Kind, ...], ...]] = (TYPES, VALUES, ("action",), ("rule",))
"""Things of one group share their names."""
_PARTS: Final[tuple[Kind, ...]] = ("member", "field", "argument", "reading")


def _check_taken(snapshot: Snapshot, path: str, wanted: Renaming, name: str) -> None:
    """Nothing that the file *path* sees may go by *name* where the two could be taken for one another."""
    names, symbol = snapshot.names(path), wanted.symbol
    if names is None:
        return
    taken: Declared | None = None
    if symbol.kind in _PARTS:
        taken = names.part(symbol.kind, symbol.owner, name)
        if symbol.kind == "field":
            taken = names.field(symbol.owner, name)
    elif symbol.kind == "variable":
        taken = names.find(name, *VALUES)
    else:
        kinds = [kind for group in _GROUPS if symbol.kind in group or symbol.kind == "form" for kind in group]
        taken = names.find(name, *kinds) if kinds else None
    if taken is not None and taken.symbol != symbol:
        other = taken.symbol
        message = f"`{name}` already names something: the {other.kind} `{other.name}` of `{other.module}`"
        raise RenameError((message, f"“{name}”已是“{other.module}”中“{other.name}”的名称"))


def _change(use: Use, wanted: Renaming, name: str) -> Change | None:
    one, symbol = use.occurrence, wanted.symbol
    if one.symbol.origin:
        # What a form made is called after it: `road_1` of the table `road`.
        made = one.symbol.name
        if wanted.by_label or one.by_label:
            return None
        if not made.startswith(symbol.name):
            message = f"`{made}`, which is made of `{symbol.name}`, is not called after it"
            raise RenameError((message, f"“{made}”由“{symbol.name}”生成，但名称不随之变化"))
        return Change(use.place.start, use.place.end, name + made.removeprefix(symbol.name))
    return Change(use.place.start, use.place.end, name) if one.by_label == wanted.by_label else None


def _label_place(snapshot: Snapshot, symbol: Symbol) -> Place:
    known = snapshot.known(symbol.path)
    for placed, ats in zip(known.document.placed, known.by_piece, strict=True) if known is not None else ():
        for at in ats:
            if at.declared.symbol == symbol and at.name is not None:
                found = label_place(at.name.span, at.declared.symbol.label)
                if found is not None:
                    return Place(symbol.path, placed.at(found[0]), placed.at(found[1]))
    raise RenameError(("the label is not written where the name is declared", "声明处没有写明标签"))


# --- does everything mean what it meant? -------------------------------------------------------------------------


@frozen
class _Check:
    """Applies *changes* in memory, and looks whether every name still means the same."""

    before: Snapshot
    wanted: Renaming
    name: str
    changes: Mapping[str, tuple[Change, ...]]
    _meant: dict[Symbol, tuple[str, int] | None] = field(factory=dict, init=False)

    def check(self) -> None:
        documents = ((path, self.before.document(path), changes) for path, changes in self.changes.items())
        after = self.before.with_texts({p: applied(d.text, changes) for p, d, changes in documents if d is not None})
        words = {self.wanted.name, self.name, *self.wanted.symbol.words}
        for path in dict.fromkeys((*self.changes, *self.before.paths)):
            self._check_file(path, after, words)

    def _check_file(self, path: str, after: Snapshot, words: set[str]) -> None:
        old, new = self.before.document(path), after.document(path)
        if old is None or new is None:
            return
        if len(old.placed) != len(new.placed):
            self._refuse(path, 0)
        for number, (was, now) in enumerate(zip(old.placed, new.placed, strict=True)):
            if was.piece.words.isdisjoint(words) and now.piece.words.isdisjoint(words):
                continue
            if now.piece.is_broken and not was.piece.is_broken:
                self._refuse(path, was.start)
            first, second = self.before.bound(path, number).occurrences, after.bound(path, number).occurrences
            places = [self._now(path, was.start + o.start) - now.start for o in first]
            if places != [o.start for o in second]:
                self._refuse(path, was.start)
            for one, other in zip(first, second, strict=True):
                if self._place(one) != self._place_after(other, after):
                    self._refuse(path, was.start + one.start)

    def _now(self, path: str, place: int) -> int:
        return moved_place(self.changes.get(path, ()), place)

    def _place(self, found: Occurrence) -> tuple[str, int] | None:
        """Where what *found* names is declared, once everything is renamed."""
        symbol = found.symbol
        if symbol not in self._meant:
            place = self.before.place_of(symbol)
            self._meant[symbol] = None if place is None else (place.path, self._now(place.path, place.start))
        return self._meant[symbol]

    def _place_after(self, found: Occurrence, after: Snapshot) -> tuple[str, int] | None:
        place = after.place_of(found.symbol)
        return None if place is None else (place.path, place.start)

    def _refuse(self, path: str, offset: int) -> None:
        document = self.before.document(path)
        line = document.source.position(offset)[0] if document is not None else 1
        short = path.replace("\\", "/").rpartition("/")[2]
        message = f"`{self.name}` means something else already: {short}, line {line}, would not say what it says"
        raise RenameError((message, f"“{self.name}”已另有所指：{short}第{line}行的含义会改变"))


def applied(text: str, changes: Iterable[Change]) -> str:
    """*text* after *changes*."""
    for change in sorted(changes, key=lambda one: one.start, reverse=True):
        text = text[: change.start] + change.text + text[change.end :]
    return text


def moved_place(changes: Iterable[Change], place: int) -> int:
    """Where the *place* of a text stands after *changes*; the beginning of what is changed stays its beginning."""
    return place + sum(len(c.text) - (c.end - c.start) for c in changes if c.start < place)
