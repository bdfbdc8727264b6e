"""Libraries that are not what they should be, or do not go together: each finding names what it is about."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from importlib import metadata
from types import SimpleNamespace
from typing import Any

import pytest
from attrs import evolve, fields
from hypothesis import given, settings
from hypothesis import strategies as st

import pingan
from pingan.exporters.exported import exported
from pingan.language import types
from pingan.language.calendar import Calendar
from pingan.language.dialect import Dialect, dialect
from pingan.language.environment import Environment
from pingan.language.function import Function, Signature
from pingan.language.installed import installed_libraries, library_named
from pingan.language.library import Exporter, Library
from pingan.language.shapes import Members, Range, Shape, exactly
from pingan.source import Source
from pingan.stdlib import standard_environment

POLICY = "policy p { needs floods }\nfact n: integer\nactor w\nrule r { when crest(n) > 3 then w must ensure n > 3 }"


def number(given: tuple[types.Type, ...], optional: tuple[bool, ...]) -> Signature | str:
    return Signature(types.INTEGER, False)


def same(given: tuple[Shape, ...]) -> Shape:
    return given[0]


def function(name: str = "crest", **changes: Any) -> Function:
    return evolve(Function(name, number, same, ""), **changes)


def floods(**changes: Any) -> Library:
    return evolve(Library("floods", "1.0", functions=(function(),)), **changes)


def table(**changes: Any) -> Calendar:
    days = Calendar("rhine", date(2026, 1, 1), date(2026, 12, 31), frozenset(), frozenset(), ())
    return evolve(days, **changes)


def german(**changes: Any) -> Dialect:
    return evolve(dialect("en"), name="de", **changes)


# --- one library ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("library", "said"),
    [
        (42, "int given as a library: it is no `Library`"),
        (floods(name="f l"), "`name` is a name"),
        (floods(name=None), "`name` is a name"),
        (floods(version=1), "the library `floods`: `version` is a text, and it is an `int`"),
        (floods(functions=[function()]), "`functions` is a tuple of `Function`, and it is a `list`"),
        (floods(functions=(3,)), "`functions` holds an `int`, which is no `Function`"),
        (floods(functions=(function(), function())), "`functions` holds two called `crest`"),
        (floods(functions=(function("3 x"),)), "called '3 x', which is no name"),
        (floods(functions=(function(act=None),)), "`crest` in `functions`: `act` cannot be called"),
        (floods(functions=(function(words={"zh": "a b"}),)), "`words` are names by dialect"),
        (floods(exporters=(Exporter("pdf", "x"),)), "`pdf` in `exporters`: `export` cannot be called"),  # type: ignore[arg-type]
        (floods(vocabularies="/tmp/x"), "`vocabularies` is a folder that files can be read from"),
        (floods(calendars=(table(first=date(2027, 1, 1)),)), "`first` and `last` are days, in this order"),
        (floods(calendars=(table(holidays={date(2026, 1, 1)}),)), "`holidays` is a frozenset of days"),
        (floods(calendars=(table(holidays=frozenset({date(2025, 1, 1)})),)), "has 2025-01-01, outside the table"),
        (floods(calendars=(table(holidays=frozenset({date(2026, 1, 3)})),)), "holds weekdays alone"),
        (floods(dialects=(german(keywords={"WHEN": ("wenn",)}),)), "[keywords] lacks `POLICY`"),
        (floods(dialects=(german(keywords={"WHEN": ("wenn",)}),)), "`THEN`"),
        (floods(dialects=(german(sentences="fr"),)), '`sentences` is "en" or "zh"'),
        (floods(dialects=(german(order={"norm": ("duty",)}),)), "[order] writes `norm` with `duty`"),
        (floods(dialects=(german(productions="nonsense: NAME\n"),)), "English has not, `nonsense`"),
    ],
)
def test_what_is_wrong_with_a_library_is_said_with_its_name_and_the_field(library: Any, said: str) -> None:
    environment = standard_environment(library)
    found = pingan.check(Source("p.rules", "policy p"), environment=environment)
    assert {d.code for d in found} <= {"bad-library", "library-clash"}
    assert any(said in d.message for d in found), [d.message for d in found]


def test_all_words_that_a_dialect_lacks_are_listed_at_once() -> None:
    (problem,) = standard_environment(floods(dialects=(german(keywords={}),))).problems[:1]
    assert problem.message.count("`") > 150


@pytest.mark.parametrize(
    ("productions", "said"),
    [
        ("since: _SINCE arith arith?", "its dialect `de` cannot be used"),
        ("when: [", "its dialect `de` cannot be used"),
        ("when: _WHEN /(/ expr", "its dialect `de` cannot be used"),
        ("when: _SOON expr", "[keywords] lacks `SOON`"),
    ],
)
def test_productions_of_a_dialect_that_do_not_fit_are_reported_with_its_library(productions: str, said: str) -> None:
    words = {**dialect("en").keywords, "POLICY": ("Regelwerk",), "VOCABULARY": ("Wortschatz",)}
    own = german(keywords=words, productions=productions, digest=productions)
    environment = standard_environment(floods(dialects=(own,)))
    found = pingan.check(Source("p.rules", "Regelwerk p { needs floods }\nactor w"), environment=environment)
    assert {d.code for d in found} == {"bad-library"}, found
    assert all("the library `floods`" in d.message for d in found)
    assert any(said in d.message for d in found), [d.message for d in found]


def test_words_that_must_be_reserved_are_asked_for() -> None:
    words = {
        **dialect("en").keywords,
        "POLICY": ("Regelwerk",),
        "VOCABULARY": ("Wortschatz",),
        "AT_LEAST": ("atleast",),
    }
    own = german(keywords=words, digest="unreserved", reserved=dialect("en").reserved)
    environment = standard_environment(floods(dialects=(own,)))
    (found,) = pingan.check(Source("p.rules", "Regelwerk p { needs floods }"), environment=environment)
    assert found.code == "bad-library"
    assert "these words must be reserved: `atleast`" in found.message


ANYTHING = st.one_of(
    st.none(),
    st.integers(),
    st.text(max_size=3),
    st.lists(st.integers(), max_size=2),
    st.dictionaries(st.text(), st.none()),
)


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from([f.name for f in fields(Library)]), st.one_of(ANYTHING, ANYTHING.map(lambda a: (a,)))
    )
)
def test_whatever_stands_in_the_fields_of_a_library_is_reported(given: dict[str, Any]) -> None:
    environment = standard_environment(floods(**given))
    assert {d.code for d in pingan.check(Source("p.rules", "policy p"), environment=environment)} <= {
        "bad-library",
        "library-clash",
    }


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from([Dialect, Function, Calendar, Exporter]),
    st.data(),
)
def test_whatever_stands_in_the_parts_of_a_library_is_reported(kind: type, data: st.DataObject) -> None:
    names = [f.name for f in fields(kind)]
    whole = {Dialect: german(), Function: function(), Calendar: table(), Exporter: Exporter("pdf", print)}[kind]  # type: ignore[arg-type]
    changes = data.draw(st.dictionaries(st.sampled_from(names), ANYTHING, min_size=1))
    place = {Dialect: "dialects", Function: "functions", Calendar: "calendars", Exporter: "exporters"}[kind]
    environment = standard_environment(floods(**{place: (evolve(whole, **changes),)}))
    found = pingan.check(Source("p.rules", "policy p"), environment=environment)
    assert {d.code for d in found} <= {"bad-library", "library-clash"}


# --- several libraries ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (floods(functions=()), "two libraries called `floods` both bring a library called `floods`"),
        (floods(name="tides"), "the libraries `floods` and `tides` give the word `crest` two meanings"),
        (
            floods(name="tides", functions=(function("wave", words={"zh": "crest"}),)),
            "give the word `crest` two meanings",
        ),
        (
            floods(name="tides", functions=(function("max"),)),
            "the library `tides` and the language itself give the word `max`",
        ),
        (floods(name="tides", functions=(), calendars=(table(name="china"),)), "a calendar called `china`"),
        (floods(name="tides", functions=(), exporters=(Exporter("svg", print),)), "an exporter called `svg`"),  # type: ignore[arg-type]
        (floods(name="tides", functions=(), dialects=(german(),)), "a first word of files called `policy`"),
    ],
)
def test_two_things_of_one_name_are_refused_with_both_libraries(other: Library, said: str) -> None:
    found = pingan.check(Source("p.rules", "policy p"), environment=standard_environment(floods(), other))
    assert {d.code for d in found} == {"library-clash"}
    assert any(said in d.message for d in found), [d.message for d in found]


def test_nothing_is_read_or_written_with_libraries_that_clash() -> None:
    clashing = standard_environment(floods(), floods(name="tides"))
    for use in (pingan.load, pingan.format_text):
        with pytest.raises(pingan.PolicyError):
            use(Source("p.rules", "policy p"), environment=clashing)  # type: ignore[operator]


# --- code of libraries that fails -------------------------------------------------------------------------------------


def endless(given: Any, optional: Any = None) -> Any:
    return endless(given)


def leaving(given: Any, optional: Any = None) -> Any:
    raise SystemExit(3)


def dividing(given: Any, optional: Any = None) -> Any:
    return 1 // 0


@pytest.mark.parametrize("check", [endless, leaving, dividing, lambda g, o: None, lambda g, o: Signature("x", 3)])  # type: ignore[arg-type]
def test_a_function_whose_check_fails_is_a_diagnostic_at_its_call(check: Callable[..., Any]) -> None:
    environment = standard_environment(floods(functions=(function(check=check),)))
    (found,) = pingan.check(Source("p.rules", POLICY), environment=environment)
    assert found.code == "library-failed"
    assert "the function `crest` of the library `floods` fails" in found.message
    assert found.span is not None and found.span.text == "crest"


@pytest.mark.parametrize(
    "act",
    [
        *(endless, leaving, dividing),
        *(lambda g: None, lambda g: Members(frozenset({True})), lambda g: Range(exactly(1.5))),  # type: ignore[arg-type]
        *(lambda g: Range(None, True), lambda g: Range(exactly(date(2026, 1, 1)))),
    ],
)
def test_a_function_that_fails_in_an_evaluation_is_a_policy_error_with_its_place(act: Callable[..., Any]) -> None:
    environment = standard_environment(floods(functions=(function(act=act),)))
    policy = pingan.load(Source("p.rules", POLICY), environment=environment)
    with pytest.raises(pingan.PolicyError) as error:
        policy.evaluate({"n": 5}, as_of="2026-01-01")
    (found,) = error.value.diagnostics
    assert found.code == "library-failed"
    assert "the function `crest` of the library `floods` fails" in found.message
    assert found.span is not None and found.span.text == "crest(n)"


@pytest.mark.parametrize("export", [lambda *a, **k: 1 // 0, lambda *a, **k: b"x", leaving])
def test_an_exporter_that_fails_is_named_with_its_library(export: Callable[..., Any]) -> None:
    environment = standard_environment(floods(exporters=(Exporter("pdf", export),)))
    policy = pingan.load(Source("p.rules", POLICY), environment=environment)
    with pytest.raises(pingan.PolicyError) as error:
        exported(policy.graph, "pdf", environment)
    assert "the exporter `pdf` of the library `floods` fails" in str(error.value)


# --- by name ----------------------------------------------------------------------------------------------------------


class Entry(SimpleNamespace):
    """An entry point whose loading is counted."""

    loaded = 0

    def load(self) -> object:
        Entry.loaded += 1
        if isinstance(self.gives, BaseException):
            raise self.gives
        return self.gives


@pytest.fixture
def entries(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    def install(**libraries: object) -> None:
        found = [
            Entry(name=n, value=f"{n}:LIBRARY", gives=g, dist=SimpleNamespace(name=n)) for n, g in libraries.items()
        ]
        Entry.loaded = 0
        monkeypatch.setattr(
            metadata, "entry_points", lambda group, name=None: [e for e in found if name in (None, e.name)]
        )

    return install


def test_a_library_is_loaded_only_when_it_is_named(entries: Callable[..., None]) -> None:
    entries(floods=floods(), tides=floods(name="tides"))
    assert installed_libraries() == ("floods", "tides")
    pingan.check(Source("p.rules", POLICY))
    assert Entry.loaded == 0
    assert standard_environment("floods").library("floods") == floods()
    assert Entry.loaded == 1


@pytest.mark.parametrize(
    ("gives", "code", "said"),
    [
        (ImportError("no module named x"), "library-failed", "ImportError: no module named x"),
        (SystemExit(1), "library-failed", "SystemExit"),
        ("a text", "library-failed", "it is no `Library`, but of type `str`"),
        (floods(name="tides"), "library-failed", "the library there calls itself 'tides'"),
    ],
)
def test_an_entry_point_that_is_no_library_is_named(
    entries: Callable[..., None], gives: object, code: str, said: str
) -> None:
    entries(floods=gives)
    with pytest.raises(pingan.PolicyError) as error:
        library_named("floods")
    (found,) = error.value.diagnostics
    assert found.code == code
    assert "`floods`" in found.message and said in found.message


def test_an_unknown_name_is_answered_with_the_nearest_and_what_to_install(entries: Callable[..., None]) -> None:
    entries(floods=floods())
    with pytest.raises(pingan.PolicyError) as error:
        standard_environment("flods")
    (found,) = error.value.diagnostics
    assert found.code == "unknown-library"
    assert found.help is not None and "`floods`" in found.help and "pingan-flods" in found.help


def test_an_environment_is_what_it_is_given_and_no_more() -> None:
    assert Environment().functions == {}
    assert Environment().dialects.names == ("en", "zh")
    assert standard_environment(floods(calendars=(table(),)), calendar="rhine").calendar == table()
    with pytest.raises(LookupError, match="rhine"):
        standard_environment(calendar="rhine")
