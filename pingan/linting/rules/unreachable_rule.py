"""`unreachable-rule`: a rule that never applies."""

from __future__ import annotations

from collections.abc import Iterator

from pingan.diagnostics.diagnostic import Annotation
from pingan.graph.from_model import policy_in_force_test
from pingan.linting.analysis.written import is_told
from pingan.linting.lint import Finding, Lint, Options, found
from pingan.linting.looked import Looked
from pingan.model import nodes as m


def check(looked: Looked, options: Options) -> Iterator[Finding]:
    for rule in looked.rules:
        if looked.worlds.binding(rule):
            continue
        if rule.in_force is not None and is_told(looked, rule.in_force.period.span, "never-in-force"):
            continue
        limbs = looked.worlds.limbs(rule)
        if any(looked.worlds.is_never(limb) for limb, negated in limbs if not negated):
            continue  # `condition-never-true` or `contradiction` has said it of the limb
        place, remark = _cause(looked, rule)
        message = f"`{rule.name}` never applies: what it asks for excludes itself"
        yield found(message, place, *remark, help="one of the two says something else than was meant")


def _cause(looked: Looked, rule: m.Rule) -> tuple[Annotation, list[Annotation]]:
    """The two parts that exclude each other, where it takes only two."""
    worlds = looked.worlds
    parts = [(worlds.form(limb, negated=negated), limb, negated) for limb, negated in worlds.limbs(rule)]
    header = looked.model.headers.get(rule.module)
    around = [] if header is None else [header.scope, policy_in_force_test(header)]
    parts += [(worlds.form(part), part, False) for part in around if part is not None]
    for n, (form, limb, negated) in enumerate(parts):
        for other_form, other, _ in parts[:n]:
            if worlds.are_apart(form, other_form):
                remark = "this exception holds whenever it does" if negated else "this never holds together with it"
                return Annotation(other.span), [Annotation(limb.span, remark)]
    return Annotation(rule.span), []


LINT = Lint(
    code="unreachable-rule",
    group="conditions",
    title="a rule that never applies",
    what="""Reports a rule whose condition, exceptions, own time and the scope of its policy surely never leave a
        case in which it binds, though each of them alone may hold. Certain; definitions are written out, and
        parameters and readings may be anything.""",
    why="""A duty that stands in the text and binds nobody. Mostly an exception is too wide, or a fact was mistaken
        for another.""",
    example="""
        policy flood
        actor warden
        action close_road
        fact depth_cm: integer >= 0
        define deep: boolean { is depth_cm >= 30 }
        rule closing {
            when depth_cm >= 50
            unless deep
            then warden must close_road
        }
        """,
    better="""
        policy flood
        actor warden
        action close_road
        fact depth_cm: integer >= 0
        fact drill: boolean
        define deep: boolean { is depth_cm >= 30 }
        rule closing {
            when deep
            unless drill
            then warden must close_road
        }
        """,
    check=check,
)
