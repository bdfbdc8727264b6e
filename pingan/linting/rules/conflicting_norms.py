"""`conflicting-norms`: one rule forbids what another demands wherever that applies."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, product

from pingan.diagnostics.diagnostic import Annotation
from pingan.linting.analysis.pairs import MOST_PAIRS, applies_where, lists_of, norms_of
from pingan.linting.analysis.written import is_told
from pingan.linting.lint import Finding, Lint, Options, found
from pingan.linting.looked import Looked
from pingan.model import nodes as m
from pingan.model.layers import apart

_VERBS = {"must": "demands", "should": "asks for", "may": "allows", "discretion": "allows"}


def check(looked: Looked, options: Options) -> Iterator[Finding]:
    never = apart(looked.model.headers)
    related = {(rule.key, key) for rule in looked.model.rules.values() for key in rule.overrides}
    overridden = {key for _, key in related}
    claims: dict[object, list[tuple[m.Rule, m.Norm]]] = {}
    for rule in looked.model.rules.values():
        for norm in norms_of(rule):
            if isinstance(norm.duty, m.Act):
                for bearer in norm.bearers:
                    claims.setdefault((bearer, norm.duty, lists_of(rule)), []).append((rule, norm))
    for group in claims.values():
        bans = [claim for claim in group if claim[1].modality == "must_not"]
        demands = [claim for claim in group if claim[1].modality != "must_not"]
        for (rule, ban), (other, demand) in islice(product(bans, demands), MOST_PAIRS):
            if rule is other or {rule.key, other.key} & overridden:
                continue
            if not looked.is_own(rule) and not looked.is_own(other):
                continue
            if (rule.module, other.module) in never or _level(looked, rule) != _level(looked, other):
                continue
            if not is_told(looked, ban.span, "certain-conflict") and _meet(looked, rule, other):
                yield _told(looked, rule, ban, other, demand)


def _level(looked: Looked, rule: m.Rule) -> object:
    """Law of different levels may ask different things; who gives way is for its readers."""
    header = looked.model.headers.get(rule.module)
    return rule.module if header is None or header.level is None else header.level


def _meet(looked: Looked, rule: m.Rule, other: m.Rule) -> bool:
    """Whether one of them surely applies wherever the other does, and that is somewhere."""
    worlds = looked.worlds
    if not worlds.binding(rule) or not worlds.binding(other):
        return False
    if rule.module != other.module and worlds.standing(rule) != worlds.standing(other):
        return False
    return applies_where(worlds, other, rule) or applies_where(worlds, rule, other)


def _told(looked: Looked, rule: m.Rule, ban: m.Norm, other: m.Rule, demand: m.Norm) -> Finding:
    verb = _VERBS[demand.modality]
    message = f"`{rule.name}` forbids what `{other.name}` {verb}, and one of the two applies wherever the other does"
    places = [Annotation(ban.span, "forbids it"), Annotation(demand.span, f"{verb} it")]
    if not looked.is_of_own_text(ban.span):
        places.reverse()
    remedy = "let the special rule override the general one, or except its cases with `unless`"
    return found(message, *places, help=remedy)


LINT = Lint(
    code="conflicting-norms",
    group="norms",
    title="one rule forbids what another demands in all of its cases",
    what="""Reports a prohibition and a demand, recommendation or permission of the same action by the same bearer,
        where one of the two rules surely applies wherever the other does, definitions written out. Certain. Rules
        of which one overrides the other, and policies of different levels, are left alone; under equal conditions
        `certain-conflict` says it.""",
    why="Whoever is bound cannot obey both. The special rule was meant to win and does not say so.",
    example="""
        policy flood
        actor warden
        action close_road
        fact depth_cm: integer >= 0
        rule closing {
            when depth_cm >= 30
            then warden must close_road
        }
        rule too_deep {
            when depth_cm >= 200
            then warden must not close_road
        }
        """,
    better="""
        policy flood
        actor warden
        action close_road
        fact depth_cm: integer >= 0
        rule closing {
            when depth_cm >= 30
            then warden must close_road
        }
        rule too_deep {
            overrides closing
            when depth_cm >= 200
            then warden must not close_road
        }
        """,
    check=check,
)
