"""Conditions where their authors wrote them: what each stands for, and the text that would replace it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import Final

from attrs import frozen

from pingan.diagnostics.fix import Edit
from pingan.language import types
from pingan.linting.analysis.worlds import Worlds
from pingan.linting.edits import holds_comment
from pingan.linting.looked import Looked
from pingan.linting.walking import nodes_in
from pingan.matching.regions import held
from pingan.model import nodes as m
from pingan.model.walk import parts, walk
from pingan.source import Span
from pingan.syntax import nodes as syntax
from pingan.syntax.to_text import print_expression

Owner = m.Rule | m.Definition | m.Header


@frozen
class Written:
    """A condition and the declaration that it stands in."""

    owner: Owner
    condition: m.Expression


def conditions(looked: Looked) -> Iterator[Written]:
    """Every condition of the files that are checked, also those of elements counted; the whole of each."""
    owners: tuple[Owner, ...] = (*looked.headers, *looked.definitions, *looked.rules)
    for owner in owners:
        for expression in expressions_of(owner):
            for condition in _outermost(expression):
                yield Written(owner, condition)


def expressions_of(owner: Owner) -> Iterator[m.Expression]:
    """The expressions that *owner* is made of, as they are written."""
    match owner:
        case m.Header(scope=scope):
            found: list[m.Expression | None] = [scope]
        case m.Definition(cases=cases):
            found = [part for case in cases for part in (case.condition, case.value)]
        case m.Rule():
            found = [owner.condition, *owner.exceptions, owner.since, *(each.collection for each in owner.each)]
            for norm in owner.all_norms:
                found += expressions_of_norm(norm)
    yield from (part for part in found if part is not None)


def expressions_of_norm(norm: m.Norm) -> Iterator[m.Expression]:
    """What *norm* itself is made of, without what follows from missing it."""
    if isinstance(norm.duty, m.Ensure):
        yield norm.duty.condition
    if isinstance(norm.deadline, m.By):
        yield norm.deadline.limit
    evidence = (norm.fulfilled_when, norm.fulfilled_at, norm.breached_when, norm.breached_at)
    yield from (part for part in evidence if part is not None)


def _outermost(expression: m.Expression) -> Iterator[m.Expression]:
    """*expression* where it is a condition, and the conditions of elements inside it."""
    if isinstance(expression.type, types.BooleanType):
        yield expression
    for part in walk(expression):
        if isinstance(part, m.Aggregate):
            if part.filter is not None:
                yield part.filter
            if part.body is not None and isinstance(part.body.type, types.BooleanType):
                yield part.body


def connected(condition: m.Expression) -> Iterator[m.Expression]:
    """*condition* and what `and`, `or` and `not` put it together of, each before its parts."""
    waiting = [condition]
    while waiting:
        found = waiting.pop()
        yield found
        if isinstance(found, m.And | m.Or | m.Not):
            waiting.extend(reversed(parts(found)))


def is_of_form(looked: Looked, span: Span) -> bool:
    """Whether *span* lies in a declaration of a clause form: what it was made into its author did not write."""
    forms = looked.forms.get(span.source.name, ())
    place = bisect_right(forms, span.start, key=lambda form: form.start) - 1
    return place >= 0 and span.end <= forms[place].end


def node_at(looked: Looked, span: Span, *kinds: type[syntax.Node]) -> tuple[syntax.Node, str] | None:
    """What stands at *span* as its author wrote it, and the dialect of its file; None where there is no such node."""
    for module in looked.modules:
        if module.span.source.name != span.source.name or module.written.dialect not in ("en", "zh"):
            continue
        for declaration in module.written.declarations:
            if declaration.span.start <= span.start and span.end <= declaration.span.end:
                for node in nodes_in(declaration):
                    if isinstance(node, kinds) and node.span.start == span.start and node.span.end == span.end:
                        return node, module.written.dialect
    return None


def left_out(looked: Looked, whole: m.And | m.Or, limb: m.Expression) -> Edit | None:
    """Takes *limb* of *whole* away; None where its text is not that simple."""
    found = _around(looked, whole, limb)
    if found is None or holds_comment(whole.span):
        return None
    node, place, dialect = found
    span = node.span
    left = tuple(each for n, each in enumerate(node.operands) if n != place)
    here = node.operands[place].span
    if place:
        cut = Span(span.source, node.operands[place - 1].span.end, here.end)
    else:
        cut = Span(span.source, here.start, node.operands[1].span.start)
    # Parentheses around an operand are no part of it: where there may be some, all is written anew.
    if len(left) > 1 and not any(mark in cut.text for mark in "()（）"):
        return Edit(cut, "")
    if len(left) == 1 and isinstance(left[0], syntax.And | syntax.Or):
        return None  # what stands around may need parentheses that only its printer knows
    return Edit(span, print_expression(left[0] if len(left) == 1 else type(node)(left), dialect))


def _around(looked: Looked, whole: m.And | m.Or, limb: m.Expression) -> tuple[syntax.And | syntax.Or, int, str] | None:
    """The `and` or `or` in which the author wrote *limb*, and as which operand: of several in one another, *whole* has
    the operands of all."""
    kind = syntax.And if isinstance(whole, m.And) else syntax.Or
    for module in looked.modules:
        if module.span.source.name != limb.span.source.name or module.written.dialect not in ("en", "zh"):
            continue
        for declaration in module.written.declarations:
            if declaration.span.start <= limb.span.start and limb.span.end <= declaration.span.end:
                for node in nodes_in(declaration):
                    if isinstance(node, kind):
                        for place, operand in enumerate(node.operands):
                            if (operand.span.start, operand.span.end) == (limb.span.start, limb.span.end):
                                return node, place, module.written.dialect
    return None


def decided(looked: Looked, condition: m.Expression) -> Iterator[tuple[m.Expression, bool]]:
    """The smallest parts of *condition* that are the same whatever the facts are, and what they are."""
    waiting = [condition]
    while waiting:
        part = waiting.pop()
        value = _value(looked.worlds, part)
        operands = parts(part) if isinstance(part, m.And | m.Or | m.Not) else []
        if isinstance(part, m.Present) and not part.operand.optional:
            continue  # asked in vain, which `always-present` says where an author wrote it
        guilty = [each for each in operands if value is not None and _value(looked.worlds, each) is not None]
        if value is not None and not guilty and not isinstance(part, m.Constant | m.Absent | m.DefinitionValue):
            yield part, value
        else:
            waiting.extend(reversed(operands))


def _value(worlds: Worlds, part: m.Expression) -> bool | None:
    if worlds.is_never(part):
        return False
    return True if worlds.is_always(part) else None


def is_told(looked: Looked, span: Span, *codes: str) -> bool:
    """Whether the passes have said one of *codes* in *span*, or around it."""
    return any(
        _touches(place.span, span) for d in looked.policy.diagnostics if d.code in codes for place in d.annotations
    )


def _touches(one: Span, other: Span) -> bool:
    return one.source.name == other.source.name and one.start < other.end and other.start < one.end


def is_made(looked: Looked, part: m.Expression) -> bool:
    """Whether a clause form put *part* together: not a single test, as a cell or a stage has it."""
    return is_of_form(looked, part.span) and (held(part) is None or is_told(looked, part.span, *_OF_TABLES))


_OF_TABLES: Final = ("table-gap", "table-overlap", "table-unreachable", "table-duplicate")
