"""What a mutant is: one small mistake, put in one place of a source file."""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from attrs import frozen

_COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
_ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.BitXor: ast.BitAnd,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
}
_CALLS = {"any": "all", "all": "any", "min": "max", "max": "min"}


@frozen
class Mutant:
    """One mistake: *new* in the place of *old*, bytes *start* to *end* of the file *path* (under the root).

    *lines* are the first and the last of the statement that it is in: whoever runs one of them may notice it.
    """

    path: str
    line: int
    lines: tuple[int, int]
    start: int
    end: int
    kind: str
    old: str
    new: str

    @property
    def name(self) -> str:
        return f"{self.path}:{self.line} {self.kind}: {_short(self.old)} -> {_short(self.new)}"

    def applied(self, source: bytes) -> bytes:
        return source[: self.start] + self.new.encode() + source[self.end :]


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 90 else f"{flat[:60]} … {flat[-27:]}"


def mutants_of(root: Path, path: str) -> list[Mutant]:
    """Every mutant of the file, in the order of the text; what is only for type checkers or readers has none."""
    source = root.joinpath(path).read_bytes()
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    made = []
    for lines, (node, kind, new) in _changes(ast.parse(source), (1, 1)):
        start = starts[node.lineno - 1] + node.col_offset
        end = starts[node.end_lineno - 1] + node.end_col_offset
        old = source[start:end].decode()
        text = new(old) if callable(new) else new
        made.append(Mutant(path, node.lineno, lines, start, end, kind, old, text))
    return sorted(set(made), key=lambda m: (m.start, m.end, m.kind, m.new))


_Change = tuple[Any, str, str | Callable[[str], str]]


def _changes(node: ast.AST, lines: tuple[int, int]) -> Iterator[tuple[tuple[int, int], _Change]]:
    """The changes to *node* and to what is in it: on which lines, and which part becomes what."""
    if _is_for_readers(node):
        return
    if isinstance(node, ast.stmt):
        body = getattr(node, "body", None) or getattr(node, "cases", None)
        last = max(node.lineno, _first_line(body[0]) - 1) if body else node.end_lineno or node.lineno
        lines = node.lineno, last
    elif isinstance(node, ast.match_case):
        lines = _first_line(node), max(_first_line(node), node.body[0].lineno - 1)
    yield from ((lines, change) for change in _own(node))
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "type_params", "bases"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield from _changes(child, lines)


def _first_line(node: ast.AST) -> int:
    found: ast.stmt | ast.pattern = node.pattern if isinstance(node, ast.match_case) else node  # type: ignore[assignment]
    return found.lineno


def _is_for_readers(node: ast.AST) -> bool:
    """Docstrings, what is never run, and f-strings (whose places Python 3.11 does not tell)."""
    match node:
        case ast.JoinedStr() | ast.Import() | ast.ImportFrom():
            return True
        case ast.Expr(value=ast.Constant(value=str())):
            return True
        case ast.If(test=ast.Name(id="TYPE_CHECKING")):
            return True
        case ast.Expr(value=ast.Call(func=ast.Name(id="assert_never"))):
            return True
        case ast.Assign(targets=[ast.Name(id="__all__")]):
            return True
        case ast.Call(func=ast.Name(id="cast" | "TypeVar" | "NewType")):
            return True
        case ast.AnnAssign(annotation=ast.Name(id="TypeAlias")):
            return True
        case ast.Assign(value=ast.BinOp(op=ast.BitOr(), left=left)):
            return _is_type(left)
        case _:
            return False


def _is_type(node: ast.expr) -> bool:
    while isinstance(node, ast.BinOp):
        node = node.left
    while isinstance(node, ast.Subscript | ast.Attribute):
        node = node.value if isinstance(node, ast.Subscript) else ast.Name(node.attr)
    return isinstance(node, ast.Name) and (node.id[:1].isupper() or node.id in {"str", "int", "bool", "tuple", "dict"})


