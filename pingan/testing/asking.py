"""What tests ask policies through the plug-in's fixtures."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest
from attrs import frozen

import pingan
from pingan.diagnostics.render import render

if TYPE_CHECKING:
    from pingan.testing.configured import Configured

_SHOWN = 3
"""Answers that a failing test shows: the last ones."""


def policy_of(request: pytest.FixtureRequest, configured: Configured) -> pingan.Policy:
    """The policy that the test is marked with, else that of the session."""
    marker = request.node.get_closest_marker("pingan")
    options = {} if marker is None else marker.kwargs
    if unknown := sorted(options.keys() - {"settings", "libraries", "root"}):
        wrong = f"{request.node.nodeid}: the marker `pingan` takes settings, libraries and root, not {unknown[0]}"
        raise pytest.UsageError(wrong)
    default = request.config.getini("pingan_policy")
    targets: Sequence[str] = marker.args if marker is not None and marker.args else [default] if default else ()
    if not targets:
        remedy = (
            '@pytest.mark.pingan("path/to/policy.rules"), or `pingan_policy = path/to/policy.rules` in the settings'
        )
        raise pytest.UsageError(f"{request.node.nodeid} asks a policy and does not say which: {remedy}")
    beside = None if marker is None or not marker.args else request.path.parent
    try:
        return configured.policy(targets, beside=beside, **options)
    except pingan.PolicyError as error:
        found = error.diagnostics
    return pytest.fail(render(found).rstrip("\n"), pytrace=False)


@frozen
class Told:
    """A question that a test asked, and the answer."""

    asked: str
    outcome: pingan.Outcome
    language: str


@frozen
class Evaluate:
    """Asks a policy, and remembers what it was asked and answered."""

    policy: pingan.Policy
    told: list[Told]

    def __call__(
        self,
        facts: object,
        *,
        as_of: date | datetime | str,
        since: Mapping[str, date | datetime | str] | None = None,
        settings: Mapping[str, object] | None = None,
        show_sensitive: bool = False,
    ) -> pingan.Outcome:
        """What follows from *facts* (or the path of a fact file); the arguments are those of `Policy.evaluate`."""
        given = pingan.read_facts(facts) if isinstance(facts, str | os.PathLike) else facts
        outcome = self.policy.evaluate(
            given, as_of=as_of, since=since, settings=settings, show_sensitive=show_sensitive
        )
        of = f" of {facts}" if isinstance(facts, str | os.PathLike) else ""
        asked = f"{', '.join(self.policy.names)}{of} as of {as_of}"
        self.told.append(Told(asked, outcome, self.policy.language))
        return outcome


def sections(told: Sequence[Told]) -> Iterator[tuple[str, str]]:
    """What was answered, as sections of a report; without anything that follows from sensitive facts."""
    for each in told[-_SHOWN:]:
        yield f"pingan: {each.asked}", each.outcome.masked().to_text(language=each.language)
