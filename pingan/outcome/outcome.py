"""The answer as its users hold it: what is open, what to find out first, why, and as text or data."""

from __future__ import annotations

from attrs import frozen

from pingan.language.dialect import Dialect
from pingan.language.dialects import spoken_language
from pingan.outcome import to_dict, waiting
from pingan.outcome.explanation import Explanation, reasons_for
from pingan.outcome.nodes import Answer, Norm, RankedCause, Undetermined
from pingan.outcome.reached import Reached, reached
from pingan.outcome.record import record_data
from pingan.outcome.to_text import outcome_text


@frozen(eq=False)
class Outcome(Answer):
    """What follows from the facts at an instant. Lists are sorted; the same question gives the same bytes."""

    @property
    def undetermined(self) -> tuple[Undetermined, ...]:
        """Every conclusion that the facts leave open, with its causes."""
        return waiting.undetermined(self)

    @property
    def causes(self) -> tuple[RankedCause, ...]:
        """What to find out, first that for which most conclusions wait."""
        return waiting.ranked_causes(self)

    @property
    def reached(self) -> tuple[Reached, ...]:
        """How far each definition over an ordered enum (a stage) has come, and what it waits for."""
        return reached(self, self._model)

    def masked(self) -> Outcome:
        """This outcome as anybody may see it; itself, unless it was made with ``show_sensitive=True``."""
        found: Outcome = self if self._mask is None else self._mask(self)
        return found

    def explain(self, subject: str | int | Norm | None = None, *, language: str | Dialect = "en") -> Explanation:
        """Why the norms of *subject* stand as they do: a rule, a norm or its index; None: all norms.

        A rule goes by ``policy.rule``, or by its name or label where only one has it; so does a definition. Raises
        KeyError when there is no such rule or several, ValueError for an index that no norm has, a norm of another
        outcome and a language that is not there, TypeError for anything else.
        """
        spoken = spoken_language(language, self._dialects)
        return Explanation(reasons_for(self, subject, spoken, self._reasons), spoken)

    def to_text(self, *, language: str | Dialect = "en", full: bool = False) -> str:
        """The whole outcome as plain lines; what is fulfilled takes one line each unless *full*."""
        return outcome_text(self, self._model, spoken_language(language, self._dialects), full=full)

    def to_dict(self) -> dict[str, object]:
        """The whole outcome as plain data, in the form that ``pingan/outcome/schema.json`` describes."""
        return to_dict.outcome_data(self)

    def to_json(self) -> str:
        """The canonical text of `to_dict`: the same question gives the same bytes."""
        return to_dict.canonical_json(self.to_dict())

    def to_record(self, key: bytes | None = None) -> dict[str, object]:
        """The decision record: what was asked, with what it was answered, and the answer, as plain data.

        In the form that ``pingan/outcome/record_schema.json`` describes; sensitive facts are masked, however the
        outcome was made. With *key* (at least 16 bytes that nobody else knows) whoever has it can check the masked
        facts when the record is replayed. Raises ValueError for a shorter key, and for a setting that has no text.
        """
        return record_data(self, key)

    @property
    def decision_digest(self) -> str:
        """SHA-256 (hex) of what was decided: state sets, deadlines, conflicts and causes, and no wording."""
        return to_dict.decision_digest(self)
