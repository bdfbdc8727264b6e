"""From a parser that Lark has built to its tables as data."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping
from typing import Any, Final

from lark import Lark
from lark.lexer import PatternStr
from lark.parsers.lalr_analysis import Shift

from pingan.tree.tables import END, STARTS, Production, Tables

NUMBERS: Final = ("DATETIME", "DATE", "MONTH", "MONTH_DAY", "DURATION", "NUMBER")
"""The terminals that begin with a digit."""
WORDED: Final[Mapping[str, tuple[str, ...]]] = {
    "MONTH": ("early", "mid", "late", "month"),
    "HALF": ("half", "third"),
}
"""Other terminals that can begin with a word, and their first words."""
_SIGNS: Final[Mapping[str, tuple[str, ...]]] = {
    "NOT_EQUAL": ("!=", "≠"),
    "AT_MOST_SIGN": ("<=", "≤"),
    "AT_LEAST_SIGN": (">=", "≥"),
    "OPEN": ("...", "……", "…"),
}
_LITERALS: Final = frozenset({"NAME", "KEY", "MEMBER", "STRING", "WS", "COMMENT", *NUMBERS, *WORDED, *_SIGNS})


def tables_of(lark: Lark, words: Mapping[str, tuple[str, ...]], reserved: frozenset[str]) -> Tables | None:
    """The tables of *lark*, whose keywords are *words*; None where its grammar has what `automaton` does not read."""
    table: Any = lark.parser.parser._parse_table
    terminals: dict[str, Any] = {t.name: t for t in lark.parser.lexer.root_lexer.terminals}
    signs = _signs(terminals, words)
    if signs is None or not all(map(_passes_one_node, lark.rules)) or _may_be_empty(lark.rules):
        return None
    wholes = {s.name for r in lark.rules if r.origin.name in ("header", "declaration") for s in r.expansion}
    # INVARIANT: equal grammars become equal tables, however Lark has numbered what it went through in sets.
    rules = sorted(lark.rules, key=lambda r: (r.origin.name, [s.name for s in r.expansion], r.alias or ""))
    numbered = {rule: place for place, rule in enumerate(rules)}
    productions = tuple(_production(rule, wholes) for rule in rules)
    places = _places(table.states, table.start_states[STARTS[0]])
    actions: list[Mapping[str, int]] = []
    gotos: list[Mapping[str, int]] = []
    for state in places:
        row = table.states[state]
        found = {n: places[to] if kind is Shift else -1 - numbered[to] for n, (kind, to) in row.items()}
        actions.append({name: to for name, to in found.items() if name in terminals or name == END})
        gotos.append({name: to for name, to in found.items() if name not in actions[-1]})
    plain, phrases = _words(terminals, words)
    symbols = (rule.expansion[place] for rule, made in zip(rules, productions, strict=True) for place in made.kept)
    return Tables(
        tuple(actions),
        tuple(gotos),
        productions,
        places[table.start_states[STARTS[0]]],
        places[table.end_states[STARTS[0]]],
        plain,
        phrases,
        tuple((name, t.pattern.to_regexp()) for name, t in terminals.items() if name in NUMBERS),
        signs,
        reserved,
        frozenset(symbol.name for symbol in symbols if symbol.is_term),
    )


def _places(states: Mapping[int, Mapping[str, Any]], start: int) -> dict[int, int]:
    """A number for every state that can be reached from *start*, in the order in which they are."""
    places = {start: 0}
    waiting = [start]
    for state in waiting:  # grows while it is gone through
        for _, (kind, to) in sorted(states[state].items(), key=lambda step: step[0]):
            if kind is Shift and to not in places:
                places[to] = len(places)
                waiting.append(to)
    return places


def _passes_one_node(rule: Any) -> bool:
    """Whether *rule*, if it only passes a child on, passes a node: of anything else it is not known where it stands."""
    kept = [s for s in rule.expansion if rule.options.keep_all_tokens or not (s.is_term and s.filter_out)]
    passes = rule.options.expand1 and not rule.alias
    return not passes or (len(kept) == 1 and kept[0].name.islower() and kept[0].name[0] != "_")


def _may_be_empty(rules: Iterable[Any]) -> bool:
    """Whether there may be a node that no text stands behind."""
    empty: set[str] = set()
    while found := {r.origin.name for r in rules if all(s.name in empty for s in r.expansion)} - empty:
        empty |= found
    return any(not name.startswith("_") for name in empty)


def _production(rule: Any, wholes: Container[str]) -> Production:
    kept = tuple(
        place
        for place, symbol in enumerate(rule.expansion)
        if rule.options.keep_all_tokens or not (symbol.is_term and symbol.filter_out)
    )
    spliced = tuple(p for p in kept if not rule.expansion[p].is_term and rule.expansion[p].name.startswith("_"))
    passes = bool(rule.options.expand1 and not rule.alias)
    origin = str(rule.origin.name)
    name = "" if origin.startswith("_") else str(rule.alias or rule.options.template_source or origin)
    return Production(origin, len(rule.expansion), name, kept, spliced, passes, origin in wholes)


def _signs(terminals: Mapping[str, Any], words: Mapping[str, tuple[str, ...]]) -> dict[str, str] | None:
    """The terminal of each sign; None when a terminal is neither sign nor word nor one of the literals."""
    signs: dict[str, str] = {}
    for name, terminal in terminals.items():
        if isinstance(terminal.pattern, PatternStr):
            if re.match(r"[\w\s#\".“]", terminal.pattern.value):
                return None
            signs[terminal.pattern.value] = name
        elif name in _SIGNS:
            signs.update(dict.fromkeys(_SIGNS[name], name))
        elif name not in _LITERALS and name[1:] not in words:
            return None
    return signs


def _words(
    terminals: Mapping[str, Any], words: Mapping[str, tuple[str, ...]]
) -> tuple[dict[str, str], dict[str, tuple[tuple[str, str], ...]]]:
    by_first: dict[str, list[str]] = {}
    for name in terminals:  # in the order in which Lark tries them
        row = words.get(name[1:], ()) if name.startswith("_") else WORDED.get(name, ())
        for first in dict.fromkeys(word.split(" ")[0] for word in row):
            by_first.setdefault(first, []).append(name)
    plain: dict[str, str] = {}
    phrases: dict[str, tuple[tuple[str, str], ...]] = {}
    for first, names in by_first.items():
        patterns = [(name, terminals[name].pattern.to_regexp()) for name in names]
        simple = len(names) == 1 and first in words.get(names[0][1:], ()) and "(?=" not in patterns[0][1]
        if simple and not any(" " in w and w.split(" ")[0] == first for w in words[names[0][1:]]):
            plain[first] = names[0]
        else:
            phrases[first] = tuple(patterns)
    return plain, phrases
