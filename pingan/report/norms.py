"""Norms as rows of a table: what, by when, how it stands, and which clause says so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import frozen

from pingan.diagnostics.plain import plain
from pingan.language.dialect import dialect
from pingan.model.value_text import name_text, word
from pingan.outcome import layers
from pingan.outcome.measures import Measures
from pingan.outcome.nodes import Norm
from pingan.outcome.norm_text import (
    about_text,
    age_text,
    deadline_text_of,
    deadline_words,
    duty_words,
    norm_text,
    party_text,
    written_norm,
)
from pingan.outcome.phrases import citation_text, join, states_text
from pingan.report.nodes import Cell, Line, Row, Table
from pingan.report.telling import Telling, tone_of
from pingan.report.times import left_text


@frozen
class NormRows:
    """The rows of the norms of a report."""

    telling: Telling

    def table(self, label: str, indexes: Sequence[int]) -> Table:
        """The norms at *indexes*, in their order, those of one bearer under a heading."""
        say = self.telling.say
        heads = (
            say("No.", "序号"),
            say("What", "事项"),
            say("By when", "期限"),
            say("How it stands", "状态"),
            say("Clause", "条款"),
        )
        return Table(label, heads, ("number", "wide", "medium", "short", "medium"), tuple(self._rows(indexes)))

    def _rows(self, indexes: Sequence[int]) -> Iterator[Row]:
        before = None
        for index in indexes:
            norm = self.telling.answer.norms[index]
            if norm.bearer != before:
                before = norm.bearer
                who = party_text(norm.bearer, self.telling.words(norm.zone))
                yield Row((Cell.of(Line(who, "strong")),), is_heading=True)
            yield self.row(index)

    def row(self, index: int) -> Row:
        norm = self.telling.answer.norms[index]
        return Row(
            (
                Cell((self.telling.number(index),)),
                Cell.of(*self._what(index, norm)),
                Cell.of(*self._when(norm)),
                Cell.of(*self.standing(norm)),
                Cell.of(*self.clauses(norm)),
            )
        )

    def clauses(self, norm: Norm) -> Iterator[Line]:
        """Each clause; of a rule that cites none its name."""
        for citation in norm.citations:
            yield Line(citation_text(citation, self.telling.language), "clause")
        if not norm.citations:
            yield Line(plain(norm.rule_key), "code")

    def sentence(self, index: int) -> str:
        """The whole norm: who must do what by when."""
        norm = self.telling.answer.norms[index]
        return self.telling.flowing(norm_text(norm, self.telling.words(norm.zone)))

    def title(self, norm: Norm) -> str:
        """What the rule is called."""
        return name_text(norm.rule, norm.label, self.telling.language)

    def _what(self, index: int, norm: Norm) -> Iterator[Line]:
        telling, language = self.telling, self.telling.language
        words, speech = telling.words(norm.zone), dialect(language)
        partners = None
        if norm.partners:
            joined = join((party_text(p, words) for p in norm.partners), language, last=(" and ", "和"))
            partners = f"{speech.keyword('WITH')} {joined}"
        told = speech.phrase(
            "norm",
            bearers=None,
            partners=partners,
            modality=speech.modality(norm.modality),
            duty=duty_words(norm, words),
            deadline=None,
        )
        yield Line(telling.flowing(told + about_text(norm, words)))
        yield Line(self.title(norm), "note")
        if norm.modality == "should" or norm.soft:
            advised = telling.say("advised", "宜办") if norm.modality == "should" else ""
            soft = telling.say("wording that can only be attested", "倡导性表述") if norm.soft else ""
            yield Line(telling.joined([part for part in (advised, soft) if part]), "note")
        yield from self._measures(norm)
        marks = layers.marks_of(telling.answer.groups)
        for found in layers.comparisons(telling.answer, marks, [index], words):
            yield Line(found.line(), "note")
        if norm.overridden_by:
            names = join((words.key(k) for k in norm.overridden_by), language, last=(" and ", "和"))
            yield Line(telling.say(f"displaced by {names}", f"被{names}排除"), "note")
        if norm.causes:
            waits = telling.causes(norm.causes, norm.zone)
            yield Line(telling.say(f"open: {waits}", f"未定：{waits}"), "note", "open")

    def _measures(self, norm: Norm) -> Iterator[Line]:
        telling = self.telling
        measures = Measures.of(norm, telling.words(norm.zone))
        if "actual" in norm.masked or "shortfall" in norm.masked:
            masked = word("masked", telling.language)
            yield Line(telling.say(f"what there is and what is lacking {masked}", f"实际情况与差额{masked}"), "note")
        if measures.required and measures.actual:
            yield Line(
                telling.say(
                    f"required {measures.required}, actual {measures.actual}",
                    f"要求{measures.required}，实际{measures.actual}",
                ),
                "note",
            )
        if measures.shortfall:
            yield Line(telling.say(f"lacking: {measures.shortfall}", f"差额：{measures.shortfall}"), "note")
        if measures.left:
            parts = [
                t if sure else telling.bracketed(t, telling.say("undetermined", "未定")) for t, sure in measures.left
            ]
            yield Line(telling.say("left to do: ", "尚缺：") + telling.joined(parts), "note")

    def _when(self, norm: Norm) -> Iterator[Line]:
        telling = self.telling
        words = telling.words(norm.zone)
        if norm.deadline:
            yield Line(deadline_text_of(norm.deadline, telling.language), "strong")
            yield from self._left(norm)
        elif "deadline" in norm.masked:
            yield Line(word("masked", telling.language))
        written = written_norm(norm, telling.answer.model)
        as_written = deadline_words(written, words) if written else ""
        if as_written and not (norm.deadline and as_written == deadline_text_of(norm.deadline, telling.language)):
            yield Line(as_written, "note" if norm.deadline else "plain")
        if norm.age and norm.state in ("due", "pending", "undetermined"):
            yield Line(age_text(norm.age, telling.language), "note")

    def _left(self, norm: Norm) -> Iterator[Line]:
        assert norm.deadline is not None
        if not norm.states & {"applies", "due", "pending", "breached"}:
            return
        left = left_text(norm.deadline, self.telling.answer.as_of, self.telling)
        yield Line(left, "note", tone_of(norm) if norm.state == "breached" else "plain")

    def standing(self, norm: Norm) -> Iterator[Line]:
        """Its one state; or that it is undetermined, and which are possible."""
        possible = states_text(norm, self.telling.language)
        if len(norm.states) == 1:
            yield Line(possible, "state", tone_of(norm))
            return
        yield Line(word("undetermined", self.telling.language), "state", "open")
        yield Line(possible, "note")
