"""What can be done about findings: their fixes, allowing them, declaring a name that nothing declares."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from typing import Any, Final

from pingan.diagnostics.diagnostic import Diagnostic, Severity
from pingan.diagnostics.fix import Fix
from pingan.editor.expected import Expected, expected_at
from pingan.editor.feature_nodes import Action
from pingan.editor.loaded import Result
from pingan.editor.nodes import Change, Changes, Value
from pingan.editor.printed import printed
from pingan.editor.view import View
from pingan.language.dialect import GROUPS
from pingan.language.names import NAME_REST, is_name
from pingan.syntax import nodes as syntax

_UNKNOWN: Final = frozenset({"unknown-name"})
_COMPARED: Final = re.compile(r"\s*(?:<=|>=|!=|[=<>≠≤≥])\s*(?P<what>[^\s]+)")
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}|[0-9]{4}年")
_TIME: Final = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}T")


def finding_actions(view: View, start: int, end: int, result: Result | None) -> Iterator[Action]:
    """What can be done about what was found at characters *start* up to *end*.

    What was found in another version of the text stands at other places now: nothing is offered for it until the next
    check.
    """
    for finding in result.diagnostics if result is not None else ():
        span = finding.span
        if span is None or span.source.text != view.text or os.path.abspath(span.source.name) != view.path:
            continue
        if span.end < start or span.start > end:
            continue
        for fix in finding.fixes:
            changes = changes_of(view, fix)
            if changes is not None:
                yield Action(_capital(fix.title), "quickfix", changes, finding.code, fix.safe)
        if finding.code in _UNKNOWN:
            yield from _declaring(view, finding)
        if finding.severity is not Severity.ERROR:
            yield _allowing(view, finding)


def _capital(title: str) -> str:
    return title[:1].upper() + title[1:]


def changes_of(view: View, fix: Fix) -> Changes | None:
    """The edits of *fix* by file; None where a file is not what it was made of."""
    found: dict[str, list[Change]] = {}
    for edit in fix.edits:
        path = os.path.abspath(edit.span.source.name)
        document = view.snapshot.document(path)
        if document is None or document.text != edit.span.source.text:
            return None
        found.setdefault(path, []).append(Change(edit.span.start, edit.span.end, edit.text))
    return {path: tuple(changes) for path, changes in found.items()}


def _allowing(view: View, finding: Diagnostic) -> Action:
    """A comment above the line that takes the finding away."""
    assert finding.span is not None
    line = view.text.rfind("\n", 0, finding.span.start) + 1
    indent = re.match(r"[ \t]*", view.text[line : finding.span.start])
    own = indent.group() if indent is not None else ""
    changes = {view.path: (Change(line, line, f"{own}# pingan: allow {finding.code}\n"),)}
    title = view.say(f"Allow `{finding.code}` here", f"此处允许 `{finding.code}`")
    return Action(title, "quickfix", changes, finding.code)


# --- names that nothing declares --------------------------------------------------------------------------------------


def _declaring(view: View, finding: Diagnostic) -> Iterator[Action]:
    """The name declared above the declaration that uses it: as what the place asks for."""
    span, placed = finding.span, view.placed(finding.span.start if finding.span else 0)
    if span is None or placed is None or not is_name(span.text) or _is_taken(view, span.text):
        return
    standing = view.standing(span.start)
    if standing is None or view.text[: span.start].rstrip().endswith((".", "．")):
        return
    expected = expected_at(standing, view.names, view.variables(span.start))
    for kind, node in _nodes(view, span.text, expected, span.end):
        text = printed(node, view.language) + "\n\n"
        before = above(view, placed.start)
        title = view.say(f"Declare {kind} `{span.text}`", f"声明{_ZH.get(kind, kind)} `{span.text}`")
        yield Action(title, "quickfix", {view.path: (Change(before, before, text),)}, finding.code)


_ZH: Final = {"actor": "主体", "action": "行动", "fact": "事实", "parameter": "参数", "enum": "枚举"}


def _is_taken(view: View, name: str) -> bool:
    dialects = view.snapshot.environment.dialects
    return name in dialects.reserved or any(dialects.canonical(group, name) is not None for group in GROUPS)


def above(view: View, start: int) -> int:
    """Where a declaration may stand above the one that begins at *start*: not between it and its comments."""
    lines = view.text[:start].split("\n")
    place = start - len(lines[-1])
    for line in reversed(lines[:-1]):
        if not line.lstrip().startswith(("#", "＃")):
            break
        place -= len(line) + 1
    return max(place, 0)


def _nodes(view: View, name: str, expected: Expected, end: int) -> Iterator[tuple[str, Any]]:
    own = syntax.Name(name)
    is_policy = view.document is not None and view.document.is_policy
    if expected.kinds[:1] == ("action",):
        arguments = tuple(_argument(view, found) for found in _arguments(view, end))
        yield "action", syntax.Action(own, None, arguments, None)
    elif expected.kinds[:1] == ("actor",):
        yield "actor", syntax.Actor(own, None)
    elif expected.kinds == ("parameter",) or expected.is_deadline:
        yield "parameter", syntax.Parameter(_field(own, _type("duration")))
    elif expected.is_type:
        members = (syntax.Member(syntax.Name("a_"), None), syntax.Member(syntax.Name("b_"), None))
        yield "enum", syntax.Enum(own, None, False, members)
    elif expected.is_expression or expected.kinds[:1] == ("fact",):
        kind = _guessed(view, expected.value, end)
        yield "fact", syntax.Fact(_field(own, kind))
        if is_policy and isinstance(kind, syntax.NamedType) and kind.name.text in ("integer", "decimal", "duration"):
            yield "parameter", syntax.Parameter(_field(own, kind))


def _field(name: syntax.Name, kind: syntax.TypeExpression) -> syntax.Field:
    return syntax.Field(name, None, kind)


def _type(name: str) -> syntax.NamedType:
    return syntax.NamedType(syntax.Name(name))


def _guessed(view: View, value: Value | None, end: int) -> syntax.TypeExpression:
    """The type that a name must have to stand there: told by what it is compared with, else by the place."""
    compared = _COMPARED.match(view.text, end, end + 200)
    if compared is not None:
        return _type_of_literal(view, compared["what"])
    if value is None or value.name in ("", "actor"):
        return _type("boolean")
    element = _type(value.name)
    return syntax.SetOf(element) if value.many == "set" else element


def _type_of_literal(view: View, written: str) -> syntax.NamedType:
    if _TIME.match(written):
        return _type("datetime")
    if _DATE.match(written):
        return _type("date")
    if written[:1] in '"“':
        return _type("text")
    if written[:1].isdigit():
        return _type("decimal" if re.search(r"[.%‰]", written) else "integer")
    word = re.match(rf"[{NAME_REST}]+", written)
    members = [
        d for d in view.names.all_visible("enum") if word and view.names.part("member", d.symbol.name, word.group())
    ]
    return _type(members[0].symbol.name) if len(members) == 1 else _type("boolean")


def _arguments(view: View, end: int) -> tuple[str, ...]:
    """The names of the arguments that are told: ``(to: police, about: matter)``."""
    found = re.match(r"\s*[(（]([^()（）\n]*)[)）]", view.text[end : end + 400])
    return tuple(re.findall(rf"([{NAME_REST}]+)\s*[:：]", found.group(1))) if found else ()


def _argument(view: View, name: str) -> syntax.Field:
    return _field(syntax.Name(name), _type("actor"))
