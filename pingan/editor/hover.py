"""What is to be said of the place somebody points at: of a name, a word of the language, a number, a day."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from pingan.catalogue.markdown import code, shown
from pingan.editor.cursor import Cursor
from pingan.editor.declared_told import told
from pingan.editor.feature_nodes import Hover
from pingan.editor.names_offered import KINDS
from pingan.editor.nodes import Occurrence
from pingan.editor.value_words import value_text
from pingan.editor.view import View
from pingan.editor.words_told import BUILT_IN, KEYWORDS
from pingan.language.dialect import GROUPS
from pingan.language.names import NAME_REST

_LITERAL: Final = re.compile(
    r"(?P<day>[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}|[0-9]{4} ?年 ?[0-9]{1,2} ?月 ?[0-9]{1,2} ?日)"
    r"|(?P<number>[0-9]+(?:\.[0-9]+)?[%‰]?)"
)
_DIGITS: Final = re.compile(r"[0-9]+")
_ALLOWED: Final = re.compile(r"pingan:\s*allow\s+(?P<codes>[\w, -]+)")
_WEEKDAYS: Final = (
    ("Monday", "星期一"), ("Tuesday", "星期二"), ("Wednesday", "星期三"), ("Thursday", "星期四"),
    ("Friday", "星期五"), ("Saturday", "星期六"), ("Sunday", "星期日"),
)  # fmt: skip


def hover(view: View, offset: int) -> Hover | None:
    """What is to be said of the place *offset*; None where there is nothing to say."""
    if view.document is None or view.document.language is None:
        return None
    cursor = view.cursor(offset)
    if cursor.where == "comment":
        return _of_comment(view, cursor)
    found = view.snapshot.at(view.path, cursor.place)
    if found is not None:
        return Hover(_of_name(view, found), found.start, found.end)
    if cursor.where == "text":
        return None
    return _of_literal(view, cursor) or _of_word(view, cursor)


def _of_name(view: View, found: Occurrence) -> str:
    if found.symbol.kind != "variable":
        return told(view, found.symbol)
    value = view.variables(found.end).get(found.symbol.name)
    head = f"**{KINDS['variable'][view.is_chinese()]}** {code(found.symbol.name)}"
    return f"{head}: {code(value_text(view, value))}" if value is not None else head


def _of_comment(view: View, cursor: Cursor) -> Hover | None:
    """A code that is allowed here: what it is about."""
    from pingan.diagnostics.codes import CODES
    from pingan.linting.table import LINTS

    line = view.text[cursor.start : cursor.end]
    allowed = _ALLOWED.search(line)
    if allowed is None:
        return None
    for found in re.finditer(r"[\w-]+", allowed["codes"]):
        start = cursor.start + allowed.start("codes") + found.start()
        if not start <= cursor.place <= start + len(found.group()):
            continue
        lint, held = LINTS.get(found.group()), CODES.get(found.group())
        if lint is not None:
            return Hover(f"{code(lint.code)}: {shown(lint.title)}\n\n{lint.why}", start, start + len(lint.code))
        if held is not None:
            return Hover(f"{code(held.name)}: {shown(held.title)}\n\n{held.explanation}", start, start + len(held.name))
    return None


def _of_literal(view: View, cursor: Cursor) -> Hover | None:
    """The exact reading of a number, the weekday of a day."""
    begin = max(view.text.rfind("\n", 0, cursor.place) + 1, cursor.place - 20)
    for found in _LITERAL.finditer(view.text, begin, min(cursor.place + 20, len(view.text))):
        if not found.start() <= cursor.place <= found.end():
            continue
        if found.start() and re.match(f"[{NAME_REST}.]", view.text[found.start() - 1]):
            return None
        text = _day(view, found.group()) if found.lastgroup == "day" else _number(view, found.group())
        return Hover(text, found.start(), found.end()) if text else None
    return None


def _day(view: View, written: str) -> str:
    year, month, day = (int(part) for part in _DIGITS.findall(written))
    try:
        found = date(year, month, day)
    except ValueError:
        return ""
    weekday = _WEEKDAYS[found.weekday()][view.is_chinese()]
    return view.say(f"{found.isoformat()}, a {weekday}", f"{year}年{month}月{day}日，{weekday}")


def _number(view: View, written: str) -> str:
    if written[-1] == "%":
        return view.say(f"{written}: exactly {written[:-1]} hundredths", f"{written}：恰为百分之{written[:-1]}")
    if written[-1] == "‰":
        return view.say(f"{written}: exactly {written[:-1]} thousandths", f"{written}：恰为千分之{written[:-1]}")
    if len(written.split(".")[0]) > 3:
        whole, point, rest = written.partition(".")
        return f"{int(whole):,}{point}{rest}"
    return ""


def _of_word(view: View, cursor: Cursor) -> Hover | None:
    """A keyword, of one word or of several, or a built-in name."""
    if cursor.start == cursor.end:
        return None
    word = view.text[cursor.start : cursor.end]
    for terminal, row in _rows(view):
        for written in row:
            if word not in written.split(" "):
                continue
            span = _span_of(view, written, cursor)
            if span is not None:
                return Hover(keyword_text(view, terminal, written), *span)
    name = _built_in(view, word)
    return Hover(name, cursor.start, cursor.end) if name else None


def _rows(view: View) -> list[tuple[str, tuple[str, ...]]]:
    """The keywords of the dialect, those of several words first."""
    return sorted(view.words.items(), key=lambda row: -max(len(w.split(" ")) for w in row[1]))


def _span_of(view: View, written: str, cursor: Cursor) -> tuple[int, int] | None:
    """Where *written*, which holds the word at the cursor, stands around it."""
    parts = written.split(" ")
    word = view.text[cursor.start : cursor.end]
    if parts == [word]:
        return cursor.start, cursor.end
    pattern = r"[ \t\r\n]+".join(map(re.escape, parts))
    begin = max(0, cursor.start - len(written) - 40)
    for found in re.finditer(rf"(?<![{NAME_REST}]){pattern}(?![{NAME_REST}])", view.text[begin : cursor.end + 60]):
        if begin + found.start() <= cursor.place <= begin + found.end():
            return begin + found.start(), begin + found.end()
    return None


def keyword_text(view: View, terminal: str, written: str) -> str:
    """A line about a keyword, with its word in the other dialects."""
    others = _in_others(view, terminal)
    beside = f" ({', '.join(others)})" if others else ""
    meaning = KEYWORDS.get(terminal)
    if meaning is None:
        form = terminal.partition("_OF_")[2].lower()
        known = view.snapshot.environment.clause_forms.get(form)
        said = known.documentation.strip().split("\n")[0] if known is not None else ""
        return f"**{code(written)}**{beside}" + (f"\n\n{shown(said)}" if said else "")
    return f"**{code(written)}**{beside}\n\n{meaning[view.is_chinese()]}"


def _in_others(view: View, terminal: str) -> list[str]:
    others = [d for d in view.snapshot.environment.dialects if d.name != view.language.name]
    return [code(d.keywords[terminal][0]) for d in others if d.keywords.get(terminal)]


def _built_in(view: View, word: str) -> str:
    dialects = view.snapshot.environment.dialects
    for group in GROUPS:
        canonical = dialects.canonical(group, word)
        if canonical is None:
            continue
        said = built_in_text(view, group, canonical)
        if said:
            return f"**{code(word)}**\n\n{said}"
    return ""


def built_in_text(view: View, group: str, canonical: str) -> str:
    """A line about a built-in type, function or value."""
    found = BUILT_IN.get(f"{group}:{canonical}")
    if found is not None:
        return found[view.is_chinese()]
    function = view.snapshot.environment.functions.get(canonical) if group == "functions" else None
    return function.documentation if function is not None else ""


def documentation(view: View, about: str) -> str:
    """What is said of a completion: of a keyword ``_WHEN``, of a built-in name ``types:text``, of a clause."""
    group, _, name = about.partition(":")
    if about.startswith("_"):
        return keyword_text(view, about[1:], view.words.get(about[1:], (about[1:],))[0])
    if group == "clause":
        from pingan.editor.declared_told import clause_text

        clause = view.names.clause(name)
        return clause_text(view, clause) if clause is not None else ""
    return built_in_text(view, group, name) if name and group in GROUPS else about
