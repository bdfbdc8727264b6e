"""``pingan new``: a policy project to begin with."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from pingan.cli.exit_codes import ExitCode
from pingan.cli.output import complain, say
from pingan.diagnostics.plain import plain
from pingan.scaffold import BadProjectError, Project, clashes, project_files, write_project


@click.command(name="new")
@click.argument("name", metavar="NAME")
@click.option(
    "--dialect", type=click.Choice(["en", "zh"]), help="The language of the policy. Default: that of NAME's letters."
)
@click.option("--title", metavar="TEXT", help="What the document is called. Default: NAME.")
@click.option("--zone", metavar="ZONE", help="The policy's time zone. Default: UTC, in Chinese Asia/Shanghai.")
@click.option("--jurisdiction", metavar="TEXT", help="Where the policy holds.")
@click.option("--with-register/--no-register", default=True, help="With a register of clauses (default).")
@click.option(
    "--into",
    "parent",
    metavar="FOLDER",
    type=click.Path(file_okay=False, exists=True, path_type=Path),
    default=Path(),
    help="Where the project's folder is made. Default: here.",
)
@click.option("--list", "only_list", is_flag=True, help="Write nothing; list the files.")
def command(
    name: str,
    dialect: Literal["en", "zh"] | None,
    title: str | None,
    zone: str | None,
    jurisdiction: str | None,
    with_register: bool,
    parent: Path,
    only_list: bool,
) -> int:
    """Make a policy project NAME: vocabulary, policy, register, scenarios, sample facts, checks for CI and git.

    Everything is written into a new folder NAME, or nothing is; a folder that holds anything is left alone.
    """
    language = dialect or ("en" if name.isascii() else "zh")
    project = Project(name, language, title, zone, jurisdiction, with_register)
    try:
        files = project_files(project)
        folder = parent / name
        if only_list:
            for file in sorted(files):
                say(plain(file))
            return _told_clashes(folder, clashes(folder, files))
        write_project(folder, files)
    except BadProjectError as error:
        complain(str(error))
        return ExitCode.COULD_NOT_RUN
    for file in sorted(files):
        say(plain(f"{folder / file}"))
    say("")
    shown = plain(str(folder))
    say(f"接下来：cd {shown}，然后看 README.md" if language == "zh" else f"Next: cd {shown}, and read README.md")
    return ExitCode.FINE


def _told_clashes(folder: Path, found: tuple[str, ...]) -> int:
    for name in found:
        complain(f"{plain(str(folder / name))} is there already")
    return ExitCode.COULD_NOT_RUN if found else ExitCode.FINE
