"""The parts of an expression are all that it holds."""

from __future__ import annotations

import attrs
import pytest

from pingan.model import expression_nodes
from pingan.model.walk import parts

KINDS = [
    kind
    for kind in vars(expression_nodes).values()
    if isinstance(kind, type) and issubclass(kind, expression_nodes.Expression)
]


@pytest.mark.parametrize("kind", KINDS)
def test_every_attribute_that_holds_expressions_is_looked_at(kind: type[expression_nodes.Expression]) -> None:
    holding = [a for a in attrs.fields(kind) if "Expression" in str(a.type)]
    held = [expression_nodes.Constant(number) for number, _ in enumerate(holding)]
    values = {a.name: (one,) if "tuple" in str(a.type) else one for a, one in zip(holding, held, strict=True)}
    others = {a.name: None for a in attrs.fields(kind) if a.default is attrs.NOTHING and a.name not in values}
    assert parts(kind(**values, **others)) == held
