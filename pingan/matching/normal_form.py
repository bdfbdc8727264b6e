"""Disjunctions of conjunctions, and how conditions are put together of them.

A limb is a whole number: twice the index of its test, and one more where the test must not hold. What is rewritten here
is De Morgan, distribution, absorption and repetition, which hold for what is undetermined, too. A limb beside its own
negation stays: of something undetermined that is undetermined, and not false.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Final

MAXIMUM_CONJUNCTIONS: Final = 64
"""Of one condition. What would need more is worked out as it is written."""

MAXIMUM_LOOKED_AT: Final = 512
"""Of which it is asked whether one asks for all that another does."""

Limbs = frozenset[int]
Form = tuple[Limbs, ...]
"""Whether one of these conjunctions holds."""

TRUE: Final[Form] = (frozenset(),)
FALSE: Final[Form] = ()


def conjoined(forms: Sequence[Form]) -> Form | None:
    """Whether all of *forms* hold; None where that needs too many conjunctions."""
    if len(forms) == 1:
        return forms[0]
    found = TRUE
    for form in sorted(forms, key=len):
        if len(found) == 1 and len(form) == 1:
            found = (found[0] | form[0],)
            continue
        if len(found) * len(form) > MAXIMUM_CONJUNCTIONS:
            return None
        found = _absorbed([one | other for one, other in product(found, form)])
    return found


def disjoined(forms: Sequence[Form]) -> Form | None:
    """Whether one of *forms* holds; None where that needs too many conjunctions."""
    limbs = [limbs for form in forms for limbs in form]
    if len(limbs) > MAXIMUM_LOOKED_AT:
        return None
    found = _absorbed(limbs)
    return None if len(found) > MAXIMUM_CONJUNCTIONS else found


def _absorbed(conjunctions: list[Limbs]) -> Form:
    """Without those that ask for all that another one asks for."""
    if len(conjunctions) < 2:
        return tuple(conjunctions)
    found: list[Limbs] = []
    for limbs in sorted(dict.fromkeys(conjunctions), key=len):
        if not any(fewer <= limbs for fewer in found):
            found.append(limbs)
    return tuple(found)
