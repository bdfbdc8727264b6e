"""What the model says, in the words of a dialect: names in English, labels in Chinese.

For people (explanations, pictures, the text of a duty); the printer of policies is `pingan.syntax.to_text`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from fractions import Fraction
from typing import Final, assert_never
from zoneinfo import ZoneInfo

from attrs import field, frozen

from pingan.language.dialect import Dialect, Language, by_labels, dialect
from pingan.language.types import UNKNOWN, ActorType, DurationType, EnumType, ListType, RecordType, SetType, Type
from pingan.model import nodes as model
from pingan.model.expression_nodes import Suffix

__all__ = [
    "PARTS",
    "Language",
    "counted_text",
    "deadline_text",
    "duration_text",
    "duty_text",
    "element_type",
    "expression_text",
    "norm_text",
    "number_text",
    "variable_text",
]

# How tightly an expression holds together; what is looser than its surroundings gets parentheses.
_OR, _AND, _NOT, _COMPARE, _SUM, _PRODUCT, _ATOM = range(7)
_COMPARISON_SIGNS: Final = {"=": "=", "!=": "≠", "<": "<", "<=": "≤", ">": ">", ">=": "≥"}
PARTS: Final[dict[Suffix, int]] = {"": 1, "%": 100, "‰": 1000}
_LOOSENESS: Final = {"+": _SUM, "-": _SUM, "*": _PRODUCT, "/": _PRODUCT}


def expression_text(expression: model.Expression, policy: model.Policy, language: Language) -> str:
    """*expression* as an author would write it: ``incident.acts has banner`` or ``事件.行为 含 拉横幅``."""
    return _Writer(policy, language, dialect(language)).write(expression)


def norm_text(norm: model.Norm, policy: model.Policy, language: Language) -> str:
    """*norm* without its evidence and its ``otherwise``: ``hospital must notify(to: police) within 2 hours``."""
    writer = _Writer(policy, language, dialect(language))
    words = writer.dialect
    together = f" {words.phrase('together')} "
    bearers = together.join(writer.write(bearer) for bearer in norm.bearers)
    partners = together.join(writer.write(partner) for partner in norm.partners)
    return words.phrase(
        "norm",
        bearers=bearers,
        partners=f"{words.keyword('WITH')} {partners}" if partners else None,
        modality=words.modality(norm.modality),
        duty=duty_text(norm, policy, language),
        deadline=deadline_text(norm, policy, language),
    )


def duty_text(
    norm: model.Norm, policy: model.Policy, language: Language, variables: Mapping[str, str] | None = None
) -> str:
    """The duty of *norm* alone: ``notify(to: police)``, ``ensure hospital.guards ≥ 3``.

    *variables* says what stands for them.
    """
    if isinstance(norm.duty, model.Act):
        return act_text(norm.duty, policy, language, variables)
    writer = _Writer(policy, language, dialect(language), variables or {})
    return f"{writer.dialect.keyword('ENSURE')} {writer.write(norm.duty.condition)}"


def act_text(
    act: model.Act, policy: model.Policy, language: Language, variables: Mapping[str, str] | None = None
) -> str:
    """An action with its arguments: ``notify(to: police)``."""
    writer = _Writer(policy, language, dialect(language), variables or {})
    action = policy.vocabulary.actions.get(act.action)
    named = writer.name(action, act.action)
    if not act.arguments:
        return named
    labels = {field.name: field.label for field in action.parameters} if action else {}
    arguments = [
        f"{labels.get(name) if by_labels(language) and labels.get(name) else name}{writer.colon}{writer.write(value)}"
        for name, value in act.arguments
    ]
    return writer.bracketed(named, arguments)


def variable_text(variable: str, type: Type, policy: model.Policy, language: Language) -> str:
    """A variable as *language* tells it: a word of another script, in labels, by the label of what it stands for."""
    declared: model.Declared | None = None
    if by_labels(language) and variable.isascii():
        match type:
            case RecordType(name=name):
                declared = policy.vocabulary.records.get(name)
            case EnumType(name=name):
                declared = policy.vocabulary.enums.get(name)
            case _:
                pass
    return (declared and declared.label) or variable


def element_type(collection: model.Expression) -> Type:
    """What the elements of *collection* are."""
    return collection.type.element if isinstance(collection.type, ListType | SetType) else UNKNOWN


def deadline_text(norm: model.Norm, policy: model.Policy, language: Language) -> str:
    """When it must be done, as written: ``within 2 hours``, ``every month by day 5``; empty without one."""
    text = _Writer(policy, language, dialect(language)).deadline(norm.deadline)
    return text if norm.holding is None else f"{text} {dialect(language).holding(norm.holding)}"


def duration_text(duration: model.Duration, language: Language) -> str:
    """A length of time: ``2 hours``, ``2 小时``, ``5 working days``."""
    if duration.unit == "second":
        for unit, seconds in (("day", 86400), ("hour", 3600)):
            if duration.amount % seconds == 0 and duration.amount:
                return _amount(duration.amount / seconds, unit, language)
        return _amount(duration.amount / 60, "minute", language)
    if duration.unit == "month" and duration.amount % 12 == 0 and duration.amount:
        return _amount(duration.amount / 12, "year", language)
    return _amount(duration.amount, duration.unit, language)


def counted_text(duration: model.Duration, language: Language) -> str:
    """A length that a deadline counts: 24 hours end at the minute, 1 day at midnight; neither is told as the other."""
    if duration.unit == "second" and duration.amount % 3600 == 0 and duration.amount:
        return _amount(duration.amount / 3600, "hour", language)
    return duration_text(duration, language)


def number_text(value: int | Fraction, suffix: Suffix = "") -> str:
    """An exact number: whole, as a decimal where that is exact, else as a fraction; in hundredths with ``%``."""
    if suffix:
        return number_text(Fraction(value) * PARTS[suffix]) + suffix
    fraction = Fraction(value)
    rest = fraction.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1:
        return f"{fraction.numerator}/{fraction.denominator}"
    places = 0
    while (fraction * 10**places).denominator != 1:
        places += 1
    digits = f"{abs(fraction * 10**places).numerator:0{places + 1}d}"
    whole = f"{digits[:-places]}.{digits[-places:]}" if places else digits
    return f"-{whole}" if fraction < 0 else whole


def _amount(amount: Fraction, unit: str, language: Language) -> str:
    return f"{number_text(amount)} {dialect(language).duration_unit(unit, several=amount != 1)}"


@frozen
class _Writer:
    policy: model.Policy
    language: Language
    dialect: Dialect
    named: Mapping[str, str] = field(factory=dict)
    """What stands for variables."""
    _owners: dict[str, str] = field(factory=dict)
    """The variables that go by a label, by that label."""

    @property
    def full(self) -> bool:
        return self.dialect.marks == "full"

    @property
    def colon(self) -> str:
        return "：" if self.full else ": "

    def name(self, declared: model.Declared | model.Field | model.Member | None, otherwise: str) -> str:
        """The label in Chinese, the name in English."""
        return (self.dialect.labels and declared and declared.label) or otherwise

    def bracketed(self, name: str, arguments: list[str]) -> str:
        return f"{name}（{'，'.join(arguments)}）" if self.full else f"{name}({', '.join(arguments)})"

    def write(self, expression: model.Expression, least: int = _OR) -> str:
        """*expression*, in parentheses if it holds together less tightly than *least*."""
        text, looseness = self._written(expression)
        if looseness >= least:
            return text
        return f"（{text}）" if self.full else f"({text})"

    def _written(self, expression: model.Expression) -> tuple[str, int]:
        word = self.dialect.keyword
        match expression:
            case model.And(operands):
                return f" {word('AND')} ".join(self.write(operand, _NOT) for operand in operands), _AND
            case model.Or(operands):
                # `a and b or c` needs no parentheses, but its readers do.
                return f" {word('OR')} ".join(self.write(operand, _NOT) for operand in operands), _OR
            case model.Not(operand):
                return f"{word('NOT')} {self.write(operand, _COMPARE)}", _NOT
            case model.Comparison(operator, left, right):
                return f"{self.write(left, _SUM)} {_COMPARISON_SIGNS[operator]} {self.write(right, _SUM)}", _COMPARE
            case model.Has(quantity, collection, members):
                has = {"one": "HAS", "any": "HAS_ANY", "all": "HAS_ALL"}[quantity]
                return f"{self.write(collection, _SUM)} {word(has)} {self.write(members, _SUM)}", _COMPARE
            case model.In(element, collection):
                return f"{self.write(element, _SUM)} {word('IN')} {self.write(collection, _SUM)}", _COMPARE
            case model.Arithmetic(operator, left, right):
                tight = _LOOSENESS[operator]
                return f"{self.write(left, tight)} {operator} {self.write(right, tight + 1)}", tight
            case model.Shift(operand, amount, unit):
                length = counted_text(model.Duration(Fraction(abs(amount)), unit), self.language)
                return f"{self.write(operand, _SUM)} {'-' if amount < 0 else '+'} {length}", _SUM
            case model.Negation(operand):
                return f"-{self.write(operand, _ATOM)}", _PRODUCT
            case model.PeriodOf(start, end):
                parts = [f"{word(w)} {self.write(e, _SUM)}" for w, e in (("FROM", start), ("UNTIL", end)) if e]
                return " ".join(parts), _OR
            case _:
                return self._atom(expression), _ATOM

    def _atom(self, expression: model.Expression) -> str:
        match expression:
            case model.Constant():
                return self._constant(expression)
            case model.Absent():
                return self.dialect.keyword("ABSENT")
            case model.FactValue(name):
                return self.name(self.policy.vocabulary.facts.get(name), name)
            case model.ElementValue(variable):
                return self._variable(variable, expression.type)
            case model.FieldValue(record, name):
                return f"{self.write(record, _ATOM)}.{self._field(record, name)}"
            case model.DefinitionValue(definition, subject):
                named = self.name(self.policy.definitions.get(definition), definition.rpartition(".")[2])
                return f"{self.write(subject, _ATOM)}.{named}" if subject else named
            case model.ParameterValue(key):
                return self.name(self.policy.parameters.get(key), key.rpartition(".")[2])
            case model.ReadingValue(key):
                return self.name(self.policy.interpretations.get(key), key.rpartition(".")[2])
            case model.AsOf():
                return self.dialect.word("values", "as_of")
            case model.JudgedPeriod():
                return self.dialect.word("values", "period")
            case model.DateOf(operand, written=True):
                return self.bracketed(self.dialect.word("functions", "date"), [self.write(operand)])
            case model.DateOf(operand) | model.InstantsOf(operand):
                return self.write(operand, _ATOM)
            case model.Present(operand):
                return self.bracketed(self.dialect.word("functions", "present"), [self.write(operand)])
            case model.Call(function, arguments):
                return self.bracketed(self.dialect.word("functions", function), [self.write(a) for a in arguments])
            case model.Aggregate():
                return self._aggregate(expression)
            case model.SetOf(elements):
                return "{" + ("、" if self.full else ", ").join(map(self.write, elements)) + "}"
            case _:
                return "?"

    def _variable(self, variable: str, type: Type) -> str:
        """A variable by what kind of thing it is, unless another one of the text is called so."""
        if variable in self.named:
            return self.named[variable]
        label = variable_text(variable, type, self.policy, self.language)
        is_taken = label in self.named.values() or self._owners.setdefault(label, variable) != variable
        return variable if is_taken else label

    def _field(self, record: model.Expression, name: str) -> str:
        declared = self.policy.vocabulary.records.get(record.type.name) if isinstance(record.type, RecordType) else None
        return self.name(declared.fields.get(name) if declared else None, name)

    def _aggregate(self, aggregate: model.Aggregate) -> str:
        variable = self._variable(aggregate.variable, element_type(aggregate.collection))
        head = f"{variable} {self.dialect.keyword('IN')} {self.write(aggregate.collection, _SUM)}"
        if aggregate.filter:
            head += f" {self.dialect.keyword('WHERE')} {self.write(aggregate.filter)}"
        if aggregate.body:
            head += f"{self.colon}{self.write(aggregate.body)}"
        return self.bracketed(self.dialect.word("functions", aggregate.function), [head])

    def _constant(self, constant: model.Constant) -> str:
        value = constant.value
        if isinstance(value, bool):
            return self.dialect.keyword("TRUE" if value else "FALSE")
        if isinstance(value, int | Fraction):
            if isinstance(constant.type, DurationType):
                return duration_text(model.Duration(Fraction(value), "second"), self.language)
            return number_text(value, constant.suffix)
        if isinstance(value, date):
            return self._moment(value)
        if isinstance(constant.type, EnumType):
            enum = self.policy.vocabulary.enums.get(constant.type.name)
            # The readings of an interpretation are the members of an enum of its name.
            chosen = self.policy.interpretations.get(constant.type.name)
            members = enum.members if enum else chosen.readings if chosen else ()
            member = next((m for m in members if m.name == value), None)
            return self.name(member, value)
        if isinstance(constant.type, ActorType):
            return self.name(self.policy.vocabulary.actors.get(value), value)
        return f"“{value}”" if self.full else f'"{value}"'

    def _moment(self, moment: date | datetime) -> str:
        if not isinstance(moment, datetime):
            return f"{moment.year}年{moment.month}月{moment.day}日" if self.full else moment.isoformat()
        if not self.full or moment.microsecond or not self._is_local(moment):
            return moment.isoformat(timespec="auto" if moment.second or moment.microsecond else "minutes")
        seconds = f"{moment.second}秒" if moment.second else ""
        return f"{self._moment(moment.date())}{moment.hour}时{moment.minute}分{seconds}"

    def _is_local(self, moment: datetime) -> bool:
        """Whether the clocks of all policies show *moment* as it is written: Chinese has no words for an offset."""
        try:
            shown = {moment.astimezone(ZoneInfo(h.zone)).utcoffset() for h in self.policy.headers.values()}
        except OverflowError:  # in the first or last hours of the calendar
            return False
        return shown <= {moment.utcoffset()}

    def deadline(self, deadline: model.Deadline | None) -> str:
        """When it must be done: ``within 2 hours``, ``by 2016-12-31``, ``every month by day 5``, ``immediately``."""
        match deadline:
            case None:
                return ""
            case model.Within(_, parameter, rolling) if parameter:
                named = self.name(self.policy.parameters.get(parameter), parameter.rpartition(".")[2])
                return f"{named} {self._rolling(rolling)}" if rolling else named
            case model.Within(duration, _, rolling):
                length = counted_text(duration, self.language) if duration else "?"
                return self.dialect.phrase("within", length=length, rolling=self._rolling(rolling))
            case model.By(limit, rolling):
                last = self.write(limit, _SUM)
                return self.dialect.phrase("by", limit=last, rolling=self._rolling(rolling))
            case model.Every(unit, day, parameter, _):
                return self._every(unit, day, parameter)
            case _:
                assert_never(deadline)

    def _rolling(self, rolling: bool) -> str | None:
        return self.dialect.keyword("ROLLING") if rolling else None

    def _every(self, unit: str | None, day: int | None, parameter: str | None) -> str:
        if unit is None:
            key = parameter or "?"
            named = self.name(self.policy.parameters.get(key), key.rpartition(".")[2])
            return self.dialect.phrase("every", unit=named, day=None)
        by_day = None if day is None else self.dialect.phrase("by_day", day=str(day))
        return self.dialect.phrase("every", unit=self.dialect.word("recurring", unit), day=by_day)
