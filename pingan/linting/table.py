"""The table of lint rules: whatever is not in it does not run."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from pingan.linting.lint import Lint
from pingan.linting.rules import (
    bad_allow,
    case_never_reached,
    cases_all_same,
    condition_always_true,
    condition_never_true,
    double_negation,
    idle_exception,
    idle_override,
    overridden_always,
    redundant_condition,
    unreachable_rule,
    unused_allow,
    unused_parameter,
)

_ALL: Final = (
    bad_allow.LINT,
    case_never_reached.LINT,
    cases_all_same.LINT,
    condition_always_true.LINT,
    condition_never_true.LINT,
    double_negation.LINT,
    idle_exception.LINT,
    idle_override.LINT,
    overridden_always.LINT,
    redundant_condition.LINT,
    unreachable_rule.LINT,
    unused_allow.LINT,
    unused_parameter.LINT,
)

LINTS: Final[Mapping[str, Lint]] = MappingProxyType({lint.code: lint for lint in sorted(_ALL, key=lambda r: r.code)})
"""By code, in the order of codes."""
