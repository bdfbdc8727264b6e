"""How well a word fits what has been typed of it: in either script, by its beginning or by a part of it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache


@lru_cache(maxsize=16_384)
def folded(word: str) -> str:
    """*word* without differences of case and width."""
    return unicodedata.normalize("NFKC", word).casefold()


def fit(typed: str, word: str) -> int | None:
    """0 for the word itself or its beginning, more for a part of it; None where *typed* (folded) is not in it.

    >>> fit("hosp", "hospital"), fit("医院", "上级医院"), fit("hc", "hospital_closed"), fit("x", "hospital")
    (0, 1, 2, None)
    """
    held = folded(word)
    if held.startswith(typed):
        return 0
    if typed in held:
        return 1
    return 2 if len(typed) > 1 and _are_initials(typed, held) else None


def _are_initials(typed: str, word: str) -> bool:
    """Whether the characters of *typed* begin parts of *word*, in order: ``hc``, ``hospital_closed``."""
    initials = "".join(part[0] for part in word.replace(".", "_").split("_") if part)
    position = 0
    for character in typed:
        position = initials.find(character, position) + 1
        if not position:
            return False
    return True


def best_fit(typed: str, words: Iterable[str]) -> tuple[int, str] | None:
    """The best of `fit` of *typed* (folded) to any of *words*, and the word."""
    found: tuple[int, str] | None = None
    for word in words:
        how = fit(typed, word)
        if how is not None and (found is None or how < found[0]):
            found = how, word
            if how == 0:
                break
    return found
