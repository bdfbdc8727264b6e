"""The table of lint rules: whatever is not in it does not run."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from pingan.linting.lint import Lint
from pingan.linting.rules import bad_allow, unused_allow, unused_parameter

_ALL: Final = (bad_allow.LINT, unused_allow.LINT, unused_parameter.LINT)

LINTS: Final[Mapping[str, Lint]] = MappingProxyType({lint.code: lint for lint in sorted(_ALL, key=lambda r: r.code)})
"""By code, in the order of codes."""
