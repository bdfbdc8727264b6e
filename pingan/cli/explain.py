"""``pingan explain``: what a diagnostic code means."""

from __future__ import annotations

import click
from click.shell_completion import CompletionItem

from pingan.cli.output import say
from pingan.diagnostics.plain import plain
from pingan.diagnostics.suggest import did_you_mean


def _complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from pingan.linting.known import ALL_CODES

    return [CompletionItem(c.name, help=c.title) for c in ALL_CODES.values() if c.name.startswith(incomplete)]


@click.command(name="explain")
@click.argument("code", required=False, shell_complete=_complete)
def command(code: str | None) -> None:
    """Explain the diagnostic CODE: what it is about, an example, a better version, how it is set up and mended.

    Without one, list all codes: errors, then rules by group ([*]: `pingan check --fix` can mend it).
    """
    # The rules are imported when somebody asks for them: `pingan --help` reads this file, too.
    from pingan.linting.known import ALL_CODES
    from pingan.linting.pages import explained, listed

    if code is None:
        say(listed())
        return
    row = ALL_CODES.get(code)
    if row is None:
        hint = did_you_mean(code, ALL_CODES) or "`pingan explain` lists all codes"
        raise click.UsageError(f"there is no diagnostic code `{plain(code)}`; {hint}")
    say(explained(row))
