"""The same said otherwise: a condition under a name of its own, a name as what it stands for, the other dialect."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, Literal, get_args

from pingan.diagnostics.errors import PolicyError
from pingan.editor.actions_of_findings import above
from pingan.editor.documents import Placed
from pingan.editor.feature_nodes import Action
from pingan.editor.nodes import Change, Changes, Value
from pingan.editor.printed import printed
from pingan.editor.values import value_of
from pingan.editor.view import View
from pingan.formatting import format_text
from pingan.language.dialect import DIALECTS
from pingan.linting.walking import nodes_in
from pingan.source import Source
from pingan.syntax import nodes as syntax

_EXPRESSIONS: Final = get_args(syntax.Expression)
_TITLES: Final = {
    "en": ("Rewrite the file in English", "改写为英文"),
    "zh": ("Rewrite the file in Chinese", "改写为中文"),
}


def text_actions(view: View, start: int, end: int) -> Iterator[Action]:
    """What can be done whatever has been found."""
    yield from _extraction(view, start, end)
    yield from _inlining(view, start)
    placed = view.placed(start)
    if placed is not None and placed.start == 0:
        yield from _other_dialects(view)
    yield from _organising(view)


# --- extract ----------------------------------------------------------------------------------------------------------


def _extraction(view: View, start: int, end: int) -> Iterator[Action]:
    """A selected condition as a definition above."""
    text = view.text[start:end]
    first, last = start + len(text) - len(text.lstrip()), end - (len(text) - len(text.rstrip()))
    placed = view.placed(first)
    if placed is None or last <= first:
        return
    chosen = _expression_at(placed, first, last)
    owner = _owner(placed)
    if chosen is None or owner is None or isinstance(chosen, syntax.Path):
        return
    variables = view.variables(first)
    if value_of(chosen, view.names, variables) != Value("boolean"):
        return
    subject = _subject(view, chosen, first)
    if subject is False:
        return
    name = _new_name(view)
    definition = syntax.Definition(
        syntax.Name(name),
        None,
        subject or None,
        syntax.NamedType(syntax.Name("boolean")),
        (),
        (syntax.Case(chosen, None),),
    )
    top = above(view, placed.start)
    use = f"{subject[0].text}.{name}" if subject else name
    changes = {view.path: (Change(top, top, printed(definition, view.language) + "\n\n"), Change(first, last, use))}
    yield Action(view.say("Extract as a definition", "提取为定义"), "refactor.extract", changes)


def _owner(placed: Placed) -> syntax.Rule | syntax.Definition | None:
    found = (n for n in placed.piece.nodes if isinstance(n, syntax.Rule | syntax.Definition))
    return next(found, None)


def _expression_at(placed: Placed, first: int, last: int) -> syntax.Expression | None:
    """The expression that stands exactly there, without brackets around it."""
    text = placed.piece.text
    a, b = first - placed.start, last - placed.start
    if text[a : a + 1] in ("(", "（") and text[b - 1 : b] in (")", "）"):
        inner = _exactly(placed, a + 1, b - 1)
        if inner is not None:
            return inner
    return _exactly(placed, a, b)


def _exactly(placed: Placed, a: int, b: int) -> syntax.Expression | None:
    text = placed.piece.text[a:b]
    a, b = a + len(text) - len(text.lstrip()), b - (len(text) - len(text.rstrip()))
    owner = _owner(placed)
    node: Any
    for node in nodes_in(owner) if owner is not None else ():
        if isinstance(node, _EXPRESSIONS) and (
            placed.piece.offset(node.span.start),
            placed.piece.offset(node.span.end),
        ) == (a, b):
            chosen: syntax.Expression = node
            return chosen
    return None


def _subject(
    view: View, chosen: syntax.Expression, place: int
) -> tuple[syntax.Name, syntax.Name] | Literal[False] | None:
    """The one variable of a record that *chosen* reads, and the record; None without variables, False for others."""
    variables = view.variables(place)
    bound = {n.variable.text for n in nodes_in(chosen) if isinstance(n, syntax.Aggregate)}
    paths = [n for n in nodes_in(chosen) if isinstance(n, syntax.Path)]
    if any(p.names[0].text == "period" for p in paths):
        return False
    free = {p.names[0].text for p in paths if p.names[0].text in variables} - bound
    if not free:
        return None
    variable = next(iter(free))
    value = variables[variable]
    if len(free) > 1 or value is None or value.many != "one" or view.names.find(value.name, "record") is None:
        return False
    return syntax.Name(variable), syntax.Name(value.name)


def _new_name(view: View) -> str:
    base = "条件" if view.language.sentences == "zh" else "condition"
    known = {word for k in view.names.modules.values() for table in k.tables.values() for word in table}
    number = 1
    while f"{base}_{number}" in known:
        number += 1
    return f"{base}_{number}"


# --- inline -----------------------------------------------------------------------------------------------------------


def _inlining(view: View, place: int) -> Iterator[Action]:
    """A definition of one case, at this place, as what it stands for."""
    found = view.snapshot.at(view.path, place)
    placed = view.placed(place)
    if (
        found is None
        or placed is None
        or found.role != "use"
        or found.symbol.kind != "definition"
        or found.symbol.owner
    ):
        return
    home = view.snapshot.place_of(found.symbol)
    declared = view.placed(home.start) if home is not None and home.path == view.path else None
    owner = _owner(placed)
    definition = next((n for n in declared.piece.nodes if isinstance(n, syntax.Definition)), None) if declared else None
    if definition is None or declared is None or owner is None or owner is definition:
        return
    if len(definition.cases) != 1 or definition.cases[0].condition is not None:
        return
    path = _exactly(placed, found.start - placed.start, found.end - placed.start)
    if not isinstance(path, syntax.Path) or len(path.names) != 1 or not _is_an_operand(owner, path):
        return
    value = definition.cases[0].value
    words = {n.names[0].text for n in nodes_in(value) if isinstance(n, syntax.Path)}
    if words & view.variables(place).keys():
        return
    text = view.text[declared.at(value.span.start) : declared.at(value.span.end)]
    if "#" in text or isinstance(value, syntax.PeriodLiteral | syntax.SetLiteral):
        return
    simple = isinstance(
        value, syntax.Path | syntax.BooleanLiteral | syntax.NumberLiteral | syntax.Call | syntax.Aggregate
    )
    changes = {view.path: (Change(found.start, found.end, text if simple else f"({text})"),)}
    yield Action(
        view.say(f"Inline `{found.symbol.name}` here", f"在此处展开 `{found.symbol.name}`"), "refactor.inline", changes
    )


def _is_an_operand(owner: syntax.Rule | syntax.Definition, path: syntax.Path) -> bool:
    """Whether brackets may stand in the place of *path*: where a path and no expression is asked for they may not."""
    norms = [norm for norm in nodes_in(owner) if isinstance(norm, syntax.Norm)]
    asked: list[object] = list(owner.overrides) if isinstance(owner, syntax.Rule) else []
    for norm in norms:
        asked += [*norm.bearers, *norm.partners]
        if isinstance(norm.deadline, syntax.Within):
            asked.append(norm.deadline.duration)
        if isinstance(norm.deadline, syntax.Every):
            asked.append(norm.deadline.unit)
    return all(one is not path for one in asked)


# --- the whole file ---------------------------------------------------------------------------------------------------


def _other_dialects(view: View) -> Iterator[Action]:
    for name in DIALECTS:
        if name != view.language.name:
            title = _TITLES[name][view.is_chinese()]
            yield Action(title, "refactor.rewrite", pending={"what": "dialect", "dialect": name})


def other_dialect_changes(view: View, name: str) -> Changes:
    """The whole file in the dialect *name*; nothing where it does not parse."""
    try:
        text = format_text(Source(view.path, view.text), dialect=name, environment=view.snapshot.environment)
    except PolicyError:
        return {}
    return {view.path: (Change(0, len(view.text), text),)}


def _organising(view: View) -> Iterator[Action]:
    """The modules that are used in order, each once."""
    document = view.document
    placed = document.placed[0] if document is not None and document.placed else None
    header = placed.piece.nodes[0] if placed is not None and placed.piece.nodes else None
    if placed is None or not isinstance(header, syntax.PolicyHeader | syntax.VocabularyHeader) or not header.uses:
        return
    names = list(header.uses)
    first, last = placed.at(names[0].span.start), placed.at(names[-1].span.end)
    written = view.text[first:last]
    wanted = sorted({name.text for name in names})
    if [name.text for name in names] == wanted or "#" in written:
        return
    keyword = view.language.keyword("USES")
    if keyword in written.split() or len(names) < 2:  # several items: each may have been put where it is on purpose
        return
    between = view.text[placed.at(names[0].span.end) : placed.at(names[1].span.start)]
    changes = {view.path: (Change(first, last, between.join(wanted)),)}
    yield Action(view.say("Put `uses` in order", "整理“采用”"), "source.organizeUses", changes)
