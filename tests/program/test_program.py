"""The program itself: shared between threads, pickled, asked from a deep stack, within its limits."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from typing import Any

import pytest

from pingan.diagnostics.errors import FactError
from pingan.outcome.outcome import Outcome
from pingan.program.facts import check_facts
from pingan.program.visits import check_visits
from tests.program.policies import local, norm, policy

NOW = local("2016-06-01 12:00")
RULES = """
define heads: integer { is count(x in i.people where x.role = "head") }
rule r { when heads >= 2 and i.a then police must act within 2 hours fulfilled at i.done_at }
rule s { when heads >= 2 and i.a then mayor must tell(to: police) }
"""
FACTS = {"i": {"people": [{"name": "ann", "role": "head"}, {"name": "bob", "role": "head"}], "a": True}}


def answer(outcome: Outcome) -> str:
    return json.dumps(outcome.to_dict(), sort_keys=True, ensure_ascii=False)


def test_the_same_question_gives_the_same_bytes_in_every_thread() -> None:
    program = policy(RULES).program
    expected = answer(program.evaluate(FACTS, as_of=NOW))
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: answer(program.evaluate(FACTS, as_of=NOW)), range(32)))
    assert set(answers) == {expected}


def test_a_program_is_made_again_where_it_is_unpickled() -> None:
    program = policy(RULES).program
    copy = pickle.loads(pickle.dumps(program))
    assert answer(copy.evaluate(FACTS, as_of=NOW)) == answer(program.evaluate(FACTS, as_of=NOW))


def test_an_outcome_can_be_sent_elsewhere_and_still_explain_itself() -> None:
    outcome = policy(RULES).evaluate(FACTS, as_of=NOW)
    copy = pickle.loads(pickle.dumps(outcome))
    assert (answer(copy), str(copy.explain("p.r"))) == (answer(outcome), str(outcome.explain("p.r")))


def test_a_deep_caller_gets_the_same_answer() -> None:
    chain = "define d0: boolean { is i.a }\n"
    chain += "".join(f"define d{n}: boolean {{ is not d{n - 1} and i.b or i.c }}\n" for n in range(1, 30))
    program = policy(chain + "rule r { when d29 then police must act }").program
    expected = answer(program.evaluate({"i": {"b": True}}, as_of=NOW))

    def from_below(depth: int) -> str:
        return from_below(depth - 1) if depth else answer(program.evaluate({"i": {"b": True}}, as_of=NOW))

    limit = sys.getrecursionlimit()
    for room in (30, 120, 250):
        depth = limit - room
        frame: Any = sys._getframe()
        while frame is not None:
            depth -= 1
            frame = frame.f_back
        try:
            assert from_below(depth) == expected
        except RecursionError:
            # Too little is left even to ask; what was asked must never give up by itself.
            assert room <= 30


def test_shared_conditions_are_one_node() -> None:
    graph = policy(RULES).graph
    conditions = [
        reading.node
        for conclusion in graph.conclusions
        for reading in conclusion.readings
        if reading.part == "condition"
    ]
    assert len(conditions) == 2
    assert len(set(conditions)) == 1


def test_lists_that_multiply_beyond_the_limit_are_a_fact_error() -> None:
    rules = "rule r { when any(x in i.people: any(y in i.people: x.name = y.name)) then police must act }"
    asked = policy(rules)
    people = [{"name": f"p{n}"} for n in range(1001)]
    with pytest.raises(FactError) as caught:
        asked.evaluate({"i": {"people": people}}, as_of=NOW)
    assert caught.value.problems[0].code == "too-many-elements"
    assert "p.r" in str(caught.value)
    assert norm(asked.evaluate({"i": {"people": people[:30]}}, as_of=NOW)).states == {"applies"}


def test_lists_side_by_side_do_not_multiply() -> None:
    rules = "rule r { when any(x in i.people: x.fit) and any(y in i.people: y.fit) then police must act }"
    asked = policy(rules)
    people = [{"name": f"p{n}", "fit": False} for n in range(1001)]
    assert norm(asked.evaluate({"i": {"people": people}}, as_of=NOW)).states == {"none"}


def test_elements_of_a_rule_multiply_with_what_its_condition_visits() -> None:
    asked = policy("rule r { for each x in i.people when any(y in i.people: y.fit) then police must take(x) }")
    program = asked.program
    people = [{"name": f"p{n}", "fit": True} for n in range(20)]
    facts = check_facts({"i": {"people": people}}, program.policy.vocabulary, as_of=NOW)
    check_visits(program.graph, facts, limit=420)
    with pytest.raises(FactError):
        check_visits(program.graph, facts, limit=419)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"as_of": datetime(2016, 6, 1)}, "time zone"),
        ({"as_of": NOW, "since": {"r": datetime(2016, 6, 1)}}, "time zone"),
        ({"as_of": NOW, "since": {"nobody": date(2016, 6, 1)}}, "no policy has a rule `nobody`"),
        ({"as_of": 7}, "expected a date or an instant"),
    ],
)
def test_what_cannot_be_an_instant_is_said(options: dict[str, Any], expected: str) -> None:
    with pytest.raises(FactError, match=expected):
        policy(RULES).program.evaluate({}, **options)


def test_the_record_says_what_the_answer_depends_on() -> None:
    asked = policy(RULES, settings={"promptly": "2 hours", "sense": "wide"})
    record = asked.evaluate(FACTS, as_of=NOW, since={"r": date(2016, 5, 1)}).record
    assert record["parameters"] == {"p.limit": None, "p.promptly": {"amount": 7200, "unit": "second"}}
    assert record["readings"] == {"p.sense": "wide"}
    assert record["since"] == {"p.r": "2016-05-01"}
    assert record["calendar"]["name"]  # type: ignore[index]
    assert len(str(record["facts"])) == 64
    json.dumps(record)


def test_a_compiled_program_needs_neither_lark_nor_networkx() -> None:
    code = "import sys, pingan.program.from_graph; print({'lark', 'networkx'} & set(sys.modules))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "set()"
