"""What is said when a clause form does not do what forms do: a mistake of its library, not of the policy's author."""

from __future__ import annotations

from pingan.diagnostics.diagnostic import Diagnostics
from pingan.source import Span


def form_failed(form: str, library: str, message: str, diagnostics: Diagnostics, *places: Span) -> None:
    """Reports that *form* of *library* does not do what forms do."""
    diagnostics.error(
        "library-failed",
        f"the clause form `{form}` of the library `{library}` fails: {message}",
        *places,
        help="this is a mistake in the library, not in the policy: tell its authors",
    )
