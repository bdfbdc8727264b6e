"""A whole outcome as plain lines: what is to be done, what was missed, what is open and what would settle it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from attrs import field, frozen

from pingan.diagnostics.plain import plain
from pingan.language.dialect import in_chinese
from pingan.language.shapes import Truth
from pingan.language.types import UNKNOWN, EnumType, Type
from pingan.model.to_text import Language
from pingan.model.value_text import Words, fields_along, instant_text, name_text, word
from pingan.outcome import layers
from pingan.outcome.answer import Answer
from pingan.outcome.measures import Measures
from pingan.outcome.nodes import Cause, Conflict, Finding, Group, Norm, PolicyStatus, Reliance, Stricter
from pingan.outcome.norm_text import age_text, deadline_text_of, norm_text
from pingan.outcome.phrases import cause_text, citations_text, join, phrase, states_text
from pingan.outcome.promises import cases_text
from pingan.outcome.reached import graded, reached_text
from pingan.outcome.reliance_text import reliance_lines
from pingan.outcome.to_dict import decision_digest
from pingan.outcome.waiting import ranked_causes

Pair = tuple[str, str]
STEP: Final = "  "

_HEADINGS: Final[tuple[tuple[Pair, Callable[[Norm], bool]], ...]] = (
    (("Breached", "已违反"), lambda n: n.state == "breached"),
    (("Done late", "逾期完成"), lambda n: n.state == "late"),
    (("To be done", "应办事项"), lambda n: _ahead(n) and n.modality == "must"),
    (("Advised", "宜办事项"), lambda n: _ahead(n) and n.modality == "should"),
    (("Not allowed", "禁止事项"), lambda n: n.state in ("applies", "fulfilled") and n.modality == "must_not"),
    (("Allowed", "可行事项"), lambda n: n.state == "applies" and n.modality in ("may", "discretion")),
    (("Applies, but how it stands is open", "适用，履行情况未定"), lambda n: _open(n) and "none" not in n.states),
    (("May apply", "是否适用未定"), lambda n: _open(n) and "none" in n.states),
)
_FULFILLED: Final[tuple[tuple[Pair, Callable[[Norm], bool]], ...]] = (
    (("Fulfilled", "已履行"), lambda n: n.state == "fulfilled" and n.modality != "must_not"),
)

_NONE_APPLY = ("{0} norms do not apply", "{0}项规定不适用")
_ONE_DOES_NOT = ("1 norm does not apply", "1项规定不适用")
_NOTHING_APPLIES = ("No norm applies.", "没有适用的规定。")
_AS_OF = ("As of {0}", "截至{0}")
_SOFT = ("wording that can only be attested", "倡导性表述")
_OVERRIDDEN = ("displaced by {0}", "被{0}排除")
_DEADLINE = ("deadline {0}", "期限{0}")
_SHORTFALL = ("shortfall {0}", "差额{0}")
_REQUIRED = ("required {0}, actual {1}", "要求{0}，实际{1}")
_MEASURED = ("what there is and what is lacking {0}", "实际情况与差额{0}")
_LEFT = ("left: {0}", "尚缺：{0}")
_OPEN_PART = ("{0} (undetermined)", "{0}（未定）")
_WAITS = ("waits for: {0}", "有待：{0}")
_NOTE = ("note: {0}", "注：{0}")
_CONFLICTS = ("Conflicts", "冲突")
_CONFLICT_HOLDS: Final[dict[Truth, Pair]] = {
    Truth.TRUE: ("these cannot both be met", "二者不能同时遵守"),
    Truth.UNDETERMINED: ("these may stand against each other", "二者可能冲突"),
    Truth.FALSE: ("no conflict", "不冲突"),
}
_FINDINGS = ("Findings", "查明事项")
_UNSET = ("no number is set for: {0}", "未设定期限的用语：{0}")
_UNMEASURED = ("there is nothing to measure", "没有可衡量的对象")
_VALUES = ("Values", "计算结果")
_REACHED = ("Where it stands", "所处阶段")
_FIRST = ("Find out first", "应先查明")
_CONCLUSIONS = ("{0} conclusions wait for it", "{0}项结论有待于此")
_ONE_WAITS = ("1 conclusion waits for it", "1项结论有待于此")
_SHOWN_CAUSES: Final = 15
_MORE_CAUSES = ("and {0} more", "另有{0}项")
_JUDGEMENTS = ("Judgements relied on", "所依据的认定")
_BY_AT = ("{0} is {1} ({2}{3})", "{0} 为 {1}（{2}{3}）")
_IS = ("{0} is {1}", "{0} 为 {1}")
_BY_NOBODY = ("author not said", "未说明认定人")
_READINGS = ("Readings relied on", "所采用的读法")
_OUT_OF_SCOPE = ("does not cover this case", "不适用于此情形")
_NOT_IN_FORCE = ("is not in force", "未施行")
_SCOPE_OPEN = ("may not cover this case", "是否适用尚未确定")
_FORCE_OPEN = ("may not be in force", "是否施行尚未确定")
_VERSION = ("version {0}", "版本{0}")
_FACTS = ("facts {0}, decision {1}", "事实 {0}，结论 {1}")


def outcome_text(outcome: Answer, language: Language = "en", *, full: bool = False) -> str:
    """*outcome* as text. Headings stand at the left edge, what belongs to them is indented below.

    What is fulfilled takes one line each (the norm and its clauses) unless *full*.
    """
    return "\n".join(_Report(outcome, language, full).lines()) + "\n"


@frozen
class _Report:
    outcome: Answer
    language: Language
    full: bool
    marks: Mapping[int, tuple[Stricter, ...]] = field(init=False)

    @marks.default
    def _(self) -> Mapping[int, tuple[Stricter, ...]]:
        return layers.marks_of(self.outcome.groups)

    def words(self, zone: str) -> Words:
        return Words(self.outcome.model, self.language, zone)

    @property
    def general(self) -> Words:
        headers = list(self.outcome.model.headers.values())
        return self.words(headers[0].zone if headers else "UTC")

    def say(self, pair: Pair, *parts: object) -> str:
        return phrase(pair, self.language, *parts)

    def counted(self, one: Pair, several: Pair, count: int) -> str:
        return self.say(one) if count == 1 else self.say(several, count)

    def lines(self) -> list[str]:
        statuses = sorted(self.outcome.policies, key=lambda status: status.place)
        lines = [line for status in statuses for line in self._policy(status)]
        lines.append(self._asked())
        shown: set[int] = set()
        stages = {f.subject: order for f, order in graded(self.outcome) if f.value and f.value.present}
        values = [f for f in self.outcome.findings if f.kind == "definition"]
        lines += self._section(_REACHED, (self._reached(f, stages[f.subject]) for f in values if f.subject in stages))
        lines += self._norms(_HEADINGS, shown)
        lines += self._section(_FIRST, ([line] for line in self._first()))
        lines += self._section(_CONFLICTS, map(self._conflict, self.outcome.conflicts))
        lines += self._norms(_FULFILLED, shown)
        lines += self._rest(shown)
        lines += self._section(_FINDINGS, self._findings())
        lines += self._section(_VALUES, (self._value(f) for f in values if f.subject not in stages))
        lines += self._section(_JUDGEMENTS, ([line] for line in self._judgements()))
        lines += self._section(
            _READINGS, (reliance_lines(r, self.outcome.model, self.general) for r in self._relied_on())
        )
        digests = (self.outcome.facts_digest[:16], decision_digest(self.outcome)[:16])
        return [*lines, "", self.say(_FACTS, *digests)]

    def _translated(self, text: str) -> str:
        """What an author wrote, in the language of the answer where it is translated."""
        return plain(self.outcome.model.told(text, self.language))

    def _asked(self) -> str:
        zone = self.general.zone
        text = self.say(_AS_OF, instant_text(self.outcome.as_of, self.language, zone))
        return f"{text}（{plain(zone)}）" if in_chinese(self.language) else f"{text} ({plain(zone)})"

    def _section(self, heading: Pair, entries: Iterable[list[str]]) -> list[str]:
        blocks = list(entries)
        body = [STEP + line for block in blocks for line in block]
        return ["", self.say(heading), *body] if body else []

    def _policy(self, status: PolicyStatus) -> list[str]:
        header = self.outcome.model.headers.get(status.name)
        title = name_text(status.name, None, self.language)
        if status.label:
            label = self._translated(status.label)
            title += f"《{label}》" if in_chinese(self.language) else f" “{label}”"
        marks = [self._translated(status.document)] if status.document else []
        marks += [self.say(_VERSION, plain(status.version))] if status.version else []
        marks += layers.policy_marks(status, self.language, header.zone if header else "UTC")
        if status.in_scope is not Truth.TRUE:
            marks.append(self.say(_OUT_OF_SCOPE if status.in_scope is Truth.FALSE else _SCOPE_OPEN))
        if status.in_force is not Truth.TRUE:
            marks.append(self.say(_NOT_IN_FORCE if status.in_force is Truth.FALSE else _FORCE_OPEN))
        lines = [", ".join([title, *marks]) if not in_chinese(self.language) else "，".join([title, *marks])]
        if status.causes:
            words = self.words(header.zone if header else "UTC")
            lines.append(STEP + self._waits(status.causes, words))
        return lines

    # --- norms -----------------------------------------------------------------------------------------------

    def _norms(self, headings: tuple[tuple[Pair, Callable[[Norm], bool]], ...], shown: set[int]) -> list[str]:
        lines: list[str] = []
        groups = {index: group for group in self.outcome.groups for index in group.norms}
        places, titles = layers.places(self.outcome), layers.headings(self.outcome, self.language)
        in_order = sorted(enumerate(self.outcome.norms), key=lambda found: (places.get(found[1].policy, 0), found[0]))
        for heading, belongs in headings:
            blocks: list[tuple[str, list[str]]] = []
            for index, norm in in_order:
                if index in shown or not belongs(norm):
                    continue
                together = self._together(index, groups.get(index))
                shown.update(together)
                blocks.append((titles.get(self._head(together).policy, ""), self._norm(together)))
            told = layers.under_headings(blocks, STEP) if titles else [block for _, block in blocks]
            lines += self._section(heading, told)
        return lines

    def _rest(self, shown: set[int]) -> list[str]:
        lines = [] if shown else ["", self.say(_NOTHING_APPLIES)]
        rest = sum(norm.state == "none" for norm in self.outcome.norms)
        return [*lines, "", self.counted(_ONE_DOES_NOT, _NONE_APPLY, rest)] if rest else lines

    def _together(self, index: int, group: Group | None) -> list[int]:
        """The norms shown in one entry: of one group, of equal states and causes, and as hard wording or soft."""
        norm = self.outcome.norms[index]
        return [
            other
            for other in (group.norms if group else (index,))
            if (found := self.outcome.norms[other]).states == norm.states
            and (found.causes, found.soft) == (norm.causes, norm.soft)
            and (found is norm or (found.elements, found.period) == (norm.elements, norm.period))
        ]

    def _head(self, together: list[int]) -> Norm:
        """The norm that stands for those told together: of the earliest deadline, or of the highest standard."""
        norm = min((self.outcome.norms[index] for index in together), key=_earliest)
        if norm.action is not None and norm.deadline is not None:
            return norm
        return self.outcome.norms[layers.strictest(self.marks, together)]

    def _norm(self, together: list[int]) -> list[str]:
        norms = [self.outcome.norms[index] for index in together]
        norm = self._head(together)
        words = self.words(norm.zone)
        if norm.state == "fulfilled" and not self.full:
            every = dict.fromkeys(c for each in norms for c in each.citations)
            cited = citations_text(tuple(every), self.language)
            shown = f"（{cited}）" if in_chinese(self.language) else f" [{cited}]"
            return [norm_text(norm, words) + (shown if cited else "")]
        lines = [norm_text(norm, words)]
        lines.append(STEP + self._standing(norm))
        for each in norms:
            cited, where = citations_text(each.citations, self.language), self._rule(each)
            bracketed = f" ({where})" if not in_chinese(self.language) else f"（{where}）"
            lines.append(STEP + (cited + bracketed if cited else where))
        lines += [STEP + line for line in self._measures(norm, words)]
        lines += [STEP + found.line() for found in layers.comparisons(self.outcome, self.marks, together, words)]
        if norm.causes:
            lines.append(STEP + self._waits(norm.causes, words))
        notes = dict.fromkeys(note for each in norms for note in each.notes)
        lines += [STEP + self.say(_NOTE, self._translated(note)) for note in notes]
        return lines

    def _rule(self, norm: Norm) -> str:
        """The rule that *norm* comes from: its key in English, its label in Chinese."""
        key = f"{plain(norm.policy)}.{plain(norm.rule)}"
        return name_text(norm.rule, norm.label, self.language) if in_chinese(self.language) else key

    def _standing(self, norm: Norm) -> str:
        parts = [states_text(norm, self.language)]
        if norm.deadline:
            parts.append(deadline_text_of(norm.deadline, self.language))
        elif "deadline" in norm.masked:
            parts.append(self.say(_DEADLINE, word("masked", self.language)))
        if norm.age and norm.state in ("due", "pending", "undetermined"):
            parts.append(age_text(norm.age, self.language))
        if norm.soft:
            parts.append(self.say(_SOFT))
        if norm.overridden_by:
            names = join((self.general.key(k) for k in norm.overridden_by), self.language, last=(" and ", "和"))
            parts.append(self.say(_OVERRIDDEN, names))
        return ("；" if in_chinese(self.language) else "; ").join(part for part in parts if part)

    def _measures(self, norm: Norm, words: Words) -> list[str]:
        measures = Measures.of(norm, words)
        lines = []
        if "actual" in norm.masked or "shortfall" in norm.masked:
            lines.append(self.say(_MEASURED, word("masked", self.language)))
        if measures.required and measures.actual:
            lines.append(self.say(_REQUIRED, measures.required, measures.actual))
        if measures.shortfall:
            lines.append(self.say(_SHORTFALL, measures.shortfall))
        if measures.left:
            texts = (t if done else self.say(_OPEN_PART, t) for t, done in measures.left)
            lines.append(self.say(_LEFT, ("；" if in_chinese(self.language) else "; ").join(texts)))
        return lines

    def _waits(self, causes: tuple[Cause, ...], words: Words) -> str:
        texts = (cause_text(cause, words) for cause in causes)
        return self.say(_WAITS, ("；" if in_chinese(self.language) else "; ").join(texts))

    # --- everything else -----------------------------------------------------------------------------------------

    def _conflict(self, conflict: Conflict) -> list[str]:
        lines = [self.say(_CONFLICT_HOLDS[conflict.holds])]
        for index in (conflict.left, conflict.right):
            norm = self.outcome.norms[index]
            cited = citations_text(norm.citations, self.language) or self._rule(norm)
            lines += [STEP + norm_text(norm, self.words(norm.zone)), STEP * 2 + cited]
        if conflict.causes:
            lines.append(STEP + self._waits(conflict.causes, self.general))
        return lines

    def _findings(self) -> Iterable[list[str]]:
        unset = [self.general.key(f.subject) for f in self.outcome.findings if f.kind == "unset_word"]
        yield from (self._finding(f) for f in self.outcome.findings if f.kind not in ("definition", "unset_word"))
        if unset:
            yield [self.say(_UNSET, ("、" if in_chinese(self.language) else ", ").join(unset))]

    def _finding(self, finding: Finding) -> list[str]:
        said, about = plain(finding.message), ""
        match finding.kind:
            case "override":
                said = self.say(_OVERRIDDEN, self.general.key(finding.message))
            case "nothing_to_measure":
                said = self.say(_UNMEASURED)
            case "unattributed_judgement":
                said = self.say(_BY_NOBODY)
            case "cases":
                said, where = cases_text(finding, self.outcome.model, chinese=in_chinese(self.language))
                about = self.general.path(where) if where else ""
            case _:
                pass
        subject = " ".join(filter(None, (about, self._subject(finding.subject))))
        lines = [f"{subject}{'：' if self.language == 'zh' else ': '}{said}"]
        if finding.citations:
            lines.append(STEP + citations_text(finding.citations, self.language))
        return lines

    def _subject(self, subject: str) -> str:
        titled = self.general.key(subject)
        return titled if titled != plain(subject) else self.general.path(subject)

    def _value(self, finding: Finding) -> list[str]:
        definition = self.outcome.model.definitions.get(finding.subject)
        kind: Type = definition.type if definition else UNKNOWN
        value = word("masked", self.language) if finding.masked else ""
        value = self.general.value(finding.value, kind) if finding.value is not None else value
        return self._told(finding, f"{' 为 ' if in_chinese(self.language) else ' is '}{value}")

    def _reached(self, finding: Finding, order: EnumType) -> list[str]:
        """How far a matter has come, and what would settle it."""
        assert finding.value is not None
        joint = "：" if in_chinese(self.language) else ": "
        return self._told(finding, joint + reached_text(finding.value, order, self.general))

    def _told(self, finding: Finding, value: str) -> list[str]:
        cited = citations_text(finding.citations, self.language)
        shown = f"（{cited}）" if in_chinese(self.language) else f" [{cited}]"
        lines = [f"{self.general.key(finding.subject)}{value}{shown if cited else ''}"]
        return [*lines, STEP + self._waits(finding.causes, self.general)] if finding.causes else lines

    def _first(self) -> Iterable[str]:
        ranked = ranked_causes(self.outcome)
        yield from (self._ranked(r.cause, r.conclusions) for r in ranked[:_SHOWN_CAUSES])
        if len(ranked) > _SHOWN_CAUSES:
            yield self.say(_MORE_CAUSES, len(ranked) - _SHOWN_CAUSES)

    def _ranked(self, cause: Cause, conclusions: int) -> str:
        waits = self.counted(_ONE_WAITS, _CONCLUSIONS, conclusions)
        text = cause_text(cause, self.general)
        return f"{text}（{waits}）" if in_chinese(self.language) else f"{text} ({waits})"

    def _judgements(self) -> Iterable[str]:
        for read in self.outcome.judgements:
            along = fields_along(read.path, self.outcome.model)
            value = word("masked", self.language)
            if read.value is not None:
                value = self.general.value(read.value, along[-1].type if along else UNKNOWN)
            if read.masked:
                yield self.say(_IS, self.general.path(read.path), value)
                continue
            by = self.general.party(read.by) if read.by else self.say(_BY_NOBODY)
            at = instant_text(read.at, self.language, self.general.zone) if read.at else ""
            when = f"，{at}" if in_chinese(self.language) else f", {at}"
            yield self.say(_BY_AT, self.general.path(read.path), value, by, when if at else "")

    def _relied_on(self) -> Iterable[Reliance]:
        """The interpretations that decide something of a norm that may apply."""
        told: set[str] = set()
        for index in (i for i, n in enumerate(self.outcome.norms) if n.state != "none"):
            told |= self.outcome.reason(index, self.language).subjects("reading")
        return (r for r in self.outcome.interpretations if r.changes or r.interpretation in told)


def _ahead(norm: Norm) -> bool:
    return norm.state in ("pending", "due", "applies")


def _open(norm: Norm) -> bool:
    return norm.state == "undetermined"


def _earliest(norm: Norm) -> tuple[bool, str]:
    """Sorts by the earliest deadline, no number last."""
    moment = norm.deadline.earliest if norm.deadline else None
    return moment is None, "" if moment is None else moment.isoformat()
