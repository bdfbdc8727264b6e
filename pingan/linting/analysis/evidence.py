"""What norms claim (ensured, fulfilled, breached), held against the conditions under which they apply."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from attrs import frozen

from pingan.language import types
from pingan.linting.looked import Looked
from pingan.matching.normal_form import Form
from pingan.model import nodes as m


@frozen
class Claim:
    """A claim of a norm of *rule*: what it means where it holds; where it does, does not, and where the rule binds."""

    rule: m.Rule
    expression: m.Expression
    meaning: Literal["fulfilled", "breached"]
    form: Form
    denied: Form
    binding: Form


def claims(looked: Looked) -> Iterator[Claim]:
    """The claims of norms that neither always nor never hold by themselves, of rules that may apply."""
    worlds = looked.worlds
    for rule in looked.rules:
        binding = worlds.binding(rule)
        if not binding:
            continue
        for norm in rule.norms:
            for expression, meaning, condition in _of_norm(norm):
                said = worlds.of(rule, condition)
                form, denied = worlds.form(said), worlds.form(said, negated=True)
                if not worlds.are_apart(form) and not worlds.are_apart(denied):
                    yield Claim(rule, expression, meaning, form, denied, binding)


def _of_norm(norm: m.Norm) -> Iterator[tuple[m.Expression, Literal["fulfilled", "breached"], m.Expression]]:
    """Each claim as it is written, its meaning, and the condition that it comes to."""
    if isinstance(norm.duty, m.Ensure):
        yield norm.duty.condition, "fulfilled", norm.duty.condition
    if norm.fulfilled_when is not None:
        yield norm.fulfilled_when, "fulfilled", norm.fulfilled_when
    if norm.breached_when is not None:
        yield norm.breached_when, "breached", norm.breached_when
    for at, meaning in ((norm.fulfilled_at, "fulfilled"), (norm.breached_at, "breached")):
        # An instant that is given may still lie ahead: it only shows that something is never so.
        if at is not None and at.optional:
            both = m.And((m.Present(at, type=types.BOOLEAN), _HAPPENED), type=types.BOOLEAN)
            yield at, "fulfilled" if meaning == "fulfilled" else "breached", both


_HAPPENED = m.ElementValue("is past", type=types.BOOLEAN)
"""Something of which nothing is known."""
