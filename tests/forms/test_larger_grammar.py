"""A text without clause forms reads the same, and is refused alike, whichever grammar its process has built already."""

from __future__ import annotations

import re
from functools import cache
from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st

from pingan.diagnostics.diagnostic import Diagnostic, Diagnostics
from pingan.language.dialect import DIALECTS, dialect
from pingan.source import Source
from pingan.stdlib import standard_environment
from pingan.syntax import nodes
from pingan.syntax.to_text import print_module
from pingan.tree import from_text
from tests.strategies.syntax import ENVIRONMENT as NEEDED
from tests.strategies.syntax import modules

ENVIRONMENT = standard_environment(*NEEDED.libraries)
HEADERS = {"en": "policy p\n", "zh": "政策 p\n"}


def form_words(name: str) -> list[str]:
    rows = (row for form in ENVIRONMENT.clause_forms.values() for row in form.words_in(dialect(name)).values())
    return sorted({part for row in rows for word in row for part in word.split(" ")})


@cache
def with_larger_grammars() -> None:
    """Reads a text with every form in each dialect: those grammars are built then."""
    for name, header in HEADERS.items():
        from_text.parse(Source("t", header + "\n".join(form_words(name))), Diagnostics(), ENVIRONMENT)


def read(text: str) -> tuple[nodes.Module | None, tuple[Diagnostic, ...]]:
    diagnostics = Diagnostics()
    module = from_text._parse(Source("t", text), diagnostics, ENVIRONMENT)
    return module, diagnostics.sorted()


@given(modules(), st.sampled_from(DIALECTS), st.data())
def test_it_is_read_as_by_the_smaller_grammar(module: nodes.Module, name: str, data: st.DataObject) -> None:
    with_larger_grammars()
    text = print_module(module, name)
    for _ in range(data.draw(st.integers(0, 3), "words changed")):
        found = data.draw(st.sampled_from(list(re.finditer(r"[^\W\d]\w*|\S", text))), "changed")
        text = text[: found.start()] + data.draw(st.sampled_from(form_words(name)), "word") + text[found.end() :]
    with patch.object(from_text, "tables_for", return_value=None):
        larger = read(text)
    with patch.object(from_text, "kept_tables", return_value=None):
        assert read(text) == larger
