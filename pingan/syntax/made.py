"""Nodes that a plug-in made: are they what nodes are? Anything else would fail far from where it came from."""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Hashable
from functools import cache
from typing import Any, Final, TypeVar

import attrs

from pingan.diagnostics.diagnostic import Diagnostics
from pingan.language.dialects import reserved_words
from pingan.language.names import MAXIMUM_NAME, is_name
from pingan.source import Span
from pingan.syntax import nodes
from pingan.syntax.expression_nodes import Node

MAXIMUM_MADE: Final = 100_000
"""Nodes that one declaration of a form may be lowered to."""
MAXIMUM_HEIGHT: Final = 160
"""Levels of the tree of one declaration, as for those that are written."""

Core = TypeVar("Core", bound=Node)
Check = Callable[[Any], bool]


class NonsenseError(Exception):
    """What a plug-in gave is not what it must give; the message says what it is, *span* where it belongs."""

    def __init__(self, message: str, span: Span | None = None) -> None:
        super().__init__(message)
        self.span = span


def sound(found: Diagnostics) -> Diagnostics:
    """*found*, what a plug-in reports. Raises NonsenseError for what nobody can read."""
    for diagnostic in found:
        texts: list[object] = [diagnostic.code, diagnostic.message]
        texts += [] if diagnostic.help is None else [diagnostic.help]
        if not all(isinstance(t, str) and t for t in texts):
            raise NonsenseError("it reports something without a code and a sentence")
        for annotation in diagnostic.annotations:
            span: Any = annotation.span
            if not isinstance(span, Span) or not 0 <= span.start <= span.end <= len(span.source.text):
                raise NonsenseError(f"it reports `{diagnostic.message[:100]}` at no place in a text")
    return found


@attrs.define
class MadeNodes:
    """One answer of a plug-in, checked and completed: nodes without a place stand where what they belong to does."""

    whole: Span
    count: int = 0

    def checked(self, made: object, kinds: tuple[type[Core], ...]) -> tuple[Core, ...]:
        """*made*, if it is a tuple of nodes of *kinds* with all that belongs to them. Raises NonsenseError."""
        if not isinstance(made, tuple | list):
            raise NonsenseError(f"it gives {_described(made)}, not a tuple of declarations")
        names: set[tuple[type, str, int]] = set()
        checked: list[Core] = []
        for node in made:
            if not isinstance(node, kinds):
                raise NonsenseError(f"it gives {_described(node)} among its declarations")
            whole = self._node(node, self.whole, 1, is_given=False)
            named = _name(whole)
            # A name that its author wrote twice is a mistake of the author's, and told as any other.
            key = None if named is None else (type(whole), named.text, named.span.start)
            if named is not None and key in names:
                raise NonsenseError(f"it declares `{named.text}` twice", named.span)
            if key is not None:
                names.add(key)
            checked.append(whole)
        return tuple(checked)

    def _node(self, node: Any, owner: Span, height: int, *, is_given: bool) -> Any:
        self.count += 1
        if self.count > MAXIMUM_MADE:
            raise NonsenseError(f"it lowers this to more than {MAXIMUM_MADE} parts", owner)
        if height > MAXIMUM_HEIGHT:
            raise NonsenseError(f"it nests more than {MAXIMUM_HEIGHT} levels deep", owner)
        span = self._span(node, owner)
        changes: dict[str, Any] = {} if span is node.span else {"span": span}
        inside_given = is_given or isinstance(node, nodes.GivenFact)
        for name, check in _checks(node.__class__):
            value = getattr(node, name)
            if not check(value):
                raise NonsenseError(
                    f"it makes {_article(type(node).__name__)} whose `{name}` is {_described(value)}", span
                )
            new = self._value(value, span, height, inside_given)
            if new is not value:
                changes[name] = new
        problem = _problem(node, inside_given)
        if problem is not None:
            raise NonsenseError(problem, span)
        return attrs.evolve(node, **changes) if changes else node

    def _value(self, value: Any, owner: Span, height: int, is_given: bool) -> Any:
        if isinstance(value, Node):
            return self._node(value, owner, height + 1, is_given=is_given)
        if isinstance(value, tuple) and value:
            new = tuple(self._value(v, owner, height, is_given) for v in value)
            return new if any(a is not b for a, b in zip(new, value, strict=True)) else value
        return value

    def _span(self, node: Node, owner: Span) -> Span:
        span = node.span
        if not isinstance(span, Span):
            raise NonsenseError(f"it makes {_article(type(node).__name__)} whose span is {_described(span)}", owner)
        if span.end <= span.start:
            return owner
        if span.source is not self.whole.source and span.source != self.whole.source:
            raise NonsenseError(f"it makes {_article(type(node).__name__)} that stands in another text", owner)
        if span.start < self.whole.start or span.end > self.whole.end:
            raise NonsenseError(f"it makes {_article(type(node).__name__)} that stands outside the declaration", owner)
        return span


