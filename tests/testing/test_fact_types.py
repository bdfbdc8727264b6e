"""Classes for facts: typed, taken by policies, drawn by Hypothesis."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Literal, get_args

import attrs
import pytest
from hypothesis import HealthCheck, find, given, settings
from hypothesis import strategies as st

import pingan
from pingan.testing import NOT_GIVEN, fact_types
from pingan.testing.classes import FactTypes
from tests.testing.flood import policy

ROOT = Path(__file__).parents[2]
TYPES = fact_types(policy())
QUICK = settings(max_examples=3000, database=None, derandomize=True, suppress_health_check=list(HealthCheck))


def test_there_is_a_class_for_each_record_and_one_for_all_facts() -> None:
    assert list(TYPES) == ["District", "Gauge"]
    assert TYPES["Gauge"] is TYPES.Gauge
    with pytest.raises(AttributeError, match="there is no record `Gage`; there are District, Gauge"):
        _ = TYPES.Gage


def test_fields_have_the_types_of_their_values() -> None:
    hints = TYPES.Gauge.__annotations__
    assert get_args(hints["depth"])[0] is int
    assert get_args(get_args(hints["signs"])[0])[0] == Literal["seepage", "crack", "sand_boil"]
    assert get_args(TYPES.District.__annotations__["closed_on"])[:2] == (date, type(None))
    assert get_args(TYPES.District.__annotations__["delay"])[0] is timedelta


def test_objects_are_frozen_and_say_what_is_given() -> None:
    gauge = TYPES.Gauge(station="Weir", depth=31)
    assert repr(gauge) == "Gauge(station='Weir', depth=31)" and gauge.signs is NOT_GIVEN
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        gauge.depth = 4


def test_policies_take_the_objects() -> None:
    gauge = TYPES.Gauge(station="Weir", depth=31, signs=("crack",), read_at=datetime.fromisoformat("2016-06-01T08:00Z"))
    given_facts = TYPES.Facts(district=TYPES.District(gauges=(gauge,), delay=timedelta(hours=1)), warning="red")
    plain = {
        "district": {
            "gauges": [{"station": "Weir", "depth": 31, "signs": ["crack"], "read_at": "2016-06-01T08:00Z"}],
            "delay": "1 hour",
        },
        "warning": "red",
    }
    answers = [policy().evaluate(f, as_of="2016-06-01").norms for f in (given_facts, plain)]
    assert answers[0] == answers[1]


@given(st.from_type(TYPES.Facts))
def test_objects_are_drawn_by_their_type_and_accepted(drawn: Any) -> None:
    assert isinstance(drawn, TYPES.Facts)
    policy().evaluate(drawn, as_of="2016-06-01")


def test_drawn_objects_are_near_the_boundaries_and_shrink() -> None:
    assert find(st.from_type(TYPES.Gauge), lambda g: g.depth == 30, settings=QUICK) == TYPES.Gauge(depth=30)
    found = find(st.from_type(TYPES.Facts), lambda f: f.warning == "red", settings=QUICK)
    assert found == TYPES.Facts(warning="red")


def test_a_record_that_no_fact_holds_is_drawn_whole() -> None:
    text = "policy p record Note { word: text } fact flag: boolean actor a action b rule r { when flag then a must b }"
    found = fact_types(pingan.load(pingan.Source("p.rules", text)))
    note = find(st.from_type(found.Note), lambda n: n.word is not NOT_GIVEN, settings=QUICK)
    assert note == found.Note(word="a")


def test_words_of_python_are_called_by_their_label() -> None:
    text = 'policy p record R { class "kind": text  lambda "not a name": text } fact r: R actor a'
    source = pingan.Source("p.rules", text)
    with pytest.raises(ValueError, match="no Python class can have an attribute called `lambda`"):
        fact_types(pingan.load(source))
    found = fact_types(pingan.load(pingan.Source("p.rules", text.replace('lambda "not a name": text', ""))))
    assert repr(found.R(kind="x")) == "R(kind='x')"


MADE_FIRST = """
import sys
import pingan
from pingan.testing.classes import fact_types
text = "policy p record G { depth: integer } fact g: G actor a action b rule r { when g.depth > 3 then a must b }"
found = fact_types(pingan.load(pingan.Source("p.rules", text)))
assert "hypothesis" not in sys.modules
from hypothesis import find, strategies as st
print(find(st.from_type(found.G), lambda g: g.depth == 4))
"""


def test_types_made_before_hypothesis_is_imported_are_known_to_it() -> None:
    assert _python(MADE_FIRST) == "G(depth=4)"


def test_importing_hypothesis_brings_nothing_of_ours_that_is_heavy() -> None:
    code = "import sys, hypothesis; print(*sorted(m for m in sys.modules if m.startswith('pingan')))"
    assert set(_python(code).split()) <= {"pingan", "pingan.testing", "pingan.testing.hypothesis_hook"}


def test_without_hypothesis_it_is_said_what_to_install() -> None:
    code = """
import sys
sys.modules["hypothesis"] = None
import pingan
from pingan.testing import fact_types
try:
    from pingan.testing import facts
except pingan.MissingPackage as error:
    print(error)
"""
    assert _python(code) == (
        'drawing facts and policies needs the package `hypothesis`: install it with `pip install "pingan[testing]"`'
    )


def _python(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_they_are_a_mapping_by_name() -> None:
    assert isinstance(TYPES, FactTypes) and repr(TYPES) == "<FactTypes District, Gauge>"
