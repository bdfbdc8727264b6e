"""Every rule that may be set up or allowed: the rules of the table, and what passes warn of."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, get_args

from attrs import frozen

from pingan.diagnostics.code import Code
from pingan.diagnostics.codes import CODES
from pingan.diagnostics.diagnostic import Severity
from pingan.linting.lint import Group, Lint, Option
from pingan.linting.table import LINTS
from pingan.linting.told_by_passes import TOLD_BY_PASSES


@frozen
class Known:
    """What is the same of a rule of the table and of a warning that a pass tells."""

    code: str
    group: Group
    title: str
    what: str
    why: str
    severity: Severity
    is_on: bool
    options: tuple[Option, ...] = ()
    fix: str | None = None


def _of_lint(lint: Lint) -> Known:
    return Known(
        lint.code, lint.group, lint.title, lint.what, lint.why, lint.severity, lint.is_on, lint.options, lint.fix
    )


def _of_pass(code: str) -> Known:
    told, row = TOLD_BY_PASSES[code], CODES[code]
    severity = Severity.NOTE if code in _NOTES else Severity.WARNING
    return Known(code, told.group, row.title, row.explanation, told.why, severity, True, fix=told.fix)


_NOTES: Final = frozenset({"table-unchecked"})

KNOWN: Final[Mapping[str, Known]] = MappingProxyType(
    dict(sorted({**{c: _of_lint(r) for c, r in LINTS.items()}, **{c: _of_pass(c) for c in TOLD_BY_PASSES}}.items()))
)
"""By code, in the order of codes."""

GROUPS: Final[tuple[Group, ...]] = get_args(Group)

ALL_CODES: Final[Mapping[str, Code]] = MappingProxyType(
    dict(sorted({**CODES, **{code: lint.row for code, lint in LINTS.items()}}.items()))
)
"""Every code that `pingan check` reports, errors included."""
