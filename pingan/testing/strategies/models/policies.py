"""Policies as what their text means, over a vocabulary: of one module, or of several at several levels."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Final

from attrs import evolve

from pingan.language import types
from pingan.model import nodes as m
from pingan.testing.strategies.models import conditions
from pingan.testing.strategies.models import expressions as e
from pingan.testing.strategies.models.rules import definitions, rules
from pingan.testing.strategies.models.showing import DrawnPolicy
from pingan.testing.strategies.models.surroundings import INTERVAL, Draw, Surroundings
from pingan.testing.strategies.packages import st

START: Final = date(2016, 1, 5)


@st.composite
def models(
    draw: Draw,
    vocabulary: m.Vocabulary,
    module: str,
    zone: str,
    *,
    max_depth: int = 2,
    levels: tuple[m.Level | None, ...] = (None,),
) -> m.Policy:
    """A policy of one to three modules: at several levels, one in the place of another."""
    here = Surroundings(vocabulary, module, zone)
    parameters = {p.key: p for p in draw(parameters_of(here))}
    interpretations = {i.key: i for i in draw(interpretations_of(here))}
    here = evolve(here, parameters=tuple(parameters.values()), interpretations=tuple(interpretations.values()))
    defined: dict[str, m.Definition] = {}
    for number in range(draw(st.integers(0, 2))):
        made = draw(definitions(f"d{number}", here, max_depth))
        defined[made.key] = made
        here = evolve(here, definitions=(*here.definitions, made))
    headers = {module: header(draw, module, here, (), levels)}
    if draw(st.integers(0, 3)) == 0:
        headers[_LOWER] = header(draw, _LOWER, here, (module,), levels)
    if draw(st.integers(0, 3)) == 0:
        headers = _with_older(draw, headers, here, levels)
    made_rules: dict[str, m.Rule] = {}
    for number in range(draw(st.integers(1, 3))):
        chosen = draw(st.sampled_from(sorted(headers)))
        extended = (module,) if chosen == _LOWER else ()
        before = [r for r in made_rules.values() if r.module in (chosen, *extended)]
        made_rule = draw(rules(chosen, f"r{number}", here, before, max_depth))
        made_rules[made_rule.key] = made_rule
    return DrawnPolicy(
        headers=headers,
        vocabulary=vocabulary,
        parameters=dict(sorted(parameters.items())),
        interpretations=interpretations,
        definitions=defined,
        rules=dict(sorted(made_rules.items())),
    )


_LOWER: Final = "village"
"""The module that extends the first."""
_OLDER: Final = "hamlet"
"""The module whose place another takes."""


@st.composite
def parameters_of(draw: Draw, here: Surroundings) -> list[m.Parameter]:
    """A number, perhaps, and two lengths of time; each set, or not."""
    found = []
    if draw(st.booleans()):
        value = draw(st.sampled_from([None, 2, Fraction(1, 2)]))
        constant = None if value is None else m.Constant(value, type=types.NumberType(integer=isinstance(value, int)))
        found.append(m.Parameter(here.module, "limit", type=types.DECIMAL, value=constant))
    length = draw(st.sampled_from([None, m.Duration(Fraction(7200), "second"), m.Duration(Fraction(30), "day")]))
    found.append(m.Parameter(here.module, "promptly", type=types.DURATION, value=length))
    interval = draw(st.sampled_from([None, m.Duration(Fraction(10), "day"), m.Duration(Fraction(1), "month")]))
    found.append(m.Parameter(here.module, INTERVAL, type=types.DURATION, value=interval))
    return found


@st.composite
def interpretations_of(draw: Draw, here: Surroundings) -> list[m.Interpretation]:
    """A place that can be read in two ways, perhaps."""
    if draw(st.booleans()) is not here.written:
        return []
    chosen = draw(st.sampled_from([None, "narrow", "wide"]))
    return [m.Interpretation(here.module, "sense", readings=(m.Member("narrow"), m.Member("wide")), chosen=chosen)]


def header(
    draw: Draw, name: str, here: Surroundings, extends: tuple[str, ...], levels: tuple[m.Level | None, ...]
) -> m.Header:
    scope = None
    if "scope" not in here.without and draw(st.integers(0, 3)) == (3 if here.written else 0):
        scope = conditions.condition(draw, here, 1)
    in_force = m.InForce(m.PeriodOf(m.Constant(START, type=types.DATE), None, type=types.PERIOD), None, here.zone)
    level = draw(st.sampled_from(levels))
    is_dated = "in force" not in here.without and draw(st.booleans())
    return m.Header(
        name, name, zone=here.zone, scope=scope, in_force=in_force if is_dated else None, extends=extends, level=level
    )


def _with_older(
    draw: Draw, headers: dict[str, m.Header], here: Surroundings, levels: tuple[m.Level | None, ...]
) -> dict[str, m.Header]:
    """*headers* and one more, whose place one of them takes from a day on."""
    newer = draw(st.sampled_from(sorted(headers)))
    first = m.Constant(draw(st.sampled_from([START, date(2016, 2, 5)])), type=types.DATE)
    tested = draw(st.sampled_from([e.instant, e.day]))(draw, here, 1) if draw(st.booleans()) else None
    in_force = m.InForce(m.PeriodOf(first, None, type=types.PERIOD), tested, here.zone)
    older = evolve(header(draw, _OLDER, here, (), levels), replaced_by=(m.Replacement(newer, in_force),))
    replacing = evolve(headers[newer], in_force=in_force, replaces=(_OLDER,))
    return {_OLDER: older, **headers, newer: replacing}
