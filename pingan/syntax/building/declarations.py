"""Headers, vocabulary, what a text leaves open, definitions, scenarios."""

from __future__ import annotations

from typing import Any, cast

from pingan.source import Span
from pingan.syntax import nodes
from pingan.syntax.building.context import Context, Handler, Part, Parts, of_type, part, text_part
from pingan.syntax.building.expressions import operator
from pingan.syntax.building.token import Token

_MARKS = ("optional", "key", "sensitive")
_STATES = ("none", "applies", "pending", "due", "fulfilled", "late", "breached")
_TYPES = (nodes.NamedType, nodes.SetOf, nodes.ListOf, nodes.JudgementOf)


def names(context: Context, children: list[Any]) -> tuple[nodes.Name, ...]:
    return tuple(context.name(c) for c in children if isinstance(c, Token | nodes.Name))


def mark(kind: str) -> Handler:
    """A handler for a word that only says that something is so."""
    return lambda context, span, children: Part(kind, True, span)


# --- types and fields


def _named_type(context: Context, span: Span, children: list[Any]) -> nodes.NamedType:
    name = context.name(children[0])
    limits = of_type(Part, children)
    built_in = nodes.Name(context.dialects.canonical("types", name.text) or name.text, span=name.span)
    return nodes.NamedType(built_in, limits[0].value if limits else (), span=span)


def _range(context: Context, span: Span, children: list[Any]) -> Part:
    return Part("range", tuple(p.value for p in children), span)


def _limit(context: Context, span: Span, children: list[Any]) -> Part:
    return Part("limit", (operator(children[0]), children[1]), span)


def _judgement(context: Context, span: Span, children: list[Any]) -> nodes.JudgementOf:
    parts = Parts.of(context, "the judgement", span, children)
    return nodes.JudgementOf(parts.one("judged"), parts.one("authorities") or (), span=span)


def _field(context: Context, span: Span, children: list[Any]) -> nodes.Field:
    parts = Parts.of(context, "the field", span, children)
    for kind in _MARKS:
        parts.one(kind)
    marks = tuple(dict.fromkeys(p.kind for p in parts.parts if p.kind in _MARKS))
    return nodes.Field(
        context.name(children[0]), parts.label, of_type(_TYPES, children)[0], cast(Any, marks), span=span
    )


# --- vocabulary


def _enum(context: Context, span: Span, children: list[Any]) -> nodes.Enum:
    parts = Parts.of(context, "the enum", span, children)
    return nodes.Enum(
        context.name(children[0]), parts.label, parts.has("ordered"), of_type(nodes.Member, children), span=span
    )


def _member(context: Context, span: Span, children: list[Any]) -> nodes.Member:
    return nodes.Member(context.name(children[0]), Parts.of(context, "the member", span, children).label, span=span)


def _record(context: Context, span: Span, children: list[Any]) -> nodes.Record:
    parts = Parts.of(context, "the record", span, children)
    return nodes.Record(
        context.name(children[0]), parts.label, parts.has("is_actor"), of_type(nodes.Field, children), span=span
    )


def _actor(context: Context, span: Span, children: list[Any]) -> nodes.Actor:
    parts = Parts.of(context, "the actor", span, children)
    return nodes.Actor(context.name(children[0]), parts.label, parts.one("counts_as"), span=span)


def _counts_as(context: Context, span: Span, children: list[Any]) -> Part:
    return Part("counts_as", context.name(children[0]), span)


def _action(context: Context, span: Span, children: list[Any]) -> nodes.Action:
    parts = Parts.of(context, "the action", span, children)
    parameters = parts.one("parameters") or ()
    return nodes.Action(context.name(children[0]), parts.label, parameters, parts.one("kind"), span=span)


def _kind(context: Context, span: Span, children: list[Any]) -> Part:
    name = context.name(children[0])
    return Part("kind", nodes.Name(context.dialects.canonical("kinds", name.text) or name.text, span=name.span), span)


# --- what a text leaves open


def _setting(context: Context, span: Span, children: list[Any]) -> nodes.Setting:
    return nodes.Setting(children[0], children[2], span=span)


