"""The clause form `table` (表): a decision table, one row a line, lowered to definitions and rules."""

from __future__ import annotations

from typing import Final

from pingan.clauses.table.checking import check
from pingan.clauses.table.lowering import lower
from pingan.clauses.table.printing import printed
from pingan.language.clause_form import ClauseForm
from pingan.language.data import data

FORM: Final = ClauseForm.from_folder(
    data("grammars").joinpath("clauses"),
    "table",
    lower=lower,
    print=printed,
    check=check,
    documentation="A decision table: rows of cells say which values or norms follow. See docs/clauses/table.md.",
)
