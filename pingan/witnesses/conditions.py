"""Conditions as one expression over facts, what single tests they are made of, and where a test makes the difference.

Only used to aim a search: whatever it finds is asked of the policy itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import attrs
from attrs import define, field, frozen

from pingan.graph.from_model import in_force_test, policy_in_force_test
from pingan.graph.nodes import children
from pingan.language.types import BOOLEAN, BooleanType
from pingan.model import nodes as model

MOST_NODES: Final = 3000
"""Nodes that a condition may have once the definitions it reads are written out."""

MOST_ATOMS: Final = 64
"""Tests that are looked at of one condition."""

FALSE: Final = model.Constant(False, type=BOOLEAN)

_NO_PART: Final = ("type", "optional", "span", "suffix", "written")


def both(*limbs: model.Expression | None) -> model.Expression:
    """All of *limbs* that there are."""
    found = tuple(limb for limb in limbs if limb is not None)
    return found[0] if len(found) == 1 else model.And(found, type=BOOLEAN) if found else model.TRUE


def either(*limbs: model.Expression) -> model.Expression:
    """One of *limbs*."""
    return limbs[0] if len(limbs) == 1 else model.Or(limbs, type=BOOLEAN) if limbs else FALSE


def negation(claim: model.Expression) -> model.Expression:
    """That *claim* is not so."""
    return model.Not(claim, type=BOOLEAN)


def differ(one: model.Expression, other: model.Expression) -> model.Expression:
    """That exactly one of two conditions holds."""
    return either(both(one, negation(other)), both(negation(one), other))


def own_condition(rule: model.Rule) -> model.Expression:
    """The rule's condition without its exceptions, of one element."""
    test = in_force_test(rule.in_force) if rule.in_force is not None else None
    return both(test, rule.condition, *(negation(exception) for exception in rule.exceptions))


def standing(rule: model.Rule, policy: model.Policy) -> model.Expression:
    """That the rule's policy stands."""
    header = policy.headers.get(rule.module)
    return both(header.scope, policy_in_force_test(header)) if header is not None else model.TRUE


def for_some(each: tuple[model.Each, ...], claim: model.Expression) -> model.Expression:
    """That *claim* is so of an element of each of nested lists."""
    for one in reversed(each):
        claim = model.Aggregate("any", one.variable, one.collection, None, claim, type=BOOLEAN)
    return claim


@frozen
class Atom:
    """A test within a condition, and the lists gone over around it."""

    test: model.Expression
    around: tuple[tuple[str, model.Expression], ...] = ()

    @property
    def claim(self) -> model.Expression:
        """That it is so, of some elements."""
        return self._of_some(self.test)

    @property
    def denial(self) -> model.Expression:
        """That it is not so, of some elements."""
        return self._of_some(negation(self.test))

    def _of_some(self, claim: model.Expression) -> model.Expression:
        for variable, collection in reversed(self.around):
            claim = model.Aggregate("any", variable, collection, None, claim, type=BOOLEAN)
        return claim

    def matters(self, condition: model.Expression) -> model.Expression:
        """That *condition* is otherwise when this test is."""
        when_true, when_false = (replaced(condition, self.test, claim) for claim in (model.TRUE, FALSE))
        direction = _direction(condition, self.test)
        if direction is True:
            return both(when_true, negation(when_false))
        if direction is False:
            return both(when_false, negation(when_true))
        return differ(when_true, when_false)


def _direction(condition: model.Expression, test: model.Expression) -> bool | None:
    """Whether *condition* can only become true (False: only become false) when *test* does; None: either, or never."""
    found: set[bool | None] = set()
    waiting: list[tuple[model.Expression, bool]] = [(condition, True)]
    while waiting:
        node, upwards = waiting.pop()
        if node == test:
            found.add(upwards)
            continue
        match node:
            case model.And(operands) | model.Or(operands):
                waiting += ((operand, upwards) for operand in operands)
            case model.Not(operand):
                waiting.append((operand, not upwards))
            case model.Aggregate("any" | "all" as function, _, _, inner, body):
                if inner is not None:
                    waiting.append((inner, upwards if function == "any" else not upwards))
                if body is not None:
                    waiting.append((body, upwards))
            case _ if any(test == each for each in _below(node)):
                found.add(None)
    return next(iter(found)) if len(found) == 1 else None


def _below(node: model.Expression) -> Iterator[model.Expression]:
    waiting = list(children(node))
    while waiting:
        each = waiting.pop()
        yield each
        waiting += children(each)


def replaced(expression: model.Expression, old: model.Expression, new: model.Expression) -> model.Expression:
    """*expression* with *new* wherever it has *old*."""
    return changed(expression, lambda node: new if node == old else None)


