"""`misleading-label`: a label that means something else, too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pingan.diagnostics.diagnostic import Annotation
from pingan.linting.labels import Labelled, labelled
from pingan.linting.lint import Finding, Lint, Options, found
from pingan.linting.looked import Looked

_NUMBER: Final = re.compile(r"(?<![\d.])\d+(?:\.\d+)?(?![\d.]*\d)")


def check(looked: Looked, options: Options) -> Iterator[Finding]:
    things = [thing for thing in labelled(looked) if thing.label and thing.label.strip()]
    names = {(thing.among, thing.name.text): thing for thing in labelled(looked)}
    first: dict[tuple[str, str], Labelled] = {}
    for thing in things:
        label = " ".join((thing.label or "").split())
        place = thing.span or thing.name.span
        same = first.setdefault((thing.among, label), thing)
        named = names.get((thing.among, label))
        if same is not thing and same.name.text != thing.name.text:
            message = f"`{thing.name.text}` and `{same.name.text}` have one label"
            remark = Annotation(same.span or same.name.span, "the other")
            yield found(message, place, remark, help="let the labels say what tells the two apart")
        elif named is not None and named.name.text != thing.name.text:
            message = f"the label of `{thing.name.text}` is the name of another {named.kind}"
            yield found(message, place, Annotation(named.name.span, "this one"), help="give it a label of its own")
        else:
            yield from _other_number(thing)


def _other_number(thing: Labelled) -> Iterator[Finding]:
    """A figure in the name, and another one in the label: `over_30` as “more than 20”."""
    in_name = _NUMBER.findall(thing.name.text.replace("_", " "))
    in_label = _NUMBER.findall(thing.label or "")
    if len(in_name) == 1 and len(in_label) == 1 and float(in_name[0]) != float(in_label[0]):
        message = f"the name `{thing.name.text}` says {in_name[0]}, and its label {in_label[0]}"
        yield found(message, thing.span or thing.name.span, help="one of the two figures is wrong")


LINT = Lint(
    code="misleading-label",
    group="names",
    title="a label that means something else, too",
    what="""Reports a label that two things of one kind share (two facts, two members of one enum, two fields of one
        record), that is the name of another of them, or that has another figure in it than the name.""",
    why="""Whoever fills in a form or reads an answer sees labels, not names: they take the one for the other, and
        nothing tells them.""",
    example="""
        vocabulary flood
        enum water { river "flowing water", canal "flowing water" }
        """,
    better="""
        vocabulary flood
        enum water { river "natural flowing water", canal "flowing water in a bed that was dug" }
        """,
    check=check,
)