def _interpretation(context: Context, span: Span, children: list[Any]) -> nodes.Interpretation:
    name = context.name(children[0])
    parts = Parts.of(context, "the interpretation", name.span, children)
    return nodes.Interpretation(
        name,
        parts.label,
        parts.one("question"),
        parts.required("readings", "readings") or (),
        parts.one("default"),
        places=parts.places,
        span=span,
    )


def _definition(context: Context, span: Span, children: list[Any]) -> nodes.Definition:
    name = context.name(children[0])
    parts = Parts.of(context, "the definition", name.span, children)
    cases = of_type(nodes.Case, children)
    if not cases:
        context.diagnostics.error("missing-item", "the definition has no value", name.span, help="add an `is …` to it")
    return nodes.Definition(
        name,
        parts.label,
        parts.one("subject"),
        of_type(_TYPES, children)[0],
        parts.joined("cite"),
        cases,
        _promise(parts),
        places=parts.places,
        span=span,
    )


def _promise(parts: Parts) -> nodes.Exclusive | None:
    """What the author promises of the cases; both words at once are one too many."""
    kinds: tuple[nodes.Exclusive, ...] = ("exclusive", "agreeing")
    found = [kind for kind in kinds if parts.one(kind)]
    if len(found) > 1:
        span = next(span for kind, span in parts.places if kind == "agreeing")
        message = "cases that exclude each other have nothing to agree on"
        parts.context.diagnostics.error("duplicate-item", message, span, help="leave one of the two words out")
    return found[0] if found else None


def _cite(context: Context, span: Span, children: list[Any]) -> Part:
    return Part("cite", tuple(nodes.Cite(context.text(c), span=context.span(c)) for c in children), span)


def _case(context: Context, span: Span, children: list[Any]) -> nodes.Case:
    parts = Parts.of(context, "the case", span, children)
    (value,) = (c for c in children if not isinstance(c, Part))
    return nodes.Case(value, parts.one("when"), parts.has("otherwise"), span=span)


# --- scenarios


def _scenario(context: Context, span: Span, children: list[Any]) -> nodes.Scenario:
    parts = Parts.of(context, "the scenario", span, children)
    return nodes.Scenario(
        context.text(children[0]),
        of_type(nodes.GivenFact, children),
        parts.one("as_of", "as of"),
        of_type(nodes.Setting, children),
        of_type(nodes.Since, children),
        parts.many("expect"),
        parts.one("along_with", "together with") or (),
        places=parts.places,
        span=span,
    )


def _along_with(context: Context, span: Span, children: list[Any]) -> Part:
    return Part("along_with", tuple(context.name(c) for c in children), span)


def _as_of(context: Context, span: Span, children: list[Any]) -> Part:
    return Part("as_of", nodes.AsOf(children[0], span=span), span)


def _since(context: Context, span: Span, children: list[Any]) -> nodes.Since:
    rule, value = (c for c in children if not isinstance(c, Token))
    return nodes.Since(rule, value, span=span)


def _expect_norm(context: Context, span: Span, children: list[Any]) -> nodes.ExpectNorm:
    negated = isinstance(children[0], Part) and children[0].kind == "no"
    bearer, modality, act = children[-3:]
    return nodes.ExpectNorm(bearer, modality.value, act.action, negated, act.arguments, span=span)


def _expect_state(context: Context, span: Span, children: list[Any]) -> nodes.ExpectState:
    negated = isinstance(children[0], Part) and children[0].kind == "no"
    rule, state = children[-2:]
    return nodes.ExpectState(rule, state.kind, negated, span=span)


def _expect_undetermined(context: Context, span: Span, children: list[Any]) -> nodes.ExpectUndetermined:
    parts = Parts.of(context, "the expectation", span, children)
    return nodes.ExpectUndetermined(of_type(nodes.Path, children)[0], parts.one("because") or (), span=span)


# --- headers


def _issued(context: Context, span: Span, children: list[Any]) -> Part:
    return Part("issued", (of_type(nodes.DateLiteral, children)[0], names(context, children)), span)


def _omits(context: Context, span: Span, children: list[Any]) -> Part:
    return Part("omits", nodes.Omission(context.text(children[0]), context.text(children[1]), span=span), span)


