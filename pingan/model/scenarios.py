"""Scenarios: what policy authors give and expect."""

from __future__ import annotations

from collections.abc import Mapping

from pingan.diagnostics.diagnostic import Diagnostics
from pingan.model import nodes as model
from pingan.model.scope import Scope


def scenarios(
    scopes: Mapping[str, Scope], rules: Mapping[str, model.Rule], diagnostics: Diagnostics
) -> tuple[model.Scenario, ...]:
    """All scenarios."""
    return ()
