"""Citations and omissions, held against the register of the policy's document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pingan.diagnostics.diagnostic import Annotation, Diagnostics
from pingan.model import nodes as model
from pingan.model.loaded import Clause, LoadedModule
from pingan.model.names import near
from pingan.source import Span
from pingan.syntax import nodes as syntax


def citation(clause: str, span: Span, module: LoadedModule, diagnostics: Diagnostics) -> model.Citation:
    """The clause that *clause* names: its full id, or what stands after the policy's name in it."""
    if module.register is None:
        return model.Citation(module.name, clause)
    found = find_clause(clause, module)
    if found is None:
        prefix = f"{module.name}-"
        ids = {name.removeprefix(prefix) for name in module.register}
        message = f"the register of `{module.name}` has no clause `{clause}`"
        diagnostics.error("unknown-clause", message, span, help=near(diagnostics, clause, ids))
        return model.Citation(module.name, clause)
    return registered(found, module.name)


def find_clause(clause: str, module: LoadedModule) -> Clause | None:
    """The register's entry for *clause*, by full or by short id."""
    register = module.register or {}
    return register.get(f"{module.name}-{clause}") or register.get(clause)


def registered(clause: Clause, policy: str) -> model.Citation:
    return model.Citation(policy, clause.id, clause.locator, clause.anchor, clause.summary)


def citations(
    cites: Iterable[syntax.Cite], module: LoadedModule, diagnostics: Diagnostics
) -> tuple[model.Citation, ...]:
    """The clauses that a rule or a definition cites, once each."""
    found: dict[str, model.Citation] = {}
    places: dict[str, Span] = {}
    for cite in cites:
        clause = citation(cite.clause, cite.span, module, diagnostics)
        if clause.clause in found:
            message = f"clause `{cite.clause}` is cited twice"
            remark = Annotation(places[clause.clause], "first cited here")
            diagnostics.warning("duplicate-citation", message, cite.span, remark)
        found.setdefault(clause.clause, clause)
        places.setdefault(clause.clause, cite.span)
    return tuple(found.values())


def omissions(module: LoadedModule, diagnostics: Diagnostics) -> tuple[model.Omission, ...]:
    """What the policy says it leaves out; a clause that a rule cites all the same is reported."""
    header = module.syntax.header
    if not isinstance(header, syntax.PolicyHeader):
        return ()
    cited = _cited(module)
    found: dict[str, model.Omission] = {}
    for node in header.omissions:
        clause = citation(node.clause, node.span, module, diagnostics).clause
        if clause in found:
            diagnostics.error("duplicate-name", f"clause `{node.clause}` is already omitted", node.span)
            continue
        if clause in cited:
            message = f"clause `{node.clause}` is omitted, and yet cited"
            remark = Annotation(cited[clause], "cited here")
            diagnostics.error("cited-and-omitted", message, node.span, remark, help="take back one of the two")
        found[clause] = model.Omission(clause, node.reason)
    return tuple(found.values())


def _cited(module: LoadedModule) -> Mapping[str, Span]:
    quiet = Diagnostics()
    found: dict[str, Span] = {}
    for node in module.syntax.core:
        if isinstance(node, syntax.Rule | syntax.Definition):
            for cite in node.cites:
                found.setdefault(citation(cite.clause, cite.span, module, quiet).clause, cite.span)
    return found
