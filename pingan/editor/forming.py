"""Files and declarations brought into form; comments stay, and what does not parse is left as it is."""

from __future__ import annotations

from pingan.diagnostics.errors import PolicyError
from pingan.editor.documents import Document
from pingan.editor.nodes import Change
from pingan.formatting import format_text
from pingan.language.environment import Environment


def formatted(document: Document, environment: Environment) -> tuple[Change, ...]:
    """What brings *document* into form; nothing where it is in form, or broken."""
    if document.is_broken:
        return ()
    text = document.text
    try:
        printed = format_text(document.source, environment=environment)
    except (PolicyError, RuntimeError):  # reported where files are checked
        return ()
    # The file's own ends of lines stay.
    if "\r\n" in text:
        printed = printed.replace("\n", "\r\n")
    return _difference(text, printed)


def formatted_range(document: Document, environment: Environment, start: int, end: int) -> tuple[Change, ...]:
    """What brings the declarations into form that characters *start* up to *end* touch."""
    touched = [p for p in document.placed if p.start <= end and p.end >= start]
    if not touched:
        return ()
    first, last = touched[0].start, touched[-1].end
    return tuple(c for c in formatted(document, environment) if c.start <= last and c.end >= first)


def _difference(old: str, new: str) -> tuple[Change, ...]:
    """The lines of *old* that differ from *new*, as few as there are."""
    from difflib import SequenceMatcher

    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    head = 0
    while head < min(len(before), len(after)) and before[head] == after[head]:
        head += 1
    tail = 0
    while tail < min(len(before), len(after)) - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    offsets = [sum(map(len, before[:head]))]
    for line in before[head : len(before) - tail]:
        offsets.append(offsets[-1] + len(line))
    olds, news = before[head : len(before) - tail], after[head : len(after) - tail]
    found: list[Change] = []
    for kind, a, b, c, d in SequenceMatcher(None, olds, news, autojunk=len(olds) > 2_000).get_opcodes():
        if kind != "equal":
            found.append(Change(offsets[a], offsets[b], "".join(news[c:d])))
    return tuple(found)
