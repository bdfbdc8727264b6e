"""What a scenario expects: of norms, rules, deadlines, definitions and conflicts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from attrs import frozen

from pingan.language import types
from pingan.model import constants
from pingan.model import nodes as model
from pingan.model.asked import actions_of
from pingan.model.expressions import expression, value
from pingan.model.givens import record_path
from pingan.model.names import Category, near
from pingan.model.norms import arguments_of
from pingan.model.paths import find_field
from pingan.model.scope import Scope
from pingan.source import Span
from pingan.syntax import nodes as syntax

_CAUSES: Final[tuple[Category, ...]] = ("parameter", "interpretation", "rule")


@frozen
class Expectations:
    """Resolves the expectations of a scenario at *scope*; *rules* are those they may speak of."""

    scope: Scope
    rules: Mapping[str, model.Rule]

    def expectation(self, node: syntax.Expectation) -> model.Expectation | None:
        """*node*, bound and typed; None when something in it is wrong, which is reported."""
        match node:
            case syntax.ExpectNorm():
                return self._norm(node)
            case syntax.ExpectState(rule=path, state=state, negated=negated):
                found = self._rule_and_action(path)
                return found and model.ExpectState(*found, state, negated, span=node.span)
            case syntax.ExpectShortfall(rule=path):
                return self._shortfall(node, self._rule_and_action(path))
            case syntax.ExpectDeadline(rule=path, value=when):
                found = self._rule_and_action(path)
                limit = when.value
                if isinstance(when, syntax.DateTimeLiteral):
                    limit = constants.instant(when.value, self.scope.zone)
                return found and model.ExpectDeadline(*found, limit, span=node.span)
            case syntax.ExpectUndetermined():
                return self._undetermined(node)
            case syntax.ExpectValue():
                return self._value(node)
            case syntax.ExpectConflict(left=left, right=right):
                first, second = self.rule(left), self.rule(right)
                return model.ExpectConflict(first, second, span=node.span) if first and second else None

    # --- rules ------------------------------------------------------------------------------------------------

    def rule(self, path: syntax.Path) -> str | None:
        """The key of the rule that *path* names."""
        entry = self.scope.symbols.index.find_path(path, self.scope.module, "rule")
        if entry is None:
            self._unknown_rule(path)
            return None
        return entry.key

    def _rule_and_action(self, path: syntax.Path) -> tuple[str, str | None] | None:
        """``RULE`` or ``RULE.ACTION``, either with the policy's name before it."""
        index = self.scope.symbols.index
        whole = index.find_path(path, self.scope.module, "rule")
        if whole is not None:
            return whole.key, None
        if len(path.names) > 1:
            rule = index.find_path(syntax.Path(path.names[:-1]), self.scope.module, "rule")
            if rule is not None:
                action = self._action_of(self.rules[rule.key], path.names[-1])
                return None if action is None else (rule.key, action)
        self._unknown_rule(path)
        return None

    def _action_of(self, rule: model.Rule, name: syntax.Name) -> str | None:
        entry = self.scope.symbols.index.find(name.text, self.scope.module, "action")
        actions = set(actions_of(rule))
        if entry is not None and entry.name in actions:
            return entry.name
        message = f"no norm of `{rule.name}` is about an action `{name.text}`"
        self.scope.diagnostics.error(
            "unknown-name", message, name.span, help=near(self.scope.diagnostics, name.text, actions)
        )
        return None

    def _unknown_rule(self, path: syntax.Path) -> None:
        message, remedy = self.scope.symbols.index.unknown(
            self.scope.diagnostics, path.names[-1], self.scope.module, "rule", "rule"
        )
        index, module = self.scope.symbols.index, path.names[0].text
        is_action = index.find(path.names[-1].text, self.scope.module, "action") is not None
        if len(path.names) > 1 and remedy is None and module not in index.modules.modules and not is_action:
            remedy = f"where `{module}` is a policy: `together with {module}` in the scenario asks it along"
        self.scope.diagnostics.error("unknown-name", message, path.span, help=remedy)

    # --- one kind each -----------------------------------------------------------------------------------------

    def _norm(self, node: syntax.ExpectNorm) -> model.ExpectNorm | None:
        index = self.scope.symbols.index
        action = index.find(node.action.text, self.scope.module, "action")
        if action is None:
            message, remedy = index.unknown(self.scope.diagnostics, node.action, self.scope.module, "action", "action")
            self.scope.diagnostics.error("unknown-name", message, node.action.span, help=remedy)
        bearer = self._bearer(node.bearer)
        arguments = None if action is None else self._arguments(node, action.name)
        if action is None or bearer is None or arguments is None:
            return None
        return model.ExpectNorm(bearer, node.modality, action.name, node.negated, arguments=arguments, span=node.span)

    def _arguments(self, node: syntax.ExpectNorm, action: str) -> tuple[tuple[str, model.Constant], ...] | None:
        """What is expected of arguments; None where that is no value written out, which is reported."""
        found = arguments_of(node.arguments, self.scope.symbols.vocabulary.actions[action], self.scope)
        for name, given in found:
            if not isinstance(given, model.Constant | model.Broken):
                message = f"what is expected of `{name}` is not a value written out"
                remedy = (
                    "write the actor, the member, the number or the day that it is to be, or leave the argument out"
                )
                self.scope.diagnostics.error("wrong-arguments", message, given.span, help=remedy)
        constants = tuple((name, given) for name, given in found if isinstance(given, model.Constant))
        return constants if len(constants) == len(node.arguments) else None

    def _bearer(self, path: syntax.Path) -> str | None:
        actor = self.scope.symbols.index.find_path(path, self.scope.module, "actor") if len(path.names) == 1 else None
        if actor is not None:
            return actor.name
        found = expression(path, self.scope)
        match found.type:
            case types.RecordType(name=name) if self.scope.records[name].is_actor:
                return record_path(found)
            case types.UnknownType():
                return None
            case _:
                message = f"`{path.text}` is no actor: it bears no norm"
                self.scope.diagnostics.error("not-an-actor", message, path.span)
                return None

    def _shortfall(
        self, node: syntax.ExpectShortfall, found: tuple[str, str | None] | None
    ) -> model.ExpectShortfall | None:
        amount = expression(node.value, self.scope)
        if not isinstance(amount.type, types.NumberType | types.DurationType | types.UnknownType):
            self.scope.mismatch(amount.span, "a number or a duration", amount.type)
            return None
        return found and model.ExpectShortfall(*found, amount, span=node.span)

    def _undetermined(self, node: syntax.ExpectUndetermined) -> model.ExpectUndetermined | None:
        subject = self._subject(node.subject)
        causes = [self._cause(path) for path in node.causes]
        if subject is None or None in causes:
            return None
        return model.ExpectUndetermined(*subject, tuple(c for c in causes if c), span=node.span)

    def _subject(self, path: syntax.Path) -> tuple[str, str | None] | None:
        index = self.scope.symbols.index
        if index.find_path(path, self.scope.module, "rule") is None:
            entry = index.find_path(path, self.scope.module, "definition")
            if entry is not None and self.scope.symbols.signatures[entry.key].record is None:
                return entry.key, None
        return self._rule_and_action(path)

    def _cause(self, path: syntax.Path) -> str | None:
        """The path of a fact (through lists without positions), or the key of a parameter, interpretation or rule."""
        if path.text == "as_of":
            return "as_of"
        index = self.scope.symbols.index
        if index.find(path.names[0].text, self.scope.module, "fact") is not None:
            return self._fact_path(path)
        entry = index.find_path(path, self.scope.module, *_CAUSES)
        if entry is not None:
            return entry.key
        what = "fact, parameter, interpretation or rule"
        message, remedy = index.unknown(
            self.scope.diagnostics, path.names[0], self.scope.module, what, "fact", *_CAUSES
        )
        self.scope.diagnostics.error("unknown-name", message, path.span, help=remedy)
        return None

    def _fact_path(self, path: syntax.Path) -> str | None:
        entry = self.scope.symbols.index.find(path.names[0].text, self.scope.module, "fact")
        assert entry is not None
        fact = self.scope.symbols.vocabulary.facts[entry.name].field
        assert fact is not None
        names, kind = [entry.name], fact.type
        for name in path.names[1:]:
            if isinstance(kind, types.ListType):
                kind = kind.element
            field = find_field(self.scope.records[kind.name], name.text) if isinstance(kind, types.RecordType) else None
            if field is None:
                words = self.scope.records[kind.name].fields if isinstance(kind, types.RecordType) else ()
                message = f"`{'.'.join(names)}` has no field `{name.text}`"
                self.scope.diagnostics.error(
                    "unknown-name", message, name.span, help=near(self.scope.diagnostics, name.text, words)
                )
                return None
            names.append(field.name)
            kind = field.type
        return ".".join(names)

    def _value(self, node: syntax.ExpectValue) -> model.ExpectValue | None:
        subject = expression(node.subject, self.scope)
        wanted = value(node.value, self.scope, subject.type)
        if isinstance(subject, model.Broken) or isinstance(wanted, model.Broken):
            return None
        claim = _claim(subject, wanted, node.span)
        if claim is not None:
            return model.ExpectValue(claim, model.TRUE, span=node.span)
        if isinstance(subject.type, types.ListType | types.RecordType):
            self.scope.mismatch(node.subject.span, "a single value, a set or a period", subject.type)
            return None
        return model.ExpectValue(subject, wanted, span=node.span)


