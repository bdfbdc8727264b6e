"""One norm of an outcome in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from pingan.diagnostics.plain import plain
from pingan.language.dialect import Language, by_labels, dialect, full_width, in_chinese
from pingan.language.shapes import Members, Record, Shape
from pingan.language.types import UNKNOWN, EnumType, ListType, SetType, Type
from pingan.model import nodes as model
from pingan.model.to_text import counted_text, deadline_text, duty_text, element_type, variable_text
from pingan.model.value_text import Words, instant_text, name_text, word
from pingan.outcome.nodes import Deadline, Norm, Party
from pingan.outcome.phrases import join, phrase


def norm_text(norm: Norm, words: Words) -> str:
    """Who must do what by when: ``hospital must notify(to: police) within 2 hours``."""
    language = words.language
    written = written_norm(norm, words.policy)
    speech = dialect(language)
    partners = None
    if norm.partners:
        joined = join((party_text(p, words) for p in norm.partners), language, last=(" and ", "和"))
        partners = f"{speech.keyword('WITH')} {joined}"
    told = speech.phrase(
        "norm",
        bearers=party_text(norm.bearer, words),
        partners=partners,
        modality=speech.modality(norm.modality),
        duty=duty_words(norm, words),
        deadline=deadline_words(written, words) if written else None,
    )
    return told + about_text(norm, words)


def duty_words(norm: Norm, words: Words) -> str:
    """What must be done or be so, without whom it binds and by when."""
    return _act_text(norm, words) if norm.action else _state_text(norm, written_norm(norm, words.policy), words)


def deadline_words(written: model.Norm, words: Words) -> str:
    """The deadline as written where a reader can take it in: with the value of a parameter, without an expression.

    (The day that an expression came to is told with the state.)
    """
    deadline = written.deadline
    is_worked_out = isinstance(deadline, model.By) and not isinstance(deadline.limit, model.Constant)
    if is_worked_out and written.holding is None:
        return ""
    text = deadline_text(written, words.policy, words.language)
    if isinstance(deadline, model.Within | model.Every) and deadline.parameter is not None:
        parameter = words.policy.parameters.get(deadline.parameter)
        if parameter is not None and isinstance(parameter.value, model.Duration):
            length = counted_text(parameter.value, words.language)
            return f"{text}（{length}）" if full_width(words.language) else f"{text} ({length})"
    return text


def written_norm(norm: Norm, policy: model.Policy) -> model.Norm | None:
    """The norm of the policy text that *norm* is an instance of."""
    rule = policy.rules.get(f"{norm.policy}.{norm.rule}")
    for found in rule.norms if rule else ():
        if found.place != norm.place:
            continue
        written: model.Norm | None = found
        while written is not None and written.depth != norm.depth:
            written = written.otherwise
        return written
    return None


def party_text(party: Party, words: Words) -> str:
    """A bearer: an actor, or the record that it is, by its key when that is known."""
    if party.record is not None:
        fact = words.policy.vocabulary.facts.get(party.name)
        keyed = party.label is not None and (fact is None or party.label != fact.label)
        return plain(party.label or "") if keyed else words.path(party.name)
    return name_text(party.name, party.label, words.language)


def _act_text(norm: Norm, words: Words) -> str:
    action = words.policy.vocabulary.actions.get(norm.action or "")
    named = name_text(norm.action or "", action.label if action else None, words.language)
    if not norm.arguments:
        return named
    fields: Mapping[str, model.Field] = {f.name: f for f in action.parameters} if action else {}
    texts = []
    for argument in norm.arguments:
        declared = fields.get(argument.name)
        label = name_text(argument.name, declared.label if declared else None, words.language)
        value = word("masked", words.language)
        if not argument.masked:
            value = _argument_text(argument.value, declared.type if declared else UNKNOWN, words)
        if declared is not None and isinstance(declared.type, SetType | ListType):
            value = f"{{{value}}}"
        texts.append(f"{label}{'：' if full_width(words.language) else ': '}{value}")
    return f"{named}（{'，'.join(texts)}）" if full_width(words.language) else f"{named}({', '.join(texts)})"


def _argument_text(shape: Shape, type: Type, words: Words) -> str:
    """What an argument may be; a record by its key, where that is known."""
    if isinstance(shape, Record) and shape.key is not None and shape.present and not shape.absent:
        return plain(shape.key)
    return words.value(shape, type)


def _state_text(norm: Norm, written: model.Norm | None, words: Words) -> str:
    if written is None:
        return plain(norm.duty)
    named = {variable: text for variable, (text, _) in _elements_named(norm, words).items()}
    return duty_text(written, words.policy, words.language, named)


def _kinds(norm: Norm, words: Words) -> dict[str, Type]:
    """What the elements of *norm* are, by their variables."""
    rule = words.policy.rules.get(f"{norm.policy}.{norm.rule}")
    return {each.variable: element_type(each.collection) for each in rule.each} if rule else {}


def _elements_named(norm: Norm, words: Words) -> dict[str, tuple[str, str]]:
    """What the text of a duty, and what a note beside it says for each variable.

    Told by labels, an enum member can stand for its variable; elements of equal labels keep the author's names.
    """
    kinds = _kinds(norm, words)
    labels = {
        e.variable: variable_text(e.variable, kinds.get(e.variable, UNKNOWN), words.policy, words.language)
        for e in norm.elements
    }
    found: dict[str, tuple[str, str]] = {}
    for element in norm.elements:
        variable, kind = element.variable, kinds.get(element.variable, UNKNOWN)
        label = labels[variable] if list(labels.values()).count(labels[variable]) == 1 else variable
        is_member = by_labels(words.language) and isinstance(kind, EnumType) and element.path == element.name
        found[variable] = (words.member(element.name, kind) if is_member else label, label)
    return found


def _is_in_duty(norm: Norm, variable: str, words: Words) -> bool:
    """Whether the text of the duty has what *variable* stands for."""
    written = written_norm(norm, words.policy)
    if norm.action is not None or written is None:
        return False
    texts = {duty_text(written, words.policy, words.language, {variable: text}) for text in ("1", "2")}
    return len(texts) == 2


_OTHERS = ("any other", "其他任一")


def about_text(norm: Norm, words: Words) -> str:
    """Of a rule for each element the element (unless an argument is it), of a recurring norm the period."""
    language = words.language
    notes = []
    named: set[object] = {
        a.value.path for a in norm.arguments if isinstance(a.value, Record) and a.value.key is not None
    }
    for argument in norm.arguments:  # a member that is gone over is its own place
        if isinstance(argument.value, Members) and len(argument.value.values or ()) == 1 and not argument.masked:
            named |= argument.value.values or set()
    told = _elements_named(norm, words)
    for element in norm.elements:
        text, label = told[element.variable]
        is_member = text != label
        if element.path in named or (is_member and _is_in_duty(norm, element.variable, words)):
            continue
        name = text if is_member else plain(element.name)
        name = phrase(_OTHERS, language) if element.others else name
        notes.append(f"{plain(label)}{'：' if in_chinese(language) else ' '}{name}")
    if norm.period:
        first, last = (instant_text(day, language, norm.zone) for day in norm.period)
        notes.append(f"{first}{'至' if in_chinese(language) else ' to '}{last}")
    if not notes:
        return ""
    return f"（{'，'.join(notes)}）" if in_chinese(language) else f" [{', '.join(notes)}]"


_BY = ("by {0}", "最迟{0}")
_BETWEEN = ("by some time from {0} to {1}", "最迟在{0}至{1}之间")
_NOT_BEFORE = ("not before {0}, until an unknown time", "不早于{0}，截止时间未定")
_AT_LATEST = ("by {0} at the latest", "至迟{0}")


def deadline_text_of(deadline: Deadline, language: Language) -> str:
    """The last day or instant, or between which it lies."""
    early = _moment(deadline.earliest, language, deadline.zone)
    late = _moment(deadline.latest, language, deadline.zone)
    if early and late:
        return phrase(_BY, language, late) if early == late else phrase(_BETWEEN, language, early, late)
    if early:
        return phrase(_NOT_BEFORE, language, early)
    return phrase(_AT_LATEST, language, late) if late else ""


def _moment(moment: date | datetime | None, language: Language, zone: str) -> str:
    return instant_text(moment, language, zone) if moment is not None else ""


_DAYS = ("{0} days", "{0}天")
_HOURS = ("{0} hours", "{0}小时")
_MINUTES = ("{0} minutes", "{0}分钟")
_ONE = {"1 days": "1 day", "1 hours": "1 hour", "1 minutes": "1 minute"}
_SINCE = ("for {0}", "已历{0}")
_SINCE_BETWEEN = ("for between {0} and {1}", "已历{0}至{1}")
_SINCE_LEAST = ("for {0} or more", "已历{0}以上")
_SINCE_MOST = ("for {0} at most", "已历至多{0}")


def age_text(age: tuple[timedelta | None, timedelta | None], language: Language) -> str:
    """How long it has been owed: ``for 3 days``."""
    least, most = (_length(end, language) if end is not None else None for end in age)
    if least and most:
        return phrase(_SINCE, language, least) if least == most else phrase(_SINCE_BETWEEN, language, least, most)
    if least:
        return phrase(_SINCE_LEAST, language, least)
    return phrase(_SINCE_MOST, language, most) if most else ""


def _length(length: timedelta, language: Language) -> str:
    hours = length // timedelta(hours=1)
    if hours >= 48:
        text = phrase(_DAYS, language, length.days)
    elif hours:
        text = phrase(_HOURS, language, hours)
    else:
        text = phrase(_MINUTES, language, length // timedelta(minutes=1))
    return _ONE.get(text, text)
