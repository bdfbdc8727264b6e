"""Values worth trying for each fact that a policy reads, and instants worth asking about."""

from pingan.boundaries.from_policy import boundaries_of
from pingan.boundaries.nodes import Boundaries

__all__ = ["Boundaries", "boundaries_of"]
