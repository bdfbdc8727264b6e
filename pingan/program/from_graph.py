"""graph -> program: one closure a node, operands first; a node without variables is worked out once an evaluation."""

from __future__ import annotations

from pingan.graph.nodes import DecisionGraph
from pingan.language.environment import Environment
from pingan.language.stack import with_room
from pingan.program.program import Program

__all__ = ["compile_graph"]


def compile_graph(graph: DecisionGraph, environment: Environment) -> Program:
    """The program of *graph*, immutable and usable from many threads at once.

    *environment* is the one the policy was resolved with. Raises LookupError when it lacks a function that the
    policy calls, ValueError for a graph that did not pass its checks.
    """
    return with_room(lambda: Program(graph, environment))
