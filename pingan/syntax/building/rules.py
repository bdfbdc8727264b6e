"""Rules and norms."""

from __future__ import annotations

import re
from typing import Any, cast

from pingan.source import Span
from pingan.syntax import nodes
from pingan.syntax.building.context import Context, Handler, Part, Parts, of_type, part, text_part
from pingan.syntax.building.declarations import mark
from pingan.syntax.building.expressions import path
from pingan.syntax.building.literals import whole_number
from pingan.syntax.building.token import Token

_MODALITIES: tuple[nodes.Modality, ...] = ("must", "must_not", "should", "may", "discretion")
_DEADLINES = (nodes.Word, nodes.Within, nodes.By, nodes.Every)


def _rule(context: Context, span: Span, children: list[Any]) -> nodes.Rule:
    name = context.name(children[0])
    parts = Parts.of(context, "the rule", name.span, children)
    return nodes.Rule(
        name=name,
        label=parts.label,
        cites=parts.joined("cite"),
        overrides=parts.joined("overrides"),
        in_force=parts.one("in_force", "in force"),
        since=parts.one("since"),
        each=of_type(nodes.Each, children),
        condition=parts.one("when"),
        exceptions=parts.many("unless"),
        norms=parts.required("then", "then") or (),
        soft=bool(parts.one("soft")),
        notes=parts.many("note"),
        places=parts.places,
        span=span,
    )


def _in_force(context: Context, span: Span, children: list[Any]) -> Part:
    parts = Parts.of(context, "the item", span, children)
    during = parts.one("during")
    period = of_type(nodes.PeriodLiteral, children)[0] if during is None else during
    return Part("in_force", nodes.InForce(period, parts.one("tested"), during is not None, span=span), span)


def _each(context: Context, span: Span, children: list[Any]) -> nodes.Each:
    (variable,) = (c for c in children if isinstance(c, nodes.Name))
    (collection,) = (c for c in children if not isinstance(c, nodes.Name))
    return nodes.Each(context.name(variable), collection, span=span)


def _norm(context: Context, span: Span, children: list[Any]) -> nodes.Norm:
    parts = Parts.of(context, "the norm", span, children)
    deadlines = of_type(_DEADLINES, children)
    return nodes.Norm(
        bearers=parts.one("bearers"),
        partners=parts.one("partners") or (),
        modality=parts.one("modality"),
        duty=of_type((nodes.Act, nodes.Ensure), children)[0],
        deadline=deadlines[0] if deadlines else None,
        evidence=of_type(nodes.Evidence, children),
        otherwise=parts.one("otherwise"),
        holding=parts.one("holding"),
        span=span,
    )


def _act(context: Context, span: Span, children: list[Any]) -> nodes.Act:
    action, *arguments = children
    pairs = tuple(a.value if isinstance(a, Part) else (None, a) for a in arguments)
    return nodes.Act(context.name(action), pairs, span=span)


def _named_argument(context: Context, span: Span, children: list[Any]) -> Part:
    return Part("argument", (context.name(children[0]), children[1]), span)


def _evidence(kind: nodes.EvidenceKind) -> Handler:
    return lambda context, span, children: nodes.Evidence(kind, children[0], span=span)


def _word(context: Context, span: Span, children: list[Any]) -> nodes.Word:
    name = context.name(children[0])
    if name.text in context.dialects.keywords or name.text in context.form_words:
        # In English it would be read as the beginning of what follows the norm.
        context.diagnostics.error(
            "reserved-word",
            f"`{name.text}` opens an item or a declaration, so it cannot be a deadline of its own",
            span,
            help="name the parameter otherwise, or say `within` before it",
        )
    return nodes.Word(name, span=span)


def _every(context: Context, span: Span, children: list[Any]) -> nodes.Every:
    unit, *rest = children
    word = " ".join(re.split(r"[ \t\r\n]+", unit)) if isinstance(unit, Token) else unit.text
    recurring = cast(nodes.RecurringUnit | None, context.dialects.canonical("recurring", word))
    day = whole_number(context, rest[0], 1, 366) if rest else None
    return nodes.Every(recurring or unit, day, span=span)


def _holding(holding: nodes.Holding) -> Handler:
    return lambda context, span, children: Part("holding", holding, span)


def _modality(modality: nodes.Modality) -> Handler:
    return lambda context, span, children: Part("modality", modality, span)


HANDLERS: dict[str, Handler] = {
    "rule": _rule,
    "overrides": lambda context, span, children: Part("overrides", tuple(children), span),
    "in_force": _in_force,
    "during": part("during"),
    "tested": part("tested"),
    "since": part("since"),
    "each": _each,
    "when": part("when"),
    "unless": part("unless"),
    "soft": mark("soft"),
    "note": text_part("note"),
    "then": lambda context, span, children: Part("then", tuple(children), span),
    "norm": _norm,
    "bearers": lambda context, span, children: Part("bearers", tuple(children), span),
    "partners": lambda context, span, children: Part("partners", tuple(children), span),
    "otherwise": part("otherwise"),
    **{modality: _modality(modality) for modality in _MODALITIES},
    "act": _act,
    "named_argument": _named_argument,
    "ensure": lambda context, span, children: nodes.Ensure(children[0], span=span),
    "rolling": mark("rolling"),
    "at_end": _holding("at_end"),
    "throughout": _holding("throughout"),
    "word": _word,
    "within": lambda context, span, children: nodes.Within(children[0], len(children) > 1, span=span),
    "by": lambda context, span, children: nodes.By(children[0], len(children) > 1, span=span),
    "interval": path,
    "every": _every,
    "fulfilled_when": _evidence("fulfilled_when"),
    "fulfilled_at": _evidence("fulfilled_at"),
    "breached_when": _evidence("breached_when"),
    "breached_at": _evidence("breached_at"),
}
