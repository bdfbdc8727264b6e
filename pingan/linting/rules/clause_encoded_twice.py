"""`clause-encoded-twice`: two rules that encode one clause alike."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from attrs import evolve

from pingan.diagnostics.diagnostic import Annotation
from pingan.linting.analysis.documents import citing
from pingan.linting.analysis.pairs import lists_of, norms_of
from pingan.linting.lint import Finding, Lint, Options, found
from pingan.linting.looked import Looked
from pingan.model import nodes as m


def check(looked: Looked, options: Options) -> Iterator[Finding]:
    told: set[tuple[str, str]] = set()
    touched = {
        key for rule in looked.model.rules.values() for key in (*rule.overrides, rule.key if rule.overrides else "")
    }
    for (_, clause), rules in citing(looked).items():
        for earlier, rule in combinations(rules, 2):
            if (earlier.key, rule.key) in told or {earlier.key, rule.key} & touched or earlier.module != rule.module:
                continue
            shared = _shared(earlier, rule)
            if shared is not None and not looked.worlds.are_apart(*map(looked.worlds.binding, (earlier, rule))):
                told.add((earlier.key, rule.key))
                message = f"`{clause}` is encoded twice: `{earlier.name}` says this of the same bearer, too"
                remark = Annotation(earlier.span, "the other rule; both may apply at once")
                yield found(message, shared.span, remark, help="let one rule say it, with `or` between the conditions")


def _shared(one: m.Rule, other: m.Rule) -> m.Norm | None:
    """A norm of *other* that *one* has as well, shown to be fulfilled by the same."""
    if lists_of(one) != lists_of(other) or one.since != other.since:
        return None
    said = {evolve(norm, place=1) for norm in norms_of(one)}
    for norm, written in zip(norms_of(other), other.norms, strict=True):
        if evolve(norm, place=1) in said:
            return written
    return None


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
