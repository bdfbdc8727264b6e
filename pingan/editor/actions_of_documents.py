"""What a rule is still lacking: the clause that it encodes, a scenario that shows it; clauses that nothing encodes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pingan.diagnostics.errors import PinganError
from pingan.editor.documents import Placed
from pingan.editor.feature_nodes import Action
from pingan.editor.nodes import Change, Changes
from pingan.editor.view import View
from pingan.model.loaded import Clause
from pingan.syntax import nodes as syntax
from pingan.tree.grammar_text import STRING

MAXIMUM_OFFERED: Final = 6
EVALUATIONS: Final = 600
"""Questions that the search for a witness may ask: somebody is waiting."""
_OPENING: Final = re.compile(rf"(?:{STRING}|[^{{｛\"“])*+[{{｛]")

_KINDS: Final = {
    "applies": ("Add a scenario in which `{0}` applies", "添加“{0}”适用的情景"),
    "none": ("Add a near miss of `{0}`", "添加“{0}”差一点适用的情景"),
    "undetermined": ("Add a scenario in which `{0}` is undetermined", "添加“{0}”未定的情景"),
}


def document_actions(view: View, start: int, end: int) -> Iterator[Action]:
    """What can be added for the declaration at *start*."""
    placed = view.placed(start)
    if placed is None:
        return
    for node in placed.piece.nodes:
        if isinstance(node, syntax.PolicyHeader):
            yield from _omissions(view, placed, node)
        elif isinstance(node, syntax.Rule | syntax.Definition):
            yield from _citations(view, placed, node)
    yield from _witnesses(view, placed, start)


# --- clauses ----------------------------------------------------------------------------------------------------------


def missing_clauses(view: View) -> tuple[Clause, ...]:
    """The clauses of the register that nothing in the file cites or omits."""
    register = view.names.own.clauses if view.names.own is not None else None
    prefix = f"{view.names.module}-"
    said: set[str] = set()
    for placed in view.document.placed if view.document is not None else ():
        for node in placed.piece.nodes:
            said.update(cite.clause.removeprefix(prefix) for cite in _cites(node))
    return tuple(c for c in (register or {}).values() if c.id.removeprefix(prefix) not in said)


def _cites(node: syntax.Node) -> Iterator[syntax.Cite | syntax.Omission]:
    if isinstance(node, syntax.PolicyHeader):
        yield from node.omissions
    elif isinstance(node, syntax.Rule | syntax.Definition):
        yield from node.cites
    elif isinstance(node, syntax.FormDeclaration):
        yield from node.head.cites
        for part in node.walk():
            yield from part.of(syntax.Cite)


def _quoted(view: View, text: str) -> str:
    return f"“{text}”" if view.language.marks == "full" else f'"{text}"'


def _short(view: View, clause: Clause) -> str:
    return clause.id.removeprefix(f"{view.names.module}-")


def _told(view: View, clause: Clause) -> str:
    summary = (clause.summary_zh if view.is_chinese() else None) or clause.summary or clause.anchor or ""
    return summary if len(summary) <= 60 else f"{summary[:60]}…"


def _citations(view: View, placed: Placed, node: syntax.Rule | syntax.Definition) -> Iterator[Action]:
    if node.cites:
        return
    opening = _OPENING.match(placed.piece.text, placed.at(node.name.span.end) - placed.start)
    if opening is None:
        return
    place = placed.start + opening.end()
    for clause in missing_clauses(view)[:MAXIMUM_OFFERED]:
        line = f"\n    {view.language.keyword('CITE')} {_quoted(view, _short(view, clause))}"
        rest = "" if view.text[place : place + 2].lstrip(" \t\r")[:1] == "\n" else "\n    "
        title = view.say(f"Cite {clause.id}: {_told(view, clause)}", f"依据 {clause.id}：{_told(view, clause)}")
        skipped = len(view.text[place:]) - len(view.text[place:].lstrip(" \t")) if rest else 0
        yield Action(title, "quickfix", {view.path: (Change(place, place + skipped, line + rest),)}, "uncited-norm")


def _omissions(view: View, placed: Placed, node: syntax.PolicyHeader) -> Iterator[Action]:
    text = placed.piece.text
    if _OPENING.match(text, placed.at(node.name.span.end) - placed.start) is None:
        return
    closing = placed.at(node.span.end) - 1
    line = view.text.rfind("\n", 0, closing) + 1
    own_line = not view.text[line:closing].strip()
    reason = view.say("the reason", "理由") if view.language.sentences != "zh" else "理由"
    for clause in missing_clauses(view)[:MAXIMUM_OFFERED]:
        said = f"{view.language.keyword('OMITS')} {_quoted(view, _short(view, clause))} {_quoted(view, reason)}"
        change = Change(line, line, f"    {said}\n") if own_line else Change(closing, closing, f" {said} ")
        title = view.say(f"Leave out {clause.id}: {_told(view, clause)}", f"不编码 {clause.id}：{_told(view, clause)}")
        yield Action(title, "quickfix", {view.path: (change,)}, "missing-clause")


# --- scenarios --------------------------------------------------------------------------------------------------------


def _witnesses(view: View, placed: Placed, place: int) -> Iterator[Action]:
    """Scenarios that show what the rule at *place* says."""
    key = _rule_at(view, placed, place)
    if key is None or view.loaded is None or key not in view.loaded.policy.model.rules:
        return
    for kind, titles in _KINDS.items():
        title = titles[view.is_chinese()].replace("{0}", key.partition(".")[2])
        yield Action(title, "source", pending={"what": "witness", "key": key, "kind": kind})


def _rule_at(view: View, placed: Placed, place: int) -> str | None:
    """The key of the rule that *place* is in, or names."""
    found = view.snapshot.at(view.path, place)
    if found is not None and (found.symbol.kind == "rule" or view.names.find(found.symbol.name, "rule") is not None):
        rule = view.names.find(found.symbol.name, "rule")
        if rule is not None and rule.symbol == found.symbol and found.symbol.module == view.names.module:
            return f"{found.symbol.module}.{found.symbol.name}"
    for node in placed.piece.nodes:
        if isinstance(node, syntax.Rule):
            return f"{view.names.module}.{node.name.text}"
        if isinstance(node, syntax.FormDeclaration):
            return _made_at(view, place)
    return None


def _made_at(view: View, place: int) -> str | None:
    """The rule that a clause form made of what stands at *place*, such as a stage."""
    loaded = view.loaded
    if loaded is None or not loaded.is_of_now:
        return None
    own = (r for r in loaded.policy.model.rules.values() if r.module == view.names.module)
    around = [r for r in own if r.span.start <= place <= r.span.end]
    return min(around, key=lambda r: r.span.end - r.span.start).key if around else None


def witness_changes(view: View, key: str, kind: str) -> Changes:
    """A scenario that shows that the rule *key* can be *kind*, behind those about it; nothing where none is found."""
    from pingan.witnesses.kit import Kit
    from pingan.witnesses.offers import offers

    if view.loaded is None or key not in view.loaded.policy.model.rules:
        return {}
    try:
        offered = next(offers(Kit.of(view.loaded.policy), {key: (kind,)}, view.spoken, evaluations=EVALUATIONS), None)
    except PinganError:
        return {}
    if offered is None or offered.text is None:
        return {}
    place = _behind(view, key.partition(".")[2])
    text = view.text[:place]
    before = "" if not text or text.endswith("\n\n") else "\n" if text.endswith("\n") else "\n\n"
    rest = view.text[place:]
    after = "\n" if rest.strip() and not rest.startswith("\n") else ""
    return {view.path: (Change(place, place, f"{before}{offered.text}{after}"),)}


def _behind(view: View, rule: str) -> int:
    """Behind the last scenario about *rule*, else behind the last scenario, else at the end."""
    document = view.document
    if document is None:
        return 0
    scenarios = [p for p in document.placed if any(isinstance(n, syntax.Scenario) for n in p.piece.nodes)]
    about = [p for p in scenarios if rule in p.piece.words]
    chosen = (about or scenarios or [document.placed[-1]])[-1]
    ends = [chosen.at(n.span.end) for n in chosen.piece.nodes]
    end = max(ends) if scenarios else chosen.end
    line = view.text.find("\n", end)
    return len(view.text) if line < 0 else line + 1
