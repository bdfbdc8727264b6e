"""A clause form of a library of its own, for tests: who walks the dikes, at what level of the water, and tells whom.

Its productions have children of every kind: names, texts, signs, core nodes and parts, in braces and without.
"""

from __future__ import annotations

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
WORDS = {
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
    gauges = [
        nodes.Comparison(
            sign, nodes.Path((name,), span=name.span), limit, span=gauge.span
        )
        for gauge in declaration.parts_of("watch_gauge")
        for name, sign, limit in [gauge.children[:3]]
    ]
    rounds = declaration.parts_of("watch_round")
    if not rounds:
        lowering.error(
            "nobody walks",
            declaration.name.span,
            help=f"say who: `{lowering.dialect.keyword('WALKED_BY')}`",
        )
    norms = [_norm(part, lowering) for part in rounds]
    condition = lowering.all_of((declaration.head.condition, *gauges))
    made = [lowering.rule(norms, condition=condition)]
    for stage in declaration.parts_of("watch_stage"):
        name, head = stage.children[0], nodes.RuleHead.of(stage)
        assert isinstance(name, nodes.Name)
        then = stage.part("then")
        made.append(
            lowering.rule(
                then.children if then else norms,  # type: ignore[arg-type]
                name=lowering.name(f"{declaration.name.text}_{name.text}", name.span),
                head=head,
                condition=lowering.all_of((condition, head.condition)),
                span=stage.span,
            )
        )
    return tuple(made)


def _norm(part: nodes.FormPart, lowering: Lowering) -> nodes.Norm:
    who, told = (c for c in part.children if isinstance(c, nodes.Path))
    act = nodes.Act(lowering.name("walk", part.span), ((lowering.name("to", told.span), told),), span=part.span)
    return nodes.Norm((who,), (), "must", act, _deadline(part), span=part.span)


def _deadline(part: nodes.FormPart) -> nodes.Deadline | None:
    return next((c for c in part.children if isinstance(c, nodes.Word | nodes.Within | nodes.By | nodes.Every)), None)


def print_watch(declaration: nodes.FormDeclaration, style: Style) -> Block:
    """The watch as it was written, item by item."""
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
    name, sign, limit, *text = part.children
    remark = f" {style.text(text[0].value)}" if text else ""  # type: ignore[union-attr]
    written = style.comparison(sign)  # type: ignore[arg-type]
    return (style("GAUGE"), " ", name.text, " ", written, " ", expression(limit, style, SUM), remark)  # type: ignore


def _round(part: nodes.FormPart, style: Style) -> Document:
    who, told = (path(c, style) for c in part.children if isinstance(c, nodes.Path))
    deadline = _deadline(part)
    limit: Document = () if deadline is None else (" ", rules.deadline(deadline, style))
    if style.dialect.name == "zh":
        return (style("BY"), " ", who, limit, " ", style("TELLING"), " ", told, " ", style("WALKED_BY"))
    return (style("WALKED_BY"), " ", who, " ", style("TELLING"), " ", told, limit)


def _stage(part: nodes.FormPart, style: Style) -> tuple[Unit, ...]:
    name, head, then, label = part.children[0], nodes.RuleHead.of(part), part.part("then"), part.part("label")
    named = part.part("watch_named")
    title: list[Document] = [style("STAGE"), " ", name.text]  # type: ignore[union-attr]
    title.append(style.label(label.children[0]) if label else "")  # type: ignore[arg-type]
    if named is not None:
        key, value = named.children
        title += [" ", style.parenthesised((key.text, style.colon, expression(value, style)))]  # type: ignore
    norms = consequences(then.children, (then.span,), style) if then else ()  # type: ignore[arg-type]
    return nested(tuple(title), (*conditions(head, style), *norms, *remarks(head, style)), part)


WATCH = ClauseForm("watch", PRODUCTIONS, WORDS, lower, print_watch)
LIBRARY = Library("dikes", "1.0", clause_forms=(WATCH,), requirement="dike-rules>=1")
ENVIRONMENT = standard_environment(LIBRARY)


def environment_with(**changes: object) -> Environment:
    """The environment with a form that differs from the watch in *changes*."""
    form = evolve(WATCH, **changes)  # type: ignore[arg-type]
    return standard_environment(evolve(LIBRARY, clause_forms=(form,)))
