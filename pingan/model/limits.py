"""How deep expressions may be and how many digits numbers may take, counted before anything is evaluated."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from functools import cache
from typing import Final, cast

from attrs import evolve, field, fields, frozen

from pingan.diagnostics.diagnostic import Diagnostics
from pingan.language import types
from pingan.model import nodes as model
from pingan.model.loaded import Modules
from pingan.model.walk import parts
from pingan.syntax import nodes as syntax

MAXIMUM_HEIGHT: Final = 256
"""Of an expression, with the definitions it reads written out; reading one counts as `DEFINITION_HEIGHT`."""
DEFINITION_HEIGHT: Final = 4
"""What telling why goes down for one definition: it, its case, the condition of that, and what is read there."""
MAXIMUM_DIGITS: Final = 10_000
"""Of a numerator or a denominator that an expression can have."""

_LITERAL_DIGITS: Final = 28
_COUNT_DIGITS: Final = 7
"""Of the number of elements that the visit limit lets a list have."""


# --- before resolving: depth of the syntax ------------------------------------------------------------------------


def is_too_deep(modules: Modules, diagnostics: Diagnostics) -> bool:
    """Whether any declaration is deeper than the passes have room for; each such one is reported."""
    found = False
    for module in modules:
        # INVARIANT: what the parser accepts is less deep; only what a clause form made of it need be looked at.
        written = module.written
        parsed = {id(node) for node in (written.header, *written.declarations)} if module.parsed else set()
        for node in (module.syntax.header, *module.syntax.core):
            if id(node) not in parsed and _depth_exceeds(node, MAXIMUM_HEIGHT):
                found = True
                message = f"this is nested more than {MAXIMUM_HEIGHT} deep"
                diagnostics.error("too-deep", message, node.span, help="give the inner parts names: `define …`")
    return found


def _depth_exceeds(node: syntax.Node, limit: int) -> bool:
    level: list[syntax.Node] = [node]
    depth = 0
    while level:
        depth += 1
        if depth > limit:
            return True
        # A node can stand in several places (made by a program): a level holds each once.
        level = list({id(c): c for n in level for c in _syntax_parts(n)}.values())
    return False


def _syntax_parts(node: syntax.Node) -> Iterator[syntax.Node]:
    for name in _attributes(cast(Hashable, type(node))):
        yield from _nodes(getattr(node, name))


def _nodes(held: object) -> Iterator[syntax.Node]:
    if isinstance(held, syntax.Node):
        yield held
    elif isinstance(held, tuple):
        for each in held:
            yield from _nodes(each)


@cache
def _attributes(kind: Hashable) -> tuple[str, ...]:
    return tuple(a.name for a in fields(cast(type[syntax.Node], kind)) if a.name != "span")


# --- after resolving: height and digits of the model -----------------------------------------------------------------


@frozen
class Size:
    """Of an expression: its height, and the digits of its numerator and denominator.

    *fixed*: the denominator divides one that is known before evaluating, so that adding up many such numbers
    does not make it grow.
    """

    height: int = 0
    numerator: int = 0
    denominator: int = 0
    fixed: bool = True
    told: bool = False
    """It is not allowed, and that has been said."""


_TOLD: Final = Size(told=True)


def check_sizes(policy: model.Policy, diagnostics: Diagnostics) -> None:
    """Reports expressions that are too high or whose numbers could become too long."""
    known: dict[str, Size] = {}
    for key, definition in policy.definitions.items():
        measure = _Measure(known, diagnostics)
        known[key] = _widest([measure.checked(e) for c in definition.cases for e in (c.condition, c.value) if e])
    for header in policy.headers.values():
        _check_all((header.scope, *_in_force(header.in_force)), _Measure(known, diagnostics))
    for rule in policy.rules.values():
        measure = _Measure(known, diagnostics)
        for each in rule.each:
            measure.checked(each.collection)
            measure.bind(each.variable, each.collection)
        _check_all(_of_rule(rule), measure)


def _check_all(expressions: Iterable[model.Expression | None], measure: _Measure) -> None:
    for expression in expressions:
        if expression is not None and not _is_small(expression):
            measure.checked(expression)


_GROWING: Final = (
    model.Arithmetic, model.Negation, model.Aggregate, model.Call, model.DefinitionValue, model.ElementValue
)  # fmt: skip
_SMALL: Final = 64
"""Levels that are looked at for what could grow."""


def _is_small(expression: model.Expression) -> bool:
    """Whether *expression*, as most are, has few levels and nothing that makes numbers or itself larger."""
    level = [expression]
    for _ in range(_SMALL):
        level = [part for each in level for part in parts(each)]
        if any(isinstance(part, _GROWING) for part in level):
            return False
        if not level:
            return not isinstance(expression, _GROWING)
    return False


def _in_force(in_force: model.InForce | None) -> tuple[model.Expression | None, ...]:
    return () if in_force is None else (in_force.period, in_force.tested)


def _of_rule(rule: model.Rule) -> Iterator[model.Expression | None]:
    yield from _in_force(rule.in_force)
    yield rule.since
    yield rule.condition
    yield from rule.exceptions
    for norm in rule.all_norms:
        yield from (*norm.bearers, *norm.partners)
        yield from (norm.fulfilled_when, norm.fulfilled_at, norm.breached_when, norm.breached_at)
        if isinstance(norm.duty, model.Ensure):
            yield norm.duty.condition
        else:
            yield from (argument for _, argument in norm.duty.arguments)
        if isinstance(norm.deadline, model.By):
            yield norm.deadline.limit


@frozen
class _Measure:
    """Measures the expressions of one declaration, from the inside out; *sizes* are by identity."""

    known: Mapping[str, Size]
    diagnostics: Diagnostics
    variables: dict[str, Size] = field(factory=dict)
    """Of the elements that variables stand for, where those are written out (and may be of any size)."""
    sizes: dict[int, Size] = field(factory=dict)

    def checked(self, expression: model.Expression) -> Size:
        """The size of *expression*; one that is not allowed is reported, and what builds on it is not."""
        waiting = [expression]
        while waiting:
            current = waiting[-1]
            missing = self._missing(current)
            if missing:
                waiting.extend(missing)
                continue
            waiting.pop()
            self.sizes[id(current)] = self._judged(current)
        return self.sizes[id(expression)]

    def bind(self, variable: str, collection: model.Expression) -> None:
        """Makes *variable* as large as the largest element of *collection*, if its elements are written out."""
        if isinstance(collection, model.SetOf):
            elements = [self.sizes[id(e)] for e in collection.elements]
            self.variables[variable] = _widest([*elements, self.variables.get(variable, Size())])

    def _missing(self, expression: model.Expression) -> list[model.Expression]:
        """The parts of *expression* to be measured next; what a variable stands for comes before its uses."""
        if isinstance(expression, model.Aggregate):
            if id(expression.collection) not in self.sizes:
                return [expression.collection]
            self.bind(expression.variable, expression.collection)
        return [part for part in parts(expression) if id(part) not in self.sizes]

    def _judged(self, expression: model.Expression) -> Size:
        inner = [self.sizes[id(p)] for p in parts(expression)]
        size = _of(expression, inner, self.known, self.variables)
        if any(s.told for s in inner) or size.told:
            return _TOLD
        if max(size.numerator, size.denominator) > MAXIMUM_DIGITS:
            message = f"this number could need more than {MAXIMUM_DIGITS:,} digits"
            remedy = "round the parts first: `round`, `ceil` and `floor` give integers"
            self.diagnostics.error("too-many-digits", message, expression.span, help=remedy)
            return _TOLD
        if size.height > MAXIMUM_HEIGHT:
            message = f"with its definitions written out this is more than {MAXIMUM_HEIGHT} deep"
            remedy = "let definitions build on fewer others"
            self.diagnostics.error("too-deep", message, expression.span, help=remedy)
            return _TOLD
        return size


def _of(
    expression: model.Expression, inner: list[Size], known: Mapping[str, Size], variables: Mapping[str, Size]
) -> Size:
    height = 1 + max((s.height for s in inner), default=0)
    match expression:
        case model.Constant(value=value):
            return _of_constant(value, height)
        case model.DefinitionValue(definition=key):
            size = known.get(key, Size())
            return evolve(size, height=max(height, DEFINITION_HEIGHT + size.height))
        case model.ElementValue(variable=variable) if variable in variables:
            return evolve(variables[variable], height=height)
        case model.Arithmetic(operator=operator):
            size = _of_arithmetic(operator, inner[0], inner[1], height)
            # Divided by a number that is written out, the denominator is known after all.
            by_constant = operator == "/" and isinstance(expression.right, model.Constant)
            return evolve(size, fixed=inner[0].fixed) if by_constant else size
        case model.Negation():
            return Size(height, inner[0].numerator, inner[0].denominator, inner[0].fixed)
        case model.Aggregate(function=function, body=body):
            return _of_aggregate(function, inner[-1] if body is not None else Size(), height)
        case model.Call(function="ceil" | "floor" | "round"):
            return Size(height, inner[0].numerator + 1)
        case model.Call():
            widest = _widest(inner)
            return Size(height, max(widest.numerator, _COUNT_DIGITS), widest.denominator, widest.fixed)
    if not isinstance(expression.type, types.NumberType | types.DurationType):
        return Size(height)
    if isinstance(expression.type, types.NumberType) and expression.type.integer:
        return Size(height, _LITERAL_DIGITS)
    # A fact or a parameter: as many digits before the point as behind it.
    return Size(height, 2 * _LITERAL_DIGITS, _LITERAL_DIGITS + 1)


def _of_constant(value: object, height: int) -> Size:
    numerator = getattr(value, "numerator", None)
    denominator = getattr(value, "denominator", None)
    if not isinstance(numerator, int) or not isinstance(denominator, int):
        return Size(height)
    return Size(height, _digits(numerator), 0 if denominator == 1 else _digits(denominator))


def _digits(number: int) -> int:
    # 3 bits are less than a digit, 10 bits more than three: never too few.
    return abs(number).bit_length() * 302 // 1000 + 1


def _of_arithmetic(operator: str, left: Size, right: Size, height: int) -> Size:
    fixed = left.fixed and right.fixed
    match operator:
        case "*":
            return Size(height, left.numerator + right.numerator, left.denominator + right.denominator, fixed)
        case "/":
            # Divided by what facts say, the denominator is any number at all.
            numerator = left.numerator + right.denominator
            return Size(height, numerator, left.denominator + right.numerator, False)
        case _:
            crossed = max(left.numerator + right.denominator, right.numerator + left.denominator) + 1
            return Size(height, crossed, left.denominator + right.denominator, fixed)


def _of_aggregate(function: str, body: Size, height: int) -> Size:
    match function:
        case "count":
            return Size(height, _COUNT_DIGITS)
        case "share":
            return Size(height, _COUNT_DIGITS, _COUNT_DIGITS, False)
        case "sum" if not body.fixed:
            elements = 10**_COUNT_DIGITS
            return Size(height, (body.numerator + body.denominator) * elements, body.denominator * elements, False)
        case "sum":
            return Size(height, body.numerator + _COUNT_DIGITS, body.denominator)
        case _:
            return Size(height, body.numerator, body.denominator, body.fixed)


def _widest(sizes: list[Size]) -> Size:
    return Size(
        max((s.height for s in sizes), default=0),
        max((s.numerator for s in sizes), default=0),
        max((s.denominator for s in sizes), default=0),
        all(s.fixed for s in sizes),
        any(s.told for s in sizes),
    )
