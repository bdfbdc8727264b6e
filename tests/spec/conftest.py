"""Collects the pages beside this file: every story is run against the reference and against the program."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pingan import pipeline
from pingan.diagnostics.errors import FactError, PolicyError
from pingan.language.calendar import Calendar
from pingan.language.instants import parse_instant
from pingan.program.fact_files import parse_facts
from pingan.program.facts import check_facts
from pingan.source import Source
from pingan.stdlib import standard_environment
from tests.reference import decide
from tests.spec.claims import ZONE, problem
from tests.spec.reading import Step, Story, stories
from tests.spec.seeing import Seen, of_decision, of_outcome

# The stories' calendar ends with 2026; nothing in it is a holiday.
CALENDAR = Calendar("story days", date(2016, 1, 1), date(2026, 12, 31), frozenset(), frozenset(), ("made up",))


def pytest_collect_file(parent: pytest.Collector, file_path: Path) -> pytest.File | None:
    return Page.from_parent(parent, path=file_path) if file_path.suffix == ".md" else None


class Page(pytest.File):
    """A Markdown page of stories."""

    def collect(self) -> Iterator[pytest.Item]:
        for story in stories(self.path):
            for who in ("reference", "program"):
                yield StoryItem.from_parent(self, name=f"{story.title} [{who}]", story=story, who=who)


class StoryItem(pytest.Item):
    """One story, told to the reference or to the program."""

    def __init__(self, *, story: Story, who: str, **arguments: Any) -> None:
        super().__init__(**arguments)
        self.story, self.who = story, who
        # Some plug-ins (pytest-lsp) look into the fixtures of every item, and fail where there are none to look into.
        self.funcargs: dict[str, object] = {}

    def runtest(self) -> None:
        found = [what for step in self.story.steps for what in told(self.story, step, self.who)]
        if found:
            raise NotSoError("\n".join(found))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        if isinstance(excinfo.value, NotSoError):
            return f"{self.path.name}:{self.story.line}: {self.story.title}\n{excinfo.value}"
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, self.story.line - 1, self.name


class NotSoError(Exception):
    """Something in a story is not so."""


def told(story: Story, step: Step, who: str) -> list[str]:
    """What is otherwise than the claims of *step*."""
    given = parse_facts(step.facts, format="yaml") if step.facts.strip() else {}
    assert isinstance(given, Mapping)
    refusals = [claim for claim in step.claims if claim.startswith(("fact error:", "diagnostic:"))]
    try:
        seen = answer(story, dict(given), who)
    except PolicyError as error:
        said = " / ".join(f"{d.code} {d.message} {d.help}" for d in error.diagnostics)
        return _refused(refusals, said, "diagnostic:") or ([] if refusals else [f"the policy is refused: {said}"])
    except FactError as error:
        said = " / ".join(map(str, error.problems))
        return _refused(refusals, said, "fact error:") or ([] if refusals else [f"the facts are refused: {said}"])
    if refusals:
        return [f"nothing was refused, and the story says {claim}" for claim in refusals]
    return [f"{claim}\n    {what}" for claim in step.claims if (what := problem(claim, seen)) is not None]


def _refused(claims: list[str], said: str, kind: str) -> list[str]:
    return [
        f"{claim}\n    said: {said}"
        for claim in claims
        if not (claim.startswith(kind) and claim[len(kind) :].strip() in said)
    ]


def answer(story: Story, given: dict[str, Any], who: str) -> Seen:
    """What follows from facts, by the reference or by the program."""
    as_of = parse_instant(str(given.pop("as of", "2016-01-10T12:00")), ZONE)
    supplied, settings = given.pop("since", {}), given.pop("set", {})
    sources = [Source(name, text) for name, text in story.sources]
    environment = standard_environment(calendar=CALENDAR)
    policy = pipeline.load(*sources, environment=environment, settings=settings)
    keys = {key.rpartition(".")[2]: key for key in policy.model.rules}
    since = {keys[rule]: parse_instant(str(instant), ZONE) for rule, instant in supplied.items()}
    if who == "program":
        return of_outcome(policy.evaluate(given, as_of=as_of, since=since))
    facts = check_facts(given, policy.model.vocabulary, as_of=as_of, zone=ZONE)
    return of_decision(decide(policy.model, facts, as_of, environment, since))
