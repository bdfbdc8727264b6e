"""Several policies in words: levels, what replaces what, and which of several norms asks more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, Literal

from attrs import frozen

from pingan.diagnostics.plain import plain
from pingan.language.dialect import in_chinese
from pingan.language.shapes import Truth
from pingan.model import nodes as model
from pingan.model.to_text import Language, expression_text
from pingan.model.value_text import Words, instant_text, name_text
from pingan.outcome.answer import Answer
from pingan.outcome.nodes import Group, Norm, PolicyStatus, Stricter, Succession
from pingan.outcome.norm_text import deadline_text_of, deadline_words, written_norm
from pingan.outcome.phrases import citations_text, join, phrase

_LEVEL: Final = ("level: {0}", "层级：{0}")
_REPLACED: Final[dict[Truth, tuple[str, str]]] = {
    Truth.TRUE: ("replaced by {0}", "已由{0}取代"),
    Truth.UNDETERMINED: ("may be replaced by {0}", "是否已由{0}取代未定"),
    Truth.FALSE: ("not yet replaced by {0}", "尚未由{0}取代"),
}
_FROM: Final = ("{0} (from {1})", "{0}（自{1}起）")
_STRICTER: Final = ("stricter: {0}", "从严：{0}")
_POSSIBLY: Final = ("possibly stricter: {0}", "可能从严：{0}")
_ALSO: Final = ("also: {0}", "另有：{0}")
_THAN: Final = ("stricter than {0}", "严于“{0}”")
_LESS: Final = ("less strict than {0}", "宽于“{0}”")


def level_text(level: model.Level, language: Language) -> str:
    return name_text(level.name, level.label, language)


def policy_marks(status: PolicyStatus, language: Language, zone: str) -> list[str]:
    """What is said of a policy besides its title: its level, and what took its place."""
    marks = [phrase(_LEVEL, language, level_text(status.level, language))] if status.level else []
    return marks + [_succession(found, language, zone) for found in status.replaced_by]


def _succession(found: Succession, language: Language, zone: str) -> str:
    by = plain(found.policy)
    if found.first is not None:
        by = phrase(_FROM, language, by, instant_text(found.first, language, zone))
    return phrase(_REPLACED[found.holds], language, by)


# --- order and headings --------------------------------------------------------------------------------------------


def places(outcome: Answer) -> Mapping[str, int]:
    """The place of each policy, the widest level first."""
    return {status.name: status.place for status in outcome.policies}


def headings(outcome: Answer, language: Language) -> Mapping[str, str]:
    """What the norms of each policy are told under: its level, else its name; empty where levels tell nothing."""
    if len({status.level for status in outcome.policies}) < 2:
        return {}
    return {s.name: level_text(s.level, language) if s.level else plain(s.name) for s in outcome.policies}


def under_headings(blocks: Sequence[tuple[str, list[str]]], step: str) -> list[list[str]]:
    """Entries with the heading of each, in order: those of one heading together under it."""
    found: dict[str, list[str]] = {}
    for heading, lines in blocks:
        found.setdefault(heading, []).extend(step + line for line in lines)
    return [[heading, *lines] for heading, lines in found.items()]


# --- what is stricter ----------------------------------------------------------------------------------------------


@frozen
class Comparison:
    """The marks between norms about the same, one kind of them, and the texts of what each asks."""

    outcome: Answer
    kind: Literal["deadline", "standard"]
    marks: tuple[Stricter, ...]
    words: Words

    @property
    def _members(self) -> list[int]:
        order = places(self.outcome)
        found = {index for mark in self.marks for index in (mark.norm, mark.than)}
        return sorted(found, key=lambda i: (order.get(self.outcome.norms[i].policy, 0), i))

    def line(self) -> str:
        """``stricter: county, within 1 hour, 2-a; also: national, within 2 hours, 1-b``."""
        language, members = self.words.language, self._members
        beaten = {mark.than for mark in self.marks if mark.holds is Truth.TRUE}
        sure = [i for i in members if i not in beaten]
        rest = [i for i in members if i in beaten]
        told = [self._asks(i) for i in sure]
        first = phrase(_STRICTER if self._surely(sure) else _POSSIBLY, language, join(told, language))
        others = ("；" if in_chinese(language) else "; ").join(self._asks(i) for i in rest)
        return first + (("；" if in_chinese(language) else "; ") + phrase(_ALSO, language, others) if rest else "")

    def _surely(self, sure: Sequence[int]) -> bool:
        """Whether no other may ask more than any of those told first (each other norm is surely outdone)."""
        return not any(mark.than in sure for mark in self.marks)

    def _asks(self, index: int) -> str:
        norm = self.outcome.norms[index]
        language = self.words.language
        whose = level_text(norm.level, language) if norm.level else plain(norm.policy)
        parts = [whose, asked(norm, self.kind, self.words), citations_text(norm.citations, language)]
        return ("，" if in_chinese(language) else ", ").join(part for part in parts if part)


def asked(norm: Norm, kind: Literal["deadline", "standard"], words: Words) -> str:
    """The deadline or the standard of *norm*, as written where that can be read."""
    written = written_norm(norm, words.policy)
    if kind == "deadline":
        text = deadline_words(written, words) if written else ""
        return text or (deadline_text_of(norm.deadline, words.language) if norm.deadline else "")
    test = None
    if written is not None:
        test = written.duty.condition if isinstance(written.duty, model.Ensure) else written.fulfilled_when
    return expression_text(test, words.policy, words.language) if test is not None else plain(norm.duty)


def marks_of(groups: Iterable[Group]) -> Mapping[int, tuple[Stricter, ...]]:
    """What *groups* say of what is stricter, by each of the two norms."""
    found: dict[int, list[Stricter]] = {}
    for group in groups:
        for mark in group.stricter:
            found.setdefault(mark.norm, []).append(mark)
            found.setdefault(mark.than, []).append(mark)
    return {index: tuple(marks) for index, marks in found.items()}


def comparisons(
    outcome: Answer, marks: Mapping[int, tuple[Stricter, ...]], norms: Sequence[int], words: Words
) -> Iterator[Comparison]:
    """What is said of the stricter deadline and of the stricter standard among *norms* (told together) and those that
    are compared with them."""
    alike = {i for index in norms for mark in marks.get(index, ()) for i in (mark.norm, mark.than)}
    among = sorted({mark for i in alike for mark in marks[i]}, key=lambda m: (m.norm, m.than))
    kinds: tuple[Literal["deadline", "standard"], ...] = ("deadline", "standard")
    for kind in kinds:
        chosen = tuple(mark for mark in among if mark.kind == kind)
        if chosen:
            yield Comparison(outcome, kind, chosen, words)


def strictest(marks: Mapping[int, tuple[Stricter, ...]], norms: Sequence[int]) -> int:
    """The one of *norms* that fewest others surely ask more than, and that asks more than most."""
    within = set(norms)

    def rank(index: int) -> tuple[int, int]:
        sure = [m for m in marks.get(index, ()) if m.holds is Truth.TRUE and {m.norm, m.than} <= within]
        return sum(m.than == index for m in sure), -sum(m.norm == index for m in sure)

    return min(norms, key=rank)


def mark_text(mark: Stricter, index: int, norms: Sequence[Norm], words: Words) -> str:
    """*mark* as seen from the norm *index*: ``stricter than national.two (within 2 hours)``."""
    other = norms[mark.than if mark.norm == index else mark.norm]
    title = plain(f"{other.policy}.{other.rule}")
    what = asked(other, mark.kind, words)
    titled = (f"{title}（{what}）" if in_chinese(words.language) else f"{title} ({what})") if what else title
    return phrase(_THAN if mark.norm == index else _LESS, words.language, titled)
