"""Modules that were read are kept for the process: within a bound, and only for the same text, name and libraries."""

from __future__ import annotations

import pytest
from attrs import evolve

from pingan.diagnostics.diagnostic import Diagnostics
from pingan.language.environment import Environment
from pingan.language.library import Library
from pingan.source import Source
from pingan.stdlib import standard_environment
from pingan.tree import kept
from pingan.tree.from_text import parse
from pingan.tree.kept import KeptModules
from tests.tree.parsing import parsed

TEXT = "policy kept\nfact depth: integer\nfact width: integer\n"


def read(source: Source, environment: Environment) -> tuple[object, tuple[str, ...]]:
    diagnostics = Diagnostics()
    return parse(source, diagnostics, environment), tuple(d.code for d in diagnostics)


def test_equal_text_is_read_once_and_its_warnings_are_told_each_time() -> None:
    text = f"{TEXT}fact rn: integer\nfact m: integer\n"
    first, warned = read(Source("kept.rules", text), standard_environment())
    again, warned_again = read(Source("kept.rules", text), standard_environment())
    assert first is again
    assert warned == warned_again


def test_another_name_or_other_libraries_are_read_anew() -> None:
    environment = standard_environment()
    first, _ = read(Source("kept.rules", TEXT), environment)
    other, _ = read(Source("other.rules", TEXT), environment)
    alike = Environment(tuple(evolve(library) for library in environment.libraries))
    of_others, _ = read(Source("kept.rules", TEXT), alike)
    assert first is not other
    assert first is not of_others
    assert first == other == of_others


def test_what_is_wrong_is_told_each_time() -> None:
    source = Source("wrong.rules", "policy wrong { needs nobody }\n")
    assert read(source, standard_environment()) == read(source, standard_environment())
    assert read(source, standard_environment(Library("nobody", "1")))[0] is not None


def test_what_was_not_asked_for_longest_goes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    module = parsed(TEXT)
    memory = KeptModules(limit=30)
    sources = [Source(name, "x" * 10) for name in "abcd"]
    for source in sources[:3]:
        memory.keep(source, (), module, ())
    assert memory.find(sources[0], ()) is not None
    memory.keep(sources[3], (), module, ())
    assert [memory.find(source, ()) is not None for source in sources] == [True, False, True, True]
    memory.keep(Source("e", "x" * 31), (), module, ())
    assert all(memory.find(source, ()) is None for source in (*sources, Source("e", "x" * 31)))
    monkeypatch.setattr(kept, "MAXIMUM_TEXTS", 2)
    for source in sources[:3]:
        memory.keep(source, (), module, ())
    assert [memory.find(source, ()) is not None for source in sources[:3]] == [False, True, True]
