"""Text cut into declarations, each read by itself: one that does not parse hides no other, none is read twice."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from threading import Lock
from typing import Final

from attrs import field, frozen

from pingan.diagnostics.diagnostic import Diagnostics
from pingan.language.dialect import Dialect
from pingan.language.dialects import Dialects
from pingan.language.environment import Environment
from pingan.language.names import NAME_REST
from pingan.language.stack import with_room
from pingan.source import Source
from pingan.syntax import nodes as syntax
from pingan.syntax.building.context import Context, Handler
from pingan.syntax.building.forms import FormProductions
from pingan.syntax.building.module import all_handlers
from pingan.tree.automaton import read
from pingan.tree.forms import UsedForm, productions, usable_forms, words_of
from pingan.tree.kept_tables import tables_for
from pingan.tree.lexemes import UnmeasuredError
from pingan.tree.recovery import DECLARATIONS, FIRST_WORD, length_at_most, pieces
from pingan.tree.recovery import Piece as Cut
from pingan.tree.scan import scan
from pingan.tree.tables import Tables

MAXIMUM_PIECE: Final = 64 * 1024
"""Characters of a declaration that is read while somebody types; of longer ones only the words are known."""
_HALF_WIDTH: Final = str.maketrans("（）｛｝＃，", "(){}#,")
_BEFORE: Final = "\n"
"""Stands before the text of every piece, so that none of them is taken for the beginning of a file."""


@frozen(eq=False)
class Piece:
    """A header or a declaration, with the comments after it. Places in *nodes* count from *start*: see `offset`."""

    text: str
    nodes: tuple[syntax.Node, ...] = field(default=(), repr=False)
    """What it says; nothing when it does not parse."""
    words: frozenset[str] = field(default=frozenset(), repr=False)
    """The words in it, outside texts and comments."""

    @property
    def is_broken(self) -> bool:
        return not self.nodes and bool(self.words)

    @staticmethod
    def offset(place: int) -> int:
        """Where the *place* of a node is, counted from the first character of the piece."""
        return place - len(_BEFORE)


@frozen(eq=False, slots=False)
class Reader:
    """Reads the pieces of files in one dialect, with the clause forms that they may use."""

    language: Dialect
    dialects: Dialects
    forms: tuple[UsedForm, ...]
    used: FormProductions
    tables: Tables | None = field(repr=False)
    plain: Tables | None = field(repr=False)
    """Those of the language without forms: what files that use none are read by."""
    _kept: OrderedDict[tuple[str, bool, bool], Piece] = field(factory=OrderedDict, init=False, repr=False)
    _lock: Lock = field(factory=Lock, init=False, repr=False)

    @property
    def openers(self) -> tuple[str, ...]:
        """The words that open declarations of clause forms."""
        return tuple(word.split(" ")[0] for form in self.forms for word in form.fragment.openers)

    def cut(self, text: str) -> tuple[tuple[int, int], ...]:
        """Where the pieces of *text* begin and end."""
        flat = text.translate(_HALF_WIDTH)
        if length_at_most(flat, self.language) > MAXIMUM_PIECE * 4:
            return ((0, len(text)),)
        return tuple((p.start, p.end) for p in pieces(flat, self.language, self.openers))

    def cut_again(self, old: str, cuts: Sequence[tuple[int, int]], text: str) -> tuple[tuple[int, int], ...]:
        """As `cut`, for *text* that *old* (its pieces: *cuts*) has become: only around the change it is cut anew."""
        first, last = _changed(old, text)
        grown = len(text) - len(old)
        touched = [number for number, (start, end) in enumerate(cuts) if end >= first and start <= last]
        if not cuts or not touched or len(cuts) < _FEW:
            return self.cut(text)
        left, right = max(touched[0] - 1, 0), min(touched[-1] + 1, len(cuts) - 1)
        begin, end = cuts[left][0], cuts[right][1] + grown
        # INVARIANT: a word that opens declarations, at the beginning of a line, is a cut wherever it stands.
        if end < len(text) and not self._begins_declaration(text, end):
            return self.cut(text)
        middle = self.cut(text[begin:end])
        before = tuple(cuts[:left])
        after = tuple((s + grown, e + grown) for s, e in cuts[right + 1 :])
        return (*before, *((begin + s, begin + e) for s, e in middle), *after)

    def _begins_declaration(self, text: str, place: int) -> bool:
        found = _NAME_HERE.match(text, place)
        at_line_start = place == 0 or text[place - 1] == "\n"
        return at_line_start and found is not None and found.group() in self._sure

    @cached_property
    def _handlers(self) -> Mapping[str, Handler]:
        """What makes nodes; for forms these are found one by one, and kept."""
        return all_handlers(self.used)

    @cached_property
    def _sure(self) -> frozenset[str]:
        """The words that open declarations, but for the one that opens items of scenarios, too."""
        words = {w for terminal in DECLARATIONS for w in self.language.keywords[terminal]} | set(self.openers)
        return frozenset(words - set(self.language.keywords["SET"]))

    @cached_property
    def _opening(self) -> re.Pattern[str]:
        words = sorted(map(re.escape, self.openers), key=lambda w: (-len(w), w))
        return re.compile(rf"(?m)^[ \t]*+(?:{'|'.join(words)})(?![{NAME_REST}])")

    def opens_forms(self, text: str) -> bool:
        """Whether a line of *text* begins with a word that opens a clause form."""
        return bool(self.forms) and self._opening.search(text) is not None

    def piece(self, text: str, *, is_first: bool, with_forms: bool) -> Piece:
        """What *text* says, a piece of a file (the first one: its header)."""
        key = text, is_first, with_forms
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
                return found
        made = with_room(lambda: self._read(text, is_first, with_forms))
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > _MAXIMUM_KEPT:
                self._kept.popitem(last=False)
        return made

    def _read(self, text: str, is_first: bool, with_forms: bool) -> Piece:
        if len(text) > MAXIMUM_PIECE:
            return Piece(text, (), frozenset(words_of(text)))
        source = Source("<piece>", _BEFORE + text)
        scanned = scan(source, Diagnostics())
        words = frozenset(words_of(scanned.text))
        tables = self.tables if with_forms else self.plain
        if tables is None or not scanned.is_parsable or scanned.troubled:
            return Piece(text, (), words)
        used = self.used if with_forms else FormProductions()
        context = Context(source, Diagnostics(), dialects=self.dialects, form_words=used.words)
        cut = None if is_first else Cut(len(_BEFORE), len(source.text), None, None)
        try:
            made = read(tables, scanned.text, context, self._handlers if with_forms else all_handlers(used), cut)
        except UnmeasuredError:
            return Piece(text, (), words)
        if made is None or any(node is None for node in made):
            return Piece(text, (), words)
        return Piece(text, tuple(made), words)


_MAXIMUM_KEPT: Final = 20_000
_FEW: Final = 8
"""Pieces that are as soon cut all again."""
_NAME_HERE: Final = re.compile(rf"[{NAME_REST}]++")


def _changed(old: str, text: str) -> tuple[int, int]:
    """Where *old* begins to differ from *text*, and where it ceases to."""
    most = min(len(old), len(text))
    first = _equal(most, lambda n: old[:n] == text[:n])
    tail = _equal(most - first, lambda n: n == 0 or old[-n:] == text[-n:])
    return first, len(old) - tail


def _equal(most: int, holds: Callable[[int], bool]) -> int:
    """The greatest number up to *most* for which *holds*, that holds of all smaller ones, is true."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if holds(middle) else (low, middle - 1)
    return low


