"""Why a norm stands as it does, and why not: built when asked for, from what the evaluation worked out.

Of a norm that surely does not apply only the first limb that fails is told, of any other all limbs (scope, in
force, elements, condition, exceptions, overriding rules), then its deadline and what shows that it was fulfilled.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from attrs import field, frozen

from pingan.graph.from_model import in_force_test, replaced_test
from pingan.language.shapes import Truth
from pingan.language.stack import with_room
from pingan.model import nodes as model
from pingan.model.to_text import Language, deadline_text, expression_text
from pingan.model.value_text import instant_text, name_text, truth_text, word
from pingan.outcome import nodes as outcome
from pingan.outcome.layers import mark_text
from pingan.outcome.nodes import Reason, ReasonKind
from pingan.outcome.norm_text import deadline_text_of
from pingan.outcome.phrases import phrase, states_text
from pingan.program.evidence import compared, comparisons
from pingan.program.frame import Binding, Frame, Instance, Situation
from pingan.program.reason_steps import ABOVE, Evaluator, Scene, Steps, truth_of, veiled
from pingan.program.truth import bits, condition, negated

_FIRST_HELD = ("when {0} first held", "“{0}”开始成立的时间")
_NOT_SAID = ("not given", "未提供")
_NO_ELEMENTS = ("it is about no element", "没有可适用的对象")
_APPLIES = ("applies", "适用")
_DOES_NOT = ("does not apply", "不适用")
_MAY = ("may apply", "是否适用未定")
_MISSED = ("missed: {0}", "前一义务：{0}")

_MEASURABLE = ("there is something to measure", "有可衡量的对象")
_FROM = ("{0}, in force {1}", "{0}（施行时间：{1}）")
_COUNTING = ("counting from {0}", "自{0}起算")
_AT = ("{0}, at {1}", "{0}（以{1}为准）")

Limb = tuple[int, Callable[[], Sequence[Reason]]]


@frozen
class Reasons:
    """The reasons of one evaluation. *instances* stand beside *norms*, one each; *bindings* are all rules evaluated.

    An instance is None where nothing is told of why its norm stands as it does.
    """

    evaluator: Evaluator
    policy: model.Policy
    situation: Situation
    instances: Sequence[Instance | None]
    norms: Sequence[outcome.Norm]
    bindings: Sequence[Binding] = field(default=())
    marks: Mapping[int, Sequence[outcome.Stricter]] = field(factory=dict)

    def __call__(self, subject: int | str, language: Language) -> Reason:
        """The reason of a norm by index; of a rule without norms, or a definition of no record, by key.

        Raises KeyError for a key that is neither.
        """
        return with_room(lambda: self._reason(subject, language))

    def _reason(self, subject: int | str, language: Language) -> Reason:
        if isinstance(subject, int):
            return _Teller(self, self._steps(self.norms[subject].zone, language)).norm(subject)
        if rule := self.policy.rules.get(subject):
            return _Teller(self, self._steps(rule.zone, language)).rule(rule)
        definition = self.policy.definitions[subject]
        if definition.record is not None:
            raise KeyError(subject)
        zone = next((h.zone for h in self.policy.headers.values()), "UTC")
        value = model.DefinitionValue(subject, type=definition.type, span=definition.span)
        return self._steps(zone, language).definition(value, Scene(Frame(self.situation)))

    def _steps(self, zone: str, language: Language) -> Steps:
        return Steps(self.evaluator, self.policy, self.evaluator.sayings(language, zone))


def in_force_reason(evaluator: Evaluator, situation: Situation, force: model.InForce, steps: Steps) -> Reason:
    """Whether a policy or a rule is in force."""
    scene = Scene(Frame(situation))
    claim = condition(evaluator.value_of(in_force_test(force), scene.frame))
    teller = _Teller(Reasons(evaluator, steps.policy, situation, (), ()), steps)
    return teller.in_force(force, scene, claim)


@frozen
class _Teller:
    """Tells the reasons of one norm or rule."""

    reasons: Reasons
    steps: Steps
    _told: set[int] = field(factory=set, init=False)
    """Bindings of overriding rules that have been told: several rules may be overridden by the same one."""

    @property
    def language(self) -> Language:
        return self.steps.words.language

    def norm(self, index: int) -> Reason:
        instance, norm = self.reasons.instances[index], self.reasons.norms[index]
        if instance is None:
            return self._stands(norm, (Reason("element", word("masked", self.language), "", masked=True),))
        # What follows from a miss tells the norm that was missed, and with it why the rule applies.
        limbs = [
            *(self._missed(instance) if instance.missed else self._limbs(instance.binding)),
            *self._bound(instance),
        ]
        below = _deciding(limbs)
        if norm.applicable is not Truth.FALSE:
            scene = _scene(instance.binding, instance.frame)
            below = [*below, *self._deadline(instance, norm, scene), *self._evidence(instance.norm, scene)]
            below += self._compared(index)
        return self._stands(norm, tuple(below))

    def _stands(self, norm: outcome.Norm, below: tuple[Reason, ...]) -> Reason:
        says = states_text(norm, self.language)
        text = self.steps.sayings.norm(norm)
        key = f"{norm.policy}.{norm.rule}"
        holds = Truth.UNDETERMINED if len(norm.states) > 1 else norm.applies
        return Reason("norm", text, says, below, norm.citations, norm.span, subject=key, holds=holds)

    def _compared(self, index: int) -> Iterator[Reason]:
        """Which norms of its group ask more than this one, or less."""
        for mark in self.reasons.marks.get(index, ()):
            text = mark_text(mark, index, self.reasons.norms, self.steps.words)
            says = truth_text(mark.holds, self.language)
            yield Reason("stricter", text, says, (), mark.citations, holds=mark.holds)

    def rule(self, rule: model.Rule) -> Reason:
        """Why a rule has no norms: it goes over a collection that has nothing for it."""
        bindings = [b for b in self.reasons.bindings if b.rule.key == rule.key]
        below: list[Reason] = []
        if not bindings and rule.each:
            scene = Scene(Frame(self.reasons.situation))
            below = list(self.steps.collection(rule.each[0].collection, scene))
            for each in rule.each[:1]:
                for item in self.steps.evaluator.elements(each.collection, scene.frame):
                    if rule.condition is not None and len(rule.each) == 1:
                        below.append(self.steps.claim(rule.condition, scene.bind(each.variable, item), "condition"))
        for binding in bindings:
            below += _deciding(self._limbs(binding))
        says = phrase(_NO_ELEMENTS if rule.each and not bindings else _DOES_NOT, self.language)
        title = name_text(rule.name, rule.label, self.language)
        return Reason("rule", title, says, tuple(below), rule.citations, rule.span, subject=rule.key)

    # --- whether it applies --------------------------------------------------------------------------------------

    def _limbs(self, binding: Binding) -> Iterator[Limb]:
        """What has to hold for the rule to apply, in the order of the meaning, each with how to tell it."""
        rule, scene = binding.rule, _scene(binding, binding.frame)
        header = self.reasons.policy.headers.get(rule.module)
        if header is not None and header.scope is not None:
            scope, outside = header.scope, Scene(Frame(self.reasons.situation))
            yield binding.scope, lambda: [self.steps.claim(scope, outside, "scope")]
        if header is not None and header.in_force is not None:
            policy_force, outside = header.in_force, Scene(Frame(self.reasons.situation))
            own = condition(self.steps.evaluator.value_of(in_force_test(policy_force), outside.frame))
            yield own, lambda: [self.in_force(policy_force, outside, own)]
        for replacement in header.replaced_by if header is not None else ():
            yield self._replaced(replacement)
        if rule.in_force is not None:
            rule_force = rule.in_force
            yield binding.in_force, lambda: [self.in_force(rule_force, scene, binding.in_force)]
        if rule.each:
            yield binding.exists, lambda: self._elements(rule, scene)
        if rule.condition is not None:
            written = rule.condition
            yield binding.condition, lambda: [self.steps.claim(written, scene, "condition")]
        for exception, claim in zip(rule.exceptions, binding.exceptions, strict=True):
            yield negated(claim), partial(self._exception, exception, scene)
        for defeat in binding.defeats:
            yield negated(defeat.applies), partial(self._override, defeat)

    def in_force(self, force: model.InForce, scene: Scene, claim: int) -> Reason:
        as_of = scene.frame.situation.as_of
        return self.steps.sayings.in_force(force, as_of, claim, lambda: self._in_force(force, scene, claim))

    def _in_force(self, force: model.InForce, scene: Scene, claim: int) -> Reason:
        tested = self.steps.steps(force.tested, scene) if force.tested else (self.steps.as_of(scene),)
        below = (*self.steps.steps(force.period, scene), *tested)
        text = self.steps.text(force.period)
        if force.tested is not None:
            text = phrase(_AT, self.language, text, self.steps.text(force.tested))
        return self._claim("in_force", text, claim, below, force.period)

    def _replaced(self, replacement: model.Replacement) -> Limb:
        """That no other policy has taken the place of this one."""
        outside, force = Scene(Frame(self.reasons.situation)), replacement.in_force
        claim = condition(self.steps.evaluator.value_of(replaced_test(replacement), outside.frame))
        header = self.reasons.policy.headers[replacement.policy]
        title = name_text(header.name, header.label, self.language)
        text = phrase(_FROM, self.language, title, expression_text(force.period, self.reasons.policy, self.language))

        def tell() -> list[Reason]:
            tested = self.steps.steps(force.tested, outside) if force.tested else (self.steps.as_of(outside),)
            below = (*self.steps.steps(force.period, outside), *tested)
            return [self._claim("replacement", text, claim, below, force.period)]

        return negated(claim), tell

    def _elements(self, rule: model.Rule, scene: Scene) -> list[Reason]:
        return [reason for each in rule.each for reason in self.steps.collection(each.collection, scene)]

    def _exception(self, exception: model.Expression, scene: Scene) -> list[Reason]:
        return [self.steps.claim(exception, scene, "exception")]

    def _override(self, binding: Binding) -> list[Reason]:
        """A rule that would displace this one: whether it applies, and why."""
        rule = binding.rule
        truth = truth_of(binding.applies)
        says = phrase({Truth.TRUE: _APPLIES, Truth.FALSE: _DOES_NOT, Truth.UNDETERMINED: _MAY}[truth], self.language)
        below: tuple[Reason, ...] = ()
        if id(binding) in self._told:
            says = phrase(ABOVE, self.language, says)
        else:
            self._told.add(id(binding))
            below = tuple(_deciding(list(self._limbs(binding))))
        title = name_text(rule.name, rule.label, self.language)
        told = Reason("override", title, says, below, rule.citations, rule.span, subject=rule.key, holds=truth)
        return [veiled(told, self.language)]

    def _missed(self, instance: Instance) -> Iterator[Limb]:
        """Of an ``otherwise``: the norm whose miss it follows from."""
        if instance.missed is None:
            return
        index = next(i for i, other in enumerate(self.reasons.instances) if other is instance.missed)
        missed = self.reasons.norms[index].missed
        claim = bits(missed is not Truth.FALSE, missed is not Truth.TRUE)
        yield claim, lambda: [self._first(index)]

    def _bound(self, instance: Instance) -> Iterator[Limb]:
        """Whether there is somebody to be bound: a record that bears a norm may be absent."""
        scene = _scene(instance.binding, instance.frame)
        for bearer in instance.norm.bearers:
            shape = self.steps.evaluator.value_of(bearer, instance.frame)
            if bearer.optional and getattr(shape, "path", None) == instance.bearer.name:
                yield bits(shape.present, shape.absent), partial(self.steps.steps, bearer, scene)
                return

    def _first(self, index: int) -> Reason:
        told = self.norm(index)
        text = phrase(_MISSED, self.language, told.expression)
        return Reason("rule", text, told.says, told.children, told.citations, told.span, subject=told.subject)

    def _claim(
        self, kind: ReasonKind, text: str, claim: int, below: tuple[Reason, ...], expression: model.Expression
    ) -> Reason:
        truth = truth_of(claim)
        told = Reason(kind, text, truth_text(truth, self.language), below, span=expression.span, holds=truth)
        return veiled(told, self.language)

    # --- how it stands -------------------------------------------------------------------------------------------

    def _deadline(self, instance: Instance, norm: outcome.Norm, scene: Scene) -> list[Reason]:
        written, rule = instance.norm.deadline, instance.binding.rule
        since = rule.since if instance.missed is None else None
        if written is None and since is None:
            return []
        below: list[Reason] = []
        match written:
            case model.By(limit):
                below += self.steps.steps(limit, scene)
            case model.Within(parameter=parameter) | model.Every(parameter=parameter):
                if parameter is not None:
                    below += self.steps.steps(model.ParameterValue(parameter), scene)
        if since is not None:
            below += [step for step in self.steps.steps(since, scene) if step not in below]
        elif isinstance(written, model.Within) and instance.missed is None:
            below.append(self._first_held(rule))
        below.append(self.steps.as_of(scene))
        text = deadline_text(instance.norm, self.reasons.policy, self.language)
        if not text and since is not None:
            text = phrase(_COUNTING, self.language, self.steps.text(since))
        says = deadline_text_of(norm.deadline, self.language) if norm.deadline else ""
        hidden = "deadline" in norm.masked
        says = word("masked", self.language) if hidden else says
        return [Reason("deadline", text, says, tuple(below), span=instance.norm.span, masked=hidden)]

    def _first_held(self, rule: model.Rule) -> Reason:
        moment = self.reasons.situation.since.get(rule.key)
        says = phrase(_NOT_SAID, self.language)
        if moment is not None:
            says = instant_text(moment, self.language, rule.zone)
        title = name_text(rule.name, rule.label, self.language)
        return Reason("instant", phrase(_FIRST_HELD, self.language, title), says, span=rule.span, subject=rule.key)

    def _evidence(self, norm: model.Norm, scene: Scene) -> list[Reason]:
        found: list[Reason] = []
        if isinstance(norm.duty, model.Ensure):
            claim = self.steps.claim(norm.duty.condition, scene, "evidence")
            found += [claim, *self._measured(norm.duty.condition, scene, claim.paths)]
        for test in (norm.fulfilled_when, norm.breached_when):
            if test is not None:
                found.append(self.steps.claim(test, scene, "evidence"))
        for moment in (norm.fulfilled_at, norm.breached_at):
            if moment is not None:
                found.append(self._moment(moment, scene))
        return found

    def _measured(self, test: model.Expression, scene: Scene, told: frozenset[str]) -> list[Reason]:
        """Whether there is something to measure: what the test compares may be absent. Not what was *told* already."""
        operands = [operand for each in comparisons(test) for operand in compared(each) if operand.optional]
        shapes = [(operand, self.steps.evaluator.value_of(operand, scene.frame)) for operand in operands]
        lacking = next((operand for operand, shape in shapes if not shape.present), None)
        steps = [
            step
            for operand in (operands if lacking is None else [lacking])
            for step in self.steps.steps(operand, scene)
            if not step.paths <= told
        ]
        if not steps:
            return []
        open_operand = any(shape.absent for _, shape in shapes)
        truth = Truth.FALSE if lacking else Truth.UNDETERMINED if open_operand else Truth.TRUE
        says = truth_text(truth, self.language)
        below = tuple(dict.fromkeys(steps))
        measurable = Reason("evidence", phrase(_MEASURABLE, self.language), says, below, holds=truth)
        return [veiled(measurable, self.language)]

    def _moment(self, moment: model.Expression, scene: Scene) -> Reason:
        below = self.steps.steps(moment, scene)
        if isinstance(moment, model.FactValue | model.FieldValue) and len(below) == 1:
            return Reason("evidence", "", "", below, span=moment.span)
        value = self.steps.evaluator.value_of(moment, scene.frame)
        hidden = self.steps.hides(value, below)
        says = word("masked", self.language) if hidden else self.steps.words.value(value, moment.type)
        return Reason("evidence", self.steps.text(moment), says, below, span=moment.span, masked=hidden)


def _scene(binding: Binding, frame: Frame) -> Scene:
    return Scene(frame, {element.variable: element.path for element in binding.elements})


def _deciding(limbs: Sequence[Limb] | Iterator[Limb]) -> list[Reason]:
    """The leftmost limb that fails for certain; when there is none, all limbs."""
    together = list(limbs)
    chosen = next(([limb] for limb in together if truth_of(limb[0]) is Truth.FALSE), together)
    return [reason for _, tell in chosen for reason in tell()]
