"""Which clause forms a text may use, and which of them it does: found before the text is parsed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from attrs import field, frozen

from pingan.diagnostics.diagnostic import Diagnostics
from pingan.language.clause_form import ClauseForm
from pingan.language.dialect import Dialect
from pingan.language.dialects import Dialects
from pingan.language.environment import Environment
from pingan.language.installed import told
from pingan.language.names import NAME_REST, is_name
from pingan.source import Source, Span
from pingan.syntax.building.forms import FormProductions
from pingan.syntax.failures import form_failed
from pingan.tree.fragments import Fragment, FragmentError, fragment_of
from pingan.tree.grammar_text import STRING, core_productions

if TYPE_CHECKING:
    from pingan.tree.grammar import Grammar

_TOKEN: Final = re.compile(rf"(?:{STRING}|\#[^\n]*+)|(?P<word>[{NAME_REST}]++)|(?P<sign>[^ \t\r\n])")

_WORDS: Final = re.compile(rf"(?:{STRING}|\#[^\n]*+)|([{NAME_REST}]++)")


@frozen
class UsedForm:
    """A clause form that a text may use: whose it is, its grammar, and where its opening word first stands."""

    library: str
    form: ClauseForm
    fragment: Fragment
    place: Span = field(eq=False, repr=False)

    @property
    def is_opened(self) -> bool:
        """Whether its opening word stands anywhere in the text."""
        return self.place.end > self.place.start


def usable_forms(
    source: Source, text: str, language: Dialect, environment: Environment, diagnostics: Diagnostics
) -> tuple[UsedForm, ...]:
    """The forms of *environment*, and where the first word that opens each stands in *text* (of *source*, scanned).

    A text is read with all of them, or with none if no word opens any: most files use none, and a grammar without
    them is built in half the time; more than these two are not made, since each takes its time. Forms whose grammar
    cannot be used are reported.
    """
    forms = [(library.name, form) for library in environment.libraries for form in library.clause_forms]
    if not forms:
        return ()
    core = core_productions(language)
    fragments: list[tuple[str, ClauseForm, Fragment]] = []
    for library, form in forms:
        try:
            fragments.append((library, form, fragment_of(form, language, core)))
        except (Exception, SystemExit) as problem:
            why = str(problem) if isinstance(problem, FragmentError) else told(problem)
            form_failed(str(form.name), library, why, diagnostics)
    openers = {word.split(" ")[0] for _, _, fragment in fragments for word in fragment.openers}
    places = {} if openers.isdisjoint(words_of(text)) else _words(text)
    used: dict[str, UsedForm] = {}
    for library, form, fragment in fragments:
        starts = [place for word in fragment.openers for place in places.get(word.split(" ")[0], ())]
        start = min(starts, default=0)
        used.setdefault(form.name, UsedForm(library, form, fragment, Span(source, start, start + bool(starts))))
    return tuple(used.values())


def productions(used: tuple[UsedForm, ...], dialects: Dialects) -> FormProductions:
    """What the builder has to know of the forms that a text uses."""
    forms = [one.form for one in used]
    rows = [row for form in forms for d in dialects for row in form.words_in(d).values()]
    return FormProductions(
        tuple(form.name for form in forms),
        frozenset().union(*(one.fragment.reordered for one in used)),
        frozenset(word for row in rows for word in row if " " not in word),
    )


def needed(text: str, language: Dialect) -> dict[str, int]:
    """The libraries that the header of *text* says it needs, as far as can be told before it is parsed, and where."""
    words = language.keywords["NEEDS"]
    names = {w for t in _NAMING for w in language.keywords.get(t, ())} | _SIGNS
    found: dict[str, int] = {}
    before, last, is_listed = "", "", False
    for word, start in _header(text):
        if is_listed and is_name(word):
            found.setdefault(word, start)
            last, is_listed = word, False
        else:
            follows = bool(last) and before == last
            is_listed = follows if word == "," else word in words and before not in names
        before = word
    return found


# What is followed by a name, or by an expression.
_NAMING: Final = ("USES", "EXTENDS", "REPLACES", "CALENDAR", "LEVEL", "BY")
_SIGNS: Final = frozenset(",.=(<>+-*/")


def _header(text: str) -> Iterator[tuple[str, int]]:
    """The words and signs, and where they stand, in the braces that follow the first word, name and label of *text*."""
    depth = count = 0
    for found in _TOKEN.finditer(text):
        word = found["word"] or found["sign"]
        if word is None:
            continue
        depth += (word in ("{", "(")) - (word in ("}", ")"))
        count += depth == 0
        if (depth == 0 and count > 2) or depth < 0:
            return
        if depth == 1:
            yield word, found.start()


def remedies(language: Dialect, environment: Environment, needs: Iterable[str]) -> dict[str, str]:
    """What to do about a word that opens a clause form where it cannot stand, by that word.

    The form may be one of a library that the text does not need, or the word one of another dialect. Nothing (an empty
    text) is to be done about words that may stand here: they are what a misspelt one may have meant.
    """
    found: dict[str, str] = {}
    usable = {library.name for library in environment.visible_to(needs).libraries}
    for library in environment.libraries:
        for form in library.clause_forms:
            own = _openers(form, language)
            for other in (language, *environment.dialects):
                for word in _openers(form, other):
                    if library.name in usable and own and word not in own:
                        found.setdefault(word, f"in this file write `{own[0]}`")
                    elif library.name in usable and word in own:
                        found[word] = ""
                    elif library.name not in usable:
                        write = f"write `{language.keyword('NEEDS')} {library.name}` in the header"
                        found.setdefault(word, f"it opens a clause form of the library `{library.name}`: {write}")
    return found


def failed_openers(grammar: Grammar, language: Dialect, environment: Environment) -> frozenset[str]:
    """The words that begin declarations of those forms of *environment* (what the text may use) that *grammar* lacks.

    What is wrong with them has been said: that they cannot stand anywhere is nothing that an author could mend.
    """
    usable = {word for words in grammar.openers.values() for word in words}
    found: set[str] = set()
    for library in environment.libraries:
        for form in library.clause_forms:
            found.update(_openers(form, language) or _supposed_openers(form, language))
    return frozenset(found - {word.split(" ")[0] for word in usable})


def _supposed_openers(form: ClauseForm, language: Dialect) -> tuple[str, ...]:
    """The words that declarations of *form*, whose grammar cannot be used, were meant to begin with."""
    try:
        begins = re.search(rf"(?m)^[ \t?!]*{re.escape(form.name)}[ \t]*:[ \t]*_(\w+)", form.productions_in(language))
        words = form.words_in(language).get(begins.group(1), ()) if begins else ()
        return tuple(word.split(" ")[0] for word in words)
    except (Exception, SystemExit):  # said where the form is used
        return ()


def _openers(form: ClauseForm, language: Dialect) -> tuple[str, ...]:
    try:
        words = fragment_of(form, language, core_productions(language)).openers
    except (Exception, SystemExit):  # said where the form is used
        return ()
    return tuple(word.split(" ")[0] for word in words)


def words_of(text: str) -> set[str]:
    """The words of *text*, outside texts and comments."""
    return set(_WORDS.findall(text)) - {""}


def _words(text: str) -> dict[str, list[int]]:
    """Where each word of *text* stands, outside texts and comments."""
    places: dict[str, list[int]] = {}
    for found in _TOKEN.finditer(text):
        word = found["word"]
        if word is not None:
            places.setdefault(word, []).append(found.start())
    return places
