"""The clause forms that ship, on texts with slips in them: diagnostics and prints, never a failure of the form."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import pingan
from pingan.language.dialect import DIALECTS
from pingan.source import Source

PAGES = Path(__file__).parents[2] / "docs" / "clauses"
TEXTS = [
    text
    for page in sorted(PAGES.glob("*.md"))
    for text in re.findall(r"```rules\n(.*?)```", page.read_text("utf-8"), re.DOTALL)
    if text.lstrip().startswith(("policy", "政策"))
]
_TOKEN = re.compile(r'"[^"\n]*"|“[^”\n]*”|#[^\n]*|\w+|\s+|.')


def codes(text: str) -> set[str]:
    """The codes of what is wrong with *text*, and with printing it in each dialect, twice."""
    found = {d.code for d in pingan.check(Source("slip.rules", text))}
    try:
        for dialect in DIALECTS:
            printed = pingan.format_text(text, dialect=dialect)
            assert pingan.format_text(printed) == printed
    except pingan.PolicyError as error:
        found |= {d.code for d in error.diagnostics}
    return found


@given(st.sampled_from(TEXTS), st.data())
def test_slips_are_told_and_break_no_form(text: str, data: st.DataObject) -> None:
    words = _TOKEN.findall(text)
    for _ in range(data.draw(st.integers(1, 2))):
        place = data.draw(st.integers(0, len(words) - 1))
        words[place : place + 1] = data.draw(
            st.one_of(st.just([]), st.sampled_from(words).map(lambda w: [w]), st.just([words[place], words[place]]))
        )
    assert "library-failed" not in codes("".join(words))


@pytest.mark.parametrize("row", ["| wet |", "| wet | wet | 1 | 2 |"])
def test_a_row_with_too_few_or_too_many_cells_is_printed_all_the_same(row: str) -> None:
    text = f"policy flood\nfact wet: boolean\ntable alarm {{\n    | wet | level: integer |\n    {row}\n}}\n"
    assert pingan.format_text(text).count("|") == 3 + row.count("|")
    assert "library-failed" not in codes(text)
