"""Conditions held against each other over all that can be the case: what can never hold, always holds, or follows.

A condition becomes a disjunction of conjunctions of tests, definitions written out. A *world* gives every test a
truth: tests that hold one thing against constants share the regions between these, every other test is anything. So
more worlds are looked at than there are: what is *never* so in any of them surely is not, and what is not shown may
still be so. What parameters and readings may be is left open, too, however they are set: a rule that only the other
reading calls for is no mistake. Unknown facts play no part here; what may be rewritten is asked of `sameness`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import product
from typing import Any, Final

import attrs
from attrs import define, field

from pingan.graph.from_model import in_force_test, policy_in_force_test
from pingan.language import types
from pingan.linting.analysis.possible import can_be
from pingan.matching.normal_form import FALSE, TRUE, Form, Limbs, conjoined, disjoined
from pingan.matching.regions import subject_of
from pingan.model import nodes as m
from pingan.model.sameness import names_of, renamed
from pingan.model.walk import walk
from pingan.witnesses.conditions import replaced_variable

Claim = Callable[[m.Expression], m.Expression]

MOST_DEEP: Final = 96
"""Conditions within conditions that are written out."""
MOST_CASES: Final = 24
"""Cases of a definition that is written out."""
MOST_TOGETHER: Final = 256
"""Conjunctions that are put together at one step of a question."""
MOST_OF_QUESTION: Final = 1_024
"""Of all its steps."""
MOST_OF_ALL: Final = 60_000
"""Of all questions about one policy: what is asked after these is not shown."""


@define(eq=False)
class Worlds:
    """The conditions of one policy. A limb is twice the number of its test, one more where it must not hold."""

    policy: m.Policy
    _tests: list[m.Expression] = field(factory=list)
    _numbers: dict[m.Expression, int] = field(factory=dict)
    _subjects: list[int] = field(factory=list)
    _subject_numbers: dict[object, int] = field(factory=dict)
    _forms: dict[tuple[m.Expression, bool], Form] = field(factory=dict)
    _can_be: dict[tuple[int, ...], bool] = field(factory=dict)
    _bindings: dict[str, Form] = field(factory=dict)
    _bound: dict[str, frozenset[str]] = field(factory=dict)
    _depth: int = 0
    _asked: int = 0

    # --- questions ------------------------------------------------------------------------------------------------

    def is_never(self, *conditions: m.Expression) -> bool:
        """Whether *conditions* surely never hold together."""
        return self.are_apart(*(self.form(condition) for condition in conditions))

    def is_always(self, condition: m.Expression) -> bool:
        """Whether *condition* surely always holds."""
        return self.are_apart(self.form(condition, negated=True))

    def implies(self, conditions: Iterable[m.Expression], conclusion: m.Expression) -> bool:
        """Whether *conclusion* holds wherever all of *conditions* do."""
        return self.are_apart(*(self.form(c) for c in conditions), self.form(conclusion, negated=True))

    def are_apart(self, *forms: Form) -> bool:
        """Whether no world is in all of *forms*; False where there is too much to look at."""
        found: list[Limbs] = [frozenset()]
        looked_at = 0
        for form in sorted(forms, key=len):
            together = len(found) * len(form)
            looked_at += together
            self._asked += together
            if together > MOST_TOGETHER or looked_at > MOST_OF_QUESTION or self._asked > MOST_OF_ALL:
                return False
            found = [limbs for limbs in dict.fromkeys(a | b for a, b in product(found, form)) if self._is_world(limbs)]
            if not found:
                return True
        return not found

    # --- rules ----------------------------------------------------------------------------------------------------

    def binding(self, rule: m.Rule) -> Form:
        """That *rule* binds, of one element of what it goes over, whatever overrides it."""
        found = self._bindings.get(rule.key)
        if found is None:
            found = self._bindings[rule.key] = self._all([self.standing(rule), self.own(rule)])
        return found

    def standing(self, rule: m.Rule) -> Form:
        """That the policy of *rule* stands: its scope, and that it is in force."""
        header = self.policy.headers.get(rule.module)
        parts = [] if header is None else [header.scope, policy_in_force_test(header)]
        return self._all([self.form(part) for part in parts if part is not None])

    def own(self, rule: m.Rule) -> Form:
        """That what *rule* itself says holds, of one element."""
        return self._all([self.form(limb, negated=negated) for limb, negated in self.limbs(rule)])

    def limbs(self, rule: m.Rule) -> list[tuple[m.Expression, bool]]:
        """What *rule* says, and whether it must not hold; elements are called by their place."""
        found = [(in_force_test(rule.in_force), False)] if rule.in_force is not None else []
        found += [(rule.condition, False)] if rule.condition is not None else []
        found += [(exception, True) for exception in rule.exceptions]
        return [(self.of(rule, limb), negated) for limb, negated in found]

    def of(self, rule: m.Rule, expression: m.Expression) -> m.Expression:
        """*expression* of *rule* with its elements called by their place."""
        return renamed(expression, names_of(rule)) if rule.each else expression

    def _all(self, forms: Sequence[Form]) -> Form:
        """All of *forms*; where that is too much, what is left out leaves more worlds."""
        found = TRUE
        for form in sorted(forms, key=len):
            joined = conjoined([found, form])
            if joined is not None:
                found = self._worlds(joined)
        return found

    # --- conditions -----------------------------------------------------------------------------------------------

    def form(self, condition: m.Expression, *, negated: bool = False) -> Form:
        """The worlds in which *condition* holds (or, *negated*, does not), as far as these can be written down."""
        key = condition, negated
        found = self._forms.get(key)
        if found is None:
            self._depth += 1
            made = self._worked_out(condition, negated) if self._depth < MOST_DEEP else None
            self._depth -= 1
            found = self._forms[key] = self._test(condition, negated) if made is None else self._worlds(made)
        return found

    def _worked_out(self, condition: m.Expression, negated: bool) -> Form | None:
        match condition:
            case m.Constant(bool(value)):
                return TRUE if value != negated else FALSE
            case m.Absent():
                return TRUE if negated else FALSE
            case m.Not(operand):
                return self.form(operand, negated=not negated)
            case m.And(operands) | m.Or(operands):
                forms = [self.form(operand, negated=negated) for operand in operands]
                return conjoined(forms) if isinstance(condition, m.And) != negated else disjoined(forms)
            case m.Comparison("!="):
                return self.form(attrs.evolve(condition, operator="="), negated=not negated)
            case m.Comparison("=", claim, m.Constant(bool(value))) if not claim.optional:
                return self.form(claim, negated=negated == value)
            case m.Comparison(_, m.DefinitionValue() as defined, other):
                return self._cases(defined, negated, lambda value: attrs.evolve(condition, left=value))
            case m.Comparison(_, _, m.DefinitionValue() as defined):
                return self._cases(defined, negated, lambda value: attrs.evolve(condition, right=value))
            case m.Comparison(operator, m.Constant() as one, m.Constant() as other):
                return self._constants(operator, one, other, negated)
            case m.In(m.DefinitionValue() as defined, m.SetOf()):
                return self._cases(defined, negated, lambda value: attrs.evolve(condition, element=value))
            case m.In(_, m.DefinitionValue(subject=None) as defined):
                return self._cases(defined, negated, lambda value: attrs.evolve(condition, collection=value))
            case m.In(m.Constant() as one, m.SetOf(elements)) | m.Has("one", m.SetOf(elements), m.Constant() as one):
                return self._listed(one, elements, negated)
            case m.In(element, m.PeriodOf(start, end)):
                return self._within(element, start, end, negated)
            case m.Has("any" | "all" as quantity, collection, m.SetOf(elements)) if elements:
                ones = [m.Has("one", collection, e, type=types.BOOLEAN) for e in elements]
                forms = [self.form(one, negated=negated) for one in ones]
                return conjoined(forms) if (quantity == "all") != negated else disjoined(forms)
            case m.DefinitionValue():
                return self._cases(condition, negated, lambda value: value)
        return None

    def _constants(self, operator: str, one: m.Constant, other: m.Constant, negated: bool) -> Form | None:
        """Two values, as cases of a definition have them."""
        ours, theirs = (_value(side) for side in (one, other))
        if operator in ("=", "!="):
            return TRUE if ((ours == theirs) == (operator == "=")) != negated else FALSE
        if isinstance(ours, str) or isinstance(theirs, str) or type(one.type) is not type(other.type):
            return None
        holds = {"<": ours < theirs, "<=": ours <= theirs, ">": ours > theirs, ">=": ours >= theirs}
        return TRUE if holds[operator] != negated else FALSE

    def _listed(self, one: m.Constant, elements: tuple[m.Expression, ...], negated: bool) -> Form | None:
        """A value among others that are all written."""
        values = [element.value for element in elements if isinstance(element, m.Constant)]
        if len(values) < len(elements):
            return None
        return TRUE if (one.value in values) != negated else FALSE

    def _within(
        self, element: m.Expression, start: m.Expression | None, end: m.Expression | None, negated: bool
    ) -> Form | None:
        """A day in a period of days that are written."""
        if any(side is not None and not isinstance(side, m.Constant) for side in (start, end)):
            return None
        tests = [m.Comparison(">=", element, start, type=types.BOOLEAN)] if start is not None else []
        tests += [m.Comparison("<=", element, end, type=types.BOOLEAN)] if end is not None else []
        forms = [self.form(test, negated=negated) for test in tests]
        if not tests:
            return None
        return disjoined(forms) if negated else conjoined(forms)

    def _cases(self, value: m.DefinitionValue, negated: bool, claim: Claim) -> Form | None:
        """What is claimed of the first case that holds; where none does, it is of nothing, and so it is not."""
        definition = self.policy.definitions[value.definition]
        if len(definition.cases) > MOST_CASES or self._would_capture(value, definition):
            return None
        found: list[Form] = []
        before: list[Form] = []
        for case in definition.cases:
            guard = TRUE if case.condition is None else self.form(_placed(case.condition, definition, value))
            holds = self.form(claim(_placed(case.value, definition, value)), negated=negated)
            limb = conjoined([*before, guard, holds])
            if limb is None:
                return None
            found.append(self._worlds(limb))
            if case.condition is None:
                return disjoined(found)
            before.append(self.form(_placed(case.condition, definition, value), negated=True))
        none = conjoined(before) if negated else FALSE
        return None if none is None else disjoined([*found, none])

    def _would_capture(self, value: m.DefinitionValue, definition: m.Definition) -> bool:
        """Whether something in *definition* has the name of the element that it would be said of."""
        if value.subject is None:
            return False
        names = {part.variable for part in walk(value.subject) if isinstance(part, m.ElementValue)}
        return bool(names) and not names.isdisjoint(self._bound_in(definition))

    def _bound_in(self, definition: m.Definition) -> frozenset[str]:
        found = self._bound.get(definition.key)
        if found is None:
            parts = [part for case in definition.cases for part in (case.condition, case.value) if part is not None]
            names = (part.variable for one in parts for part in walk(one) if isinstance(part, m.Aggregate))
            found = self._bound[definition.key] = frozenset(names)
        return found

    def _test(self, condition: m.Expression, negated: bool) -> Form:
        number = self._numbers.get(condition)
        if number is None:
            number = self._numbers[condition] = len(self._tests)
            self._tests.append(condition)
            subjects = self._subject_numbers
            self._subjects.append(subjects.setdefault(subject_of(condition), len(subjects)))
        return (frozenset({2 * number + negated}),)

    # --- worlds ---------------------------------------------------------------------------------------------------

    def _worlds(self, form: Form) -> Form:
        """*form* without what is never so."""
        found = tuple(limbs for limbs in form if self._is_world(limbs))
        return form if len(found) == len(form) else found

    def _is_world(self, limbs: Limbs) -> bool:
        """Whether there may be a world in which all of *limbs* hold."""
        groups: dict[int, list[int]] = {}
        for limb in limbs:
            groups.setdefault(self._subjects[limb // 2], []).append(limb)
        return all(self._is_possible(tuple(sorted(group))) for group in groups.values())

    def _is_possible(self, limbs: tuple[int, ...]) -> bool:
        """Whether *limbs*, all about one thing, can hold together."""
        found = self._can_be.get(limbs)
        if found is None:
            found = self._can_be[limbs] = can_be([(self._tests[limb // 2], limb % 2 == 0) for limb in limbs])
        return found


def _placed(expression: m.Expression, definition: m.Definition, value: m.DefinitionValue) -> m.Expression:
    """*expression* of *definition* said of the record that *value* is of."""
    if value.subject is None or definition.variable is None:
        return expression
    return replaced_variable(expression, definition.variable, value.subject)


def _value(constant: m.Constant) -> Any:
    """Something that constants of one type can be compared by."""
    if isinstance(constant.type, types.EnumType) and constant.type.ordered:
        return constant.type.members.index(str(constant.value))
    return constant.value
