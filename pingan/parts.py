"""What a policy is made of that was read from text: its modules resolved, lowered into a graph and checked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property

from attrs import frozen

from pingan.diagnostics.diagnostic import Diagnostic, Diagnostics
from pingan.diagnostics.errors import PolicyError
from pingan.graph.checks import check as check_graph
from pingan.graph.from_model import lower
from pingan.graph.nodes import DecisionGraph
from pingan.language.environment import Environment
from pingan.model.from_syntax import resolve
from pingan.model.loaded import Modules
from pingan.model.nodes import Policy as PolicyModel
from pingan.modules.lowered import check_forms
from pingan.program.fact_canonical import digest


@frozen(slots=False, eq=False)
class Parts:
    """What a policy is made of that was read from text."""

    model: PolicyModel
    environment: Environment
    diagnostics: tuple[Diagnostic, ...]
    settings: Mapping[str, object]
    modules: Modules
    _along: Callable[[frozenset[str]], Parts] | None = None
    """Loads it together with further policies, by their names."""

    @cached_property
    def graph(self) -> DecisionGraph:
        return lower(self.model)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(n for n in self.modules.targets if n in self.model.headers)

    @property
    def zone(self) -> str:
        headers = [self.model.headers[n] for n in self.names] or list(self.model.headers.values())
        return headers[0].zone if headers else "UTC"

    @property
    def language(self) -> str:
        return self.modules.modules[self.modules.targets[0]].syntax.dialect if self.modules.targets else "en"

    @property
    def title(self) -> str:
        return "; ".join(self.model.headers[n].title for n in self.names)

    @cached_property
    def registers(self) -> Mapping[str, str]:
        return {
            name: digest({clause.id: clause.quoted for clause in module.register.values()})
            for name, module in sorted(self.modules.modules.items())
            if module.register is not None
        }

    @property
    def tables(self) -> None:
        """Nothing is known before the program is compiled."""

    def under(self, settings: Mapping[str, object]) -> Parts:
        return resolved(self.modules, self.environment, settings, Diagnostics(), self._along, self.model)

    def along(self, names: frozenset[str]) -> Parts:
        return self if self._along is None else self._along(names)


def resolved(
    modules: Modules,
    environment: Environment,
    settings: Mapping[str, object],
    diagnostics: Diagnostics,
    along: Callable[[frozenset[str]], Parts] | None,
    again: PolicyModel | None = None,
) -> Parts:
    """What *modules* say under *settings*, checked. Raises PolicyError when anything in it is wrong.

    *again* is what they say under others, where that is known.
    """
    found = resolve(modules, environment, diagnostics, settings=settings, again=again)
    if found is None or diagnostics.has_errors:
        raise PolicyError(diagnostics.sorted())
    parts = Parts(found, environment, (), settings, modules)
    check_forms(modules, environment, found, diagnostics)
    check_graph(parts.graph, diagnostics)
    if diagnostics.has_errors:
        raise PolicyError(diagnostics.sorted())
    checked = Parts(found, environment, diagnostics.sorted(), settings, modules, along)
    checked.__dict__["graph"] = parts.graph  # lowered once
    return checked
