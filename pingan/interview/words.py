"""Questions in words, in English and Chinese: what is asked, how to answer, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from attrs import frozen

from pingan.diagnostics.plain import plain, width
from pingan.interview.interview import Interview
from pingan.language import types
from pingan.language.dialect import by_labels
from pingan.language.dialects import spoken_language
from pingan.language.spoken import Spoken
from pingan.language.to_data import scalar_data
from pingan.model.value_text import Words, name_text
from pingan.outcome.norm_text import norm_text
from pingan.outcome.phrases import citations_text
from pingan.outcome.questions import Question, Waiting
from pingan.policy import Policy
from pingan.program.fact_bounds import declared_range, range_text
from pingan.program.question_places import Spot, spot_at

FEW_REASONS: Final = 3
"""Conclusions that are named beside a question; `why` names more."""
MANY_REASONS: Final = 20
MAXIMUM_ROWS: Final = 9
"""Options that stand on a line of their own each."""
LINE: Final = 96
MAXIMUM_OPTIONS: Final = 60
"""Options that are listed; a longer list is to be answered by name."""


@frozen
class Asking(Spoken):
    """The words in which *policy* is asked about."""

    policy: Policy

    @classmethod
    def of(cls, policy: Policy, language: str | None = None) -> Asking:
        """In *language*; without one, in the policy's."""
        return cls(spoken_language(language or policy.language, policy.environment.dialects), policy)

    @property
    def words(self) -> Words:
        return Words(self.policy.model, self.language, self.policy.zone)

    # --- what is asked ----------------------------------------------------------------------------------------------

    def title(self, question: Question) -> str:
        """What the fact is called: ``incident › care blocked (事件 › 妨碍诊疗)``; in Chinese by its labels."""
        labels = " › ".join(plain(label) for label in question.labels)
        if by_labels(self.language):
            return labels
        steps = []
        for step, label in zip(question.path.split("."), question.labels, strict=True):
            name, bracket, _ = step.partition("[")
            key = plain(label).rpartition(" ")[2] if bracket else ""
            steps.append(f"{name.replace('_', ' ')} {key}".strip())
        named = " › ".join(plain(step) for step in steps)
        return named if named == labels.replace("_", " ") else f"{named} ({labels})"

    def asked(self, question: Question) -> str:
        """The question itself, one line."""
        english, chinese = _QUESTIONS[_form(question)]
        text = self.say(english, chinese).replace("{0}", self.title(question))
        return text.replace("{1}", str(question.count))

    def hint(self, question: Question) -> str:
        """How to answer, one line."""
        english, chinese = _HINTS[_hint(question)]
        text = self.say(english, chinese)
        if question.type.__class__ in (types.NumberType, types.DurationType):
            within = range_text(declared_range(question.type), _bound_of(question.type))
            if within:
                text += self.say(f" ({within})", f"（{within.replace(' and ', '，')}）")
        parts = [text]
        if question.type == types.ListType(types.TextType()) or question.key is not None:
            parts.append(self.say("names will do, too", "也可写各项名称"))
        if question.optional and question.kind != "existence":
            parts.append(self.say("none: there is none", "“无”表示不存在"))
        if question.authorities is not None:
            who = self.listed([self.party(name) for name in question.authorities])
            anybody = self.say("anybody", "任何人")
            parts.append(self.say(f"as determined by {who or anybody}", f"以{who or anybody}的认定为准"))
        if question.sensitive:
            parts.append(self.say("sensitive: not shown again", "敏感事实，不再显示"))
        return self.say("; ", "；").join(parts)

    def options(self, question: Question) -> Iterator[str]:
        """The options to choose from, numbered; many of them several on a line. None where yes or no will do."""
        if question.kind == "existence" or _is_boolean(question.type):
            return
        shown = [
            f"{number}  {self.option(str(option.value), option.label)}"
            for number, option in enumerate(question.options[:MAXIMUM_OPTIONS], 1)
            if option.value is not None
        ]
        yield from in_columns(shown)
        left = len(question.options) - MAXIMUM_OPTIONS
        if left > 0:
            yield self.say(f"    … {left} more: by name", f"    ……另有{left}项，请写名称")

    def option(self, name: str, label: str | None) -> str:
        """A member: by its label in Chinese, else by its name with the label."""
        if by_labels(self.language):
            return plain(label or name)
        return f"{plain(name)} ({plain(label)})" if label and label != name else plain(name)

    def party(self, name: str) -> str:
        actor = self.policy.model.vocabulary.actors.get(name)
        return name_text(name, actor.label if actor else None, self.language)

    # --- why --------------------------------------------------------------------------------------------------------

    def reasons(self, question: Question) -> str:
        """Why it is asked, briefly."""
        count = question.conclusions
        if question.scopes:
            titles = self.listed([self._policy(name) for name in question.scopes])
            return self.say(
                f"asked because it decides whether {titles} covers the case; {_duties(count)} for it:",
                f"由此可知“{titles}”是否适用于本案；有 {count} 项规范要看这一点：",
            )
        return self.say(f"asked because {_duties(count)} for it:", f"有 {count} 项规范要看这一点：")

    def _policy(self, name: str) -> str:
        header = next((h for h in self.policy.model.headers.values() if h.name == name), None)
        return name_text(name, header.label if header else None, self.language)

    def waiting(self, question: Question, interview: Interview, most: int) -> Iterator[str]:
        """The conclusions that wait, a line each."""
        for waiting in question.why[:most]:
            yield f"  - {self.conclusion(waiting, interview)}"
        if question.conclusions > most:
            left = question.conclusions - most
            yield self.say(f"  … and {left} more", f"  ……另有{left}项")

    def conclusion(self, waiting: Waiting, interview: Interview) -> str:
        """A norm that waits: who must do what, and its clause."""
        norm = interview.outcome.norms[waiting.norm]
        cited = citations_text(waiting.citations, self.language)
        text = norm_text(norm, self.words)
        return f"{text} [{cited}]" if cited else text

    def effects(self, question: Question) -> Iterator[str]:
        """What each answer would settle, as far as it was worked out."""
        for option in question.options:
            if option.settles is not None:
                answer = self._answer(question, option.value, option.label)
                count = option.settles
                yield self.say(
                    f"  - {answer}: settles {f'{count} at once' if count else 'nothing yet'}",
                    f"  - 答“{answer}”：{f'当即确定 {count} 项' if count else '还不能确定'}",
                )

    def _answer(self, question: Question, value: object, label: str | None) -> str:
        if isinstance(value, bool):
            return self.say("yes", "是") if value else self.say("no", "否")
        if question.kind == "existence":
            return self.say("no", "否") if value is None else self.say("yes", "是")
        return self.say("none", "无") if value is None else self.option(str(value), label)

    # --- what was said ----------------------------------------------------------------------------------------------

    def facts(self, interview: Interview) -> Iterator[str]:
        """Everything that was said, a line each; nothing that is sensitive."""
        yield from self.told(interview)
        for path in interview.unknown:
            yield f"  {self.words.path(path)}{self.say(': not known', '：不知道')}"

    def told(self, interview: Interview, below: str = "") -> Iterator[str]:
        """The facts given, or those at and below the path *below*, a line each."""
        checked = interview.checked
        for path, value in leaves(checked.shown):
            if not below or path == below or path.startswith((f"{below}.", f"{below}[")):
                spot = spot_at(path, self.policy.model.vocabulary, checked.values)
                yield f"  {self.words.path(path)}{self.say(': ', '：')}{self._value(value, spot)}"

    def _value(self, value: object, spot: Spot | None) -> str:
        """What was given, on one line; of what is sensitive only that it was."""
        if value == {"masked": True}:
            return self.say("(given, not shown)", "（已提供，不显示）")
        if spot is None or spot.given is None:
            return plain(str(value))
        if isinstance(spot.type, types.RecordType) and spot.given.present:
            return self.say("there is one", "有")
        text = self.words.value(spot.given, spot.type)
        if isinstance(value, Mapping) and value.get("by"):
            text += self.say(
                f" (by {self.words.party(str(value['by']))})", f"（{self.words.party(str(value['by']))}认定）"
            )
        return text


