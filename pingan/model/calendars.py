"""The calendars that working days are counted with: named in headers, found in the environment."""

from __future__ import annotations

from pingan.diagnostics.diagnostic import Diagnostics
from pingan.language.environment import Environment
from pingan.model.loaded import LoadedModule, Modules
from pingan.model.names import near
from pingan.syntax import nodes as syntax


def calendars(modules: Modules, environment: Environment, diagnostics: Diagnostics) -> dict[str, str | None]:
    """The name of each module's calendar: its own, else a parent's; None: the environment's.

    A vocabulary counts with that of the first policy asked for, as it is read in its zone.
    """
    own = {m.name: _calendar(m, environment, diagnostics) for m in modules}
    found: dict[str, str | None] = {}
    for module in modules:
        lineage = (module.name, *modules.ancestors(module.name))
        found[module.name] = next((own[name] for name in lineage if own[name] is not None), None)
    policies = {m.name for m in modules if m.is_policy}
    first = next((found[t] for t in modules.targets if t in policies), None)
    return {name: calendar if name in policies else first for name, calendar in found.items()}


def _calendar(module: LoadedModule, environment: Environment, diagnostics: Diagnostics) -> str | None:
    """The calendar that the header names, if a library that the file may use has it."""
    header = module.syntax.header
    if not isinstance(header, syntax.PolicyHeader) or header.calendar is None:
        return None
    name = header.calendar.text
    visible = environment.visible_to(n.text for n in header.needs)
    if name in visible.calendars:
        return name
    owner = environment.owner(lambda library: library.calendars, name)
    if owner is not None:
        remedy: str | None = f"it comes with the library `{owner}`: write `needs {owner}` in the header"
    else:
        known = ", ".join(f"`{n}`" for n in sorted(visible.calendars)) or "none"
        remedy = near(diagnostics, name, visible.calendars) or f"there is {known}"
    diagnostics.error("unknown-calendar", f"no calendar is called `{name}`", header.calendar.span, help=remedy)
    return None
