"""`missing-label`: something that has a name only."""

from __future__ import annotations

from collections.abc import Iterator

from pingan.linting.labels import KINDS, labelled
from pingan.linting.lint import Finding, Lint, Option, Options, found
from pingan.linting.looked import Looked


def check(looked: Looked, options: Options) -> Iterator[Finding]:
    kinds = options.texts("kinds")
    for thing in labelled(looked):
        if thing.label is None and thing.kind in kinds:
            message = f"the {thing.kind} `{thing.name.text}` has no label"
            yield found(
                message, thing.name.span, help='write what people call it behind its name: `depth "depth of the water"`'
            )


LINT = Lint(
    code="missing-label",
    group="names",
    title="something that people are told of has no label",
    what="Reports declarations, fields and members without a label; of which kinds, `kinds` says.",
    why="Names are for authors. Answers, forms and pages in either language are read by people who know labels only.",
    example="""
        vocabulary flood "floods"
        fact depth: integer
        """,
    better="""
        vocabulary flood "floods"
        fact depth "depth of the water": integer
        """,
    check=check,
    is_on=False,
    options=(Option("kinds", KINDS, f"which things are to have labels, of {', '.join(f'`{k}`' for k in KINDS)}"),),
)
