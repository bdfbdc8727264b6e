"""Of any policy: its artifact answers as it does, by tables and without them."""

from __future__ import annotations

from datetime import date, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

import pingan
from pingan.artifact.built import BuiltParts
from pingan.artifact.environments import digest_of
from pingan.artifact.head import Head, head_of
from pingan.artifact.sections import MODEL, TEXTS, Meaning, meaning_section, texts_section
from pingan.artifact.tables import TABLES, tables_of, tables_section
from pingan.codec.container import container, opened
from pingan.graph.from_model import lower
from pingan.language.environment import Environment
from pingan.language.version import LANGUAGE_VERSION
from pingan.masks import tables as masks
from pingan.model import nodes as m
from pingan.policy import Policy
from pingan.program.from_graph import compile_graph
from tests.codec.test_rows import drawn as as_passed
from tests.properties.cases import ENVIRONMENT, instants
from tests.strategies.facts import facts
from tests.strategies.models import models


def built(model: m.Policy, environment: Environment, tables: masks.Tables | None) -> Policy:
    """The policy *model* out of an artifact."""
    head = Head(
        pingan.__version__, LANGUAGE_VERSION, (), "UTC", "en", "", (), (), (), (), 0, digest_of(environment)
    )  # fmt: skip
    sections = {MODEL: meaning_section(Meaning(as_passed(model), {}, ()), ()), TEXTS: texts_section(())}
    if tables is not None:
        sections[TABLES] = tables_section(tables)
    read = opened(container(head.to_data(), sections))
    return Policy(BuiltParts(read, head_of(read.head), "drawn.pgb", environment))


@settings(deadline=None)
@given(st.data(), models(), instants())
def test_it_answers_as_the_policy_does(data: st.DataObject, drawn: m.Policy, as_of: date | datetime) -> None:
    given_facts = data.draw(facts(drawn), label="facts")
    program = compile_graph(lower(drawn), ENVIRONMENT)
    said = program.evaluate(given_facts, as_of=as_of)
    for tables in (None, program.tables):
        found = built(drawn, ENVIRONMENT, tables).evaluate(given_facts, as_of=as_of)
        assert found.applicable_rules == said.applicable_rules
        assert found.undecided_rules == said.undecided_rules
        assert found.to_json() == said.to_json()


@settings(deadline=None)
@given(models())
def test_tables_come_back(drawn: m.Policy) -> None:
    tables = compile_graph(lower(drawn), ENVIRONMENT).tables
    if tables is not None:
        data = tables_section(tables)
        again = tables_of(data)
        assert tables_section(again) == data
        assert told(again) == told(tables)


def told(value: object) -> object:
    """Everything that tables hold, as plain data."""
    slots = getattr(type(value), "__slots__", None)
    if slots is not None:
        return {name: told(getattr(value, name)) for name in slots}
    if isinstance(value, dict):
        return [(name, told(content)) for name, content in value.items()]
    if isinstance(value, tuple):
        return tuple(map(told, value))
    return type(value), value
