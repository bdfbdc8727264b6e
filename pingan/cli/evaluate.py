"""``pingan evaluate``: what follows from the facts."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import click

import pingan
from pingan.cli.batch import batch_options, is_batch, run_batch
from pingan.cli.exit_codes import ExitCode
from pingan.cli.inputs import PolicyTarget, facts, first_held, instant, rule_keys, settings
from pingan.cli.keys import key_option, read_key
from pingan.cli.libraries import Language, environment, library_option
from pingan.cli.output import show, wants_color, write_output
from pingan.cli.question_options import as_of_option, facts_option, set_option, since_option
from pingan.diagnostics.render import render
from pingan.language.shapes import Truth

if TYPE_CHECKING:
    from pingan import Outcome


EVERY_NORM: Final = ""
"""What ``--why`` is about when no rule is named."""


@click.command(name="evaluate")
@click.argument("policies", metavar="POLICY…", type=PolicyTarget(), nargs=-1, required=True)
@facts_option
@as_of_option
@since_option
@set_option
@click.option(
    "--why",
    "rules",
    metavar="[RULE]",
    multiple=True,
    is_flag=False,
    flag_value=EVERY_NORM,
    help="Only explain the norms of RULE (policy.rule or rule), or a definition; last and without RULE, all norms.",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option(
    "--fail-on",
    multiple=True,
    type=click.Choice(["breach", "conflict", "undetermined"]),
    help="Exit 3 on a duty surely missed (breached, or done too late) or a sure conflict; 4 on anything undetermined.",
)
@click.option(
    "--record",
    "record_path",
    metavar="FILE",
    type=click.Path(dir_okay=False),
    help="Append the decision record to FILE, one line, with sensitive facts masked (see `pingan replay`).",
)
@key_option
@click.option("--show-sensitive", is_flag=True, help="Tell what sensitive facts are, to people entitled to see them.")
@click.option("--language", type=Language(), help="The language of the answer. Default: the policy's.")
@library_option
@batch_options
def command(
    policies: Sequence[str],
    facts_path: str | None,
    as_of: str | None,
    held: Sequence[str],
    assignments: Sequence[str],
    rules: Sequence[str],
    form: str,
    fail_on: Sequence[str],
    record_path: str | None,
    key_path: str | None,
    show_sensitive: bool,
    language: str | None,
    **batch: Any,
) -> int:
    """Say which duties the facts bring about, how each stands, and what is still undetermined.

    POLICY is a .rules file, a folder, or the name of a policy that comes with pingan (see `pingan list`);
    several are taken together.
    """
    many = is_batch(batch)
    policy = pingan.load(*policies, settings=settings(assignments), environment=environment())
    if policy.diagnostics:
        click.echo(render(policy.diagnostics, color=wants_color(sys.stderr)), err=True, nl=False, color=True)
    if many:
        return run_batch(policy, as_of, batch, click.get_current_context().params)
    explained: list[str | None] = [None] if EVERY_NORM in rules else [*rule_keys(policy, rules, definitions=True)]
    if key_path is not None and record_path is None:
        raise click.UsageError("--key is for a record: give --record FILE as well")
    key = read_key(key_path)
    outcome = policy.evaluate(
        facts(facts_path),
        as_of=instant(as_of, policy.zone),
        since=first_held(policy, held) or None,
        show_sensitive=show_sensitive,
    )
    if record_path is not None:
        # Before anything is told: what was told has been recorded.
        pingan.append_record(record_path, outcome.to_record(key))
    spoken = language or policy.language
    if form == "json":
        answer = outcome.to_dict()
        if explained:
            answer["explanations"] = [outcome.explain(rule, language=spoken).to_dict() for rule in explained]
        write_output(json.dumps(answer, ensure_ascii=False, indent=2) + "\n")
    else:
        # Who asks why has seen what: the explanations stand alone.
        texts = [outcome.explain(rule, language=spoken).to_text() for rule in explained] or [
            outcome.to_text(language=spoken)
        ]
        show("\n".join(texts).rstrip("\n"))
    return exit_code(outcome, fail_on)


def exit_code(outcome: Outcome, fail_on: Sequence[str]) -> ExitCode:
    """What ``--fail-on`` makes of *outcome*; a breach or a conflict goes before what is undetermined."""
    if "breach" in fail_on and any(n.missed is Truth.TRUE and not n.soft for n in outcome.norms):
        return ExitCode.BREACH
    if "conflict" in fail_on and any(c.holds is Truth.TRUE for c in outcome.conflicts):
        return ExitCode.BREACH
    if "undetermined" in fail_on and outcome.undetermined:
        return ExitCode.UNDETERMINED
    return ExitCode.FINE
