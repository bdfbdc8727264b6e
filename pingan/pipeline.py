"""The passes in order: policy text in, a policy that can be asked out."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pingan.diagnostics.arguments import check_argument
from pingan.diagnostics.diagnostic import Diagnostic, Diagnostics, sorted_diagnostics
from pingan.diagnostics.errors import PolicyError
from pingan.formatting import format_text, sound_environment
from pingan.language.environment import Environment
from pingan.model.given_settings import checked_settings
from pingan.modules.loader import Probe, load_modules
from pingan.parts import Parts, resolved
from pingan.policy import Policy
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


def load(
    *targets: Target,
    settings: Mapping[str, object] | None = None,
    environment: Environment | None = None,
    root: str | Path | None = None,
    reads: list[Probe] | None = None,
    texts: Mapping[str, str] | None = None,
) -> Policy:
    """The policies *targets* together with all that they extend and use.

    A target is the path of a ``.rules`` file or of a folder, the name of a policy that comes with pingan
    (`shipped_policies`), or a `Source` (text in memory). Other modules are found beside the target, or under *root*.
    *settings* sets parameters and chooses readings, by name or ``policy.name``. Raises PolicyError with every
    diagnostic when the text cannot be used; warnings alone are in `Policy.diagnostics`. Raises ValueError without a
    target, TypeError for arguments of another kind. *reads* is told every file that was looked for;
    *texts*, by real path, is read instead of what files hold.
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
        modules = load_modules(
            targets, diagnostics, root=place, environment=used, along=along, reads=reads, texts=texts
        )
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
    return found_in(policy)


def found_in(policy: Policy) -> tuple[Diagnostic, ...]:
    """Everything that can be said against *policy*, with what its scenarios are asked along with."""
    found = list(policy.diagnostics)
    for _, scenario in policy.modules.waiting():
        try:
            policy._asked(scenario)
        except PolicyError as error:
            found += [diagnostic for diagnostic in error.diagnostics if diagnostic not in found]
            break
    return sorted_diagnostics(found)
