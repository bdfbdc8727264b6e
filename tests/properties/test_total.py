"""Total: whatever is given as facts, the answer is an outcome or a list of what is wrong with them."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pingan.diagnostics.errors import FactError
from pingan.graph.from_model import lower
from pingan.model import nodes as m
from pingan.outcome.nodes import STATES
from pingan.program.from_graph import compile_graph
from tests.properties.cases import DAYS, ENVIRONMENT
from tests.strategies.models import models
from tests.strategies.vocabularies import VOCABULARY

NAMES = sorted({*VOCABULARY.facts, *VOCABULARY.records["Unit"].fields, *VOCABULARY.records["Person"].fields})
DATES = date(2016, 1, 1), date(2016, 3, 1)
WORDS = ["known", "open", "possible", "one_of", "at_least", "less_than", "value", "by", "at", "from", "until"]


def scraps() -> st.SearchStrategy[Any]:
    """Plain data made of the words that facts are made of."""
    words = st.sampled_from(["shed", "low", "warden", "2016-01-05", "2 hours"])
    numbers = st.integers(-3, 3) | st.floats()
    leaves = st.none() | st.booleans() | numbers | words | st.text(max_size=3) | st.dates(*DATES)
    keys = st.sampled_from([*NAMES, *WORDS])
    return st.recursive(leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=4))


@given(models(), st.dictionaries(st.sampled_from([*VOCABULARY.facts, "x y", "known"]), scraps()), st.sampled_from(DAYS))
def test_facts_give_an_outcome_or_what_is_wrong_with_them(policy: m.Policy, data: dict[str, Any], as_of: date) -> None:
    program = compile_graph(lower(policy), ENVIRONMENT)
    problems, outcome = None, None
    try:
        outcome = program.evaluate(data, as_of=as_of)
    except FactError as error:
        problems = [problem.message for problem in error.problems]
    if outcome is None:
        assert problems and all(problems)
    else:
        assert all(norm.states and norm.states <= set(STATES) for norm in outcome.norms)
