"""Why norms stand as they do: the steps of each, and what several rest on told once."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from pathlib import PurePath
from typing import Final

from attrs import define, field

from pingan.diagnostics.plain import plain
from pingan.language.dialect import in_chinese
from pingan.language.shapes import Truth
from pingan.model.value_text import truth_text
from pingan.outcome.nodes import Norm, Reason, ReasonKind
from pingan.outcome.phrases import LEADS, citation_text, citations_text, states_text
from pingan.report.nodes import Line, Reasons, Step, Tone
from pingan.report.norms import NormRows
from pingan.report.telling import Telling, is_chinese, why_id
from pingan.source import NOWHERE, Span

MAXIMUM_STEPS: Final = 50
"""Steps told below one step: a list may have thousands of elements. The data form of the outcome has them all."""

_SHARED: Final[frozenset[ReasonKind]] = frozenset({"definition", "scope", "in_force", "replacement", "override"})
_VALUES: Final[frozenset[ReasonKind]] = frozenset(
    {"fact", "judgement", "definition", "parameter", "reading", "list", "instant"}
)
_ABOVE: Final = (" (see above)", "（见上）")
_TONES: Final[dict[Truth | None, Tone]] = {
    Truth.TRUE: "settled",
    Truth.FALSE: "none",
    Truth.UNDETERMINED: "open",
    None: "plain",
}
Key = tuple[str, str, str, str | None]


@define
class _Ground:
    """What several reasons rest on, or a definition: told once, by its number."""

    number: int
    reason: Reason


@define
class Explained:
    """The reasons of norms, with what they share taken out and numbered in the order in which it is met."""

    telling: Telling
    _grounds: dict[Key, list[_Ground]] = field(factory=dict)
    _in_order: list[_Ground] = field(factory=list)
    _met: dict[Key, int] = field(factory=dict)

    def norms(self, indexes: Collection[int]) -> tuple[Reasons, ...]:
        """Why each of the norms at *indexes* stands as it does."""
        language = self.telling.language
        reasons = [(index, self.telling.answer.reason(index, language)) for index in indexes]
        for _, reason in reasons:
            self._count(reason.children)
        return tuple(self._norm(index, reason) for index, reason in reasons)

    def without_norms(self, rule: str, place: int) -> Iterator[Reasons]:
        """Why a rule that was asked for has no norm."""
        for reason in self.telling.answer.reasons(rule, self.telling.language):
            says = [Line(plain(reason.says), "state", "none")]
            says += [Line(text, "clause") for text in _cited(reason, self.telling)]
            steps = self._steps(reason.children)
            yield Reasons(f"rule-{place}", plain(reason.expression), tuple(says), steps, self._summary)

    def shared(self) -> Iterator[Reasons]:
        """What was taken out: definitions, and what several norms rest on."""
        # What is told may bring more with it.
        place = 0
        while place < len(self._in_order):
            ground = self._in_order[place]
            reason = ground.reason
            says = [Line(self._lead_text(reason), "note")]
            says += [Line(text, "clause") for text in _cited(reason, self.telling)]
            title = f"{self.name(ground.number)} · {_claim(reason, in_chinese(self.telling.language))}"
            yield Reasons(ground_id(ground.number), title, tuple(says), self._steps(reason.children), self._summary)
            place += 1

    def name(self, number: int) -> str:
        return self.telling.say(f"G{number}", f"依据{number}")

    @property
    def _summary(self) -> str:
        return self.telling.say("Reasons", "理由")

    def _lead_text(self, reason: Reason) -> str:
        return LEADS[reason.kind][in_chinese(self.telling.language)]

    # --- a norm ----------------------------------------------------------------------------------------------------

    def _norm(self, index: int, reason: Reason) -> Reasons:
        telling, rows = self.telling, NormRows(self.telling)
        norm = telling.answer.norms[index]
        number = telling.numbers[index]
        stands = states_text(norm, telling.language)
        if len(norm.states) > 1:
            undetermined = truth_text(Truth.UNDETERMINED, telling.language)
            stands = telling.bracketed(undetermined, stands)
        tone: Tone = "open" if len(norm.states) > 1 else _tone(norm.state)
        says = [Line(stands, "state", tone), *rows.clauses(norm)]
        says += [Line(text, "note") for text in self._summaries(norm)]
        where = telling.bracketed(rows.title(norm), _where(reason.span))
        says.append(Line(telling.titled(telling.say("rule", "规则"), where), "note"))
        if norm.causes:
            waits = telling.joined([telling.cause(cause, norm.zone) for cause in norm.causes])
            says.append(Line(telling.titled(telling.say("open until it is known", "尚待查明"), waits), "note", "open"))
        says += [Line(telling.titled(telling.say("note", "注"), telling.note(note)), "note") for note in norm.notes]
        title = f"{number} · {rows.sentence(index)}"
        return Reasons(why_id(number), title, tuple(says), self._steps(reason.children), self._summary)

    def _summaries(self, norm: Norm) -> list[str]:
        """What the register says of the clauses in its own words, where that is in this language."""
        found = dict.fromkeys(plain(c.summary) for c in norm.citations if c.summary)
        return [text for text in found if is_chinese(text) is in_chinese(self.telling.language)]

    # --- steps -----------------------------------------------------------------------------------------------------

    def _count(self, reasons: Sequence[Reason]) -> None:
        """How often each step that may be shared is met."""
        waiting = list(reasons)
        while waiting:
            reason = waiting.pop()
            if reason.kind in _SHARED:
                key = _key(reason)
                self._met[key] = self._met.get(key, 0) + 1
            waiting += reason.children

    def _steps(self, reasons: Sequence[Reason]) -> tuple[Step, ...]:
        steps = [self._step(reason) for reason in reasons[:MAXIMUM_STEPS]]
        if len(reasons) > MAXIMUM_STEPS:
            more = len(reasons) - MAXIMUM_STEPS
            steps.append(Step(self.telling.say(f"{more} more of the same kind", f"另有{more}项，从略")))
        return tuple(steps)

    def _step(self, reason: Reason) -> Step:
        telling = self.telling
        chinese = in_chinese(telling.language)
        claim, lead = _claim(reason, chinese), self._lead_text(reason) if reason.kind != "fact" else ""
        lead = f"{lead}{'：' if chinese else ':'}" if lead else ""
        cited, tone = citations_text(reason.citations, telling.language), _TONES[reason.holds]
        ground = self._ground(reason)
        if ground is not None:
            name = self.name(ground.number)
            seen = telling.bracketed(claim, telling.say(f"see {name}", f"见{name}"))
            return Step(seen, lead, "", tone, ground_id(ground.number))
        return Step(claim, lead, cited, tone, None, self._steps(reason.children))

    def _ground(self, reason: Reason) -> _Ground | None:
        """What stands for *reason* among what is told once; None where it is told in its place."""
        if reason.kind not in _SHARED:
            return None
        key = _key(reason)
        known = self._grounds.setdefault(key, [])
        if not reason.children:
            return known[0] if known and _is_repeated(reason) else None
        if reason.kind != "definition" and self._met.get(key, 0) < 2:
            return None
        for ground in known:
            if ground.reason is reason or ground.reason.children == reason.children:
                return ground
        made = _Ground(len(self._in_order) + 1, reason)
        known.append(made)
        self._in_order.append(made)
        return made


def ground_id(number: int) -> str:
    return f"ground-{number}"


def _key(reason: Reason) -> Key:
    says = reason.says
    for above in _ABOVE:
        says = says.removesuffix(above)
    return reason.kind, reason.expression, says, reason.subject


def _is_repeated(reason: Reason) -> bool:
    return reason.says.endswith(_ABOVE)


def _claim(reason: Reason, chinese: bool) -> str:
    """The step and what it came to, on one line."""
    says = _key(reason)[2]
    if not says:
        return plain(reason.expression)
    if reason.kind in _VALUES:
        joint = "：" if chinese else " is "
    else:
        joint = " —— " if chinese else " — "
    return plain(f"{reason.expression}{joint if reason.expression else ''}{says}")


def _cited(reason: Reason, telling: Telling) -> list[str]:
    return [citation_text(citation, telling.language) for citation in reason.citations]


def _tone(state: str) -> Tone:
    if state in ("breached", "late"):
        return "missed"
    if state == "none":
        return "none"
    return "settled" if state in ("applies", "fulfilled") else "open"


def _where(span: Span) -> str:
    """The line of the policy text: the file by its own name, wherever it lies."""
    return f"{plain(PurePath(span.source.name).name)}:{span.line}" if span is not NOWHERE else ""