def _policy(context: Context, span: Span, children: list[Any]) -> nodes.PolicyHeader:
    parts = Parts.of(context, "the policy's header", span, children)
    issued, issuers = parts.one("issued") or (None, ())
    return nodes.PolicyHeader(
        name=context.name(children[0]),
        label=parts.label,
        version=parts.one("version"),
        document=parts.one("document"),
        jurisdiction=parts.one("jurisdiction"),
        register=parts.one("clauses"),
        issued=issued,
        issuers=issuers,
        zone=parts.one("zone"),
        scope=parts.one("scope", "applies when"),
        in_force=parts.one("in_force", "in force"),
        level=parts.one("level"),
        calendar=parts.one("calendar"),
        replaces=parts.joined("replaces"),
        needs=parts.joined("needs"),
        uses=parts.joined("uses"),
        extends=parts.joined("extends"),
        omissions=parts.many("omits"),
        places=parts.places,
        span=span,
    )


def _vocabulary(context: Context, span: Span, children: list[Any]) -> nodes.VocabularyHeader:
    parts = Parts.of(context, "the vocabulary's header", span, children)
    return nodes.VocabularyHeader(
        context.name(children[0]),
        parts.label,
        parts.joined("uses"),
        parts.joined("needs"),
        places=parts.places,
        span=span,
    )


def _names(kind: str) -> Handler:
    return lambda context, span, children: Part(kind, names(context, children), span)


HANDLERS: dict[str, Handler] = {
    "label": text_part("label"),
    "policy": _policy,
    "vocabulary": _vocabulary,
    "version": text_part("version"),
    "document": text_part("document"),
    "jurisdiction": text_part("jurisdiction"),
    "register": text_part("clauses"),
    "zone": text_part("zone"),
    "issued": _issued,
    "scope": part("scope"),
    "uses": _names("uses"),
    "extends": _names("extends"),
    "level": part("level"),
    "calendar": lambda context, span, children: Part("calendar", context.name(children[0]), span),
    "replaces": _names("replaces"),
    "needs": _names("needs"),
    "omits": _omits,
    "enum": _enum,
    "ordered": mark("ordered"),
    "member": _member,
    "record": _record,
    "is_actor": mark("is_actor"),
    "field": _field,
    "fact": lambda context, span, children: nodes.Fact(_field(context, span, children), span=span),
    "parameter": lambda context, span, children: nodes.Parameter(_field(context, span, children), span=span),
    "actor": _actor,
    "counts_as": _counts_as,
    "action": _action,
    "parameters": lambda context, span, children: Part("parameters", tuple(children), span),
    "kind": _kind,
    **{kind: mark(kind) for kind in _MARKS},
    "named_type": _named_type,
    "range": _range,
    "limit": _limit,
    "set_of": lambda context, span, children: nodes.SetOf(children[0], span=span),
    "list_of": lambda context, span, children: nodes.ListOf(children[0], span=span),
    "judgement": _judgement,
    "judged": part("judged"),
    "authorities": _names("authorities"),
    "setting": _setting,
    "interpretation": _interpretation,
    "question": text_part("question"),
    "readings": lambda context, span, children: Part("readings", tuple(children), span),
    "default": lambda context, span, children: Part("default", context.name(children[0]), span),
    "definition": _definition,
    "subject": lambda context, span, children: Part("subject", names(context, children), span),
    "cite": _cite,
    "exclusive": mark("exclusive"),
    "agreeing": mark("agreeing"),
    "case": _case,
    "case_when": part("when"),
    "case_otherwise": mark("otherwise"),
    "scenario": _scenario,
    "along_with": _along_with,
    "as_of": _as_of,
    "rule_since": _since,
    "no": mark("no"),
    "expect": part("expect"),
    "expect_norm": _expect_norm,
    "expect_state": _expect_state,
    **{state: mark(state) for state in _STATES},
    "expect_shortfall": lambda context, span, children: nodes.ExpectShortfall(children[0], children[1], span=span),
    "expect_deadline": lambda context, span, children: nodes.ExpectDeadline(children[0], children[1], span=span),
    "expect_undetermined": _expect_undetermined,
    "because": lambda context, span, children: Part("because", tuple(children), span),
    "expect_value": lambda context, span, children: nodes.ExpectValue(children[0], children[2], span=span),
    "expect_conflict": lambda context, span, children: nodes.ExpectConflict(children[0], children[1], span=span),
}
