"""A policy as conjunctions of tests: what decides which of its rules hold, in a form made for speed.

Every condition is a disjunction of conjunctions of tests that hold or do not hold. A test is an *atom*, one fact held
against constants, or a *stratum*, any other condition: worked out as it is written, and then read like an atom. All
of it is data: the program makes tables of it, a batch columns, an artifact a file.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import attrs
from attrs import frozen

from pingan.language.shapes import Scalar
from pingan.language.types import Type
from pingan.model.nodes import Expression

Operator = Literal["is", "=", "<", "<=", ">", ">=", "in", "has", "has_any", "has_all", "within", "present"]
"""How an atom holds its fact against its constants: ``is`` (none: a boolean fact itself), comparisons (one), ``in``
(all of a set), ``has`` (one), ``has_any``/``has_all`` (all of a set), ``within`` (first and last day), ``present``.
There is no ``!=``: it is ``=`` that does not hold."""

Value = bool | str | Scalar


@frozen
class Field:
    """What atoms read: a fact, or a field of records that are facts, by its path; or the day of the evaluation.

    *path* are canonical names from the facts downwards (``("incident", "injury")``), never through a list. Empty: the
    day of the evaluation in *zone*. *optional* says whether the value, or a record on the way to it, may be absent;
    *judged* that it is given as a determination.
    """

    path: tuple[str, ...]
    type: Type
    optional: bool = False
    judged: bool = False
    zone: str | None = None


@frozen
class Atom:
    """A test of one field (by index) against constants.

    *constants* are as in `model.Constant.value`, durations in seconds; in ``within`` an end that is open is None.
    """

    field: int
    operator: Operator
    constants: tuple[Value | None, ...] = ()
    expression: Expression = attrs.field(kw_only=True, eq=False, repr=False)
    """As the author wrote it: its value is this one's, whatever the fact may be."""


@frozen
class Stratum:
    """A condition that is no atom, or *rule*, the key of one that is overridden for each element.

    Of an expression it is whether that holds; of a rule whether it applies, all told, for some
    element. *reads* are the paths of the facts that its value depends on (everything below them), *instant* says
    whether it depends on the instant of the evaluation: where nothing it reads is given, it is always the same.
    """

    expression: Expression | None = attrs.field(eq=False, repr=False)
    rule: str | None
    reads: frozenset[tuple[str, ...]]
    instant: bool


Test = Atom | Stratum


@frozen
class Limb:
    """A test (by index) that must hold, or (*negated*) must not."""

    test: int
    negated: bool = False


@frozen
class Conjunction:
    """Limbs that must all hold for *output* (by index) to be shown by this one. Without limbs it always holds."""

    output: int
    limbs: tuple[Limb, ...]


@frozen
class Output:
    """What conjunctions decide: whether a rule's own condition holds, or whether a policy stands (scope and in force).

    *standing* is the output of the rule's policy (None: it always stands); *overridden_by* are outputs of rules that
    displace it.
    """

    kind: Literal["rule", "policy"]
    key: str
    standing: int | None = None
    overridden_by: tuple[int, ...] = ()


@frozen(eq=False)
class Matching:
    """Fields, tests of them, conjunctions of tests, and what these decide.

    Outputs are rules by key, then policies by name; the conjunction at the index of an output is its first one,
    further ones stand after all of these. *order* are the outputs that override or are overridden, those that
    override first. A rule's decision is its own output, and its policy's, and none of those that override it.
    """

    fields: tuple[Field, ...]
    tests: tuple[Test, ...]
    conjunctions: tuple[Conjunction, ...]
    outputs: tuple[Output, ...]
    order: tuple[int, ...]
    output_of: Mapping[str, int] = attrs.field(repr=False)
    """Of every rule, by key."""
