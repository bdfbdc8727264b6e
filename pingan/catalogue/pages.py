"""All pages of some policies: one each, and one that lists them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pingan.catalogue.index import INDEX, file_name, index
from pingan.catalogue.overview import Overview, overview
from pingan.catalogue.page import page
from pingan.catalogue.phrases import Language
from pingan.diagnostics.errors import PinganError
from pingan.pipeline import Policy


def pages(loaded: Iterable[Policy], language: Language) -> Mapping[str, str]:
    """The text of each page by its file's name, for every policy asked for; none when there is no policy.

    Raises PinganError when two pages would stand in one file.
    """
    listed: dict[str, Overview] = {}
    made: dict[str, str] = {}
    for policies in loaded:
        for name in policies.names:
            if name in listed:
                continue
            file = file_name(name)
            if file.casefold() in {INDEX.casefold(), *(other.casefold() for other in made)}:
                raise PinganError(f"the page of the policy `{name}` would take the place of another: {file}")
            listed[name] = overview(policies.modules.modules[name])
            made[file] = page(policies, name, language)
    return {INDEX: index(listed.values(), language), **made} if made else {}
