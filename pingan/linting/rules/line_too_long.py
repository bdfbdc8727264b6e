"""`line-too-long`: a line that does not fit."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate

from pingan.diagnostics.plain import width
from pingan.linting.lint import Finding, Lint, Option, Options, found
from pingan.linting.looked import Looked
from pingan.source import Span


def check(looked: Looked, options: Options) -> Iterator[Finding]:
    most = options.number("columns")
    for module in looked.modules:
        source = module.span.source
        start = 0
        for line in source.text.split("\n"):
            shown = line.rstrip("\r")
            if len(shown) * 2 > most and (columns := width(shown)) > most:
                place = Span(source, start + _fitting(shown, most), start + len(shown))
                message = f"this line takes {columns} columns, and {most} are allowed"
                yield found(message, place, help="break it where an item or a condition ends")
            start += len(line) + 1


def _fitting(line: str, most: int) -> int:
    """How many characters of *line* take *most* columns."""
    taken = accumulate(map(width, line))
    return next((n for n, columns in enumerate(taken) if columns > most), len(line))


LINT = Lint(
    code="line-too-long",
    group="style",
    title="a line that does not fit",
    what="Reports lines of more than `columns` columns, as a terminal shows them: a Han character takes two.",
    why="Long lines are cut in reviews and print, and two people can hardly change one at a time.",
    example="""
        词汇 flood
        # 这里声明的，供上游与下游堤防的看守人员、他们的替班人员，以及汛期里前来帮忙的所有志愿者使用；水深以当地水文站每日公布的读数为准。
        """,  # noqa: E501  # what the rule is about
    better="""
        词汇 flood
        # 这里声明的，供上游与下游堤防的看守人员、他们的替班人员，以及汛期里前来帮忙的所有志愿者使用。
        # 水深以当地水文站每日公布的读数为准。
        """,
    check=check,
    is_on=False,
    options=(Option("columns", 120, "the columns that a line may take", minimum=20),),
)
