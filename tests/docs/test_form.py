"""The examples of the documentation are in the form that `pingan fmt` gives them."""

from __future__ import annotations

from pathlib import Path

import pytest

from pingan import Source
from pingan.diagnostics.diagnostic import Diagnostics
from pingan.stdlib import standard_environment
from pingan.syntax.to_text import print_module
from pingan.tree.from_text import parse
from tests.docs.pages import ROOT, pages, rule_files


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_examples_are_in_form(page: Path) -> None:
    for name, text in rule_files(page).items():
        module = parse(Source(f"{name}.rules", text), Diagnostics(), standard_environment())
        assert module is not None
        assert print_module(module, environment=standard_environment()).rstrip() == text.rstrip(), name
