"""A policy of one module as its author would have written it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pingan.language import types
from pingan.model import nodes as m
from pingan.syntax import nodes as s
from pingan.testing.strategies.models.expressions_written import Writing, calendar_length, number, path


def module_of(policy: m.Policy) -> s.Module:
    """The module of *policy*, which has one."""
    (header,) = policy.headers.values()
    writer = _Writer(Writing(header.zone))
    return s.Module(writer.header(header), tuple(writer.declarations(policy)))


_BUILT_IN = {
    types.BooleanType: "boolean",
    types.TextType: "text",
    types.DateType: "date",
    types.DateTimeType: "datetime",
    types.PeriodType: "period",
    types.ActorType: "actor",
}


class _Writer:
    def __init__(self, writing: Writing) -> None:
        self.writing = writing

    def header(self, header: m.Header) -> s.PolicyHeader:
        zone = None if header.zone == "UTC" else header.zone
        in_force = None if header.in_force is None else self.in_force(header.in_force)
        calendar = None if header.calendar is None else s.Name(header.calendar)
        scope = self.writing.maybe(header.scope)
        return s.PolicyHeader(
            s.Name(header.name), header.label, zone=zone, scope=scope, in_force=in_force, calendar=calendar
        )

    def declarations(self, policy: m.Policy) -> Iterator[s.CoreDeclaration]:
        words = policy.vocabulary
        for enum in words.enums.values():
            yield s.Enum(s.Name(enum.name), enum.label, enum.ordered, self.members(enum.members))
        for record in words.records.values():
            fields = tuple(self.field(f) for f in record.fields.values())
            yield s.Record(s.Name(record.name), record.label, record.is_actor, fields)
        for fact in words.facts.values():
            assert fact.field is not None
            yield s.Fact(self.field(fact.field))
        for actor in words.actors.values():
            yield s.Actor(s.Name(actor.name), actor.label, actor.counts_as and s.Name(actor.counts_as))  # type: ignore[arg-type]
        for action in words.actions.values():
            kind = None if action.kind is None else s.Name(action.kind)
            yield s.Action(s.Name(action.name), action.label, tuple(self.field(f) for f in action.parameters), kind)
        for parameter in policy.parameters.values():
            yield s.Parameter(s.Field(s.Name(parameter.name), parameter.label, self.type(parameter.type)))
        for interpretation in policy.interpretations.values():
            readings = self.members(interpretation.readings)
            yield s.Interpretation(s.Name(interpretation.name), interpretation.label, None, readings, None)
        yield from self.settings(policy)
        for definition in policy.definitions.values():
            yield self.definition(definition)
        for rule in policy.rules.values():
            yield self.rule(rule)

    # --- vocabulary -------------------------------------------------------------------------------------------------

    def members(self, members: tuple[m.Member, ...]) -> tuple[s.Member, ...]:
        return tuple(s.Member(s.Name(member.name), member.label) for member in members)

    def field(self, field: m.Field) -> s.Field:
        marks: list[s.Mark] = []
        if field.optional:
            marks.append("optional")
        if field.key:
            marks.append("key")
        if field.sensitive:
            marks.append("sensitive")
        type_: s.TypeExpression = self.type(field.type)
        if field.judgement is not None:
            assert not isinstance(type_, s.ListOf | s.JudgementOf)
            value = None if isinstance(field.type, types.BooleanType) else type_
            type_ = s.JudgementOf(value, tuple(s.Name(a) for a in field.judgement.authorities))
        return s.Field(s.Name(field.name), field.label, type_, tuple(marks))

    def type(self, type_: types.Type) -> s.NamedType | s.SetOf | s.ListOf:
        match type_:
            case types.SetType(element=element):
                return s.SetOf(self.named(element))
            case types.ListType(element=element):
                return s.ListOf(self.named(element))
        return self.named(type_)

    def named(self, type_: types.Type) -> s.NamedType:
        match type_:
            case types.NumberType(integer=integer, interval=interval):
                ends: list[Any] = [(">" if interval.low_open else ">=", interval.low)]
                ends.append(("<" if interval.high_open else "<=", interval.high))
                limits = tuple((operator, number(end)) for operator, end in ends if end is not None)
                return s.NamedType(s.Name("integer" if integer else "decimal"), limits)
            case types.DurationType():
                return s.NamedType(s.Name("duration"))
            case types.EnumType(name=name) | types.RecordType(name=name):
                return s.NamedType(s.Name(name))
        return s.NamedType(s.Name(_BUILT_IN[type(type_)]))

    def settings(self, policy: m.Policy) -> Iterator[s.Setting]:
        for parameter in policy.parameters.values():
            match parameter.value:
                case m.Duration() as duration:
                    yield s.Setting(path(parameter.name), calendar_length(duration))
                case m.Constant() as constant:
                    yield s.Setting(path(parameter.name), self.writing.expression(constant))
        for interpretation in policy.interpretations.values():
            if interpretation.chosen is not None:
                yield s.Setting(path(interpretation.name), path(interpretation.chosen))

    def definition(self, definition: m.Definition) -> s.Definition:
        subject = None
        if definition.record is not None and definition.variable is not None:
            subject = s.Name(definition.variable), s.Name(definition.record)
        several = len(definition.cases) > 1
        cases = tuple(
            s.Case(
                self.writing.expression(case.value),
                self.writing.maybe(case.condition),
                otherwise=several and case.condition is None,
            )
            for case in definition.cases
        )
        return s.Definition(
            s.Name(definition.name), definition.label, subject, self.type(definition.type), (), cases,
            definition.exclusive,
        )  # fmt: skip

    # --- rules ------------------------------------------------------------------------------------------------------

    def rule(self, rule: m.Rule) -> s.Rule:
        maybe, writing = self.writing.maybe, self.writing
        return s.Rule(
            s.Name(rule.name),
            rule.label,
            cites=tuple(s.Cite(citation.clause) for citation in rule.citations),
            overrides=tuple(path(key.rpartition(".")[2]) for key in rule.overrides),
            in_force=None if rule.in_force is None else self.in_force(rule.in_force),
            since=maybe(rule.since),
            each=tuple(s.Each(s.Name(one.variable), writing.expression(one.collection)) for one in rule.each),
            condition=maybe(rule.condition),
            exceptions=writing.all(rule.exceptions),
            norms=tuple(self.norm(norm) for norm in rule.norms),
            soft=rule.soft,
            notes=rule.notes,
        )

    def in_force(self, found: m.InForce) -> s.InForce:
        written = isinstance(found.period, m.PeriodOf)
        return s.InForce(self.writing.expression(found.period), self.writing.maybe(found.tested), not written)

    def norm(self, norm: m.Norm) -> s.Norm:
        kinds: tuple[s.EvidenceKind, ...] = ("fulfilled_when", "fulfilled_at", "breached_when", "breached_at")
        given = ((kind, getattr(norm, kind)) for kind in kinds)
        return s.Norm(
            bearers=tuple(self.party(bearer) for bearer in norm.bearers),
            partners=tuple(self.party(partner) for partner in norm.partners),
            modality=norm.modality,
            duty=self.duty(norm.duty),
            deadline=None if norm.deadline is None else self.deadline(norm.deadline),
            evidence=tuple(s.Evidence(kind, self.writing.expression(e)) for kind, e in given if e is not None),
            otherwise=None if norm.otherwise is None else self.norm(norm.otherwise),
            holding=norm.holding,
        )

    def party(self, party: m.Expression) -> s.Path:
        return path(*self.writing.names(party))

    def duty(self, duty: m.Act | m.Ensure) -> s.Act | s.Ensure:
        if isinstance(duty, m.Ensure):
            return s.Ensure(self.writing.expression(duty.condition))
        arguments = tuple((s.Name(name), self.writing.expression(value)) for name, value in duty.arguments)
        return s.Act(s.Name(duty.action), arguments)

    def deadline(self, deadline: m.Deadline) -> s.Deadline:
        match deadline:
            case m.Within(parameter=str(key)):
                return s.Word(s.Name(key.rpartition(".")[2]))
            case m.Within(duration=m.Duration() as duration, rolling=rolling):
                return s.Within(calendar_length(duration), rolling)
            case m.By(limit, rolling):
                return s.By(self.writing.expression(limit), rolling)
            case m.Every(parameter=str(key)):
                return s.Every(path(key.rpartition(".")[2]))
            case m.Every(unit=str() as unit, day=day):
                return s.Every(unit, day)
        raise TypeError(f"no text says {deadline}")
