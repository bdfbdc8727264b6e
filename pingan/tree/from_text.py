"""The pass from text to syntax: scan, parse, build."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any, Final

from attrs import field, frozen
from lark import Lark, TextSlice, Token, Tree
from lark.exceptions import UnexpectedInput

from pingan.diagnostics.diagnostic import MAXIMUM_DIAGNOSTICS, Annotation, Diagnostics
from pingan.diagnostics.suggest import did_you_mean
from pingan.language.dialect import DIALECTS, Dialect
from pingan.language.dialects import Dialects, core_dialects
from pingan.language.environment import Environment
from pingan.language.installed import told
from pingan.language.names import NAME_REST, is_name, skeleton
from pingan.language.stack import with_room
from pingan.source import Source, Span
from pingan.syntax import nodes
from pingan.syntax.building.context import Context
from pingan.syntax.building.forms import FormProductions
from pingan.syntax.from_tree import MAXIMUM_NODES, all_handlers, build, module_of
from pingan.tree.automaton import read
from pingan.tree.forms import UsedForm, failed_openers, grammar_with, needed, remedies, usable_forms, words_of
from pingan.tree.grammar import STRING, Grammar, built_grammar, unreserved
from pingan.tree.kept import KeptModules
from pingan.tree.messages import unexpected
from pingan.tree.needs import check_needs, report_dialect
from pingan.tree.recovery import length_at_most, pieces
from pingan.tree.scan import Scan, scan

LarkTree = Tree[Token]

MAXIMUM_TOKENS: Final = 4 * MAXIMUM_NODES
"""Words and marks of one declaration."""

_TOKEN: Final = re.compile(rf"\#[^\n]*+|{STRING}|[{NAME_REST}]++|[^ \t\r\n]")
_FIRST_WORD: Final = re.compile(rf"(?:[ \t\r\n]++|\#[^\n]*+)*+(?P<word>[{NAME_REST}]++|[^ \t\r\n]|\Z)")


_NO_DIALECT: Final = (
    "its first word chooses the dialect, and a name follows it; "
    "the dialects of libraries are known when these are given (`--library NAME`)"
)

_KEPT: Final = KeptModules()


@frozen
class ParsedText:
    """The trees of a text (its header and its declarations, in order), its dialect and its comments.

    Where the text could be read at once, they are nodes already, in *read*, and *context* has what was said of them.
    """

    trees: tuple[LarkTree, ...]
    dialect: str
    comments: tuple[nodes.Comment, ...]
    forms: tuple[UsedForm, ...] = ()
    dialects: Dialects = field(factory=core_dialects)
    """The dialects whose words mean something in the text."""
    read: tuple[list[Any], Context] | None = None


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
        module = _module(parsed, source, found)
        _warn_of_lookalikes(source, found)
    for diagnostic in found:
        diagnostics.add(diagnostic)
    if found.has_errors or module is None:
        return None
    _KEPT.keep(source, environment.libraries, module, tuple(found))
    return module


def _module(parsed: ParsedText, source: Source, diagnostics: Diagnostics) -> nodes.Module | None:
    if parsed.read is None:
        return build(
            parsed.trees,
            source,
            diagnostics,
            dialect=parsed.dialect,
            comments=parsed.comments,
            forms=_productions(parsed.forms, parsed.dialects),
            dialects=parsed.dialects,
        )
    made, context = parsed.read
    module = module_of(made, context, parsed.dialect, parsed.comments)
    for diagnostic in context.diagnostics:
        diagnostics.add(diagnostic)
    return module


def _productions(used: tuple[UsedForm, ...], dialects: Dialects) -> FormProductions:
    forms = [one.form for one in used]
    rows = [row for form in forms for d in dialects for row in form.words_in(d).values()]
    return FormProductions(
        tuple(form.name for form in forms),
        frozenset().union(*(one.fragment.reordered for one in used)),
        frozenset(word for row in rows for word in row if " " not in word),
    )


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
    """The trees of *source*; declarations that do not parse are left out and reported. None without a header."""
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
    if parsed is not None and _needs(parsed) != needs:
        # The header says it, now that it is parsed.
        needs, found = _needs(parsed), Diagnostics(list(diagnostics))
        parsed = _parse_in(language, needs, source, scanned, used, found)
    if not check_needs(source, needs, language, used, diagnostics):
        return None
    for diagnostic in found:
        diagnostics.add(diagnostic)
    return parsed


def _needs(parsed: ParsedText) -> dict[str, int]:
    """The libraries that the header says it needs, and where."""
    if parsed.read is not None:
        header: nodes.PolicyHeader | nodes.VocabularyHeader = parsed.read[0][0]
        return {name.text: name.span.start for name in reversed(header.needs)}
    lists = (item for item in _children(parsed.trees[0]) if item.data == "needs")
    tokens = [t for item in lists for t in item.children if isinstance(t, Token)]
    return {str(t): t.start_pos or 0 for t in reversed(tokens)}


def _parse_in(
    language: Dialect,
    needs: Iterable[str],
    source: Source,
    scanned: Scan,
    environment: Environment,
    diagnostics: Diagnostics,
) -> ParsedText | None:
    dialects = environment.visible_to(needs).dialects
    if language.name not in dialects:
        dialects = Dialects((*dialects, language))  # that this is not said is reported
    usable = usable_forms(source, scanned.text, language, environment.visible_to(needs), diagnostics)
    forms = usable if any(form.is_opened for form in usable) else ()
    if not forms:
        found = _by_larger(language, usable, dialects, source, scanned)
        if found is not None:
            return ParsedText((), language.name, scanned.comments, (), dialects, found)
    try:
        grammar = grammar_with(language, forms, dialects, diagnostics)
        clashing = unreserved(grammar, language) if language.name not in DIALECTS else ()
    except Exception as problem:
        if language.name in DIALECTS:
            raise
        report_dialect(language, environment, f"its grammar cannot be read ({told(problem)})", diagnostics)
        return None
    if clashing:
        words = ", ".join(f"`{word}`" for word in clashing)
        report_dialect(language, environment, f"these words must be reserved: {words}", diagnostics)
        return None
    at_once = _at_once(grammar, forms, forms, source, scanned)
    if at_once is not None:
        return ParsedText((), language.name, scanned.comments, forms, dialects, at_once)
    trees = _whole(grammar.lark, scanned.text)
    if trees is None:
        failed = failed_openers(grammar, language, environment.visible_to(needs))
        trees = _piecemeal(grammar, source, scanned, remedies(language, environment, needs), failed, diagnostics)
    return ParsedText(trees, language.name, scanned.comments, forms, dialects) if trees else None


def _by_larger(
    language: Dialect, usable: tuple[UsedForm, ...], dialects: Dialects, source: Source, scanned: Scan
) -> tuple[list[Any], Context] | None:
    """The nodes of a text that opens no form, by the grammar with all forms where that one is built already.

    INVARIANT: what it reads without any form, the grammar without forms reads in the same way. At every place it
    expects whatever that one does, so a word that it takes for one of the core is taken for no other there.
    """
    larger = built_grammar(language, tuple(u.fragment for u in usable), dialects) if language.name in DIALECTS else None
    found = _at_once(larger, (), usable, source, scanned) if larger is not None else None
    return None if found is None or any(isinstance(d, nodes.FormDeclaration) for d in found[0]) else found


def _at_once(
    grammar: Grammar, forms: tuple[UsedForm, ...], known: tuple[UsedForm, ...], source: Source, scanned: Scan
) -> tuple[list[Any], Context] | None:
    """The header and the declarations of a text that nothing is wrong with, which uses *forms* of those *known*."""
    if grammar.tables is None or scanned.troubled:
        return None
    words = _productions(forms, grammar.dialects).words
    context = Context(source, Diagnostics(), dialects=grammar.dialects, form_words=words)
    made = read(grammar.tables, scanned.text, context, all_handlers(_productions(known, grammar.dialects)))
    return None if made is None else (made, context)


def _language(source: Source, text: str, dialects: Dialects, diagnostics: Diagnostics) -> Dialect | None:
    """The dialect that the first word chooses."""
    found = _FIRST_WORD.match(text)
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


def _whole(lark: Lark, text: str) -> tuple[LarkTree, ...] | None:
    try:
        return _children(lark.parse(text, start="module"))
    except UnexpectedInput:
        return None


def _children(tree: LarkTree) -> tuple[LarkTree, ...]:
    return tuple(child for child in tree.children if isinstance(child, Tree))


def _piecemeal(
    grammar: Grammar,
    source: Source,
    scanned: Scan,
    forms: Mapping[str, str],
    failed: frozenset[str],
    diagnostics: Diagnostics,
) -> tuple[LarkTree, ...]:
    """The declarations one by one, so that every one that does not parse is reported.

    Those that begin with a word in *failed* are not: their forms have been.
    """
    lark, language = grammar.lark, grammar.language
    is_reported = any(d.code == "library-failed" for d in diagnostics)
    openers = tuple(word.split(" ")[0] for words in grammar.openers.values() for word in words)
    openers = (*openers, *failed) if is_reported else openers
    trees: list[LarkTree] = []
    has_header = False
    for number, piece in enumerate(pieces(scanned.text, language, openers)):
        if len(diagnostics) >= MAXIMUM_DIAGNOSTICS:
            break
        first_word = _FIRST_WORD.match(scanned.text, piece.start, piece.end) if is_reported else None
        if first_word is not None and first_word["word"] in failed:
            continue
        try:
            tree = lark.parse(
                TextSlice(scanned.text, piece.start, piece.end), start="module" if number == 0 else "declarations"
            )
            trees.extend(_children(tree))
            has_header = has_header or number == 0
        except UnexpectedInput as problem:
            first = bisect_left(scanned.troubled, piece.start)
            if first < len(scanned.troubled) and scanned.troubled[first] < piece.end:
                continue  # The characters reported there are the likely cause.
            diagnostics.add(unexpected(problem, grammar, source, scanned.text, piece, forms))
    if not has_header:
        return ()
    if not diagnostics.has_errors:
        # INVARIANT: a text that does not parse as a whole is never accepted in pieces.
        diagnostics.error("unexpected-text", "the declarations of this file do not fit together", Span(source, 0, 1))
    return tuple(trees)
