"""Scenarios: what policy authors give and what they expect."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from attrs import evolve

from pingan.diagnostics.diagnostic import Annotation, Diagnostics
from pingan.model import constants
from pingan.model import nodes as model
from pingan.model.expectations import Expectations
from pingan.model.expressions import moment
from pingan.model.givens import Data, Nothing, give, plain
from pingan.model.scope import Scope
from pingan.model.settings import check_range, setting
from pingan.syntax import nodes as syntax


def scenarios(
    scopes: Mapping[str, Scope], rules: Mapping[str, model.Rule], diagnostics: Diagnostics
) -> tuple[model.Scenario, ...]:
    """All scenarios, by module and then in the order written."""
    return tuple(s for name in sorted(scopes) for s in _of_module(scopes[name], rules, diagnostics))


def _of_module(scope: Scope, rules: Mapping[str, model.Rule], diagnostics: Diagnostics) -> Iterator[model.Scenario]:
    titles: dict[str, syntax.Scenario] = {}
    modules = scope.symbols.index.modules
    for node in modules.modules[scope.module].scenarios:
        if node.title in titles:
            message = f"two scenarios are called “{node.title}”"
            remark = Annotation(titles[node.title].span, "the first")
            diagnostics.error("duplicate-name", message, node.span, remark, help="say what each is about")
        titles.setdefault(node.title, node)
        # What other policies declare is known where they are loaded: only then can anything be said of it.
        if not modules.lacks(node):
            yield _scenario(node, _along(node, scope), rules)


def _along(node: syntax.Scenario, scope: Scope) -> Scope:
    """*scope* with the names of the policies that *node* is asked along with, after its own."""
    symbols, index = scope.symbols, scope.symbols.index
    seen = (*index.visible[scope.module], *(m for name in node.along_with for m in index.visible.get(name.text, ())))
    visible = {**index.visible, scope.module: tuple(dict.fromkeys(seen))}
    return evolve(scope, symbols=evolve(symbols, index=evolve(index, visible=visible)))


def _scenario(node: syntax.Scenario, scope: Scope, rules: Mapping[str, model.Rule]) -> model.Scenario:
    facts: Data = {}
    for given in node.givens:
        give(given, facts, scope)
    expectations = Expectations(scope, rules)
    expected = (expectations.expectation(e) for e in node.expectations)
    return model.Scenario(
        scope.module,
        node.title,
        facts,
        None if node.as_of is None else _instant(node.as_of.value, scope),
        _settings(node, scope),
        _since(node, scope, expectations),
        tuple(e for e in expected if e is not None),
        span=node.span,
    )


def _instant(node: syntax.DateLiteral | syntax.DateTimeLiteral, scope: Scope) -> date | datetime:
    return node.value if isinstance(node, syntax.DateLiteral) else constants.instant(node.value, scope.zone)


def _settings(node: syntax.Scenario, scope: Scope) -> dict[str, object]:
    found: dict[str, object] = {}
    for written in node.settings:
        chosen = setting(written, scope)
        if chosen is None:
            continue
        entry, value = chosen
        if entry.key in found:
            message = f"this scenario already sets `{entry.name}`"
            scope.diagnostics.error("conflicting-settings", message, written.target.span)
            continue
        if entry.category == "parameter":
            check_range(scope.symbols.parameters[entry.key], value, written.target.span, scope)
        data = plain(value, written.value.span, scope)
        if not isinstance(data, Nothing):
            found[entry.key] = data
    return found


def _since(node: syntax.Scenario, scope: Scope, expectations: Expectations) -> dict[str, date | datetime]:
    found: dict[str, date | datetime] = {}
    for written in node.since:
        key = expectations.rule(written.rule)
        value = moment(written.value, scope)
        if key is None or isinstance(value, model.Broken):
            continue
        if isinstance(value, model.Constant) and isinstance(value.value, date):
            found[key] = value.value
        else:
            message = "expected a date or a datetime that is written out"
            scope.diagnostics.error("not-constant", message, written.value.span)
    return found
