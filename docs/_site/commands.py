"""A page for every command, from what the command says of itself."""

from __future__ import annotations

from collections.abc import Iterator

import click

from pingan.cli.main import cli

INTRODUCTION = """# Commands

What each command says of itself with `--help`; [the command line](../../command-line.md) has what they share: files,
exit codes, output, form.

| command | what it does |
|---|---|
"""


def pages() -> dict[str, str]:
    """The list and the pages, by place."""
    found = dict(_commands(cli, ("pingan",)))
    rows = [f"| [{name}]({_file(name)}) | {cell(_first(command))} |" for name, command in found.items()]
    made = {f"reference/commands/{_file(name)}": page(name, command) for name, command in found.items()}
    return {"reference/commands/README.md": INTRODUCTION + "\n".join(rows) + "\n", **made}


def _file(name: str) -> str:
    return f"{name.replace(' ', '-')}.md"


def _commands(group: click.Group, above: tuple[str, ...]) -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is None or command.hidden:
            continue
        if isinstance(command, click.Group):
            yield from _commands(command, (*above, name))
        else:
            yield " ".join((*above, name)), command


def page(name: str, command: click.Command) -> str:
    """The page of one command."""
    context = click.Context(command, info_name=name)
    usage = " ".join(command.get_usage(context).removeprefix("Usage:").split())
    parts = [f"# {name}\n", f"```text\n{usage}\n```\n"]
    parts += [f"{' '.join(text.replace(chr(8), '').split())}\n" for text in (command.help or "").split("\n\n")]
    options = [record for option in command.params if (record := option.get_help_record(context)) is not None]
    if options:
        parts.append("| option | what it does |\n|---|---|")
        parts += [f"| {_code(head)} | {cell(told)} |" for head, told in options if told]
    return "\n".join(parts) + "\n"


def _code(text: str) -> str:
    return f"`{cell(text)}`"


def _first(command: click.Command) -> str:
    return " ".join((command.help or "").split("\n\n")[0].split())


def cell(text: str) -> str:
    """*text* as it may stand in a cell of a table."""
    return " ".join(text.split()).replace("|", "\\|")