def in_columns(items: Sequence[str]) -> Iterator[str]:
    """*items* a line each, or, where there are many, in columns."""
    widest = max(map(width, items), default=0)
    count = 1 if len(items) <= MAXIMUM_ROWS else max(1, (LINE - 4) // (widest + 2))
    for start in range(0, len(items), count):
        row = items[start : start + count]
        yield "    " + "".join(item + " " * (widest + 2 - width(item)) for item in row).rstrip()


def _duties(count: int) -> str:
    return f"{count} duty waits" if count == 1 else f"{count} duties wait"


def leaves(data: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, object]]:
    """The facts in *data* one by one, by path."""
    for name, value in data.items():
        yield from _leaf(f"{before}.{name}" if before else name, value)


def _leaf(path: str, value: Any) -> Iterator[tuple[str, object]]:
    if isinstance(value, Mapping) and value and not value.keys() & _FORMS:
        yield from leaves(value, path)
        return
    listed = value.get("known") if isinstance(value, Mapping) else value
    if isinstance(listed, list) and any(isinstance(element, Mapping) for element in listed):
        yield path, len(listed)
        for number, element in enumerate(listed, 1):
            yield from _leaf(f"{path}[{number}]", element)
        return
    yield path, value


_FORMS: Final = frozenset(
    {"known", "open", "possible", "one_of", "at_least", "more_than", "at_most", "less_than", "value", "by", "at",
     "from", "until", "masked"}
)  # fmt: skip
"""Keys of what is no record, but says what a value may be."""


