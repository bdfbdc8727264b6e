"""graph -> matching: every condition as conjunctions of tests, each test once.

What is no atom and no connective is a stratum: its value is that of the author's expression. Nothing is simplified that
could matter to what is undetermined (see the page "Meaning, precisely"): no contradiction is dropped, no two tests of
a fact are merged, and no negation of a comparison becomes another comparison.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from attrs import define, field

from pingan.graph.nodes import Conclusion, DecisionGraph
from pingan.language import types
from pingan.language.quiet import building
from pingan.language.stack import with_room
from pingan.matching.atoms import Claim, Place, Reading, Subject, substituted
from pingan.matching.nodes import Atom, Conjunction, Field, Limb, Matching, Operator, Output, Stratum, Test, Value
from pingan.matching.normal_form import FALSE, MAXIMUM_CONJUNCTIONS, TRUE, Form, conjoined, disjoined
from pingan.matching.reads import Readers
from pingan.model import nodes as model

__all__ = ["matching_of"]

_OF_RULE = ("in_force", "condition", "exception")
_OF_POLICY = ("scope", "in_force")
_NEVER = model.Constant(False, type=types.BOOLEAN)

Key = tuple[int, tuple[str, ...] | None]
"""A node of the graph, and the path of the record in the place of its variable."""


def matching_of(graph: DecisionGraph) -> Matching:
    """What decides which rules of *graph* hold, as conjunctions of tests. *graph* must have passed its checks."""
    with building():
        return with_room(lambda: _Matcher.of(graph).matching())


@define(eq=False)
class _Tests:
    """The fields and tests met so far, each once. A limb is written as in `normal_form`."""

    reading: Reading
    readers: Readers
    fields: list[Field] = field(factory=list)
    tests: list[Test] = field(factory=list)
    _numbers: dict[Place, int] = field(factory=dict)
    _atoms: dict[tuple[int, Operator, tuple[Value | None, ...]], int] = field(factory=dict)
    _strata: dict[Key | str, int] = field(factory=dict)
    _of_elements: dict[object, int] = field(factory=dict)

    def atom(self, claim: Claim) -> int:
        number = self._numbers.get(claim.place)
        if number is None:
            number = self._numbers[claim.place] = len(self.fields)
            read = self.reading.field(claim.place)
            assert read is not None
            self.fields.append(read)
        key = number, claim.operator, claim.constants
        found = self._atoms.get(key)
        if found is None:
            atom = Atom(number, claim.operator, claim.constants, expression=claim.expression)
            found = self._atoms[key] = self._added(atom)
        return 2 * found + claim.negated

    def stratum(self, index: int, subject: Subject | None) -> int:
        key: Key = index, None if subject is None else subject.path
        found = self._strata.get(key)
        if found is None:
            reads = self.readers.of_node(index, subject).shortest()
            expression = substituted(self.readers.graph.nodes[index].expression, subject)
            stratum = Stratum(expression, None, reads.paths, reads.instant)
            found = self._strata[key] = self._added(stratum)
        return 2 * found

    def rule(self, key: str) -> int:
        """Whether the rule *key* applies, as all of it says."""
        found = self._strata.get(key)
        if found is None:
            reads = self.readers.of_rule(key).shortest()
            found = self._strata[key] = self._added(Stratum(None, key, reads.paths, reads.instant))
        return 2 * found

    def for_some(
        self, each: Sequence[model.Each], collections: Sequence[int], limbs: Sequence[tuple[int, bool]]
    ) -> int:
        """Whether there is an element for which all *limbs* hold (or, negated, do not)."""
        key = tuple(zip((one.variable for one in each), collections, strict=True)), frozenset(limbs)
        found = self._of_elements.get(key)
        if found is None:
            reads = self.readers.of_nodes([*collections, *(index for index, _ in limbs)]).shortest()
            expression = _for_some(each, [self._limb(*limb) for limb in limbs])
            stratum = Stratum(expression, None, reads.paths, reads.instant)
            found = self._of_elements[key] = self._added(stratum)
        return 2 * found

    def _limb(self, index: int, negated: bool) -> model.Expression:
        expression = self.readers.graph.nodes[index].expression
        return model.Not(expression, type=types.BOOLEAN) if negated else expression

    def never(self) -> int:
        found = self._strata.get("")
        if found is None:
            found = self._strata[""] = self._added(Stratum(_NEVER, None, frozenset(), False))
        return 2 * found

    def _added(self, test: Test) -> int:
        self.tests.append(test)
        return len(self.tests) - 1


@define(eq=False)
class _Matcher:
    graph: DecisionGraph
    reading: Reading
    tests: _Tests
    conclusions: Mapping[tuple[str, str], Conclusion]
    overriding: Mapping[str, list[str]]
    _forms: dict[tuple[Key, bool], Form] = field(factory=dict)

    @staticmethod
    def of(graph: DecisionGraph) -> _Matcher:
        reading = Reading(graph.policy)
        conclusions: dict[tuple[str, str], Conclusion] = {(c.kind, c.key): c for c in graph.conclusions}
        overriding: dict[str, list[str]] = {}
        for key, rule in graph.policy.rules.items():
            for overridden in rule.overrides:
                overriding.setdefault(overridden, []).append(key)
        readers = Readers(graph, reading, conclusions, overriding)
        return _Matcher(graph, reading, _Tests(reading, readers), conclusions, overriding)

    # --- outputs --------------------------------------------------------------------------------------------------

    def matching(self) -> Matching:
        rules, headers = self.graph.policy.rules, self.graph.policy.headers
        standing = {name: self._conclusion("policy", h.key, _OF_POLICY) for name, h in headers.items()}
        forms = {key: self._rule(key, rule) for key, rule in rules.items()}
        output_of = {key: index for index, key in enumerate(rules)}
        policy_of = {name: index for index, name in enumerate(headers, len(rules))}
        outputs: list[Output] = []
        for key, rule in rules.items():
            stands = policy_of[rule.module] if standing.get(rule.module, TRUE) != TRUE else None
            over = () if self._is_decided_apart(key) else tuple(output_of[o] for o in self.overriding.get(key, ()))
            outputs.append(Output("rule", key, stands, over))
        outputs += [Output("policy", name) for name in headers]
        conjunctions = self._conjunctions([*forms.values(), *standing.values()])
        return Matching(
            fields=tuple(self.tests.fields),
            tests=tuple(self.tests.tests),
            conjunctions=conjunctions,
            outputs=tuple(outputs),
            order=_order(self.graph.rule_order, output_of, outputs),
            output_of=output_of,
        )

    def _rule(self, key: str, rule: model.Rule) -> Form:
        parts = self._parts("rule", key, _OF_RULE)
        if not rule.each and not self._is_decided_apart(key):
            return self._all(parts, None)
        # "One of these for which A and B", where A is the same for each, is "A, and one of these for which B".
        limbs = [limb for part in parts for limb in self._limbs(*part)]
        closed = [limb for limb in limbs if self.graph.nodes[limb[0]].closed]
        if self._is_decided_apart(key):
            of_elements = self.tests.rule(key)
        else:
            collections = [node for node, _ in self._parts("rule", key, ("each",))]
            of_elements = self.tests.for_some(rule.each, collections, [limb for limb in limbs if limb not in closed])
        found = conjoined([self._all(closed, None), (frozenset({of_elements}),)])
        assert found is not None
        return found

    def _limbs(self, index: int, negated: bool) -> Iterator[tuple[int, bool]]:
        """What must hold, all of it, for a node to hold (or, *negated*, not to)."""
        node = self.graph.nodes[index]
        if isinstance(node.expression, model.Not):
            yield from self._limbs(node.operands[0], not negated)
        elif isinstance(node.expression, model.Or if negated else model.And):
            for operand in node.operands:
                yield from self._limbs(operand, negated)
        else:
            yield index, negated

    def _is_decided_apart(self, key: str) -> bool:
        """Whether a rule is overridden by one that is decided for each element, so perhaps for some of its own."""
        overriding = self.overriding.get(key)
        return overriding is not None and any(self.graph.policy.rules[other].each for other in overriding)

    def _conjunctions(self, forms: Sequence[Form]) -> tuple[Conjunction, ...]:
        """The first of every output, then further ones."""
        known: dict[int, Limb] = {}

        def conjunction(output: int, limbs: Iterable[int]) -> Conjunction:
            found = []
            for limb in sorted(limbs):
                made = known.get(limb)
                if made is None:
                    made = known[limb] = Limb(limb // 2, limb % 2 == 1)
                found.append(made)
            return Conjunction(output, tuple(found))

        first = [conjunction(n, form[0] if form else (self.tests.never(),)) for n, form in enumerate(forms)]
        further = [conjunction(n, limbs) for n, form in enumerate(forms) for limbs in form[1:]]
        return (*first, *further)

    def _conclusion(self, kind: str, key: str, parts: Sequence[str]) -> Form:
        return self._all(self._parts(kind, key, parts), None)

    def _parts(self, kind: str, key: str, parts: Sequence[str]) -> list[tuple[int, bool]]:
        readings = self.conclusions[kind, key].readings
        return [(reading.node, reading.part == "exception") for reading in readings if reading.part in parts]

    # --- conditions -----------------------------------------------------------------------------------------------

    def _form(self, index: int, subject: Subject | None, negated: bool) -> Form:
        """Whether a node holds, or (*negated*) does not."""
        key = (index, None if subject is None else subject.path), negated
        found = self._forms.get(key)
        if found is None:
            found = self._forms[key] = self._worked_out(index, subject, negated)
        return found

    def _worked_out(self, index: int, subject: Subject | None, negated: bool) -> Form:
        node = self.graph.nodes[index]
        match node.expression:
            case model.Not():
                return self._form(node.operands[0], subject, not negated)
            case model.And() | model.Or() as connective:
                operands = [(operand, negated) for operand in node.operands]
                is_and = isinstance(connective, model.And)
                if is_and != negated:
                    return self._all(operands, subject)
                form = self._any(operands, subject)
                return self._stratum(index, subject, negated) if form is None else form
            case model.Constant(bool(value)):
                return TRUE if value != negated else FALSE
            case model.Absent():
                return TRUE if negated else FALSE
        claim = self.reading.claim(node.expression, subject)
        if claim is not None:
            return (frozenset({self.tests.atom(claim) ^ negated}),)
        constant = self.reading.truth(node.expression)
        if constant is not None:
            return TRUE if constant != negated else FALSE
        form = self._as_condition(index, subject, negated)
        if form is None:
            form = self._defined(node.expression, subject, negated)
        return self._stratum(index, subject, negated) if form is None else form

    def _as_condition(self, index: int, subject: Subject | None, negated: bool) -> Form | None:
        """What is said to be true: ``X = true`` is X, for an X that may be absent, too."""
        node = self.graph.nodes[index]
        match node.expression:
            case model.Comparison("=" | "!=" as operator, left, model.Constant(bool(value))):
                operand = node.operands[0]
            case model.Comparison("=" | "!=" as operator, model.Constant(bool(value)), left):
                operand = node.operands[1]
            case _:
                return None
        if not value and left.optional:
            return None
        return self._form(operand, subject, (negated == value) == (operator == "="))

    def _defined(self, expression: model.Expression, subject: Subject | None, negated: bool) -> Form | None:
        """The cases of a definition in the place of its name; None where they cannot be said by connectives."""
        if not isinstance(expression, model.DefinitionValue):
            return None
        inner = self.reading.subject(expression, subject)
        if inner is None and expression.subject is not None:
            return None
        cases = self.graph.policy.definitions[expression.definition].cases
        nodes = iter(self.conclusions["definition", expression.definition].readings)
        found = [(None if case.condition is None else next(nodes).node, next(nodes).node) for case in cases]
        return self._cases(found, inner, negated)

    def _cases(self, cases: Sequence[tuple[int | None, int]], subject: Subject | None, negated: bool) -> Form | None:
        """The first of *cases* (guard and value) whose guard holds; none: absent, which is false.

        "A when G, else B" is no formula of G, A and B, because where G is open and A and B are true, it is true. It is
        one where one of A and B is always the same, or G.
        """
        if not cases:
            return TRUE if negated else FALSE
        (guard, value), *others = cases
        holds = TRUE if guard is None else self._form(guard, subject, False)
        if holds == TRUE:
            return self._form(value, subject, negated)
        rest = self._cases(others, subject, negated)
        if holds == FALSE or rest is None:
            return rest
        assert guard is not None
        is_so = self._form(value, subject, negated)
        if is_so == TRUE:
            return disjoined((holds, rest))
        if is_so == FALSE:
            return conjoined((self._form(guard, subject, True), rest))
        if rest == FALSE:
            return conjoined((holds, is_so))
        return disjoined((self._form(guard, subject, True), is_so)) if rest == TRUE else None

    def _stratum(self, index: int, subject: Subject | None, negated: bool) -> Form:
        return (frozenset({self.tests.stratum(index, subject) ^ negated}),)

    def _all(self, operands: Sequence[tuple[int, bool]], subject: Subject | None) -> Form:
        """Whether all nodes hold (or, negated, do not); the largest are strata where there would be too many limbs."""
        forms = [self._form(index, subject, negated) for index, negated in operands]
        found = conjoined(forms)
        if found is None:
            found = conjoined(self._shortened(forms, operands, subject, times=True))
        assert found is not None
        return found

    def _any(self, operands: Sequence[tuple[int, bool]], subject: Subject | None) -> Form | None:
        """Whether one of the nodes holds; None where these are too many by themselves."""
        forms = [self._form(index, subject, negated) for index, negated in operands]
        found = disjoined(forms)
        if found is None and len(forms) <= MAXIMUM_CONJUNCTIONS:
            found = disjoined(self._shortened(forms, operands, subject, times=False))
        return found

    def _shortened(
        self, forms: Sequence[Form], operands: Sequence[tuple[int, bool]], subject: Subject | None, *, times: bool
    ) -> list[Form]:
        """*forms* with strata in the place of the longest, so that their lengths together are not too much."""
        found = list(forms)
        total, left = 1 if times else 0, len(forms)
        for place in sorted(range(len(forms)), key=lambda n: len(forms[n])):
            left -= 1
            length = len(forms[place])
            together = total * length if times else total + length
            if together + (0 if times else left) <= MAXIMUM_CONJUNCTIONS:
                total = together
            else:
                index, negated = operands[place]
                found[place] = self._stratum(index, subject, negated)
                total += 0 if times else 1
        return found


def _for_some(each: Sequence[model.Each], limbs: Sequence[model.Expression]) -> model.Expression:
    """That there is an element of which *limbs* are so."""
    claim: model.Expression | None = None
    if limbs:
        claim = limbs[0] if len(limbs) == 1 else model.And(tuple(limbs), type=types.BOOLEAN)
    for one in reversed(each):
        claim = model.Aggregate("any", one.variable, one.collection, None, claim, type=types.BOOLEAN)
    assert claim is not None
    return claim


def _order(rules: Sequence[str], output_of: Mapping[str, int], outputs: Sequence[Output]) -> tuple[int, ...]:
    """The outputs that override or are overridden, those that override first."""
    concerned = {index for index, output in enumerate(outputs) if output.overridden_by}
    concerned |= {other for output in outputs for other in output.overridden_by}
    if not concerned:
        return ()
    return tuple(output_of[key] for key in rules if output_of[key] in concerned)
