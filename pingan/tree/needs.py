"""Whether a file says which libraries it needs, and whether they are there."""

from __future__ import annotations

from collections.abc import Mapping

from pingan.diagnostics.diagnostic import Diagnostics
from pingan.diagnostics.errors import PolicyError
from pingan.language.dialect import DIALECTS, Dialect
from pingan.language.environment import Environment
from pingan.language.installed import how_to_get
from pingan.source import Source, Span
from pingan.syntax import nodes


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


def check_can_be_written(module: nodes.Module, dialect: str | Dialect | None, environment: Environment) -> None:
    """Raises PolicyError when *module* does not need the library whose dialect it is to be written in.

    (Who needs a library has its words reserved, so that no name in the module can be one of them.)
    """
    name = dialect.name if isinstance(dialect, Dialect) else dialect or module.dialect
    owner = environment.owner(lambda library: library.dialects, name)
    header = module.header
    if name in DIALECTS or owner is None or owner in {n.text for n in header.needs}:
        return
    diagnostics = Diagnostics()
    diagnostics.error(
        "missing-need",
        f"to be written in `{name}`, a dialect of the library `{owner}`, this file must say that it needs it",
        header.name.span,
        help=f"write `{environment.dialects[module.dialect].keyword('NEEDS')} {owner}` in its header first",
    )
    raise PolicyError(diagnostics.sorted())


def report_dialect(language: Dialect, environment: Environment, why: str, diagnostics: Diagnostics) -> None:
    """Reports that no grammar can be made of the dialect of a library."""
    owner = environment.owner(lambda library: library.dialects, language.name) or "?"
    diagnostics.error(
        "bad-library",
        f"the library `{owner}`: its dialect `{language.name}` cannot be used: {why}",
        help="its author has to mend it",
    )
