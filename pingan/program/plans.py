"""What of a rule is the same in every evaluation: its closures at hand, and all that its norms say whatever the facts.

A plan is made when its rule is first asked about, and kept.
"""

from __future__ import annotations

from attrs import field, frozen

from pingan.graph.from_model import in_force_test
from pingan.graph.nodes import PERIOD_VARIABLE
from pingan.model import nodes as model
from pingan.outcome import nodes as outcome
from pingan.program.closures import Act
from pingan.program.duties import test_of
from pingan.program.evaluator import Evaluator
from pingan.program.shapes import scalar


@frozen(eq=False)
class Who:
    """A bearer or a partner: as written, and who it is, unless that depends on the facts."""

    expression: model.Expression
    party: outcome.Party | None


@frozen(eq=False)
class NormPlan:
    """A norm of a rule. *following* is what follows from missing it.

    Of an `outcome.Norm` *head*, *demand*, *told* and *tail* are the fields that nothing changes, each in their order;
    *arguments* and *partners* are None where they depend on the facts. *plain* says that nothing but whether it
    applies does: such a norm has neither deadline nor test, and *unmet* is what it is where it surely does not apply,
    by bearer, as soon as that was asked for.
    """

    norm: model.Norm
    rule: model.Rule
    head: tuple[str, str, str | None, int, int]
    demand: tuple[model.Modality, str | None, str | None, str]
    told: tuple[bool, tuple[str, ...], tuple[model.Citation, ...]]
    tail: tuple[str, model.Level | None]
    bearers: tuple[Who, ...]
    partners: tuple[outcome.Party, ...] | None
    arguments: tuple[outcome.Argument, ...] | None
    test: model.Expression | None
    reads_period: bool
    plain: bool
    following: NormPlan | None
    unmet: dict[int, outcome.Norm] = field(factory=dict)


@frozen(eq=False)
class RulePlan:
    """A rule: what it asks, in closures, and the rules that override it."""

    rule: model.Rule
    condition: Act | None
    exceptions: tuple[Act, ...]
    in_force: Act | None
    overriding: tuple[str, ...]
    norms: tuple[NormPlan, ...]


def plan_of(evaluator: Evaluator, rule: model.Rule) -> RulePlan:
    """The plan of *rule*."""
    plans: dict[str, RulePlan] = evaluator.plans
    plan = plans.get(rule.key)
    if plan is None:
        plan = plans[rule.key] = _plan(evaluator, rule)
    return plan


def _plan(evaluator: Evaluator, rule: model.Rule) -> RulePlan:
    return RulePlan(
        rule=rule,
        condition=evaluator.act(rule.condition) if rule.condition else None,
        exceptions=tuple(evaluator.act(exception) for exception in rule.exceptions),
        in_force=evaluator.act(in_force_test(rule.in_force)) if rule.in_force else None,
        overriding=tuple(evaluator.overriding(rule.key)),
        norms=tuple(_norm_plan(evaluator, rule, norm) for norm in rule.norms),
    )


def _norm_plan(evaluator: Evaluator, rule: model.Rule, norm: model.Norm) -> NormPlan:
    header, test, duty = evaluator.header_of(rule), test_of(norm), norm.duty
    bearers = tuple(Who(bearer, _written_party(evaluator, bearer)) for bearer in norm.bearers)
    partners = tuple(_written_party(evaluator, partner) for partner in norm.partners)
    known = tuple(party for party in partners if party is not None)
    arguments = _arguments(norm)
    written = (norm.deadline, norm.fulfilled_at, norm.breached_when, norm.breached_at, test, norm.otherwise)
    return NormPlan(
        norm=norm,
        rule=rule,
        head=(rule.module, rule.name, rule.label, norm.place, norm.depth),
        demand=(
            norm.modality,
            duty.action if isinstance(duty, model.Act) else None,
            duty.kind if isinstance(duty, model.Act) else None,
            evaluator.duty_of(norm),
        ),
        told=(rule.soft, rule.notes, rule.citations),
        tail=(rule.zone, header.level if header else None),
        bearers=bearers,
        partners=known if len(known) == len(partners) else None,
        arguments=arguments,
        test=test,
        reads_period=test is not None and evaluator.reads(test, PERIOD_VARIABLE),
        plain=all(part is None for part in written)
        and arguments is not None
        and len(known) == len(partners)
        and all(who.party is not None for who in bearers),
        following=_norm_plan(evaluator, rule, norm.otherwise) if norm.otherwise is not None else None,
    )


def _written_party(evaluator: Evaluator, expression: model.Expression) -> outcome.Party | None:
    """Who *expression* means, where it names an actor."""
    if not isinstance(expression, model.Constant) or not isinstance(expression.value, str):
        return None
    actor = evaluator.policy.vocabulary.actors.get(expression.value)
    return outcome.Party(expression.value, actor.label if actor else None)


def _arguments(norm: model.Norm) -> tuple[outcome.Argument, ...] | None:
    """The arguments of the duty, unless a fact may change one."""
    if not isinstance(norm.duty, model.Act):
        return ()
    found: list[outcome.Argument] = []
    for name, expression in norm.duty.arguments:
        if not isinstance(expression, model.Constant):
            return None
        found.append(outcome.Argument(name, scalar(expression.value)))
    return tuple(found)
