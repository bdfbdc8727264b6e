"""What an outcome says about the parts of a graph: states of norms, values of conditions, and what decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping

from attrs import evolve, field, frozen

from pingan.exporters.picture import Tone, shortened
from pingan.language.dialect import dialect
from pingan.language.shapes import Truth
from pingan.model import nodes as model
from pingan.model.to_text import Language
from pingan.model.value_text import Words
from pingan.outcome.nodes import STATES, Norm, Reason
from pingan.outcome.outcome import Outcome
from pingan.source import Span

Place = tuple[str, int, int]
NOTE_COLUMNS = 44
"""So much of what a part came to is shown (a Han character takes two columns)."""


@frozen
class Found:
    """How a part stands: a line about it, its tone, and whether it belongs to what decides."""

    note: str = ""
    tone: Tone = "plain"
    decides: bool = False


@frozen
class Judged:
    """An outcome, looked up by what a graph is drawn from. Without an outcome nothing is found."""

    _language: Language = "en"
    _norms: Mapping[tuple[str, int, int], tuple[Norm, ...]] = field(factory=dict)
    _reasons: Mapping[Place, tuple[Reason, ...]] = field(factory=dict)
    _open: frozenset[str] = frozenset()
    """The subjects that something waits for."""
    _values: Mapping[str, str] = field(factory=dict)

    @staticmethod
    def of(outcome: Outcome | None, policy: model.Policy, language: Language, rules: Collection[str]) -> Judged:
        """*outcome* as far as it is about *rules* (keys)."""
        if outcome is None:
            return Judged()
        norms: dict[tuple[str, int, int], tuple[Norm, ...]] = {}
        reasons: dict[Place, dict[Reason, None]] = {}
        awaited: set[str] = set()
        for index, norm in enumerate(outcome.norms):
            key = f"{norm.policy}.{norm.rule}" if "." not in norm.rule else norm.rule
            if key not in rules:
                continue
            (top,) = outcome.explain(index, language=language).reasons
            place = (key, norm.place, norm.depth)
            awaited |= {cause.subject for cause in norm.causes}
            norms[place] = (*norms.get(place, ()), norm)
            for reason in _all(top):
                reasons.setdefault(_place(reason.span), {})[evolve(reason, children=())] = None
        words = Words(policy, language)
        values = {
            finding.subject: words.value(finding.value, policy.definitions[finding.subject].type)
            for finding in outcome.findings
            if finding.kind == "definition" and finding.value is not None and finding.subject in policy.definitions
        }
        found = {place: tuple(at_place) for place, at_place in reasons.items()}
        return Judged(language, norms, found, frozenset(awaited), values)

    def norm(self, rule: str, place: int, depth: int) -> Found:
        """How the norms at *place* of *rule* stand, all elements and periods together."""
        norms = self._norms.get((rule, place, depth), ())
        if not norms:
            return Found()
        words = dialect(self._language)
        counted = Counter("/".join(words.state(s) for s in STATES if s in norm.states) for norm in norms)
        note = "、".join(text if count == 1 else f"{text} ×{count}" for text, count in counted.items())
        applying = [norm for norm in norms if norm.states != frozenset({"none"})]
        return Found(note, _tone(applying), bool(applying))

    def rule_decides(self, rule: model.Rule) -> bool:
        """Whether a norm of *rule* applies or may apply."""
        return any(
            norm.states != {"none"} for (key, _, _), norms in self._norms.items() if key == rule.key for norm in norms
        )

    def value(self, expression: model.Expression) -> Found:
        """What *expression* came to where it was part of what decided; for several elements all that it came to."""
        reasons = self._reasons.get(_place(expression.span), ())
        if not reasons:
            return Found()
        says = list(dict.fromkeys(reason.says for reason in reasons if reason.says))
        note = shortened(" / ".join(says), NOTE_COLUMNS)
        holds = {reason.holds for reason in reasons}
        if Truth.UNDETERMINED in holds or any(reason.subject in self._open for reason in reasons):
            return Found(note, "open", True)
        if holds == {Truth.TRUE}:
            return Found(note, "settled", True)
        return Found(note, "none" if holds == {Truth.FALSE} else "plain", True)

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
