"""Well-formed modules (not necessarily well-typed) that between them hold every class of syntax node.

``modules()`` is the whole; the other strategies give its parts. Nothing here has spans or comments.
"""

from __future__ import annotations

from datetime import UTC, date, timedelta, timezone
from typing import Any

from hypothesis import strategies as st

from pingan.language.dialect import DIALECTS, dialect
from pingan.language.dialects import all_keywords, reserved_words
from pingan.language.environment import Environment
from pingan.language.library import Library
from pingan.syntax import nodes

_OWN_WORDS = {
    word
    for name in DIALECTS
    for rows in dialect(name).groups.values()
    for canonical, words in rows.items()
    for word in (canonical, *words)
}
"""Words that stand for a built-in name where one may be: elsewhere they are names like any other."""

_KEYWORDS = sorted(
    {w for d in DIALECTS for words in dialect(d).keywords.values() for w in words if " " not in w}
    - reserved_words()
    - _OWN_WORDS
    # Before a text these are keywords.
    - {"cite", "note", "依据", "注"}
)
"""Keywords that are names wherever no keyword can stand."""

_PLAIN = [
    "x",
    "y",
    "h",
    "incident",
    "beds",
    "Injury",
    "x_1",
    "_a",
    "事件",
    "医院",
    "保安人数",
    "当事人",
    "非法行医",
    "HIV抗体",
    "notice",
    "é",
]

names = st.sampled_from([*_PLAIN, *_KEYWORDS]).map(nodes.Name)

ENVIRONMENT = Environment(tuple(Library(name, "1") for name in (*_PLAIN, *_KEYWORDS)))
"""An environment with every library that a header here may need."""

labels = st.one_of(
    st.none(), st.sampled_from(["伤害程度", "a “b” c", 'say "x"', "", "#no comment", "a：b，c", "平安医院"])
)
texts = st.one_of(
    st.sampled_from(["2.1-a", "吉林", 'a "b" c', "a “b” c", "x # y", "当 a 时", "{", "…"]),
    st.text("ab 中#：{}“,\"'\\%", max_size=12),
)
paths = st.lists(
    st.one_of(names, st.sampled_from(["must", "not", "应当", "且", "by"]).map(nodes.Name)), max_size=2
).flatmap(lambda more: names.map(lambda first: nodes.Path((first, *more))))
expression_paths = st.one_of(paths, st.sampled_from(["as_of", "period"]).map(lambda v: nodes.Path((nodes.Name(v),))))

_integers = st.one_of(st.integers(0, 200), st.integers(0, 10**28 - 1)).map(str)
_decimals = st.builds("{}.{}".format, st.integers(0, 10**9), st.text("0123456789", min_size=1, max_size=9))
numbers = st.builds(nodes.NumberLiteral, st.one_of(_integers, _decimals), st.sampled_from(["", "%", "‰"]))
_zones = st.one_of(
    st.none(), st.just(UTC), st.integers(-23 * 60, 23 * 60).map(lambda m: timezone(timedelta(minutes=m)))
)
dates = st.dates(date(1, 1, 1)).map(nodes.DateLiteral)
months = st.builds(
    nodes.MonthLiteral, st.integers(1, 9999), st.integers(1, 12), st.sampled_from([None, "early", "mid", "late"])
)
_seconds = st.datetimes().map(lambda t: t.replace(microsecond=0))
instants = st.builds(
    lambda t, zone: nodes.DateTimeLiteral(t.replace(tzinfo=zone, fold=0)),
    st.one_of(st.datetimes(), _seconds, _seconds.map(lambda t: t.replace(second=0))),
    _zones,
)
durations = st.one_of(
    st.builds(nodes.DurationLiteral, _integers, st.sampled_from(list(dialect("en").groups["durations"]))),
    st.builds(nodes.DurationLiteral, _decimals, st.sampled_from(["minute", "hour"])),
)
_leaves = st.one_of(
    st.booleans().map(nodes.BooleanLiteral),
    numbers,
    texts.map(_quotable := (lambda t: t if not ('"' in t and "”" in t) else t.replace('"', ""))).map(nodes.TextLiteral),
    dates,
    months,
    instants,
    durations,
    st.just(nodes.AbsentLiteral()),
    expression_paths,
)
_functions = st.one_of(st.sampled_from(sorted(dialect("en").groups["functions"])).map(nodes.Name), names)


def _tuples(strategy: st.SearchStrategy[Any], low: int = 0, high: int = 3) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(strategy, min_size=low, max_size=high).map(tuple)