def _own(node: ast.AST) -> Iterator[_Change]:
    match node:
        case ast.Compare() | ast.BoolOp() | ast.BinOp() | ast.UnaryOp() | ast.Constant():
            yield from _of_operators(node)
        case ast.Call() | ast.comprehension():
            yield from _of_calls(node)
        case ast.match_case() | ast.MatchOr():
            yield from _of_cases(node)
        case _:
            yield from _of_statements(node)


def _of_operators(node: ast.expr) -> Iterator[_Change]:
    match node:
        case ast.Compare(ops=ops):
            for place, op in enumerate(ops):
                for other in _COMPARISONS[type(op)]:
                    yield node, "comparison", _with(node, ops=[*ops[:place], other(), *ops[place + 1 :]])
        case ast.BoolOp(op=ast.And(), values=values) | ast.BoolOp(op=ast.Or(), values=values):
            yield node, "and/or", _with(node, op=ast.Or() if isinstance(node.op, ast.And) else ast.And())
            for place in range(len(values)):
                rest = values[:place] + values[place + 1 :]
                yield node, "operand dropped", _with(node, values=rest) if len(rest) > 1 else _text(rest[0])
        case ast.BinOp(op=op) if type(op) in _ARITHMETIC and not (isinstance(op, ast.BitOr) and _is_type(node)):
            yield node, "arithmetic", _with(node, op=_ARITHMETIC[type(op)]())
        case ast.UnaryOp(op=ast.Not() | ast.USub() | ast.Invert(), operand=operand):
            yield node, "not dropped" if isinstance(node.op, ast.Not) else "sign dropped", _text(operand)
        case ast.Constant(value=bool()):
            yield node, "truth", str(not node.value)
        case ast.Constant(value=int()):
            yield node, "number", str(node.value + 1)
        case ast.Constant(value=str()):
            yield node, "text", repr(f"{node.value}XX")


def _of_calls(node: ast.Call | ast.comprehension) -> Iterator[_Change]:
    if isinstance(node, ast.comprehension):
        for test in node.ifs:
            yield test, "filter dropped", "True"
        return
    if isinstance(node.func, ast.Name) and node.func.id in _CALLS:
        yield node.func, "other function", _CALLS[node.func.id]
    for place, keyword in enumerate(node.keywords):
        if keyword.arg is not None:
            yield node, "argument dropped", _with(node, keywords=node.keywords[:place] + node.keywords[place + 1 :])


def _of_cases(node: ast.match_case | ast.MatchOr) -> Iterator[_Change]:
    if isinstance(node, ast.MatchOr):
        for place in range(len(node.patterns)):
            rest = node.patterns[:place] + node.patterns[place + 1 :]
            yield node, "pattern dropped", " | ".join(ast.unparse(p) for p in rest)
        return
    if node.guard is not None:
        yield node.guard, "guard dropped", "True"
        yield node.guard, "case dropped", "False"
    elif not isinstance(node.pattern, ast.MatchAs) or node.pattern.pattern is not None:
        yield node.pattern, "case dropped", lambda old: f"({old}) if False"


def _of_statements(node: ast.AST) -> Iterator[_Change]:
    match node:
        case ast.If(test=test) | ast.While(test=test) | ast.IfExp(test=test):
            if not isinstance(test, ast.Compare | ast.UnaryOp):
                yield test, "condition turned", f"(not ({ast.unparse(test)}))"
        case ast.Expr(value=ast.Call() | ast.Yield() | ast.YieldFrom()):
            # A function that yields is a generator even if this is its only `yield`.
            is_call = isinstance(node.value, ast.Call)
            yield node, "statement dropped", "pass" if is_call else "yield from ()"
        case ast.AugAssign():
            yield node, "statement dropped", "pass"
        case ast.Return(value=ast.expr() as value) if not isinstance(value, ast.Constant):
            yield value, "nothing returned", "None"
        case ast.Continue():
            yield node, "other jump", "break"
        case ast.Break():
            yield node, "other jump", "continue"


def _with(node: Any, **changes: Any) -> str:
    changed = copy.copy(node)
    for name, value in changes.items():
        setattr(changed, name, value)
    return _text(changed)


def _text(node: ast.expr) -> str:
    return f"({ast.unparse(node)})"
