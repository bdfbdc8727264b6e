"""Single declarations in form, as they would stand in a file of some dialect."""

from __future__ import annotations

from typing import Any

from pingan.language.dialect import Dialect
from pingan.syntax import nodes as syntax
from pingan.syntax.to_text import print_module


def printed(node: Any, language: Dialect) -> str:
    """*node*, a core declaration, in form and without a line end."""
    module = syntax.Module(syntax.PolicyHeader(syntax.Name("p"), None), (node,), language.name)
    return print_module(module, language).partition("\n")[2].strip("\n")
