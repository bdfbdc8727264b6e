"""The law "explained": for a settled conclusion, the facts that its explanation names, alone, give it again."""

from __future__ import annotations

from datetime import date, datetime

from hypothesis import given, note
from hypothesis import strategies as st

from pingan.diagnostics.errors import FactError
from pingan.graph.from_model import lower
from pingan.language.shapes import Shape
from pingan.model import nodes as model
from pingan.outcome.nodes import Norm
from pingan.outcome.outcome import Outcome
from pingan.program.from_graph import compile_graph
from pingan.program.program import Program
from pingan.program.shapes import is_settled
from tests.outcome.restricting import restricted
from tests.properties.cases import ENVIRONMENT, checked, instants
from tests.strategies.facts import facts
from tests.strategies.models import models


def identity(norm: Norm) -> tuple[object, ...]:
    elements = tuple(e.path for e in norm.elements)
    return norm.policy, norm.rule, norm.place, norm.depth, elements, norm.period, norm.bearer.name


def alone(
    program: Program, outcome: Outcome, subject: int | str, data: object, as_of: date | datetime
) -> Outcome | None:
    """The outcome of the facts that the explanation of *subject* names, and nothing else."""
    (reason,) = outcome.explain(subject).reasons
    told = restricted(data, reason.paths)
    note(f"{subject}: told {sorted(reason.paths)}: {told}")
    try:
        return program.evaluate(checked(told, program.policy, as_of), as_of=as_of)
    except FactError:  # an actor named by the path of a record of which nothing else is told
        return None


@given(st.data(), models(), instants())
def test_told_is_enough(draw: st.DataObject, policy: model.Policy, as_of: date | datetime) -> None:
    given_facts = checked(draw.draw(facts(policy), label="facts"), policy, as_of)
    program = compile_graph(lower(policy), ENVIRONMENT)
    outcome = program.evaluate(given_facts, as_of=as_of)
    for index, norm in enumerate(outcome.norms):
        assert outcome.explain(index, language="zh").to_text()
        if len(norm.states) == 1 and (again := alone(program, outcome, index, given_facts.data, as_of)):
            states = [n.states for n in again.norms if identity(n) == identity(norm)]
            # A norm about an element that nothing told speaks of is not there, which is how it stands: none.
            assert norm.states in (states or [{"none"}])
    for key, value in values(outcome).items():
        if is_settled(value) and (again := alone(program, outcome, key, given_facts.data, as_of)):
            assert values(again)[key] == value


def values(outcome: Outcome) -> dict[str, Shape]:
    return {f.subject: f.value for f in outcome.findings if f.kind == "definition" and f.value is not None}