def _name(node: Any) -> nodes.Name | None:
    named = getattr(node, "field", node)
    name = getattr(named, "name", None)
    return name if isinstance(name, nodes.Name) else None


def _problem(node: Any, is_given: bool) -> str | None:
    """What is wrong with the contents of *node*, whose parts are of the right types."""
    match node:
        case nodes.Name(text):
            if not is_name(text) or len(text) > MAXIMUM_NAME:
                return f"it makes the name {text[:60]!r}, which is none"
            # After a dot and before a colon every word is a name: what is written there has been read as one.
            is_reserved = text in reserved_words() and node.span.text != text
            return f"it makes the name `{text}`, a word of the language" if is_reserved else None
        case nodes.Path(names) if not 1 <= len(names) <= 32:
            return f"it makes a path of {len(names)} names"
        case nodes.And(operands) | nodes.Or(operands) if len(operands) < 2:
            return f"it joins {len(operands)} conditions (`all_of` of the lowering joins as many as there are)"
        case nodes.SetLiteral(open=True) | nodes.Unknown() | nodes.Bounded() | nodes.OneOf() | nodes.RecordGiven():
            return None if is_given else "it makes what only a scenario may give"
        case nodes.Rule(norms=()):
            return "it makes a rule without a norm"
        case nodes.Definition(cases=()):
            return "it makes a definition without a value"
        case nodes.NumberLiteral(digits) | nodes.DurationLiteral(digits):
            whole, _, fraction = digits.partition(".")
            ok = f"{whole}{fraction}".isascii() and whole.isdigit() and (fraction.isdigit() or "." not in digits)
            return None if ok and len(digits) <= 29 else f"it makes the number {digits[:60]!r}"
        case nodes.Every(day=int(day)) if not 1 <= day <= 31:
            return f"it makes the day {day} of a month"
        case _:
            return _bad_text(node)


def _bad_text(node: Any) -> str | None:
    texts = [v for name, _ in _checks(node.__class__) for v in _texts(getattr(node, name))]
    for text in texts:
        if not text.isprintable() or ('"' in text and "”" in text) or len(text) > 4096:
            return f"it makes the text {text[:60]!r}, which no file can hold"
    return None


def _texts(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    return tuple(v for v in value if isinstance(v, str)) if isinstance(value, tuple) else ()


# --- checks by type hints ---------------------------------------------------------------------------------------


@cache
def _checks(kind: Hashable) -> tuple[tuple[str, Check], ...]:
    """The fields of a class of nodes (but its place), and what their values must be."""
    made: Any = kind
    hints = typing.get_type_hints(made, localns=dict(nodes.__dict__))
    names = [a.name for a in attrs.fields(made) if a.name not in ("span", "places")]
    return tuple((name, _check(hints[name])) for name in names)


def _check(hint: Any) -> Check:
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        checks = [_check(a) for a in arguments]
        return lambda value: any(check(value) for check in checks)
    if origin is typing.Literal:
        return lambda value: isinstance(value, str | int) and value in arguments
    if origin is tuple:
        return _tuple_check(arguments)
    if hint is None or hint is type(None):
        return lambda value: value is None
    if hint in (int, bool, str):
        return lambda value: type(value) is hint
    return lambda value: isinstance(value, hint)


def _tuple_check(arguments: tuple[Any, ...]) -> Check:
    if len(arguments) == 2 and arguments[1] is Ellipsis:
        inner = _check(arguments[0])
        return lambda value: isinstance(value, tuple) and all(inner(v) for v in value)
    checks = [_check(a) for a in arguments]
    return lambda value: (
        isinstance(value, tuple) and len(value) == len(checks) and all(c(v) for c, v in zip(checks, value, strict=True))
    )


def _described(value: object) -> str:
    return "nothing (None)" if value is None else _article(type(value).__name__)


def _article(word: str) -> str:
    return f"an `{word}`" if word[:1].lower() in "aeiou" else f"a `{word}`"
