"""Laws of escalation and supervision, over drawn declarations: the same trees and the same rules in both dialects."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

import pingan
from pingan.diagnostics.diagnostic import Diagnostics
from pingan.modules.loader import load_modules
from pingan.source import Source
from pingan.stdlib import standard_environment
from pingan.syntax import nodes
from pingan.syntax.to_text import print_module
from pingan.tree.from_text import parse
from tests.clauses.duties import VOCABULARY

ENVIRONMENT = standard_environment()
ACTORS = ("town", "county", "city", "press", "plant", "plant.superior")

deadlines = st.sampled_from(
    ["promptly", "within 2 hours", "within 3 days rolling", "by 2016-03-01", "every month by day 5"]
)
after = st.sampled_from(["after leak.at", "after leak.told_at"])
evidence = st.sampled_from(
    ["fulfilled at leak.told_at", "fulfilled when leak.grave", "breached when leak.closed", "otherwise city must calm"]
)
modalities = st.sampled_from(["must", "should", "may", "may at its discretion", "must not"])
actions = st.sampled_from(["report", "notify(content: {place})", "hand_in(leak)", "hand_in(what: leak)"])
items = st.lists(
    st.sampled_from(
        [
            "when leak.grave",
            'cite "1", "2"',
            "since leak.at",
            "unless leak.closed",
            "soft",
            'note "n"',
            "in force from 2016-01-01",
        ]
    ),
    unique=True,
    max_size=4,
)


def joined(*parts: str | None) -> str:
    return " ".join(part for part in parts if part)


def maybe(strategy: st.SearchStrategy[str]) -> st.SearchStrategy[str | None]:
    return st.one_of(st.none(), strategy)


@st.composite
def parties(draw: st.DrawFn, *, least: int = 1) -> tuple[str, str, str | None]:
    """Some who act, some who are told or asked, and partners; nobody twice."""
    drawn = draw(st.permutations(ACTORS))
    acting, told = draw(st.integers(least, 2)), draw(st.integers(1, 2))
    partners = f"with {drawn[4]}" if draw(st.booleans()) else None
    return " and ".join(drawn[:acting]), " and ".join(drawn[2 : 2 + told]), partners


@st.composite
def steps(draw: st.DrawFn, start: str, told: str, partners: str | None) -> str:
    """``to …`` with all that may stand before and behind it."""
    action = draw(maybe(actions))
    said = joined(draw(maybe(modalities)), action) if action else None
    tail = joined(draw(maybe(deadlines)), draw(maybe(after)), draw(maybe(st.just("recorded in leak.informed"))))
    return joined(start, partners, said, f"to {told}", tail, draw(maybe(evidence)))


@st.composite
def escalations(draw: st.DrawFn) -> str:
    routes = []
    for _ in range(draw(st.integers(1, 3))):
        senders, told, partners = draw(parties())
        route = draw(steps(f"from {senders}", told, partners))
        for _ in range(draw(st.integers(0, 2))):
            _, further, others = draw(parties())
            route += " " + draw(steps("then", further, others))
        for _ in range(draw(st.integers(0, 2))):
            _, besides, _ = draw(parties())
            route += ", " + draw(steps("", besides, None))
        routes.append(route)
    return joined("escalation e {", *draw(items), *routes, "}")


@st.composite
def supervisions(draw: st.DrawFn) -> str:
    said = [draw(st.just("of leak"))] if draw(st.booleans()) else []
    for _ in range(draw(st.integers(1, 4))):
        bound, asked, partners = draw(parties(least=2))
        modality = draw(maybe(st.sampled_from(["must be", "should be", "may be", "may at its discretion be"])))
        using = draw(maybe(st.sampled_from(["using supervise", "using call_in(press)", "using call_in(whom: press)"])))
        tail = (draw(maybe(deadlines)), draw(maybe(after)))
        manner = draw(st.sampled_from(["supervised", "listed", "jointly supervised", "jointly listed"]))
        sought = draw(st.sampled_from(["supervision", "listing"]))
        shown = draw(maybe(evidence))
        said.append(
            draw(
                st.sampled_from(
                    [
                        joined(modality, manner, "by", bound, partners, using, *tail, shown),
                        joined(sought, modality, "requested by", bound, partners, "from", asked, using, *tail, shown),
                        joined(modality, "released by", bound, partners, using, *tail, "when leak.closed", shown),
                    ]
                )
            )
        )
    return joined("supervision s {", *draw(items), *said, "}")


def parsed(text: str) -> nodes.Module:
    diagnostics = Diagnostics()
    module = parse(Source("p.rules", text), diagnostics, ENVIRONMENT)
    assert module is not None, [d.message for d in diagnostics]
    return module


@given(st.one_of(escalations(), supervisions()))
def test_what_is_printed_in_either_dialect_is_read_as_the_same_tree(declaration: str) -> None:
    module = parsed(f"{VOCABULARY}\n{declaration}")
    for dialect in ("en", "zh"):
        for as_written in (True, False):
            text = print_module(module, dialect, environment=ENVIRONMENT, as_written=as_written)
            assert parsed(text) == module
    assert pingan.format_text(pingan.format_text(text)) == pingan.format_text(text)


@given(st.one_of(escalations(), supervisions()))
def test_a_translation_becomes_the_same_rules_or_is_refused_for_the_same_reasons(declaration: str) -> None:
    text = f"{VOCABULARY}\n{declaration}"
    translated = print_module(parsed(text), "zh", environment=ENVIRONMENT)
    answers = []
    for source in (text, translated):
        diagnostics = Diagnostics()
        modules = load_modules([Source("p.rules", source)], diagnostics, environment=ENVIRONMENT)
        answers.append((modules.modules["p"].syntax, sorted((d.code, d.message) for d in diagnostics)))
    assert answers[0] == answers[1]


@given(st.one_of(escalations(), supervisions()))
def test_a_declaration_is_lowered_or_something_is_wrong_with_it(declaration: str) -> None:
    diagnostics = Diagnostics()
    source = Source("p.rules", f"{VOCABULARY}\n{declaration}")
    modules = load_modules([source], diagnostics, environment=ENVIRONMENT)
    assert "library-failed" not in {d.code for d in diagnostics}
    rules = [d for d in modules.modules["p"].syntax.declarations if isinstance(d, nodes.Rule)]
    assert bool(rules) != diagnostics.has_errors
