"""Polars: an expression a rule over Enum columns; hand-tuned: every distinct test once, then the rules over these."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING, Any

from tests.benchmarks.workload import ACTS, DECIMALS, SIZES, And, Atom, Condition, Not, Or, Workload, atoms

if TYPE_CHECKING:
    import polars
    import pyarrow

    from tests.benchmarks.columns import Columns

LABEL = "Polars"
NEEDS = "polars"


def frame(found: Columns) -> polars.DataFrame:
    """The columns in the types that Polars is quickest with."""
    import polars as pl

    made: dict[str, Any] = {}
    for name, column in found.by_name.items():
        if name[0] == "k":
            members = [f"e{name[1:]}_{member}" for member in range(SIZES[int(name[1:])])]
            made[name] = pl.Series(members, dtype=pl.Enum(members)).gather(pl.Series(column.astype("uint32")))
        elif name == "acts":
            for bit, act in enumerate(ACTS):
                made[act] = pl.Series(((column >> bit) & 1).astype(bool))
        else:
            made[name] = pl.Series(column)
    return pl.DataFrame(made)


def from_arrow(table: pyarrow.Table, digits: int) -> polars.DataFrame:
    """The same, made of the table that the policy is given."""
    import polars as pl

    given = pl.DataFrame(pl.from_arrow(table)).unnest("i")
    enums = [pl.col(f"k{i}").cast(pl.Enum([f"e{i}_{m}" for m in range(size)])) for i, size in enumerate(SIZES)]
    whole = [(pl.col(f"d{i}") * 10**digits).cast(pl.Int32) for i in range(DECIMALS)]
    acts = [pl.col("acts").list.contains(act).alias(act) for act in ACTS]
    return given.with_columns(*enums, *whole, *acts).drop("acts")


def plain(of: Workload, found: Columns) -> Callable[[polars.DataFrame], polars.DataFrame]:
    """A column for each rule, each from its own expression."""
    rules = [written(rule.condition, lambda test: tested(test, found.digits)).alias(rule.name) for rule in of.rules]
    return lambda given: given.select(rules)


def tuned(of: Workload, found: Columns) -> Callable[[polars.DataFrame], polars.DataFrame]:
    """Every distinct test becomes a column first."""
    import polars as pl

    every = dict.fromkeys(test for rule in of.rules for test in atoms(rule.condition))
    names = {test: f"t{place}" for place, test in enumerate(every)}
    first = [tested(test, found.digits).alias(name) for test, name in names.items()]
    rules = [written(rule.condition, lambda test: pl.col(names[test])).alias(rule.name) for rule in of.rules]
    return lambda given: given.select(first).select(rules)


def written(condition: Condition, of: Callable[[Atom], polars.Expr]) -> polars.Expr:
    match condition:
        case Atom():
            return of(condition)
        case Not(part):
            return ~written(part, of)
        case And(parts):
            return reduce(and_, (written(part, of) for part in parts))
        case Or(parts):
            return reduce(or_, (written(part, of) for part in parts))
    raise AssertionError(condition)


def tested(test: Atom, digits: int) -> polars.Expr:
    import polars as pl

    column = pl.col(test.field)
    match test.operator:
        case "is":
            return column
        case "has":
            return pl.col(str(test.value))
        case "in":
            return column.is_in(list(test.value))  # type: ignore[call-overload]
        case "=":
            return column == test.value
        case "!=":
            return column != test.value
        case operator:
            value = int(test.value.scaleb(digits)) if test.field[0] == "d" else test.value  # type: ignore[attr-defined]
            return column >= value if operator == ">=" else column < value
