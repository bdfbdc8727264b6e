"""Expressions that say the same, whatever their variables are called."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from attrs import evolve, fields

from pingan.model import nodes as model


def names_of(rule: model.Rule) -> Mapping[str, str]:
    """The variables of *rule* by their place: the same list gone through under another name is the same list."""
    return {each.variable: f"#{place}" for place, each in enumerate(rule.each)}


def renamed(expression: model.Expression, names: Mapping[str, str]) -> model.Expression:
    """*expression* with its variables under other *names*, and those of its aggregates by their depth."""
    match expression:
        case model.ElementValue(variable):
            return evolve(expression, variable=names.get(variable, variable))
        case model.Aggregate(variable=variable, collection=collection):
            inner = {**names, variable: f"#{len(names)}"}
            changes = {name: _renamed(value, inner) for name, value in _parts(expression)}
            outer = {"variable": inner[variable], "collection": renamed(collection, names)}
            return _evolved(expression, {**changes, **outer})
    return _evolved(expression, {name: _renamed(value, names) for name, value in _parts(expression)})


def _evolved(expression: model.Expression, changes: Mapping[str, Any]) -> model.Expression:
    return evolve(expression, **changes) if changes else expression


def _parts(expression: model.Expression) -> Iterator[tuple[str, object]]:
    for attribute in fields(type(expression)):
        value = getattr(expression, attribute.name)
        if isinstance(value, model.Expression | tuple):
            yield attribute.name, value


def _renamed(value: object, names: Mapping[str, str]) -> object:
    if isinstance(value, model.Expression):
        return renamed(value, names)
    if isinstance(value, tuple):
        return tuple(_renamed(part, names) for part in value)
    return value
