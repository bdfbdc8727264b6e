"""``pingan repl``: a prompt to ask a policy at."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import pingan
from pingan.cli.exit_codes import ExitCode
from pingan.cli.inputs import PolicyTarget, facts, instant, settings
from pingan.cli.libraries import Language, environment, library_option
from pingan.cli.lines import Interrupted, Lines, Suggestion, is_terminal
from pingan.cli.output import complain, say, write_atomically
from pingan.cli.question_options import set_option
from pingan.diagnostics.errors import PinganError, PolicyError
from pingan.diagnostics.plain import plain
from pingan.diagnostics.render import render

if TYPE_CHECKING:
    from pingan.repl import Session

PROMPT = "pingan> "


@click.command(name="repl")
@click.argument("policies", metavar="[POLICY]…", type=PolicyTarget(), nargs=-1)
@click.option(
    "--facts",
    "facts_path",
    metavar="FILE",
    type=click.Path(dir_okay=False),
    help="JSON or YAML file of facts to start.",
)
@click.option("--as-of", metavar="T", help="The day or instant asked about. Default: now. `as of T` changes it.")
@set_option
@click.option("--language", type=Language(), help="The language of answers. Default: the policy's.")
@click.option("--no-history", is_flag=True, help="Neither read nor keep what was typed before.")
@library_option
def command(
    policies: Sequence[str],
    facts_path: str | None,
    as_of: str | None,
    assignments: Sequence[str],
    language: str | None,
    no_history: bool,
) -> int:
    """Ask a policy at a prompt: give facts, evaluate expressions, see which duties follow and why.

    Without POLICY, begin with `load`. Lines may be piped in, too. `help` at the prompt lists the commands.
    """
    prompt = _Prompt(settings(assignments), as_of, language)
    if policies:
        prompt.load(policies, facts(facts_path))
    elif facts_path is not None:
        raise click.UsageError("--facts is about a policy: give one")
    prompt.run(no_history=no_history)
    return ExitCode.FINE


class _Prompt:
    """Reads lines and files for a session."""

    def __init__(self, chosen: dict[str, object], as_of: str | None, language: str | None) -> None:
        self._settings = chosen
        self._as_of = as_of
        self._language = language
        self._targets: Sequence[str] = ()
        self._session: Session | None = None

    def load(self, targets: Sequence[str], given: object) -> None:
        """The policy *targets*, and the facts *given*. Raises PolicyError and FactError."""
        from pingan.repl import Session

        policy = pingan.load(*targets, settings=self._settings, environment=environment())
        if policy.diagnostics:
            click.echo(render(policy.diagnostics, color=False), err=True, nl=False)
        moment = instant(self._as_of, policy.zone)
        self._session = Session.of(policy, as_of=moment, facts=given, language=self._language)
        self._targets = targets
        say(plain(policy.title))

    def run(self, *, no_history: bool) -> None:
        from pingan.repl import is_whole

        # What is piped in comes by lines, too, and belongs together by the same rule.
        lines = Lines(
            completes=self._completions,
            history=None if no_history or not is_terminal() else _history(self._is_private),
            is_whole=is_whole,
        )
        if is_terminal():
            say("`help` lists the commands; Ctrl-D leaves. / 输入“帮助”查看命令，Ctrl-D 退出。")
        while True:
            try:
                line = lines.next(PROMPT)
            except Interrupted:
                continue
            if line is None or not self._heard(line):
                return

    def _heard(self, line: str) -> bool:
        """Does what *line* says; whether to go on."""
        if self._session is None:
            return self._begun(line.strip())
        self._session = self._session.heard(line)
        if self._session.told:
            say(self._session.told)
        wish = self._session.wish
        if wish is None:
            return True
        if wish.kind == "quit":
            return False
        try:
            self._granted(wish.kind, wish.names)
        except (PinganError, OSError, click.ClickException) as error:
            _complain(error)
        return True

    def _begun(self, line: str) -> bool:
        """A line before there is a policy."""
        word, _, rest = line.partition(" ")
        if word in ("quit", "exit", "退出"):
            return False
        if not line:
            return True
        if word not in ("load", "载入") or not rest.strip():
            say("  load POLICY… first / 请先：载入 政策")
            return True
        try:
            self.load(_targets(rest.split()), {})
        except (PinganError, OSError, click.ClickException) as error:
            _complain(error)
        return True

    def _granted(self, kind: str, names: tuple[str, ...]) -> None:
        assert self._session is not None
        interview = self._session.interview
        match kind:
            case "save":
                (name,) = names
                path = Path(name)
                if path.exists():
                    raise click.UsageError(f"{plain(name)} is there already")
                text = json.dumps(interview.facts, ensure_ascii=False, indent=2) + "\n"
                write_atomically(path, text.encode())
                say(f"  {plain(name)}")
            case "load":
                self.load(_targets(names), {})
            case _:
                again = pingan.load(*self._targets, settings=self._settings, environment=environment())
                self._session = self._session.with_policy(again, self._session.settings)
                say(f"  {plain(again.title)}")

    def _completions(self, before: str) -> Sequence[Suggestion]:
        from pingan.repl import completions

        if self._session is None:
            return [Suggestion(word, len(before)) for word in ("load", "quit") if word.startswith(before)]
        return [Suggestion(f.text, f.replaces, f.remark) for f in completions(self._session, before)]

    def _is_private(self, line: str) -> bool:
        from pingan.repl.places import is_private

        return self._session is not None and is_private(self._session.policy, line)


def _targets(names: Sequence[str]) -> tuple[str, ...]:
    kind = PolicyTarget()
    return tuple(kind.convert(name, None, None) for name in names)


def _complain(error: Exception) -> None:
    if isinstance(error, PolicyError):
        click.echo(render(error.diagnostics, color=False), err=True, nl=False)
    elif isinstance(error, click.ClickException):
        complain(plain(error.format_message()))
    elif isinstance(error, OSError):
        complain(plain(error.strerror or str(error)))
    else:
        complain(plain(str(error)))


def _history(is_private: Any) -> Any:
    """What was typed before, kept in the user's state folder, but for lines about sensitive facts."""
    folder = _state_folder()
    if folder is None:
        return None
    try:
        from prompt_toolkit.history import FileHistory
    except ImportError:
        return None
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
    except OSError:
        return None

    class _Kept(FileHistory):
        def store_string(self, string: str) -> None:
            if not is_private(string):
                try:
                    super().store_string(string)
                except OSError:
                    return

    return _Kept(os.path.join(folder, "repl_history"))


def _state_folder() -> str | None:
    """Where programs of this platform keep what a user did."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA", "")
    elif sys.platform == "darwin":
        base = os.path.join(os.path.expanduser("~"), "Library", "Application Support")
    else:
        base = os.environ.get("XDG_STATE_HOME") or os.path.join(os.path.expanduser("~"), ".local", "state")
    return os.path.join(base, "pingan") if os.path.isabs(base) else None
