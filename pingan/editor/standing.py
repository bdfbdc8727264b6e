"""How far the parser has come at a place of a text, and what may stand there: by its own tables, broken text or not.

Whatever the grammar allows is found this way, in every dialect and with every clause form; nothing here knows a
production by name. Text before the place that does not parse is passed over: words that open an item close whatever is
unfinished before them, everything else that does not fit is left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from typing import Any, Final

from attrs import field, frozen

from pingan.diagnostics.diagnostic import Diagnostics
from pingan.editor.reading import Reader
from pingan.language.names import NAME_REST, NAME_START
from pingan.source import Source, Span
from pingan.syntax.building.context import Context, Handler
from pingan.syntax.building.forms import FormProductions
from pingan.syntax.building.module import all_handlers
from pingan.tree.lexemes import UnmeasuredError, lexer
from pingan.tree.scan import scan
from pingan.tree.tables import END, Production, Tables

MAXIMUM_LEXEMES: Final = 20_000
"""Words and signs that are read before a place; of what is longer the beginning is not known."""

_SKIPPED: Final = re.compile(
    rf"(?:[ \t\r\n]++|\#[^\n]*+)*+(?P<lexeme>\"[^\"\n]*+\"?|“[^”\n]*+”?|\.?[{NAME_START}][{NAME_REST}]*+|[0-9]++|.|\Z)",
    re.DOTALL,
)


@frozen
class Read:
    """A symbol of the grammar that has been read: a terminal or a production by name, and what was made of it."""

    symbol: str
    value: Any = field(eq=False, repr=False)
    start: int


@frozen(slots=False, eq=False)
class Standing:
    """Where the parser stands: what it has read and not yet put together (*reads*), and its states (one more)."""

    tables: Tables
    reads: tuple[Read, ...]
    states: tuple[int, ...]
    _steps: Steps = field(repr=False)

    @cached_property
    def acceptable(self) -> frozenset[str]:
        """The terminals that may stand next."""
        return frozenset(name for name in self.tables.actions[self.states[-1]] if self._shifted(name) is not None)

    def accepts(self, terminal: str) -> bool:
        return self._shifted(terminal) is not None

    def before(self, terminal: str) -> Standing | None:
        """Where the parser stands once it knows that *terminal* follows; None where it may not."""
        states, reads = list(self.states), list(self.reads)
        end = reads[-1].start if reads else 0
        return self._with(states, reads) if self._steps.reduce(states, reads, terminal, end) else None

    @property
    def beginnings(self) -> frozenset[str]:
        """The productions that may begin here."""
        return frozenset(self.tables.gotos[self.states[-1]])

    @property
    def last(self) -> Read | None:
        return self.reads[-1] if self.reads else None

    def up_to(self, count: int) -> Standing:
        """Where it stood when only the first *count* of `reads` had been read."""
        shorter = len(self.states) - len(self.reads) + count
        return Standing(self.tables, self.reads[:count], self.states[:shorter], self._steps)

    def _with(self, states: list[int], reads: list[Read]) -> Standing:
        return Standing(self.tables, tuple(reads), tuple(states), self._steps)

    def _shifted(self, terminal: str) -> int | None:
        """The state in which *terminal* is taken, without making anything."""
        states, tables = list(self.states), self.tables
        while (action := tables.actions[states[-1]].get(terminal)) is not None:
            if action >= 0:
                return states[-1]
            production = tables.productions[~action]
            del states[len(states) - production.size :]
            following = tables.gotos[states[-1]].get(production.origin)
            if following is None:
                return None
            if following == tables.end:
                return states[-1] if terminal == END else None
            states.append(following)
        return None


@frozen(eq=False)
class Steps:
    """What the parser does, with what makes nodes of it."""

    tables: Tables
    context: Context
    handlers: Mapping[str, Handler]

    def reduce(self, states: list[int], reads: list[Read], terminal: str, end: int) -> bool:
        """Puts together what *terminal* closes; False, and nothing said of the lists, where it may not follow."""
        tables = self.tables
        while True:
            action = tables.actions[states[-1]].get(terminal)
            if action is None:
                return False
            if action >= 0:
                return True
            production = tables.productions[~action]
            size = production.size
            taken = reads[len(reads) - size :]
            del reads[len(reads) - size :], states[len(states) - size :]
            following = tables.gotos[states[-1]].get(production.origin)
            if following is None or following == tables.end:
                return following is not None
            start = taken[0].start if taken else end
            value = taken[0].value if production.only_passes else self._made(production, taken, start, end)
            states.append(following)
            reads.append(Read(production.origin, value, start))

    def _made(self, production: Production, taken: list[Read], start: int, end: int) -> Any:
        children: list[Any] = []
        for place in production.kept:
            child = taken[place].value
            if place in production.spliced and isinstance(child, list):
                children += child
            else:
                children.append(child)
        if not production.name or production.passes:
            return children[0] if production.passes and children else children
        handler = self.handlers.get(production.name)
        try:
            return handler(self.context, Span(self.context.source, start, end), children) if handler else children
        except (Exception, RecursionError):  # what was left out of a broken text may be what the handler builds on
            return None


def standing_in(reader: Reader, text: str, place: int, *, is_first: bool) -> Standing | None:
    """Where the parser stands at *place* of *text*, a piece of a file (the first one: its header).

    Reading never fails: what does not fit is passed over. None where the grammar of the file cannot be used.
    """
    # A file that uses no clause form yet may begin to: with them everything else is read in the same way.
    tables, used = (reader.tables, reader.used) if reader.tables is not None else (reader.plain, FormProductions())
    if tables is None:
        return None
    source = Source("<piece>", text)
    scanned = scan(source, Diagnostics())
    if not scanned.is_parsable:
        return None
    context = Context(source, Diagnostics(), dialects=reader.dialects, form_words=used.words)
    steps = Steps(tables, context, all_handlers(used))
    return _stand(steps, scanned.text, place, *_beginning(tables, is_first=is_first))


def _stand(steps: Steps, text: str, place: int, states: list[int], reads: list[Read]) -> Standing:
    tables, position = steps.tables, 0
    following = lexer(tables, text, steps.context.source, place)
    for _ in range(MAXIMUM_LEXEMES):
        try:
            kind, value, start, end = following(tables.actions[states[-1]], position)
        except UnmeasuredError:
            kind, value, start, end = "", None, 0, 0
        if kind == END:
            break
        if kind and steps.reduce(states_tried := list(states), reads_tried := list(reads), kind, position):
            states, reads = states_tried, reads_tried
        else:
            found = _recovered(following, tables, states, reads, position)
            if found is None:
                position = _skip(text, position, place)
                if position >= place:
                    break
                continue
            depth, kind, value, start, end = found
            del states[depth + 1 :], reads[depth:]
            if not steps.reduce(states, reads, kind, position):
                position = end
                continue
        states.append(tables.actions[states[-1]][kind])
        reads.append(Read(kind, value, start))
        position = end
    return Standing(tables, tuple(reads), tuple(states), steps)


def _beginning(tables: Tables, *, is_first: bool) -> tuple[list[int], list[Read]]:
    """As `automaton`: a declaration is read as if a header stood before it."""
    if is_first:
        return [tables.start], []
    return [tables.start, tables.gotos[tables.start]["header"]], [Read("header", None, 0)]


def _recovered(
    following: Any, tables: Tables, states: list[int], reads: list[Read], position: int
) -> tuple[int, str, Any, int, int] | None:
    """How many of *reads* are kept so that the next word fits, and that word; None where it fits nowhere.

    Only words of the language, and closing braces, close what is unfinished before them.
    """
    lowest = 1 if reads and reads[0].symbol == "header" else 0
    for depth in range(len(reads) - 1, lowest, -1):
        row = tables.actions[states[depth]]
        try:
            kind, value, start, end = following(row, position)
        except UnmeasuredError:
            return None
        if kind and kind in row and (kind.startswith("_") or kind == "RBRACE"):
            return depth, kind, value, start, end
    return None


def _skip(text: str, position: int, place: int) -> int:
    found = _SKIPPED.match(text, position)
    if found is None or found.start("lexeme") >= place:
        return place
    return max(min(found.end(), place), position + 1)
