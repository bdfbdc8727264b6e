"""Rules that contradict each other whatever the facts are."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from pingan.diagnostics.diagnostic import Annotation, Diagnostics
from pingan.model import nodes as model
from pingan.model.layers import apart
from pingan.model.sameness import names_of, renamed
from pingan.model.timelines import Days, Timeline

_VERBS = {"must": "demands", "should": "asks for", "may": "allows", "discretion": "allows"}


@frozen(eq=False)
class _Claim:
    rule: model.Rule
    norm: model.Norm
    when: object
    """The condition under which it is a claim, whatever its variables are called."""


def check_conflicts(policy: model.Policy, diagnostics: Diagnostics) -> None:
    """Warns of two rules of which one demands or allows what the other forbids, of the same bearer, under the same
    conditions and at a time when both are in force."""
    timeline, never = Timeline(policy), apart(policy.headers)
    banned = {action for rule in policy.rules.values() for action in _actions(rule, is_ban=True)}
    if not banned:
        return
    overridden = {key for rule in policy.rules.values() for key in rule.overrides}
    disputed = banned & {action for rule in policy.rules.values() for action in _actions(rule, is_ban=False)}
    sides: dict[object, tuple[list[_Claim], list[_Claim]]] = {}
    for rule in policy.rules.values():
        # A rule that another may take back is not certain.
        if rule.key in overridden or disputed.isdisjoint((*_actions(rule, is_ban=True), *_actions(rule, is_ban=False))):
            continue
        for what, claim in _claims(rule, policy):
            demands, bans = sides.setdefault(what, ([], []))
            (bans if claim.norm.modality == "must_not" else demands).append(claim)
    for demands, bans in sides.values():
        for demand in demands:
            for ban in bans:
                if (demand.rule.module, ban.rule.module) not in never and demand.rule.key != ban.rule.key:
                    _check(demand, ban, timeline, diagnostics)


def _actions(rule: model.Rule, *, is_ban: bool) -> Iterator[str]:
    """The actions that *rule* forbids, or those that it demands or allows."""
    for norm in rule.norms:
        if isinstance(norm.duty, model.Act) and (norm.modality == "must_not") == is_ban:
            yield norm.duty.action


def _claims(rule: model.Rule, policy: model.Policy) -> Iterator[tuple[object, _Claim]]:
    """Each bearer's duty to act (what is done, and when it is owed at all) and the claim to it."""
    names = names_of(rule)
    header = policy.headers.get(rule.module)
    scope = header.scope if header is not None else None
    when = (
        scope,
        tuple(renamed(each.collection, names) for each in rule.each),
        rule.condition and renamed(rule.condition, names),
        frozenset(renamed(exception, names) for exception in rule.exceptions),
    )
    for norm in rule.norms:
        if isinstance(norm.duty, model.Act):
            arguments = tuple((name, renamed(value, names)) for name, value in norm.duty.arguments)
            for bearer in norm.bearers:
                what = (renamed(bearer, names), norm.duty.action, arguments, when)
                yield what, _Claim(rule, norm, when)


def _check(demand: _Claim, ban: _Claim, timeline: Timeline, diagnostics: Diagnostics) -> None:
    days = _together(demand.rule, ban.rule, timeline)
    if days is None or days.is_empty:
        return
    always = "whenever both are in force" if days == Days() else str(days)
    verb = _VERBS[demand.norm.modality]
    message = f"`{ban.rule.name}` forbids what `{demand.rule.name}` {verb}, under the same conditions ({always})"
    remark = Annotation(demand.norm.span, f"{verb} it")
    remedy = "let one of them override the other, or end before the other begins"
    diagnostics.warning("certain-conflict", message, ban.norm.span, remark, help=remedy)


def _together(one: model.Rule, other: model.Rule, timeline: Timeline) -> Days | None:
    """The days on which both are in force; None where that depends on facts, or different instants are tested."""
    days, tested = Days(), set[object]()
    for rule in (one, other):
        header = timeline.policy.headers.get(rule.module)
        own = timeline.in_force(rule.in_force)
        theirs = timeline.policy_in_force(header) if header is not None else Days()
        if own is None or theirs is None:
            return None
        days = days.meet(own).meet(theirs)
        written = [rule.in_force, header.in_force if header is not None else None]
        tested |= {w.tested for w in written if w is not None}
        # What replaces a policy for some facts only leaves open when it is in force.
        tested |= {later.in_force.tested for later in header.replaced_by} if header is not None else set()
    return days if len(tested) < 2 else None
