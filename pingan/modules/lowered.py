"""Modules without clause forms: every declaration of one replaced by what it stands for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from attrs import evolve

from pingan.diagnostics.diagnostic import Diagnostics
from pingan.language.environment import Environment
from pingan.model.loaded import LoadedModule, Modules
from pingan.model.nodes import Policy
from pingan.syntax import nodes as syntax
from pingan.syntax.lowering import guarded, lower_module
from pingan.syntax.made import sound

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


def check_forms(modules: Modules, environment: Environment, policy: Policy, diagnostics: Diagnostics) -> None:
    """Has every declaration of a clause form looked at by its form, now that *policy* says what it means."""
    for module in modules:
        usable = environment.visible_to(n.text for n in module.written.header.needs)
        for node in module.written.declarations:
            if not isinstance(node, syntax.FormDeclaration):
                continue
            form = usable.clause_forms.get(node.form)
            if form is None or form.check is None:
                continue
            library = usable.owner(lambda m: m.clause_forms, node.form) or "?"
            check = partial(_checked, form.check, node, policy)
            for diagnostic in guarded(check, form, library, node.name.span, diagnostics, Diagnostics()):
                diagnostics.add(diagnostic)


def _checked(
    check: Callable[[object, object, object], None], node: syntax.FormDeclaration, policy: Policy
) -> Diagnostics:
    # INVARIANT: repeatable, as `guarded` asks: what the form reports goes into a collection of its own.
    found = Diagnostics()
    check(node, policy, found)
    return sound(found)


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
