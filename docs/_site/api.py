"""The pages of the API: every public name, from its docstring."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from functools import cache
from types import ModuleType

import pingan

KINDS = ("Functions", "Classes", "Errors", "Values")
INTRODUCTION = """# API

Every public name, from its docstring. What stands in `__all__` of these modules is public; all else may change.

| module | about |
|---|---|
"""


@cache
def modules() -> tuple[str, ...]:
    """The modules with public names: the package itself, and those right below it that say what of them is public."""
    below = [f"pingan.{info.name}" for info in pkgutil.iter_modules(pingan.__path__) if not info.name.startswith("_")]
    return ("pingan", *(name for name in sorted(below) if public_names(name) and name not in HIDDEN))


HIDDEN = frozenset({"pingan.cli", "pingan.lsp", "pingan.pipeline", "pingan.stdlib"})
"""What other pages tell of, and names that are told on the package's own."""


@cache
def public_names(module: str) -> tuple[str, ...]:
    """The names that *module* says are public."""
    return tuple(getattr(importlib.import_module(module), "__all__", ()))


@cache
def homes() -> dict[str, str]:
    """The module on whose page each public name is told, the package's own page first."""
    found: dict[str, str] = {}
    for module in modules():
        for name in public_names(module):
            found.setdefault(name, module)
    return found


def kind_of(value: object) -> str:
    """What *value* is listed under."""
    if inspect.isclass(value):
        return "Errors" if issubclass(value, BaseException) else "Classes"
    return "Functions" if inspect.isroutine(value) else "Values"


def pages() -> dict[str, str]:
    """The list and a page for each module, by place."""
    rows = [f"| [{name}]({name}.md) | {_about(importlib.import_module(name))} |" for name in modules()]
    made = {f"reference/api/{name}.md": page(name) for name in modules()}
    return {"reference/api/README.md": INTRODUCTION + "\n".join(rows) + "\n", **made}


def _about(module: ModuleType) -> str:
    return " ".join((inspect.getdoc(module) or "").split("\n\n")[0].split()).replace("|", "\\|")


def page(module: str) -> str:
    """The page of *module*: its names by kind."""
    loaded = importlib.import_module(module)
    own = {name: getattr(loaded, name) for name in public_names(module)}
    parts = [f"# {module}\n", rst(f".. automodule:: {module}\n   :no-members:\n   :no-index:")]
    for kind in KINDS:
        names = [
            name for name, value in sorted(own.items(), key=lambda item: item[0].lower()) if kind_of(value) == kind
        ]
        if names:
            parts.append(f"## {kind}\n")
            parts += [_entry(module, name, kind) for name in names]
    return "\n".join(parts)


def _entry(module: str, name: str, kind: str) -> str:
    home = homes()[name]
    if home != module:
        return f"### {name}\n\nSee [{home}.{name}]({home}.md#{home}.{name}).\n"
    directive = {"Functions": "autofunction", "Values": "autodata"}.get(kind, "autoclass")
    members = "" if kind in ("Functions", "Values") else "\n   :members:"
    value = "\n   :no-value:" if kind == "Values" else ""
    return f"### {name}\n\n" + rst(f".. {directive}:: {module}.{name}{members}{value}")


def rst(text: str) -> str:
    """reStructuredText in a page of Markdown; only the site's generated pages hold any."""
    return f"```{{eval-rst}}\n{text}\n```\n"
