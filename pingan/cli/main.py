"""The group of all commands, and what becomes of errors: a message and an exit code, never a traceback."""

from __future__ import annotations

import gc
import os
import platform
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module
from typing import Any, NoReturn

import click

import pingan
from pingan.cli.exit_codes import ExitCode
from pingan.cli.output import complain, counted, forgiving_streams, problems_text, wants_color
from pingan.diagnostics.errors import FactError, PinganError, PolicyError
from pingan.diagnostics.plain import plain
from pingan.diagnostics.render import render

_COMMANDS = {
    "ask": "ask",
    "build": "build",
    "calendar": "calendar",
    "catalogue": "catalogue",
    "check": "check",
    "compare": "compare",
    "coverage": "coverage",
    "evaluate": "evaluate",
    "explain": "explain",
    "facts": "facts",
    "fmt": "fmt",
    "graph": "graph",
    "list": "list_policies",
    "lsp": "lsp",
    "mutate": "mutate",
    "new": "new",
    "repl": "repl",
    "replay": "replay",
    "report": "report",
    "table": "table",
    "test": "test",
    "translate": "translate",
    "witness": "witness",
}
"""Commands and the modules (in this folder) that hold them as ``command``."""


class _Commands(click.Group):
    """Imports a command when it is asked for, and turns every error into a message and an exit code."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        module = _COMMANDS.get(cmd_name)
        if module is None:
            return None
        command: click.Command = import_module(f"pingan.cli.{module}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Every command with the whole first sentence of its help: on a narrow terminal it goes on below."""
        found = ((name, self.get_command(ctx, name)) for name in self.list_commands(ctx))
        rows = [(name, command.get_short_help_str(limit=1000)) for name, command in found if command is not None]
        with formatter.section("Commands"):
            formatter.write_dl(rows)

    def main(self, args: Sequence[str] | None = None, prog_name: str | None = None, **extra: Any) -> NoReturn:  # type: ignore[override]
        forgiving_streams()
        try:
            code = self._run(args, prog_name, extra)
            sys.stdout.flush()
        except BrokenPipeError:
            code = _reader_gone()
        sys.exit(int(code))

    def _run(self, args: Sequence[str] | None, prog_name: str | None, extra: dict[str, Any]) -> int:
        try:
            code = super().main(args=args, prog_name=prog_name or "pingan", **{**extra, "standalone_mode": False})
            return code if isinstance(code, int) else ExitCode.FINE
        except click.ClickException as error:
            # Arguments may quote hostile file names: what click would print goes through `plain` as well.
            hint = (
                f" (try `{error.ctx.command_path} --help`)" if isinstance(error, click.UsageError) and error.ctx else ""
            )
            complain(f"{plain(error.format_message())}{hint}")
        except click.Abort:
            return ExitCode.INTERRUPTED
        except PolicyError as error:
            click.echo(render(error.diagnostics, color=wants_color(sys.stderr)), err=True, nl=False, color=True)
            complain(f"the policy cannot be used: {counted(len(error.diagnostics), 'finding')}")
        except FactError as error:
            complain(f"the facts cannot be used\n{problems_text(error.problems)}")
        except PinganError as error:
            complain(plain(str(error)))
        except BrokenPipeError:
            raise
        except OSError as error:
            where = f"{plain(os.fsdecode(error.filename))}: " if isinstance(error.filename, str | bytes) else ""
            complain(f"{where}{plain(error.strerror or str(error))}")
        except Exception as error:
            _our_error(error)
            return ExitCode.OUR_ERROR
        return ExitCode.COULD_NOT_RUN


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 fine, 1 findings or failed tests, 2 could not run, 3 --fail-on breach or conflict met, "
    "4 --fail-on undetermined met, 70 an error of pingan's own.",
)
@click.version_option(pingan.__version__, prog_name="pingan")
def cli() -> None:
    """Ask written policy what follows from the facts: who must do what, by when, and which clause says so."""


def main() -> NoReturn:
    """Run the command line with the arguments of this process."""
    # What a command builds lives until it ends: looking for garbage among it time and again finds none.
    gc.set_threshold(100_000, 20, 100)
    cli.main()


def _our_error(error: Exception) -> None:
    """A short report that says what to send us; the traceback only where somebody asks for it."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f"{os.path.basename(frames[-1].filename)}:{frames[-1].lineno}" if frames else "nowhere"
    complain(
        "this is an error in pingan, not in your policy. Please report it with the command you gave and this line:\n"
        f"  pingan {pingan.__version__}, Python {platform.python_version()}, {sys.platform}: "
        f"{type(error).__name__} at {where}: {plain(str(error))[:300]}"
    )
    if os.environ.get("PINGAN_TRACEBACK"):
        click.echo("".join(traceback.format_exception(error)), err=True)


def _reader_gone() -> ExitCode:
    """The reader of our output went away (``pingan … | head``): end quietly, also while Python shuts down."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return ExitCode.NO_READER
