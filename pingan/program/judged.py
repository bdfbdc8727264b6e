"""A norm judged, with what its causes and reasons need to know of how."""

from __future__ import annotations

from attrs import define

from pingan.model import nodes as model
from pingan.outcome import nodes as outcome
from pingan.program.frame import Instance
from pingan.program.moments import Limit, Since
from pingan.program.states import Evidence, Rows


@define(eq=False)
class Weighed:
    """What a norm is judged from."""

    instance: Instance
    since: Since
    limit: Limit
    unmeasured: int
    missed: Judged | None
    bearer: model.Expression
    rows: Rows


@define(eq=False)
class Judged(Weighed):
    """A norm with what it was made from. *evidence* is what its states follow from, where that was asked for."""

    norm: outcome.Norm
    evidence: Evidence | None = None
