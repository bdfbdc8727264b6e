"""Every case, in both dialects, by all who answer: the reference, the program, a built artifact, a batch."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import pingan
from pingan import pipeline
from pingan.artifact.loading import load
from pingan.diagnostics.diagnostic import Diagnostic, Diagnostics, Severity
from pingan.diagnostics.errors import FactError, PolicyError
from pingan.language.instants import parse_instant
from pingan.program.fact_files import parse_facts
from pingan.program.facts import check_facts
from pingan.stdlib import standard_environment
from pingan.tree.from_text import parse
from tests.reference import Rules, decide
from tests.spec.conformance.reading import DIALECTS, FOLDER, Case, cases, files, read
from tests.spec.conformance.seen import Seen, of_decision, of_outcome
from tests.spec.conformance.told import ZONE, differs, of_diagnostics, problems
from tests.spec.conftest import CALENDAR

CASES = list(cases())
TOLD = [case for case in CASES if "errors" not in case.expect]
ENVIRONMENT = standard_environment(calendar=CALENDAR)


@cache
def read_as(case: Case, dialect: str) -> pingan.Policy | tuple[Diagnostic, ...]:
    """The policy, or why its text is refused."""
    try:
        sources = case.sources(dialect)
        return pipeline.load(*sources, environment=ENVIRONMENT, settings=case.data.get("settings", {}))
    except PolicyError as error:
        return error.diagnostics


def policy_of(case: Case, dialect: str) -> pingan.Policy:
    found = read_as(case, dialect)
    if isinstance(found, tuple):
        raise PolicyError(found)
    return found


def facts_of(case: Case) -> Any:
    if "facts_text" in case.data:
        return parse_facts(case.data["facts_text"], format="json")
    return case.data.get("facts", {})


def moment(text: str) -> Any:
    return parse_instant(text, ZONE)


def asked(case: Case) -> dict[str, Any]:
    """`as_of`, and `since` by the keys of rules."""
    since = {rule: moment(told) for rule, told in case.data.get("since", {}).items()}
    return {"as_of": moment(case.data.get("as_of", "2016-06-01T12:00")), "since": since}


# --- who answers ------------------------------------------------------------------------------------------------


def by_reference(case: Case, policy: pingan.Policy) -> Seen:
    question = asked(case)
    since = {key: told for rule, told in question["since"].items() for key in policy.model.rules if key.endswith(rule)}
    facts = check_facts(facts_of(case), policy.model.vocabulary, as_of=question["as_of"], zone=policy.zone)
    decision = decide(policy.model, facts, question["as_of"], ENVIRONMENT, since)
    return of_decision(decision, Rules(policy.model, facts.values, question["as_of"], ENVIRONMENT, since))


def by_program(case: Case, policy: pingan.Policy) -> Seen:
    question = asked(case)
    since = {key: told for rule, told in question["since"].items() for key in policy.model.rules if key.endswith(rule)}
    return of_outcome(policy.evaluate(facts_of(case), as_of=question["as_of"], since=since))


def by_batch(case: Case, policy: pingan.Policy) -> Seen:
    """Three records: the case's between one of which nothing is known and itself again."""
    if "since" in case.data:
        pytest.skip("a batch is not told when rules first held")
    facts = case.data.get("facts_text") or json.dumps(case.data.get("facts", {}), ensure_ascii=False)
    table = {"facts": ["{}", facts, facts]}
    outcome = policy.evaluate_batch(table, facts_column="facts", as_of=asked(case)["as_of"])
    wrong = [e for e in outcome.errors.to_pylist() if e["record"] == 1]
    if wrong:
        raise FactError(tuple(pingan.FactProblem(e["path"], e["message"], e["help"], e["code"]) for e in wrong))
    assert outcome.applicable_rules(1) == outcome.applicable_rules(2)
    return of_outcome(outcome.outcome(1), outcome.applicable_rules(1), outcome.undecided_rules(1))


