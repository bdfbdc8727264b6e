"""Whether a file says which libraries it needs, and whether they are there."""

from __future__ import annotations

from collections.abc import Mapping

from pingan.diagnostics.diagnostic import Diagnostics
from pingan.language.dialect import DIALECTS, Dialect
from pingan.language.environment import Environment
from pingan.language.installed import how_to_get
from pingan.source import Source, Span


def check_needs(
    source: Source, needs: Mapping[str, int], language: Dialect, environment: Environment, diagnostics: Diagnostics
) -> bool:
    """Whether the libraries that *source* needs (and where it says so) are there; those that nobody gave are reported.

    What a file says in the words of a library that is not there cannot be judged. A file in the dialect of a library
    needs that library.
    """
    missing = {name: start for name, start in needs.items() if environment.library(name) is None}
    for name, start in missing.items():
        message = f"this file needs the library `{name}`, which it is not read with"
        diagnostics.error("missing-library", message, Span(source, start, start + len(name)), help=how_to_get(name))
    owner = environment.owner(lambda library: library.dialects, language.name)
    if language.name not in DIALECTS and owner is not None and owner not in needs:
        diagnostics.error(
            "missing-need",
            f"this is the dialect `{language.name}` of the library `{owner}`, which the file does not say it needs",
            Span(source, 0, 0),
            help=f"write `{language.keyword('NEEDS')} {owner}` in its header",
        )
    return not missing


def report_dialect(language: Dialect, environment: Environment, why: str, diagnostics: Diagnostics) -> None:
    """Reports that no grammar can be made of the dialect of a library."""
    owner = environment.owner(lambda library: library.dialects, language.name) or "?"
    diagnostics.error(
        "bad-library",
        f"the library `{owner}`: its dialect `{language.name}` cannot be used: {why}",
        help="its author has to mend it",
    )
