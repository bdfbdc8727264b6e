"""Policy text in, the same text in form out."""

from __future__ import annotations

from typing import NoReturn

from pingan.diagnostics.arguments import check_argument
from pingan.diagnostics.diagnostic import Diagnostics
from pingan.diagnostics.errors import PolicyError
from pingan.language.dialect import Dialect
from pingan.language.environment import Environment
from pingan.language.stack import with_room
from pingan.source import Source
from pingan.stdlib import standard_environment
from pingan.syntax.failures import form_failed
from pingan.syntax.lowering import changed_forms, library_of
from pingan.syntax.nodes import FormDeclaration, Module
from pingan.syntax.printing.forms import FormPrintingError
from pingan.syntax.to_text import print_module
from pingan.tree.from_text import parse
from pingan.tree.needs import check_can_be_written


def format_text(
    text: str | Source, *, dialect: str | Dialect | None = None, environment: Environment | None = None
) -> str:
    """*text* printed in the one form that the printer knows, in its own dialect or another (``en``, ``zh``).

    A dialect of a library in *environment* goes by its name, too; the text must say that it needs that library.

    Comments are kept and the meaning is: what is printed has been parsed again and compared before it is
    handed out. Clause forms are those of *environment*, and are printed as forms. Raises PolicyError when *text*
    does not parse, or a library's form cannot print what it reads; TypeError when it is no text.

    >>> print(pingan.format_text("policy   flood  fact depth: integer >= 0", dialect="zh"), end="")
    政策 flood
    <BLANKLINE>
    事实 depth：整数 ≥ 0
    """
    check_argument("format_text", "text", text, (str, Source), "policy text, or a Source")
    if dialect is not None:
        check_argument("format_text", "dialect", dialect, (str, Dialect), "the name of a dialect, or a Dialect")
    used = sound_environment(environment)
    if isinstance(dialect, str) and dialect not in used.dialects:
        raise ValueError(f"there is no dialect {dialect!r}; there are {', '.join(used.dialects.names)}")
    source = text if isinstance(text, Source) else Source("<text>", text)
    diagnostics = Diagnostics()
    module = parse(source, diagnostics, used)
    if module is None or diagnostics.has_errors:
        raise PolicyError(diagnostics.sorted())
    check_can_be_written(module, dialect, used)
    try:
        printed = print_module(module, dialect, environment=used)
    except FormPrintingError as failure:
        _report_printing(failure.node, failure.message, module, used)
    again = parse(Source(source.name, printed), Diagnostics(), used)
    if not with_room(lambda: again == module):
        for node in changed_forms(module, again):
            _report_printing(node, "what it prints says something else", module, used)
        raise RuntimeError(f"printing {source.name} changed what it says; nothing was written")
    return printed


def sound_environment(environment: Environment | None) -> Environment:
    """*environment*, or the standard one. Raises PolicyError when its libraries do not go together."""
    if environment is not None:
        check_argument("load", "environment", environment, (Environment,), "an Environment")
    used = environment or standard_environment()
    if used.problems:
        raise PolicyError(used.problems)
    return used


def _report_printing(node: FormDeclaration, message: str, module: Module, environment: Environment) -> NoReturn:
    diagnostics = Diagnostics()
    form_failed(node.form, library_of(node, module, environment), message, diagnostics, node.name.span)
    raise PolicyError(diagnostics.sorted())
