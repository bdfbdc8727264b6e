"""The pages that nobody writes: each module makes its own from what pingan is made of."""

from __future__ import annotations

from functools import cache

from docs._site import api, commands
from docs._site.grammar import page as grammar


@cache
def pages() -> dict[str, str]:
    """Every generated page by its place on the site."""
    return {**grammar.pages(), **commands.pages(), **api.pages()}


def paths() -> tuple[str, ...]:
    """The places of the generated pages."""
    return tuple(pages())
