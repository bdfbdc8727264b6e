"""``pingan explain``: what a diagnostic code means."""

from __future__ import annotations

import click
from click.shell_completion import CompletionItem

from pingan.cli.output import say
from pingan.diagnostics.codes import CODES, explained
from pingan.diagnostics.plain import plain
from pingan.diagnostics.suggest import did_you_mean


def _complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    return [CompletionItem(c.name, help=c.title) for c in CODES.values() if c.name.startswith(incomplete)]


@click.command(name="explain")
@click.argument("code", required=False, shell_complete=_complete)
def command(code: str | None) -> None:
    """Explain the diagnostic CODE with an example and a better version; without one, list all codes."""
    if code is None:
        say("\n".join(f"{c.name}: {c.title}" for c in CODES.values()))
        return
    row = CODES.get(code)
    if row is None:
        hint = did_you_mean(code, CODES) or "`pingan explain` lists all codes"
        raise click.UsageError(f"there is no diagnostic code `{plain(code)}`; {hint}")
    say(explained(row))
