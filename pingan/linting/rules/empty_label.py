"""`empty-label`: a label that says nothing."""

from __future__ import annotations

from collections.abc import Iterator

from pingan.diagnostics.fix import Edit, Fix
from pingan.linting.labels import labelled
from pingan.linting.lint import Finding, Lint, Options, found
from pingan.linting.looked import Looked


def check(looked: Looked, options: Options) -> Iterator[Finding]:
    for thing in labelled(looked):
        label, span = thing.label, thing.span
        if label is None or (label.strip() and label == label.strip()):
            continue
        if not label.strip():
            yield found(
                f"the label of `{thing.name.text}` is empty", thing.name.span, help="say what it is, or leave it out"
            )
        else:
            message = f"the label of `{thing.name.text}` begins or ends in spaces"
            fixes: tuple[Fix, ...] = ()
            if span is not None:
                inside = span.text[1:-1].strip()
                fixes = (Fix("write it without them", (Edit(span, f"{span.text[0]}{inside}{span.text[-1]}"),)),)
            yield found(message, span or thing.name.span, help="write it without them", fixes=fixes)


LINT = Lint(
    code="empty-label",
    group="names",
    title="a label that says nothing",
    what="Reports labels that are empty, or begin or end in spaces.",
    why="Answers, pages and fact files call things by their labels: in their place stands a gap.",
    example="""
        vocabulary flood
        fact depth "": integer
        """,
    better="""
        vocabulary flood
        fact depth "depth of the water": integer
        """,
    check=check,
    fix="Takes the spaces away. An empty label is left to its author.",
)