def language_of(text: str, environment: Environment) -> Dialect | None:
    """The dialect that the first word of *text* chooses."""
    found = FIRST_WORD.match(text.removeprefix("\ufeff"))
    return environment.dialects.of_first_word(found["word"]) if found else None


@frozen(eq=False)
class Readers:
    """The readers of files by what they need: a grammar with the forms of a library takes a moment to be built."""

    environment: Environment
    _kept: dict[tuple[str, frozenset[str]], Reader] = field(factory=dict, init=False, repr=False)
    _lock: Lock = field(factory=Lock, init=False, repr=False)

    def reader(self, language: Dialect, needs: frozenset[str]) -> Reader:
        """What reads files of *language* that need the libraries *needs*."""
        key = language.name, needs
        with self._lock:
            if key not in self._kept:
                self._kept[key] = _reader(language, self.environment.visible_to(needs))
            return self._kept[key]


def _reader(language: Dialect, environment: Environment) -> Reader:
    dialects = environment.dialects
    if language.name not in dialects:
        dialects = Dialects((*dialects, language))
    forms = usable_forms(Source("<piece>", ""), "", language, environment, Diagnostics())
    fitting, tables = _tables(language, forms, dialects, environment)
    _, plain = _tables(language, (), dialects, environment)
    return Reader(language, dialects, fitting, productions(fitting, dialects), tables, plain)


def _tables(
    language: Dialect, forms: tuple[UsedForm, ...], dialects: Dialects, environment: Environment
) -> tuple[tuple[UsedForm, ...], Tables | None]:
    """The forms that go together, and the tables of the grammar with them."""
    found = tables_for(language, tuple(form.fragment for form in forms), dialects)
    if found is not None:
        return forms, found
    from pingan.tree.by_trees import grammar_for  # Lark takes its time to be imported

    grammar = grammar_for(language, forms, dialects, environment, Diagnostics())
    if grammar is None or grammar.tables is None:
        return (), None
    fitting = tuple(f for f in forms if set(f.fragment.openers) & {w for row in grammar.openers.values() for w in row})
    return fitting, grammar.tables