def _is_boolean(type: types.Type) -> bool:
    return isinstance(type, types.BooleanType)


def _bound_of(type: types.Type) -> Any:
    return lambda end: str(scalar_data(end, duration=isinstance(type, types.DurationType)))


def _form(question: Question) -> str:
    """Which sentence asks it."""
    if question.kind == "existence" or (question.kind == "more" and question.count):
        return question.kind
    return _kind_of(question.type)


def _hint(question: Question) -> str:
    """Which sentence says how to answer."""
    return "existence" if question.kind == "existence" else _kind_of(question.type)


def _kind_of(asked: types.Type) -> str:
    if isinstance(asked, types.ListType):
        return "count" if isinstance(asked.element, types.RecordType) else "list"
    return _NAMES.get(asked.__class__, "value")


_NAMES: Final[Mapping[type, str]] = {
    types.BooleanType: "boolean",
    types.EnumType: "enum",
    types.SetType: "set",
    types.NumberType: "number",
    types.DateType: "date",
    types.DateTimeType: "instant",
    types.DurationType: "duration",
    types.PeriodType: "period",
    types.ActorType: "actor",
    types.TextType: "text",
}

_QUESTIONS: Final[Mapping[str, tuple[str, str]]] = {
    "existence": ("Does the case involve one: {0}?", "本案是否涉及：{0}？"),
    "more": ("Are there more than the {1} known: {0}?", "除已知的{1}项外还有吗：{0}？"),
    "count": ("How many are there: {0}?", "共有几项：{0}？"),
    "list": ("Which are there: {0}?", "有哪些：{0}？"),
    "boolean": ("Is this so: {0}?", "是否如此：{0}？"),
    "enum": ("Which one is it: {0}?", "是哪一项：{0}？"),
    "set": ("Which of these are there: {0}?", "有以下哪些：{0}？"),
    "number": ("How much or how many: {0}?", "是多少：{0}？"),
    "date": ("On which day: {0}?", "是哪一天：{0}？"),
    "instant": ("When exactly: {0}?", "是什么时间：{0}？"),
    "duration": ("How long: {0}?", "有多长时间：{0}？"),
    "period": ("From when until when: {0}?", "起止日期是：{0}？"),
    "actor": ("Who is it: {0}?", "是谁：{0}？"),
    "text": ("What is it: {0}?", "内容是：{0}？"),
    "value": ("What is it: {0}?", "是什么：{0}？"),
}

_HINTS: Final[Mapping[str, tuple[str, str]]] = {
    "existence": ("yes or no", "是或否"),
    "count": ("a number, 0 for none; 3+ if there may be others", "写数目，没有写 0；可能还有其他写 3+"),
    "list": ("separated by commas, 0 for none; + at the end if there may be others",
             "以逗号分隔，没有写 0；可能还有其他，末尾加 +"),
    "boolean": ("yes or no", "是或否"),
    "enum": ("a number or a name; 1,3 if it is one of several", "写序号或名称；只知道是其中之一，写 1,3"),
    "set": ("numbers or names, separated by commas, 0 for none; + at the end if there may be others",
            "写序号或名称，以逗号分隔，没有写 0；可能还有其他，末尾加 +"),
    "number": ("a number; >= 3 or 3..5 if it is not known exactly", "写数；不确切时可写 >= 3 或 3..5"),
    "date": ("such as 2016-06-01; <= 2016-06-01 if it is not known exactly", "如 2016-06-01；不确切写 <= 2016-06-01"),
    "instant": ("such as 2016-06-01 10:30; the day alone will do", "如 2016-06-01 10:30；只知道日期可只写日期"),
    "duration": ("such as 2 hours, 30 minutes", "如 2 小时、30 分钟"),
    "period": ("such as 2016-01-01..2016-12-31; an end may be left out", "如 2016-01-01..2016-12-31；一端不限可省略"),
    "actor": ("a number or a name", "写序号或名称"),
    "text": ("any text", "任意文本"),
    "value": ("a value", "一个值"),
}  # fmt: skip
