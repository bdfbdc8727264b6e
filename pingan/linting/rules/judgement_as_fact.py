"""`judgement-as-fact`: a boolean fact that reads like somebody's judgement."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pingan.language import types
from pingan.linting.lint import Finding, Lint, Option, Options, found
from pingan.linting.looked import Looked
from pingan.model.nodes import Field

_WORDS = (
    "reasonable", "appropriate", "inappropriate", "adequate", "serious", "severe", "necessary", "sufficient", "proper",
    "improper", "excessive", "undue", "gross", "good_faith",
    "合理", "恰当", "适当", "不当", "情节严重", "情节恶劣", "情节轻微",
    "性质恶劣", "恶劣影响", "确有必要", "妥善", "过激", "粗暴",
)  # fmt: skip


def check(looked: Looked, options: Options) -> Iterator[Finding]:
    words = options.texts("words")
    latin = [re.escape(word) for word in words if word.isascii()]
    pattern = re.compile(rf"(?:^|[_\s])({'|'.join(latin)})(?:$|[_\s])", re.IGNORECASE) if latin else None
    others = [word for word in words if not word.isascii()]
    for field in _fields(looked):
        if not isinstance(field.type, types.BooleanType) or field.judgement is not None:
            continue
        texts = [field.name, field.label or ""]
        match = next((hit for text in texts if pattern is not None and (hit := pattern.search(text))), None)
        word = match[1] if match else next((w for w in others if any(w in text for text in texts)), None)
        if word is not None:
            message = f"whether it is “{word}” is for somebody to judge, and `{field.name}` is declared like a record"
            yield found(message, field.span, help="declare it as `judgement by …`, or name the record that shows it")


def _fields(looked: Looked) -> Iterator[Field]:
    vocabulary = looked.model.vocabulary
    for fact in vocabulary.facts.values():
        if looked.is_own(fact) and fact.field is not None:
            yield fact.field
    for record in vocabulary.records.values():
        if looked.is_own(record):
            yield from record.fields.values()


LINT = Lint(
    code="judgement-as-fact",
    group="names",
    title="a boolean fact that reads like a judgement",
    options=(Option("words", _WORDS, "words that call for a judgement, in names (whole words) and in labels"),),
    what="""Reports a boolean fact, or field, that is no judgement and whose name or label has a word such as
        reasonable, serious, 合理 or 情节严重. Probable; the words can be set.""",
    why="""A judgement has an author and a day, and only its author may make it. As a plain boolean whoever fills in
        the form decides it, and the outcome does not say so.""",
    example="""
        policy flood
        actor warden
        action close_road
        fact serious_damage "情节严重": boolean
        rule closing {
            when serious_damage
            then warden must close_road
        }
        """,
    better="""
        policy flood
        actor warden
        actor engineer
        action close_road
        fact serious_damage "情节严重": judgement by engineer
        rule closing {
            when serious_damage
            then warden must close_road
        }
        """,
    check=check,
)
