"""Decision records: replayed to the same bytes, and compared under other versions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, Final, cast

from attrs import frozen

from pingan.artifact.loading import load
from pingan.diagnostics.errors import Difference, FactError, RecordError, ReplayError
from pingan.diagnostics.plain import plain
from pingan.language.environment import Environment
from pingan.language.instants import parse_instant
from pingan.language.shipped import shipped_policies
from pingan.outcome.outcome import Outcome
from pingan.outcome.record import check_key, check_record, facts_check
from pingan.outcome.replay import Change, changes, differences
from pingan.pipeline import Policy, Target
from pingan.program.facts import Facts, check_facts

__all__ = ["Comparison", "compare", "replay"]

_NOT_GIVEN: Final = object()


@frozen
class Comparison:
    """An answer given again under other versions: what it was not made with, what it decides otherwise, and itself."""

    differences: tuple[Difference, ...]
    changes: tuple[Change, ...]
    outcome: Outcome


def replay(
    record: Mapping[str, Any],
    *policies: Target | Policy,
    facts: object = _NOT_GIVEN,
    key: bytes | None = None,
    environment: Environment | None = None,
    root: str | Path | None = None,
) -> Outcome:
    """The answer of *record* given again: the same bytes, or ReplayError naming each difference.

    *policies* are what the question was put to (as `load` takes them); without them, the policies of that name that
    come with pingan. *facts* are needed when sensitive ones are masked in the record, and must be the recorded ones;
    what is masked can only be held against the record with the *key* that it was made with.
    Raises RecordError when the record is damaged or something is missing to ask again, PolicyError and FactError when
    policies or facts cannot be used.

    >>> pingan.replay(record).to_json() == outcome.to_json()
    True
    """
    asked = _Asked.of(record, policies, facts, key, environment, root)
    found = asked.differences()
    if found:
        raise ReplayError(found)
    outcome = asked.outcome()
    again = {**outcome.to_record(key), "facts_check": record["facts_check"]}
    found = tuple(d for d in differences(record, again) if d.path != "digest")
    if found:
        raise ReplayError(found)
    return outcome


def compare(
    record: Mapping[str, Any],
    *policies: Target | Policy,
    facts: object = _NOT_GIVEN,
    key: bytes | None = None,
    environment: Environment | None = None,
    root: str | Path | None = None,
) -> Comparison:
    """The question of *record* asked under what there is now: other policies, versions, calendars, and what changes.

    Takes and raises what `replay` does, but differences are told instead of raised.

    >>> [str(change) for change in pingan.compare(record).changes]
    []
    """
    asked = _Asked.of(record, policies, facts, key, environment, root)
    outcome = asked.outcome()
    return Comparison(asked.differences(), changes(record["outcome"], outcome.to_dict()), outcome)


@frozen(slots=False)
class _Asked:
    """A recorded question, and what there is to ask it again."""

    record: Mapping[str, Any]
    policy: Policy
    given: object
    key: bytes | None

    @staticmethod
    def of(
        record: Mapping[str, Any],
        policies: tuple[Target | Policy, ...],
        facts: object,
        key: bytes | None,
        environment: Environment | None,
        root: str | Path | None,
    ) -> _Asked:
        if not isinstance(record, Mapping):
            raise TypeError(f"a record is what Outcome.to_record gives, not {type(record).__name__}")
        if key is not None:
            check_key(key)
        record = cast("dict[str, Any]", check_record(dict(record)))
        problems = []
        if facts is _NOT_GIVEN and record["masked"]:
            problems.append(f"record: the facts are masked at {_listed(record['masked'])}; give the facts themselves")
        missing = [name for name in record["policies"] if name not in shipped_policies()]
        if not policies and missing:
            problems.append(f"record: {_listed(missing)} did not come with pingan; give the policy files")
        if problems:
            raise RecordError(tuple(problems))
        policy = _policy(record, policies, environment, root)
        return _Asked(record, policy, record["facts"] if facts is _NOT_GIVEN else facts, key)

    @property
    def made_with(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.record["outcome"]["record"]
        return found

    def differences(self) -> tuple[Difference, ...]:
        """What is not as it was recorded, before the question is asked: versions, policies, calendars, facts, …"""
        as_of = parse_instant(self.made_with["as_of"], "UTC")
        probe = self.policy.evaluate({}, as_of=as_of)
        kept = {name: self.made_with[name] for name in ("since", "facts")}
        found = [*differences(self.made_with, {**probe.record, **kept})]
        found += _below("registers", self.record["registers"], self.policy.registers)
        found += _below("policies", list(self.record["policies"]), list(self.policy.names))
        try:
            found += _below("facts", self.made_with["facts"], self.facts.digest)
            found += self._check_key()
        except FactError:
            if not found:  # else it is no wonder that the facts do not fit
                raise
        return tuple(found)

    def _check_key(self) -> Iterator[Difference]:
        recorded = self.record["facts_check"]
        if self.key is None or recorded is None:
            return
        if facts_check(self.facts.text, self.key) != recorded:
            yield Difference("facts_check", recorded, "that of other facts, or the key is another")

    @cached_property
    def facts(self) -> Facts:
        """The facts, checked against the vocabulary that there is now."""
        model = self.policy.model
        as_of = parse_instant(self.made_with["as_of"], "UTC")
        definitions = model.definitions.values()
        zone = self.policy.zone
        return check_facts(self.given, model.vocabulary, as_of=as_of, definitions=definitions, zone=zone)

    def outcome(self) -> Outcome:
        """The answer now."""
        since = {rule: parse_instant(moment, "UTC") for rule, moment in self.made_with["since"].items()}
        as_of = parse_instant(self.made_with["as_of"], "UTC")
        return self.policy.evaluate(self.facts, as_of=as_of, since=since)


def _policy(
    record: Mapping[str, Any],
    policies: tuple[Target | Policy, ...],
    environment: Environment | None,
    root: str | Path | None,
) -> Policy:
    settings = record["settings"]
    match policies:
        case (Policy() as policy,):
            return policy.with_settings(settings) if settings else policy
        case _:
            targets = [p for p in policies if not isinstance(p, Policy)]
            if len(targets) != len(policies):
                raise TypeError("replay() takes one Policy, or targets as load() does")
            return load(*(targets or record["policies"]), settings=settings, environment=environment, root=root)


def _below(name: str, recorded: object, now: object) -> Iterator[Difference]:
    yield from differences({name: recorded}, {name: now})


def _listed(names: list[str]) -> str:
    shown = ", ".join(plain(name) for name in names[:8])
    return f"{shown}, … ({len(names)} in all)" if len(names) > 8 else shown
