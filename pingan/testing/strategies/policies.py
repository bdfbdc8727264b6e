"""Policies, drawn as text: well-typed, read by the real pipeline, and short where they fail."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, get_args

from attrs import evolve

from pingan.diagnostics.errors import PolicyError
from pingan.language.dialect import DIALECTS
from pingan.language.environment import Environment
from pingan.model import nodes as model
from pingan.pipeline import load
from pingan.policy import Policy
from pingan.source import Source
from pingan.syntax.to_text import print_module
from pingan.testing.strategies.models.policies import header, interpretations_of, parameters_of
from pingan.testing.strategies.models.rules import definitions, rules
from pingan.testing.strategies.models.surroundings import Draw, Surroundings
from pingan.testing.strategies.models.used import with_what_it_uses
from pingan.testing.strategies.models.vocabularies import vocabularies
from pingan.testing.strategies.models.written import module_of
from pingan.testing.strategies.packages import hypothesis, st

Construct = Literal[
    "deadlines", "definitions", "each", "evidence", "in force", "interpretations", "otherwise", "overrides",
    "parameters", "recurring", "scope", "since", "unless",
]  # fmt: skip
"""What `policies` may be asked to do without."""

_MODULE = "drawn"


class DrawnPolicy(Policy):
    """A policy that was drawn. Its ``text`` is what was read, and what it is shown as."""

    __slots__ = ("text",)

    text: str

    def __repr__(self) -> str:
        return self.text

    def _repr_pretty_(self, printer: object, cycle: bool) -> None:
        printer.text("\n" + self.text)  # type: ignore[attr-defined]


def policies(
    *,
    most_rules: int = 3,
    most_definitions: int = 2,
    most_facts: int = 6,
    depth: int = 2,
    without: Iterable[Construct] = (),
    dialect: Literal["en", "zh"] | None = "en",
    environment: Environment | None = None,
) -> st.SearchStrategy[DrawnPolicy]:
    """Policies of one file, with a vocabulary of their own, loaded from the ``text`` that they are shown as.

    Expressions nest *depth* deep at most. *without* names constructs that are not drawn. *dialect* None draws both.
    """
    left_out = frozenset(without)
    unknown = sorted(left_out - set(get_args(Construct)))
    if unknown:
        raise ValueError(f"policies() draws no {unknown[0]!r}; there are {', '.join(sorted(get_args(Construct)))}")
    dialects = st.sampled_from(DIALECTS) if dialect is None else st.just(dialect)
    sizes = most_rules, most_definitions, most_facts, depth
    return _policies(sizes, left_out, dialects, environment)


@st.composite
def _policies(
    draw: st.DrawFn,
    sizes: tuple[int, int, int, int],
    without: frozenset[str],
    dialects: st.SearchStrategy[str],
    environment: Environment | None,
) -> DrawnPolicy:
    drawn = with_what_it_uses(_model(draw, *sizes, without))
    text = print_module(module_of(drawn), draw(dialects), as_written=False)
    try:
        loaded = load(Source(f"{_MODULE}.rules", text), environment=environment)
    except PolicyError:
        hypothesis.reject()  # what only a whole policy shows: rules that surely contradict each other
    policy = DrawnPolicy(loaded._parts)
    policy.text = text
    return policy


def _model(
    draw: Draw, most_rules: int, most_definitions: int, most_facts: int, depth: int, without: frozenset[str]
) -> model.Policy:
    zone = draw(st.sampled_from(["UTC", "Asia/Shanghai"]))
    words = draw(vocabularies(_MODULE, most_facts=most_facts))
    here = Surroundings(words, _MODULE, zone, written=True, without=without)
    parameters = [] if "parameters" in without else draw(parameters_of(here))
    interpretations = [] if "interpretations" in without else draw(interpretations_of(here))
    here = evolve(here, parameters=tuple(parameters), interpretations=tuple(interpretations))
    defined: dict[str, model.Definition] = {}
    for number in range(0 if "definitions" in without else draw(st.integers(0, most_definitions))):
        made = draw(definitions(f"d{number + 1}", here, depth))
        defined[made.key] = made
        here = evolve(here, definitions=(*here.definitions, made))
    headers = {_MODULE: evolve(header(draw, _MODULE, here, (), (None,)), label=None)}
    made_rules: dict[str, model.Rule] = {}
    for number in range(draw(st.integers(1, most_rules))):
        drawn = draw(rules(_MODULE, f"r{number + 1}", here, tuple(made_rules.values()), depth))
        made_rules[drawn.key] = drawn
    return model.Policy(
        headers, words, {p.key: p for p in parameters}, {i.key: i for i in interpretations}, defined, made_rules
    )