def _compound(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    maybe = st.one_of(st.none(), inner)
    return st.one_of(
        st.builds(nodes.Not, inner),
        st.builds(nodes.And, _tuples(inner, 2)),
        st.builds(nodes.Or, _tuples(inner, 2)),
        st.builds(nodes.Comparison, st.sampled_from(["=", "!=", "<", "<=", ">", ">="]), inner, inner),
        st.builds(nodes.Has, st.sampled_from(["one", "any", "all"]), inner, inner),
        st.builds(nodes.In, inner, inner),
        st.builds(nodes.Arithmetic, st.sampled_from(["+", "-", "*", "/"]), inner, inner),
        st.builds(nodes.Negation, inner),
        st.builds(nodes.Call, _functions, _tuples(inner)),
        st.builds(nodes.Aggregate, _functions, names, inner, maybe, maybe),
        st.builds(nodes.SetLiteral, _tuples(inner)),
        _periods_of(inner),
    )


def _periods_of(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[nodes.PeriodLiteral]:
    return st.one_of(
        st.builds(nodes.PeriodLiteral, inner, st.one_of(st.none(), inner)),
        st.builds(nodes.PeriodLiteral, st.none(), inner),
    )


expressions = st.recursive(_leaves, _compound, max_leaves=6)
small = st.recursive(_leaves, _compound, max_leaves=3)
quotable = texts.map(_quotable)
_labels = labels


# --- what a scenario gives

_bounds = st.builds(nodes.Bound, st.sampled_from(["at_least", "more_than", "at_most", "less_than"]), small)
_given_leaves = st.one_of(
    small,
    st.just(nodes.Unknown()),
    _tuples(_bounds, 1, 2).map(nodes.Bounded),
    _tuples(small).map(nodes.OneOf),
)
givens = st.recursive(
    _given_leaves,
    lambda inner: st.one_of(
        st.builds(nodes.SetLiteral, _tuples(inner), st.booleans()),
        st.builds(nodes.RecordGiven, _tuples(st.tuples(names, inner), 1)),
    ),
    max_leaves=4,
)

# --- types and vocabulary

_type_names = st.one_of(st.sampled_from(sorted(dialect("en").groups["types"])).map(nodes.Name), names)
_constants = st.recursive(
    st.one_of(numbers, dates, instants, durations, expression_paths),
    lambda inner: st.one_of(
        st.builds(nodes.Arithmetic, st.sampled_from(["+", "-", "*", "/"]), inner, inner),
        st.builds(nodes.Negation, inner),
    ),
    max_leaves=3,
)
_limits = _tuples(st.tuples(st.sampled_from(["=", "!=", "<", "<=", ">", ">="]), _constants), 0, 2)
named_types = st.builds(nodes.NamedType, _type_names, _limits)
sets_of = st.builds(nodes.SetOf, named_types)
types = st.one_of(
    named_types,
    sets_of,
    st.builds(nodes.ListOf, named_types),
    st.builds(nodes.JudgementOf, st.one_of(st.none(), named_types, sets_of), _tuples(names, 0, 2)),
)
_marks = st.lists(st.sampled_from(["optional", "key", "sensitive"]), unique=True).map(tuple)
fields = st.builds(nodes.Field, names, _labels, types, _marks)
_members = _tuples(st.builds(nodes.Member, names, _labels), 1)
_kinds = st.one_of(st.none(), st.sampled_from(["escalation", "supervision", "sanction"]).map(nodes.Name), names)
settings = st.builds(nodes.Setting, paths, small)
cites = _tuples(st.builds(nodes.Cite, quotable))
_maybe_condition = st.one_of(st.none(), small)
cases = st.one_of(
    st.builds(nodes.Case, small, _maybe_condition), st.builds(nodes.Case, small, st.none(), st.just(True))
)
vocabulary_items = st.one_of(
    st.builds(nodes.Enum, names, _labels, st.booleans(), _members),
    st.builds(nodes.Record, names, _labels, st.booleans(), _tuples(fields)),
    st.builds(nodes.Fact, fields),
    st.builds(nodes.Actor, names, _labels, st.one_of(st.none(), names)),
    st.builds(nodes.Action, names, _labels, _tuples(fields), _kinds),
    st.builds(nodes.Parameter, fields),
    st.builds(
        nodes.Interpretation, names, _labels, st.one_of(st.none(), quotable), _members, st.one_of(st.none(), names)
    ),
    st.builds(
        nodes.Definition,
        names,
        _labels,
        st.one_of(st.none(), st.tuples(names, names)),
        types,
        cites,
        _tuples(cases, 1),
        st.sampled_from([None, None, "exclusive", "agreeing"]),
    ),
)

# --- rules

_not_recurring = paths.filter(lambda p: p.text not in _OWN_WORDS)
deadlines = st.one_of(
    st.builds(nodes.Word, names.filter(lambda n: n.text not in all_keywords())),
    st.builds(nodes.Within, st.one_of(durations, expression_paths), st.booleans()),
    st.builds(nodes.By, small, st.booleans()),
    st.builds(
        nodes.Every,
        st.one_of(st.sampled_from(list(dialect("en").groups["recurring"])), _not_recurring),
        st.one_of(st.none(), st.integers(1, 31)),
    ),
)
arguments = _tuples(st.tuples(st.one_of(st.none(), names), small))
duties = st.one_of(
    st.builds(nodes.Act, names, arguments),
    st.builds(nodes.Ensure, small),
)
_evidence = st.builds(
    nodes.Evidence, st.sampled_from(["fulfilled_when", "fulfilled_at", "breached_when", "breached_at"]), small
)
_modalities = st.sampled_from(["must", "should", "may", "discretion", "must_not"])


def _norms(otherwise: st.SearchStrategy[Any]) -> st.SearchStrategy[nodes.Norm]:
    return st.builds(
        lambda deadline, holding, **parts: nodes.Norm(
            deadline=deadline, holding=holding if deadline else None, **parts
        ),
        bearers=_tuples(expression_paths, 1, 2),
        partners=_tuples(paths, 0, 2),
        modality=_modalities,
        duty=duties,
        deadline=st.one_of(st.none(), deadlines),
        evidence=_tuples(_evidence, 0, 2),
        otherwise=otherwise,
        holding=st.sampled_from([None, None, "at_end", "throughout"]),
    )


norms = _norms(st.one_of(st.none(), _norms(st.none())))
in_force = st.one_of(
    st.builds(nodes.InForce, _periods_of(small), _maybe_condition),
    st.builds(nodes.InForce, small, _maybe_condition, st.just(True)),
)
rules = st.builds(
    nodes.Rule,
    names,
    _labels,
    cites,
    _tuples(paths, 0, 2),
    st.one_of(st.none(), in_force),
    _maybe_condition,
    _tuples(st.builds(nodes.Each, names, small), 0, 2),
    _maybe_condition,
    _tuples(small, 0, 2),
    _tuples(norms, 1, 2),
    st.booleans(),
    _tuples(quotable, 0, 2),
)

# --- scenarios

_times = st.one_of(dates, instants)
expectations = st.one_of(
    st.builds(nodes.ExpectNorm, paths, _modalities, names, st.booleans(), arguments),
    st.builds(
        nodes.ExpectState,
        paths,
        st.sampled_from(["none", "applies", "pending", "due", "fulfilled", "late", "breached"]),
        st.booleans(),
    ),
    st.builds(nodes.ExpectShortfall, paths, small),
    st.builds(nodes.ExpectDeadline, paths, _times),
    st.builds(nodes.ExpectUndetermined, paths, _tuples(paths)),
    st.builds(nodes.ExpectValue, paths, small),
    st.builds(nodes.ExpectConflict, paths, paths),
)
scenarios = st.builds(
    nodes.Scenario,
    quotable,
    _tuples(st.builds(nodes.GivenFact, paths, givens)),
    st.one_of(st.none(), st.builds(nodes.AsOf, _times)),
    _tuples(settings),
    _tuples(st.builds(nodes.Since, paths, small)),
    _tuples(expectations),
    along_with=_tuples(names, 0, 2),
)

# --- files

_maybe_text = st.one_of(st.none(), quotable)


@st.composite
def policy_headers(draw: st.DrawFn) -> nodes.PolicyHeader:
    issued = draw(st.one_of(st.none(), dates))
    return nodes.PolicyHeader(
        draw(names),
        draw(_labels),
        version=draw(_maybe_text),
        document=draw(_maybe_text),
        jurisdiction=draw(_maybe_text),
        register=draw(_maybe_text),
        issued=issued,
        issuers=draw(_tuples(names)) if issued is not None else (),
        zone=draw(_maybe_text),
        scope=draw(_maybe_condition),
        in_force=draw(st.one_of(st.none(), in_force)),
        level=draw(st.one_of(st.none(), paths)),
        calendar=draw(st.one_of(st.none(), names)),
        replaces=draw(_tuples(names)),
        needs=draw(_tuples(names)),
        uses=draw(_tuples(names)),
        extends=draw(_tuples(names)),
        omissions=draw(_tuples(st.builds(nodes.Omission, quotable, quotable))),
    )


headers = st.one_of(policy_headers(), st.builds(nodes.VocabularyHeader, names, _labels, _tuples(names), _tuples(names)))
declarations = st.one_of(vocabulary_items, settings, rules, scenarios)


def modules(most: int = 4) -> st.SearchStrategy[nodes.Module]:
    """Modules of at most *most* declarations."""
    return st.builds(nodes.Module, headers, _tuples(declarations, 0, most), st.sampled_from(DIALECTS))
