"""What the tests of the golden clauses share."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pingan.diagnostics.diagnostic import Diagnostics
from pingan.modules.loader import load_modules
from pingan.source import Source
from pingan.stdlib import standard_environment
from pingan.syntax import nodes
from pingan.syntax.nodes import Module

GOLDEN = Path(__file__).parents[1] / "golden"


def lowered(text: str) -> Module:
    diagnostics = Diagnostics()
    modules = load_modules([Source("<text>", text)], diagnostics, environment=standard_environment())
    assert not diagnostics.has_errors
    (name,) = modules.targets
    return modules.modules[name].syntax


def cited(file: Path, bearing: type | tuple[type, ...] = nodes.Rule) -> set[str]:
    """The clauses that declarations of the kinds *bearing* cite once the forms are lowered."""
    declarations = lowered(file.read_text("utf-8")).declarations
    return {c.clause for d in declarations if isinstance(d, bearing) for c in getattr(d, "cites", ())}


def ids(clauses: Mapping[str, str]) -> set[str]:
    """The full ids of clauses that are listed by document."""
    return {f"{document}-{clause}" for document, listed in clauses.items() for clause in listed.split()}
