"""``pingan mutate``: which changes of a policy do its scenarios notice?"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

import pingan
from pingan.cli.exit_codes import ExitCode
from pingan.cli.inputs import PolicyTarget
from pingan.cli.libraries import Language, environment, library_names, library_option
from pingan.cli.output import complain, counted, show, write_output
from pingan.cli.progress import progress_bar
from pingan.diagnostics.plain import plain
from pingan.language.dialect import in_chinese
from pingan.language.dialects import spoken_language

if TYPE_CHECKING:
    from pingan.mutation.nodes import MutationReport


@click.command(name="mutate")
@click.argument("policies", metavar="POLICY…", type=PolicyTarget(), nargs=-1, required=True)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--only", metavar="NAME", multiple=True, help="Only mutants of this rule, definition or mutator. Repeat.")
@click.option("--sample", metavar="N", type=click.IntRange(1), help="Try N mutants, chosen by --seed.")
@click.option("--seed", metavar="N", type=int, default=0, show_default=True, help="Chooses the mutants of --sample.")
@click.option(
    "--witnesses/--no-witnesses",
    default=True,
    help="Look for a scenario that would notice each survivor (default); without is quicker.",
)
@click.option("--jobs", metavar="N", type=click.IntRange(1), help="Processes that share the work. Default: one a core.")
@click.option(
    "--write",
    is_flag=True,
    help="Put what would notice the survivors into the policy's file: lines of scenarios, and new ones. Read each "
    "against the document.",
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
    form: str,
    only: Sequence[str],
    sample: int | None,
    seed: int,
    witnesses: bool,
    jobs: int | None,
    write: bool,
    full: bool,
    fail_under: float,
    language: str | None,
) -> int:
    """Change one thing of a policy at a time and say which changes its scenarios do not notice.

    POLICY is a .rules file, a folder, or the name of a policy that comes with pingan (see `pingan list`).
    Exits 1 when the score is under --fail-under or a scenario fails without any change, 2 when nothing given is a
    policy or a mutator or rule in --only is unknown.
    """
    from pingan.mutation.from_policy import mutate
    from pingan.mutation.to_dict import mutation_data
    from pingan.mutation.to_text import mutation_text

    policy = pingan.load(*policies, environment=environment())
    if not policy.names:
        complain("nothing given is a policy: a vocabulary has no rules that could be changed")
        return ExitCode.COULD_NOT_RUN
    file = _file(policies, policy) if write else None
    with progress_bar("mutants") as progress:
        try:
            report = mutate(
                policy,
                only=only,
                sample=sample,
                seed=seed,
                witnesses=witnesses,
                jobs=jobs or cores(),
                load=partial(loaded, tuple(policies), library_names()),
                progress=progress,
            )
        except ValueError as error:
            raise click.BadParameter(plain(str(error)), param_hint="--only") from None
    spoken = spoken_language(language or policy.language, policy.environment.dialects)
    if form == "json":
        write_output(json.dumps(mutation_data(report), ensure_ascii=False, indent=2) + "\n")
    else:
        show(mutation_text(report, spoken, full=full).rstrip("\n"))
    if file is not None and not report.interrupted:
        _write(file, policy, report, chinese=in_chinese(spoken))
    if report.interrupted:
        return ExitCode.INTERRUPTED
    wanting = report.score * 100 < Fraction(str(fail_under))
    if wanting:
        complain(f"the score is under {fail_under:g} %")
    return ExitCode.FINDINGS if wanting or report.failing else ExitCode.FINE


def _file(policies: Sequence[str], policy: pingan.Policy) -> Path:
    """Where to write. Raises UsageError when that is nowhere."""
    path = Path(policies[0])
    if len(policies) > 1 or path.suffix != ".rules" or not path.is_file() or len(policy.names) != 1:
        raise click.UsageError("--write puts scenarios into a policy's own file: name that file alone")
    return path


def _write(path: Path, policy: pingan.Policy, report: MutationReport, *, chinese: bool) -> None:
    """Puts what is proposed into the file at *path*, and says what there is to be read."""
    from pingan.cli.witness_files import rewrite
    from pingan.mutation.proposing import proposals, with_proposals

    wanted = proposals(policy, report)
    if wanted:
        (module,) = policy.names
        titles = {proposal.scenario for proposal in wanted}
        rewrite(path, lambda text: with_proposals(text, wanted, policy, module), policy, titles)
    new = sum(proposal.is_new for proposal in wanted)
    lines = sum(len(proposal.lines) for proposal in wanted if not proposal.is_new)
    mutants = sum(len(proposal.mutants) for proposal in wanted)
    name = plain(str(path))
    complain(
        f"{name}：增加 {lines} 行预期、{new} 个情景，可发现 {mutants} 个变体；请对照文件逐一核对"
        if chinese
        else f"{name}: {counted(lines, 'line')} and {counted(new, 'scenario')} that notice "
        f"{counted(mutants, 'mutant')}; read each against the document"
    )


def loaded(policies: Sequence[str], libraries: Sequence[str]) -> pingan.Policy:
    """The policies, in a process of its own."""
    return pingan.load(*policies, environment=pingan.standard_environment(*libraries))


def cores() -> int:
    """How many processes this one may use at once."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0)) or 1
    return os.cpu_count() or 1
