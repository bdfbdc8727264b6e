"""Short ways to parse in tests."""

from __future__ import annotations

from pingan.diagnostics.diagnostic import Diagnostic, Diagnostics
from pingan.language.environment import Environment
from pingan.source import Source
from pingan.syntax import nodes
from pingan.tree.from_text import parse

ENGLISH = "policy p\n"
CHINESE = "政策 p\n"


def parsed(text: str, environment: Environment | None = None) -> nodes.Module:
    """The module of *text*, which has nothing wrong with it."""
    diagnostics = Diagnostics()
    module = parse(Source("<test>", text), diagnostics, environment)
    assert module is not None, [(str(d.span), d.code, d.message) for d in diagnostics]
    assert not len(diagnostics)
    return module


def try_parse(text: str, environment: Environment | None = None) -> nodes.Module | None:
    """The module of *text*, None when something is wrong with it."""
    diagnostics = Diagnostics()
    module = parse(Source("<test>", text), diagnostics, environment)
    return None if diagnostics.has_errors else module


def problems(text: str, environment: Environment | None = None) -> tuple[Diagnostic, ...]:
    """What is wrong with *text* (something is)."""
    diagnostics = Diagnostics()
    assert parse(Source("<test>", text), diagnostics, environment) is None
    assert diagnostics.has_errors
    return diagnostics.sorted()


def problem(text: str, environment: Environment | None = None) -> Diagnostic:
    """The only thing wrong with *text*."""
    found = problems(text, environment)
    assert len(found) == 1, found
    return found[0]


def expression(text: str) -> nodes.Expression:
    """The tree of the English expression *text*."""
    declaration = parsed(f"{ENGLISH}set a = {text}\n").declarations[0]
    assert isinstance(declaration, nodes.Setting)
    return declaration.value


def named(text: str) -> nodes.Path:
    return nodes.Path(tuple(nodes.Name(n) for n in text.split(".")))
