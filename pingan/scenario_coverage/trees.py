"""Decisions of a policy as trees: and, or and not above, atomic conditions below, each with a name that stays.

A decision is a whole expression that is used as a condition: the scope of a policy, its being in force, a `when`, an
`unless`, the guard of a case, what a boolean definition says, what shows that a norm was fulfilled or broken, and, once
an element, the filter and the claim of a collection function. An atomic condition is what `and`, `or` and `not` join.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, Literal

from attrs import field, frozen

from pingan.graph.from_model import in_force_test, policy_in_force_test
from pingan.language.types import BOOLEAN
from pingan.model import nodes as model
from pingan.model.walk import parts, walk
from pingan.source import Span

Part = Literal[
    "scope", "in_force", "when", "unless", "override", "missed", "guard", "value", "fulfilled", "ensure", "breached",
    "read",
]  # fmt: skip
"""What a decision is there for. *read*: it stands inside of a value (an argument, a deadline, who is bound)."""

OwnerKind = Literal["policy", "definition", "rule"]


@frozen(eq=False)
class Leaf:
    """An atomic condition. *id* is None of a constant, which is no condition; *inside* is what its value reads."""

    id: str | None
    expression: model.Expression
    inside: tuple[Inside, ...]


@frozen(eq=False)
class Join:
    """``and``, ``or`` or ``not`` of conditions."""

    sign: Literal["and", "or", "not"]
    operands: tuple[Tree, ...]


Tree = Leaf | Join


@frozen(eq=False)
class Defined:
    """A definition is read; *inside* is what says of which record."""

    expression: model.DefinitionValue
    inside: tuple[Inside, ...]


@frozen(eq=False)
class Gathered:
    """A collection function: *body* is a decision where something is claimed of each element, else *taken* is read."""

    expression: model.Aggregate
    collection: tuple[Inside, ...]
    filter: Tree | None
    body: Tree | None
    taken: tuple[Inside, ...]


@frozen(eq=False)
class Nested:
    """A decision inside of a value."""

    tree: Tree


Inside = Defined | Gathered | Nested


@frozen(eq=False)
class Condition:
    """An atomic condition as it is told of. *fixed*: nothing in it varies with facts, time or element.

    *number* says which ``unless``, case, or norm (from 1); *subject* is the rule that overrides.
    """

    id: str
    kind: OwnerKind
    owner: str
    part: Part
    number: int
    expression: model.Expression | None
    span: Span
    fixed: bool
    subject: str | None = None


@frozen(eq=False)
class NormTrees:
    """What shows of a norm that it was fulfilled or broken, and what its other parts read.

    *who* is bound, the *instants* of its being fulfilled or broken, the *limit*, the *arguments* of what is to be done.
    """

    test: Tree | None
    breached: Tree | None
    who: tuple[Inside, ...]
    instants: tuple[Inside, ...]
    limit: tuple[Inside, ...]
    arguments: tuple[Inside, ...]
    missed: str | None
    """The name of the condition that the norm above was missed; None of a norm that nothing stands above."""


@frozen(eq=False)
class RuleTrees:
    """The conditions that a rule applies under; *overrides* are names of conditions by the key of what overrides."""

    in_force: Tree | None
    condition: Tree | None
    exceptions: tuple[Tree, ...]
    overrides: Mapping[str, str]
    each: tuple[Inside, ...]
    since: tuple[Inside, ...]
    norms: Mapping[tuple[int, int], NormTrees]


@frozen(eq=False)
class CaseTrees:
    """A case: its guard, and its value as a decision where it is boolean, else what it reads."""

    guard: Tree | None
    value: Tree | None
    read: tuple[Inside, ...]


@frozen(eq=False)
class HeaderTrees:
    scope: Tree | None
    in_force: Tree | None


_CLAIMED: Final = ("any", "all", "share")
_TESTS: Final = (model.And, model.Or, model.Not, model.Comparison, model.Has, model.In, model.Present)


@frozen(eq=False)
class Trees:
    """The decisions of *policy*, each made when it is first asked for."""

    policy: model.Policy
    conditions: dict[str, Condition] = field(factory=dict)
    _made: dict[tuple[OwnerKind, str], HeaderTrees | tuple[CaseTrees, ...] | RuleTrees] = field(factory=dict)
    _varies: dict[str, bool] = field(factory=dict)

    def header(self, name: str) -> HeaderTrees:
        found = self._made.get(("policy", name))
        if found is None:
            header = self.policy.headers[name]
            test = policy_in_force_test(header)
            maker = _Maker(self, "policy", name)
            found = self._made["policy", name] = HeaderTrees(
                None if header.scope is None else maker.tree(header.scope, "scope", 1),
                None if test is None else maker.tree(test, "in_force", 1),
            )
        assert isinstance(found, HeaderTrees)
        return found

    def definition(self, key: str) -> tuple[CaseTrees, ...]:
        found = self._made.get(("definition", key))
        if found is None:
            definition = self.policy.definitions[key]
            maker = _Maker(self, "definition", key)
            found = self._made["definition", key] = tuple(
                maker.case(case, number, is_boolean=definition.type == BOOLEAN)
                for number, case in enumerate(definition.cases, 1)
            )
        assert isinstance(found, tuple)
        return found

    def rule(self, key: str) -> RuleTrees:
        found = self._made.get(("rule", key))
        if found is None:
            found = self._made["rule", key] = self._rule(self.policy.rules[key])
        assert isinstance(found, RuleTrees)
        return found

    def _rule(self, rule: model.Rule) -> RuleTrees:
        maker = _Maker(self, "rule", rule.key)
        in_force = None if rule.in_force is None else maker.tree(in_force_test(rule.in_force), "in_force", 1)
        condition = None if rule.condition is None else maker.tree(rule.condition, "when", 1)
        exceptions = tuple(maker.tree(e, "unless", n) for n, e in enumerate(rule.exceptions, 1))
        overrides = {
            key: maker.named("override", 1, None, other.span, fixed=False, subject=key)
            for key, other in sorted(self.policy.rules.items())
            if rule.key in other.overrides
        }
        each = maker.all_inside([each.collection for each in rule.each], 1)
        since = maker.all_inside([rule.since], 1)
        norms = {(norm.place, norm.depth): maker.norm(norm, number) for number, norm in enumerate(rule.all_norms, 1)}
        return RuleTrees(in_force, condition, exceptions, overrides, each, since, norms)

    def all(self) -> Mapping[str, Condition]:
        """Every condition of the policy, by name, in the order of the text of each declaration."""
        for name in self.policy.headers:
            self.header(name)
        for key in self.policy.definitions:
            self.definition(key)
        for key in self.policy.rules:
            self.rule(key)
        return self.conditions

    def varies(self, expression: model.Expression) -> bool:
        """Whether the value of *expression* depends on anything but settings, directly or through definitions."""
        for found in walk(expression):
            match found:
                case model.FactValue() | model.ElementValue() | model.AsOf() | model.JudgedPeriod():
                    return True
                case model.DefinitionValue(key) if self._definition_varies(key):
                    return True
                case _:
                    pass
        return False

    def _definition_varies(self, key: str) -> bool:
        known = self._varies.get(key)
        if known is None:
            # INVARIANT: definitions are in dependency order, so that filling in all of them needs no recursion.
            for other, definition in self.policy.definitions.items():
                self._varies[other] = any(
                    self.varies(e) for c in definition.cases for e in (c.condition, c.value) if e is not None
                )
            known = self._varies[key]
        return known


@frozen(eq=False)
class _Maker:
    """Makes the trees of one declaration and names their conditions, in the order in which they stand in it."""

    trees: Trees
    kind: OwnerKind
    owner: str
    places: dict[str, int] = field(factory=dict)

    def named(
        self,
        part: Part,
        number: int,
        expression: model.Expression | None,
        span: Span,
        *,
        fixed: bool,
        subject: str | None = None,
    ) -> str:
        start = f"{self.kind} {self.owner} {part} {number}"
        if subject is not None:
            name = f"{start} {subject}"
        else:
            name = f"{start}.{self._place(start)}"
        self.trees.conditions[name] = Condition(
            name, self.kind, self.owner, part, number, expression, span, fixed, subject
        )
        return name

    def _place(self, start: str) -> int:
        self.places[start] = self.places.get(start, 0) + 1
        return self.places[start]

    def tree(self, expression: model.Expression, part: Part, number: int) -> Tree:
        match expression:
            case model.And(operands):
                return Join("and", tuple(self.tree(o, part, number) for o in operands))
            case model.Or(operands):
                return Join("or", tuple(self.tree(o, part, number) for o in operands))
            case model.Not(operand):
                return Join("not", (self.tree(operand, part, number),))
            case model.Constant():
                return Leaf(None, expression, ())
            case _:
                fixed = not self.trees.varies(expression)
                name = self.named(part, number, expression, expression.span, fixed=fixed)
                return Leaf(name, expression, self.inside(expression, number, part, of_tree=True))

    def inside(
        self, expression: model.Expression, number: int, part: Part = "read", *, of_tree: bool = False
    ) -> tuple[Inside, ...]:
        """What the value of *expression* reads; *of_tree*: it is an atomic condition itself."""
        if isinstance(expression, _TESTS) and not of_tree:
            return (Nested(self.tree(expression, part, number)),)
        match expression:
            case model.DefinitionValue(_, subject):
                read = () if subject is None else self.inside(subject, number, part)
                return (Defined(expression, read),)
            case model.Aggregate():
                claimed = expression.body is not None and expression.function in _CLAIMED
                collection = self.inside(expression.collection, number, part)
                counted = None if expression.filter is None else self.tree(expression.filter, part, number)
                body = self.tree(expression.body, part, number) if claimed and expression.body else None
                taken = () if claimed or expression.body is None else self.inside(expression.body, number, part)
                return (Gathered(expression, collection, counted, body, taken),)
            case _:
                return tuple(found for child in parts(expression) for found in self.inside(child, number, part))

    def case(self, case: model.Case, number: int, *, is_boolean: bool) -> CaseTrees:
        guard = None if case.condition is None else self.tree(case.condition, "guard", number)
        value = self.tree(case.value, "value", number) if is_boolean else None
        read = () if is_boolean else self.inside(case.value, number, "value")
        return CaseTrees(guard, value, read)

    def norm(self, norm: model.Norm, number: int) -> NormTrees:
        missed = None
        if norm.depth:
            missed = self.named("missed", number, None, norm.span, fixed=False)
        test: Tree | None = None
        if isinstance(norm.duty, model.Ensure):
            test = self.tree(norm.duty.condition, "ensure", number)
        elif norm.fulfilled_when is not None:
            test = self.tree(norm.fulfilled_when, "fulfilled", number)
        breached = None if norm.breached_when is None else self.tree(norm.breached_when, "breached", number)
        arguments = () if isinstance(norm.duty, model.Ensure) else norm.duty.arguments
        limit = norm.deadline.limit if isinstance(norm.deadline, model.By) else None
        return NormTrees(
            test,
            breached,
            who=self.all_inside(norm.bearers, number),
            instants=self.all_inside([norm.fulfilled_at, norm.breached_at], number),
            limit=self.all_inside([limit], number),
            arguments=self.all_inside([value for _, value in arguments], number),
            missed=missed,
        )

    def all_inside(self, expressions: Sequence[model.Expression | None], number: int) -> tuple[Inside, ...]:
        """What the values of all *expressions* that are there read."""
        return tuple(found for each in expressions if each is not None for found in self.inside(each, number))
