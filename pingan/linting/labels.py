"""Everything that may have a label, as its author wrote it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from attrs import frozen

from pingan.linting.looked import Looked, declared_name
from pingan.source import Span
from pingan.syntax import nodes as syntax

KINDS: Final = (
    *("policy", "vocabulary", "fact", "field", "enum", "member", "record", "actor", "action", "argument"),
    *("parameter", "interpretation", "reading", "definition", "rule"),
)

_KIND_OF: Final[dict[type[syntax.Node], str]] = {
    syntax.Fact: "fact",
    syntax.Enum: "enum",
    syntax.Record: "record",
    syntax.Actor: "actor",
    syntax.Action: "action",
    syntax.Parameter: "parameter",
    syntax.Interpretation: "interpretation",
    syntax.Definition: "definition",
    syntax.Rule: "rule",
    syntax.FormDeclaration: "rule",
    syntax.PolicyHeader: "policy",
    syntax.VocabularyHeader: "vocabulary",
}


@frozen
class Labelled:
    """Something with a name and perhaps a label; *among* says what it must be told from: members of one enum, facts."""

    kind: str
    name: syntax.Name
    label: str | None
    among: str

    @property
    def span(self) -> Span | None:
        """Where the label stands: the text behind the name. None where there is none, or it is written elsewhere."""
        source = self.name.span.source
        if self.label is None:
            return None
        start = self.name.span.end
        while start < len(source.text) and source.text[start] in " \t\r\n\u3000":
            start += 1
        close = {'"': '"', "“": "”"}.get(source.text[start : start + 1])
        end = source.text.find(close, start + 1) if close else -1
        return Span(source, start, end + 1) if end >= 0 and source.text[start + 1 : end] == self.label else None


def labelled(looked: Looked) -> Iterator[Labelled]:
    """Whatever may have a label in the files that are checked, in the order written."""
    for module in looked.modules:
        header = module.written.header
        yield Labelled(_KIND_OF[type(header)], header.name, header.label, "module")
        for declaration in module.written.declarations:
            yield from _in_declaration(declaration)


def _in_declaration(node: syntax.Declaration) -> Iterator[Labelled]:
    name = declared_name(node)
    if name is None:
        return
    kind = _KIND_OF[type(node)]
    match node:
        case syntax.Fact(field) | syntax.Parameter(field):
            yield Labelled(kind, name, field.label, kind)
        case syntax.Setting() | syntax.Scenario():
            return
        case _:
            yield Labelled(kind, name, node.label, kind)
    within = f"{kind} {name.text}"
    match node:
        case syntax.Enum():
            yield from (Labelled("member", m.name, m.label, within) for m in node.members)
        case syntax.Interpretation():
            yield from (Labelled("reading", m.name, m.label, within) for m in node.readings)
        case syntax.Record():
            yield from (Labelled("field", f.name, f.label, within) for f in node.fields)
        case syntax.Action():
            yield from (Labelled("argument", f.name, f.label, within) for f in node.parameters)
