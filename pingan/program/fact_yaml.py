"""YAML 1.2 as facts need it: plain data only, read from the parser's events so that nothing is ever constructed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from attrs import define, field
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamStartEvent,
)

from pingan.diagnostics.errors import FactError, FactProblem
from pingan.diagnostics.plain import plain
from pingan.program.fact_json import exact_number
from pingan.program.fact_places import MAXIMUM_DEPTH, quoted
from pingan.source import Source

# The core schema of YAML 1.2: `yes`, `on` and dates are text.
_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_TRUE = frozenset({"true", "True", "TRUE"})
_FALSE = frozenset({"false", "False", "FALSE"})
_NUMBER = re.compile(r"([-+]?[0-9]+)(\.[0-9]*)?([eE][-+]?[0-9]+)?")
_BARE_FRACTION = re.compile(r"[-+]?\.[0-9]+([eE][-+]?[0-9]+)?")
_BASED = re.compile(r"0o[0-7]{1,30}|0x[0-9a-fA-F]{1,30}")
_INFINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")


MAXIMUM_TEXT = 256 * 1024
"""Longest text of YAML, in characters: its parser takes some ten seconds for a mebibyte, JSON's a tenth of one."""
MAXIMUM_EVENTS = 50_000
"""Of reading a document: keys, values, and the beginning and end of every list and mapping."""


def parse_yaml(source: Source) -> object:
    """The one document of *source* as plain data; numbers exact, texts as they stand.

    Comments alone, as in a template not yet filled in, are no facts; a file without anything is null, and so an error
    to `check_facts`. Raises FactError at the line and column of the first thing that is not right: also a key twice,
    for anchors, aliases and tags, and for a second document.
    """
    builder = _Builder(source)
    if len(source.text) > MAXIMUM_TEXT:
        message, remedy = f"YAML is read up to {MAXIMUM_TEXT} characters", "write a longer fact file as JSON"
        raise builder.error(message, None, remedy, "fact-limit")
    written = False
    try:
        for number, event in enumerate(_events(source.text)):
            if number > MAXIMUM_EVENTS:
                raise builder.error("too many values for a fact file", event.start_mark, code="fact-limit")
            written = written or isinstance(event, DocumentStartEvent)
            builder.take(event)
    except MarkedYAMLError as wrong:
        mark = wrong.problem_mark or wrong.context_mark
        problem = " ".join(str(wrong.problem or wrong.context or "it cannot be read").split())
        raise builder.error(f"this is not YAML: {plain(problem)}", mark) from None
    except (YAMLError, ValueError) as wrong:
        problem = str(wrong).split("\n")[0]
        raise builder.error(f"this is not YAML: {plain(problem)}", None) from None
    return builder.document if written or not source.text.strip() else {}


def _events(text: str) -> Iterator[Event]:
    yaml = YAML(typ="safe", pure=True)
    events: Iterator[Event] = yaml.parse(text)
    return events


@define
class _Open:
    """A mapping or a list being read; *key* is the name whose value comes next."""

    value: dict[str, object] | list[object]
    key: str | None = None


@define
class _Builder:
    source: Source
    document: object = None
    _documents: int = 0
    _stack: list[_Open] = field(factory=list)

    def error(self, message: str, mark: object, help: str | None = None, code: str = "bad-fact-file") -> FactError:
        line, column = getattr(mark, "line", 0) + 1, getattr(mark, "column", 0) + 1
        return FactError((FactProblem(f"{self.source.name}:{line}:{column}", message, help, code),))

    def take(self, event: Event) -> None:
        match event:
            case StreamStartEvent():
                return
            case DocumentStartEvent():
                self._documents += 1
                if self._documents > 1:
                    raise self.error("a fact file is one document", event.start_mark)
                if event.version not in (None, (1, 2)):
                    raise self.error("only YAML 1.2 is read", event.start_mark)
            case AliasEvent():
                raise self.error("aliases are not read", event.start_mark, "write the value out")
            case NodeEvent():
                self._node(event)
            case MappingEndEvent() | SequenceEndEvent():
                self._stack.pop()

    def _node(self, event: NodeEvent) -> None:
        if event.anchor is not None:
            raise self.error("anchors are not read", event.start_mark, "write the value out where it is used")
        tag = getattr(event, "ctag", None) or getattr(event, "tag", None)
        if tag is not None and str(tag) not in ("None", ""):
            raise self.error("tags are not read", event.start_mark, "the vocabulary says what a value is")
        if isinstance(event, ScalarEvent):
            self._scalar(event)
            return
        if len(self._stack) >= MAXIMUM_DEPTH:
            raise self.error(f"nested more than {MAXIMUM_DEPTH} deep", event.start_mark, code="fact-limit")
        value: dict[str, object] | list[object] = {} if isinstance(event, MappingStartEvent) else []
        assert isinstance(event, MappingStartEvent | SequenceStartEvent)
        self._put(value, event)
        self._stack.append(_Open(value))

    def _scalar(self, event: ScalarEvent) -> None:
        top = self._stack[-1] if self._stack else None
        if top is not None and isinstance(top.value, dict) and top.key is None:
            if event.value in top.value:
                message = f"the name {quoted(event.value)} is given twice"
                raise self.error(message, event.start_mark, "keep one of the two", "duplicate-fact")
            top.key = event.value
            return
        self._put(self._resolved(event) if event.style is None else event.value, event)

    def _put(self, value: object, event: NodeEvent) -> None:
        if not self._stack:
            self.document = value
            return
        top = self._stack[-1]
        if isinstance(top.value, list):
            top.value.append(value)
        elif top.key is None:
            raise self.error("a name must be text", event.start_mark)
        else:
            top.value[top.key] = value
            top.key = None

    def _resolved(self, event: ScalarEvent) -> object:
        """What a text without quotes means in the core schema."""
        text = event.value
        if text in _NULL:
            return None
        if text in _TRUE or text in _FALSE:
            return text in _TRUE
        if _INFINITE.fullmatch(text):
            raise self.error("a number is finite", event.start_mark, "leave it out if unknown")
        if _BASED.fullmatch(text):
            return int(text, 0)
        if _BARE_FRACTION.fullmatch(text):
            sign = text[0] if text[0] in "+-" else ""
            text = f"{sign}0{text.removeprefix(sign)}"
        if match := _NUMBER.fullmatch(text):
            return exact_number(match, lambda message: self.error(message, event.start_mark, code="fact-limit"))
        return text
