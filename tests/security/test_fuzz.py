"""Anything in, something of ours out: policy, outcome, diagnostics or a PinganError, and soon."""

from __future__ import annotations

import functools
import json
import re
import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pingan
from pingan import PinganError, Policy, PolicyError, Source
from pingan.diagnostics.plain import plain
from pingan.exporters import dot, mermaid
from pingan.exporters import json as graph_json
from tests.security.everything import ENGLISH

SOON = 20
"""Seconds that nothing may take; on an idle machine nothing takes two."""

CHINESE = pingan.format_text(ENGLISH, dialect="zh")
PIECES = tuple(dict.fromkeys(re.findall(r"\"[^\"\n]*\"|“[^”\n]*”|#.*|\w+|\s+|[^\w\s]", ENGLISH + CHINESE)))
ODD = (
    "\x00", "\r", "\x1b[31m", "\u202e", "\u2028", "\u200b", "\ufeff", "\ud800", "：", "“", "’", "9" * 29, "0" * 4000,
    "10000-01-01", "0000-00-00", "2016-02-30", "9999-12-31", "0001-01-01", "%", "‰", "/ 0", "((((", "}}}}", "{{{{",
    "not not not", "非", "当", "as_of", "period", "absent", "..", "/*", "<script>", "${x}", "{0.__class__}",
)  # fmt: skip
AS_OF = ("2016-06-01", "2016-06-01T10:00+08:00", "0001-01-01", "9999-12-31", "2017-01-01T00:00Z")


@functools.cache
def everything() -> Policy:
    return pingan.load(Source("everything.rules", ENGLISH))


def ours(ask: Callable[[], object]) -> None:
    """Runs *ask*: it may only end well or in an error of ours that can be shown, and soon."""
    began = time.monotonic()
    said = None
    try:
        ask()
    except PinganError as error:
        said = str(error)
    assert time.monotonic() - began < SOON
    assert said is None or (said and plain(said) == said)


def all_about(policy: Policy, facts: object, as_of: str) -> None:
    """Everything that can be asked of *policy* about *facts*."""
    outcome = policy.evaluate(facts, as_of=as_of)
    for language in ("en", "zh"):
        outcome.to_text(language=language)
    json.dumps(outcome.to_dict(), allow_nan=False).encode()
    for rule in policy.model.rules:
        outcome.explain(rule).to_text()
    for exporter in (dot, mermaid, graph_json):
        exporter.export(policy.graph, outcome).encode()


def loaded_and_asked(text: str, as_of: str) -> None:
    source = Source("fuzz.rules", text)
    for diagnostic in pingan.check(source):
        assert diagnostic.message
    try:
        policy = pingan.load(source)
    except PolicyError:
        return
    ours(lambda: all_about(policy, {}, as_of))
    ours(lambda: all_about(policy, policy.facts_example(), as_of))
    ours(lambda: [r.name for r in policy.test()])


@given(
    st.binary(max_size=400)
    | st.lists(st.sampled_from(PIECES + ODD), max_size=80).map(lambda p: " ".join(p).encode("utf-8", "surrogatepass"))
)
def test_any_bytes_and_any_words_are_checked_and_formatted(content: bytes) -> None:
    for text in (
        content.decode("utf-8", "replace"),
        content.decode("utf-8", "surrogateescape"),
        content.decode("latin-1"),
    ):
        source = Source("fuzz.rules", text)
        ours(lambda source=source: pingan.check(source))  # type: ignore[misc]
        for dialect in ("en", "zh"):
            ours(lambda source=source, dialect=dialect: pingan.format_text(source, dialect=dialect))  # type: ignore[misc]


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """The text of everything with a few words changed, left out, put in, said again or exchanged."""
    words = re.findall(r"\"[^\"\n]*\"|“[^”\n]*”|#.*|\w+|\s+|[^\w\s]", draw(st.sampled_from((ENGLISH, CHINESE))))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(words) - 1))
        until = min(len(words), at + draw(st.integers(1, 8)))
        match draw(st.sampled_from(("replace", "remove", "insert", "repeat", "swap"))):
            case "replace":
                words[at] = draw(st.sampled_from(PIECES) | st.sampled_from(ODD))
            case "remove":
                del words[at:until]
            case "insert":
                words.insert(at, draw(st.sampled_from(PIECES) | st.sampled_from(ODD) | st.text(max_size=3)))
            case "repeat":
                words[at:at] = words[at:until]
            case _:
                other = draw(st.integers(0, len(words) - 1))
                words[at], words[other] = words[other], words[at]
        words = words or [""]
    return "".join(words)


