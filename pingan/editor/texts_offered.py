"""What may stand inside a text in quotes or a comment, and names of what no file declares."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from pingan.editor.cursor import Cursor
from pingan.editor.expected import Expected, governing_of
from pingan.editor.feature_nodes import Completion
from pingan.editor.fitting import best_fit, folded
from pingan.editor.standing import Standing
from pingan.editor.view import View
from pingan.language.data import data
from pingan.language.environment import Environment
from pingan.model.loaded import Clause
from pingan.modules.folders import SUFFIX

_CLAUSED: Final = frozenset({"_CITE", "_OMITS"})
_ALLOW: Final = re.compile(r"^\s*pingan:\s*allow\s+(?:[\w-]+[\s,]+)*(?P<typed>[\w-]*)$")
_ALLOW_BEGUN: Final = re.compile(r"^\s*(?P<typed>p?i?n?g?a?n?:?\s*a?l?l?o?w?)$")


def in_text(view: View, cursor: Cursor) -> Iterator[Completion]:
    """Clauses of the register, where one is cited."""
    # The mark itself is looked at: some words are words of the language only before a text.
    standing = view.standing(cursor.start)
    if standing is None or not standing.accepts("STRING"):
        return
    if governing_of(standing.reads) in _CLAUSED and standing.reads[-1].symbol != "STRING":
        yield from clauses(view, cursor)


def clauses(view: View, cursor: Cursor) -> Iterator[Completion]:
    """The clauses of the policy's register by id, by what they say and where; those that nothing cites first."""
    register = view.names.own.clauses if view.names.own is not None else None
    typed, prefix = folded(cursor.typed), f"{view.names.module}-"
    cited = _cited(view)
    closing = "" if cursor.closed else ("”" if view.text[cursor.start - 1] == "“" else '"')
    for place, clause in enumerate((register or {}).values()):
        short = clause.id.removeprefix(prefix)
        found = best_fit(typed, [w for w in (short, clause.id, clause.locator, clause.summary, clause.summary_zh) if w])
        if found is None:
            continue
        yield Completion(
            short,
            "clause",
            short + closing,
            cursor.start,
            cursor.end,
            found[1],
            (found[0], short in cited, place),
            " · ".join(part for part in (clause.locator, clause.kind) if part),
            _summary(view, clause),
            documentation=f"clause:{clause.id}",
        )


def _summary(view: View, clause: Clause) -> str:
    return (clause.summary_zh if view.is_chinese() else clause.summary) or clause.summary or clause.anchor or ""


def _cited(view: View) -> set[str]:
    document, prefix = view.document, f"{view.names.module}-"
    if document is None:
        return set()
    found: set[str] = set()
    for placed in document.placed:
        for node in placed.piece.nodes:
            found.update(cite.clause.removeprefix(prefix) for cite in getattr(node, "cites", ()))
    return found


def in_comment(view: View, cursor: Cursor) -> Iterator[Completion]:
    """Codes of findings in ``# pingan: allow …``, and these words themselves."""
    found = _ALLOW.match(cursor.typed)
    if found is not None:
        start = cursor.place - len(found["typed"])
        for code, title in codes():
            how = best_fit(folded(found["typed"]), (code,))
            if how is not None:
                yield Completion(code, "code", code, start, cursor.place, code, (how[0],), title)
        return
    begun = _ALLOW_BEGUN.match(cursor.typed)
    if begun is not None and "pingan: allow".startswith(begun["typed"]):
        start = cursor.place - len(begun["typed"])
        space = "" if cursor.typed[:1].isspace() else " "
        yield Completion(
            "pingan: allow",
            "keyword",
            f"{space}pingan: allow " if not begun["typed"] else "pingan: allow ",
            start,
            cursor.place,
            "pingan: allow",
            (0,),
            view.say("nothing is said of this on the next line", "对下一行不再提示"),
        )


def codes() -> tuple[tuple[str, str], ...]:
    """The codes that may be allowed, and what they are about."""
    from pingan.linting.table import LINTS

    return tuple((lint.code, lint.title) for lint in LINTS.values())


def outside_names(
    view: View, standing: Standing, expected: Expected, typed: str, start: int, end: int
) -> Iterator[Completion]:
    """Modules, libraries and calendars."""
    environment = view.snapshot.environment
    if "module" in expected.kinds:
        keyword = governing_of((standing.before("NAME") or standing).reads)
        for name, label, is_policy in modules_for(view):
            fits = is_policy is None or is_policy == (keyword != "_USES")
            found = best_fit(typed, (name, label) if label else (name,)) if name != view.names.module else None
            if found is not None and fits:
                yield Completion(name, "module", name, start, end, found[1], (found[0], 0), "", label or "")
    outside = (
        {"library": [m.name for m in environment.libraries if m.name != "standard"]}
        if "library" in expected.kinds
        else {}
    )
    if expected.is_calendar:
        outside["calendar"] = list(environment.calendars)
    for kind, names in outside.items():
        for name in names:
            found = best_fit(typed, (name,))
            if found is not None:
                yield Completion(
                    name, "library" if kind == "library" else "calendar", name, start, end, name, (found[0],)
                )


def modules_for(view: View) -> Iterator[tuple[str, str | None, bool | None]]:
    """The modules that the file may name: name, label, and whether it is a policy (None: nobody has looked)."""
    seen: set[str] = set()
    for document in view.snapshot.open.values():
        if document.module and document.module not in seen:
            seen.add(document.module)
            yield document.module, document.header.label if document.header else None, document.is_policy
    for name, known in view.names.modules.items():
        if name not in seen:
            seen.add(name)
            header = known.document.header
            yield name, header.label if header else None, known.document.is_policy
    # Files are not read for this: what a folder is called tells as much as is needed.
    files = [
        (Path(path).stem, False if Path(path).parent.name == "vocabulary" else None) for path in view.snapshot.files
    ]
    for name, is_policy in (*files, *brought(view.snapshot.environment)):
        if name not in seen:
            seen.add(name)
            yield name, None, is_policy


def brought(environment: Environment) -> Iterator[tuple[str, bool | None]]:
    """The modules that come with pingan and with libraries, as far as their places tell."""
    try:
        places = [data("policies")]
    except FileNotFoundError:
        places = []
    for place in (*places, *(folder for _, folder in environment.vocabularies)):
        for entry in sorted(place.iterdir(), key=lambda e: e.name):
            if entry.name == "vocabulary":
                yield from (
                    (file.name.removesuffix(SUFFIX), False) for file in entry.iterdir() if file.name.endswith(SUFFIX)
                )
            elif entry.name.endswith(SUFFIX):
                yield entry.name.removesuffix(SUFFIX), None
            elif entry.joinpath(f"{entry.name}{SUFFIX}").is_file():
                yield entry.name, True
