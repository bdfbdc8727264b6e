"""`mixed-dialects`: words of one dialect in a file of another."""

from __future__ import annotations

from collections.abc import Iterator

from pingan.diagnostics.fix import Edit, Fix
from pingan.language.dialect import Dialect, Group
from pingan.language.dialects import Dialects
from pingan.linting.lint import Finding, Lint, Option, Options, found
from pingan.linting.looked import Looked
from pingan.model.loaded import LoadedModule
from pingan.syntax import nodes as syntax


def check(looked: Looked, options: Options) -> Iterator[Finding]:
    dialects = looked.policy.environment.dialects
    wanted = options.texts("dialects")
    for module in looked.modules:
        own = module.written.dialect
        if wanted and own not in wanted:
            message = f"this file is written in `{own}`, and the project in {' and '.join(f'`{w}`' for w in wanted)}"
            yield found(message, module.span, help=f"`pingan fmt --to {wanted[0]}` prints it so")
        if own in dialects:
            yield from _words(module, looked, dialects[own], dialects)


def _words(module: LoadedModule, looked: Looked, own: Dialect, dialects: Dialects) -> Iterator[Finding]:
    told: set[tuple[int, int]] = set()
    for group, name in _built_in(module, looked):
        written = " ".join(name.span.text.split())
        row = own.groups[group].get(name.text)
        if row is None or written in row or dialects.canonical(group, written) != name.text:
            continue
        if (name.span.start, name.span.end) not in told:
            told.add((name.span.start, name.span.end))
            fix = Fix(f"write `{row[0]}`", (Edit(name.span, row[0]),))
            yield found(f"`{written}` is a word of another dialect", name.span, help=f"write `{row[0]}`", fixes=(fix,))


def _built_in(module: LoadedModule, looked: Looked) -> Iterator[tuple[Group, syntax.Name]]:
    for node in looked.nodes(module):
        match node:
            case syntax.NamedType(name):
                yield "types", name
            case syntax.Call(function) | syntax.Aggregate(function):
                yield "functions", function


LINT = Lint(
    code="mixed-dialects",
    group="style",
    title="a word of one dialect in a file of another",
    what="""Reports types and functions that are written in the words of another dialect than the file's own (`integer`
        in a Chinese file). With `dialects`, it reports files of any other dialect, too.""",
    why="""Both are understood, so nothing goes wrong; but readers of either language stumble, and whoever looks for a
        word finds half of the places.""",
    example="""
        词汇 flood
        事实 水深：integer
        """,
    better="""
        词汇 flood
        事实 水深：整数
        """,
    check=check,
    options=(Option("dialects", (), "the dialects that files of the project may be written in; none: any"),),
    fix="Writes the word of the file's own dialect.",
)
