"""The passes in order: policy text in, a policy that can be asked out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path

from attrs import frozen

from pingan.diagnostics.arguments import check_argument
from pingan.diagnostics.diagnostic import Diagnostic, Diagnostics, sorted_diagnostics
from pingan.diagnostics.errors import PolicyError
from pingan.formatting import format_text, sound_environment
from pingan.graph.checks import check as check_graph
from pingan.graph.from_model import lower
from pingan.graph.nodes import DecisionGraph
from pingan.language.environment import Environment
from pingan.model.from_syntax import resolve
from pingan.model.given_settings import checked_settings
from pingan.model.loaded import Modules
from pingan.model.nodes import Policy as PolicyModel
from pingan.modules.loader import load_modules
from pingan.modules.lowered import check_forms
from pingan.policy import Policy
from pingan.program.fact_canonical import digest
from pingan.program.fact_files import read_facts
from pingan.source import Source
from pingan.stdlib import standard_environment

__all__ = [
    "Policy",
    "check",
    "format_text",
    "load",
    "read_facts",
    "standard_environment",
]

Target = str | Path | Source


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

    def under(self, settings: Mapping[str, object]) -> Parts:
        return resolved(self.modules, self.environment, settings, Diagnostics(), self._along, self.model)

    def along(self, names: frozenset[str]) -> Parts:
        return self if self._along is None else self._along(names)


def load(
    *targets: Target,
    settings: Mapping[str, object] | None = None,
    environment: Environment | None = None,
    root: str | Path | None = None,
) -> Policy:
    """The policies *targets* together with all that they extend and use.

    A target is the path of a ``.rules`` file or of a folder, the name of a policy that comes with pingan
    (`shipped_policies`), or a `Source` (text in memory). Other modules are found beside the target, or under *root*.
    *settings* sets parameters and chooses readings, by name or ``policy.name``. Raises PolicyError with every
    diagnostic when the text cannot be used; warnings alone are in `Policy.diagnostics`. Raises ValueError without a
    target, TypeError for arguments of another kind.
    """
    for target in targets:
        check_argument("load", "targets", target, (str, Path, Source), "a path, the name of a policy, or a Source")
    if root is not None:
        check_argument("load", "root", root, (str, Path), "the path of a folder")
    if not targets or "" in targets:
        raise ValueError("load() needs a path, the name of a policy, or a Source")
    used = sound_environment(environment)
    place = Path(root) if root is not None else None
    chosen = checked_settings({} if settings is None else settings)

    def loaded(along: frozenset[str]) -> Parts:
        diagnostics = Diagnostics()
        modules = load_modules(targets, diagnostics, root=place, environment=used, along=along)
        if diagnostics.has_errors:
            raise PolicyError(diagnostics.sorted())
        return resolved(modules, used, chosen, diagnostics, loaded)

    return Policy(loaded(frozenset()))


def check(
    *targets: Target,
    settings: Mapping[str, object] | None = None,
    environment: Environment | None = None,
    root: str | Path | None = None,
) -> tuple[Diagnostic, ...]:
    """Everything that can be said against *targets*, errors and warnings, by place; empty when there is nothing.

    >>> [d.code for d in check(Source("flood.rules", "policy flood"))]
    []
    """
    try:
        policy = load(*targets, settings=settings, environment=environment, root=root)
    except PolicyError as error:
        return error.diagnostics
    found = list(policy.diagnostics)
    for _, scenario in policy.modules.waiting():
        try:
            policy._asked(scenario)
        except PolicyError as error:
            found += [diagnostic for diagnostic in error.diagnostics if diagnostic not in found]
            break
    return sorted_diagnostics(found)


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
