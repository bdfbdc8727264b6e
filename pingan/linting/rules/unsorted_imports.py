"""`unsorted-imports`: vocabularies out of order, or named twice."""

from __future__ import annotations

from collections.abc import Iterator

from pingan.diagnostics.fix import Edit, Fix
from pingan.linting.edits import holds_comment
from pingan.linting.lint import Finding, Lint, Options, found
from pingan.linting.looked import Looked
from pingan.source import Span
from pingan.syntax import nodes as syntax


def check(looked: Looked, options: Options) -> Iterator[Finding]:
    for module in looked.modules:
        header = module.written.header
        for kind, item in header.places:
            if kind == "uses":
                names = [n for n in header.uses if item.start <= n.span.start < item.end]
                yield from _of_one_list(names)


def _of_one_list(names: list[syntax.Name]) -> Iterator[Finding]:
    texts = [name.text for name in names]
    wanted = sorted(set(texts))
    if texts == wanted:
        return
    whole = names[0].span.to(names[-1].span)
    first = next(n for n, w in zip(names, [*wanted, ""], strict=False) if n.text != w)
    between = Span(whole.source, names[0].span.end, names[1].span.start).text if len(names) > 1 else ", "
    comma = "，" if "，" in between else "、" if "、" in between else ", "
    fixes = () if holds_comment(whole) else (Fix("sort them", (Edit(whole, comma.join(wanted)),)),)
    what = "twice" if len(wanted) < len(texts) else "out of order"
    yield found(f"`{first.text}` stands {what}", first.span, help=f"write {comma.join(wanted)}", fixes=fixes)


LINT = Lint(
    code="unsorted-imports",
    group="style",
    title="vocabularies after `uses` out of order, or twice",
    what="Reports names after one `uses` that are not in the order of the alphabet, or stand there twice.",
    why="In order, a name is found at a glance, and two people who add one each do not add it twice.",
    example="""
        === flood.rules
        policy flood { zone "Asia/Shanghai" uses water, dikes }
        === water.rules
        vocabulary water
        === dikes.rules
        vocabulary dikes
        """,
    better="""
        === flood.rules
        policy flood { zone "Asia/Shanghai" uses dikes, water }
        === water.rules
        vocabulary water
        === dikes.rules
        vocabulary dikes
        """,
    check=check,
    is_on=False,
    fix="Sorts the names, each once.",
)