@pytest.fixture(scope="session")
def by_artifact(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Case, pingan.Policy], Seen]:
    path = tmp_path_factory.mktemp("conformance") / "case.pgb"

    def answer(case: Case, policy: pingan.Policy) -> Seen:
        path.write_bytes(pingan.build(policy))
        return by_program(case, load(path, environment=ENVIRONMENT))

    return answer


# --- the tests --------------------------------------------------------------------------------------------------


def wrong(case: Case, policy: pingan.Policy, answer: Callable[[Case, pingan.Policy], Seen]) -> Iterator[str]:
    """What is not as the case expects."""
    told = case.expect.get("fact_errors", [])
    try:
        seen = answer(case, policy)
    except FactError as error:
        wanted = sorted((one["path"], one.get("code", "bad-fact")) for one in told)
        yield from differs("fact errors", wanted, sorted((p.path, p.code) for p in error.problems))
        return
    if told:
        yield f"no fact was refused, and it should be {told}"
    yield from problems(case.expect, seen)


@pytest.mark.parametrize("who", ["reference", "program", "artifact", "batch"])
@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("case", TOLD, ids=lambda case: case.id)
def test_it_follows(case: Case, dialect: str, who: str, by_artifact: Callable[[Case, pingan.Policy], Seen]) -> None:
    answer = {"reference": by_reference, "program": by_program, "artifact": by_artifact, "batch": by_batch}[who]
    assert list(wrong(case, policy_of(case, dialect), answer)) == []


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_it_is_told(case: Case, dialect: str) -> None:
    """The text is refused, or read with warnings, for exactly what the case says."""
    lead = case.lead(dialect).count("\n")
    found = read_as(case, dialect)
    diagnostics = found if isinstance(found, tuple) else found.diagnostics
    errors = [d for d in diagnostics if d.severity is Severity.ERROR]
    told = case.expect.get("errors", [])
    assert list(of_diagnostics(told, errors, dialect, lead)) == []
    assert len(errors) == len(told), [f"{d.span}: {d.code}: {d.message}" for d in errors]
    warnings = [d for d in diagnostics if d.severity is not Severity.ERROR]
    assert list(of_diagnostics(case.expect.get("warnings", []), warnings, dialect, lead)) == []
    assert {d.code for d in warnings}.isdisjoint(case.expect.get("no_warnings", []))


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("case", [case for case in TOLD if "scenarios" in case.expect], ids=lambda case: case.id)
def test_its_scenarios_come_true_or_fail(case: Case, dialect: str) -> None:
    lead = case.lead(dialect).count("\n")
    found: dict[str, Any] = {}
    for result in policy_of(case, dialect).test():
        failing = sorted({failure.span.line - lead for failure in result.failures})
        found[result.title] = "refused" if result.problems else failing
    assert found == case.expect["scenarios"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_both_texts_are_one_tree(case: Case) -> None:
    trees = []
    for dialect in DIALECTS:
        said = Diagnostics()
        sources = (s for s in case.sources(dialect) if s.name.endswith(".rules"))
        trees.append([parse(source, said, ENVIRONMENT) for source in sources])
    assert trees[0] == trees[1]


# --- the files --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", files(), ids=lambda path: path.stem)
def test_files_are_as_their_schema_says(path: Path) -> None:
    schema = json.loads((FOLDER / "case.schema.json").read_text(encoding="utf-8"))
    data = read(path)
    assert [f"{list(e.path)}: {e.message}" for e in Draft202012Validator(schema).iter_errors(data)] == []
    assert data["feature"] == path.stem
    assert [c["id"] for c in data["cases"] if not c["id"].startswith(f"{path.stem}-")] == []


def test_ids_are_unique() -> None:
    assert [one for one, number in Counter(case.id for case in CASES).items() if number > 1] == []


def test_chinese_texts_are_written_in_chinese() -> None:
    told = ("policy ", "vocabulary ", "rule ", "define ", "when ", "fact ")
    assert [c.id for c in CASES for s in c.sources("zh") if any(w in s.text.split("\n")[0] for w in told)] == []
