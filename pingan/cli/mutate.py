"""``pingan mutate``: which changes of a policy do its scenarios notice?"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction

import click

import pingan
from pingan.cli.exit_codes import ExitCode
from pingan.cli.inputs import PolicyTarget
from pingan.cli.libraries import Language, environment, library_option
from pingan.cli.output import complain, show
from pingan.diagnostics.plain import plain
from pingan.language.dialects import spoken_language


@click.command(name="mutate")
@click.argument("policies", metavar="POLICY…", type=PolicyTarget(), nargs=-1, required=True)
@click.option("--only", metavar="NAME", multiple=True, help="Only mutants of this rule, definition or mutator. Repeat.")
@click.option("--sample", metavar="N", type=click.IntRange(1), help="Try N mutants, chosen by --seed.")
@click.option("--seed", metavar="N", type=int, default=0, show_default=True, help="Chooses the mutants of --sample.")
@click.option(
    "--witnesses/--no-witnesses",
    default=True,
    help="Look for a scenario that would notice each survivor (default); without is quicker.",
)
@click.option("--all", "full", is_flag=True, help="Text: the score of every rule, and mutants that are not counted.")
@click.option(
    "--fail-under",
    metavar="PERCENT",
    type=click.FloatRange(0, 100),
    default=0,
    help="Exit 1 when the score is less than PERCENT.",
)
@click.option("--language", type=Language(), help="The language of the report. Default: the policy's.")
@library_option
def command(
    policies: Sequence[str],
    only: Sequence[str],
    sample: int | None,
    seed: int,
    witnesses: bool,
    full: bool,
    fail_under: float,
    language: str | None,
) -> int:
    """Change one thing of a policy at a time and say which changes its scenarios do not notice.

    POLICY is a .rules file, a folder, or the name of a policy that comes with pingan (see `pingan list`).
    Exits 1 when the score is under --fail-under or a scenario fails without any change.
    """
    from pingan.mutation.from_policy import mutate
    from pingan.mutation.to_text import mutation_text

    policy = pingan.load(*policies, environment=environment())
    with _progress() as progress:
        try:
            report = mutate(policy, only=only, sample=sample, seed=seed, witnesses=witnesses, progress=progress)
        except ValueError as error:
            raise click.BadParameter(plain(str(error)), param_hint="--only") from None
    spoken = spoken_language(language or policy.language, policy.environment.dialects)
    show(mutation_text(report, spoken, full=full).rstrip("\n"))
    if report.interrupted:
        return ExitCode.INTERRUPTED
    wanting = report.score * 100 < Fraction(str(fail_under))
    if wanting:
        complain(f"the score is under {fail_under:g} %")
    return ExitCode.FINDINGS if wanting or report.failing else ExitCode.FINE


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None] | None]:
    """A bar on standard error, where that is a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("mutants", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
