"""Which changes only people are told of: no expectation is about them."""

from __future__ import annotations

from pingan.model import nodes as m
from pingan.mutation.places import Place


def is_told_only(place: Place, mutator: str, new: object) -> bool:
    """Whether no expectation can be about *new* at *place*.

    Expectations name nobody who acts jointly, and nothing that is promised of cases. Bearers and modalities they name
    with an action: of what is ensured only states tell, and these do not say who. A `should` is missed as little as
    any norm of a soft rule is: the two have the same states.
    """
    if mutator in ("partner", "promise"):
        return True
    norm = place.node if isinstance(place.node, m.Norm) else None
    if norm is None:
        nearest = place.nearest(m.Norm)
        norm = nearest.node if nearest is not None else None
    is_soft = isinstance(place.declaration, m.Rule) and place.declaration.soft
    match mutator:
        case "bearer":
            return norm is not None and isinstance(norm.duty, m.Ensure)
        case "modality" if norm is not None and isinstance(new, m.Norm):
            return is_soft and isinstance(norm.duty, m.Ensure) and {norm.modality, new.modality} <= {"must", "should"}
        case "soft" if isinstance(place.declaration, m.Rule):
            return all(_is_never_missed(norm) for norm in place.declaration.all_norms)
    return False


def _is_never_missed(norm: m.Norm) -> bool:
    """Whether it has the same states in a soft rule and in another one."""
    if norm.modality in ("should", "may", "discretion"):
        return True
    shown = (norm.fulfilled_when, norm.fulfilled_at, norm.breached_when, norm.breached_at)
    return isinstance(norm.duty, m.Act) and all(each is None for each in shown)
