"""Modules without clause forms: every declaration of one replaced by what it stands for."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import evolve

from pingan.diagnostics.diagnostic import Diagnostics
from pingan.language.environment import Environment
from pingan.model.loaded import LoadedModule, Modules
from pingan.syntax import nodes as syntax
from pingan.syntax.lowering import lower_module

Became = Mapping[str, Mapping[str, tuple[str, ...]]]
"""By module and declaration of a form: the names of the rules that it became."""


def lowered(modules: Modules, environment: Environment, diagnostics: Diagnostics) -> Modules:
    """*modules* with declarations of clause forms lowered; what each of them was written as stays in `written`."""
    if not any(isinstance(d, syntax.FormDeclaration) for m in modules for d in m.written.declarations):
        return modules
    made: dict[str, LoadedModule] = {}
    became: dict[str, Mapping[str, tuple[str, ...]]] = {}
    for name, module in modules.modules.items():
        visible = tuple(modules.modules[other].written for other in modules.visible(name) if other != name)
        result = lower_module(module.written, environment, diagnostics, visible)
        made[name] = evolve(module, syntax=result.module)
        became[name] = {declared: rules for declared, rules in result.rules.items() if rules != (declared,)}
    if any(became.values()):
        made = {name: _overriding(module, modules.visible(name), became) for name, module in made.items()}
    return evolve(modules, modules=made)


def _overriding(module: LoadedModule, visible: tuple[str, ...], became: Became) -> LoadedModule:
    """*module* with `overrides` of a declaration that became several rules standing for all of them."""
    declarations = tuple(
        evolve(d, overrides=tuple(p for o in d.overrides for p in _rules(o, visible, became)))
        if isinstance(d, syntax.Rule) and d.overrides
        else d
        for d in module.syntax.declarations
    )
    return evolve(module, syntax=evolve(module.syntax, declarations=declarations))


def _rules(path: syntax.Path, visible: tuple[str, ...], became: Became) -> tuple[syntax.Path, ...]:
    *before, last = path.names
    places = (before[0].text,) if len(before) == 1 else visible if not before else ()
    for place in places:
        names = became.get(place, {}).get(last.text, ())
        if names:
            made = (syntax.Name(name, span=last.span) for name in names)
            return tuple(syntax.Path((*before, name), span=path.span) for name in made)
    return (path,)
