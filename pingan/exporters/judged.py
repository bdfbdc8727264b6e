"""What an outcome says about the parts of a graph: states of norms, values of conditions, and what decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from attrs import field, frozen

from pingan.exporters.picture import Tone
from pingan.language.dialect import dialect
from pingan.model import nodes as model
from pingan.model.to_text import Language
from pingan.model.value_text import Words
from pingan.outcome.nodes import STATES, Norm, Outcome, Reason
from pingan.source import Span

Place = tuple[str, int, int]


@frozen
class Found:
    """How a norm as written stands: a line about its states, their tone, and whether it surely applies."""

    note: str = ""
    tone: Tone = "plain"
    decides: bool = False


@frozen
class Judged:
    """An outcome, looked up by what a graph is drawn from. Without an outcome nothing is found."""

    _language: Language = "en"
    _norms: Mapping[tuple[str, int, int], tuple[Norm, ...]] = field(factory=dict)
    _reasons: Mapping[Place, Reason] = field(factory=dict)
    _values: Mapping[str, str] = field(factory=dict)

    @staticmethod
    def of(outcome: Outcome | None, policy: model.Policy, language: Language) -> Judged:
        if outcome is None:
            return Judged()
        norms: dict[tuple[str, int, int], tuple[Norm, ...]] = {}
        reasons: dict[Place, Reason] = {}
        for norm in outcome.norms:
            place = (f"{norm.policy}.{norm.rule}" if "." not in norm.rule else norm.rule, norm.place, norm.depth)
            norms[place] = (*norms.get(place, ()), norm)
        for top in outcome.explain(language=language).reasons:
            for reason in _all(top):
                reasons.setdefault(_place(reason.span), reason)
        words = Words(policy, language)
        values = {
            finding.subject: words.value(finding.value, policy.definitions[finding.subject].type)
            for finding in outcome.findings
            if finding.kind == "definition" and finding.value is not None and finding.subject in policy.definitions
        }
        return Judged(language, norms, reasons, values)

    def norm(self, rule: str, place: int, depth: int) -> Found:
        """How the norms at *place* of *rule* stand, all elements and periods together."""
        norms = self._norms.get((rule, place, depth), ())
        if not norms:
            return Found()
        words = dialect(self._language)
        counted = Counter("/".join(words.state(s) for s in STATES if s in norm.states) for norm in norms)
        note = "、".join(text if count == 1 else f"{text} ×{count}" for text, count in counted.items())
        applying = [norm for norm in norms if norm.states != frozenset({"none"})]
        return Found(note, _tone(applying), any("none" not in norm.states for norm in norms))

    def rule_decides(self, rule: model.Rule) -> bool:
        """Whether a norm of *rule* surely applies."""
        return any(
            "none" not in norm.states for (key, _, _), norms in self._norms.items() if key == rule.key for norm in norms
        )

    def value(self, expression: model.Expression) -> str | None:
        """What *expression* came to where it was part of what decided, else None."""
        reason = self._reasons.get(_place(expression.span))
        return None if reason is None else reason.says

    def definition(self, key: str) -> str | None:
        """The value of a definition that belongs to no record, when the outcome gives it."""
        return self._values.get(key)


def _tone(norms: list[Norm]) -> Tone:
    if not norms:
        return "none"
    states = frozenset[str]().union(*(norm.states for norm in norms))
    if any(norm.states <= {"late", "breached"} for norm in norms):
        return "missed"
    if states <= {"applies", "fulfilled"}:
        return "settled"
    return "open"


def _all(reason: Reason) -> Iterator[Reason]:
    waiting = [reason]
    while waiting:
        found = waiting.pop()
        yield found
        waiting.extend(found.children)


def _place(span: Span) -> Place:
    return (span.source.name, span.start, span.end)
