"""Mutants that say the same: proven, by going through everything that the tests of a condition may be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pingan.graph.from_model import in_force_test, policy_in_force_test
from pingan.language import types
from pingan.linting.analysis.sameness import Known, all_that_may_be, evaluated, is_small, same
from pingan.model import nodes as m
from pingan.mutation.applied import changed
from pingan.mutation.nodes import Edit, Mutant

_TRUE, _FALSE = 1, 2


def proof(mutant: Mutant, policy: m.Policy) -> str | None:
    """Why *mutant* says the same as *policy*, under any settings; None where that is not proven."""
    other = changed(policy, mutant)
    if other is None:
        return None
    declarations = {(edit.kind, edit.key): edit for edit in mutant.edits}
    if all(_says_the_same(edit, mutant.edits, policy, other) for edit in declarations.values()):
        return "the same is true in every case"
    return None


def _says_the_same(one: Edit, edits: Sequence[Edit], policy: m.Policy, other: m.Policy) -> bool:
    """Whether the declaration that *one* changes says the same with all its *edits*."""
    own = [edit for edit in edits if (edit.kind, edit.key) == (one.kind, one.key)]
    if one.kind == "definition":
        return _same_cases(policy.definitions[one.key], other.definitions[one.key])
    if one.kind != "rule":
        return False
    return _same_rules(policy.rules[one.key], other.rules[one.key], own, policy)


# --- rules ----------------------------------------------------------------------------------------------------------


def _same_rules(rule: m.Rule, other: m.Rule, edits: Sequence[Edit], policy: m.Policy) -> bool:
    parts = {edit.path[0] for edit in edits}
    if parts <= {"condition", "exceptions", "in_force"}:
        if "in_force" in parts and not _counts_alike(rule, other, policy):
            return False
        return _binds_alike(rule, _binding(rule, policy), _binding(other, policy))
    if parts == {"norms"}:
        claims = [_claims(each.norms) for each in (rule, other)]
        return _only_claims(edits) and all(same(one, two) for one, two in zip(*claims, strict=True))
    return False


def _binds_alike(rule: m.Rule, one: m.Expression, other: m.Expression) -> bool:
    """Whether the same bearers are bound: one that is absent is not. What a rule overrides does not ask about that."""
    bearers = {bearer for norm in rule.all_norms for bearer in norm.bearers}
    if rule.overrides:
        return same(one, other)
    return all(
        same(m.And((one, *_present(bearer)), type=types.BOOLEAN), m.And((other, *_present(bearer)), type=types.BOOLEAN))
        for bearer in bearers
    )


def _present(bearer: m.Expression) -> list[m.Expression]:
    """That a record that bears a norm is there, and what it is read through."""
    found: list[m.Expression] = []
    node = bearer
    while isinstance(node, m.FactValue | m.FieldValue):
        if node.optional:
            found.append(m.Present(node, type=types.BOOLEAN))
        if isinstance(node, m.FactValue):
            break
        node = node.record
    return found


def _counts_alike(rule: m.Rule, other: m.Rule, policy: m.Policy) -> bool:
    """Whether the same days are in force, where deadlines and periods count from the first of them."""
    header = policy.headers.get(rule.module)
    if header is not None and header.in_force == rule.in_force and other.in_force is None:
        return True
    return all(norm.deadline is None for norm in rule.all_norms)


def _binding(rule: m.Rule, policy: m.Policy) -> m.Expression:
    """That the policy stands and the rule's own conditions hold, of one element."""
    header = policy.headers.get(rule.module)
    limbs: list[m.Expression | None] = []
    if header is not None:
        limbs += [header.scope, policy_in_force_test(header)]
    limbs += [in_force_test(rule.in_force) if rule.in_force else None, rule.condition]
    limbs += [m.Not(exception, type=types.BOOLEAN) for exception in rule.exceptions]
    return m.And(tuple(limb for limb in limbs if limb is not None), type=types.BOOLEAN)


def _claims(norms: Iterable[m.Norm]) -> list[m.Expression]:
    """What is ensured, and the conditions of evidence."""
    found: list[m.Expression] = []
    for norm in norms:
        for level in norm.and_otherwise:
            if isinstance(level.duty, m.Ensure):
                found.append(level.duty.condition)
            found += [claim for claim in (level.fulfilled_when, level.breached_when) if claim is not None]
    return found


def _only_claims(edits: Iterable[Edit]) -> bool:
    """Whether only conditions are changed of which nothing is told but whether they hold: no shortfall is measured."""
    return all(
        isinstance(edit.old, m.Expression)
        and isinstance(edit.new, m.Expression)
        and ("fulfilled_when" in edit.path or "breached_when" in edit.path)
        for edit in edits
    )


# --- definitions ----------------------------------------------------------------------------------------------------


def _same_cases(one: m.Definition, other: m.Definition) -> bool:
    """Whether the same cases may give the value, whatever is known."""
    conditions = [case.condition for d in (one, other) for case in d.cases if case.condition is not None]
    for known in all_that_may_be(conditions):
        if _values(one, known) != _values(other, known):
            return False
    return bool(conditions) and is_small(conditions)


def _values(definition: m.Definition, known: Known) -> frozenset[m.Expression | None]:
    found: set[m.Expression | None] = set()
    for case in definition.cases:
        bits = _TRUE if case.condition is None else evaluated(case.condition, known)
        if bits & _TRUE:
            found.add(case.value)
        if not bits & _FALSE:
            return frozenset(found)
    return frozenset((*found, None))
