"""Norms and values in a few words, as failed expectations name them."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from attrs import frozen

from pingan.language.dialect import by_labels, in_chinese
from pingan.language.shapes import Members, Range
from pingan.language.types import UNKNOWN, Type
from pingan.model.nodes import Act, Constant
from pingan.model.to_text import act_text, number_text
from pingan.model.value_text import Words, instant_text, name_text, word
from pingan.outcome.measures import shortfall_words
from pingan.outcome.nodes import Cause, Finding, Norm
from pingan.outcome.norm_text import about_text, duty_words, party_text
from pingan.outcome.phrases import cause_text

_MASKED = "not shown"


@frozen
class Brief:
    """What is told by labels is called by them; in Chinese, values are told as everywhere in an answer."""

    words: Words

    @property
    def chinese(self) -> bool:
        return in_chinese(self.words.language)

    def action(self, name: str) -> str:
        action = self.words.policy.vocabulary.actions.get(name)
        return name_text(name, action.label if action else None, self.words.language)

    def act(self, name: str, arguments: tuple[tuple[str, Constant], ...]) -> str:
        """An action with *arguments*, as a rule has them."""
        if not arguments:
            return self.action(name)
        return act_text(Act(name, None, arguments), self.words.policy, self.words.language)

    def subject(self, key: str, module: str, action: str | None = None) -> str:
        """A rule or a definition; of another policy than *module* with that before it."""
        policy, _, name = key.partition(".")
        before = "" if policy == module else f"{policy}."
        named = self.words.key(key) if by_labels(self.words.language) else name
        return f"{before}{named if named != key else name}" + (f".{self.action(action)}" if action else "")

    def cause(self, subject: str) -> str:
        titled = self.words.key(subject)
        return titled if by_labels(self.words.language) and titled != subject else self.words.path(subject)

    def waits(self, causes: tuple[Cause, ...]) -> str:
        """What somebody would have to find out; empty when nothing."""
        if not causes:
            return ""
        if self.chinese:
            return f"有待：{'；'.join(cause_text(cause, self.words) for cause in causes)}"
        return f"waits for: {', '.join(cause.subject for cause in causes)}"

    def norm(self, norm: Norm) -> str:
        if by_labels(self.words.language):
            about = about_text(norm, self.words)
            return f"`{party_text(norm.bearer, self.words)} … {duty_words(norm, self.words)}`{about}"
        elements = f" for {', '.join(e.name for e in norm.elements)}" if norm.elements else ""
        period = f" for {norm.period[0]} to {norm.period[1]}" if norm.period else ""
        duty = duty_words(norm, self.words) if norm.arguments else norm.duty
        return f"`{norm.bearer.name} … {duty}`{elements}{period}"

    def deadline(self, norm: Norm) -> str:
        deadline, masked = norm.deadline, "deadline" in norm.masked
        if masked:
            return f"期限{word('masked', self.words.language)}" if self.chinese else f"a deadline that is {_MASKED}"
        if deadline is None:
            return "没有期限" if self.chinese else "no deadline"
        first, last = self.value(deadline.earliest), self.value(deadline.latest)
        if deadline.earliest == deadline.latest:
            return f"期限为{first}" if self.chinese else f"the deadline {first}"
        return f"期限在{first}至{last}之间" if self.chinese else f"a deadline from {first} to {last}"

    def value(self, value: object, type: Type = UNKNOWN) -> str:
        """A single day, instant, number or length."""
        if value is None:
            return "？" if self.chinese else "?"
        if isinstance(value, date):
            chinese = instant_text(value, self.words.language, self.words.zone) if self.chinese else ""
            return chinese or value.isoformat()
        if self.chinese and isinstance(value, int | Fraction):
            return number_text(value) if type == UNKNOWN else self.words.scalar(Fraction(value), type)
        return str(value)

    def shortfall(self, norm: Norm) -> str:
        shape = norm.shortfall
        if "shortfall" in norm.masked:
            return f"差额{word('masked', self.words.language)}" if self.chinese else f"a shortfall that is {_MASKED}"
        if shape is None or shape.interval is None:
            return "没有差额" if self.chinese else "no shortfall"
        if self.chinese:
            return f"差额为{shortfall_words(norm, self.words)}"
        return f"a shortfall of {self._bounds(shape)}"

    def shape(self, finding: Finding) -> str:
        """The value of a definition."""
        shape = finding.value
        if finding.masked:
            return word("masked", self.words.language) if self.chinese else _MASKED
        if self.chinese and shape is not None:
            definition = self.words.policy.definitions.get(finding.subject)
            return self.words.value(shape, definition.type if definition else UNKNOWN)
        match shape:
            case Members(values, absent):
                names = sorted(str(v).lower() if isinstance(v, bool) else str(v) for v in values or ())
                return " or ".join(names + ["absent"] * absent) if values is not None else "any text"
            case Range():
                return self._bounds(shape)
            case _:
                return "not settled" if finding.causes else "another value"

    def _bounds(self, shape: Range) -> str:
        interval = shape.interval
        if interval is None:
            return "absent"
        low, high = self.value(interval.low), self.value(interval.high)
        return (low if interval.single else f"{low} to {high}") + (" or absent" if shape.absent else "")
