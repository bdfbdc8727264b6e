"""From what expectations look at down to atomic conditions: what each was, and whether it mattered by itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from typing import Final

from attrs import define, field

from pingan.diagnostics.errors import PolicyError
from pingan.language.shapes import Record, Shape
from pingan.model import nodes as model
from pingan.program.evaluator import Evaluator
from pingan.program.evidence import nothing_to_measure
from pingan.program.frame import Binding, Frame, Item
from pingan.program.judged import Judged
from pingan.program.shapes import surely_present
from pingan.program.truth import (
    CAN_BE_FALSE,
    CAN_BE_TRUE,
    OPEN,
    bits,
    both,
    condition,
    either,
    negated,
    shape_of,
)
from pingan.scenario_coverage.cases import Cases
from pingan.scenario_coverage.effects import ANY, BIT, NONE, OUTCOMES, of_not, of_operands, others, seen_through
from pingan.scenario_coverage.looks import Depth, Look, Noticed
from pingan.scenario_coverage.might import Might, missed_of
from pingan.scenario_coverage.seen import Seen
from pingan.scenario_coverage.trees import (
    Defined,
    Gathered,
    Inside,
    Leaf,
    Nested,
    NormTrees,
    Tree,
    Trees,
)

_UNSEEN: Final = [0, 0, 0]


@define(eq=False)
class Visits:
    """One scenario's way through the decisions of its policy. What is *seen* is written down as it goes."""

    evaluator: Evaluator
    trees: Trees
    root: Frame
    seen: Seen
    _been: set[tuple[object, ...]] = field(factory=set)
    _waiting: list[Callable[[], None]] = field(factory=list)
    _mights: dict[int, Might] = field(factory=dict)

    def look(self, look: Look) -> None:
        """A norm that an expectation looks at."""
        self._norm(look)
        self.finish()

    def together(self, looks: Sequence[Look]) -> None:
        """Norms of one rule for several elements, of which an expectation holds by any.

        What reads no element is the same in all of them, and matters if it does in each.
        """
        apart = [Visits(self.evaluator, self.trees, self.root, Seen()) for _ in looks]
        for visits, look in zip(apart, looks, strict=True):
            visits.look(look)
        first, *further = [visits.seen.conditions for visits in apart]
        for name, found in first.items():
            same = [each.get(name, _UNSEEN) for each in further]
            alike = all(each[0] == found[0] and each[1:] == found[1:] for each in same)
            if alike and any(found[1:]) and self._reads_no_element(name):
                self.seen.mattered(name, found)

    def _reads_no_element(self, name: str) -> bool:
        expression = self.trees.conditions[name].expression
        node = None if expression is None else self.evaluator.graph.node_of(expression)
        return node is not None and node.closed

    def value(self, key: str) -> None:
        """The value of a definition that an expectation looks at."""
        self._definition(key, "", Frame(self.root.situation), ANY, as_condition=False)
        self.finish()

    def finish(self) -> None:
        # Not down into definitions from where they are read: a long chain of them would need as much stack.
        while self._waiting:
            self._waiting.pop()()

    # --- norms and rules ------------------------------------------------------------------------------------------

    def _norm(self, look: Look) -> None:
        judged = look.judged
        instance = judged.instance
        binding, norm, frame = instance.binding, instance.norm, instance.frame
        trees = self.trees.rule(binding.rule.key)
        own = trees.norms[norm.place, norm.depth]
        if look.applies:
            effect = self._above(look, own)
            self.inside(own.who, frame, bool(effect))
            self.inside(trees.each, binding.frame, bool(effect))
        if look.arguments:
            self.inside(own.arguments, frame, look.arguments is Depth.ALONE)
        if judged.norm.states != {"none"}:
            if look.evidence:
                self._evidence(own, frame, look.by_evidence)
            if look.limit:
                self.inside(own.limit, frame, look.limit is Depth.ALONE)
                self.inside(trees.since, frame, look.limit is Depth.ALONE)

    def _evidence(self, own: NormTrees, frame: Frame, noticed: Sequence[Noticed]) -> None:
        if own.test is not None:
            claim = self.claim(own.test, frame)
            effect = self._noticed(claim, noticed, lambda might, when: might.states(when=when))
            self.tree(own.test, frame, effect, claim)
        if own.breached is not None:
            claim = self.claim(own.breached, frame)
            effect = self._noticed(claim, noticed, lambda might, breached: might.states(breached=breached))
            self.tree(own.breached, frame, effect, claim)
        self.inside(own.instants, frame, bool(noticed))

    def _above(self, look: Look, own: NormTrees) -> int:
        """What decides whether a norm applies, its rule or that the norm above was missed, and the effect of that."""
        judged, noticed = look.judged, look.by_applying
        binding, above = judged.instance.binding, judged.missed
        of_rule = self._noticed(binding.holds, noticed, lambda might, holds: might.with_rule(holds))
        self.rule(binding, of_rule)
        if above is None or own.missed is None:
            return of_rule
        missed = missed_of(above.norm.states)
        chain = [each for each in noticed if all(j.missed is above for j in each.norms)]
        effect = self._noticed(missed, chain, lambda might, limb: might.with_limb(limb))
        self.seen.condition(own.missed, missed, effect, missed)
        by_missing = [Noticed(lambda states: bool(effect & BIT[missed_of(states)]), (above,))] if effect else []
        depth = Depth.ALONE if effect else Depth.BESIDE
        self._norm(Look(above, True, True, depth, Depth.NOT, by_missing, by_missing))
        return of_rule | effect

    def _noticed(self, claim: int, noticed: Sequence[Noticed], states: Callable[[Might, int], Set[str]]) -> int:
        """The outcomes other than *claim* that some expectation would tell of, given the states that norms had then."""
        return sum(
            BIT[outcome]
            for outcome in OUTCOMES
            if outcome != claim
            and any(all(each.fails(states(self._might(j), outcome)) for j in each.norms) for each in noticed)
        )

    def _might(self, judged: Judged) -> Might:
        found = self._mights.get(id(judged))
        if found is None:
            above = None if judged.missed is None else self._might(judged.missed)
            found = self._mights[id(judged)] = Might(judged, self._exists(judged), self._unmeasured(judged), above)
        return found

    def _exists(self, judged: Judged) -> int:
        """Whether there is somebody who is bound."""
        if isinstance(judged.bearer, model.Constant):
            return CAN_BE_TRUE
        shape = self._shape(judged.bearer, judged.instance.frame)
        return OPEN if shape is None else bits(shape.present, shape.absent)

    def _unmeasured(self, judged: Judged) -> int:
        """Whether there is nothing to measure; of a norm that does not apply, whether there would be."""
        duty, frame = judged.instance.norm.duty, judged.instance.frame
        if judged.evidence is not None or not isinstance(duty, model.Ensure):
            return judged.unmeasured
        try:
            return nothing_to_measure(self.evaluator, duty.condition, frame)
        except PolicyError:
            return OPEN

    def rule(self, binding: Binding, effect: int, under: str | None = None) -> None:
        """A rule for an element that is there; *effect* is that of its holding.

        It overrides one of the policy *under*.
        """
        key = (id(binding), effect, under)
        if key in self._been:
            return
        self._been.add(key)
        rule = binding.rule
        self.seen.rule(rule.key, binding.applies)
        header, trees = self.trees.header(rule.module), self.trees.rule(rule.key)
        limbs: list[tuple[int, Callable[[int], None]]] = []
        outcome = binding.holds

        def limb(tree: Tree | None, claim: int, frame: Frame, *, denied: bool = False, masked: bool = False) -> None:
            def visit(effect: int) -> None:
                assert tree is not None
                effect = NONE if masked else of_not(effect) if denied else effect
                self.tree(tree, frame, effect, outcome)

            if tree is not None:
                limbs.append((negated(claim) if denied else claim, visit))

        # Where both rules are of one policy, they share whether it applies at all: that is not changed in one of them.
        masked = under == rule.module
        limb(header.scope, binding.scope, self.root, masked=masked)
        limb(header.in_force, binding.policy_in_force, self.root, masked=masked)
        limb(trees.in_force, binding.in_force, binding.frame)
        limb(trees.condition, binding.condition, binding.frame)
        for exception, claim in zip(trees.exceptions, binding.exceptions, strict=True):
            limb(exception, claim, binding.frame, denied=True)
        for defeat in binding.defeats:
            limbs.append((negated(defeat.holds), self._defeated(trees.overrides[defeat.rule.key], defeat, binding)))
        for (_, visit), each in zip(limbs, of_operands("and", [claim for claim, _ in limbs], effect), strict=True):
            visit(each)

    def _defeated(self, name: str, defeat: Binding, overridden: Binding) -> Callable[[int], None]:
        def visit(effect: int) -> None:
            self.seen.condition(name, defeat.holds, of_not(effect), overridden.holds)
            self.rule(defeat, of_not(effect), overridden.rule.module)

        return visit

    # --- decisions ------------------------------------------------------------------------------------------------

    def claim(self, tree: Tree, frame: Frame) -> int:
        """What *tree* is (bits)."""
        if isinstance(tree, Leaf):
            shape = self._shape(tree.expression, frame)
            return OPEN if shape is None else condition(shape)
        if tree.sign == "not":
            return negated(self.claim(tree.operands[0], frame))
        join, found = (both, CAN_BE_TRUE) if tree.sign == "and" else (either, CAN_BE_FALSE)
        for operand in tree.operands:
            found = join(found, self.claim(operand, frame))
        return found

    def _shape(self, expression: model.Expression, frame: Frame) -> Shape | None:
        """What *expression* is; None where the code of a library fails, which nobody has asked for elsewhere."""
        try:
            return self.evaluator.value_of(expression, frame)
        except PolicyError:
            return None

    def tree(self, tree: Tree, frame: Frame, effect: int, outcome: int) -> None:
        """A decision, or a part of one that came out as *outcome*."""
        if isinstance(tree, Leaf):
            self._leaf(tree, frame, effect, outcome)
            return
        if tree.sign == "not":
            self.tree(tree.operands[0], frame, of_not(effect), outcome)
            return
        claims = [self.claim(operand, frame) for operand in tree.operands]
        for operand, each in zip(tree.operands, of_operands(tree.sign, claims, effect), strict=True):
            self.tree(operand, frame, each, outcome)

    def _leaf(self, leaf: Leaf, frame: Frame, effect: int, outcome: int) -> None:
        shape = self._shape(leaf.expression, frame)
        if shape is None:
            return
        claim = condition(shape)
        if leaf.id is not None:
            self.seen.condition(leaf.id, claim, effect, outcome)
        match leaf.inside:
            case (Defined() as read,) if read.expression is leaf.expression:
                self.inside(read.inside, frame, bool(effect))
                self._read(read.expression, frame, effect, as_condition=True)
            case (Gathered() as read,) if read.expression is leaf.expression:
                self._gathered(read, frame, effect, claim)
            case inside:
                self.inside(inside, frame, bool(effect))

    # --- values ---------------------------------------------------------------------------------------------------

    def inside(self, inside: Sequence[Inside], frame: Frame, matters: bool) -> None:
        """What a value reads; where the value *matters*, so is taken every change of what it reads."""
        for read in inside:
            match read:
                case Defined():
                    self.inside(read.inside, frame, matters)
                    self._read(read.expression, frame, ANY if matters else NONE, as_condition=False)
                case Gathered():
                    shape = self._shape(read.expression, frame)
                    claim = OPEN if shape is None else condition(shape)
                    self._gathered(read, frame, others(claim) if matters else NONE, claim)
                case Nested(tree):
                    claim = self.claim(tree, frame)
                    self.tree(tree, frame, others(claim) if matters else NONE, claim)

    def _gathered(self, read: Gathered, frame: Frame, effect: int, claim: int) -> None:
        self.inside(read.collection, frame, bool(effect))
        function, variable = read.expression.function, read.expression.variable
        items = self.evaluator.elements(read.expression.collection, frame)
        inner = [frame.bind(variable, item.shape, item.path) for item in items]
        counts = [CAN_BE_TRUE if read.filter is None else self.claim(read.filter, each) for each in inner]
        claims = [CAN_BE_TRUE if read.body is None else self.claim(read.body, each) for each in inner]
        effects = [effect] * len(items)
        whole: list[int] = []
        if function in ("any", "all"):
            whole = [_limb(function, item, *both_of) for item, *both_of in zip(items, counts, claims, strict=True)]
            effects = self._of_elements(read, frame, whole, effect)
        for place, (item, each) in enumerate(zip(items, inner, strict=True)):
            counted, claimed, of_element = counts[place], claims[place], effects[place]
            of_filter = of_body = NONE
            if whole:
                of_filter = seen_through(counted, of_element, lambda o, i=item, c=claimed: _limb(function, i, o, c))  # type: ignore[misc]
                of_body = seen_through(claimed, of_element, lambda o, i=item, c=counted: _limb(function, i, c, o))  # type: ignore[misc]
            elif effect:
                of_filter, of_body = others(counted), others(claimed)
            if read.filter is not None:
                self.tree(read.filter, each, of_filter, counted)
            if counted & CAN_BE_TRUE:
                if read.body is not None:
                    self.tree(read.body, each, of_body, claimed)
                self.inside(read.taken, each, bool(effect))

    def _of_elements(self, read: Gathered, frame: Frame, whole: list[int], effect: int) -> list[int]:
        """The effect of each element of ``any`` or ``all``; a list that may be absent counts as empty as well."""
        claims = list(whole)
        sign, empty = ("or", CAN_BE_FALSE) if read.expression.function == "any" else ("and", CAN_BE_TRUE)
        if isinstance(read.expression.collection, model.SetOf):
            return of_operands(sign, claims, effect)
        collection = self._shape(read.expression.collection, frame)
        if collection is not None and collection.absent:
            joined = [either, both][sign == "and"]
            actual = empty
            for each in claims:
                actual = joined(actual, each)
            effect = seen_through(actual, effect, lambda outcome: outcome | empty)
        return of_operands(sign, claims, effect)

    def _read(self, expression: model.DefinitionValue, frame: Frame, effect: int, *, as_condition: bool) -> None:
        key = expression.definition
        inner, path = Frame(frame.situation), ""
        if expression.subject is not None:
            record = self._shape(expression.subject, frame)
            if not isinstance(record, Record) or not record.present:
                return
            path = record.path
            variable = self.evaluator.policy.definitions[key].variable or ""
            inner = inner.bind(variable, surely_present(record), path)
            if record.absent and as_condition:
                # Of a record that may be absent a condition is false as well.
                effect = (effect & 2) | (1 if effect & 4 else 0) | (effect & 4)
        self._definition(key, path, inner, effect, as_condition=as_condition)

    def _definition(self, key: str, path: str, frame: Frame, effect: int, *, as_condition: bool) -> None:
        been = (key, path, effect, as_condition)
        if been not in self._been:
            self._been.add(been)
            self._waiting.append(lambda: self._cases(key, frame, effect, as_condition=as_condition))

    def _cases(self, key: str, frame: Frame, effect: int, *, as_condition: bool) -> None:
        definition, trees = self.evaluator.policy.definitions[key], self.trees.definition(key)
        self.seen.definitions.add(key)
        cases = Cases(self.claim, self._shape, definition, trees, frame)
        actual = cases.value()

        def differs(shape: Shape | None) -> bool:
            if shape is None or actual is None:
                return False
            if as_condition:
                return condition(shape) != condition(actual) and bool(effect & BIT[condition(shape)])
            return shape != actual

        for place, case in enumerate(trees):
            guard = cases.guards[place]
            if case.guard is not None:
                guards = [(o, {place: o}) for o in OUTCOMES if o != guard and effect]
                of_guard = sum(BIT[o] for o, instead in guards if differs(cases.value(guards=instead)))
                self.tree(case.guard, frame, of_guard, guard)
            if guard & CAN_BE_TRUE:
                if case.value is not None:
                    claim = self.claim(case.value, frame)
                    shapes = [(o, {place: shape_of(o)}) for o in OUTCOMES if o != claim and effect]
                    of_value = sum(BIT[o] for o, instead in shapes if differs(cases.value(values=instead)))
                    self.tree(case.value, frame, of_value, claim)
                self.inside(case.read, frame, bool(effect))
            if guard == CAN_BE_TRUE:
                return


def _limb(function: str, item: Item, counts: int, claim: int) -> int:
    """What an element contributes to ``any`` (as to an ``or``) or to ``all`` (as to an ``and``)."""
    surely = CAN_BE_TRUE if item.sure and not item.others else OPEN
    counted = both(surely, counts)
    return both(counted, claim) if function == "any" else either(negated(counted), claim)