@given(mutated(), st.sampled_from(AS_OF))
def test_a_policy_with_words_changed_is_refused_or_answers(text: str, as_of: str) -> None:
    ours(lambda: loaded_and_asked(text, as_of))


@given(mutated())
def test_whatever_formats_says_the_same_in_both_dialects(text: str) -> None:
    try:
        english = pingan.format_text(text, dialect="en")
    except PolicyError:
        return
    assert pingan.format_text(english, dialect="en") == english
    assert pingan.format_text(pingan.format_text(english, dialect="zh"), dialect="en") == english


@st.composite
def changed_facts(draw: st.DrawFn) -> object:
    """The example's facts with a few places holding something else."""
    facts: object = json.loads(json.dumps(everything().facts_example()))
    for _ in range(draw(st.integers(1, 4))):
        holder = facts
        while isinstance(holder, dict | list) and holder:
            key = draw(st.sampled_from(sorted(holder) if isinstance(holder, dict) else range(len(holder))))
            inner = holder[key]
            if not isinstance(inner, dict | list) or not inner or draw(st.booleans()):
                holder[key] = draw(VALUES)
                break
            holder = inner
    return facts


LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.floats()
    | st.decimals()
    | st.text(max_size=8)
    | st.sampled_from(("low", "mid", "中", "pump", "warden", "mayor", "城镇", "town.schools[1]", "2 hours", "2 小时"))
    | st.sampled_from(("0001-01-01", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00+14:00", "2016-10-30", "99999 hours"))
)
FORMS = (
    "at_least",
    "at_most",
    "more_than",
    "less_than",
    "one_of",
    "known",
    "open",
    "possible",
    "value",
    "by",
    "at",
    "from",
    "until",
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from((*FORMS, "town", "schools", "校", "level")) | st.text(max_size=4), inner, max_size=4
        )
    ),
    max_leaves=12,
)


@given(VALUES | changed_facts(), st.sampled_from(AS_OF))
def test_any_data_gives_an_outcome_or_fact_errors(facts: object, as_of: str) -> None:
    ours(lambda: all_about(everything(), facts, as_of))


@given(
    st.dictionaries(
        st.sampled_from(("limit", "everything.limit", "限额", "promptly", "interval", "sense")) | st.text(max_size=4),
        VALUES,
        max_size=3,
    )
)
def test_any_settings_fit_or_are_refused(given_settings: dict[str, object]) -> None:
    ours(lambda: everything().evaluate({}, as_of="2016-06-01", settings=given_settings).to_dict())


@pytest.mark.parametrize("name", ["jilin", "national"])
@settings(max_examples=20)
@given(data=st.data())
def test_facts_about_shipped_policies_give_an_outcome_or_fact_errors(name: str, data: st.DataObject) -> None:
    policy = shipped(name)
    names = [
        *policy.model.vocabulary.facts,
        *(f.field.label or "" for f in policy.model.vocabulary.facts.values() if f.field),
    ]
    fields = sorted({n for record in policy.model.vocabulary.records.values() for n in record.fields})
    records = st.dictionaries(st.sampled_from(fields), VALUES, max_size=4)
    facts = data.draw(
        st.dictionaries(st.sampled_from(names), VALUES | records | st.lists(records, max_size=2), max_size=4)
    )
    ours(lambda: policy.evaluate(facts, as_of=data.draw(st.sampled_from(AS_OF))).to_dict())


@functools.cache
def shipped(name: str) -> Policy:
    return pingan.load(name)
