"""What an action or a function takes, while its arguments are being written."""

from __future__ import annotations

from pingan.editor.declared_told import told
from pingan.editor.expected import arguments_of
from pingan.editor.feature_nodes import Signature
from pingan.editor.hover import built_in_text
from pingan.editor.standing import Read, Standing
from pingan.editor.value_words import value_text
from pingan.editor.view import View
from pingan.editor.words_told import TAKEN
from pingan.syntax import nodes as syntax


def signature(view: View, offset: int) -> Signature | None:
    """The call whose arguments *offset* stands in; None where it stands in none."""
    cursor = view.cursor(offset)
    if cursor.where == "comment" or view.document is None:
        return None
    standing = view.standing(cursor.start if cursor.where == "text" else cursor.begin)
    opening = _opening(standing) if standing is not None else None
    if standing is None or not opening:
        return None
    called = standing.reads[opening - 1].value
    if not isinstance(called, syntax.Name):
        return None
    active = sum(1 for read in standing.reads[opening:] if read.symbol == "COMMA")
    active += sum(_commas(read.value) for read in standing.reads[opening + 1 :] if read.symbol.startswith("__"))
    if _is_act(standing.reads, opening):
        return _of_action(view, called.text, active, _named_last(standing, opening))
    return _of_function(view, called.text, active)


def _opening(standing: Standing) -> int | None:
    """Where among what has been read the innermost bracket of a call stands."""
    for place in range(len(standing.reads) - 1, 0, -1):
        symbol = standing.reads[place].symbol
        if symbol == "LPAR" and _is_closed(standing.reads, place):
            continue
        if symbol == "LPAR" and standing.reads[place - 1].symbol == "NAME":
            return place
        if symbol == "LBRACE" and standing.reads[place - 1].symbol not in ("COMMA", "LPAR", "COLON", "_IN", "_HAS"):
            return None
    return None


def _is_closed(reads: tuple[Read, ...], place: int) -> bool:
    """Whether the bracket at *place* is closed further on."""
    depth = 0
    for read in reads[place:]:
        depth += (read.symbol == "LPAR") - (read.symbol == "RPAR")
        if depth == 0:
            return True
    return False


def _commas(value: object) -> int:
    """How many arguments a list that has been begun holds."""
    return len(value) if isinstance(value, list) else 0


def _is_act(reads: tuple[Read, ...], opening: int) -> bool:
    before = reads[opening - 2].symbol if opening > 1 else ""
    return before in ("modality", "deadline", "holding", "duty") or before.startswith("_M") or "within" in before


def _named_last(standing: Standing, opening: int) -> str | None:
    """The argument that is being told, by its name."""
    for read in reversed(standing.reads[opening:]):
        if read.symbol == "KEY":
            return read.value.text if isinstance(read.value, syntax.Name) else str(read.value)
        if read.symbol == "COMMA":
            return None
    return None


def _of_action(view: View, name: str, active: int, told_now: str | None) -> Signature | None:
    declared = view.names.find(name, "action")
    if declared is None:
        return None
    found = arguments_of(name, view.names)
    arguments = tuple(
        f"{a.symbol.name}: {value_text(view, a.value)}" if a.value is not None else a.symbol.name for a in found
    )
    place = next((i for i, a in enumerate(found) if told_now in a.symbol.words), active) if told_now else active
    notes = tuple(a.symbol.label or "" for a in found)
    title = f"{declared.symbol.name}({', '.join(arguments)})"
    return Signature(title, arguments, min(place, max(len(found) - 1, 0)), told(view, declared.symbol), notes)


def _of_function(view: View, name: str, active: int) -> Signature | None:
    canonical = view.snapshot.environment.dialects.canonical("functions", name)
    if canonical is None:
        return None
    arguments = TAKEN.get(canonical, ("…",))
    title = f"{name}({', '.join(arguments)})"
    place = min(active, len(arguments) - 1)
    return Signature(title, arguments, place, built_in_text(view, "functions", canonical))
