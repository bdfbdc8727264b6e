"""Functions of libraries: whether a file may call them, and what they say of a call."""

from __future__ import annotations

from pingan.language.function import Function, Signature
from pingan.language.function_calls import LibraryError, failure, signature_of
from pingan.language.library import STANDARD
from pingan.model import nodes as model
from pingan.model.aggregates import AGGREGATES
from pingan.model.names import near
from pingan.model.scope import Scope
from pingan.syntax import nodes as syntax


def function_called(name: syntax.Name, scope: Scope) -> Function | None:
    """The function that *name* means here; None when there is none, which is then reported.

    A function of a library is known only to files that need the library, so that a file means the same everywhere.
    """
    known = scope.symbols.functions
    function = known.get(name.text) or next((f for f in known.values() if name.text in f.words.values()), None)
    if function is None:
        _unknown(name, scope)
        return None
    owner = owner_of(function.name, scope)
    if owner in (None, STANDARD) or owner in scope.symbols.needs(scope.module):
        return function
    message = f"the function `{name.text}` is of the library `{owner}`, which this file does not say it needs"
    remedy = f"write `needs {owner}` in the header of `{scope.module}`"
    scope.diagnostics.error("missing-need", message, name.span, help=remedy)
    return None


def owner_of(function: str, scope: Scope) -> str | None:
    """The library that brings *function*."""
    return scope.symbols.environment.owner(lambda library: library.functions, function)


def signature_at(
    node: syntax.Call, function: Function, arguments: tuple[model.Expression, ...], scope: Scope
) -> Signature | str | None:
    """What *function* says of a call with *arguments*; None when it fails, which is then reported."""
    try:
        return signature_of(function, tuple(a.type for a in arguments), tuple(a.optional for a in arguments))
    except LibraryError as problem:
        owner = owner_of(function.name, scope) or "?"
        scope.diagnostics.add(failure(function.name, owner, str(problem), node.function.span))
        return None


def _unknown(name: syntax.Name, scope: Scope) -> None:
    known = (*scope.symbols.functions, "present", "date", *AGGREGATES)
    remedy = near(scope.diagnostics, name.text, known)
    if name.text in ("known", "unknown", "已知", "未知"):
        remedy = "`present(x)` on an optional fact asks whether there is a value; no rule may ask what is known"
    elif name.text in AGGREGATES:
        remedy = f"write `{name.text}(x in … where …: …)`"
    scope.diagnostics.error("unknown-name", f"no function is called `{name.text}`", name.span, help=remedy)
