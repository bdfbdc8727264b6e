"""``pingan test --coverage``: what the scenarios exercise, in the forms that were asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from pingan.cli.output import complain, show, write_output
from pingan.diagnostics.plain import plain
from pingan.language.dialect import Language

if TYPE_CHECKING:
    from pingan.scenario_coverage.nodes import Measure, ScenarioCoverage

# Help and a plain run do without the package that has these.
FORMS: Final = ("text", "json", "html", "lcov")
NAMES: Final = {"clause": "clauses", "rule": "rules", "condition": "conditions", "mcdc": "MC/DC"}

F = TypeVar("F", bound=Callable[..., Any])


class Report(click.ParamType[tuple[str, Path | None]]):
    """``FORM`` or ``FORM:FILE``."""

    name = "report"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, Path | None]:
        if isinstance(value, tuple):
            return value
        form, colon, path = str(value).partition(":")
        if form not in FORMS:
            self.fail(f"{plain(form)} is none of {', '.join(FORMS)}", param, ctx)
        if colon and not path:
            self.fail(f"write {form}:FILE, or {form} alone for standard output", param, ctx)
        if "\0" in path:
            self.fail("a path cannot hold a NUL character", param, ctx)
        return form, Path(path) if colon else None


def coverage_options(command: F) -> F:
    """The options of `pingan test` that are about coverage."""
    for option in (
        click.option(
            "--measure",
            type=click.Choice(tuple(NAMES)),
            default="mcdc",
            show_default=True,
            help="What --fail-under measures.",
        ),
        click.option(
            "--fail-under",
            metavar="PERCENT",
            type=click.FloatRange(0, 100),
            help="Exit 1 when the scenarios cover less than PERCENT of a policy (see --measure).",
        ),
        click.option(
            "--coverage-report",
            "reports",
            metavar="FORM[:FILE]",
            type=Report(),
            multiple=True,
            help=f"Write what the scenarios cover as {', '.join(FORMS)}; several times for several reports.",
        ),
        click.option(
            "--coverage", "wanted", is_flag=True, help="Say what the scenarios cover, and what they leave out."
        ),
    ):
        command = option(command)
    return command


def report(
    coverage: ScenarioCoverage, language: Language, *, full: bool, reports: Sequence[tuple[str, Path | None]]
) -> None:
    """Writes *coverage* in the forms of *reports*; as text (*full*: with what is wanting) unless one goes to output."""
    from pingan.scenario_coverage.forms import written
    from pingan.scenario_coverage.to_text import scenario_coverage_text

    if all(path is not None for _, path in reports):
        show(scenario_coverage_text(coverage, language, full=full).rstrip("\n"))
    for form, path in reports:
        write_output(written(coverage, form, language, root=Path.cwd()), path)


def is_enough(coverage: ScenarioCoverage, percent: float, measure: Measure) -> bool:
    """Whether of every policy at least *percent* is covered; says of which it is not."""
    from pingan.scenario_coverage.words import Words

    wanted, enough = Fraction(str(percent)), True
    for policy in coverage.policies:
        tally = policy.tally(measure)
        if tally.share * 100 < wanted:
            complain(
                f"{plain(policy.name)}: scenarios cover {tally.covered} of {tally.number} ({NAMES[measure]}), "
                f"{Words('en').percent(tally.share)} and not {percent:g} %"
            )
            enough = False
    return enough
