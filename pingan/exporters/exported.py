"""A decision graph in a format by name: one that ships, or one that a library brings."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

from pingan.diagnostics.diagnostic import Diagnostic
from pingan.diagnostics.errors import PolicyError
from pingan.language.environment import Environment
from pingan.language.function_calls import REMEDY, LibraryError, called
from pingan.language.library_checks import SHIPPED_FORMATS

if TYPE_CHECKING:
    from pingan.graph.nodes import DecisionGraph
    from pingan.language.dialect import Language
    from pingan.outcome.outcome import Outcome


def exported(
    graph: DecisionGraph,
    form: str,
    environment: Environment,
    outcome: Outcome | None = None,
    *,
    title: str | None = None,
    rules: Sequence[str] = (),
    language: Language | None = None,
) -> str:
    """*graph* in the format *form*. Raises LookupError when there is none, PolicyError when a library's fails."""
    if form in SHIPPED_FORMATS:
        # Exporters bring networkx and the layout engine with them: only the one asked for is imported.
        shipped = import_module(f"pingan.exporters.{form}")
        text: str = shipped.export(graph, outcome, title=title, rules=rules, language=language)
        return text
    exporter = environment.exporters.get(form)
    if exporter is None:
        known = ", ".join((*SHIPPED_FORMATS, *environment.exporters))
        raise LookupError(f"there is no format {form!r}; there are {known}")
    try:
        found: Any = called(lambda: exporter.export(graph, outcome, title=title, rules=rules, language=language))
    except LibraryError as problem:
        raise _failed(form, environment, str(problem)) from problem
    if not isinstance(found, str):
        raise _failed(form, environment, f"it gave {found!r:.80}, which is no text")
    return found


def _failed(form: str, environment: Environment, why: str) -> PolicyError:
    owner = environment.owner(lambda library: library.exporters, form) or "?"
    message = f"the exporter `{form}` of the library `{owner}` fails: {why}"
    return PolicyError((Diagnostic("library-failed", message, help=REMEDY),))
