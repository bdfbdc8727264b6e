"""Every case, in both dialects, by all who answer: the reference, the program, a built artifact, a batch."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
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
from tests.spec.conformance.counting import table
from tests.spec.conformance.reading import DIALECTS, FOLDER, Case, cases, files, read
from tests.spec.conformance.seen import Seen, of_decision, of_outcome
from tests.spec.conformance.told import ZONE, differs, of_diagnostics, problems
from tests.spec.conftest import CALENDAR

DOCS = Path(__file__).parents[3] / "docs"
NOT_PINNED = {"form", "explanations", "laws"}
"""Parts of the pages that no case can show: how files are printed, what explanations name, what properties test."""
CASES = list(cases())
TOLD = [case for case in CASES if "errors" not in case.expect]
WARNED = [case for case in CASES if case.expect.keys() & {"errors", "warnings", "no_warnings"}]
ENVIRONMENT = standard_environment(calendar=CALENDAR)
IN_PART = {"at_least", "more_than", "at_most", "less_than", "one_of", "known", "value", "from", "until", "by"}
"""The keys of what is no record of the vocabulary."""


@lru_cache(maxsize=64)
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
    """Three records whose facts are JSON: one of which nothing is known, and the case's twice."""
    facts = case.data.get("facts_text") or json.dumps(case.data.get("facts", {}), ensure_ascii=False)
    return of_batch(case, policy, {"facts": ["{}", facts, facts]}, [])


def by_columns(case: Case, policy: pingan.Policy) -> Seen:
    """The same with a column for every fact that columns can hold."""
    columns, rest = in_columns(case.data.get("facts", {}))
    table = {name: [None, value, value] for name, value in columns.items()}
    more = json.dumps(rest, ensure_ascii=False)
    return of_batch(case, policy, {**table, "facts": ["{}", more, more]}, [n for n, v in columns.items() if v is None])


def in_columns(facts: Mapping[str, Any], place: str = "") -> tuple[dict[str, Any], dict[str, Any]]:
    """What of *facts* is a single value (or a set that is not empty), by path; and the rest, as it was."""
    columns: dict[str, Any] = {}
    rest: dict[str, Any] = {}
    for name, value in facts.items():
        if isinstance(value, dict) and value and not value.keys() & IN_PART:
            inside, left = in_columns(value, f"{place}{name}.")
            columns.update(inside)
            rest.update({name: left} if left else {})
        elif isinstance(value, dict) or (isinstance(value, list) and not all(isinstance(v, str) for v in value or [0])):
            rest[name] = value
        else:
            columns[f"{place}{name}"] = value
    return columns, rest


def of_batch(case: Case, policy: pingan.Policy, table: dict[str, Any], absent: list[str]) -> Seen:
    outcome = policy.evaluate_batch(table, facts_column="facts", absent=absent, as_of=asked(case)["as_of"])
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


def who_answers(case: Case, dialect: str) -> list[str]:
    """Who is asked.

    A batch is not told when rules first held; of what is refused, or is no single value, columns hold nothing. Both
    dialects give one tree, so that columns are asked of one alone.
    """
    found = ["reference", "program", "artifact"]
    if "since" in case.data:
        return found
    in_columns_too = "fact_errors" not in case.expect and bool(in_columns(case.data.get("facts", {}))[0])
    return [*found, "batch", "columns"] if in_columns_too and dialect == "zh" else [*found, "batch"]


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("case", TOLD, ids=lambda case: case.id)
def test_it_follows(case: Case, dialect: str, by_artifact: Callable[[Case, pingan.Policy], Seen]) -> None:
    answer = {"reference": by_reference, "program": by_program, "artifact": by_artifact, "batch": by_batch}
    answer["columns"] = by_columns
    policy = policy_of(case, dialect)
    found = {who: list(wrong(case, policy, answer[who])) for who in who_answers(case, dialect)}
    assert {who: what for who, what in found.items() if what} == {}


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("case", WARNED, ids=lambda case: case.id)
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
    trees = [trees_of(case, dialect) for dialect in DIALECTS]
    assert trees[0] == trees[1]


def trees_of(case: Case, dialect: str) -> list[Any]:
    """The syntax trees of its modules, by name; of texts that are refused as far as they can be read."""
    found = read_as(case, dialect)
    if isinstance(found, pingan.Policy):
        return [module.syntax for _, module in sorted(found.modules.modules.items())]
    return [parse(s, Diagnostics(), ENVIRONMENT) for s in case.sources(dialect) if s.name.endswith(".rules")]


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


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 500


@pytest.mark.parametrize("page", ["language", "semantics"])
def test_every_part_of_the_pages_has_a_case(page: str) -> None:
    text = (DOCS / f"{page}.md").read_text(encoding="utf-8")
    parts = [
        re.sub("[^a-z -]", "", heading.lower()).replace(" ", "-") for heading in re.findall("^## (.+)$", text, re.M)
    ]
    pinned = {
        case.data.get("page", "").partition("#")[2] for case in CASES if case.data.get("page", "").startswith(page)
    }
    assert [part for part in parts if part not in pinned | NOT_PINNED] == []


def test_pages_that_cases_name_are_there() -> None:
    named = {case.data["page"] for case in CASES if "page" in case.data}
    assert [name for name in sorted(named) if not _is_there(*name.split("#"))] == []


def _is_there(page: str, part: str = "") -> bool:
    path = DOCS / f"{page}.md"
    headings = re.findall("^#+ (.+)$", path.read_text(encoding="utf-8"), re.M) if path.is_file() else []
    return bool(headings) and part in {"", *(re.sub("[^a-z -]", "", h.lower()).replace(" ", "-") for h in headings)}


def test_the_page_of_the_suite_counts_its_cases() -> None:
    """`python -m tests.spec.conformance.counting` writes the table anew."""
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert table() in readme


def test_chinese_texts_are_written_in_chinese() -> None:
    told = ("policy ", "vocabulary ", "rule ", "define ", "when ", "fact ")
    assert [c.id for c in CASES for s in c.sources("zh") if any(w in s.text.split("\n")[0] for w in told)] == []
