"""Small policies as conjunctions, and what these say of facts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from pingan.masks.decider import Decider
from pingan.masks.folding import Folder
from pingan.matching.from_graph import matching_of
from pingan.matching.nodes import Atom, Conjunction, Matching, Stratum
from pingan.pipeline import Policy, load
from pingan.program.frame import Frame
from pingan.program.program import Program
from pingan.program.rules import bindings, standings
from pingan.source import Source

VOCABULARY = """
enum Kind { drill, flood, fire }
enum Grade ordered { low, middle, high }
record Post { manned: boolean  men: integer >= 0  open: boolean optional  since: datetime optional }
record Town is actor { name: text  wet: boolean  posts: list of Post  chief: Post optional  first: Post }
fact a: boolean
fact b: boolean
fact c: boolean
fact maybe: boolean optional
fact n: integer >= 0
fact y: decimal optional
fact kind: Kind
fact grade: Grade
fact kinds: set of Kind
fact word: text
fact day: date
fact at: datetime
fact who: actor
fact found: judgement by warden
fact town: Town
fact other: Town optional
actor warden
actor mayor
action act
"""
TODAY = date(2016, 2, 5)


def policy(rules: str, *, header: str = "", settings: Mapping[str, object] | None = None) -> Policy:
    """A policy over the shared vocabulary, in the zone of Shanghai."""
    head = f'policy p {{ zone "Asia/Shanghai" {header} }}'
    return load(Source("p.rules", head + VOCABULARY + rules), settings=settings)


def when(condition: str, more: str = "", **options: object) -> Policy:
    """A policy of one rule, r."""
    text = f"{more} rule r {{ when {condition} then warden must act }}"
    return policy(text, **options)  # type: ignore[arg-type]


def said(made: Policy, facts: Mapping[str, object], as_of: date | datetime = TODAY, rule: str = "p.r") -> str:
    """``surely``, ``perhaps`` or ``never``: what the conjunctions say of a rule; that is what the rules say, and what
    tables do, where they know the facts.
    """
    program: Program = made.program
    situation = program.asked(program.checked(facts, as_of), as_of, {})
    surely, undecided = program.matched.applying(situation)
    frame = Frame(program.asked(situation.facts, as_of, {}))
    for key, found in bindings(program, frame, standings(program, frame)).items():
        assert (key in surely) == any(binding.applies == 1 for binding in found), key
        assert (key in surely or key in undecided) == any(binding.applies & 1 for binding in found), key
    assert _by_tables(program, facts, as_of) in (None, (surely, undecided))
    return "surely" if rule in surely else "perhaps" if rule in undecided else "never"


def _by_tables(program: Program, facts: Mapping[str, object], as_of: date | datetime) -> object:
    assert program.tables is not None
    decision = Decider(program.tables, program.strata).decide(facts, as_of)
    if decision is None:
        return None
    folder = Folder(program.tables)
    may, surely = folder.folded(decision[0], decision[1])
    return folder.keys(surely), folder.keys(may & ~surely)


def matched(made: Policy) -> Matching:
    return matching_of(made.program.graph)


def written(found: Matching, conjunction: Conjunction) -> str:
    """A conjunction as a text: ``n >= 3, not kind = fire``."""
    return ", ".join(("not " if limb.negated else "") + _test(found, limb.test) for limb in conjunction.limbs)


def conditions(made: Policy, rule: str = "p.r") -> set[str]:
    """The conjunctions of a rule as texts."""
    found = matched(made)
    return {written(found, c) for c in found.conjunctions if c.output == found.output_of[rule]}


def _test(found: Matching, number: int) -> str:
    test = found.tests[number]
    if isinstance(test, Stratum):
        return f"<{test.rule or type(test.expression).__name__}>"
    assert isinstance(test, Atom)
    read = found.fields[test.field]
    place = ".".join(read.path) or f"today in {read.zone}"
    return " ".join((place, test.operator, *map(str, test.constants)))
