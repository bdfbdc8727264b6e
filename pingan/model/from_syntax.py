"""The pass from syntax to model: every name bound, every expression typed."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TypeVar

from attrs import evolve

from pingan.diagnostics.diagnostic import Diagnostics
from pingan.language.environment import Environment
from pingan.language.quiet import building
from pingan.language.stack import with_room
from pingan.language.types import Type
from pingan.model import nodes as model
from pingan.model.calendars import calendars
from pingan.model.certain_conflicts import check_conflicts
from pingan.model.declared_types import Bound, TypeNames
from pingan.model.definitions import definitions, knowing, signatures
from pingan.model.expressions import expression, value
from pingan.model.headers import check_parents, headers, zones
from pingan.model.limits import check_sizes, is_too_deep
from pingan.model.loaded import Modules
from pingan.model.names import Index, aliases, declare
from pingan.model.phases import check_phases
from pingan.model.rules import rules
from pingan.model.scenarios import scenarios
from pingan.model.scope import Scope, Symbols
from pingan.model.settings import Choice, interpretations, parameters, set_parameters, with_settings
from pingan.model.timelines import check_timelines
from pingan.model.vocabulary import enum_types, vocabulary
from pingan.syntax import nodes as syntax

T = TypeVar("T")

_NOTHING = model.Vocabulary({}, {}, {}, {}, {})
_NO_SETTINGS: Mapping[str, object] = {}


@building()
def resolve(
    modules: Modules,
    environment: Environment,
    diagnostics: Diagnostics,
    *,
    settings: Mapping[str, object] = _NO_SETTINGS,
    again: model.Policy | None = None,
) -> model.Policy | None:
    """What *modules* mean together; None when anything in them is wrong, which *diagnostics* then lists.

    *settings* are what the application sets: parameters and interpretations by name, label or ``module.name``;
    values as JSON or Python values (numbers, text such as ``2 hours`` or ``2016-01-05``, ``{"from": …, "until": …}``).
    *again* is what the same modules mean under other settings, where that is known: scenarios do not depend on them,
    and modules that were not too deep are not now.
    """
    found, policy = with_room(lambda: _resolve(modules, environment, settings, again))
    for diagnostic in found:
        diagnostics.add(diagnostic)
    return None if found.has_errors else policy


def _resolve(
    modules: Modules, environment: Environment, settings: Mapping[str, object], again: model.Policy | None
) -> tuple[Diagnostics, model.Policy | None]:
    # INVARIANT: repeatable, as `with_room` asks: whatever it reports goes into a collection of its own.
    diagnostics = Diagnostics()
    if not modules.modules or (again is None and is_too_deep(modules, diagnostics)):
        return diagnostics, None
    scopes = _with_values(_scopes(modules, environment, diagnostics), settings, diagnostics)
    defined = definitions(scopes, diagnostics)
    scopes = {name: knowing(scope, defined) for name, scope in scopes.items()}
    symbols = next(iter(scopes.values())).symbols
    made_rules = rules(scopes, diagnostics)
    made_headers = headers(scopes, diagnostics)
    policy = model.Policy(
        _sorted(made_headers),
        symbols.vocabulary,
        _sorted(symbols.parameters),
        _sorted(symbols.interpretations),
        defined,
        _sorted(made_rules),
        scenarios(scopes, made_rules, diagnostics) if again is None else again.scenarios,
        _translations(modules),
    )
    if not diagnostics.has_errors:
        check_sizes(policy, diagnostics)
    if not diagnostics.has_errors:
        check_timelines(policy, diagnostics)
        check_phases(policy, diagnostics)
        check_conflicts(policy, diagnostics)
    return diagnostics, policy


def _translations(modules: Modules) -> Mapping[str, Mapping[str, str]]:
    """Those of all modules together; where two translate one text, the one that was asked for counts."""
    found: dict[str, dict[str, str]] = {}
    others = (name for name in modules.modules if name not in modules.targets)
    for name in (*modules.targets, *others):
        for language, texts in modules.modules[name].translations.items() if name in modules.modules else ():
            found[language] = {**texts, **found.get(language, {})}
    return found


def _scopes(modules: Modules, environment: Environment, diagnostics: Diagnostics) -> dict[str, Scope]:
    """The place of each module's expressions, with everything declared but nothing set yet."""
    check_parents(modules, diagnostics)
    places = zones(modules, diagnostics)
    index = declare(modules, diagnostics, environment.dialects)
    names = TypeNames(index, enum_types(index), diagnostics, lambda node, kind: _bounds(node, kind, index, diagnostics))
    words = vocabulary(index, names, diagnostics)
    readings = interpretations(index, diagnostics)
    signed, of_records = signatures(index, names, words, diagnostics)
    members = {
        **{name: _words(enum.members) for name, enum in words.enums.items()},
        **{key: _words(interpretation.readings) for key, interpretation in readings.items()},
    }
    symbols = Symbols(
        index,
        words,
        environment.functions,
        parameters(index, names, diagnostics),
        readings,
        signed,
        of_records,
        members,
        environment,
    )
    counting = calendars(modules, environment, diagnostics)
    return {m.name: Scope(symbols, m.name, places[m.name], diagnostics, calendar=counting[m.name]) for m in modules}


