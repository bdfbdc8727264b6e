"""Same everywhere: a story's policy printed in either dialect, or with its declarations turned round, says the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from attrs import evolve

from pingan import pipeline
from pingan.diagnostics.diagnostic import Diagnostics
from pingan.diagnostics.errors import FactError
from pingan.program.fact_files import parse_facts
from pingan.source import Source
from pingan.stdlib import standard_environment
from pingan.syntax.to_text import print_module
from pingan.tree.from_text import parse
from tests.spec.conftest import answer
from tests.spec.reading import Story, stories
from tests.spec.seeing import Seen

ENVIRONMENT = standard_environment(calendar=None)
PAGES = sorted(Path(__file__).parent.glob("*.md"))
TOLD = [
    pytest.param(story, id=story.title)
    for page in PAGES
    for story in stories(page)
    if not any(claim.startswith("diagnostic") for step in story.steps for claim in step.claims)
]


def retold(story: Story, dialect: str, *, turned: bool) -> Story:
    """*story* with its policies printed in *dialect*, if wanted with their declarations in the opposite order."""
    sources = []
    for name, text in story.sources:
        module = parse(Source(name, text), Diagnostics(), ENVIRONMENT)
        assert module is not None
        if turned:
            module = evolve(module, declarations=tuple(reversed(module.declarations)))
        sources.append((name, print_module(module, dialect, environment=ENVIRONMENT)))
    return evolve(story, sources=tuple(sources))


def seen(story: Story) -> list[Seen | str]:
    found: list[Seen | str] = []
    for step in story.steps:
        given = parse_facts(step.facts, format="yaml")
        assert isinstance(given, dict)
        try:
            found.append(evolve(answer(story, dict(given), "program"), outcome=None))
        except FactError as error:
            found.append("; ".join(problem.path for problem in error.problems))
    return found


@pytest.mark.parametrize("dialect", ["en", "zh"])
@pytest.mark.parametrize("turned", [False, True], ids=["printed", "turned"])
@pytest.mark.parametrize("story", TOLD)
def test_printed_policies_say_the_same(story: Story, dialect: str, turned: bool) -> None:
    assert seen(retold(story, dialect, turned=turned)) == seen(story)


def test_formatting_a_story_changes_no_meaning() -> None:
    for story in (param.values[0] for param in TOLD):
        for _, text in story.sources:  # type: ignore[attr-defined]
            assert pipeline.format_text(text, dialect="zh")
