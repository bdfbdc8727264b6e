"""What `pingan replay` and `pingan compare` share: the records of a file, and what there is to ask them again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click
from attrs import field, frozen

import pingan
from pingan.cli.inputs import PolicyTarget, facts
from pingan.cli.keys import key_option, read_key
from pingan.cli.libraries import environment
from pingan.diagnostics.errors import PinganError, RecordError
from pingan.diagnostics.plain import plain
from pingan.language.shipped import shipped_policies

if TYPE_CHECKING:
    from pingan import Policy

Command = TypeVar("Command", bound=Callable[..., Any])


def arguments_of_records(command: Command) -> Command:
    """The arguments and options of a command that asks recorded questions again."""
    for decorate in (
        click.option("--line", "lines", type=click.IntRange(1), multiple=True, help="Only the record in this line."),
        key_option,
        click.option(
            "--facts",
            "facts_path",
            metavar="FILE|-",
            type=click.Path(dir_okay=False, allow_dash=True),
            help="The facts of the one record asked for: needed when sensitive ones are masked in it.",
        ),
        click.argument("policies", metavar="[POLICY…]", type=PolicyTarget(), nargs=-1),
        click.argument("file", metavar="RECORDS", type=click.Path(dir_okay=False)),
    ):
        command = decorate(command)
    return command


def problems_of(error: PinganError, where: str) -> str:
    """Why a record could not be asked: a line a problem of the record's own, each with its place."""
    if not isinstance(error, RecordError):
        return f"{where}: {plain(str(error))}"
    return "\n".join(
        plain(f"{where}{p.removeprefix('record')}" if p.startswith("record:") else p) for p in error.problems
    )


@frozen
class Recorded:
    """The records of *file* (in *lines* only, if there are any), and what to ask them with."""

    file: str
    targets: Sequence[str]
    facts_path: str | None
    key_path: str | None
    lines: Sequence[int]
    _policies: dict[tuple[str, ...], Policy] = field(factory=dict, init=False)

    def __iter__(self) -> Iterator[tuple[int, dict[str, Any] | RecordError]]:
        """The records asked for with their lines; in the place of one that cannot be read its error."""
        from pingan.outcome.record_files import numbered_records  # help does without

        found = numbered_records(self.file)
        chosen = [entry for entry in found if not self.lines or entry[0] in self.lines]
        missing = sorted(set(self.lines) - {line for line, _ in chosen})
        if missing:
            raise click.UsageError(f"there is no record in line {', '.join(map(str, missing))}")
        if not chosen:
            raise click.UsageError("the file holds no record")
        if self.facts_path is not None and len(chosen) > 1:
            raise click.UsageError(f"--facts are those of one record, and there are {len(chosen)}: choose it by --line")
        return iter(chosen)

    def ask(self, again: Callable[..., Any], record: dict[str, Any] | RecordError) -> Any:
        """What *again* (``replay`` or ``compare``) gives for *record*."""
        if isinstance(record, RecordError):
            raise record
        given: dict[str, Any] = {"key": read_key(self.key_path)}
        if self.facts_path is not None:
            given["facts"] = facts(self.facts_path)
        names = tuple(self.targets or record["policies"])
        if not self.targets and any(name not in shipped_policies() for name in names):
            return again(record, **given)  # which says what is missing
        policy = self._policies.get(names)
        if policy is None:
            policy = self._policies[names] = pingan.load(*names, environment=environment())
        return again(record, policy, **given)