def type_of(node: syntax.Expression, module: str, modules: Modules, environment: Environment) -> Type:
    """The type of *node* as an expression of *module*; unknown where it has none."""

    def found() -> Type:
        quiet = Diagnostics()
        scopes = _with_values(_scopes(modules, environment, quiet), _NO_SETTINGS, quiet)
        return expression(node, scopes[module]).type

    return with_room(found)


def _words(members: tuple[model.Member, ...]) -> dict[str, str]:
    return {word: m.name for m in members for word in aliases(m.name, m.label)}


def _bounds(node: syntax.NamedType, type: Type, index: Index, diagnostics: Diagnostics) -> tuple[Bound, ...]:
    """The range that a field's type states: constants, in the unit of the type."""
    nothing = Symbols(evolve(index, visible={}), _NOTHING, {}, {}, {}, {}, {}, {})
    found: list[Bound] = []
    for operator, written in node.range:
        quiet = Diagnostics()
        bound = value(written, Scope(nothing, "", "UTC", quiet), type)
        if isinstance(bound, model.Constant) and isinstance(bound.value, int | Fraction):
            found.append((operator, bound.value))
        elif len(quiet) and all(d.code != "unknown-name" for d in quiet):
            for diagnostic in quiet:
                diagnostics.add(diagnostic)
        else:
            message = "a range is written with numbers, or lengths of time"
            remedy = "only the range of a parameter may name parameters"
            diagnostics.error("not-constant", message, written.span, help=remedy)
    return tuple(found)


def _with_values(
    scopes: dict[str, Scope], settings: Mapping[str, object], diagnostics: Diagnostics
) -> dict[str, Scope]:
    """*scopes* with parameters set and readings chosen."""
    chosen = with_settings(scopes, settings, diagnostics)
    symbols = next(iter(scopes.values())).symbols
    symbols = evolve(
        symbols,
        parameters=set_parameters(scopes, chosen, diagnostics),
        interpretations={key: _chosen(i, chosen.get(key)) for key, i in symbols.interpretations.items()},
    )
    return {name: evolve(scope, symbols=symbols) for name, scope in scopes.items()}


def _chosen(interpretation: model.Interpretation, choice: Choice | None) -> model.Interpretation:
    if choice is None or not isinstance(choice.value, model.Constant):
        return interpretation
    return evolve(interpretation, chosen=str(choice.value.value))


def _sorted(found: Mapping[str, T]) -> dict[str, T]:
    return {key: found[key] for key in sorted(found)}