def _claim(subject: model.Expression, wanted: model.Expression, span: Span) -> model.Expression | None:
    """For values that ``=`` does not compare: the condition that says that *subject* is *wanted*."""
    match wanted:
        case model.Absent():
            return model.Not(model.Present(subject, type=types.BOOLEAN, span=span), type=types.BOOLEAN, span=span)
        case model.SetOf(elements=elements):
            has_all = model.Has("all", subject, wanted, type=types.BOOLEAN, span=span)
            size = model.Call("size", (subject,), type=types.INTEGER, span=span)
            count = model.Constant(len(set(elements)), type=types.INTEGER, span=span)
            as_many = model.Comparison("=", size, count, type=types.BOOLEAN, span=span)
            return model.And((has_all, as_many), type=types.BOOLEAN, span=span)
        case model.PeriodOf(start=start, end=end):
            ends = (_end("start", subject, start, span), _end("end", subject, end, span))
            return model.And(ends, type=types.BOOLEAN, span=span)
        case _:
            return None


def _end(function: str, period: model.Expression, day: model.Expression | None, span: Span) -> model.Expression:
    end = model.Call(function, (period,), type=types.DATE, optional=True, span=span)
    if day is not None:
        return model.Comparison("=", end, day, type=types.BOOLEAN, span=span)
    return model.Not(model.Present(end, type=types.BOOLEAN, span=span), type=types.BOOLEAN, span=span)
