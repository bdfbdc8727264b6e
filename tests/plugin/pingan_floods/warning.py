"""The clause form `warning`: who calls whom when the water rises, and how soon."""

from importlib.resources import files
from typing import Any

from pingan.language.clause_form import ClauseForm
from pingan.syntax import nodes
from pingan.syntax.lowering import Lowering
from pingan.syntax.printing import rules
from pingan.syntax.printing.blocks import Block, Unit
from pingan.syntax.printing.expressions import path
from pingan.syntax.printing.forms import form_block
from pingan.syntax.printing.layout import Document, joined
from pingan.syntax.printing.style import Style

DEADLINES = (nodes.Word, nodes.Within, nodes.By, nodes.Every)


def lower(declaration: nodes.FormDeclaration, lowering: Lowering) -> tuple[nodes.CoreDeclaration, ...]:
    """One norm a call: the office must alert whoever is called."""
    calls = declaration.parts_of("warning_call")
    offices = [of_type(part, nodes.Path) for part in declaration.parts_of("warning_office")]
    if len(offices) != 1 or not calls:
        lowering.error("a warning says once by whom it is, and at least one call", declaration.name.span)
        return ()
    norms = []
    for call in calls:
        alert = nodes.Act(lowering.name("alert", call.span), ((None, of_type(call, nodes.Path)),), span=call.span)
        norms.append(nodes.Norm((offices[0],), (), "must", alert, of_type(call, DEADLINES), span=call.span))
    return (lowering.rule(tuple(norms)),)


def print_warning(declaration: nodes.FormDeclaration, style: Style) -> Block:
    """The office, then the calls in the order in which they were written."""
    units = [
        Unit((style("CALLER"), " ", path(of_type(part, nodes.Path), style)), (part.span,))
        for part in declaration.parts_of("warning_office")
    ]
    units += [Unit(_call(part, style), (part.span,)) for part in declaration.parts_of("warning_call")]
    return form_block(declaration, "WARNING", units, style)


def _call(part: nodes.FormPart, style: Style) -> Document:
    who, word = path(of_type(part, nodes.Path), style), style("CALL")
    limit = of_type(part, DEADLINES)
    soon = [] if limit is None else [rules.deadline(limit, style)]
    orders = {"zh": [*soon, word, who], "de": [who, *soon, word]}
    return joined(" ", orders.get(style.dialect.name, [word, who, *soon]))


def of_type(part: nodes.FormPart, kinds: Any) -> Any:
    """The only child of *part* that is of *kinds*; None without one."""
    return next((child for child in part.children if isinstance(child, kinds)), None)


WARNING = ClauseForm.from_folder(
    files("pingan_floods").joinpath("forms"),
    "warning",
    lower=lower,
    print=print_warning,
    documentation="Who is called when the water rises, by whom, and how soon.",
)
