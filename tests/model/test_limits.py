from __future__ import annotations

import threading

import pytest

from pingan.diagnostics.diagnostic import Diagnostics
from pingan.model.from_syntax import resolve
from pingan.model.loaded import LoadedModule, Modules
from pingan.source import Source
from pingan.stdlib import standard_environment
from pingan.syntax import nodes as syntax
from pingan.tree.from_text import parse
from tests.model.reading import read, resolved

START = "policy deep\nfact x: boolean\nfact n: decimal\nrecord R { a: decimal  b: decimal }\nfact rs: list of R\n"


def test_the_deepest_nesting_that_the_grammar_allows_resolves() -> None:
    nested = "not (" * 30 + "x" + ")" * 30
    assert "deep.d" in resolved(f"{START}define d: boolean {{ is {nested} }}").definitions


def test_it_resolves_from_a_caller_that_is_already_deep() -> None:
    text = f"{START}define d: boolean {{ is {'not (' * 30}x{')' * 30} }}"

    def called(depth: int) -> bool:
        return called(depth - 1) if depth else read(text)[0] is not None

    done: list[bool] = []
    thread = threading.Thread(target=lambda: done.append(called(930)))
    thread.start()
    thread.join()
    assert done == [True]


def _made(depth: int) -> syntax.Module:
    """A module that a program made: a condition nested *depth* deep, which no text could be."""
    diagnostics = Diagnostics()
    module = parse(Source("deep", START), diagnostics)
    assert module is not None
    condition: syntax.Expression = syntax.Path((syntax.Name("x"),))
    for _ in range(depth):
        condition = syntax.Not(condition)
    case = syntax.Case(condition, None)
    boolean = syntax.NamedType(syntax.Name("boolean"))
    definition = syntax.Definition(syntax.Name("d"), None, None, boolean, (), (case,))
    return syntax.Module(module.header, (*module.declarations, definition))


@pytest.mark.parametrize(("depth", "codes"), [(240, []), (300, ["too-deep"]), (50_000, ["too-deep"])])
def test_syntax_that_a_program_made_is_held_to_the_same_depth(depth: int, codes: list[str]) -> None:
    diagnostics = Diagnostics()
    module = _made(depth)
    policy = resolve(Modules({"deep": LoadedModule(module)}, ("deep",)), standard_environment(), diagnostics)
    assert [d.code for d in diagnostics] == codes
    assert (policy is None) == bool(codes)
    _take_apart(module)


def _take_apart(module: syntax.Module) -> None:
    """Lets go of a deep module from the outside in: freeing it at once would need the very stack that is tested."""
    definition = module.declarations[-1]
    assert isinstance(definition, syntax.Definition)
    kept: list[object] = []
    node: object = definition.cases[0].value
    while isinstance(node, syntax.Not):
        kept.append(node)
        node = node.operand
    kept.reverse()
    kept.clear()


def test_definitions_that_pile_up_are_counted_written_out() -> None:
    lines = [f"define d{i}: boolean {{ is not d{i - 1} or x }}" for i in range(1, 200)]
    _, said = read(START + "define d0: boolean { is x }\n" + "\n".join(lines))
    assert {d.code for d in said} == {"too-deep"}
    assert len(said) == 1
    lines = lines[:40]
    assert len(resolved(START + "define d0: boolean { is x }\n" + "\n".join(lines)).definitions) == 41


def test_long_chains_of_definitions_need_no_stack() -> None:
    lines = [f"define d{i}: boolean {{ is d{i - 1} }}" for i in range(1, 3000)]
    _, said = read(START + "define d0: boolean { is x }\n" + "\n".join(lines))
    assert {d.code for d in said} == {"too-deep"}


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ("is n * n * n * n", []),
        ("is sum(r in rs: r.a)", []),
        ("is sum(r in rs: r.a / 7)", []),
        ("is sum(r in rs: r.a / r.b)", ["too-many-digits"]),
        ("is sum(r in rs: round(r.a / r.b))", []),
        ("is share(r in rs: r.a > 3) * n", []),
        ("is max(n, 3) / max(n, 1)", []),
        ("is max(a in {n}: a * a * a)", []),
        (
            "is "
            + "".join(f"max(v{i} in {{{' * '.join([f'v{i - 1}' if i else 'n'] * 9)}}}: " for i in range(5))
            + "v4"
            + ")" * 5,
            ["too-many-digits"],
        ),
    ],
)
def test_numbers_that_could_grow_without_end_are_refused(written: str, codes: list[str]) -> None:
    _, said = read(f"{START}define d: decimal {{ {written} }}")
    assert [d.code for d in said] == codes


def test_digits_are_counted_through_definitions_and_told_once() -> None:
    lines = [f"define d{i}: decimal {{ is d{i - 1} * d{i - 1} }}" for i in range(1, 16)]
    _, said = read(START + "define d0: decimal { is n }\n" + "\n".join(lines))
    assert [d.code for d in said] == ["too-many-digits"]
    assert said[0].span is not None and said[0].span.line > 10
