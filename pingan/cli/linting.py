"""What commands that lint have in common: the rules chosen on the command line, configuration, fixes written.

The rules are imported when somebody lints: `pingan --help` reads this file, too.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from attrs import define, evolve, field
from click.shell_completion import CompletionItem

from pingan.cli.exit_codes import ExitCode
from pingan.cli.output import complain, counted, say
from pingan.cli.witness_files import check_unchanged, write_unless_changed
from pingan.diagnostics.plain import plain, plain_lines

if TYPE_CHECKING:
    from pingan.linting.configuration import Configuration
    from pingan.linting.fixing import Fixed


class Rules(click.ParamType[tuple[str, ...]]):
    """Codes and groups, with commas between them."""

    name = "rules"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, ...]:
        if isinstance(value, tuple):
            return value
        from pingan.linting.reading import unknown_rule

        names = tuple(name for part in str(value).replace("，", ",").split(",") if (name := part.strip()))
        for name in names:
            problem = unknown_rule(name)
            if problem is not None:
                self.fail(f"{plain(problem[0])}; {plain(problem[1])}", param, ctx)
        return names

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        from pingan.linting.known import GROUPS, KNOWN

        before, comma, last = incomplete.rpartition(",")
        named = [(rule.code, rule.title) for rule in KNOWN.values()] + [(group, "a group of rules") for group in GROUPS]
        return [CompletionItem(f"{before}{comma}{n}", help=title) for n, title in named if n.startswith(last)]


def rules_option(name: str, *, help: str) -> Callable[[Any], Any]:
    """An option that takes rules, and may be repeated; None where it is not given."""

    def joined(ctx: click.Context, param: click.Parameter, given: Sequence[tuple[str, ...]]) -> tuple[str, ...] | None:
        return tuple(rule for rules in given for rule in rules) if given else None

    return click.option(name, metavar="RULE,…", type=Rules(), multiple=True, callback=joined, help=help)


@define
class Chosen:
    """What the command line says of rules, over what the nearest configuration file of each policy says."""

    file: Path | None
    none: bool
    select: Sequence[str] | None
    extend_select: Sequence[str]
    ignore: Sequence[str]
    read: dict[Path, Configuration] = field(factory=dict)
    """By configuration file: each is read once."""

    def configuration(self, policy: str) -> Configuration:
        """Raises PolicyError for a file that cannot be used."""
        from pingan.linting.configuration import DEFAULT
        from pingan.linting.reading import configuration_file, read_configuration

        path = Path(policy)
        file = self.file or (None if self.none else configuration_file(path if path.exists() else Path.cwd()))
        found = DEFAULT
        if file is not None:
            if file not in self.read:
                self.read[file] = read_configuration(file)
            found = self.read[file]
        if self.select is not None:
            found = evolve(found, select=tuple(self.select), extend_select=())
        return evolve(
            found,
            extend_select=(*found.extend_select, *self.extend_select),
            ignore=(*found.ignore, *self.ignore),
        )


def write_fixed(done: Fixed, *, diff: bool, exit_zero: bool) -> int:
    """Writes the files that were mended, all or none, or shows what would be written."""
    for name, (before, _) in () if diff else done.texts.items():
        check_unchanged(Path(name), before)
    for name, (before, after) in done.texts.items():
        if diff:
            say(_difference(plain(name), before, after))
        else:
            write_unless_changed(Path(name), before, after)
    if diff:
        files = sum(before != after for before, after in done.texts.values())
        complain(f"{counted(len(done.applied), 'fix', 'fixes')} would change {counted(files, 'file')}")
    return ExitCode.FINDINGS if diff and done.texts and not exit_zero else ExitCode.FINE


def _difference(name: str, before: str, after: str) -> str:
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), name, f"{name} (fixed)", lineterm="")
    return plain_lines("\n".join(lines))


def tell_fixes(done: Fixed, listed: bool) -> None:
    """How many fixes were applied; which, where they are to be *listed*."""
    if listed:
        for name in done.texts:
            complain(f"{plain(name)}:")
            for fix in (f for f in done.applied if f.file == name):
                complain(f"    {fix.code}: {plain(fix.title)}")
    if done.applied:
        complain(f"{counted(len(done.applied), 'fix', 'fixes')} applied in {counted(len(done.texts), 'file')}")
