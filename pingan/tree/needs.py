"""Whether a file says which libraries it needs, and whether they are there."""

from __future__ import annotations

from collections.abc import Mapping

from pingan.diagnostics.diagnostic import Annotation, Diagnostic, Diagnostics
from pingan.language.dialect import DIALECTS, Dialect
from pingan.language.environment import Environment
from pingan.language.installed import how_to_get
from pingan.source import Source, Span


def check_needs(
    source: Source, needs: Mapping[str, int], language: Dialect, environment: Environment, found: Diagnostics
) -> Diagnostics:
    """*found*, or what explains it: the libraries that *source* needs (and where it says so) and nobody has given.

    A file in the dialect of a library needs that library.
    """
    missing = [
        Diagnostic(
            "missing-library",
            f"this file needs the library `{name}`, which it is not read with",
            (Annotation(Span(source, start, start + len(name))),),
            how_to_get(name),
        )
        for name, start in needs.items()
        if environment.library(name) is None
    ]
    if missing:
        # What the file says in the words of a library that is not there cannot be judged.
        return Diagnostics(missing)
    owner = environment.owner(lambda library: library.dialects, language.name)
    if language.name not in DIALECTS and owner is not None and owner not in needs:
        found.error(
            "missing-need",
            f"this is the dialect `{language.name}` of the library `{owner}`, which the file does not say it needs",
            Span(source, 0, 0),
            help=f"write `{language.keyword('NEEDS')} {owner}` in its header",
        )
    return found


def report_dialect(language: Dialect, environment: Environment, why: str, diagnostics: Diagnostics) -> None:
    """Reports that no grammar can be made of the dialect of a library."""
    owner = environment.owner(lambda library: library.dialects, language.name) or "?"
    diagnostics.error(
        "bad-library",
        f"the library `{owner}`: its dialect `{language.name}` cannot be used: {why}",
        help="its author has to mend it",
    )
