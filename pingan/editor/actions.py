"""What can be done to the text at a place: mend what was found, write what is missing, say the same otherwise."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve

from pingan.editor.actions_of_documents import document_actions, witness_changes
from pingan.editor.actions_of_findings import finding_actions
from pingan.editor.actions_of_text import other_dialect_changes, text_actions
from pingan.editor.feature_nodes import Action
from pingan.editor.loaded import Result
from pingan.editor.nodes import Changes
from pingan.editor.view import View


def actions(view: View, start: int, end: int, result: Result | None = None) -> tuple[Action, ...]:
    """What can be done about characters *start* up to *end*; *result* is what the last check found.

    What takes time is only named (`Action.pending`) and worked out by `resolved`.
    """
    if view.document is None or view.document.language is None:
        return ()
    return tuple(_unlike(_all(view, start, end, result)))


def _all(view: View, start: int, end: int, result: Result | None) -> Iterator[Action]:
    yield from finding_actions(view, start, end, result)
    yield from text_actions(view, start, end)
    yield from document_actions(view, start, end)


def _unlike(found: Iterator[Action]) -> Iterator[Action]:
    """Each only once, though several findings bring it."""
    seen: set[tuple[str, str]] = set()
    for action in found:
        key = action.title, str(action.changes)
        if key not in seen:
            seen.add(key)
            yield action


def resolved(view: View, action: Action) -> Action:
    """*action* with its changes; without any (and nothing pending) where nothing was found."""
    if action.pending is None:
        return action
    return evolve(action, changes=_changes(view, action), pending=None)


def _changes(view: View, action: Action) -> Changes:
    pending = action.pending or {}
    match pending.get("what"):
        case "dialect":
            return other_dialect_changes(view, str(pending["dialect"]))
        case "witness":
            return witness_changes(view, str(pending["key"]), str(pending["kind"]))
        case _:
            return {}


__all__ = ["actions", "resolved"]
