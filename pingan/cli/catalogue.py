"""``pingan catalogue``: a page for each policy, clause by clause, and one that lists them."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import cast

import click

import pingan
from pingan.catalogue.index import INDEX
from pingan.catalogue.phrases import Language
from pingan.cli.inputs import PolicyTarget
from pingan.cli.libraries import environment, library_option
from pingan.cli.output import complain, counted, write_atomically
from pingan.diagnostics.plain import plain


@click.command(name="catalogue")
@click.argument("policies", metavar="[POLICY…]", type=PolicyTarget(), nargs=-1)
@click.option(
    "-o",
    "--output",
    "folder",
    metavar="FOLDER",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="The folder for the pages; it is made if it is not there.",
)
@click.option("--language", type=click.Choice(["en", "zh"]), default="en", show_default=True)
@library_option
def command(policies: Sequence[str], folder: Path, language: str) -> None:
    """Write a Markdown page for each policy: every clause with its rules, what is left open, and what is left out.

    Without POLICY, for each policy that comes with pingan. README.md lists them. Pages that are there are replaced;
    other files of the folder are left alone, and nothing is written outside it.
    """
    from pingan.catalogue.pages import pages  # help does without

    used = environment()
    loaded = [pingan.load(policy, environment=used) for policy in policies or pingan.shipped_policies()]
    made = pages(loaded, cast(Language, language))
    if not made:
        raise click.UsageError("there is no policy among them, only vocabularies")
    _write(made, folder)
    complain(f"{counted(len(made) - 1, 'page')} and {INDEX} written to {plain(str(folder))}")


def _write(pages: Mapping[str, str], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    inside = Path(os.path.realpath(folder))
    files = {name: folder / name for name in pages}
    for file in files.values():
        if Path(os.path.realpath(file)).parent != inside:
            raise click.UsageError(f"{plain(str(file))} is a link that leads out of the folder; nothing was written")
        if file.is_dir():
            raise click.UsageError(f"{plain(str(file))} is a folder; nothing was written")
    for name, text in pages.items():
        write_atomically(files[name], text.encode())
