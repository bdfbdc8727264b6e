"""The clause forms that ship, each built as anybody else would build it."""

from __future__ import annotations

from typing import Final

from pingan.clauses import escalation, ladder, supervision, table
from pingan.language.clause_form import ClauseForm

CLAUSE_FORMS: Final[tuple[ClauseForm, ...]] = (escalation.FORM, ladder.FORM, supervision.FORM, table.FORM)
"""Every clause form of the standard library, in the order of their names."""
