"""Whether libraries are what they should be, and go together. Every finding names the libraries it is about."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from importlib.resources.abc import Traversable
from typing import Any, Final

from pingan.diagnostics.diagnostic import Diagnostic, Diagnostics
from pingan.language.calendar import Calendar
from pingan.language.clause_form import ClauseForm
from pingan.language.data import data
from pingan.language.dialect import DIALECTS, GROUPS, Dialect, Group, dialect
from pingan.language.dialect_checks import dialect_problems
from pingan.language.function import Function
from pingan.language.installed import told
from pingan.language.library import STANDARD, Exporter, Library
from pingan.language.names import is_name

SHIPPED_FORMATS: Final = ("svg", "dot", "mermaid", "json")
"""The formats of pictures that every environment has."""
_FIELDS: Final[Mapping[str, type]] = {
    "dialects": Dialect,
    "clause_forms": ClauseForm,
    "functions": Function,
    "calendars": Calendar,
    "exporters": Exporter,
}


def check_libraries(libraries: Iterable[Library]) -> tuple[Diagnostic, ...]:
    """Everything that is wrong with *libraries*; those that are not whole are not compared with the others."""
    diagnostics = Diagnostics()
    whole: list[Library] = []
    for library in libraries:
        problems = _all_problems(library)
        for problem in problems:
            diagnostics.error("bad-library", f"{_called(library)}: {problem}", help="its author has to mend it")
        if not problems:
            whole.append(library)
    try:
        _check_names(whole, diagnostics)
        _check_words(whole, diagnostics)
    except (Exception, SystemExit) as problem:
        names = ", ".join(f"`{library.name}`" for library in whole if library.name != STANDARD)
        diagnostics.error("bad-library", f"one of the libraries {names} cannot be looked at: {told(problem)}")
    return tuple(diagnostics)


def _all_problems(library: object) -> list[str]:
    try:
        return list(_problems(library))
    except (Exception, SystemExit) as problem:  # its fields have code of their own, or parts that are not there
        return [f"it cannot be looked at: {told(problem)}"]


def _called(library: Any) -> str:
    name = getattr(library, "name", None)
    return f"the library `{name}`" if isinstance(name, str) else f"{type(library).__name__} given as a library"


# --- one library --------------------------------------------------------------------------------------------------


def _problems(library: Any) -> Iterator[str]:
    if not isinstance(library, Library):
        yield "it is no `Library`"
        return
    if library.name == STANDARD:
        return  # what ships has tests of its own
    name: Any = library.name
    if not isinstance(name, str) or not is_name(name):
        yield "`name` is a name: letters, digits and `_`"
    for field in ("version", "requirement", "documentation"):
        if not isinstance(getattr(library, field), str):
            yield f"`{field}` is a text, and it is {_a(getattr(library, field))}"
    for field, kind in _FIELDS.items():
        yield from _field_problems(field, getattr(library, field), kind)
    if library.vocabularies is not None and not _is_folder(library.vocabularies):
        yield f"`vocabularies` is a folder that files can be read from, and it is {_a(library.vocabularies)}"


def _field_problems(field: str, given: object, kind: type) -> Iterator[str]:
    if not isinstance(given, tuple):
        yield f"`{field}` is a tuple of `{kind.__name__}`, and it is {_a(given)}"
        return
    seen: set[str] = set()
    for item in given:
        if not isinstance(item, kind):
            yield f"`{field}` holds {_a(item)}, which is no `{kind.__name__}`"
            continue
        name = getattr(item, "name", None)
        if not isinstance(name, str) or not is_name(name):
            yield f"`{field}` holds one called {name!r}, which is no name"
            continue
        if name in seen:
            yield f"`{field}` holds two called `{name}`"
        seen.add(name)
        for problem in _item_problems(item):
            yield f"`{name}` in `{field}`: {problem}"


def _item_problems(item: Any) -> Iterator[str]:
    match item:
        case Function():
            yield from _function_problems(item)
        case Calendar():
            yield from _calendar_problems(item)
        case Dialect():
            yield from dialect_problems(item)
        case Exporter():
            yield from _uncallable(item, "export")
        case ClauseForm():
            yield from _uncallable(item, "lower", "print")


def _uncallable(item: object, *fields: str) -> Iterator[str]:
    yield from (f"`{field}` cannot be called" for field in fields if not callable(getattr(item, field)))


def _function_problems(function: Function) -> Iterator[str]:
    yield from _uncallable(function, "check", "act")
    words: Any = function.words
    if not isinstance(words, Mapping) or not all(isinstance(w, str) and is_name(w) for w in words.values()):
        yield '`words` are names by dialect, such as {"zh": "…"}'


def _calendar_problems(calendar: Calendar) -> Iterator[str]:
    days: tuple[Any, Any] = (calendar.first, calendar.last)
    if not all(type(day) is date for day in days) or calendar.first > calendar.last:
        yield "`first` and `last` are days, in this order"
        return
    for field, wanted in (("holidays", False), ("workdays", True)):
        given = getattr(calendar, field)
        if not isinstance(given, frozenset) or not all(type(day) is date for day in given):
            yield f"`{field}` is a frozenset of days"
            continue
        outside = [day for day in given if not calendar.first <= day <= calendar.last]
        if outside:
            yield f"`{field}` has {min(outside)}, outside the table"
        if any((day.weekday() >= 5) is not wanted for day in given):
            yield f"`{field}` holds {'weekend days' if wanted else 'weekdays'} alone: other days are so anyway"
    if calendar.last - calendar.first > timedelta(days=366 * 500):
        yield "it spans more than 500 years"
    sources: Any = calendar.sources
    if not isinstance(sources, tuple) or not all(isinstance(source, str) for source in sources):
        yield "`sources` is a tuple of texts"


def _is_folder(given: Any) -> bool:
    return all(callable(getattr(given, name, None)) for name in ("joinpath", "iterdir", "is_dir"))


def _a(thing: object) -> str:
    name = type(thing).__name__
    return f"an `{name}`" if name[:1].lower() in "aeiou" else f"a `{name}`"


# --- several libraries -------------------------------------------------------------------------------------------


def _check_names(libraries: list[Library], diagnostics: Diagnostics) -> None:
    """That no two libraries bring things of one name."""
    _check_unique("library", ((m, m.name) for m in libraries), {}, diagnostics)
    kinds: tuple[tuple[str, Callable[[Library], Iterable[str]], Iterable[str]], ...] = (
        ("dialect", lambda m: (d.name for d in m.dialects), DIALECTS),
        ("clause form", lambda m: (f.name for f in m.clause_forms), ()),
        ("calendar", lambda m: (c.name for c in m.calendars), ()),
        ("exporter", lambda m: (e.name for e in m.exporters), SHIPPED_FORMATS),
        ("module", _modules, _shipped_modules() if any(m.vocabularies for m in libraries) else ()),
        ("first word of files", lambda m: (w for d in m.dialects for w in _first_words(d)), _core_first_words()),
    )
    for kind, names, taken in kinds:
        found = ((m, name) for m in libraries for name in names(m))
        _check_unique(kind, found, dict.fromkeys(taken, STANDARD), diagnostics)


def _check_words(libraries: list[Library], diagnostics: Diagnostics) -> None:
    """That a word for something built in means one thing, whichever dialect or function it is of."""
    for group in GROUPS:
        meant: dict[str, tuple[str, str]] = {}
        for name in DIALECTS:
            for canonical, words in dialect(name).groups[group].items():
                meant.update(dict.fromkeys(words, (STANDARD, canonical)))
        for library, word, canonical in _words(libraries, group):
            owner, known = meant.setdefault(word, (library.name, canonical))
            if known != canonical:
                what = f"`{known}` and `{canonical}`"
                _clash(owner, library.name, f"give the word `{word}` two meanings: {what}", diagnostics)


def _words(libraries: list[Library], group: Group) -> Iterator[tuple[Library, str, str]]:
    for library in libraries:
        for own in library.dialects:
            for canonical, words in own.groups[group].items():
                yield from ((library, word, canonical) for word in words)
        if group == "functions" and library.name != STANDARD:
            for function in library.functions:
                for word in {function.name, *function.words.values()}:
                    yield library, word, f"{function.name} of {library.name}"


def _check_unique(
    kind: str, found: Iterable[tuple[Library, str]], taken: Mapping[str, str], diagnostics: Diagnostics
) -> None:
    owners = dict(taken)
    for library, name in found:
        if name in owners and (owners[name], library.name) != (STANDARD, STANDARD):
            _clash(owners[name], library.name, f"both bring {_article(kind)} called `{name}`", diagnostics)
        owners.setdefault(name, library.name)


def _clash(first: str, second: str, what: str, diagnostics: Diagnostics) -> None:
    owners = f"the library `{second}` and the language itself" if first == STANDARD else _both(first, second)
    diagnostics.error(
        "library-clash", f"{owners} {what}", help="give the environment only one of them, or ask for another name"
    )


def _article(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


def _both(first: str, second: str) -> str:
    return f"two libraries called `{first}`" if first == second else f"the libraries `{first}` and `{second}`"


def _first_words(given: Dialect) -> tuple[str, ...]:
    return (*given.keywords["POLICY"], *given.keywords["VOCABULARY"])


def _core_first_words() -> tuple[str, ...]:
    return tuple(word for name in DIALECTS for word in _first_words(dialect(name)))


def _modules(library: Library) -> Iterator[str]:
    """The names of the modules that *library* brings."""
    if library.vocabularies is not None:
        yield from _modules_in((library.vocabularies, library.vocabularies.joinpath("vocabulary")))


def _shipped_modules() -> tuple[str, ...]:
    shipped = data("policies")
    folders: list[Traversable] = [
        shipped,
        shipped.joinpath("vocabulary"),
        *(f for f in shipped.iterdir() if f.is_dir()),
    ]
    return tuple(_modules_in(folders))


def _modules_in(folders: Iterable[Traversable]) -> Iterator[str]:
    for folder in folders:
        if folder.is_dir():
            names = sorted(file.name for file in folder.iterdir())
            yield from (name.removesuffix(".rules") for name in names if name.endswith(".rules"))
