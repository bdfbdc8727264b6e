"""The table of mutators: what a policy's author may get wrong, one function each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from pingan.mutation import of_conditions, of_declarations, of_norms, of_values
from pingan.mutation.places import Place

Mutator = Callable[[Place], Iterator[object]]
"""Gives what may stand in a place instead of what stands there (`REMOVED`: nothing), each one a mutant. The language
must have what it gives: types stay as they are, and a norm is a norm."""

MUTATORS: Final[Mapping[str, Mutator]] = {
    "condition": of_conditions.condition,
    "exception": of_conditions.exception,
    "operand": of_conditions.operand,
    "junction": of_conditions.junction,
    "negation": of_conditions.negation,
    "strictness": of_conditions.strictness,
    "threshold": of_values.threshold,
    "member": of_values.member,
    "set-member": of_values.set_member,
    "quantifier": of_conditions.quantifier,
    "filter": of_conditions.filter_dropped,
    "arithmetic": of_values.arithmetic,
    "rounding": of_values.rounding,
    "extreme": of_values.extreme,
    "period-end": of_values.period_end,
    "modality": of_norms.modality,
    "bearer": of_norms.bearer,
    "action": of_norms.action,
    "argument": of_norms.argument,
    "partner": of_norms.partner,
    "norm": of_norms.norm,
    "deadline": of_norms.deadline,
    "length": of_norms.length,
    "unit": of_norms.unit,
    "holding": of_norms.holding,
    "evidence": of_norms.evidence,
    "otherwise": of_norms.otherwise,
    "since": of_declarations.since,
    "override": of_declarations.override,
    "in-force": of_declarations.in_force,
    "scope": of_declarations.scope,
    "soft": of_declarations.soft,
    "case": of_declarations.case,
    "promise": of_declarations.promise,
    "setting": of_declarations.setting,
    "cite": of_declarations.cite,
}
"""By name, in the order in which the mutants of one place are made."""
