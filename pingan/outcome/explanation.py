"""An explanation as text, and as plain data. The clause stands first, then what it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from attrs import field, frozen

from pingan.diagnostics.plain import plain
from pingan.diagnostics.suggest import did_you_mean
from pingan.language.dialect import Language, dialect, in_chinese
from pingan.language.shapes import Truth
from pingan.language.stack import with_room
from pingan.model.nodes import Policy
from pingan.model.value_text import truth_text
from pingan.model.vocabulary_nodes import Declared
from pingan.outcome.answer import Answer
from pingan.outcome.nodes import Norm, Reason
from pingan.outcome.phrases import LEADS, citations_text, phrase
from pingan.outcome.to_dict import citations_data
from pingan.source import NOWHERE

INDENT = "  "
MAXIMUM_CHILDREN = 50
"""Steps shown below one step: a list may have thousands of elements. The data form has them all."""

_ABOVE = (" (see above)", "（见上）")
_MORE = ("{0} more of the same kind", "另有{0}项，从略")
_VALUES = ("fact", "judgement", "definition", "parameter", "reading", "list", "instant")


def reasons_for(outcome: Answer, subject: str | int | Norm | None, language: Language) -> tuple[Reason, ...]:
    """The reasons of the norms of *subject*; of a rule without norms the reason why it has none."""
    match subject:
        case None:
            return tuple(outcome.reason(i, language) for i in range(len(outcome.norms)))
        case bool():
            raise TypeError("explain() takes the name of a rule, a norm or its number, not a truth")
        case int():
            count = len(outcome.norms)
            if not 0 <= subject < count:
                raise ValueError(f"the outcome has {count} norms, numbered from 0: there is no norm {subject}")
            return (outcome.reason(subject, language),)
        case str():
            return outcome.reasons(key_called(outcome.model, subject), language)
        case Norm():
            found = [i for i, norm in enumerate(outcome.norms) if norm is subject or norm == subject]
            if not found:
                raise ValueError("the norm is of another outcome")
            return tuple(outcome.reason(i, language) for i in found)
        case _:
            raise TypeError(f"explain() takes the name of a rule, a norm or its number, not {type(subject).__name__}")


def key_called(policy: Policy, name: str) -> str:
    """The key of the rule (or of the definition that belongs to no record) called *name*: by key, name or label."""
    if name in policy.rules:
        return name
    rules = list(policy.rules.values())
    definitions = [d for d in policy.definitions.values() if d.record is None]
    together: tuple[Sequence[Declared], ...] = (rules, definitions)
    for declared in together:
        found = [d.key for d in declared if d.key == name] or [d.key for d in declared if name in (d.name, d.label)]
        if len(found) == 1:
            return found[0]
        if found:
            raise KeyError(f"`{plain(name)}` is the name of several: {', '.join(plain(key) for key in found)}")
    known = [w for d in (*rules, *definitions) for w in (d.key, d.name, d.label) if w]
    hint = did_you_mean(name, known)
    raise KeyError(f"no rule is called `{plain(name)}`" + (f"; {hint}" if hint else ""))


@frozen
class Explanation:
    """Why a rule's norms stand as they do, or do not: one reason a norm, in *language*."""

    reasons: tuple[Reason, ...]
    language: Language

    def to_text(self) -> str:
        """The explanation as indented lines."""
        return explanation_text(self)

    def to_dict(self) -> dict[str, object]:
        """The explanation as plain data."""
        return explanation_data(self)

    def __str__(self) -> str:
        return self.to_text()


def explanation_text(explanation: Explanation) -> str:
    """One block a norm: how it stands and its clauses, the norm, and indented below what decided it."""
    return with_room(lambda: _text(explanation))


def _text(explanation: Explanation) -> str:
    # INVARIANT: a writer of its own for each attempt, as `with_room` asks.
    writer = _Writer(explanation.language)
    return "\n".join("\n".join(writer.lines(reason)) + "\n" for reason in explanation.reasons)


@frozen
class _Writer:
    """Writes reasons; what stood in full above is not written out again."""

    language: Language
    _written: dict[tuple[str, str, str], list[Reason]] = field(factory=dict)
    """What stood in full, by what is written first of it: whole trees are slow to compare."""

    def lines(self, reason: Reason, depth: int = 0) -> list[str]:
        """The lines of *reason* and all below it."""
        language = self.language
        lines = [INDENT * depth + line for line in _own_lines(reason, language)]
        below = reason.children
        if not below:
            return lines
        if len(below) == 1 and not below[0].children and not below[0].citations and reason.kind != "norm":
            only = _claim(below[0], language)
            if not reason.expression:
                lines[-1] += only
            else:
                lines[-1] += f"（{only}）" if in_chinese(language) else f": {only}"
            return lines
        alike = self._written.setdefault((reason.kind, reason.expression, reason.says), [])
        if reason in alike:
            lines[-1] += phrase(_ABOVE, language)
            return lines
        alike.append(reason)
        for child in below[:MAXIMUM_CHILDREN]:
            lines += self.lines(child, depth + 1)
        if len(below) > MAXIMUM_CHILDREN:
            more = phrase(_MORE, language, len(below) - MAXIMUM_CHILDREN)
            lines.append(f"{INDENT * (depth + 1)}- {more}")
        return lines


def _own_lines(reason: Reason, language: Language) -> list[str]:
    cited = citations_text(reason.citations, language)
    claim = _claim(reason, language)
    if reason.kind == "norm":
        stands = reason.says
        if reason.holds is Truth.UNDETERMINED:
            stands = truth_text(Truth.UNDETERMINED, language)
        joint = "：" if in_chinese(language) else ": "
        return [f"{stands[:1].upper()}{stands[1:]}{joint if cited else ''}{cited}", claim + _where(reason)]
    lead = LEADS[reason.kind][in_chinese(language)]
    if lead and reason.kind != "fact":
        claim = f"【{lead}】{claim}" if in_chinese(language) else f"{lead}: {claim}"
    return [f"- {claim}{_bracketed(cited, language)}{_where(reason)}" if cited else f"- {claim}"]


def _bracketed(text: str, language: Language) -> str:
    return f"（{text}）" if in_chinese(language) else f" [{text}]"


def _where(reason: Reason) -> str:
    """The line of the policy text: the file by its own name, wherever it lies."""
    span = reason.span
    return f" ({plain(PurePath(span.source.name).name)}:{span.line})" if span is not NOWHERE else ""


def _claim(reason: Reason, language: Language) -> str:
    """The step and what it came to, on one line."""
    if not reason.says:
        return plain(reason.expression)
    if reason.kind in _VALUES:
        joint = "：" if in_chinese(language) else " is "
    else:
        joint = " —— " if in_chinese(language) else " — "
    return plain(f"{reason.expression}{joint}{reason.says}")


def explanation_data(explanation: Explanation) -> dict[str, object]:
    """The explanation as plain data: each step with its clause and its place in the policy text."""
    reasons = with_room(lambda: [_data(reason) for reason in explanation.reasons])
    return {"language": dialect(explanation.language).name, "reasons": reasons}


def _data(reason: Reason) -> dict[str, object]:
    data: dict[str, object] = {"kind": reason.kind, "expression": reason.expression, "says": reason.says}
    if reason.subject is not None:
        data["subject"] = reason.subject
    if reason.holds is not None:
        data["holds"] = reason.holds.value
    if reason.masked:
        data["masked"] = True
    if reason.citations:
        data["citations"] = citations_data(reason.citations)
    if reason.span is not NOWHERE:
        data["source"] = str(reason.span)
    if reason.children:
        data["children"] = [_data(child) for child in reason.children]
    return data
