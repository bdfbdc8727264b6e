"""The coverage of a policy: its register, what cites each clause, what is omitted, and what scenarios show."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from attrs import evolve

from pingan.coverage.holding import hold
from pingan.coverage.nodes import KINDS, SHOWN, Citing, ClauseCoverage, Coverage, Expected, Shown
from pingan.coverage.shown import Evidence, evidence
from pingan.coverage.text import MAXIMUM_TEXT, Text
from pingan.model.loaded import LoadedModule
from pingan.model.nodes import Definition, Rule
from pingan.model.nodes import Policy as Model
from pingan.pipeline import Policy
from pingan.scenarios import ScenarioResult
from pingan.source import Source
from pingan.syntax.nodes import FormDeclaration


def coverage_of(
    policy: Policy,
    name: str | None = None,
    *,
    kinds: Iterable[str] | None = None,
    scenarios: bool = True,
    document: Source | str | None = None,
    start: str | None = None,
    until: str | None = None,
) -> Coverage:
    """How a policy covers the clauses of its document: encoded, omitted with a reason, or missing.

    *policy* is what `pingan.load` gave, and *name* says which of those asked for is meant; without it, the one that has
    a register. *kinds* are the kinds of clauses that are not to be omitted and that scenarios must show (default: the
    kinds of norms, `KINDS`). The scenarios are run for it, unless *scenarios* is false. With the text *document* the
    register is held against it, from the words *start* until the words *until* (default: from the first clause to the
    last). Raises ValueError for a policy without a register of clauses, when several have one and none is named, and
    when the document does not have those words.

    >>> import pingan
    >>> coverage = pingan.coverage_of(pingan.load("national"), scenarios=False)
    >>> [tally.share for tally in coverage.by_kind if tally.name == "deadline"]
    [Fraction(1, 1)]
    """
    found = {c.policy: c for c in coverages_of(policy, kinds=kinds, scenarios=scenarios)}
    if name is None and len(found) > 1:
        raise ValueError(f"the policies asked for have several registers: name one of {', '.join(found)}")
    wanted = next(iter(found), None) if name is None else name
    if wanted not in found:
        meant = "the policies asked for have" if wanted is None else f"no policy `{wanted}` was asked for that has"
        raise ValueError(f"{meant} {'no' if wanted is None else 'a'} register of clauses")
    coverage = found[wanted]
    return coverage if document is None else with_text(coverage, document, start, until)


def coverages_of(policy: Policy, *, kinds: Iterable[str] | None = None, scenarios: bool = True) -> tuple[Coverage, ...]:
    """The coverage of each policy asked for that has a register; the arguments are those of `coverage_of`."""
    modules = [policy.modules.modules[name] for name in policy.names]
    asked = tuple(dict.fromkeys(KINDS if kinds is None else kinds))
    results = policy.test() if scenarios else None
    shown = {} if results is None else evidence(policy.model, results)
    return tuple(_coverage(policy.model, m, asked, results, shown) for m in modules if m.register is not None)


def with_text(
    coverage: Coverage, document: Source | str, start: str | None = None, until: str | None = None
) -> Coverage:
    """*coverage* with its register held against *document*. Raises ValueError for one that is too long."""
    source = document if isinstance(document, Source) else Source("<document>", document)
    if len(source.text) > MAXIMUM_TEXT:
        raise ValueError(f"the document is longer than {MAXIMUM_TEXT:,} characters")
    return evolve(coverage, text=hold(Text(source.name, source.text), coverage.clauses, start, until))


def _coverage(
    policy: Model,
    module: LoadedModule,
    asked: tuple[str, ...],
    results: Collection[ScenarioResult] | None,
    shown: Evidence,
) -> Coverage:
    header = policy.headers[module.name]
    citing = _cited_by(policy, module)
    omitted = {omission.clause: omission.reason for omission in header.omissions}
    clauses = []
    for clause in (module.register or {}).values():
        by = citing.get(clause.id, ())
        keys = {key for c in by for key in (c.made or (c.key,))}
        clauses.append(
            ClauseCoverage(
                clause.id,
                clause.kind,
                clause.locator,
                clause.anchor,
                clause.summary,
                "encoded" if by else "omitted" if clause.id in omitted else "missing",
                by,
                omitted.get(clause.id),
                {s: _all(shown, keys, s) for s in SHOWN},
                clause.excused,
                clause.kind in asked,
                clause.summary_zh,
            )
        )
    return Coverage(
        module.name,
        header.label,
        header.document,
        header.register or "",
        asked,
        tuple(clauses),
        None if results is None else len(results),
        tuple(r.name for r in results or () if not r.passed),
    )


def _all(shown: Evidence, keys: Iterable[str], what: Shown) -> tuple[Expected, ...]:
    return tuple(sorted({place for key in keys for place in shown.get((key, what), ())}))


def _cited_by(policy: Model, module: LoadedModule) -> Mapping[str, tuple[Citing, ...]]:
    """What cites each clause, in the order written; what a clause form made goes by the form's declaration."""
    maker = _makers(module)
    found: dict[str, dict[str, Citing]] = {}
    declared: Iterator[Rule | Definition] = (
        d for group in (policy.definitions, policy.rules) for d in group.values() if d.module == module.name
    )
    for declaration in sorted(declared, key=lambda d: d.span.start):
        form = maker(declaration)
        for citation in declaration.citations:
            by = found.setdefault(citation.clause, {})
            if form is None:
                kind = "rule" if isinstance(declaration, Rule) else "definition"
                by[declaration.key] = _citing(kind, declaration.key, declaration.label, declaration)
                continue
            key = f"{module.name}.{form.name.text}"
            made = (*(by[key].made if key in by else ()), declaration.key)
            by[key] = _citing(form.form, key, form.label, form, made)
    return {clause: tuple(by.values()) for clause, by in found.items()}


def _citing(
    kind: str, key: str, label: str | None, node: Rule | Definition | FormDeclaration, made: tuple[str, ...] = ()
) -> Citing:
    return Citing(kind, key, label, node.span.source.name, node.span.line, made)


def _makers(module: LoadedModule) -> Callable[[Rule | Definition], FormDeclaration | None]:
    """Finds the declaration of a clause form that a rule or a definition was made from, by where they stand."""
    forms = [d for d in module.written.declarations if isinstance(d, FormDeclaration)]

    def maker(declaration: Rule | Definition) -> FormDeclaration | None:
        at = declaration.span
        return next((f for f in forms if f.span.start <= at.start and at.end <= f.span.end), None)

    return maker
