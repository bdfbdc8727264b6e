"""A clause form of a library of its own, for tests: who walks the dikes, at what level of the water, and tells whom.

Its productions have children of every kind: names, texts, signs, core nodes and parts, in braces and without.
"""

from __future__ import annotations

from typing import Any, cast

from attrs import evolve

from pingan.language.clause_form import ClauseForm
from pingan.language.environment import Environment
from pingan.language.library import Library
from pingan.stdlib import standard_environment
from pingan.syntax import nodes
from pingan.syntax.lowering import Lowering
from pingan.syntax.printing import rules
from pingan.syntax.printing.blocks import Block, Unit
from pingan.syntax.printing.expressions import SUM, expression, path
from pingan.syntax.printing.forms import conditions, consequences, form_block, nested, remarks
from pingan.syntax.printing.layout import Document
from pingan.syntax.printing.style import Style

PRODUCTIONS = {
    "": """
        // Items in any order; a stage is written like a rule.
        watch: _WATCH NAME label? "{" (_head | watch_gauge | watch_round | watch_stage)* "}"
        watch_gauge: _GAUGE NAME _comparator arith STRING?
        watch_stage: _STAGE NAME label? watch_named? "{" (_head | then)* "}"
        watch_named: "(" KEY ":" expr ")"
    """,
    "en": "watch_round: _WALKED_BY path _TELLING path deadline?",
    "zh": "watch_round: _BY path deadline? _TELLING path _WALKED_BY",
}
WORDS: dict[str, dict[str, tuple[str, ...]]] = {
    "en": {
        "WATCH": ("watch",),
        "GAUGE": ("gauge",),
        "STAGE": ("stage", "stage of alarm"),
        "WALKED_BY": ("walked by",),
        "TELLING": ("telling",),
    },
    "zh": {"WATCH": ("巡查",), "GAUGE": ("水位",), "STAGE": ("阶段",), "WALKED_BY": ("巡视",), "TELLING": ("报",)},
}


def lower(declaration: nodes.FormDeclaration, lowering: Lowering) -> tuple[nodes.Rule, ...]:
    """One rule for the rounds, one for each stage; the gauges are conditions of all of them."""
    gauges = [_comparison(gauge) for gauge in declaration.parts_of("watch_gauge")]
    rounds = declaration.parts_of("watch_round")
    if not rounds:
        word = lowering.dialect.keyword("WALKED_BY")
        lowering.error("nobody walks", declaration.name.span, help=f"say who: `{word}`")
    norms = tuple(_norm(part, lowering) for part in rounds)
    condition = lowering.all_of((declaration.head.condition, *gauges))
    made = [lowering.rule(norms, condition=condition)]
    for stage in declaration.parts_of("watch_stage"):
        head, then = nodes.RuleHead.of(stage), stage.part("then")
        name = lowering.name(f"{declaration.name.text}_{stage.name.text}", stage.name.span)
        both = lowering.all_of((condition, head.condition))
        own = then.of(nodes.Norm) if then else norms
        made.append(lowering.rule(own, name=name, head=head, condition=both, label=stage.label, span=stage.span))
    return tuple(made)


def _comparison(gauge: nodes.FormPart) -> nodes.Comparison:
    sign = cast(nodes.ComparisonOperator, gauge.texts[0])
    measured = nodes.Path((gauge.name,), span=gauge.name.span)
    return nodes.Comparison(sign, measured, _limit(gauge), span=gauge.span)


def _limit(gauge: nodes.FormPart) -> nodes.Expression:
    # A name and a sign stand before it; a remark after it is a text, and so an expression as well.
    return gauge.expressions[0]


def _norm(part: nodes.FormPart, lowering: Lowering) -> nodes.Norm:
    who, told = part.of(nodes.Path)
    act = nodes.Act(lowering.name("walk", part.span), ((lowering.name("to", told.span), told),), span=part.span)
    return nodes.Norm((who,), (), "must", act, _deadline(part), span=part.span)


def _deadline(part: nodes.FormPart) -> nodes.Deadline | None:
    return next((c for c in part.children if isinstance(c, nodes.Word | nodes.Within | nodes.By | nodes.Every)), None)


def print_watch(declaration: nodes.FormDeclaration, style: Style) -> Block:
    """The watch, item by item."""
    units: list[Unit] = []
    for part in declaration.parts:
        match part.production:
            case "watch_gauge":
                units.append(Unit(_gauge(part, style), (part.span,)))
            case "watch_round":
                units.append(Unit(_round(part, style), (part.span,)))
            case _:
                units += _stage(part, style)
    return form_block(declaration, "WATCH", units, style, may_be_line=True)


def _gauge(part: nodes.FormPart, style: Style) -> Document:
    sign, limit = cast(nodes.ComparisonOperator, part.texts[0]), part.expressions[0]
    remark = f" {style.text(part.texts[-1])}" if len(part.expressions) > 1 else ""
    written = (part.name.text, " ", style.comparison(sign), " ", expression(limit, style, SUM))
    return (style("GAUGE"), " ", *written, remark)


def _round(part: nodes.FormPart, style: Style) -> Document:
    who, told = (path(p, style) for p in part.of(nodes.Path))
    deadline = _deadline(part)
    limit: Document = () if deadline is None else (" ", rules.deadline(deadline, style))
    if style.dialect.name == "zh":
        return (style("BY"), " ", who, limit, " ", style("TELLING"), " ", told, " ", style("WALKED_BY"))
    return (style("WALKED_BY"), " ", who, " ", style("TELLING"), " ", told, limit)


def _stage(part: nodes.FormPart, style: Style) -> tuple[Unit, ...]:
    head, then, named = nodes.RuleHead.of(part), part.part("then"), part.part("watch_named")
    title: list[Document] = [style("STAGE"), " ", part.name.text, style.label(part.label)]
    if named is not None:
        inside = (named.name.text, style.colon, expression(named.expressions[0], style))
        title += [" ", style.parenthesised(inside)]
    norms = consequences(then.of(nodes.Norm), (then.span,), style) if then else ()
    return nested(tuple(title), (*conditions(head, style), *norms, *remarks(head, style)), part)


WATCH = ClauseForm("watch", PRODUCTIONS, WORDS, lower, print_watch)
LIBRARY = Library("dikes", "1.0", clause_forms=(WATCH,), requirement="dike-rules>=1")
ENVIRONMENT = standard_environment(LIBRARY)


def environment_with(**changes: Any) -> Environment:
    """The environment with a form that differs from the watch in *changes*."""
    form = evolve(WATCH, **changes)
    return standard_environment(evolve(LIBRARY, clause_forms=(form,)))
