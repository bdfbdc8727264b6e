"""Rules, definitions and what is left open, each as a few lines of Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import evolve, field, frozen

from pingan.catalogue.markdown import anchor, code, link, shown
from pingan.catalogue.phrases import Language, joined, say
from pingan.catalogue.reads import Judged, judgement_field, reads
from pingan.language.types import BOOLEAN
from pingan.model import nodes as model
from pingan.model.to_text import counted_text, duration_text, element_type, expression_text, norm_text, variable_text
from pingan.model.value_text import name_text

Lines = Iterator[str]


@frozen
class Writer:
    """Writes what *policy* says on the page of its module *module*."""

    policy: model.Policy
    module: str
    language: Language
    forms: Mapping[str, tuple[str, str, str | None]] = field(factory=dict)
    """By key of a rule or definition that a clause form made: the form, and the declaration's name and label."""

    # --- names ------------------------------------------------------------------------------------------------------

    def expression(self, expression: model.Expression) -> str:
        return code(expression_text(expression, self.policy, self.language))

    def named(self, declared: model.Declared) -> str:
        """The name and the label of a declaration."""
        label = shown(declared.label) if declared.label else ""
        if self.language == "zh" and label:
            return f"{label} {code(declared.name)}"
        return f"{code(declared.name)} {label}".rstrip()

    def actor(self, name: str) -> str:
        actor = self.policy.vocabulary.actors.get(name)
        return shown(name_text(name, actor.label if actor else None, self.language))

    def link(self, declared: model.Declared, kind: str) -> str:
        """A link to a declaration, where this page has it; else its name alone."""
        text = declared.label if self.language == "zh" and declared.label else declared.name
        if kind in ("rule", "definition") and declared.module != self.module:
            return code(f"{declared.module}.{declared.name}")
        return link(shown(text), kind, declared.key)

    def judged(self, judged: Judged) -> str:
        declared = judgement_field(judged, self.policy)
        name = name_text(declared.name, declared.label, self.language)
        if judged.record is None:
            return name
        record = self.policy.vocabulary.records[judged.record]
        return f"{name_text(record.name, record.label, self.language)}.{name}"

    # --- rules ------------------------------------------------------------------------------------------------------

    def rule(self, rule: model.Rule) -> Lines:
        """A rule as an item of a list: its norms first, then when they arise."""
        yield f"- {anchor('rule', rule.key)}{say('rule', self.language)} {self.named(rule)}{self._made(rule)}"
        for norm in rule.norms:
            yield from self._norm(norm, 1)
        yield from (f"  - {line}" for line in self._conditions(rule))
        yield from (f"  - {line}" for line in self._reads(rule))
        notes = (shown(self.policy.told(note, self.language)) for note in rule.notes)
        yield from (f"  - {say('note', self.language, note)}" for note in notes)

    def _made(self, declared: model.Declared) -> str:
        form = self.forms.get(declared.key)
        if form is None:
            return ""
        kind, name, label = form
        title = label if self.language == "zh" and label else name
        part = say("part of", self.language, shown(kind), code(title))
        return f"（{part}）" if self.language == "zh" else f" ({part})"

    def _norm(self, norm: model.Norm, depth: int) -> Lines:
        indent = "  " * depth
        text = f"**{code(norm_text(norm, self.policy, self.language))}**"
        yield f"{indent}- {say('otherwise', self.language, text) if norm.depth else text}"
        for name, evidence in (
            ("fulfilled when", norm.fulfilled_when),
            ("fulfilled at", norm.fulfilled_at),
            ("breached when", norm.breached_when),
            ("breached at", norm.breached_at),
        ):
            if evidence is not None:
                yield f"{indent}  - {say(name, self.language, self.expression(evidence))}"
        if norm.otherwise is not None:
            yield from self._norm(norm.otherwise, depth + 1)

    def _element(self, each: model.Each) -> str:
        return variable_text(each.variable, element_type(each.collection), self.policy, self.language)

    def _conditions(self, rule: model.Rule) -> Lines:
        language = self.language
        for each in rule.each:
            yield say("for each", language, code(self._element(each)), self.expression(each.collection))
        if rule.condition is not None:
            yield say("when", language, self.expression(rule.condition))
        for exception in rule.exceptions:
            yield say("unless", language, self.expression(exception))
        if rule.since is not None:
            yield say("since", language, self.expression(rule.since))
        header = self.policy.headers.get(rule.module)
        if rule.in_force is not None and (header is None or rule.in_force != header.in_force):
            yield self.in_force(rule.in_force)
        if rule.soft:
            yield say("soft", language)
        rules = [self.policy.rules[key] for key in rule.overrides if key in self.policy.rules]
        if rules:
            yield say("overrides", language, joined([self.link(r, "rule") for r in rules], language))

    def in_force(self, in_force: model.InForce) -> str:
        period = self.expression(in_force.period)
        if in_force.tested is None:
            return say("during", self.language, period)
        return say("tested", self.language, period, self.expression(in_force.tested))

    def _reads(self, node: model.Rule | model.Definition) -> Lines:
        """What it builds on, by links; but not the days on which the whole policy is in force."""
        found, language = reads(self.without_force(node), self.policy), self.language
        groups = (
            ("builds on", [self.link(self.policy.definitions[k], "definition") for k in found.definitions]),
            (
                "reading of",
                [self.link(self.policy.interpretations[k], "interpretation") for k in found.interpretations],
            ),
            ("open figures", [self.link(self.policy.parameters[k], "parameter") for k in found.parameters]),
            ("judged", [link(shown(self.judged(j)), "judgement", judgement_name(j)) for j in found.judgements]),
        )
        yield from (say(name, language, joined(links, language)) for name, links in groups if links)

    def without_force(self, node: model.Rule | model.Definition) -> model.Rule | model.Definition:
        """*node* without days in force that are the whole policy's."""
        header = self.policy.headers.get(node.module)
        if not isinstance(node, model.Rule) or node.in_force is None or header is None or header.in_force is None:
            return node
        if node.in_force.period != header.in_force.period:
            return node
        tested = node.in_force.tested
        return evolve(node, in_force=None if tested is None else model.InForce(tested, None, node.in_force.zone))

    # --- definitions ------------------------------------------------------------------------------------------------

    def definition(self, definition: model.Definition) -> Lines:
        """A definition as an item of a list: its cases, in their order."""
        subject = ""
        if definition.record is not None:
            record = self.policy.vocabulary.records.get(definition.record)
            subject = name_text(definition.record, record.label if record else None, self.language)
            subject = f"（{shown(subject)}）" if self.language == "zh" else f" ({shown(subject)})"
        head = f"{say('definition', self.language)} {self.named(definition)}{subject}{self._made(definition)}"
        yield f"- {anchor('definition', definition.key)}{head}"
        yield from (f"  - {line}" for line in self._cases(definition))
        if definition.exclusive is not None:
            yield f"  - {say(definition.exclusive, self.language)}"
        yield from (f"  - {line}" for line in self._reads(definition))

    def _cases(self, definition: model.Definition) -> Lines:
        for number, case in enumerate(definition.cases):
            value = self.expression(case.value)
            if case.condition is not None:
                yield say("is when", self.language, value, self.expression(case.condition))
            elif number:
                yield say("is otherwise", self.language, value)
            else:
                yield say("yes when", self.language, value) if definition.type == BOOLEAN else value
        if definition.cases and definition.cases[-1].condition is not None:
            yield say("absent otherwise", self.language)

    # --- what is left open ------------------------------------------------------------------------------------------

    def interpretation(self, interpretation: model.Interpretation, users: list[str]) -> Lines:
        yield f"- {anchor('interpretation', interpretation.key)}{self.named(interpretation)}"
        if interpretation.question:
            yield f"  - {shown(self.policy.told(interpretation.question, self.language))}"
        texts = [self._reading(interpretation, reading) for reading in interpretation.readings]
        yield f"  - {say('readings of', self.language, joined(texts, self.language))}"
        if interpretation.default is None and interpretation.chosen is None:
            yield f"  - {say('no default', self.language)}"
        yield from self._users(users)

    def _reading(self, interpretation: model.Interpretation, reading: model.Member) -> str:
        text = shown(name_text(reading.name, reading.label, self.language))
        if reading.name == interpretation.chosen:
            return say("chosen", self.language, f"**{text}**")
        if interpretation.chosen is None and reading.name == interpretation.default:
            return say("default", self.language, f"**{text}**")
        return text

    def parameter(self, parameter: model.Parameter, users: list[str]) -> Lines:
        value = self._value(parameter)
        told = say("set to", self.language, value) if value else say("not set", self.language)
        yield f"- {anchor('parameter', parameter.key)}{say('colon', self.language, self.named(parameter), told)}"
        yield from self._users(users)

    def _value(self, parameter: model.Parameter) -> str | None:
        match parameter.value:
            case None:
                return None
            case model.Duration() as duration:
                return code(counted_text(duration, self.language) or duration_text(duration, self.language))
            case value:
                return self.expression(value)

    def judgement(self, judged: Judged, users: list[str]) -> Lines:
        declared = judgement_field(judged, self.policy)
        assert declared.judgement is not None
        authorities = [self.actor(name) for name in declared.judgement.authorities]
        by = joined(authorities, self.language) if authorities else say("anybody", self.language)
        told = say("judges", self.language, code(self.judged(judged)), by)
        yield f"- {anchor('judgement', judgement_name(judged))}{told}"
        yield from self._users(users)

    def _users(self, users: list[str]) -> Lines:
        if users:
            yield f"  - {say('used by', self.language, joined(users, self.language))}"


def judgement_name(judged: Judged) -> str:
    """The name under which a page has a judgement."""
    return f"{judged.record}.{judged.name}" if judged.record else judged.name
