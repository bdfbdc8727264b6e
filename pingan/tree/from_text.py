"""The pass from text to syntax: scan, parse, build."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice
from typing import Any, Final, Literal

from attrs import frozen

from pingan.diagnostics.diagnostic import Annotation, Diagnostics
from pingan.diagnostics.suggest import did_you_mean
from pingan.language.dialect import DIALECTS, Dialect
from pingan.language.dialects import Dialects
from pingan.language.environment import Environment
from pingan.language.names import NAME_REST, is_name, skeleton
from pingan.language.stack import with_room
from pingan.source import Source, Span
from pingan.syntax import nodes
from pingan.syntax.building.context import Context
from pingan.syntax.building.module import MAXIMUM_NODES, all_handlers, module_of
from pingan.tree.automaton import read
from pingan.tree.forms import UsedForm, needed, productions, remedies, usable_forms, words_of
from pingan.tree.grammar_text import STRING
from pingan.tree.kept import KeptModules
from pingan.tree.kept_tables import kept_tables, tables_for
from pingan.tree.lexemes import UnmeasuredError
from pingan.tree.needs import check_needs
from pingan.tree.recovery import FIRST_WORD, length_at_most, pieces
from pingan.tree.scan import Scan, scan
from pingan.tree.tables import Tables

MAXIMUM_TOKENS: Final = 4 * MAXIMUM_NODES
"""Words and marks of one declaration."""

_TOKEN: Final = re.compile(rf"\#[^\n]*+|{STRING}|[{NAME_REST}]++|[^ \t\r\n]")


_NO_DIALECT: Final = (
    "its first word chooses the dialect, and a name follows it; "
    "the dialects of libraries are known when these are given (`--library NAME`)"
)

_KEPT: Final = KeptModules()


_Found = tuple[list[Any], Context] | Literal["refused", "unread"]
"""What has been read at once; else whether the grammar refuses it, or nothing is known of it yet."""


@frozen
class ParsedText:
    """The header and the declarations of a text, in order (None for what cannot be used), its dialect and its comments.

    *context* has what is to be said of them.
    """

    made: list[Any]
    context: Context
    dialect: str
    comments: tuple[nodes.Comment, ...]
    at_once: bool = True
    """It was read without trees."""


def parse(source: Source, diagnostics: Diagnostics, environment: Environment | None = None) -> nodes.Module | None:
    """The module that *source* holds; None when anything in it is wrong, which *diagnostics* then lists.

    It may use the clause forms of the libraries of *environment* that its header needs, and of the standard library.
    Never raises for what a text holds, however long, deep or strange it is, or however deep the caller is.
    """
    used = environment or Environment()
    kept = _KEPT.find(source, used.libraries)
    if kept is None:
        return with_room(lambda: _parse(source, diagnostics, used))
    for diagnostic in kept.warnings:
        diagnostics.add(diagnostic)
    return kept.module


def _parse(source: Source, diagnostics: Diagnostics, environment: Environment) -> nodes.Module | None:
    found = Diagnostics()
    parsed = parse_text(source, found, environment)
    module = None
    if parsed is not None:
        module = module_of(parsed.made, parsed.context, parsed.dialect, parsed.comments)
        for diagnostic in parsed.context.diagnostics:
            found.add(diagnostic)
        _warn_of_lookalikes(source, found)
    for diagnostic in found:
        diagnostics.add(diagnostic)
    if found.has_errors or module is None:
        return None
    _KEPT.keep(source, environment.libraries, module, tuple(found))
    return module


def _warn_of_lookalikes(source: Source, diagnostics: Diagnostics) -> None:
    """A warning for every two names of the file that a reader would take for one."""
    names = [word for word in words_of(source.text) if is_name(word)]
    if len({skeleton(name) for name in names}) == len(names):
        return
    seen: dict[str, tuple[str, Span]] = {}
    told: set[str] = set()
    for found in _TOKEN.finditer(source.text):
        word = found.group()
        if word in told or not is_name(word):
            continue
        told.add(word)
        span = Span(source, *found.span())
        other, first = seen.setdefault(skeleton(word), (word, span))
        if other != word:
            diagnostics.warning(
                "look-alike-names",
                f"`{word}` and `{other}` look alike and are two names",
                span,
                Annotation(first, f"`{other}` stands here"),
                help="write one of them everywhere, or choose names that differ more",
            )


def parse_text(source: Source, diagnostics: Diagnostics, environment: Environment | None = None) -> ParsedText | None:
    """What *source* holds; declarations that do not parse are left out and reported. None without a header."""
    scanned = scan(source, diagnostics)
    if not scanned.is_parsable:
        return None
    used = environment or Environment()
    language = _language(source, scanned.text, used.dialects, diagnostics)
    if language is None:
        return None
    if _is_too_large(source, scanned.text, language, diagnostics):
        return None
    needs = needed(scanned.text, language)
    found = Diagnostics(list(diagnostics))
    parsed = _parse_in(language, needs, source, scanned, used, found)
    said = _needs(parsed, needs)
    if said != needs:
        # The header says it, now that it is parsed.
        needs, found = said, Diagnostics(list(diagnostics))
        parsed = _parse_in(language, needs, source, scanned, used, found)
    if not check_needs(source, needs, language, used, diagnostics):
        return None
    for diagnostic in found:
        diagnostics.add(diagnostic)
    return parsed


def _needs(parsed: ParsedText | None, supposed: dict[str, int]) -> dict[str, int]:
    """The libraries that the header says it needs, and where; *supposed* to be those, as long as there is none."""
    header = parsed.made[0] if parsed is not None else None
    if not isinstance(header, nodes.PolicyHeader | nodes.VocabularyHeader):
        return supposed
    return {name.text: name.span.start for name in reversed(header.needs)}


def _parse_in(
    language: Dialect,
    needs: Iterable[str],
    source: Source,
    scanned: Scan,
    environment: Environment,
    diagnostics: Diagnostics,
) -> ParsedText | None:
    visible = environment.visible_to(needs)
    dialects = visible.dialects
    if language.name not in dialects:
        dialects = Dialects((*dialects, language))  # that this is not said is reported
    usable = usable_forms(source, scanned.text, language, visible, diagnostics)
    forms = usable if any(form.is_opened for form in usable) else ()
    found = _at_once(language, forms, usable, dialects, source, scanned)
    if isinstance(found, tuple):
        return ParsedText(*found, language.name, scanned.comments)
    # Lark takes its time to be imported and to build a parser: most texts do without.
    from pingan.tree.by_trees import grammar_for, made_by_trees

    grammar = grammar_for(language, forms, dialects, environment, diagnostics)
    if grammar is None:
        return None
    if found == "unread" and grammar.tables is not None:
        found = _read(grammar.tables, forms, forms, dialects, source, scanned)
        if isinstance(found, tuple):
            return ParsedText(*found, language.name, scanned.comments)
    hints = remedies(language, environment, needs)
    refused = found == "refused"
    made = made_by_trees(grammar, forms, source, scanned, visible, hints, diagnostics, refused=refused)
    return None if made is None else ParsedText(*made, language.name, scanned.comments, at_once=False)


def _at_once(
    language: Dialect,
    forms: tuple[UsedForm, ...],
    usable: tuple[UsedForm, ...],
    dialects: Dialects,
    source: Source,
    scanned: Scan,
) -> _Found:
    """The header and the declarations of a text that nothing is wrong with, by the tables that are at hand."""
    if language.name not in DIALECTS:
        return "unread"
    tables = tables_for(language, tuple(u.fragment for u in forms), dialects)
    if tables is not None:
        return _read(tables, forms, forms, dialects, source, scanned)
    larger = kept_tables(language, tuple(u.fragment for u in usable), dialects)
    # INVARIANT: what these read without any form, those without forms would read in the same way. At every place they
    # expect whatever those do, so a word that they take for one of the core is taken for no other there.
    found = _read(larger, (), usable, dialects, source, scanned) if larger is not None else "unread"
    is_core = isinstance(found, tuple) and not any(isinstance(d, nodes.FormDeclaration) for d in found[0])
    return found if is_core else "unread"


def _read(
    tables: Tables,
    forms: tuple[UsedForm, ...],
    known: tuple[UsedForm, ...],
    dialects: Dialects,
    source: Source,
    scanned: Scan,
) -> _Found:
    """What *tables*, which know the forms *known*, make of a text that uses *forms*."""
    if scanned.troubled:
        return "unread"
    context = Context(source, Diagnostics(), dialects=dialects, form_words=productions(forms, dialects).words)
    try:
        made = read(tables, scanned.text, context, all_handlers(productions(known, dialects)))
    except UnmeasuredError:
        return "unread"
    return "refused" if made is None else (made, context)


def _language(source: Source, text: str, dialects: Dialects, diagnostics: Diagnostics) -> Dialect | None:
    """The dialect that the first word chooses."""
    found = FIRST_WORD.match(text)
    word = found["word"] if found else ""
    language = dialects.of_first_word(word)
    if language is not None:
        return language
    start = found.start("word") if found else 0
    shown = f"`{word[:40]}`" if word else "the end of the file"
    diagnostics.error(
        "unexpected-text",
        f"a file begins with `policy` or `vocabulary` (`政策`, `词汇`), not with {shown}",
        Span(source, start, start + len(word)),
        help=did_you_mean(word, dialects.openers) or _NO_DIALECT,
    )
    return None


def _is_too_large(source: Source, text: str, language: Dialect, diagnostics: Diagnostics) -> bool:
    """Whether a declaration has more words and marks than any that could be accepted (said before time is spent)."""
    if length_at_most(text, language) <= MAXIMUM_TOKENS:
        return False
    found = False
    for piece in pieces(text, language):
        tokens = sum(1 for _ in islice(_TOKEN.finditer(text, piece.start, piece.end), MAXIMUM_TOKENS + 1))
        if tokens > MAXIMUM_TOKENS:
            found = True
            diagnostics.error(
                "too-large",
                f"a declaration may have {MAXIMUM_TOKENS} words and marks, and this one has more",
                Span(source, piece.start, piece.start + 1),
                help="split it in several declarations",
            )
    return found
