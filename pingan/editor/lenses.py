"""What is shown above declarations: how scenarios ended, what exercises a rule, how much of the document is encoded."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pingan.editor.documents import Placed
from pingan.editor.feature_nodes import Lens
from pingan.editor.results import Exercised, Ran, Results
from pingan.editor.view import View
from pingan.syntax import nodes as syntax

RUN_SCENARIO: Final = "pingan.runScenario"
SHOW_GRAPH: Final = "pingan.showGraph"
_LONGEST: Final = 160


def lenses(view: View, results: Results | None = None) -> tuple[Lens, ...]:
    """The lenses of the file, in order. Without *results* those that need none; what is of older text is marked."""
    document = view.document
    if document is None or document.language is None:
        return ()
    found: list[Lens] = []
    for placed in document.placed:
        for node in placed.piece.nodes:
            found += _of(view, placed, node, results)
    return tuple(found)


def _of(view: View, placed: Placed, node: syntax.Node, results: Results | None) -> Iterator[Lens]:
    module = view.document.module if view.document is not None else ""
    match node:
        case syntax.Scenario():
            start = placed.at(node.span.start)
            ran = results.scenarios.get((module, node.title)) if results is not None else None
            yield Lens(start, start + 1, _scenario(view, ran, results), RUN_SCENARIO, (view.path, node.title))
        case syntax.Rule() | syntax.FormDeclaration():
            yield from _of_rule(view, placed, node, module, results)
        case syntax.PolicyHeader():
            yield from _of_policy(view, placed, node, results)
        case _:
            pass


def _stale(view: View, results: Results | None) -> str:
    """Put after what was found in older text."""
    loaded = view.loaded
    is_of_now = results is not None and loaded is not None and results.policy is loaded.policy and loaded.is_of_now
    return "" if is_of_now else view.say(" (of an earlier version)", "（针对较早的版本）")


def _scenario(view: View, ran: Ran | None, results: Results | None) -> str:
    if ran is None:
        return view.say("▷ run", "▷ 运行")
    if ran.passed:
        return view.say("✓ passed", "✓ 通过") + _stale(view, results)
    why = ran.told[0] if ran.told else ""
    more = view.say(f" (and {len(ran.told) - 1} more)", f"（另{len(ran.told) - 1}处）") if len(ran.told) > 1 else ""
    shown = why if len(why) <= _LONGEST else f"{why[:_LONGEST]}…"
    return view.say(f"✗ failed: {shown}", f"✗ 未通过：{shown}") + more + _stale(view, results)


def _of_rule(
    view: View, placed: Placed, node: syntax.Rule | syntax.FormDeclaration, module: str, results: Results | None
) -> Iterator[Lens]:
    name = node.name
    start, end = placed.at(name.span.start), placed.at(name.span.end)
    key = f"{module}.{name.text}"
    if results is not None:
        keys = [k for k in results.rules if k == key or (_is_form(node) and k.startswith(f"{key}_"))]
        if keys:
            yield Lens(start, end, _exercised(view, [results.rules[k] for k in keys]) + _stale(view, results))
    yield Lens(start, end, view.say("show in graph", "在图中显示"), SHOW_GRAPH, (view.path, key))


def _is_form(node: syntax.Node) -> bool:
    return isinstance(node, syntax.FormDeclaration)


def _exercised(view: View, found: list[Exercised]) -> str:
    scenarios = sum(e.scenarios for e in found)
    conditions, undecided = sum(e.conditions for e in found), sum(e.undecided for e in found)
    if not scenarios:
        return view.say("no scenario exercises it", "没有情景用到")
    text = view.say(
        f"{scenarios} scenario{'s exercise' if scenarios > 1 else ' exercises'} it", f"{scenarios}个情景用到"
    )
    if undecided:
        text += view.say(
            f", {undecided} of {conditions} conditions never decided both ways",
            f"，{conditions}个条件中{undecided}个未两面判定",
        )
    return text


def _of_policy(view: View, placed: Placed, node: syntax.PolicyHeader, results: Results | None) -> Iterator[Lens]:
    start, end = placed.at(node.name.span.start), placed.at(node.name.span.end)
    if results is None:
        return
    total = results.clauses.get(node.name.text)
    if total is not None:
        percent = total.share.numerator * 100 // total.share.denominator
        text = view.say(
            f"{total.clauses} clauses: {total.encoded} encoded, {total.omitted} left out, {total.missing} missing "
            f"({percent} %)",
            f"{total.clauses}条：已编码{total.encoded}、不编码{total.omitted}、尚缺{total.missing}（{percent}%）",
        )
        yield Lens(start, end, text + _stale(view, results))
    own = [ran for (module, _), ran in results.scenarios.items() if module == node.name.text]
    if own:
        failed = sum(not ran.passed for ran in own)
        told = view.say(
            f"{len(own)} scenario{'s' if len(own) > 1 else ''}, {failed} failed", f"{len(own)}个情景，{failed}个未通过"
        )
        yield Lens(start, end, told + _stale(view, results))
