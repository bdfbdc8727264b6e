"""Names that may stand at a place: those of the kind that is asked for first, the others after them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from pingan.editor.expected import Expected, arguments_of
from pingan.editor.feature_nodes import Completion
from pingan.editor.fitting import best_fit
from pingan.editor.nodes import Declared, Kind, Value
from pingan.editor.value_words import value_text
from pingan.editor.values import MOMENTS, NUMBERS, Variables
from pingan.editor.view import View
from pingan.syntax import nodes as syntax

MAXIMUM_NAMES: Final = 300
"""Names that are offered at once: nobody reads more, and what is typed next narrows them."""

_IN_ORDER: Final = frozenset({"member", "reading", "argument"})
"""What stays in the order in which it is declared."""

_FITS, _LEADS_THERE, _OTHER = 0, 20, 60
"""A name whose value is asked for; one that may lead to such a value; any other that may stand."""


def offered(
    view: View, declared: Iterable[Declared], typed: str, start: int, end: int, rank: int, *, suffix: str = ""
) -> Iterator[Completion]:
    """*declared* as completions, as far as one of its words fits what has been *typed*."""
    nearness = {view.document.module: 0} if view.document is not None else {}
    for place, one in enumerate(declared):
        symbol = one.symbol
        label = symbol.label if symbol.label != symbol.name else None
        found = best_fit(typed, (symbol.name, *((label,) if label else ())))
        if found is None:
            continue
        how, matched = found
        text = _written(view, one)
        yield Completion(
            text,
            one.kind,
            text + suffix,
            start,
            end,
            matched,
            (how, rank, nearness.get(symbol.module, 1), place if one.kind in _IN_ORDER else len(symbol.name)),
            _detail(view, one),
            (label or "") if text == symbol.name else symbol.name,
            symbol=symbol,
        )


def _written(view: View, declared: Declared) -> str:
    """The name as this file writes it: by its label, where the dialect goes by labels."""
    symbol = declared.symbol
    return symbol.alias if view.language.labels and symbol.alias is not None else symbol.name


def _detail(view: View, declared: Declared) -> str:
    value = value_text(view, declared.value) if declared.value is not None else ""
    return value or KINDS.get(declared.kind, (declared.kind, declared.kind))[view.is_chinese()]


KINDS: Final[dict[str, tuple[str, str]]] = {
    "module": ("module", "模块"),
    "enum": ("enum", "枚举"),
    "member": ("member", "枚举值"),
    "record": ("record", "记录"),
    "field": ("field", "字段"),
    "fact": ("fact", "事实"),
    "actor": ("actor", "主体"),
    "action": ("action", "行动"),
    "argument": ("argument", "行动的要素"),
    "parameter": ("parameter", "参数"),
    "interpretation": ("interpretation", "解释"),
    "reading": ("reading", "读法"),
    "definition": ("definition", "定义"),
    "rule": ("rule", "规则"),
    "form": ("clause form", "条款形式"),
    "scenario": ("scenario", "情景"),
    "variable": ("variable", "变量"),
    "clause": ("clause", "条款"),
    "library": ("library", "库"),
}


def members_of_path(
    view: View, value: Value | None, typed: str, start: int, end: int, wanted: Value | None
) -> Iterator[Completion]:
    """What may stand after the dot of something that is *value*: fields, and definitions of the record."""
    if value is None:
        return
    for one in view.names.fields_of(value.name):
        yield from offered(view, (one,), typed, start, end, rank_of(one, wanted, view))


def named(
    view: View, expected: Expected, variables: Variables, typed: str, start: int, end: int
) -> Iterator[Completion]:
    """All names that may stand where *expected* is."""
    names, value = view.names, expected.value
    if expected.interpretation is not None:
        readings = names.parts("reading", expected.interpretation)
        yield from offered(view, readings, typed, start, end, _FITS)
        for word in expected.words:
            found = best_fit(typed, (word,))
            if found is not None:
                yield Completion(word, "reading", word, start, end, word, (found[0], _FITS))
        return
    if expected.action is not None:
        arguments = arguments_of(expected.action, names)
        yield from offered(view, arguments, typed, start, end, _FITS, suffix=_colon(view, end))
    if expected.record is not None:
        fields = (f for f in names.fields_of(expected.record) if f.kind == "field")
        yield from offered(view, fields, typed, start, end, _FITS, suffix=_colon(view, end))
    if value is not None:
        yield from _constants(view, value, typed, start, end)
    if expected.is_expression or expected.kinds[:1] == ("actor",):
        yield from _variables(view, variables, value, typed, start, end)
    if "member" in expected.kinds:  # at which level of law a policy stands
        ordered = (e for e in names.all_visible("enum") if isinstance(e.node, syntax.Enum) and e.node.ordered)
        for enum in ordered:
            yield from offered(view, names.parts("member", enum.symbol.name), typed, start, end, _FITS)
    kinds = tuple(k for k in expected.kinds if k not in ("argument", "field", "reading", "member"))
    for one in names.all_visible(*kinds) if kinds else ():
        if one.kind == "definition" and one.symbol.owner:
            continue
        place = kinds.index(one.kind) if one.kind in kinds and not expected.is_expression else 0
        yield from offered(view, (one,), typed, start, end, rank_of(one, value, view) + place)


def _colon(view: View, end: int) -> str:
    following = view.text[end : end + 2].lstrip()
    if following[:1] in (":", "："):
        return ""
    return "：" if view.language.marks == "full" else ": "


def _constants(view: View, value: Value, typed: str, start: int, end: int) -> Iterator[Completion]:
    """The members of the enum, or the readings of the interpretation, that is asked for."""
    yield from offered(view, view.names.members_of(value), typed, start, end, _FITS)


def _variables(
    view: View, variables: Variables, wanted: Value | None, typed: str, start: int, end: int
) -> Iterator[Completion]:
    for name, value in variables.items():
        found = best_fit(typed, (name,))
        if found is not None:
            rank = 1 if fits(value, wanted) else 3
            detail = value_text(view, value) if value is not None else view.say("variable", "变量")
            yield Completion(name, "variable", name, start, end, name, (found[0], rank), detail)


def rank_of(declared: Declared, wanted: Value | None, view: View) -> int:
    """How near *declared* is to what is *wanted*, the least the nearest."""
    if wanted is None:
        return _OTHER // 2
    if fits(declared.value, wanted):
        return _FITS + 1
    if declared.value is not None and declared.value.many == "one":
        if any(fits(field.value, wanted) for field in view.names.fields_of(declared.value.name)):
            return _LEADS_THERE
        if view.names.fields_of(declared.value.name):
            return _LEADS_THERE + 5
    return _OTHER


def fits(value: Value | None, wanted: Value | None) -> bool:
    """Whether *value* may stand where *wanted* is asked for."""
    if value is None or wanted is None:
        return False
    if value.many != wanted.many:
        return False
    if value.name == wanted.name:
        return True
    return {value.name, wanted.name} <= NUMBERS or {value.name, wanted.name} <= MOMENTS


NAMED_KINDS: Final[tuple[Kind, ...]] = (
    "fact", "definition", "actor", "action", "parameter", "interpretation", "rule", "enum", "record", "member",
    "module",
)  # fmt: skip
"""What a name may be of where nothing is known of the place."""
