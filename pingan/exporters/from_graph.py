"""Decision graph -> picture: rules from left to right, from the facts they read to the norms they state."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from attrs import define, evolve, field, fields

from pingan.exporters.judged import Found, Judged
from pingan.exporters.picture import Arrow, Box, BoxKind, Picture, wrapped
from pingan.graph.nodes import DecisionGraph, children
from pingan.language.dialect import Language, by_labels, dialect
from pingan.language.stack import with_room
from pingan.language.types import RecordType
from pingan.model import nodes as model
from pingan.model.to_text import expression_text, norm_text
from pingan.outcome.outcome import Outcome

SECTION: Final = 3
"""Up to so many rules the scope of their policy and their time in force are drawn, too."""

_LOGIC: Final = {model.And: "AND", model.Or: "OR"}


def picture_of(
    graph: DecisionGraph,
    outcome: Outcome | None = None,
    *,
    title: str | None = None,
    rules: Sequence[str] = (),
    language: Language | None = None,
) -> Picture:
    """What to draw of *graph*: everything, or only *rules* (by key, name or label) and what they read.

    With *outcome* every box says how it stands and the path that decides is marked. Without *language* it is
    Chinese when the policy's own title is. Raises LookupError for a rule that the policy has not.
    """
    return with_room(lambda: _picture_of(graph, outcome, title, rules, language))


def _picture_of(
    graph: DecisionGraph, outcome: Outcome | None, title: str | None, rules: Sequence[str], language: Language | None
) -> Picture:
    policy = graph.policy
    keys = _keys(policy, rules)
    chosen = [policy.rules[key] for key in graph.rule_order if key in keys]
    header = next(iter(policy.headers.values()), None)
    named = title or (header.title if header else "pingan")
    spoken = language or _language_of(header)
    drawer = _Drawer(policy, spoken, Judged.of(outcome, policy, spoken, {rule.key for rule in chosen}))
    if len(chosen) == 1:
        named = f"{named} · {drawer.title(chosen[0])}"
    for rule in chosen:
        drawer.rule(rule, whole=len(chosen) <= SECTION)
    for rule in chosen:
        drawer.overrides(rule)
    return Picture(named, tuple(drawer.boxes.values()), tuple(drawer.arrows), judged=outcome is not None)


def _keys(policy: model.Policy, rules: Sequence[str]) -> set[str]:
    """The keys of *rules*, with those of the rules that override them."""
    if not rules:
        return set(policy.rules)
    found: set[str] = set()
    for wanted in rules:
        matches = {r.key for r in policy.rules.values() if wanted in (r.key, r.name, r.label)}
        if not matches:
            raise LookupError(f"no rule `{wanted}`")
        found |= matches
    return found | {rule.key for rule in policy.rules.values() if found & set(rule.overrides)}


def _language_of(header: model.Header | None) -> Language:
    return "zh" if header and any("一" <= c <= "鿿" for c in header.title) else "en"


def _about(expression: model.Expression, variable: str | None, subject: model.Expression | None) -> model.Expression:
    """*expression* with *subject* for the record that a definition calls *variable*; places in the text stay."""
    if variable is None or subject is None:
        return expression
    if isinstance(expression, model.ElementValue):
        return subject if expression.variable == variable else expression

    def replaced(value: object) -> object:
        if isinstance(value, model.Expression):
            return _about(value, variable, subject)
        if isinstance(value, tuple):
            return tuple(replaced(v) for v in value)
        return value

    names = [field.name for field in fields(type(expression)) if field.name not in ("type", "optional", "span")]
    changed: dict[str, Any] = {name: replaced(getattr(expression, name)) for name in names}
    return evolve(expression, **changed)


@define
class _Drawer:
    policy: model.Policy
    language: Language
    judged: Judged
    boxes: dict[str, Box] = field(factory=dict)
    arrows: dict[Arrow, None] = field(factory=dict)

    def word(self, keyword: str) -> str:
        return dialect(self.language).keyword(keyword)

    def title(self, declared: model.Declared) -> str:
        return (by_labels(self.language) and declared.label) or declared.name

    def text(self, expression: model.Expression) -> str:
        return expression_text(expression, self.policy, self.language)

    def rule(self, rule: model.Rule, *, whole: bool) -> None:
        """The box of *rule*, what leads to it, and its norms."""
        key = f"rule:{rule.key}"
        citations = "〔" + "、".join(c.clause for c in rule.citations) + "〕" if rule.citations else ""
        decides = self.judged.rule_decides(rule)
        self.box(key, "rule", self.title(rule), citations, decides=decides)
        if whole:
            self.surroundings(rule, key)
        for each in rule.each:
            label = dialect(self.language).sign("each")
            self.arrow(self.condition(each.collection), key, f"{label} {each.variable}")
        if rule.condition:
            self.arrow(self.condition(rule.condition), key, self.word("WHEN"), decides=decides)
        for exception in rule.exceptions:
            self.arrow(self.condition(exception), key, self.word("UNLESS"), defeats=True)
        for norm in rule.norms:
            self.norm(rule, norm, key)

    def surroundings(self, rule: model.Rule, key: str) -> None:
        """Scope and time in force, of the policy and of the rule."""
        header = self.policy.headers.get(rule.module)
        if header and header.scope:
            scope = f"scope:{header.key}"
            self.found(scope, "scope", self.text(header.scope), self.judged.value(header.scope))
            for source in self.sources(header.scope):
                self.arrow(source, scope)
            self.arrow(scope, key, self.word("APPLIES"))
        for in_force in (header.in_force if header else None, rule.in_force):
            if in_force:
                test = self.text(in_force.period)
                if in_force.tested:
                    test = f"{self.text(in_force.tested)} {self.word('IN')} {test}"
                box = f"in_force:{test}"
                self.found(box, "scope", test, self.judged.value(in_force.period))
                for source in self.sources(in_force.tested) if in_force.tested else ():
                    self.arrow(source, box)
                self.arrow(box, key, self.word("IN_FORCE"))
        for later in header.replaced_by if header else ():
            box, period = f"replaced:{later.policy}", later.in_force.period
            self.found(box, "scope", f"{later.policy}: {self.text(period)}", self.judged.value(period))
            for source in self.sources(later.in_force.tested) if later.in_force.tested else ():
                self.arrow(source, box)
            self.arrow(box, key, self.word("REPLACES"), defeats=True)

    def norm(self, rule: model.Rule, norm: model.Norm, above: str) -> None:
        """The box of *norm*, what shows that it was done, and the norm that follows from a miss."""
        key = f"norm:{rule.key}:{norm.place}:{norm.depth}"
        found = self.judged.norm(rule.key, norm.place, norm.depth)
        self.boxes[key] = Box(
            key,
            "norm",
            wrapped(norm_text(norm, self.policy, self.language)),
            found.note,
            found.tone,
            found.decides,
        )
        self.arrow(above, key, self.word("OTHERWISE") if norm.depth else "", decides=found.decides)
        evidence = [
            (norm.fulfilled_when, "FULFILLED", False),
            (norm.fulfilled_at, "FULFILLED", False),
            (norm.breached_when, "BREACHED", True),
            (norm.breached_at, "BREACHED", True),
            (norm.duty.condition if isinstance(norm.duty, model.Ensure) else None, "ENSURE", False),
            (norm.deadline.limit if isinstance(norm.deadline, model.By) else None, "", False),
        ]
        for expression, word, defeats in evidence:
            for source in self.sources(expression) if expression else ():
                self.arrow(source, key, self.word(word) if word else "", defeats=defeats)
        for source in self.sources(rule.since) if rule.since else ():
            self.arrow(source, key, dialect(self.language).sign("since"))
        parameter = getattr(norm.deadline, "parameter", None)
        if parameter:
            self.arrow(self.parameter(parameter), key)
        if norm.otherwise:
            self.norm(rule, norm.otherwise, key)

    def overrides(self, rule: model.Rule) -> None:
        for overridden in rule.overrides:
            if f"rule:{overridden}" in self.boxes:
                source, target = f"rule:{rule.key}", f"rule:{overridden}"
                self.arrow(source, target, self.word("OVERRIDES"), defeats=True)

    # --- expressions

    def condition(self, expression: model.Expression) -> str:
        """The box of a condition (equal conditions share one), with everything that leads to it."""
        leaf = self.leaf(expression)
        if leaf:
            return leaf
        text = self.text(expression)
        key = f"condition:{text}"
        if key in self.boxes:
            return key
        value = self.judged.value(expression)
        operands: tuple[model.Expression, ...] = ()
        match expression:
            case model.And(operands) | model.Or(operands):
                self.found(key, "logic", self.word(_LOGIC[type(expression)]), value)
            case model.Not(operand):
                operands = (operand,)
                self.found(key, "logic", self.word("NOT"), value)
            case _:
                self.found(key, "condition", text, value)
        for source in map(self.condition, operands) if operands else self.sources(expression):
            self.arrow(source, key)
        return key

    def leaf(self, expression: model.Expression) -> str | None:
        """The box of what is not made of other things: a fact, a definition, a parameter, a reading."""
        match expression:
            case model.FactValue() | model.ElementValue() | model.FieldValue():
                return self.fact(expression)
            case model.DefinitionValue(key):
                return self.definition(key, expression)
            case model.ParameterValue(key):
                return self.parameter(key)
            case model.ReadingValue(key):
                return self.reading(key)
            case model.DateOf(operand) | model.InstantsOf(operand) | model.Present(operand):
                return None if isinstance(expression, model.Present) else self.leaf(operand)
        return None

    def sources(self, expression: model.Expression) -> list[str]:
        """The boxes of all that *expression* reads, each once, in the order of the text."""
        found: dict[str, None] = {}

        def walk(part: model.Expression) -> None:
            box = self.leaf(part)
            if box:
                found[box] = None
            else:
                for child in children(part):
                    walk(child)

        walk(expression)
        return list(found)

    def fact(self, expression: model.Expression) -> str:
        key = f"fact:{self.text(expression)}"
        if key not in self.boxes:
            kind: BoxKind = "judgement" if self.judgement(expression) else "fact"
            self.box(key, kind, self.text(expression))
        found = self.judged.value(expression)
        if found.decides and not self.boxes[key].decides:
            self.boxes[key] = evolve(self.boxes[key], note=found.note, tone=found.tone, decides=True)
        return key

    def judgement(self, expression: model.Expression) -> bool:
        if not isinstance(expression, model.FieldValue) or not isinstance(expression.record.type, RecordType):
            return False
        record = self.policy.vocabulary.records.get(expression.record.type.name)
        declared = record.fields.get(expression.name) if record else None
        return declared is not None and declared.judgement is not None

    def definition(self, key: str, expression: model.DefinitionValue) -> str:
        box = f"definition:{self.text(expression)}"
        definition = self.policy.definitions.get(key)
        if box not in self.boxes and definition:
            value = self.judged.definition(key)
            reading = self.judged.value(expression)
            found = evolve(reading, note=value, decides=True) if value is not None else reading
            self.found(box, "definition", self.text(expression), found)
            for case in definition.cases:
                for part in (case.condition, case.value):
                    for source in self.parts(_about(part, definition.variable, expression.subject)) if part else ():
                        self.arrow(source, box)
        return box

    def parts(self, expression: model.Expression) -> list[str]:
        """What a definition's case is drawn from: its conditions as boxes, of other values only what they read."""
        drawn: tuple[type[model.Expression], ...] = (
            model.And,
            model.Or,
            model.Not,
            model.Comparison,
            model.Has,
            model.In,
        )
        return [self.condition(expression)] if isinstance(expression, drawn) else self.sources(expression)

    def parameter(self, key: str) -> str:
        parameter = self.policy.parameters.get(key)
        named = self.title(parameter) if parameter else key
        return self.box(f"parameter:{key}", "parameter", named)

    def reading(self, key: str) -> str:
        interpretation = self.policy.interpretations.get(key)
        named = self.title(interpretation) if interpretation else key
        chosen = (interpretation.chosen or interpretation.default) if interpretation else None
        member = next((m for m in interpretation.readings if m.name == chosen), None) if interpretation else None
        note = ((by_labels(self.language) and member.label) or member.name) if member else ""
        return self.box(f"reading:{key}", "reading", named, note)

    # --- drawing

    def box(self, key: str, kind: BoxKind, text: str, note: str = "", *, decides: bool = False) -> str:
        self.boxes.setdefault(key, Box(key, kind, wrapped(text), note, decides=decides))
        return key

    def found(self, key: str, kind: BoxKind, text: str, found: Found) -> None:
        self.boxes.setdefault(key, Box(key, kind, wrapped(text), found.note, found.tone, found.decides))

    def arrow(
        self, source: str, target: str, label: str = "", *, defeats: bool = False, decides: bool | None = None
    ) -> None:
        if decides is None:
            decides = self.boxes[source].decides and self.boxes[target].decides
        arrow = Arrow(source, target, label, defeats, decides and self.boxes[source].decides)
        self.arrows.setdefault(arrow)
