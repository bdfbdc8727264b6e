"""`clause-encoded-twice`: two rules that encode one clause alike."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from itertools import combinations, islice

from attrs import evolve

from pingan.diagnostics.diagnostic import Annotation
from pingan.linting.analysis.documents import citing
from pingan.linting.analysis.pairs import lists_of, norms_of
from pingan.linting.lint import Finding, Lint, Options, found
from pingan.linting.looked import Looked
from pingan.model import nodes as m

MOST = 500
"""Pairs that are looked at of one norm of one clause."""


def check(looked: Looked, options: Options) -> Iterator[Finding]:
    told: set[tuple[str, str]] = set()
    touched = {key for rule in looked.model.rules.values() if rule.overrides for key in (rule.key, *rule.overrides)}
    norms = {rule.key: _norms(rule) for rule in looked.rules if rule.key not in touched}
    for (_, clause), rules in citing(looked).items():
        saying: dict[tuple[str, Hashable], list[m.Rule]] = {}
        for rule in rules:
            for said in norms.get(rule.key, {}):
                saying.setdefault((rule.module, said), []).append(rule)
        for (_, said), alike in saying.items():
            for earlier, rule in islice(combinations(alike, 2), MOST):
                pair = earlier.key, rule.key
                if pair not in told and not looked.worlds.are_apart(*map(looked.worlds.binding, (earlier, rule))):
                    told.add(pair)
                    message = f"`{clause}` is encoded twice: `{earlier.name}` says this of the same bearer, too"
                    remark = Annotation(earlier.span, "the other rule; both may apply at once")
                    place = norms[rule.key][said].span
                    yield found(message, place, remark, help="let one rule say it, with `or` between the conditions")


def _norms(rule: m.Rule) -> dict[Hashable, m.Norm]:
    """The norms of *rule* by what they say, shown to be fulfilled by the same, of the same elements and since then."""
    around = lists_of(rule), rule.since
    return {(around, evolve(n, place=1)): w for n, w in zip(norms_of(rule), rule.norms, strict=True)}


LINT = Lint(
    code="clause-encoded-twice",
    group="documents",
    title="two rules that encode one clause alike",
    what="""Reports two rules of one policy that cite the same clause, have a norm in common (bearer, modality, duty
        and deadline) and may surely not be told apart by their conditions: nothing keeps both from applying at
        once. Probable.""",
    why="""One sentence of the document gives two duties in the outcome. Alternatives of one clause are alternatives
        of one condition.""",
    example="""
        policy flood
        actor warden
        action close_road
        fact depth_cm: integer >= 0
        fact cracked: boolean
        rule closing_when_deep {
            cite "1"
            when depth_cm >= 30
            then warden must close_road
        }
        rule closing_when_cracked {
            cite "1"
            when cracked
            then warden must close_road
        }
        """,
    better="""
        policy flood
        actor warden
        action close_road
        fact depth_cm: integer >= 0
        fact cracked: boolean
        rule closing {
            cite "1"
            when depth_cm >= 30 or cracked
            then warden must close_road
        }
        """,
    check=check,
)