def changed(expression: model.Expression, change: Any) -> model.Expression:
    """*expression* with what *change* makes of its nodes, from the outside inwards (None: look further in)."""
    made: model.Expression | None = change(expression)
    if made is not None:
        return made
    parts: dict[str, Any] = {}
    for entry in attrs.fields(type(expression)):
        if entry.name in _NO_PART:
            continue
        value = getattr(expression, entry.name)
        if isinstance(value, model.Expression):
            new: Any = changed(value, change)
        elif isinstance(value, tuple) and value and isinstance(value[0], model.Expression):
            new = tuple(changed(each, change) for each in value)
            new = value if all(a is b for a, b in zip(new, value, strict=True)) else new
        else:
            continue
        if new is not value:
            parts[entry.name] = new
    return attrs.evolve(expression, **parts) if parts else expression


def atoms(condition: model.Expression) -> tuple[Atom, ...]:
    """The tests that *condition* is made of, each once, in the order in which they are written."""
    found: dict[Atom, None] = {}
    for atom in _atoms(condition, ()):
        found.setdefault(atom)
        if len(found) >= MOST_ATOMS:
            break
    return tuple(found)


def _atoms(node: model.Expression | None, around: tuple[tuple[str, model.Expression], ...]) -> Iterator[Atom]:
    match node:
        case None | model.Constant():
            return
        case model.And(operands) | model.Or(operands):
            for operand in operands:
                yield from _atoms(operand, around)
        case model.Not(operand):
            yield from _atoms(operand, around)
        case model.Aggregate(function, variable, collection, condition, body):
            inner = (*around, (variable, collection))
            yield Atom(node, around)
            yield from _atoms(condition, inner)
            if function in ("any", "all", "share"):
                yield from _atoms(body, inner)
        case model.Comparison(_, left, right):
            yield Atom(node, around)
            for side in (left, right):
                yield from _within(side, around)
        case _ if isinstance(node.type, BooleanType):
            yield Atom(node, around)


def _within(node: model.Expression, around: tuple[tuple[str, model.Expression], ...]) -> Iterator[Atom]:
    """Conditions inside something that is compared: of elements counted, of cases."""
    match node:
        case model.Aggregate(_, variable, collection, condition, body):
            inner = (*around, (variable, collection))
            yield from _atoms(condition, inner)
            if body is not None and isinstance(body.type, BooleanType):
                yield from _atoms(body, inner)
        case model.Arithmetic(_, left, right):
            yield from _within(left, around)
            yield from _within(right, around)
        case model.Comparison():
            yield from _atoms(node, around)
        case _:
            return


@define(eq=False)
class Inliner:
    """Writes definitions out where conditions read them."""

    policy: model.Policy
    left: int = field(default=MOST_NODES)

    def inlined(self, expression: model.Expression) -> model.Expression:
        """*expression* over facts alone, as far as that does not grow too large."""
        return changed(expression, self._change)

    def _change(self, node: model.Expression) -> model.Expression | None:
        self.left -= 1
        if self.left < 0:
            return node
        match node:
            case model.DefinitionValue() if isinstance(node.type, BooleanType):
                return self._cases(node, lambda value: value)
            case model.Comparison(_, model.DefinitionValue() as defined, other):
                return self._cases(defined, lambda value: attrs.evolve(node, left=value, right=self.inlined(other)))
            case model.Comparison(_, other, model.DefinitionValue() as defined):
                return self._cases(defined, lambda value: attrs.evolve(node, left=self.inlined(other), right=value))
            case model.In(model.DefinitionValue() as defined):
                return self._cases(defined, lambda value: attrs.evolve(node, element=value))
            case model.Has(_, model.DefinitionValue() as defined, _):
                return self._cases(defined, lambda value: attrs.evolve(node, collection=value))
            case _:
                return None

    def _cases(self, node: model.DefinitionValue, claim: Any) -> model.Expression:
        definition = self.policy.definitions[node.definition]

        def placed(expression: model.Expression) -> model.Expression:
            if node.subject is not None and definition.variable is not None:
                expression = replaced_variable(expression, definition.variable, node.subject)
            return self.inlined(expression)

        limbs: list[model.Expression] = []
        before: list[model.Expression] = []
        for case in definition.cases:
            guard = None if case.condition is None else placed(case.condition)
            limbs.append(both(*before, guard, claim(placed(case.value))))
            if guard is not None:
                before.append(negation(guard))
        return either(*limbs)


def replaced_variable(expression: model.Expression, variable: str, subject: model.Expression) -> model.Expression:
    """*expression* of *subject*, not of the element *variable*."""

    def change(node: model.Expression) -> model.Expression | None:
        return subject if isinstance(node, model.ElementValue) and node.variable == variable else None

    return changed(expression, change)
