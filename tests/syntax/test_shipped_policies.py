"""Every shipped policy file is in form, and means the same in the other dialect."""

from __future__ import annotations

from pathlib import Path

import pytest

from pingan.language.dialect import DIALECTS
from pingan.stdlib import standard_environment
from pingan.syntax.to_text import print_module
from tests.tree.parsing import parsed

ENVIRONMENT = standard_environment()
POLICIES = Path(__file__).parents[2] / "policies"
FILES = sorted(str(f.relative_to(POLICIES)) for f in POLICIES.rglob("*.rules"))


def test_there_are_policies() -> None:
    assert FILES


@pytest.mark.parametrize("name", FILES)
def test_it_is_in_form(name: str) -> None:
    text = (POLICIES / name).read_text("utf-8")
    assert print_module(parsed(text, ENVIRONMENT), environment=ENVIRONMENT) == text, f"run `pingan fmt policies/{name}`"


@pytest.mark.parametrize("name", FILES)
def test_it_can_be_read_in_the_other_dialect_and_comes_back(name: str) -> None:
    module = parsed((POLICIES / name).read_text("utf-8"), ENVIRONMENT)
    (other,) = set(DIALECTS) - {module.dialect}
    translated = parsed(print_module(module, other, environment=ENVIRONMENT), ENVIRONMENT)
    assert translated == module
    assert parsed(print_module(translated, module.dialect, environment=ENVIRONMENT), ENVIRONMENT) == module
    assert sorted(c.text for c in translated.comments) == sorted(c.text for c in module.comments)
