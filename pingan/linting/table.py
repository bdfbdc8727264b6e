"""The table of lint rules: whatever is not in it does not run."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from pingan.linting.lint import Lint
from pingan.linting.rules import (
    always_fulfilled,
    bad_allow,
    bearer_to_itself,
    case_never_reached,
    cases_all_same,
    condition_always_true,
    condition_never_true,
    deadline_without_evidence,
    deadline_without_since,
    double_negation,
    empty_label,
    fulfilled_by_trigger,
    idle_exception,
    idle_override,
    line_too_long,
    misleading_label,
    missing_label,
    mixed_dialects,
    never_fulfilled,
    norm_twice,
    not_in_form,
    overridden_always,
    redundant_condition,
    todo_comment,
    unlikely_duration,
    unreachable_rule,
    unsorted_imports,
    unused_action,
    unused_actor,
    unused_allow,
    unused_definition,
    unused_fact,
    unused_import,
    unused_interpretation,
    unused_parameter,
    unused_type,
)

_ALL: Final = (
    always_fulfilled.LINT,
    bad_allow.LINT,
    bearer_to_itself.LINT,
    case_never_reached.LINT,
    cases_all_same.LINT,
    condition_always_true.LINT,
    condition_never_true.LINT,
    deadline_without_evidence.LINT,
    deadline_without_since.LINT,
    double_negation.LINT,
    empty_label.LINT,
    fulfilled_by_trigger.LINT,
    idle_exception.LINT,
    idle_override.LINT,
    line_too_long.LINT,
    misleading_label.LINT,
    missing_label.LINT,
    mixed_dialects.LINT,
    never_fulfilled.LINT,
    norm_twice.LINT,
    not_in_form.LINT,
    overridden_always.LINT,
    redundant_condition.LINT,
    todo_comment.LINT,
    unlikely_duration.LINT,
    unreachable_rule.LINT,
    unsorted_imports.LINT,
    unused_action.LINT,
    unused_actor.LINT,
    unused_allow.LINT,
    unused_definition.LINT,
    unused_fact.LINT,
    unused_import.LINT,
    unused_interpretation.LINT,
    unused_parameter.LINT,
    unused_type.LINT,
)

LINTS: Final[Mapping[str, Lint]] = MappingProxyType({lint.code: lint for lint in sorted(_ALL, key=lambda r: r.code)})
"""By code, in the order of codes."""
