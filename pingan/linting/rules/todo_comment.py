"""`todo-comment`: something that is still to be done."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pingan.linting.lint import Finding, Lint, Option, Options, found
from pingan.linting.looked import Looked
from pingan.source import Span


def check(looked: Looked, options: Options) -> Iterator[Finding]:
    words = [re.escape(word) for word in options.texts("words") if word.strip()]
    if not words:
        return
    # A Latin word stands by itself; Han words stand among others.
    pattern = re.compile("|".join(rf"(?<![A-Za-z0-9_]){word}(?![A-Za-z0-9_])" for word in words))
    for module in looked.modules:
        for comment in module.written.comments:
            match = pattern.search(comment.span.text)
            if match is not None:
                start = comment.span.start
                place = Span(comment.span.source, start + match.start(), start + match.end())
                yield found("this is still to be done", place, help="do it, or write down who decides about it")


LINT = Lint(
    code="todo-comment",
    group="style",
    title="a comment that says what is still to be done",
    what="Reports comments with one of the words of the option `words` in them.",
    why="A policy that is in force should be finished; before a release this says what is not.",
    example="""
        vocabulary flood
        # TODO: the depth at the upper dike
        """,
    better="""
        vocabulary flood
        # The depth at the upper dike is measured by the county: it is a fact of theirs.
        """,
    check=check,
    is_on=False,
    options=(Option("words", ("TODO", "FIXME", "XXX", "待办", "待核"), "the words that say so"),),
)
