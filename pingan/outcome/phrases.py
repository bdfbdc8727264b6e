"""Outcome words: headings, states, causes and citations, in English and Chinese."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from pingan.diagnostics.plain import plain
from pingan.language.dialect import Language, dialect, in_chinese
from pingan.model.nodes import By, Citation, Ensure, Rule
from pingan.model.value_text import Words
from pingan.outcome.nodes import STATES, Cause, CauseKind, Norm, ReasonKind, State

_CAUSES: Final[dict[CauseKind, tuple[str, str]]] = {
    "missing": ("{0} is not given", "未提供{0}"),
    "bounded": ("{0} is not known exactly", "{0}尚不确切"),
    "open": ("{0} may have others", "{0}尚未列全"),
    "judgement": ("{0} awaits a judgement", "{0}尚待认定"),
    "parameter": ("parameter {0} is not set", "参数“{0}”尚未设定"),
    "reading": ("no reading of {0} is chosen", "“{0}”尚未选定读法"),
    "first_held": ("when {0} first held is not given", "未说明“{0}”何时开始成立"),
    "calendar": ("the calendar of working days ends ({0})", "工作日历到此为止（{0}）"),
    "time_of_day": ("the time of day of {0} is not given", "未提供{0}的具体时刻"),
}
_RULE_TIME: Final = ("exactly when {0} began, or was done, is not given", "未提供“{0}”起算或完成的具体时刻")
_MET_THEN: Final = ("whether {0} was met when its deadline ended", "“{0}”到期时是否已满足，须另行查明")
_AWAITS: Final = ("{0} awaits the judgement of {1}", "{0}尚待{1}认定")

_STATES: Final[dict[State, tuple[str, str]]] = {
    "none": ("does not apply", "不适用"),
    "applies": ("applies", "适用"),
    "pending": ("pending", "未到期"),
    "due": ("due", "待完成"),
    "fulfilled": ("fulfilled", "已完成"),
    "late": ("done late", "逾期完成"),
    "breached": ("breached", "已违反"),
}
_KEPT: Final = ("kept", "已遵守")
_KEPT_LATE: Final = ("kept late", "逾期遵守")
_MET: Final = ("met", "已满足")
_MET_LATE: Final = ("met late", "逾期满足")

LEADS: Final[dict[ReasonKind, tuple[str, str]]] = {
    "norm": ("", ""),
    "rule": ("rule", "规则"),
    "scope": ("scope of the policy", "适用范围"),
    "in_force": ("in force", "施行时间"),
    "condition": ("condition", "条件"),
    "exception": ("exception", "例外"),
    "override": ("displaced by", "优先规则"),
    "definition": ("definition", "定义"),
    "case": ("case", "情形"),
    "fact": ("fact", "事实"),
    "judgement": ("judgement", "认定"),
    "parameter": ("parameter", "参数"),
    "reading": ("reading", "读法"),
    "instant": ("time", "时间"),
    "evidence": ("fulfilment", "履行"),
    "deadline": ("deadline", "期限"),
    "list": ("list", "清单"),
    "element": ("", ""),
    "replacement": ("replaced", "取代"),
    "stricter": ("compared", "比较"),
    "expression": ("", ""),
}


def phrase(pair: tuple[str, str], language: Language, *parts: object) -> str:
    """One of a pair of sentences, its places filled (what fills them is never read as a template)."""
    first, *rest = pair[in_chinese(language)].split("{")
    filled = [first]
    for piece in rest:
        number, _, tail = piece.partition("}")
        filled += [str(parts[int(number)]), tail]
    return "".join(filled)


def cause_text(cause: Cause, words: Words) -> str:
    """What is not known, as a sentence without its end."""
    if cause.kind == "time_of_day" and cause.subject in words.policy.rules:
        told = _MET_THEN if _is_of_states(words.policy.rules[cause.subject]) else _RULE_TIME
        return phrase(told, words.language, words.key(cause.subject))
    subject = words.key(cause.subject) if cause.kind in ("parameter", "reading", "first_held") else cause.subject
    if cause.kind not in ("parameter", "reading", "first_held"):
        subject = as_of_text(words.language) if subject == "as_of" else words.path(subject)
    if cause.authorities:
        authorities = join((words.party(a) for a in cause.authorities), words.language)
        return phrase(_AWAITS, words.language, subject, authorities)
    return phrase(_CAUSES[cause.kind], words.language, subject)


def _is_of_states(rule: Rule) -> bool:
    """Whether *rule* only asks that something be so by a day: facts say whether it is so, not whether it was."""
    return all(isinstance(norm.duty, Ensure) and isinstance(norm.deadline, By) for norm in rule.norms)


def as_of_text(language: Language) -> str:
    return dialect(language).word("values", "as_of")


def join(items: Iterable[str], language: Language, *, last: tuple[str, str] = (" or ", "或")) -> str:
    """``a, b or c``; ``a、b或c``."""
    texts = list(items)
    if len(texts) < 2:
        return "".join(texts)
    return ("、" if in_chinese(language) else ", ").join(texts[:-1]) + last[in_chinese(language)] + texts[-1]


def states_text(norm: Norm, language: Language) -> str:
    """The possible states: ``pending or fulfilled``; what is forbidden is ``kept``, what is to be ensured ``met``."""
    return join((_state_words(norm, s)[in_chinese(language)] for s in STATES if s in norm.states), language)


def _state_words(norm: Norm, state: State) -> tuple[str, str]:
    if state in ("fulfilled", "late"):
        if norm.modality == "must_not":
            return _KEPT if state == "fulfilled" else _KEPT_LATE
        if norm.action is None:
            return _MET if state == "fulfilled" else _MET_LATE
    return _STATES[state]


def citation_text(citation: Citation, language: Language) -> str:
    """A clause with its place in the document: ``jilin-2.1-f, 二(一) “对劝阻无效”``."""
    clause = citation.clause
    if not clause.startswith(f"{citation.policy}-"):
        clause = f"{citation.policy} {clause}"
    text = plain(clause)
    if citation.locator:
        text += ("，" if in_chinese(language) else ", ") + plain(citation.locator)
    if citation.anchor:
        text += f"“{plain(citation.anchor)}”" if in_chinese(language) else f' "{plain(citation.anchor)}"'
    return text


def citations_text(citations: tuple[Citation, ...], language: Language) -> str:
    """Several clauses in a row."""
    return ("；" if in_chinese(language) else "; ").join(citation_text(c, language) for c in citations)
