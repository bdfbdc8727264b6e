"""Environments in which the examples of codes about libraries are checked, instead of the standard one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pingan.language.clause_form import ClauseForm
from pingan.language.environment import Environment
from pingan.language.library import Library
from pingan.stdlib import standard_environment
from pingan.syntax.printing.forms import form_block


def _broken(declaration: Any, lowering: Any) -> Any:
    raise ValueError("no tide table")


_TIDE = ClauseForm(
    "tide",
    {"": 'tide: _TIDE NAME label? "{" _head* "}"'},
    {"en": {"TIDE": ("tide",)}, "zh": {"TIDE": ("潮汐",)}},
    _broken,
    lambda declaration, style: form_block(declaration, "TIDE", (), style),
)

ENVIRONMENTS: Final[Mapping[str, Environment]] = {
    "library-failed": standard_environment(Library("tides", "1.0", clause_forms=(_TIDE,))),
}
"""By code."""
