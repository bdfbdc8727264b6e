"""``pingan ask``: an interview about a case, only of what still matters."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

import pingan
from pingan.cli.exit_codes import ExitCode
from pingan.cli.inputs import PolicyTarget, facts, first_held, instant, rule_keys, settings
from pingan.cli.libraries import Language, environment, library_option
from pingan.cli.lines import Interrupted, Lines, is_terminal
from pingan.cli.output import complain, say, show, wants_color, write_atomically
from pingan.cli.question_options import as_of_option, set_option, since_option
from pingan.diagnostics.plain import plain
from pingan.diagnostics.render import render

if TYPE_CHECKING:
    from pingan.interview import Interview
    from pingan.interview.conversation import Conversation

PROMPT: Final = "> "


@click.command(name="ask")
@click.argument("policies", metavar="POLICY…", type=PolicyTarget(), nargs=-1, required=True)
@click.option(
    "--facts",
    "facts_path",
    metavar="FILE",
    type=click.Path(dir_okay=False),
    help="JSON or YAML file of what is known already. Without it nothing is.",
)
@as_of_option
@since_option
@set_option
@click.option(
    "--rule", "rules", metavar="RULE", multiple=True, help="Ask only what the norms of RULE wait for. May be repeated."
)
@click.option("--limit", type=click.IntRange(min=0), metavar="N", help="Ask at most N questions.")
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Keep what is said in this file of facts, after every answer. One that is there: only with --facts of it.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="json: questions and answers as lines of JSON, for programs.",
)
@click.option("--language", type=Language(), help="The language to ask in. Default: the policy's.")
@library_option
def command(
    policies: Sequence[str],
    facts_path: str | None,
    as_of: str | None,
    held: Sequence[str],
    assignments: Sequence[str],
    rules: Sequence[str],
    limit: int | None,
    output: Path | None,
    form: str,
    language: str | None,
) -> int:
    """Ask for the facts that still matter, the most decisive first, and say which duties follow.

    Not known is always an answer: an empty line. Answers are lines of standard input; on a terminal they are asked
    for one by one. POLICY is as with `pingan evaluate`.
    """
    from pingan.interview.conversation import Conversation
    from pingan.interview.interview import Interview
    from pingan.interview.words import Asking

    policy = pingan.load(*policies, settings=settings(assignments), environment=environment())
    if policy.diagnostics:
        click.echo(render(policy.diagnostics, color=wants_color(sys.stderr)), err=True, nl=False, color=True)
    _check_output(output, facts_path)
    interview = Interview.of(
        policy,
        as_of=instant(as_of, policy.zone),
        facts=facts(facts_path),
        goals=tuple(rule_keys(policy, rules)) or None,
        since=first_held(policy, held) or None,
    )
    if form == "json":
        return _with_a_program(interview, output, limit)
    talk = _Talk(Conversation(interview, Asking.of(policy, language)), output)
    talk.run(limit)
    talk.end()
    return ExitCode.FINE


def _with_a_program(interview: Interview, output: Path | None, limit: int | None) -> ExitCode:
    from pingan.cli.ask_json import as_line, held

    lines = iter(()) if sys.stdin is None else iter(sys.stdin.readline, "")
    told = islice(lines, limit)
    interview = held(interview, told, lambda data: say(as_line(data)), lambda each: _kept(each, output))
    say(as_line({"facts": interview.facts, "outcome": interview.outcome.to_dict()}))
    return ExitCode.FINE


def _kept(interview: Interview, output: Path | None) -> None:
    if output is not None:
        write_atomically(output, _facts_text(interview).encode())


def _facts_text(interview: Interview) -> str:
    return json.dumps(interview.facts, ensure_ascii=False, indent=2) + "\n"


def _check_output(output: Path | None, facts_path: str | None) -> None:
    if output is None or not output.exists():
        return
    if facts_path is None or not output.samefile(facts_path):
        raise click.UsageError(
            f"{plain(str(output))} is there already: go on from it with --facts, or give another name"
        )


class _Talk:
    """A conversation with whoever sits at standard input."""

    def __init__(self, conversation: Conversation, output: Path | None) -> None:
        self._conversation = conversation
        self._output = output
        self._first = conversation.interview
        self._lines = Lines()

    def run(self, limit: int | None) -> None:
        """Until there is nothing to ask, *limit* questions were put, or the person leaves."""
        self._tell(self._conversation.greeting())
        asked = 0
        shown = ""
        while not self._conversation.is_over and (limit is None or asked < limit):
            prompt = self._conversation.prompt()
            # After `why` and the like the question is not told once more.
            if prompt != shown:
                self._tell("")
                self._tell(prompt, stands_out=True)
                shown = prompt
            line = self._line()
            if line is None:
                break
            before = self._conversation
            self._conversation = before.heard(line)
            if self._conversation.told:
                self._tell(self._conversation.told)
            if self._conversation.interview is not before.interview:
                asked += self._conversation.interview.steps > before.interview.steps
                self._save()

    def _line(self) -> str | None:
        """What is typed; None where nothing more comes."""
        try:
            return self._lines.next(PROMPT)
        except Interrupted:
            return None

    def _tell(self, text: str, *, stands_out: bool = False) -> None:
        first, _, rest = text.partition("\n")
        if stands_out and wants_color(sys.stdout):
            first = click.style(first, bold=True)
        say(f"{first}\n{rest}" if rest else first)

    @property
    def _is_changed(self) -> bool:
        return self._conversation.interview.facts != self._first.facts

    def _text(self) -> str:
        return _facts_text(self._conversation.interview)

    def _save(self) -> bool:
        """Keeps what was said in the file, if there is one."""
        if self._output is None:
            return False
        try:
            write_atomically(self._output, self._text().encode())
        except OSError as error:
            complain(
                f"{plain(str(self._output))}: {plain(error.strerror or str(error))}; what was said is told at the end"
            )
            self._output = None
            return False
        return True

    def end(self) -> None:
        """The duties that follow, and what was said, kept."""
        conversation = self._conversation
        told, spoken = conversation.asking.say, conversation.asking.language
        count = conversation.interview.open
        self._tell("")
        if conversation.interview.question is None:
            decided = told("Everything is decided.", "已全部确定。")
            self._tell(decided if not count else told("There is nothing more to ask.", "没有更多可问的了。"))
            self._tell("")
        outcome, goals = conversation.interview.outcome, conversation.interview.goals
        # Whoever asked about some rules is told about those.
        texts = [outcome.explain(goal, language=spoken).to_text() for goal in goals or ()]
        show("\n".join(texts or [outcome.to_text(language=spoken)]).rstrip("\n"))
        self._keep()

    def _keep(self) -> None:
        say_ = self._conversation.asking.say
        if not self._is_changed and self._output is None:
            return
        self._tell("")
        if self._output is None and is_terminal():
            self._output = self._file_named(
                say_("Keep what was said in which file? (empty: none) ", "把已说的事实存到哪个文件？（直接回车：不存）")
            )
            if self._output is None:
                return
        if self._save():
            name = plain(str(self._output))
            self._tell(
                say_(
                    f"What was said is in {name}; go on with --facts {name}.",
                    f"已说的事实在 {name}；可用 --facts {name} 接着问。",
                )
            )
            return
        self._tell(say_("The facts, as a file:", "事实文件："))
        self._tell(self._text().rstrip("\n"))

    def _file_named(self, question: str) -> Path | None:
        while True:
            try:
                name = (self._lines.next(question) or "").strip()
            except Interrupted:
                return None
            if not name:
                return None
            path = Path(name)
            if "\0" not in name and not path.exists() and path.parent.is_dir():
                return path
            complain(f"{plain(name)} cannot be made: it is there already, or its folder is not")
